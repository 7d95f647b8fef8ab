"""`tongket places` and `--boundaries`, as a user would type them."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.files import row, write


def test_look_up_without_diacritics(run: Run) -> None:
    done = run("places", "dak hlo")
    assert (done.status, done.err) == (0, "")
    assert "vn.dak-hlo-kbang@1997  Xã Đăk HLơ" in done.out
    assert "thuộc Huyện KBang, Tỉnh Gia Lai" in done.out
    assert (
        "01/11/2024 chia, một phần vào Xã Kông Bơ La vn.23674@2024 (2597 người, 13,33 km², 1195/NQ-UBTVQH15)"
        in done.out
    )


def test_a_share_that_is_not_known_and_one_that_is_estimated(run: Run) -> None:
    assert run("places", "Đăk HLơ", "--boundaries", "2025-01-01").out.count("không rõ tỷ lệ, chưa kết luận được") == 2
    estimated = run("places", "Đăk HLơ", "--boundaries", "2025-01-01", "--estimate", "people").out
    assert "284/2881 (ước theo dân số)" in estimated
    assert run("places", "Đăk HLơ", "--estimate", "people").status == 2


def test_a_place_that_leads_nowhere_known(bare_home: Path, run: Run) -> None:
    """A commune of the province's own table that ended without an event: it says so, and no share is made up."""
    folder = bare_home / "vocabulary"
    folder.mkdir(parents=True)
    head = "id,kind,parent,valid_from,valid_to,code,name,lat,lon,area_km2\n"
    (folder / "local_places.csv").write_text(
        f"{head}vn.xa-cu@1997,commune,vn.622@1997,,2010-12-31,,Xã Cũ Thử,,,\n", encoding="utf-8"
    )
    done = run("places", "vn.xa-cu@1997", "--boundaries", "2025-07-01")
    assert "toàn bộ: không rõ đã thuộc về đâu, chưa kết luận được" in done.out
    told = json.loads(run("places", "vn.xa-cu@1997", "--boundaries", "2025-07-01", "--json").out)
    assert (told["complete"], told["carried"], told["within"]["province"]) == (False, [], None)
    assert json.loads(run("places", "Đăk HLơ", "--boundaries", "2025-07-01", "--json").out)["complete"] is True


def test_all_of_one_name_are_listed(run: Run) -> None:
    done = run("places", "Gia Lai", "--lang", "en")
    assert [line.split()[0] for line in done.out.splitlines() if not line.startswith(" ")] == [
        "vn.64@1997",
        "vn.52@2025",
    ]
    assert run("places", "Gia Lai", "--period", "2026").out.startswith("vn.52@2025")
    assert len(run("places", "Tân Sơn", "--period", "2026").out.split("vn.07531@2025")) == 2


def test_a_region(run: Run) -> None:
    done = run("places", "tay nguyen", "--inside")
    assert done.out.splitlines()[0] == "vn.tn@1997  Vùng Tây Nguyên  (vùng, 01/01/1997 – 30/06/2025)"
    assert "    vn.64@1997  Tỉnh Gia Lai" in done.out.splitlines()
    assert run("places", "tay nguyen", "--owed", "province", "--period", "2024").out.count("\n") == 6


def test_what_is_in_a_place(run: Run) -> None:
    told = json.loads(run("places", "vn.52@2025", "--inside", "--json", "--boundaries", "2025-07-01").out)
    assert len(told["inside"]) == 135
    assert told["within"]["region"] == "vn.nttb-tn@2025"
    assert {event["place"] for event in told["made_of"]} == {"vn.52@1997", "vn.64@1997"}


@pytest.mark.parametrize("words", [("xyz",), ("",), ("vn.99999@2025",), ("Gia Lai", "--boundaries", "2025-13-01")])
def test_words_that_cannot_be_right(run: Run, words: tuple[str, ...]) -> None:
    done = run("places", *words)
    assert (done.status, done.out) == (2, "")
    assert done.err


