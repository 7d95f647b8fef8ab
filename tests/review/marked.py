"""Checked texts made by hand, so that marks are tested without the reader and the verifier."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from tongket.core.period import Period
from tongket.core.text import Text
from tongket.files.text import DocumentText, document_of
from tongket.prose.claims import CheckVerdict, Claim, Kind, Reading, TextFinding
from tongket.review.checked import Checked

TEXT = (
    "Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD (đạt 92,06% kế hoạch, tăng 18% so với 500 triệu USD năm 2019).\n"
    "Nhờ đó ngành thực hiện vượt các chỉ tiêu. Dư luận <tốt> & khá.\n"
)


def claim(document: DocumentText, identity: int, words: str, kind: Kind, value: str, unit: str) -> Claim:
    start = document.text.index(words)
    return Claim(
        identity, start, start + len(words), words, kind, "kim ngạch xuất khẩu", "export.value", (), None,
        Period.of_year(2020), None, Decimal(value), None, unit, 0, None, "actual", None, None, "dat", 0,
    )  # fmt: skip


def finding(
    rule: str, claims: Sequence[int], verdict: CheckVerdict, stated: str = "x", interval: tuple[int, int] | None = None
) -> TextFinding:
    ends = None if interval is None else (Fraction(interval[0], 3), None)
    return TextFinding(
        rule, tuple(claims), stated, "16,00" if interval else None, ends, verdict,
        Text(f"giải thích {rule} <&>", f"explained {rule}").to,
    )  # fmt: skip


def checked(document: DocumentText | None = None) -> Checked:
    """The text above: one growth contradicts, levels hold by serving, a completion cannot be told, words judged."""
    found = document_of(TEXT.encode(), "a.txt") if document is None else document
    claims = (
        claim(found, 0, "580 triệu USD", Kind.LEVEL, "580", "triệu USD"),
        claim(found, 1, "92,06%", Kind.COMPLETION, "92.06", "%"),
        claim(found, 2, "18%", Kind.GROWTH, "18", "%"),
        claim(found, 3, "500 triệu USD", Kind.LEVEL, "500", "triệu USD"),
    )
    start = found.text.index("thực hiện vượt các chỉ tiêu")
    verbal = (start, start + len("thực hiện vượt các chỉ tiêu"), "thuc hien vuot cac chi tieu")
    reading = Reading(found.text, claims, ((0, len(found.text)),), "2021-01", "vn.64@1997", (verbal,))
    findings = (
        finding("growth-of-levels", (2, 0, 3), CheckVerdict.CONTRADICTS, "18%", (47, 1)),
        finding("twice", (3, 0), CheckVerdict.HOLDS),
        finding("completion", (1,), CheckVerdict.CANNOT_TELL),
        finding("verbal-exceeded", (1,), CheckVerdict.CONTRADICTS, "thực hiện vượt các chỉ tiêu"),
    )
    return Checked(found, reading, findings)
