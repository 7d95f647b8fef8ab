"""What Decree 30/2020/NĐ-CP, Appendix I puts above and below an administrative report."""

from collections.abc import Iterator

from tongket.review.document import Letterhead, Section
from tongket.review.word.blocks import Builder
from tongket.review.word.markup import Element, cell, paragraph, run, shares, table, table_row
from tongket.review.wording import ANNEX, MOTTO, NATION, RECIPIENTS, enclosed, number_line, recipient_items, signed_line

_TWIPS_PER_POINT = 20
_NATION_ROOM = 5600
"""Twips the name of the nation needs in 13 pt bold to stand on one line, on paper narrower than the decree's too."""
_LETTER = 0.4125
"""Mean width of a lower-case letter of Times New Roman in bold, as a share of the letter size."""


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
    number = number_line(letterhead.symbol, lang)
    signed = signed_line(letterhead, lang)
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


def annex(section: Section, letterhead: Letterhead, build: Builder) -> Iterator[Element]:
    """Yield an annex: on a new page its word, its title, what it is enclosed with, and its blocks."""
    style, lang = build.styles["head"], build.lang
    yield paragraph(style, [run(ANNEX.to(lang), build.look(bold=True, size=14))], page_break=True, keep_next=True)
    yield build.centred_heading(section.title)
    yield paragraph(style, [run(enclosed(letterhead, lang), build.look(italic=True, size=14))], keep_next=True)
    yield paragraph(style, exact=160)
    for block in section.blocks:
        yield from build.block(block)


def _length(text: str, size: float) -> int:
    """Return about how long a bold line is, in twips; capitals are half as wide again."""
    letters = sum(_LETTER * (1.5 if letter.isupper() else 1) for letter in text)
    return round(letters * size * _TWIPS_PER_POINT)


def _rule(style: str, room: int, length: int) -> Element:
    """Return a line of that length in the middle of the room."""
    side = max((room - length) // 2, 0)
    return paragraph(style, rule=True, exact=60, before=50, indent=(side, side))
