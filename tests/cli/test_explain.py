import json
import shutil
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Run
from tests.cli.files import row, write

KEY = "export.value~-~vn.64@1997~2020~actual~estimate~department~std"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

pytestmark = pytest.mark.usefixtures("demo_home")


def explained(run: Run, figure: str, *more: str) -> dict[str, dict[str, object]]:
    told = run("explain", figure, "--json", *more)
    assert told.status == 0, told.err
    found: dict[str, dict[str, object]] = json.loads(told.out)
    return found


def test_by_key_and_by_id_is_the_same(run: Run) -> None:
    by_key = explained(run, KEY)
    by_id = explained(run, str(by_key["figure"]["id"]))
    assert by_id == by_key
    assert explained(run, str(by_key["figure"]["id"]).upper()) == by_key
    assert (by_key["figure"]["value"], by_key["figure"]["how"]) == ("580", "ledger")
    assert len(by_key["ledger"]) == 1


def test_down_to_the_row_and_its_source(run: Run) -> None:
    told = run("explain", KEY)
    assert told.status == 0
    assert told.out.startswith("kim ngạch xuất khẩu, Gia Lai, năm 2020\nmức: 580 triệu USD\n")
    assert KEY in told.out
    assert "https://baogialai.com.vn/channel/8209/202101/" in told.out
    assert "công bố từ 29/01/2021" in told.out


def test_a_stated_ratio_shows_the_base_it_implies(run: Run) -> None:
    told = run("explain", f"{KEY}~completion")
    assert "số gốc ngầm định (kim ngạch xuất khẩu, kế hoạch 2020)" in told.out
    assert "630" in told.out.partition("số gốc ngầm định")[2]
    implied = explained(run, f"{KEY}~completion")["implied"]
    assert (implied["scenario"], implied["period"]) == ("plan", "2020")
    assert 630 in implied["whole_numbers"]  # type: ignore[operator]  # JSON: a list of whole numbers


def test_a_computed_ratio_shows_its_formula_inputs_and_what_was_printed(run: Run) -> None:
    key = "retail.revenue~-~vn.64@1997~2021~actual~estimate~department~dept~growth"
    told = run("explain", key, "--lang", "en")
    assert "(this period ÷ same period last year − 1) × 100" in told.out
    assert "as published: 5,97 – contradicted by the levels in the ledger" in told.out
    figure = explained(run, key)["figure"]
    inputs = figure["inputs"]
    assert isinstance(inputs, list)
    assert [part["value"] for part in inputs] == ["76581", "75000"]
    assert (figure["printed"], figure["how"]) == ("2,11", "computed")


def test_what_nobody_stated_is_found_by_its_id(run: Run) -> None:
    gap = "retail.revenue~-~vn.64@1997~2021~actual~estimate~department~dept~gap"
    found = explained(run, gap)["figure"]
    # “hơn 76.581” falls short of the plan by less than 7.419.
    assert found["printed"] == "gần -7.419"
    assert explained(run, str(found["id"]))["figure"] == found


def test_a_plan_is_called_one(run: Run) -> None:
    told = run("explain", "export.value~-~vn.64@1997~2021~plan~assigned~department~std")
    assert told.out.startswith("kim ngạch xuất khẩu, Gia Lai, kế hoạch năm 2021\n")


def test_an_earlier_row_is_shown(run: Run, tmp_path: Path) -> None:
    run("load", write(tmp_path / "a.csv", [row("581", known="2021-06-30")]))
    told = run("explain", KEY)
    assert "mức: 581 triệu USD" in told.out
    assert "bản trước của cùng số liệu:" in told.out
    assert "580 triệu USD" in told.out
    before = run("explain", KEY, "--as-of", "2021-05-31")
    assert "mức: 580 triệu USD" in before.out
    assert "581" not in before.out


def test_others_who_state_the_same_are_shown(run: Run) -> None:
    told = run("explain", "import.value~-~vn.64@1997~2023~actual~estimate~department~std")
    assert "mức: 141 triệu USD" in told.out
    assert "số khác về cùng nội dung:" in told.out
    assert "110 triệu USD" in told.out


@pytest.mark.parametrize("figure", ["v0000000000000000", KEY.replace("2020", "1999")])
def test_what_the_ledger_has_not_is_said_to_be_unknown(run: Run, figure: str) -> None:
    told = run("explain", figure)
    assert (told.status, told.out) == (2, "")
    assert figure in told.err


