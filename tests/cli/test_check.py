"""`tongket check`: real files through reader, verifier and every form of marks."""

import io
import json
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import docx
import pytest
import typst
from lxml import html

from tests.cli.conftest import Run
from tongket.project.main import main
from tongket.review.bound import read_bound

TRUE = (
    "Năm 2020, kim ngạch xuất khẩu của tỉnh Gia Lai đạt 580 triệu USD. Năm 2021, phấn đấu kim ngạch xuất khẩu đạt 610 "
    "triệu USD (tăng 5,17% so với năm 2020)."
)
FALSE = TRUE.replace("5,17%", "15,17%")
DAY = ("--date", "2021-01-29")

pytestmark = pytest.mark.usefixtures("demo_home")


def _text(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _files(folder: Path, text: str) -> list[Path]:
    """One text in every format."""
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(folder / "a.docx"))
    (folder / "a.pdf").write_bytes(typst.compile(f'#set text(lang: "vi")\n{text}'.encode()))
    page = f"<html><body><p>{text}</p></body></html>"
    return [_text(folder, "a.txt", text), _text(folder, "a.html", page), folder / "a.docx", folder / "a.pdf"]


def test_nothing_contradicts_in_a_true_text(run: Run, tmp_path: Path) -> None:
    told = run("check", *_files(tmp_path, TRUE), *DAY)
    assert (told.status, told.err) == (0, "")
    assert told.out.count("0 mâu thuẫn") == 4
    assert "✗" not in told.out


def test_a_false_growth_is_found_in_every_format(run: Run, tmp_path: Path) -> None:
    for path in _files(tmp_path, FALSE):
        told = run("check", path, *DAY)
        assert told.status == 1, path
        first = told.out.splitlines()[0]
        assert first.startswith(f"{path}:1:{FALSE.index('15,17%') + 1}:")
        assert "15,17%" in first
        assert "(610 ÷ 580 − 1) × 100" in told.out


def test_a_batch_goes_on_and_returns_the_highest(run: Run, tmp_path: Path) -> None:
    false, missing = _text(tmp_path, "sai.txt", FALSE), tmp_path / "nowhere.docx"
    told = run("check", missing, false, *DAY)
    assert told.status == 3
    assert str(missing) in told.err
    assert "15,17%" in told.out
    assert run("check", false, missing, *DAY).status == 3


def test_json_is_one_line_a_file(run: Run, tmp_path: Path) -> None:
    told = run("check", "--json", _text(tmp_path, "a.txt", FALSE), tmp_path / "nowhere.pdf", *DAY)
    assert told.status == 3
    first, second = (json.loads(line, parse_float=Decimal) for line in told.out.splitlines())
    assert second["error"]
    assert second["claims"] == []
    assert first["error"] is None
    values = {c["text"]: (c["value"], c["unit"], c["kind"], c["scenario"]) for c in first["claims"]}
    assert values["580 triệu USD"] == (580, "triệu USD", "level", "actual")
    assert values["610 triệu USD"] == (610, "triệu USD", "level", "plan")
    assert values["15,17%"][:3] == (Decimal("15.17"), "%", "growth")
    verdicts = {f["rule"]: f["verdict"] for f in first["findings"]}
    assert verdicts["growth-of-levels"] == "contradicts"
    (growth,) = [f for f in first["findings"] if f["rule"] == "growth-of-levels"]
    assert growth["stated"] == Decimal("15.17")
    assert growth["interval"][0] < Decimal("5.1724") < growth["interval"][1]


def test_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FALSE.encode())))
    told = run("check", "-", *DAY)
    assert told.status == 1
    assert told.out.startswith("-:1:")


def test_a_text_without_figures_says_so(run: Run, tmp_path: Path) -> None:
    told = run("check", _text(tmp_path, "a.txt", "Hội nghị diễn ra tốt đẹp."))
    assert (told.status, told.err) == (0, "")
    assert "không tìm thấy số liệu nào" in told.out


