"""Fixed words that every writer prints alike: the decree's letterhead, dates, recipients, numbers of headings."""

from collections.abc import Iterable, Sequence
from datetime import date

from tongket.core.text import Lang, Text
from tongket.review.document import Document, Letterhead, Section

NATION = Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM")
MOTTO = Text("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness")
RECIPIENTS = Text("Nơi nhận:", "Recipients:")
ARCHIVE = Text("Lưu: VT", "Archives: VT")
ANNEX = Text("PHỤ LỤC", "ANNEX")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def number_line(symbol: str, lang: Lang) -> str:
    """Return “Số:        /BC-SCT”, room left for the clerk's number; blanks that no program folds."""
    head = Text("Số:", "No.:").to(lang)
    return f"{head}{' ' * 10}/{symbol}".replace(" ", "\N{NO-BREAK SPACE}")


def dated(day: date | None, lang: Lang) -> str:
    """Return a date as the decree prints it; an open one where it is not known yet.

    Days below 10 and the months 1 and 2 get a leading zero, so that nothing can be put before them.

    >>> dated(date(2021, 1, 8), "vi")
    'ngày 08 tháng 01 năm 2021'
    >>> dated(date(2021, 3, 15), "vi")
    'ngày 15 tháng 3 năm 2021'
    >>> dated(None, "vi")
    'ngày … tháng … năm …'
    """
    if lang == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "… … …"
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def signed_line(head: Letterhead, lang: Lang) -> str:
    """Return place and date as printed: “Gia Lai, ngày … tháng … năm …”."""
    return f"{head.place}, {dated(head.signed, lang)}"


def recipient_items(recipients: Iterable[str], lang: Lang) -> list[str]:
    """Return the lines under “Nơi nhận:”: each with a dash and a semicolon, the archive last with a full stop.

    >>> recipient_items(("UBND tỉnh (báo cáo)",), "vi")
    ['- UBND tỉnh (báo cáo);', '- Lưu: VT.']
    """
    clean = [text.strip().removeprefix("-").strip().rstrip(";,.").rstrip() for text in recipients]
    filed = [text for text in clean if text.startswith(("Lưu", "Archives"))]
    others = [text for text in clean if text and text not in filed]
    last = filed[-1] if filed else ARCHIVE.to(lang)
    return [*(f"- {text};" for text in others), f"- {last}."]


def enclosed(head: Letterhead, lang: Lang) -> str:
    """Return the line under an annex's title that says what it is enclosed with."""
    number = f"{'…':>3}/{head.symbol}"
    if lang == "en":
        return f"(Enclosed with {head.kind.capitalize()} No. {number.strip()} of {dated(head.signed, lang)})"
    return f"(Kèm theo {head.kind.capitalize()} số {number.strip()} {dated(head.signed, lang)})"


def headings(sections: Sequence[Section]) -> list[str]:
    """Return the headings with their numbers: I, II … and inside each 1, 2 …; untitled parts have none.

    Annexes are not numbered with the sections.
    """
    out = []
    upper = lower = 0
    for section in sections:
        if not section.title or section.annex:
            out.append(section.title)
        elif section.level == 1:
            upper, lower = upper + 1, 0
            out.append(f"{roman(upper)}. {section.title}")
        else:
            lower += 1
            out.append(f"{lower}. {section.title}")
    return out


def roman(number: int) -> str:
    """Write a number below 40 in Roman numerals.

    >>> [roman(n) for n in (1, 4, 9, 14)]
    ['I', 'IV', 'IX', 'XIV']
    """
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


def file_day(document: Document) -> date:
    """Return the day a file says it was made: never today's, or two runs would differ."""
    signed = document.letterhead.signed if document.letterhead else None
    return signed or document.as_of or UNDATED


UNDATED = date(2000, 1, 1)
