import csv
import dataclasses
import errno
import os
import shutil
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import docx
import pptx
import pytest

from tests.review import gia_lai as gl
from tests.review.office import pdf_text
from tongket.core.errors import InvalidInput, Unavailable
from tongket.core.figure import Key
from tongket.core.vocabulary import vocabulary
from tongket.cube.rows import Answer
from tongket.review import produce as module
from tongket.review.assemble import Assembled
from tongket.review.bound import read_bound
from tongket.review.produce import COLUMNS, produce, write_figures

NAMES = ["review.docx", "review.pdf", "review.pptx", "review.html", "press.docx", "figures.csv"]
FULL = Path("/dev/full")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the review of 2020, in a folder that was not there."""
    folder = tmp_path_factory.mktemp("produce") / "deep" / "out"
    assert produce(gl.review("2020"), vocabulary(), folder) == [folder / name for name in NAMES]
    return folder


def figures(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_six_files_are_written_and_nothing_else(out: Path) -> None:
    assert sorted(p.name for p in out.iterdir()) == sorted(NAMES)
    heads = {name: (out / name).read_bytes()[:4] for name in NAMES}
    assert heads["review.docx"] == heads["press.docx"] == heads["review.pptx"] == b"PK\x03\x04"
    assert heads["review.pdf"] == b"%PDF"


def test_each_format_tells_the_same_figures(out: Path) -> None:
    slides = pptx.Presentation(str(out / "review.pptx")).slides
    on_slides = " ".join(s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame)
    page = (out / "review.html").read_text(encoding="utf-8")
    printed = pdf_text(out / "review.pdf") if shutil.which("pdftotext") else None
    for text in ("22.519", "98,26", "75.000", "93,75", "580", "92,06"):
        assert text in on_slides
        assert text in page
        assert printed is None or text in printed
    press = {n.text for n in read_bound(out / "press.docx").numbers}
    assert {"22.519", "98,26", "24.800", "6.500,5"} <= press


def test_every_number_of_the_word_files_is_bound(out: Path) -> None:
    found = gl.review("2020")
    for name, document in (("review.docx", found.review), ("press.docx", found.press)):
        bound = read_bound(out / name)
        assert [(n.id, n.text) for n in bound.numbers] == [(n.id, n.text) for n in document.numbers()]
        assert bound.posting == gl.POSTING


def test_each_figure_is_listed_once_with_where_it_comes_from(out: Path) -> None:
    found = gl.review("2020")
    listed = figures(out / "figures.csv")
    times = Counter(n.id for n in gl.numbers(found))
    assert [row["id"] for row in listed] == list(dict.fromkeys(row["id"] for row in listed))
    assert {row["id"]: int(row["times_printed"]) for row in listed} == dict(times)
    texts = {n.id: n.text.removeprefix("-") for n in gl.numbers(found)}
    for row in listed:
        at, answer = Key.parse(row["key"]), found.answers[row["id"]]
        assert row["id"] == at.id
        assert row["printed"].removeprefix("-") == texts[at.id]
        assert (row["indicator"], row["place"], row["period"]) == (at.indicator, at.place, str(at.period))
        assert (row["scenario"], row["status"], row["body"]) == (at.scenario.value, at.status.value, at.body)
        assert (row["how"], row["value"]) == (answer.how.value, str(answer.value.quantity))
        assert [int(n) for n in row["ledger_rows"].split()] == [r.row for r in answer.rows()]
        assert set(row["sources"].split(" ")) == {r.source for r in answer.rows()}
        assert row["known_from"] == max(r.known_from for r in answer.rows()).isoformat()
        assert row["posting"] == str(gl.POSTING)


def test_the_list_of_figures_has_its_columns_and_opens_in_excel(out: Path) -> None:
    raw = (out / "figures.csv").read_bytes()
    assert raw.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    assert tuple(figures(out / "figures.csv")[0]) == COLUMNS
    of_exports = [r for r in figures(out / "figures.csv") if r["indicator"] == "export.value"]
    (short,) = [r for r in of_exports if r["measure"] == "excess"]
    assert (short["printed"], Decimal(short["value"]), short["unit"]) == ("7,94", Decimal("-7.94"), "%")
    assert short["how"] == "computed"
    (level,) = [r for r in of_exports if (r["period"], r["scenario"], r["measure"]) == ("2020", "actual", "level")]
    assert (level["printed"], level["value"], level["unit"], level["how"]) == ("580", "580", "triệu USD", "ledger")


def test_a_multiple_is_listed_in_times(tmp_path: Path) -> None:
    write_figures(gl.review("2021"), vocabulary(), tmp_path / "figures.csv")
    listed = [r for r in figures(tmp_path / "figures.csv") if r["indicator"] == "import.value"]
    (imports,) = [r for r in listed if (r["period"], r["measure"], r["scenario"]) == ("2021", "growth", "actual")]
    assert (imports["printed"], imports["unit"]) == ("10,16", "lần")


def test_the_same_review_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    produce(gl.review("2020"), vocabulary(), tmp_path)
    for name in NAMES:
        if name != "review.pdf":
            assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


def test_files_of_an_earlier_run_are_replaced_and_others_left(tmp_path: Path) -> None:
    (tmp_path / "review.docx").write_text("an older one")
    (tmp_path / "notes.txt").write_text("mine")
    produce(gl.review("2005"), vocabulary(), tmp_path)
    assert zipfile.is_zipfile(tmp_path / "review.docx")
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert figures(tmp_path / "figures.csv") == []


def test_a_review_of_a_department_in_its_own_template(tmp_path: Path) -> None:
    own = docx.Document()
    own.core_properties.author = "Phòng Kế hoạch"
    own.sections[0].footer.paragraphs[0].text = "Biểu mẫu của Sở"
    own.save(str(tmp_path / "own.docx"))
    produce(gl.review("2020"), vocabulary(), tmp_path / "out", tmp_path / "own.docx")
    review = docx.Document(str(tmp_path / "out" / "review.docx"))
    assert review.sections[0].footer.paragraphs[0].text == "Biểu mẫu của Sở"
    assert len(read_bound(tmp_path / "out" / "review.docx").numbers) == len(list(gl.review("2020").review.numbers()))


def test_a_template_that_is_no_word_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.docx").write_text("not a Word file")
    with pytest.raises(InvalidInput) as caught:
        produce(gl.review("2005"), vocabulary(), tmp_path / "out", tmp_path / "own.docx")
    assert "own.docx" in caught.value.message("vi")


def refused(folder: Path) -> Unavailable:
    with pytest.raises(Unavailable) as caught:
        produce(gl.review("2005"), vocabulary(), folder)
    assert caught.value.message("vi") != caught.value.message("en")
    assert folder.name in caught.value.message("vi")
    assert folder.name in caught.value.message("en")
    return caught.value


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    assert "kiểm tra" in refused(tmp_path / "out").message("vi")
    assert (tmp_path / "out").read_text() == "a file"


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    assert "check" in refused(tmp_path / "file" / "out").message("en")


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    # Whoever runs the tests as root may write anywhere.
    monkeypatch.setattr(Path, "mkdir", denied)
    refused(tmp_path / "out")


@pytest.fixture(params=NAMES)
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder in which one of the files meets a full disk."""
    if not FULL.exists():
        pytest.skip("/dev/full is not there")
    (tmp_path / request.param).symlink_to(FULL)
    return tmp_path


