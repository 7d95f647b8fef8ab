"""Numbers as Vietnamese and English texts write them, read and written exactly."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal

from tongket.core.errors import InvalidInput
from tongket.core.exact import rounded
from tongket.core.text import Lang

_MINUS = str.maketrans({"−": "-", "–": "-"})
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
# Nobody groups after a leading zero: `0.123` under `vi` is a decimal in the wrong locale, not 123.
_GROUPED = {
    "vi": re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?"),
    "en": re.compile(r"-?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?"),
}
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
MAX_DIGITS = 30
_ALL_DIGITS = Context(prec=1000)  # the default context would drop digits after the 28th


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written.

    Attributes:
        value: its exact value.
        decimals: how many decimals were written (0 for `22.519`, 2 for `98,26`).
    """

    value: Decimal
    decimals: int


def parse(text: str, locale: Lang | None) -> Number:
    """Read one number.

    Args:
        text: digits with marks, blanks around it allowed; no unit, no words.
        locale: `vi` (1.234.567,89), `en` (1,234,567.89), or None where the writer has not said which. Then
            only what both would read alike is accepted: a decimal point is, unless exactly three digits
            follow it (`1.234` is 1234 to one reader and 1.234 to the other).

    Raises:
        InvalidInput: no number, or one that cannot be read without knowing the locale.

    >>> parse("2.246,15", "vi")
    Number(value=Decimal('2246.15'), decimals=2)
    >>> parse("14023.5", None)
    Number(value=Decimal('14023.5'), decimals=1)
    """
    clean = text.strip().translate(_MINUS)
    if not clean.isascii() or len(clean) > MAX_DIGITS:
        raise _no_number(text)
    if locale is None:
        if _UNCLEAR.fullmatch(clean):
            whole, part = re.split("[.,]", clean)
            raise InvalidInput(
                f"“{text}” có thể là {whole}{part} hoặc {whole},{part}: tệp chưa nói cách viết số; "
                "ghi locale=vi hoặc locale=en, hoặc nhập ô ở dạng số",
                f"“{text}” may be {whole}{part} or {whole}.{part}: the file does not say how it writes numbers; "
                "state locale=vi or locale=en, or make the cell a number",
            )
        if "," in clean and _GROUPED["vi"].fullmatch(clean):
            raise InvalidInput(
                f"“{text}” dùng dấu phẩy mà tệp chưa nói cách viết số; ghi locale=vi nếu dấu phẩy là phần thập phân",
                f"“{text}” uses a comma and the file does not say how it writes numbers; "
                "state locale=vi if the comma marks decimals",
            )
        if not _PLAIN.fullmatch(clean):
            if _GROUPED["vi"].fullmatch(clean) or _GROUPED["en"].fullmatch(clean):
                raise InvalidInput(
                    f"“{text}” dùng dấu ngăn hàng nghìn mà tệp chưa nói cách viết số; ghi locale=vi hoặc locale=en",
                    f"“{text}” uses thousands marks and the file does not say how it writes numbers; "
                    "state locale=vi or locale=en",
                )
            raise _no_number(text)
    else:
        if not _GROUPED[locale].fullmatch(clean):
            raise _no_number(text)
        group, mark = (".", ",") if locale == "vi" else (",", ".")
        clean = clean.replace(group, "").replace(mark, ".")
    return Number(Decimal(clean), len(clean.partition(".")[2]))


def render(value: Decimal, decimals: int | None = None, lang: Lang = "vi") -> str:
    """Write a number the national way, half-up.

    Args:
        value: the number.
        decimals: how many decimals to print; negative rounds to tens, hundreds, …; None prints those it has,
            without trailing zeros.
        lang: `vi` gives 1.234.567,89 and `en` 1,234,567.89.

    >>> render(Decimal("22519"))
    '22.519'
    >>> render(Decimal("98.255"), 2)
    '98,26'
    >>> render(Decimal("-0.004"), 2)
    '0,00'
    """
    if decimals is None:
        decimals = max(0, -int(value.normalize(_ALL_DIGITS).as_tuple().exponent))
    text = f"{rounded(value, decimals):,.{max(0, decimals)}f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def _no_number(text: str) -> InvalidInput:
    shown = text if len(text) <= 40 else text[:40] + "…"
    return InvalidInput(
        f"“{shown}” không phải là số; ghi ví dụ 22519 hoặc 2246,15",
        f"“{shown}” is not a number; write e.g. 22519 or 2246.15",
    )
