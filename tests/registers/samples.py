"""Power projects for the tests."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count

from tongket.registers.shared import services
from tongket.registers.shared.queries import register_of
from tongket.registers.shared.told import Applied, Told

AT = datetime(2026, 1, 5, 2, tzinfo=UTC)
POWER, CLUSTERS = register_of("power"), register_of("clusters")
GIA_LAI = "vn.64@1997"
HYDRO: Mapping[str, str | None] = {
    "name": "Ialy",
    "technology": "hydro",
    "state": "operating",
    "capacity": "720",
    "place": GIA_LAI,
}
_KEYS = count()


def told(
    code: str,
    day: str,
    values: Mapping[str, str | None] | None = None,
    *,
    revision: int | None = None,
    **more: str | None,
) -> Told:
    said = {**(values or {}), **more}
    return Told(code, date.fromisoformat(day), said, "Sở Công Thương", revision=revision)


def change(
    *rows: Told, minutes: int = 0, actor: str = "u_keeper", register: str = "power", **options: object
) -> Applied:
    named = {"reason": "cập nhật", "key": f"test-key-{next(_KEYS)}", **options}
    return services.change(
        register_of(register), rows, actor=actor, at=AT + timedelta(minutes=minutes), **named,  # type: ignore[arg-type]
    )  # fmt: skip
