"""The rates of a period in the ledger: counted by hand here, and printed by the review as any other figure."""

from datetime import UTC, date, datetime

import pytest

from tests.coordination import samples
from tests.review import gia_lai as gl
from tongket.collect.models import Return, Unit
from tongket.coordination import queries, services
from tongket.coordination.rules import Action
from tongket.core.errors import InvalidInput
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.cube.engines.duck import DuckEngine
from tongket.cube.rows import Ask
from tongket.ledger.queries import relation
from tongket.ledger.services import Posted
from tongket.review.assemble import Assembled, Facts, assemble

pytestmark = pytest.mark.usefixtures("ledger")
GIA_LAI, AFTER = "vn.52@2025", date(2026, 4, 2)
QUARTER = Period.parse("2026-Q1")


def record(period: Period = QUARTER, place: str = GIA_LAI, today: date = AFTER) -> Posted:
    words = vocabulary()
    return services.record(period, words.places[place], actor="u_asker", today=today, vocabulary=words)


def at(day: int, month: int = 2) -> datetime:
    return datetime(2026, month, day, 2, 0, tzinfo=UTC)


def sent(unit: Unit, form: str, period: str, when: datetime | None, number: int = 1) -> None:
    Return.objects.create(
        unit=unit, form=form, form_version="x", period=period, number=number, state="submitted",
        changed_at=when or at(1), submitted_at=when,
    )  # fmt: skip


def set_up() -> None:
    """Communes a and b: eight returns due, two on time; two requests with three answers due, two given, one on time."""
    first, second = samples.unit("commune.a"), samples.unit("commune.b")
    sent(first, "commune-month", "2025-M12", at(5, 1))
    sent(first, "commune-month", "2025-M12", at(20, 1), number=2)  # a correction does not make it late
    sent(first, "commune-month", "2026-M01", at(5))
    sent(second, "commune-month", "2026-M01", at(6))
    sent(second, "commune-month", "2026-M02", None)
    sent(second, "commune-month", "2026-M03", at(5, 4))  # due in the next quarter
    of = samples.request(first, second)
    samples.request(first, key="the-second-key", due=date(2026, 3, 5))
    gone = samples.request(second, key="the-third-key", due=date(2026, 3, 6))
    services.withdraw(gone.pk, who=samples.ASKER, at=at(4), reason="gửi nhầm")
    for one, when in zip(queries.all_asked([of]), (at(5), at(11)), strict=True):
        services.step(one.pk, Action.ANSWER, who=samples.CLERK, at=when, text="Có.", revision=one.revision)


def test_counts_are_those_worked_out_by_hand() -> None:
    set_up()
    assert queries.counts(QUARTER.start, QUARTER.end, AFTER, lambda _: True) == {
        "coordination.returns-due": 8, "coordination.returns-on-time": 2, "coordination.requests": 2,
        "coordination.units-asked": 2, "coordination.replies-due": 3, "coordination.replies": 2,
        "coordination.replies-on-time": 1,
    }  # fmt: skip


def test_units_elsewhere_do_not_count() -> None:
    set_up()
    samples.request(samples.unit("far", place="vn.21589@2025"), key="the-fourth-key")
    only = queries.counts(QUARTER.start, QUARTER.end, AFTER, lambda place: place == "vn.21589@2025")
    assert only == {
        "coordination.returns-due": 4, "coordination.returns-on-time": 0, "coordination.requests": 1,
        "coordination.units-asked": 1, "coordination.replies-due": 1, "coordination.replies": 0,
        "coordination.replies-on-time": 0,
    }  # fmt: skip
    assert queries.counts(QUARTER.start, QUARTER.end, AFTER, lambda _: False) == {}


def test_the_review_prints_what_was_recorded_and_explains_it() -> None:
    set_up()
    assert record().recorded == 7
    found = reviewed()
    told = " ".join(gl.paragraphs(found.review, "coordination")).replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "Trong kỳ có 2/8 báo cáo của các đơn vị được gửi đúng hạn, đạt 25%; "
        "2 yêu cầu gửi 2 đơn vị đến hạn trả lời, 2/3 lượt có trả lời (66,67%), 1/3 lượt trả lời đúng hạn (33,33%)."
    )
    assert told in " ".join(gl.paragraphs(found.press)).replace("\N{NO-BREAK SPACE}", " ")
    rate = next(one for one in found.answers.values() if one.key.indicator == "coordination.replies-rate")
    assert {row.source for row in rate.rows()} == {"tongket:coordination/vn.52@2025/2026-Q1"}
    english = " ".join(gl.paragraphs(reviewed("en").review, "coordination"))
    assert english == (
        "In the period 2/8 returns of the units were sent on time, 25%; "
        "2 requests to 2 units fell due, 2/3 answers were given (66.67%), 1/3 on time (33.33%)."
    )


def reviewed(lang: Lang = "vi") -> Assembled:
    words = vocabulary()
    place = words.places[GIA_LAI]
    found = relation()
    rows = DuckEngine(found.segments, found.tail, words.indicators).rows(Ask(places=(GIA_LAI,)))
    return assemble(Facts(place, QUARTER, rows, words, lang, 1))


def test_recorded_again_the_later_count_holds_and_both_are_kept() -> None:
    set_up()
    assert record().recorded == 7
    again = record()
    assert (again.posting, again.unchanged) == (None, 7)
    late = next(one for one in queries.asked_of(["commune.a"]) if one.answered_at is None)
    services.step(late.pk, Action.ANSWER, who=samples.CLERK, at=at(3, 4), text="Có.", revision=late.revision)
    later = record(today=date(2026, 4, 20))
    assert later.recorded == 7
    assert len(later.superseded) == 7
    told = " ".join(gl.paragraphs(reviewed().review, "coordination"))
    assert "3/3 lượt có trả lời" in told


@pytest.mark.parametrize(
    ("period", "today", "says"),
    [
        ("2026-Q2", AFTER, "is not over"), ("2026-Q1", date(2026, 3, 31), "is not over"),
        ("2026-03-31", AFTER, "is not over"), ("2024", AFTER, "nothing fell due"),
    ],
)  # fmt: skip
def test_what_is_not_over_or_empty_is_refused(period: str, today: date, says: str) -> None:
    samples.unit()
    with pytest.raises(InvalidInput, match=says):
        record(Period.parse(period), today=today)