def _export(place: str, period: str, value: str) -> str:
    return row(value, place=place, period=period, known=f"{int(period) + 1}-01-29")


@pytest.mark.usefixtures("home")
def test_a_merged_province_before_it_was(run: Run, tmp_path: Path) -> None:
    """2024 on the boundaries of 2025 is the sum of both, and what growth of 2025 is on; one alone tells nothing."""
    rows = [_export("vn.64@1997", "2024", "820"), _export("vn.52@2025", "2025", "3400")]
    run("load", write(tmp_path / "a.csv", rows))
    words = ("compare", "Gia Lai", "2024", "--boundaries", "2025-07-01")
    alone = json.loads(run(*words, "--json").out)
    assert alone["lines"] == []
    assert [(c["indicator"], c["reason"]) for c in alone["cannot_tell"]] == [("export.value", "thiếu số của Bình Định")]
    run("load", write(tmp_path / "b.csv", [_export("vn.52@1997", "2024", "1650")]))
    both = json.loads(run(*words, "--json").out)
    assert (both["sources"], both["cannot_tell"]) == (["vn.52@1997", "vn.64@1997"], [])
    assert both["lines"][0]["actual"]["value"] == "2470"
    after = json.loads(run("compare", "Gia Lai", "2025", "--boundaries", "2025-07-01", "--json").out)
    assert after["lines"][0]["last_year"]["value"] == "2470"
    assert after["lines"][0]["growth"]["value"].startswith("37.65")  # 3400 ÷ 2470 = 1,37651…


def test_who_owed_a_return(run: Run) -> None:
    june = run("places", "Gia Lai", "--owed", "commune", "--period", "2025-M06")
    assert (june.status, june.err) == (0, "")
    lines = june.out.splitlines()
    assert lines[0] == (
        "vn.64@1997  Tỉnh Gia Lai: 218 đơn vị cấp xã phải báo cáo kỳ tháng 6 năm 2025 "
        "(các đơn vị có đến ngày cuối kỳ 30/06/2025)"
    )
    assert len(lines) == 219
    assert (
        "  vn.23590@2024  Xã Biển Hồ  (từ 01/11/2024; hết kỳ thì kết thúc hoạt động, Xã Biển Hồ vn.23590@2025 nộp thay)"
    ) in lines
    july = run("places", "Gia Lai", "--owed", "commune", "--period", "2025-M07", "--lang", "en")
    assert july.out.splitlines()[0].startswith("vn.52@2025  Tỉnh Gia Lai: 135 communes owed the return of July 2025")
    districts = run("places", "Gia Lai", "--owed", "district", "--period", "2025").out
    assert districts.splitlines()[0].startswith("vn.52@2025  Tỉnh Gia Lai: 0 đơn vị cấp huyện phải báo cáo")
    assert "kết thúc hoạt động trong kỳ, không phải báo cáo: 28 đơn vị" in districts
    year = run("places", "vn.64@1997", "--owed", "commune", "--period", "2024").out
    assert (
        "vn.dak-hlo-kbang@1997  Xã Đăk HLơ  (đến hết 31/10/2024) → "
        "Xã Nghĩa An vn.23662@2024 (một phần), Xã Kông Bơ La vn.23674@2024 (một phần)"
    ) in year


def test_who_owed_a_return_as_json(run: Run) -> None:
    told = json.loads(run("places", "Gia Lai", "--owed", "commune", "--period", "2025", "--json").out)
    assert (told["place"], told["decided_on"], len(told["owed"])) == ("vn.52@2025", "2025-12-31", 135)
    first = told["owed"][0]
    assert (first["since"], first["stood_throughout"], first["handed_in_by"]) == ("2025-07-01", False, [])
    assert {each["whole"] for unit in told["owed"] for each in unit["took_in"]} == {True, False}


