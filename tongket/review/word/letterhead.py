"""What Decree 30/2020/NĐ-CP, Appendix I puts above and below an administrative report."""

from collections.abc import Iterator
from datetime import date

from tongket.core.text import Lang, Text
from tongket.review.document import Letterhead
from tongket.review.word.blocks import Builder
from tongket.review.word.markup import Element, cell, paragraph, run, shares, table, table_row

NATION = Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM")
MOTTO = Text("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")
NUMBER = Text("Số:          /{symbol}", "No.:          /{symbol}")
RECIPIENTS = Text("Nơi nhận:", "Recipients:")
ARCHIVE = Text("Lưu: VT.", "Archives: VT.")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_TWIPS_PER_POINT = 20
_NATION_ROOM = 5600
"""Twips the name of the nation needs in 13 pt bold to stand on one line, on paper narrower than the decree's too."""
_LETTER = 0.4125
"""Mean width of a lower-case letter of Times New Roman in bold, as a share of the letter size."""


def signed_line(place: str, day: date | None, lang: Lang) -> str:
    """Return place and date as printed.

    Days below 10 and the months 1 and 2 get a leading zero, so that nothing can be put before them.

    >>> signed_line("Gia Lai", date(2021, 1, 8), "vi")
    'Gia Lai, ngày 08 tháng 01 năm 2021'
    >>> signed_line("Gia Lai", date(2021, 3, 15), "vi")
    'Gia Lai, ngày 15 tháng 3 năm 2021'
    >>> signed_line("Gia Lai", None, "vi")
    'Gia Lai, ngày … tháng … năm …'
    """
    if lang == "en":
        return f"{place}, {day.day} {MONTHS[day.month - 1]} {day.year}" if day else f"{place}, … … …"
    if day is None:
        return f"{place}, ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}"


def recipient_items(recipients: tuple[str, ...], lang: Lang) -> list[str]:
    """Return the lines under “Nơi nhận:”: each with a dash and a semicolon, the archive last with a full stop.

    >>> recipient_items(("UBND tỉnh (báo cáo)",), "vi")
    ['- UBND tỉnh (báo cáo);', '- Lưu: VT.']
    """
    clean = [text.strip().removeprefix("-").strip().rstrip(";,.").rstrip() for text in recipients]
    filed = [text for text in clean if text.startswith("Lưu")]
    others = [text for text in clean if text and text not in filed]
    last = f"{filed[-1]}." if filed else ARCHIVE.to(lang)
    return [*(f"- {text};" for text in others), f"- {last}"]


def head(letterhead: Letterhead, build: Builder) -> Iterator[Element]:
    """Yield the head: who issues, the nation and its motto, number, place and date, then kind and subject."""
    right = max(build.width * 3 // 5, _NATION_ROOM)
    left = build.width - right
    style, lang = build.styles["head"], build.lang

    def line(text: str, size: float, *, bold: bool = False, italic: bool = False, before: int | None = None) -> Element:
        return paragraph(style, [run(text, build.look(bold=bold, italic=italic, size=size))], before=before)

    issuer = [
        line(letterhead.parent, 13),
        line(letterhead.issuer, 13, bold=True),
        # The rule under the issuer is a third to a half of its line.
        _rule(style, left, round(_length(letterhead.issuer, 13) * 0.45)),
    ]
    nation = [
        line(NATION.to(lang), 13, bold=True),
        line(MOTTO.to(lang), 14, bold=True),
        # The rule under the motto is as long as the motto.
        _rule(style, right, _length(MOTTO.to(lang), 14)),
    ]
    number = NUMBER.to(lang).format(symbol=letterhead.symbol)
    signed = signed_line(letterhead.place, letterhead.signed, lang)
    rows = [
        table_row([cell(issuer, left), cell(nation, right)]),
        table_row(
            [
                cell([line(number, 13, before=80)], left),
                cell([line(signed, 14, italic=True, before=80)], right),
            ]
        ),
    ]
    yield table(rows, [left, right], borders=False)
    yield paragraph(style, exact=240)
    yield line(letterhead.kind, 14, bold=True)
    yield line(letterhead.subject, 14, bold=True)
    longest = max((_length(text, 14) for text in letterhead.subject.split("\n")), default=0)
    yield _rule(style, build.width, min(longest, build.width) * 2 // 5)
    yield paragraph(style, exact=160)


def foot(letterhead: Letterhead, build: Builder) -> Iterator[Element]:
    """Yield the foot: recipients on the left, on the right the signer's title and room to sign and stamp."""
    left, right = shares(build.width, (50, 50))
    style = build.styles["head"]

    def plain(text: str, size: float, *, bold: bool = False, italic: bool = False, align: str = "left") -> Element:
        look = build.look(bold=bold, italic=italic, size=size)
        return paragraph(style, [run(text, look)], keep_next=True, align=align)

    items = recipient_items(letterhead.recipients, build.lang)
    listed = [plain(RECIPIENTS.to(build.lang), 12, bold=True, italic=True), *(plain(text, 11) for text in items)]
    signature = [
        plain(letterhead.authority, 14, bold=True, align="center"),
        *(paragraph(style, [run("", build.look(size=14))]) for _ in range(5)),
    ]
    yield paragraph(style, exact=240, keep_next=True)
    yield table([table_row([cell(listed, left), cell(signature, right)])], [left, right], borders=False)
    # Word wants a paragraph after a table at the end of a file; this one is too low to make a page.
    yield paragraph(style, exact=20)


def _length(text: str, size: float) -> int:
    """Return about how long a bold line is, in twips; capitals are half as wide again."""
    letters = sum(_LETTER * (1.5 if letter.isupper() else 1) for letter in text)
    return round(letters * size * _TWIPS_PER_POINT)


def _rule(style: str, room: int, length: int) -> Element:
    """Return a line of that length in the middle of the room."""
    side = max((room - length) // 2, 0)
    return paragraph(style, rule=True, exact=60, before=50, indent=(side, side))
