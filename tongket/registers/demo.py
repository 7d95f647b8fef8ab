"""Registers of the demonstration province: invented projects and clusters, each marked as such, never real ones."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from tongket.core.place import Place
from tongket.core.vocabulary import Vocabulary
from tongket.registers.shared import queries, services
from tongket.registers.shared.told import Told

PROVINCE = "vn.52@2025"
SOURCE = "Dữ liệu mẫu, không có thật"
AT = datetime(2026, 1, 2, tzinfo=UTC)
_LIVES = {
    "hydro": (("under-construction", 2008), ("operating", 2012)),
    "wind": (("survey-allowed", 2018), ("policy-approved", 2020), ("operating", 2021)),
    "solar-farm": (("policy-approved", 2017), ("operating", 2019)),
    "biomass": (("under-construction", 2014), ("operating", 2016)),
}
_SIZES = {"hydro": (3, 120), "wind": (30, 150), "solar-farm": (20, 80), "biomass": (10, 60)}
_NAMES = {"hydro": "Thủy điện", "wind": "Điện gió", "solar-farm": "Điện mặt trời", "biomass": "Điện sinh khối"}
_COUNTS = {"hydro": 18, "wind": 12, "solar-farm": 6, "biomass": 2}


def make(vocabulary: Vocabulary) -> None:
    """Fill the registers of the demonstration province. What is there stays; a register with real records is left."""
    lower = vocabulary.places.lower
    communes = sorted((one for one in (lower.inside(PROVINCE) if lower else []) if one.lat is not None), key=_id)
    draw = random.Random(2026)  # noqa: S311 – invented records, the same each time
    for code, told in (("power", _power(communes, draw)), ("clusters", _clusters(communes, draw))):
        register = queries.register_of(code)
        if queries.is_empty(register):
            services.change(
                register, list(told), actor="demo", at=AT, reason=SOURCE, key=f"demo-{code}", kind="import", demo=True
            )


def _id(place: Place) -> str:
    return place.id


def _where(place: Place, draw: random.Random) -> dict[str, str | None]:
    """Return a point near a commune's centre."""
    point = {}
    for name, centre in (("latitude", place.lat), ("longitude", place.lon)):
        moved = (centre or Decimal(0)) + Decimal(draw.randrange(-200, 200)) / 10_000
        point[name] = format(moved, ".4f")
    return {"place": place.id, **point, "accuracy": "unsure"}


def _power(communes: Sequence[Place], draw: random.Random) -> Iterator[Told]:
    for technology, count in _COUNTS.items():
        for number in range(1, count + 1):
            place = draw.choice(communes)
            low, high = _SIZES[technology]
            size = str(draw.randrange(low, high))
            sizes = {"peak" if technology == "solar-farm" else "capacity": size}
            # Some have not come as far as others.
            life = _LIVES[technology][: draw.choice((1, 2, 3, 3, 3))]
            shift = draw.randrange(4)
            for at, (state, year) in enumerate(life):
                first = {"name": f"{_NAMES[technology]} {place.name()} {number} (mẫu)", "technology": technology,
                         "owner": f"Công ty mẫu {draw.randrange(1, 30)}", **sizes, **_where(place, draw)}  # fmt: skip
                said: dict[str, str | None] = {"state": state, **(first if at == 0 else {})}
                yield Told(f"MAU-{technology.upper()}-{number:02}", date(year + shift, 7, 1), said, SOURCE)


def _clusters(communes: Sequence[Place], draw: random.Random) -> Iterator[Told]:
    for number in range(1, 15):
        place, area = draw.choice(communes), draw.randrange(12, 75)
        industrial = area * 70 // 100
        leased = industrial * draw.randrange(20, 95) // 100
        code, year = f"MAU-CCN-{number:02}", 2012 + draw.randrange(8)
        yield Told(code, date(year, 1, 1), {
            "name": f"Cụm công nghiệp {place.name()} {number} (mẫu)", "state": "planned", "terrain": "mountain",
            "area": str(area), **_where(place, draw),
        }, SOURCE)  # fmt: skip
        if number % 5:
            yield Told(code, date(year + 2, 1, 1), {
                "state": "established", "established_day": f"{year + 2}-01-01", "industrial": str(industrial),
                "leasable": str(industrial),
            }, SOURCE)  # fmt: skip
        if number % 3:
            tenants = draw.randrange(3, 20)
            yield Told(code, date(year + 4, 1, 1), {
                "state": "operating", "established_day": f"{year + 2}-01-01", "industrial": str(industrial),
                "leasable": str(industrial), "leased": str(leased), "tenants": str(tenants),
                "operating": str(tenants - 2), "workers": str(tenants * 40),
            }, SOURCE)  # fmt: skip