@pytest.mark.parametrize(
    "words",
    [
        ("Gia Lai", "--owed", "commune"),
        ("Gia Lai", "--owed", "hamlet", "--period", "2025"),
        ("Gia Lai", "--owed", "commune", "--period", "2025", "--boundaries", "2025-07-01"),
        ("vn.64@1997", "--owed", "commune", "--period", "2025-M07"),
        ("Phường Diên Hồng", "--owed", "district", "--period", "2026"),
    ],
)
def test_returns_that_nobody_can_have_owed(run: Run, words: tuple[str, ...]) -> None:
    done = run("places", *words)
    assert (done.status, done.out) == (2, "")
    assert done.err


ASSUMED = "Lưu ý: ranh giới cấp huyện, cấp xã trước ngày 30/06/2025 lấy theo hiện trạng ngày đó"


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        (("Đăk HLơ", "--boundaries", "2010-01-01"), True),
        (("vn.23674@2025", "--boundaries", "2020-12-31"), True),
        # On 1 January 2025 both parts are on boundaries that a resolution tells.
        (("Đăk HLơ", "--boundaries", "2025-01-01"), False),
        (("Đăk HLơ", "--boundaries", "2025-07-01"), False),
        (("Gia Lai", "--boundaries", "2010-01-01"), False),
        (("Đăk HLơ",), False),
        (("Gia Lai", "--owed", "commune", "--period", "2019"), True),
        (("Gia Lai", "--owed", "commune", "--period", "2025-M06"), False),
        (("vn", "--owed", "province", "--period", "2019"), False),
    ],
)
def test_an_answer_that_assumes_an_unchanged_past_says_so_once(run: Run, words: tuple[str, ...], warned: bool) -> None:
    done = run("places", *words)
    assert done.status == 0
    assert done.err.count(ASSUMED) == (1 if warned else 0)
    assert ASSUMED not in done.out
    if "--boundaries" in words:
        told = [json.loads(line)["assumed"] for line in run("places", *words, "--json").out.splitlines()]
        assert any(told) is warned


@pytest.mark.usefixtures("home")
def test_figures_of_a_commune_on_old_boundaries_say_what_they_assume(run: Run, tmp_path: Path) -> None:
    rows = [_export(place, "2024", "820") for place in ("vn.23674@2024", "vn.64@1997")]
    run("load", write(tmp_path / "a.csv", rows))
    for words in (("compare", "vn.23674@1997", "2023"), ("figures", "--place", "vn.23674@1997", "--period", "2023")):
        for form in ((), ("--csv",), ("--json",)):
            done = run(*words, "--boundaries", "2023-12-31", *form)
            assert (done.status, done.err.count(ASSUMED)) == (0, 1)
            assert run(*words, *form).err == ""
    told = json.loads(run("compare", "vn.23674@1997", "2023", "--boundaries", "2023-12-31", "--json").out)
    assert told["assumes"].startswith(ASSUMED)
    province = run("compare", "Gia Lai", "2024", "--boundaries", "2020-12-31", "--json")
    assert (province.err, json.loads(province.out)["assumes"]) == ("", None)


@pytest.mark.usefixtures("demo_home")
def test_the_published_figures_of_gia_lai_on_the_boundaries_of_2025(run: Run) -> None:
    """The growth of 2025 is the one printed; of the year before it says whose figure is missing, under its year."""
    words = ("compare", "Gia Lai", "2025", "--boundaries", "2025-07-01")
    shown = run(*words).out
    assert "? kim ngạch xuất khẩu: năm 2024: thiếu số của Bình Định" in shown
    told = json.loads(run(*words, "--json").out)
    exports = next(x for x in told["lines"] if x["indicator"] == "export.value" and not x["members"])
    assert (exports["last_year"], exports["growth"]["value"], exports["growth"]["how"]) == (None, "14.7", "stated")
    assert {"indicator": "retail.revenue", "members": [], "period": "2024", "reason": "thiếu số của Bình Định"} in told[
        "cannot_tell"
    ]
