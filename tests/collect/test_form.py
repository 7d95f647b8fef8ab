"""Forms as data."""

from dataclasses import replace
from datetime import date

import pytest

from tongket.collect.form import MONTHS, Form, What, following, form_of, told_of, version_of
from tongket.collect.form_reading import packaged
from tongket.core.errors import NotFound
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary


def test_every_shipped_form_is_told_in_both_languages() -> None:
    assert {form.code for form in packaged()} >= {"commune-month", "commune-quarter", "cluster-half"}
    for form in packaged():
        assert form.frequency in MONTHS
        for text in (form.name, form.legal_basis, *(row.name for row in form.rows)):
            assert text.vi
            assert text.en


@pytest.mark.parametrize(
    ("code", "day", "period"),
    [
        ("commune-month", "2026-02-28", "2026-M02"),
        ("commune-quarter", "2026-02-28", "2026-Q1"),
        # The administrative half-year runs from 15 December to 14 June (Decree 09/2019, article 12).
        ("cluster-half", "2025-12-14", "2025-M07..M12@adm"),
        ("cluster-half", "2025-12-15", "2026-H1@adm"),
        ("cluster-half", "2026-06-14", "2026-H1@adm"),
        ("cluster-half", "2026-06-15", "2026-M07..M12@adm"),
    ],
)
def test_the_period_of_a_day(code: str, day: str, period: str) -> None:
    on = date.fromisoformat(day)
    found = form_of(code, on, packaged()).period_of(on)
    assert found.start <= on <= found.end
    assert found == Period.parse(period)


def test_what_each_column_tells_of() -> None:
    march = Period.of_month(2026, 3)
    told = {
        what: str(told_of(what, march)) for what in What if not what.value.endswith(("on-last-year", "on-previous"))
    }
    assert told == {
        What.PERIOD: "2026-M03", What.CUMULATIVE: "2026-Q1", What.PREVIOUS: "2026-M02", What.LAST_YEAR: "2025-M03",
        What.CUMULATIVE_LAST_YEAR: "2025-Q1",
    }  # fmt: skip
    assert str(told_of(What.PREVIOUS, Period.of_month(2026, 1))) == "2025-M12"


def test_a_stock_is_of_the_last_day(vocabulary: Vocabulary) -> None:
    form = form_of("cluster-half", date(2026, 6, 14), packaged())
    key = form.key(form.row("count"), What.PERIOD, form.period_of(date(2026, 6, 14)), "vn.52@2025", vocabulary)
    assert str(key.period) == "2026-06-14"


def test_unknown_forms_rows_and_versions() -> None:
    with pytest.raises(NotFound):
        form_of("commune-month", date(2020, 1, 1), packaged())
    with pytest.raises(NotFound):
        version_of("commune-month", "1999", packaged())
    with pytest.raises(NotFound):
        form_of("commune-month", date(2026, 1, 1), packaged()).row("none")


def test_a_version_ends_where_the_next_one_begins() -> None:
    first = form_of("commune-month", date(2026, 1, 31), packaged())

    def version(name: str, begins: date) -> Form:
        return replace(first, version=name, valid_from=begins)

    found = following([version("c", date(2028, 1, 1)), first, version("b", date(2027, 1, 1))])
    assert [(f.version, f.valid_to) for f in found] == [
        (first.version, date(2026, 12, 31)), ("b", date(2027, 12, 31)), ("c", None),
    ]  # fmt: skip
    assert form_of("commune-month", date(2027, 6, 30), found).version == "b"
