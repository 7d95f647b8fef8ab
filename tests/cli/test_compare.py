import csv
import io
import json
import os
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Run, process
from tests.cli.files import FULL, full_disk, row, write

ANSWER = {
    "id", "key", "value", "high", "unit", "state", "qualifier", "notation", "printed", "how", "scenario", "status",
    "body", "basis", "rows", "stated",
}  # fmt: skip
LINE = {
    "indicator", "name", "members", "unit", "basis", "actual", "plan", "completion", "last_year", "growth",
}  # fmt: skip
FINDING = {"rule", "severity", "period", "key", "id", "stated", "computed", "reason", "rows"}


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("│").split("│")]


def shown(out: str, name: str) -> list[str]:
    (line,) = [line for line in out.splitlines() if line.startswith(f"│ {name} ")]
    return cells(line)


@pytest.mark.usefixtures("demo_home")
class TestOfTheSamples:
    def test_five_columns(self, run: Run) -> None:
        told = run("compare", "64", "2021")
        assert told.status == 0
        assert shown(told.out, "kim ngạch xuất khẩu") == [
            "kim ngạch xuất khẩu", "triệu USD", "610", "ước", "610", "100", "580", "5,17",
        ]  # fmt: skip
        assert shown(told.out, "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ")[2:] == [
            "hơn 76.581", "ước", "84.000", "91,17", "75.000", "2,11",
        ]  # fmt: skip

    def test_a_stated_ratio_is_marked_and_a_multiple_named(self, run: Run) -> None:
        told = run("compare", "Gia Lai", "2020")
        assert shown(told.out, "kim ngạch xuất khẩu")[2:] == ["580", "ước", "", "92,06*", "", "16*"]
        assert "* tỷ lệ đã công bố" in told.out
        assert shown(run("compare", "64", "2021").out, "kim ngạch nhập khẩu")[-1] == "10,16 lần*"

    def test_the_table_in_english(self, run: Run) -> None:
        told = run("compare", "64", "2021", "--lang", "en")
        assert shown(told.out, "export turnover") == [
            "export turnover", "million USD", "610", "estimate", "610", "100", "580", "5.17",
        ]  # fmt: skip

    def test_json(self, run: Run) -> None:
        found = json.loads(run("compare", "64", "2021", "--json").out)
        assert set(found) == {"place", "period", "posting", "lines"}
        assert (found["place"], found["period"], found["posting"]) == ("vn.64@1997", "2021", 2)
        assert all(set(line) == LINE for line in found["lines"])
        answers = [line[c] for line in found["lines"] for c in LINE if isinstance(line[c], dict)]
        assert answers
        assert all(set(answer) == ANSWER for answer in answers)
        # Numbers are text: no reader may round them.
        assert all(isinstance(answer["value"], str) and answer["rows"] for answer in answers)
        retail = next(line for line in found["lines"] if line["indicator"] == "retail.revenue" and not line["members"])
        assert (retail["actual"]["value"], retail["actual"]["qualifier"]) == ("76581", "over")
        assert retail["growth"]["how"] == "computed"
        assert retail["growth"]["stated"] == {
            "printed": "5,97", "verdict": "contradicts", "row": retail["growth"]["stated"]["row"],
        }  # fmt: skip

    def test_csv(self, run: Run) -> None:
        found = list(csv.DictReader(io.StringIO(run("compare", "64", "2021", "--csv").out)))
        by_code = {line["indicator"]: line for line in found if not line["members"]}
        retail, imports = by_code["retail.revenue"], by_code["import.value"]
        assert (retail["actual"], retail["plan"], retail["completion"], retail["growth"]) == (
            "76581", "84000", "91.17", "2.11",
        )  # fmt: skip
        assert (retail["completion_how"], imports["growth_how"]) == ("computed", "stated")
        assert (imports["growth"], imports["growth_notation"]) == ("10.16", "times")

    def test_a_workbook(self, run: Run, tmp_path: Path) -> None:
        told = run("compare", "64", "2021", "--audit", "--xlsx", tmp_path / "so-sanh.xlsx")
        assert (told.status, told.out) == (1, f"{tmp_path / 'so-sanh.xlsx'}\n")
        book = openpyxl.load_workbook(tmp_path / "so-sanh.xlsx")
        assert book.sheetnames == ["So sánh", "Đối chiếu"]
        lines = {line[0]: line for line in book["So sánh"].iter_rows(values_only=True)}
        exports = lines["kim ngạch xuất khẩu"]
        assert exports[1:6] == ("triệu USD", 610, "ước", 610, 100)
        assert exports[7] == pytest.approx(5.172414)
        assert str(lines["kim ngạch nhập khẩu"][7]).startswith("10,16 lần")
        assert lines["kim ngạch nhập khẩu"][6] in ("", None)
        rules = [line[0] for line in book["Đối chiếu"].iter_rows(min_row=2, values_only=True)]
        assert "silent-revision" in rules

    def test_a_workbook_that_cannot_be_written(self, run: Run, tmp_path: Path) -> None:
        told = run("compare", "64", "2021", "--xlsx", tmp_path / "no" / "so-sanh.xlsx")
        assert told.status == 3
        assert "không ghi được" in told.err
        assert "Traceback" not in told.err

    def test_the_audit(self, run: Run) -> None:
        told = run("compare", "64", "2020", "--audit")
        assert told.status == 1
        assert "[mâu thuẫn] index-read-as-growth" in told.out
        assert told.out.splitlines()[-1].startswith("1 mâu thuẫn, ")
        found = json.loads(run("compare", "64", "2020", "--audit", "--json").out)["findings"]
        assert all(set(finding) == FINDING for finding in found)
        (wrong,) = [f for f in found if f["severity"] == "contradiction"]
        assert (wrong["stated"], wrong["computed"]) == ("110.03", "10.03")

    def test_an_audit_without_contradictions_is_good(self, run: Run) -> None:
        told = run("compare", "64", "2021-Q1", "--audit")
        assert (told.status, told.out.splitlines()[-1]) == (0, "0 mâu thuẫn, 0 cần xác minh, 0 lưu ý")

    def test_the_audit_of_many_years(self, run: Run) -> None:
        found = json.loads(run("compare", "64", "2009..2024", "--audit", "--json").out)
        # A flow of sixteen years is not known where one of them is missing.
        assert all(line["actual"]["key"].split("~")[3].count("-") == 2 for line in found["lines"])
        assert sum(f["severity"] == "contradiction" for f in found["findings"]) > 5

    def test_a_body_that_is_preferred(self, run: Run) -> None:
        found = json.loads(run("compare", "64", "2023", "--body", "cơ quan thống kê", "--json").out)
        imports = next(line for line in found["lines"] if line["indicator"] == "import.value")
        assert (imports["actual"]["body"], imports["actual"]["value"]) == ("statistics-office", "110")

    def test_a_day_in_the_past(self, run: Run) -> None:
        told = run("compare", "64", "2020", "--as-of", "2020-12-31")
        assert "22.519" not in told.out
        assert "22.519" in run("compare", "64", "2020", "--as-of", "2021-01-29").out


