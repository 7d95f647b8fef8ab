from pathlib import Path

import pytest
from lxml import html

from tests.files.texts import page as table_page
from tests.review.marked import TEXT, checked
from tongket.core.errors import Unavailable
from tongket.files.text import document_of
from tongket.prose.claims import CheckVerdict, Kind, Reading
from tongket.review.checked import Checked
from tongket.review.marks.page import write_marked

_VERDICT_CLASSES = {"holds": "✓", "open": "?", "wrong": "✗"}


def test_marks_notes_and_links(tmp_path: Path) -> None:
    write_marked([checked()], tmp_path / "a.html", "vi")
    root = html.fromstring((tmp_path / "a.html").read_text(encoding="utf-8"))
    marks = [m for m in root.iter("mark") if m.get("id")]
    for mark in marks:
        sign = mark.findtext(".//sup")
        assert _VERDICT_CLASSES[str(mark.get("class"))] == sign
    words = ["".join(map(str, m.itertext()))[:-1] for m in marks]
    assert words == ["580 triệu USD", "92,06%", "18%", "500 triệu USD", "thực hiện vượt các chỉ tiêu"]
    ids = {str(e.get("id")) for e in root.iter() if isinstance(e.tag, str) and e.get("id")}
    links = [str(a.get("href")) for a in root.iter("a")]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)


def test_text_is_whole_and_escaped(tmp_path: Path) -> None:
    write_marked([checked()], tmp_path / "a.html", "vi")
    root = html.fromstring((tmp_path / "a.html").read_text(encoding="utf-8"))
    paragraphs = [p for p in root.iter("p") if p.get("class") == "text"]
    shown = "\n".join("".join(t for t in map(str, p.itertext()) if t not in "✓≈?✗") for p in paragraphs) + "\n"
    assert shown == TEXT
    assert "giải thích growth-of-levels <&>" in "".join(map(str, root.itertext()))


def test_needs_nothing_from_anywhere(tmp_path: Path) -> None:
    write_marked([checked(), checked()], tmp_path / "a.html", "en")
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http://" not in text
    assert "https://" not in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    root = html.fromstring(text)
    ids = [str(e.get("id")) for e in root.iter() if isinstance(e.tag, str) and e.get("id")]
    assert len(ids) == len(set(ids))


def test_tables_stay_tables(tmp_path: Path) -> None:
    document = document_of(table_page([["Chỉ tiêu", "TH"], ["Xuất khẩu", "580"]]).encode(), "t.html")
    from tests.review.marked import claim, finding

    reading = Reading(document.text, (claim(document, 0, "580", Kind.LEVEL, "580", "triệu USD"),), ((0, 1),), None)
    one = Checked(document, reading, (finding("twice", (0,), CheckVerdict.LAST_DIGIT),))
    write_marked([one], tmp_path / "t.html", "vi")
    root = html.fromstring((tmp_path / "t.html").read_text(encoding="utf-8"))
    assert [["".join(map(str, c.itertext())) for c in r] for r in root.iter("tr")] == [
        ["Chỉ tiêu", "TH"],
        ["Xuất khẩu", "580≈"],
    ]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        write_marked([checked()], tmp_path / "nowhere" / "a.html", "vi")
