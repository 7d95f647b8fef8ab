"""The register of industrial clusters."""

from decimal import Decimal

from tongket.core.text import Text
from tongket.core.vocabulary import vocabulary
from tongket.registers.clusters.models import ClusterVersion
from tongket.registers.clusters.rules import TERRAINS, check
from tongket.registers.shared.common import NAME, POSITION
from tongket.registers.shared.declare import Field, Kind, Measure, Register

_ZERO = Decimal(0)
_NAMES = vocabulary().dimensions["cluster-state"].members
STATES = {
    "planned": _NAMES["planned"].name,
    "detailed-plan-approved": _NAMES["detailed-plan-approved"].name,
    "established": _NAMES["established"].name,
    "infrastructure": Text("đang xây dựng hạ tầng", "infrastructure under way"),
    "operating": _NAMES["operating"].name,
    "removed": Text("đưa ra khỏi quy hoạch", "removed from the plan"),
}
_BY = {"cluster-state": "state"}
# A state of the register that publications do not count apart is not measured: it would stand beside them as another.
_WHERE = {"state": frozenset(STATES) & frozenset(_NAMES)}

REGISTER = Register(
    code="clusters",
    title=Text("Cụm công nghiệp", "Industrial clusters"),
    noun=Text("cụm", "clusters"),
    sector="industry",
    version=ClusterVersion,
    fields=(
        NAME,
        Field("terrain", Text("địa hình, loại hình", "terrain and kind"), Kind.CHOICE, choices=TERRAINS,
              hint=Text("quyết định diện tích tối thiểu", "decides the least size")),
        Field("investor", Text("chủ đầu tư hạ tầng", "infrastructure investor"), listed=True),
        Field("established_by", Text("quyết định thành lập", "decision of establishment"),
              hint=Text("số hiệu, cơ quan ban hành", "number and issuer")),
        Field("established_day", Text("ngày thành lập", "day of establishment"), Kind.DAY),
        Field("plan_day", Text("ngày duyệt quy hoạch chi tiết 1/500", "day of the detailed plan"), Kind.DAY),
        Field("area", Text("tổng diện tích (ha)", "total area (ha)"), Kind.NUMBER, "ha", 4, _ZERO, listed=True,
              aliases=("diện tích",)),
        Field("industrial", Text("đất công nghiệp (ha)", "industrial land (ha)"), Kind.NUMBER, "ha", 4, _ZERO),
        Field("leasable", Text("đất công nghiệp cho thuê được (ha)", "leasable industrial land (ha)"), Kind.NUMBER,
              "ha", 4, _ZERO, listed=True),
        Field("leased", Text("đất công nghiệp đã cho thuê (ha)", "leased industrial land (ha)"), Kind.NUMBER, "ha", 4,
              _ZERO, listed=True),
        Field("registered", Text("vốn hạ tầng đăng ký (tỷ đồng)", "infrastructure capital registered (bn VND)"),
              Kind.NUMBER, "vnd.bn", 6, _ZERO),
        Field("disbursed", Text("vốn hạ tầng đã thực hiện (tỷ đồng)", "infrastructure capital disbursed (bn VND)"),
              Kind.NUMBER, "vnd.bn", 6, _ZERO),
        Field("tenants", Text("số dự án đầu tư", "projects"), Kind.NUMBER, "project", 0, _ZERO, listed=True),
        Field("operating", Text("số dự án đang hoạt động", "operating projects"), Kind.NUMBER, "project", 0, _ZERO),
        Field("tenants_capital", Text("vốn đăng ký của các dự án (tỷ đồng)", "capital of the projects (bn VND)"),
              Kind.NUMBER, "vnd.bn", 6, _ZERO),
        Field("workers", Text("số lao động", "workers"), Kind.NUMBER, "person", 0, _ZERO),
        Field("wastewater", Text("công suất xử lý nước thải (m³/ngày)", "wastewater treatment (m³ a day)"),
              Kind.NUMBER, "", 0, _ZERO),
        *POSITION,
    ),
    states=STATES,
    ended=frozenset(("removed",)),
    measures=(
        Measure("cluster.count", _BY, where=_WHERE),
        Measure("cluster.area", _BY, "area", where=_WHERE),
        Measure("cluster.leasable-area", _BY, "leasable", where=_WHERE),
        Measure("cluster.leased-area", _BY, "leased", where=_WHERE),
        Measure("cluster.tenants", _BY, "tenants", where=_WHERE),
        Measure("cluster.tenants-operating", _BY, "operating", where=_WHERE),
        Measure("cluster.capital", _BY, "tenants_capital", where=_WHERE),
        Measure("cluster.workers", _BY, "workers", where=_WHERE),
    ),
    check=check,
    alike=("area",),
)  # fmt: skip
