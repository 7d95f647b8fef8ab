from tests.review.marked import TEXT, checked
from tongket.files.text import document_of
from tongket.prose.claims import CheckVerdict, Reading
from tongket.review.checked import Checked
from tongket.review.marks.lines import lines


def test_each_claim_has_a_verdict() -> None:
    marks = {TEXT[m.start : m.end]: m.verdict for m in checked().marks}
    assert marks == {
        "580 triệu USD": CheckVerdict.HOLDS,
        "92,06%": CheckVerdict.CANNOT_TELL,
        "18%": CheckVerdict.CONTRADICTS,
        "500 triệu USD": CheckVerdict.HOLDS,
        "thực hiện vượt các chỉ tiêu": CheckVerdict.CONTRADICTS,
    }
    assert checked().contradicted


def test_lines_like_a_spell_checker() -> None:
    told = list(lines(checked(), "vi"))
    assert told[0].startswith(f"a.txt:1:{TEXT.index('18%') + 1}: ✗ mâu thuẫn: “")
    assert told[0].endswith("tăng 18%”")
    assert told[1] == "    ✗ giải thích growth-of-levels <&> [growth-of-levels]"
    assert told[2].startswith("a.txt:2:14: ✗")
    assert told[-1].endswith("5 số liệu, nhận định: 2 khớp, 0 lệch chữ số cuối, 1 chưa kết luận được, 2 mâu thuẫn")
    assert len(told) == 5


def test_everything_when_asked() -> None:
    told = list(lines(checked(), "en", every=True))
    assert sum(line.startswith("a.txt:1:") for line in told) == 4
    assert any("explained twice" in line for line in told)


def test_a_text_without_figures_says_so() -> None:
    document = document_of("Không có gì.".encode(), "b.txt")
    empty = Checked(document, Reading(document.text, (), (), None), ())
    assert list(lines(empty, "vi")) == ["b.txt: không tìm thấy số liệu nào để kiểm tra trong tệp này"]
    assert not empty.contradicted
