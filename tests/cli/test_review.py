import csv
from pathlib import Path

import docx
import pytest

from tests.cli.conftest import Run
from tests.cli.files import snapshot
from tongket.review.bound import read_bound

NAMES = ["review.docx", "review.pdf", "review.pptx", "review.html", "press.docx", "figures.csv"]

pytestmark = pytest.mark.usefixtures("demo_home")


def test_all_files_are_written_where_they_were_asked_for(run: Run, tmp_path: Path) -> None:
    told = run("review", "Gia Lai", "2023-M01..M09", "--out", tmp_path / "bao cao")
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines() == [str(tmp_path / "bao cao" / name) for name in NAMES]
    assert set(snapshot(tmp_path / "bao cao")) == set(NAMES)
    assert all(size for size in snapshot(tmp_path / "bao cao").values())


def test_the_same_ledger_gives_the_same_files(run: Run, demo_out: Path, tmp_path: Path) -> None:
    assert run("review", "64", "2020", "--out", tmp_path / "out").status == 0
    for name in NAMES:
        if name != "review.pdf":
            assert (tmp_path / "out" / name).read_bytes() == (demo_out / name).read_bytes(), name


def test_in_english_as_of_a_day_with_the_departments_template(run: Run, tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].footer.paragraphs[0].text = "Our own footer"
    own.save(str(tmp_path / "own.docx"))
    words = ("--as-of", "2021-01-29", "--template", tmp_path / "own.docx", "--lang", "en", "--out", tmp_path / "out")
    assert run("review", "64", "2020", *words).status == 0
    assert (
        docx.Document(str(tmp_path / "out" / "review.docx")).sections[0].footer.paragraphs[0].text == "Our own footer"
    )
    bound = read_bound(tmp_path / "out" / "review.docx")
    assert bound.as_of is not None
    assert bound.as_of.isoformat() == "2021-01-29"
    assert "22,519" in {n.text for n in bound.numbers}
    with (tmp_path / "out" / "figures.csv").open(encoding="utf-8-sig") as file:
        assert max(line["known_from"] for line in csv.DictReader(file)) <= "2021-01-29"


def test_a_review_of_nothing_says_so(run: Run, tmp_path: Path) -> None:
    told = run("review", "64", "1999", "--out", tmp_path / "out")
    assert told.status == 1
    assert told.out.splitlines() == [str(tmp_path / "out" / name) for name in NAMES]
    assert told.err.startswith("sổ chưa có số liệu năm 1999 của Gia Lai")
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "out" / "review.docx")).paragraphs)
    assert "Chưa có số liệu về kim ngạch xuất khẩu năm 1999." in text


def test_a_folder_that_is_a_file_and_a_template_that_is_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    told = run("review", "64", "1999", "--out", tmp_path / "file")
    assert (told.status, told.out) == (3, "")
    assert str(tmp_path / "file") in told.err
    told = run("review", "64", "1999", "--out", tmp_path / "out", "--template", tmp_path / "file")
    assert (told.status, told.out) == (3, "")
    assert "Traceback" not in told.err


REMARKS = "place,period,section,text_vi,text_en\n"


def test_the_departments_own_words(run: Run, demo_home: Path, tmp_path: Path) -> None:
    (demo_home / "texts" / "2021.csv").write_text(
        REMARKS + "vn.64@1997,2021,tasks,Đẩy mạnh xúc tiến thương mại.,\n", encoding="utf-8"
    )
    assert run("review", "64", "2021", "--out", tmp_path / "out").status == 0
    text = "\n".join(p.text for p in docx.Document(str(tmp_path / "out" / "review.docx")).paragraphs)
    assert "Đẩy mạnh xúc tiến thương mại." in text


@pytest.mark.parametrize(
    "content",
    [
        b"place,period\nvn.64@1997,2021\n",
        (REMARKS + "vn.64@1997,2021,jokes,Chuyện vui.,\n").encode(),
        (REMARKS + "vn.64@1997,2021,tasks,,\n").encode(),
        (REMARKS + "vn.64@1997,2021-M13,tasks,Việc.,\n").encode(),
        "place".encode("utf-16"),
    ],
)
def test_words_that_cannot_be_read_are_refused_by_name(
    run: Run, demo_home: Path, tmp_path: Path, content: bytes
) -> None:
    (demo_home / "texts" / "hong.csv").write_bytes(content)
    told = run("review", "64", "2021", "--out", tmp_path / "out")
    assert (told.status, told.out) == (3, "")
    assert "Traceback" not in told.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("period", ["2020-12-31", "2016..2025"])
def test_a_day_and_several_years_have_no_review(run: Run, tmp_path: Path, period: str) -> None:
    for lang in ("vi", "en"):
        told = run("review", "64", period, "--out", tmp_path / "out", "--lang", lang)
        assert (told.status, told.out) == (2, "")
        assert f"“{period}”" in told.err
        assert "2023-M01..M09" in told.err
    assert not (tmp_path / "out").exists()


def test_nothing_was_known_yet_on_that_day(run: Run, tmp_path: Path) -> None:
    told = run("review", "64", "2020", "--as-of", "2009-01-01", "--out", tmp_path / "out", "--lang", "en")
    assert told.status == 1
    assert "the ledger holds nothing of Gia Lai for 2020" in told.err
    assert (tmp_path / "out" / "review.docx").is_file()
