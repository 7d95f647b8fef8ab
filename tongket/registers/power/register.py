"""The register of power projects."""

from decimal import Decimal

from tongket.core.text import Text
from tongket.core.vocabulary import vocabulary
from tongket.registers.power.models import PowerVersion
from tongket.registers.power.rules import TARIFFS, check
from tongket.registers.shared.common import NAME, POSITION
from tongket.registers.shared.declare import Field, Kind, Measure, Register

_ZERO = Decimal(0)
_STATES = (
    "survey-allowed", "added-to-planning", "in-planning", "no-policy", "policy-approved", "procedures",
    "under-construction", "built-awaiting-cod", "partial-cod", "operating", "not-stated",
)  # fmt: skip
"""Of the vocabulary: those that one project can be in; sums of several states are publications' own."""
_WORDS = vocabulary().dimensions
TECHNOLOGIES = {code: member.name for code, member in _WORDS["technology"].members.items()} | {
    "other": Text("nguồn khác (nhiệt điện than, khí, dầu)", "other (coal, gas, oil)"),
}
STATES = {code: _WORDS["power-state"].members[code].name for code in _STATES} | {
    "stopped": Text("đã ngừng, tháo dỡ", "stopped or dismantled"),
    "cancelled": Text("đã hủy, thu hồi chủ trương", "cancelled"),
}
_MEASURED = frozenset(_WORDS["technology"].members)
_SOLAR = frozenset(("solar-farm", "rooftop-solar"))
_FARMS = _MEASURED - {"rooftop-solar"}
_STAND = frozenset(_STATES)

REGISTER = Register(
    code="power",
    title=Text("Dự án nguồn điện", "Power projects"),
    noun=Text("dự án", "projects"),
    sector="energy",
    version=PowerVersion,
    fields=(
        NAME,
        Field("technology", Text("loại nguồn", "technology"), Kind.CHOICE, choices=TECHNOLOGIES, required=True,
              listed=True, aliases=("loại hình", "fuel")),
        Field("phase", Text("giai đoạn, phần", "phase"), aliases=("giai đoạn",)),
        Field("owner", Text("chủ đầu tư", "owner"), listed=True),
        Field("river", Text("sông, suối", "river")),
        Field("capacity", Text("công suất (MW)", "capacity (MW)"), Kind.NUMBER, "mw", 3, _ZERO, listed=True,
              aliases=("công suất", "capacity mw"),
              hint=Text("MW; của riêng giai đoạn này", "MW, of this phase alone")),
        Field("peak", Text("công suất đỉnh (MWp)", "peak capacity (MWp)"), Kind.NUMBER, "mwp", 3, _ZERO, listed=True,
              hint=Text("MWp; không quy đổi từ MW", "MWp, not converted from MW")),
        Field("yearly", Text("sản lượng thiết kế (triệu kWh/năm)", "designed output (million kWh a year)"),
              Kind.NUMBER, "kwh.m", 3, _ZERO),
        Field("grid_kv", Text("cấp điện áp đấu nối (kV)", "grid connection (kV)"), Kind.NUMBER, "", 3, _ZERO,
              Decimal(1000)),
        Field("policy_day", Text("ngày chấp thuận chủ trương đầu tư", "day of the investment policy"), Kind.DAY),
        Field("cod_day", Text("ngày vận hành thương mại (COD)", "day of commercial operation (COD)"), Kind.DAY,
              aliases=("cod",)),
        Field("tariff", Text("quyết định giá điện", "tariff decision"), Kind.CHOICE,
              choices={code: tariff.title for code, tariff in TARIFFS.items()}),
        *POSITION,
    ),
    states=STATES,
    ended=frozenset(("stopped", "cancelled")),
    measures=(
        Measure("power.projects", {"technology": "technology", "power-state": "state"},
                where={"technology": _FARMS, "state": _STAND}),
        Measure("power.systems", {"technology": "technology", "power-state": "state"},
                where={"technology": frozenset(("rooftop-solar",)), "state": _STAND}),
        Measure("power.capacity", {"technology": "technology", "power-state": "state"}, "capacity",
                where={"technology": _MEASURED, "state": _STAND}),
        Measure("power.peak-capacity", {"technology": "technology", "power-state": "state"}, "peak",
                where={"technology": _SOLAR, "state": _STAND}),
    ),
    check=check,
    alike=("capacity", "peak"),
    kin="technology",
)  # fmt: skip
