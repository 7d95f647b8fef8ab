"""What a person typed or pasted into a cell, as a value.

Numbers are written the Vietnamese way (1.234,5). What an English reader and a Vietnamese one would read differently is
asked about and never guessed.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from tongket.core import number
from tongket.core.errors import InvalidInput
from tongket.core.exact import rounded
from tongket.core.figure import State
from tongket.core.text import Text

_NIL = frozenset(("-", "–", "—", "−"))
_MISSING = frozenset(("…", "...", "?"))
_NOT_APPLICABLE = frozenset(("x", "X", "×"))
_CONFIDENTIAL = frozenset(("(bm)", "bm"))
_ENGLISH = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?|[-+]?\d+\.\d+")
_SIGN = re.compile(r"(?<=^[-–−]) ")
_SPACED = re.compile(r"[-–−]?[1-9]\d{0,2}(?: \d{3})+(?:,\d+)?")
_PIECES = re.compile(r"[-–−]?[\d.,]+(?: [\d.,]+)+")
_THOUSANDS = re.compile(r"([-–−]?[1-9]\d{0,2}),(\d{3})")
# Full-width forms are the same characters in another width. Other look-alikes are not: ² in 10² is no digit of 102.
_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | dict.fromkeys((0x200B, 0x2060, 0xFEFF))
_LONGEST = 40
MARKS = {State.NIL: "–", State.MISSING: "…", State.NOT_APPLICABLE: "x", State.CONFIDENTIAL: "(bm)"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was read.

    Attributes:
        state: value, or why there is none; None for an empty cell and for one that cannot be read.
        value: the number.
        fault: what is wrong with it; None where nothing is.
    """

    state: State | None
    value: Decimal | None = None
    fault: Text | None = None


def clean(text: str) -> str:
    """Return a text with full-width characters and odd blanks made plain, without those around it and unseen ones.

    >>> clean(" １２３,５ ")
    '123,5'
    """
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text.translate(_WIDTH))).strip()


def read(text: str, decimals: int) -> Typed:
    """Read one cell.

    Args:
        text: as typed.
        decimals: so many the row allows.

    >>> read("1.234,5", 1).value
    Decimal('1234.5')
    """
    plain = clean(text)
    if not plain:
        return Typed(None)
    for marks, state in (
        (_NIL, State.NIL), (_MISSING, State.MISSING), (_NOT_APPLICABLE, State.NOT_APPLICABLE),
        (_CONFIDENTIAL, State.CONFIDENTIAL),
    ):  # fmt: skip
        if plain in marks:
            return Typed(state)
    if len(plain) > _LONGEST:
        return Typed(None, None, Text("dài quá để là một con số", "too long for a number"))
    return _number(_SIGN.sub("", plain), decimals)


def _number(plain: str, decimals: int) -> Typed:
    if _SPACED.fullmatch(plain):
        plain = plain.replace(" ", "")
    elif _PIECES.fullmatch(plain):
        return Typed(None, None, _pieces(plain))
    try:
        found = number.parse(plain, "vi")
    except InvalidInput:
        if _ENGLISH.fullmatch(plain):
            return Typed(None, None, _english(plain))
        return Typed(
            None, None,
            Text(f"“{plain}” không phải là số; ví dụ đúng: 1.234,5", f"“{plain}” is no number; write 1.234,5"),
        )  # fmt: skip
    # 1,000 is one thousand to an English reader, also where the zeros say nothing to a Vietnamese one.
    unclear = decimals < 3 and _THOUSANDS.fullmatch(plain)
    if unclear or (found.decimals > decimals and found.value != rounded(found.value, decimals)):
        return Typed(None, None, _too_fine(plain, found.value, decimals))
    return Typed(State.VALUE, found.value)


def _english(plain: str) -> Text:
    reading = Decimal(plain.replace(",", ""))
    right = number.render(reading)
    return Text(
        f"“{plain}” có dấu chấm, phẩy kiểu tiếng Anh; nếu là {right} thì ghi {right}",
        f"“{plain}” has English marks; if {right} is meant write {right}",
    )


def _pieces(plain: str) -> Text:
    return Text(
        f"“{plain}” là một số hay nhiều số? Khoảng trắng chỉ ngăn từng nhóm ba chữ số; ví dụ đúng: 1.234,5",
        f"“{plain}”: one number or several? Blanks only set groups of three digits apart; write 1.234,5",
    )


def _too_fine(plain: str, value: Decimal, decimals: int) -> Text:
    whole = _THOUSANDS.fullmatch(plain)
    if whole:
        thousand = number.render(number.parse(whole[1] + whole[2], "vi").value)
        return Text(
            f"“{plain}” là {plain} hay {thousand}? Dòng này chỉ lấy {decimals} số lẻ; nghìn thì ghi {thousand}",
            f"“{plain}”: {plain} or {thousand}? The row takes {decimals} decimals; for thousands write {thousand}",
        )
    near = number.render(rounded(value, decimals), decimals)
    if not decimals:
        return Text(f"dòng này chỉ nhận số nguyên; có phải {near}?", f"the row takes whole numbers; is it {near}?")
    return Text(
        f"dòng này lấy nhiều nhất {decimals} số lẻ; có phải {near}?",
        f"the row takes at most {decimals} decimals; is it {near}?",
    )
