"""The words and signs that all forms of marks share."""

from tongket.core.text import Lang, Text
from tongket.prose.claims import CheckVerdict

SIGNS = {
    CheckVerdict.HOLDS: "✓",
    CheckVerdict.LAST_DIGIT: "≈",
    CheckVerdict.CANNOT_TELL: "?",
    CheckVerdict.CONTRADICTS: "✗",
}
NAMES = {
    CheckVerdict.HOLDS: Text("khớp", "holds"),
    CheckVerdict.LAST_DIGIT: Text("lệch chữ số cuối", "off in the last digit"),
    CheckVerdict.CANNOT_TELL: Text("chưa kết luận được", "cannot tell"),
    CheckVerdict.CONTRADICTS: Text("mâu thuẫn", "contradicts"),
}
NOTHING = Text("không tìm thấy số liệu nào để kiểm tra trong tệp này", "no figure to check was found in this file")
NO_RELATION = Text("không có số nào khác trong văn bản để đối chiếu", "no other number of the text to check it against")


def summary(counts: dict[CheckVerdict, int], lang: Lang) -> str:
    """Return the counts as one line: “26 số liệu: 18 khớp, 0 lệch chữ số cuối, 8 chưa kết luận được, 0 mâu thuẫn”."""
    total = sum(counts.values())
    parts = ", ".join(f"{counts[verdict]} {NAMES[verdict].to(lang)}" for verdict in CheckVerdict)
    return f"{total} {'số liệu, nhận định' if lang == 'vi' else 'figures and statements'}: {parts}"
