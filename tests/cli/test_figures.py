import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.files import row, write
from tests.cube.support import sample_rows
from tongket.cli.session import parse_moment
from tongket.core.errors import InvalidInput


def found(run: Run, *words: str) -> list[dict[str, str]]:
    told = run("figures", *words, "--json")
    assert told.status == 0, told.err
    return [json.loads(line) for line in told.out.splitlines()]


def values(run: Run, *words: str) -> list[str]:
    return [line["value"] for line in found(run, *words)]


@pytest.mark.usefixtures("home")
def test_as_of_before_and_after_a_correction(run: Run, tmp_path: Path) -> None:
    run("load", write(tmp_path / "a.csv", [row("580", known="2021-01-29")]))
    run("load", write(tmp_path / "b.csv", [row("581", known="2021-03-31")]))
    assert values(run, "--as-of", "2021-01-28") == []
    assert values(run, "--as-of", "2021-01-29") == ["580"]
    # A month counts from its last day.
    assert values(run, "--as-of", "2021-02") == ["580"]
    assert values(run, "--as-of", "2021-03") == ["581"]
    assert values(run) == ["581"]
    assert values(run, "--history") == ["580", "581"]
    assert values(run, "--history", "--as-of", "2021-02-01") == ["580"]


@pytest.mark.usefixtures("home")
def test_recorded_by_is_the_other_clock(run: Run, tmp_path: Path) -> None:
    run("load", write(tmp_path / "a.csv", [row("580", known="2021-01-29")]))
    (first,) = found(run)
    posted = datetime.fromisoformat(first["posted_at"])
    run("load", write(tmp_path / "b.csv", [row("581", known="2021-03-31")]))
    second = next(f for f in found(run, "--history") if f["value"] == "581")
    assert second["posted_at"] > first["posted_at"]
    assert values(run, "--recorded-by", posted.isoformat()) == ["580"]
    assert values(run, "--recorded-by", (posted - timedelta(seconds=1)).isoformat()) == []
    assert values(run, "--recorded-by", second["posted_at"]) == ["581"]
    # Known then, but recorded later.
    assert values(run, "--as-of", "2021-03-31", "--recorded-by", posted.isoformat()) == ["580"]


def test_a_day_ends_at_midnight_in_vietnam() -> None:
    assert parse_moment("2021-01-29") == datetime(2021, 1, 29, 16, 59, 59, 999999, UTC)
    assert parse_moment("2021-01-29T10:30") == datetime(2021, 1, 29, 3, 30, tzinfo=UTC)
    assert parse_moment("2021-01-29T10:30+00:00") == datetime(2021, 1, 29, 10, 30, tzinfo=UTC)
    for wrong in ("", "hôm qua", "2021-02-30", "29/01/2021"):
        with pytest.raises(InvalidInput):
            parse_moment(wrong)


@pytest.mark.usefixtures("demo_home")
class TestOfTheSamples:
    def test_everything(self, run: Run) -> None:
        keys = {str(r.key) for r in sample_rows()}
        standing = found(run)
        assert {f["key"] for f in standing} == keys
        assert len(standing) == len(keys)
        assert len(found(run, "--history")) == len(sample_rows()) > len(keys)

    def test_the_rows_are_counted(self, run: Run) -> None:
        words = ("--indicator", "export.value", "--period", "2021", "--scenario", "plan")
        assert run("figures", *words).out.splitlines()[-1] == f"{len(found(run, *words))} dòng"
        assert run("figures", *words, "--lang", "en").out.splitlines()[-1] == f"{len(found(run, *words))} rows"

    def test_an_indicator_by_code_alias_and_name(self, run: Run) -> None:
        by_code = found(run, "--indicator", "industry.output")
        assert by_code
        assert {f["key"].split("~")[0] for f in by_code} == {"industry.output"}
        assert found(run, "--indicator", "GO") == found(run, "--indicator", "gia tri san xuat cong nghiep") == by_code

    def test_members(self, run: Run) -> None:
        words = ("--indicator", "export.value", "--period", "2023-H1", "--measure", "level")
        assert values(run, *words, "--member", "cà phê") == ["338"]
        assert values(run, *words, "--member", "commodity:coffee") == ["338"]
        assert sorted(values(run, *words, "--member", "-")) == ["220", "420"]
        assert sorted(values(run, *words, "--member", "-", "--member", "cà phê")) == ["220", "338", "420"]

    def test_place_period_scenario_and_measure(self, run: Run) -> None:
        words = ("--place", "64", "--period", "2021", "--indicator", "export.value", "--scenario", "plan")
        assert values(run, *words, "--measure", "level") == ["610"]
        assert {f["key"].split("~")[2] for f in found(run, "--place", "vn.52@2025")} == {"vn.52@2025"}
        # A period brings those inside it.
        periods = {f["key"].split("~")[3] for f in found(run, "--period", "2020-Q1")}
        assert "2020-M01..M02" in periods
        assert "2020-M04" not in periods

    def test_csv_holds_the_same(self, run: Run) -> None:
        words = ("--indicator", "import.value", "--period", "2021")
        listed = list(csv.DictReader(io.StringIO(run("figures", *words, "--csv").out)))
        same = found(run, *words)
        assert [line["id"] for line in listed] == [f["id"] for f in same]
        assert [line["value"] for line in listed] == [f["value"] for f in same]
        (times,) = [f for f in same if f["notation"] == "times" and "~2021~" in f["key"]]
        assert (times["value"], times["unit"]) == ("10.16", "lần")

    def test_the_table(self, run: Run) -> None:
        told = run("figures", "--indicator", "export.value", "--period", "2021", "--scenario", "plan")
        assert "kim ngạch xuất khẩu, Gia Lai, kế hoạch năm 2021" in told.out
        assert "được giao" in told.out

    def test_nothing_found_is_no_error(self, run: Run) -> None:
        told = run("figures", "--indicator", "export.value", "--period", "1999")
        assert (told.status, told.out.splitlines()[-1]) == (0, "0 dòng")