def test_page_of_several_files(run: Run, tmp_path: Path) -> None:
    files = (_text(tmp_path, "a.txt", TRUE), _text(tmp_path, "b.txt", FALSE))
    assert run("check", *files, *DAY, "--html", tmp_path / "out.html").status == 1
    root = html.fromstring((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert len(list(root.iter("main"))) == 2
    wrong = [m for m in root.iter("mark") if m.get("class") == "wrong" and m.get("id")]
    assert ["".join(map(str, m.itertext())) for m in wrong] == ["15,17%✗"]


def test_copy_with_comments(run: Run, tmp_path: Path) -> None:
    source = _files(tmp_path, FALSE)[2]
    assert run("check", source, *DAY, "--docx", tmp_path / "out.docx").status == 1
    document = docx.Document(str(tmp_path / "out.docx"))
    assert document.paragraphs[0].text == FALSE
    (comment,) = document.comments
    assert "(610 ÷ 580 − 1) × 100" in comment.text


def test_english(run: Run, tmp_path: Path) -> None:
    told = run("check", _text(tmp_path, "a.txt", FALSE), *DAY, "--lang", "en")
    assert "contradict" in told.out
    assert "mâu thuẫn" not in told.out


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["check", "a.txt", "--date", "2021-13"],
        ["check", "a.txt", "--date", "hôm qua"],
        ["check", "a.txt", "b.txt", "--docx", "out.docx"],
        ["check", "-", "-"],
        ["check", "a.txt", "--docx", "out.docx"],
        ["check", "a.txt", "--place", "Nơi Không Có"],
    ],
)
def test_usage(run: Run, words: list[str]) -> None:
    Path("a.txt").write_text(TRUE, encoding="utf-8")
    told = run(*words)
    assert told.status == 2
    assert told.err


class TestLedger:
    """Against the ledger with the sample figures."""

    def test_a_level_that_the_ledger_knows_otherwise(self, run: Run, tmp_path: Path) -> None:
        wrong = _text(tmp_path, "a.txt", "Năm 2020, kim ngạch xuất khẩu của tỉnh ước đạt 850 triệu USD.")
        words = (wrong, *DAY, "--place", "64")
        assert run("check", *words).status == 0
        told = run("check", *words, "--ledger")
        assert told.status == 1
        assert "[ledger-level]" in told.out
        assert "580" in told.out

    def test_the_text_tells_which_place_of_a_name_is_meant(self, run: Run, tmp_path: Path) -> None:
        text = _text(tmp_path, "a.txt", "Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD.")
        told = run("check", text, "--place", "Gia Lai", "--ledger", "--json")
        assert (told.status, told.err) == (0, "")
        assert json.loads(told.out)["claims"][0]["place"] == "vn.64@1997"

    def test_before_its_source_said_it_nothing_is_known(self, run: Run, tmp_path: Path) -> None:
        wrong = _text(tmp_path, "a.txt", "Năm 2020, kim ngạch xuất khẩu của tỉnh ước đạt 850 triệu USD.")
        told = run("check", wrong, *DAY, "--place", "64", "--ledger", "--as-of", "2009-01-01")
        assert told.status == 0
        assert "0 mâu thuẫn" in told.out

    def test_our_own_review_holds(self, run: Run, demo_out: Path) -> None:
        path = demo_out / "review.docx"
        told = run("check", "--json", "--bound", path)
        assert (told.status, told.err) == (0, "")
        record = json.loads(told.out)
        bound = [f for f in record["findings"] if f["rule"] == "bound-number"]
        assert len(bound) == len(read_bound(path).numbers)
        assert {f["verdict"] for f in bound} == {"holds"}
        assert not [f for f in record["findings"] if f["verdict"] == "contradicts"]

    def test_an_edited_number_is_found_and_commented(self, run: Run, demo_out: Path, tmp_path: Path) -> None:
        document = docx.Document(str(demo_out / "review.docx"))
        texts = [t for t in document.element.body.iter() if t.tag.endswith("}t") and t.text == "22.519"]
        texts[0].text = "23.519"
        document.save(str(tmp_path / "edited.docx"))
        told = run("check", "--bound", tmp_path / "edited.docx", "--docx", tmp_path / "out.docx")
        assert told.status == 1
        assert "[bound-number]" in told.out
        comments = [c.text for c in docx.Document(str(tmp_path / "out.docx")).comments]
        assert any("23.519" in text and "đã bị sửa" in text for text in comments)

    def test_a_file_without_bound_numbers_is_refused(self, run: Run, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph(TRUE)
        document.save(str(tmp_path / "a.docx"))
        assert run("check", "--bound", tmp_path / "a.docx").status == 3

    def test_files_beside_the_bound_one(self, run: Run, demo_out: Path, tmp_path: Path) -> None:
        shutil.copy(demo_out / "press.docx", tmp_path / "press.docx")
        told = run("check", tmp_path / "press.docx", "--bound", demo_out / "review.docx", "--json")
        assert [json.loads(line)["file"] for line in told.out.splitlines()] == [
            str(tmp_path / "press.docx"),
            str(demo_out / "review.docx"),
        ]


def test_a_text_is_never_overwritten_by_its_own_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Kim ngạch xuất khẩu đạt 580 triệu USD.", encoding="utf-8")
    assert main(["--home", str(tmp_path / "home"), "check", str(text), "--html", str(text)]) == 2
    assert text.read_text(encoding="utf-8").startswith("Kim ngạch")
    assert "tệp khác" in capsys.readouterr().err