def test_a_plan_missed_by_a_hair_is_not_called_reached(run: Run, home: Path, tmp_path: Path) -> None:
    run("load", write(tmp_path / "a.csv", [row("679.99"), row("680", scenario="plan")]))
    found = json.loads(run("compare", "64", "2020", "--json").out)["lines"][0]
    assert (found["completion"]["value"], found["completion"]["how"]) == ("99.998529", "computed")


@pytest.mark.usefixtures("demo_home")
def test_a_workbook_that_is_there_is_replaced_only_when_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_text("mine")
    refused = run("compare", "64", "2021", "--xlsx", file)
    assert (refused.status, refused.out) == (2, "")
    assert "--force" in refused.err
    assert file.read_text() == "mine"
    assert run("compare", "64", "2021", "--xlsx", file, "--force").status == 0
    assert openpyxl.load_workbook(file).sheetnames == ["So sánh"]


@pytest.mark.usefixtures("demo_home")
def test_a_full_disk_leaves_the_workbook_that_was_there(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.xlsx"
    file.write_text("mine")
    monkeypatch.setattr(os, "fsync", full_disk)
    told = run("compare", "64", "2021", "--xlsx", file, "--force")
    assert (told.status, told.out) == (3, "")
    assert str(file) in told.err
    assert file.read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["a.xlsx"]


def test_a_full_device(demo_home: Path, tmp_path: Path) -> None:
    if not FULL.exists():
        pytest.skip("/dev/full is not there")
    told = process("compare", "64", "2021", "--xlsx", FULL, "--force", home=demo_home, cwd=tmp_path)
    assert (told.status, told.out) == (3, "")
    assert len(told.err.splitlines()) == 1
    assert FULL.is_char_device()


@pytest.mark.usefixtures("home")
def test_the_audit_holds_the_country_against_its_regions(run: Run, tmp_path: Path) -> None:
    """The yearbook's table of a yearly flow: six regions fall 12,5 short of the country, which is no contradiction."""
    regions = {
        "Red River Delta": "15.0", "Northern midlands and mountain areas": "75.5", "Central Highlands": "20",
        "North Central and Central coastal areas": "50", "South East": "10", "Mekong River Delta": "20",
    }  # fmt: skip
    path = tmp_path / "bang.csv"
    lines = ["Cities, provinces;1996;1997", " WHOLE COUNTRY;203.0;190.5", *(f"{n};{v};{v}" for n, v in regions.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    about = ("--indicator", "export.value", "--unit", "triệu USD", "--body", "gso", "--known-from", "2017-06-30")
    loaded = run("load", path, "--locale", "en", *about)
    assert (loaded.status, loaded.err) == (0, "")
    done = run("compare", "vn", "1996", "--audit")
    assert done.status == 0
    assert "cộng 6 vùng được 190,5, còn thiếu 12,5 so với Việt Nam (203,0)" in done.out
    told = json.loads(run("compare", "vn", "1996..1997", "--audit", "--json").out)
    assert [(f["rule"], f["period"], f["stated"], f["computed"]) for f in told["findings"]] == [
        ("places-do-not-sum", "1996", "203.0", "190.5")
    ]
    refused = run("load", path, "--locale", "en", "--indicator", "export.value")
    assert refused.status == 3
    assert [option for option in ("--unit", "--body", "--known-from") if option not in refused.err] == []