def test_a_full_disk(full: Path) -> None:
    refused(full)


def cut_off(document: object, path: Path, **charts: object) -> None:
    path.write_bytes(b"half a fi")
    raise OSError(errno.ENOSPC, "No space left on device")


def no_word(document: object, path: Path, **charts: object) -> None:
    raise Unavailable(f"{path}: không ghi được tệp", f"{path}: cannot be written")


def earlier(folder: Path) -> dict[str, bytes]:
    for name in NAMES:
        (folder / name).write_text(f"the {name} of an earlier run")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("writer", ["write_word", "write_pdf", "write_slides", "write_page", "write_figures"])
def test_a_disk_that_fills_up_leaves_all_files_of_the_earlier_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: str
) -> None:
    before = earlier(tmp_path)
    monkeypatch.setattr(module, writer, (lambda *a: cut_off(a[0], a[-1])) if writer == "write_figures" else cut_off)
    assert "No space left" in refused(tmp_path).message("en")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_disk_that_says_so_late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = earlier(tmp_path)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    refused(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_file_meant_is_named_and_not_its_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "write_word", no_word)
    assert refused(tmp_path).message("en") == f"{tmp_path / 'review.docx'}: cannot be written"
    assert list(tmp_path.iterdir()) == []


def test_a_link_keeps_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "figures.csv").write_text("old")
    (tmp_path / "figures.csv").symlink_to(tmp_path / "kept" / "figures.csv")
    produce(gl.review("2005"), vocabulary(), tmp_path)
    assert (tmp_path / "figures.csv").is_symlink()
    assert figures(tmp_path / "kept" / "figures.csv") == []


def from_source(assembled: Assembled, source: str) -> Assembled:
    """The review as if all its figures had come from one source."""

    def moved(answer: Answer) -> Answer:
        row = answer.row and dataclasses.replace(answer.row, source=source)
        return dataclasses.replace(answer, row=row, inputs=tuple(map(moved, answer.inputs)), check=None)

    return dataclasses.replace(assembled, answers={at: moved(answer) for at, answer in assembled.answers.items()})


@pytest.mark.parametrize("source", ["=HYPERLINK(1)", "+1", "-2", "@SUM(A1)", "\tx", "bao-cao.docx", "báo cáo = 15"])
def test_no_source_becomes_a_formula(tmp_path: Path, source: str) -> None:
    write_figures(from_source(gl.review("2020"), source), vocabulary(), tmp_path / "figures.csv")
    listed = figures(tmp_path / "figures.csv")
    assert {row["sources"] for row in listed} == {source if source.startswith("b") else f"'{source}"}
    # Numbers stay numbers.
    assert any(row["value"].startswith("-") for row in listed)
