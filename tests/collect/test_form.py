"""Forms as data."""

from datetime import date
from pathlib import Path

import pytest

from tongket.collect.form import DATA, MONTHS, What, check_against, form_of, forms, told_of, version_of
from tongket.core.errors import InvalidInput, NotFound
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary


def test_every_shipped_form_names_what_the_vocabulary_has(vocabulary: Vocabulary) -> None:
    assert {form.code for form in forms()} >= {"commune-month", "commune-quarter", "cluster-half"}
    for form in forms():
        check_against(form, vocabulary)
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
    found = form_of(code, on).period_of(on)
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
    form = form_of("cluster-half", date(2026, 6, 14))
    key = form.key(form.row("count"), What.PERIOD, form.period_of(date(2026, 6, 14)), "vn.52@2025", vocabulary)
    assert str(key.period) == "2026-06-14"


def test_unknown_forms_rows_and_versions() -> None:
    with pytest.raises(NotFound):
        form_of("commune-month", date(2020, 1, 1))
    with pytest.raises(NotFound):
        version_of("commune-month", "1999")
    with pytest.raises(NotFound):
        form_of("commune-month", date(2026, 1, 1)).row("none")


def test_all_that_is_wrong_in_all_files_is_said_at_once(tmp_path: Path) -> None:
    good = (DATA / "commune-month.2025.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text("code = ", encoding="utf-8")
    (tmp_path / "b.toml").write_text(good.replace('frequency = "month"', 'frequency = "decade"'), encoding="utf-8")
    (tmp_path / "c.toml").write_text(good.replace('part_of = "industry"', 'part_of = "nothing"'), encoding="utf-8")
    (tmp_path / "d.toml").write_text(good.replace('what = "period"', 'what = "previous"'), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        forms(tmp_path)
    for name in ("a.toml", "b.toml", "c.toml", "d.toml"):
        assert name in caught.value.message("vi")


def test_a_form_that_names_what_the_vocabulary_has_not(tmp_path: Path, vocabulary: Vocabulary) -> None:
    good = (DATA / "commune-month.2025.toml").read_text(encoding="utf-8")
    (tmp_path / "a.toml").write_text(good.replace("activity:mining", "colour:red").replace("usd.m", "kwh.m"), "utf-8")
    (form,) = forms(tmp_path)
    with pytest.raises(InvalidInput) as caught:
        check_against(form, vocabulary)
    assert "colour:red" in caught.value.message("en")
    assert "export" in caught.value.message("en")