def reports(run: Run, file: Path, *more: str) -> tuple[int, dict[str, int], list[dict[str, object]]]:
    told = run("explain", "--docx", file, "--json", *more)
    numbers = json.loads(told.out)["numbers"]
    counts: dict[str, int] = {}
    for number in numbers:
        counts[number["verdict"]] = counts.get(number["verdict"], 0) + 1
    return told.status, counts, numbers


def test_a_review_as_it_was_written_is_all_the_same(run: Run, demo_out: Path) -> None:
    status, counts, numbers = reports(run, demo_out / "review.docx")
    assert status == 0
    assert set(counts) == {"same"}
    assert len(numbers) > 60
    assert run("explain", "--docx", demo_out / "press.docx").out.splitlines()[-1] == "khớp: 28"


@pytest.mark.parametrize("written", ["vi", "en"])
def test_in_either_language_whatever_the_language_asked_in(run: Run, tmp_path: Path, written: str) -> None:
    # 2021 has ratios that its levels refute, a multiple, and a fall printed without its minus.
    assert run("review", "64", "2021", "--out", tmp_path / "out", "--lang", written).status == 0
    for asked in ("vi", "en"):
        status, counts, _ = reports(run, tmp_path / "out" / "review.docx", "--lang", asked)
        assert (status, set(counts)) == (0, {"same"})


def edited(source: Path, target: Path, old: str, new: str | None) -> Path:
    """Copy a Word file with the text of one bound number changed, or the number and its marks taken out."""
    document = docx.Document(str(source))
    body = document.element.body
    control = next(c for c in body.iter(f"{W}sdt") if "".join(t.text or "" for t in c.iter(f"{W}t")) == old)
    if new is None:
        paragraph = control.getparent()
        for mark in [e for e in paragraph.iter() if e.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}sdt")]:
            mark.getparent().remove(mark)
    else:
        texts = list(control.iter(f"{W}t"))
        texts[0].text = new
        for rest in texts[1:]:
            rest.text = ""
    document.save(str(target))
    return target


def test_a_number_that_was_edited(run: Run, demo_out: Path, tmp_path: Path) -> None:
    file = edited(demo_out / "press.docx", tmp_path / "press.docx", "98,26", "99,26")
    status, counts, numbers = reports(run, file)
    assert (status, counts) == (1, {"same": 27, "edited": 1})
    (wrong,) = [n for n in numbers if n["verdict"] == "edited"]
    assert (wrong["printed"], wrong["in_file"], wrong["ledger"]) == ("98,26", "99,26", "98,26")
    told = run("explain", "--docx", file)
    assert told.status == 1
    assert sorted(told.out.splitlines()[-1].split(", ")) == ["khớp: 27", "ĐÃ SỬA trong tệp: 1"]
    one = run("explain", str(wrong["id"]), "--docx", file)
    assert one.status == 1
    assert len(one.out.splitlines()) == 2


def test_a_number_that_was_lost(run: Run, demo_out: Path, tmp_path: Path) -> None:
    file = edited(demo_out / "press.docx", tmp_path / "press.docx", "416", None)
    status, counts, numbers = reports(run, file)
    assert status == 1
    assert counts["lost"] >= 1
    assert "416" in {n["printed"] for n in numbers if n["verdict"] == "lost"}


def test_a_ledger_that_has_moved_on(run: Run, demo_out: Path, tmp_path: Path) -> None:
    run("load", write(tmp_path / "a.csv", [row("581", known="2021-06-30")]))
    status, _, numbers = reports(run, demo_out / "press.docx")
    moved = [(n["printed"], n["ledger"]) for n in numbers if n["verdict"] == "ledger-moved"]
    assert status == 1
    assert ("580", "581") in moved
    assert reports(run, demo_out / "press.docx", "--as-of", "2021-05-31")[0] == 0


def test_a_file_without_bound_numbers_is_refused(run: Run, tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "plain.docx"))
    (tmp_path / "text.docx").write_text("not Word")
    for name in ("plain.docx", "text.docx", "missing.docx"):
        told = run("explain", "--docx", tmp_path / name)
        assert (told.status, told.out) == (3, "")
        assert name in told.err


def test_a_number_that_is_not_in_the_file(run: Run, demo_out: Path) -> None:
    told = run("explain", "v0000000000000000", "--docx", demo_out / "press.docx")
    assert (told.status, told.out) == (2, "")
    assert "press.docx" in told.err


def test_a_copy_is_found_again(run: Run, demo_out: Path, tmp_path: Path) -> None:
    shutil.copy(demo_out / "press.docx", tmp_path / "renamed.docx")
    assert reports(run, tmp_path / "renamed.docx")[0] == 0
