"""Units, people and texts for the tests of coordination."""

from datetime import UTC, date, datetime, timedelta

from tongket.collect.catalog.services import add_unit
from tongket.collect.models import Unit
from tongket.coordination import queries, services
from tongket.coordination.models import Asked, Notice, Request
from tongket.coordination.rules import Actor, Details, Kind, Wording

PLACE = "vn.23563@2025"
AT = datetime(2026, 2, 3, 8, 0, tzinfo=UTC)
TODAY = date(2026, 2, 3)
DUE = date(2026, 2, 10)
CLERK = Actor("u_clerk", answers=True)
ASKER = Actor("u_asker", asks=True)
WORDING = Wording("Rà soát chợ", "Đề nghị cho biết:\n1. Số chợ.\n2. Khó khăn.", "trade", "Nghị định 60/2024/NĐ-CP")
DETAILS = Details("", "Nguyễn Văn A", "Công chức", "0269 3824 567", "a@x.example", "", date(2026, 1, 1))


def unit(code: str = "commune.a", kind: str = "commune", place: str = PLACE) -> Unit:
    return add_unit(code, kind, f"Xã {code}", place, valid_from=date(2025, 7, 1))


def request(*units: Unit, due: date = DUE, key: str = "the-first-key", at: datetime = AT) -> Request:
    return services.ask(units or [unit()], WORDING, due=due, key=key, actor=ASKER.uid, at=at)


def asked(**options: date) -> Asked:
    """One unit that was asked."""
    (found,) = queries.all_asked([request(**options)])  # type: ignore[arg-type]
    return found


def notice(*units: Unit, key: str = "the-first-key", at: datetime = AT) -> Notice:
    return services.notify(units or [unit()], WORDING, kind=Kind.GUIDANCE, key=key, actor=ASKER.uid, at=at)


def days(number: int) -> timedelta:
    return timedelta(days=number)
