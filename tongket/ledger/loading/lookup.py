"""Finding what a file names: members, bases, dates; and what to write instead."""

import re
from datetime import date

from tongket.core.errors import InvalidInput
from tongket.core.indicator import Indicator
from tongket.core.period import parse_known
from tongket.core.text import Text, fold
from tongket.core.vocabulary import Vocabulary

INDICATOR_REMEDY = Text("ghi mã hoặc tên có trong danh mục chỉ tiêu", "write a code or name of the list of indicators")
BODY_REMEDY = Text("ghi mã hoặc tên cơ quan", "write the code or name of a body")
PERIOD_REMEDY = Text("ghi kỳ có thật theo một trong các dạng đó", "write a period that exists in one of those forms")
PLACE_REMEDY = Text("ghi mã địa bàn, ví dụ vn.64@1997", "write the place id, e.g. vn.64@1997")
UNIT_REMEDY = Text(
    "ghi ký hiệu đơn vị, ví dụ tỷ đồng, triệu USD, triệu kWh, %", "write a unit, e.g. billion VND, million USD, %"
)
_VN_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def member_code(vocabulary: Vocabulary, indicator: Indicator, name: str) -> str:
    """Return `dimension:code` of a member of one of the indicator's dimensions.

    Raises:
        NotFound: none of its dimensions has it.
    """
    member = vocabulary.member(indicator, name)
    return f"{member.dimension}:{member.code}"


def find_basis(vocabulary: Vocabulary, indicator: Indicator, text: str) -> str | None:
    """Return the basis that a code, a name or a price base year names; the only one where nothing is said.

    Returns:
        None where it is none of the indicator's, or nothing is said and there are several.
    """
    if text in ("", "-"):
        return indicator.told_bases[0] if len(indicator.told_bases) == 1 else None
    wanted = fold(text)
    for code in indicator.bases:
        basis = vocabulary.bases[code]
        if wanted in (code, fold(basis.name.vi), fold(basis.name.en)):
            return code
    year = re.fullmatch(r"(?:theo )?gia (?:so sanh|co dinh)(?: nam)? (\d{4})", wanted)
    for code in indicator.bases:
        if year is not None and vocabulary.bases[code].base_year == int(year[1]):
            return code
    return None


def read_day(text: str, *, vietnamese: bool) -> date:
    """Read the day from which a figure was known.

    Args:
        text: 2021-01-29, or 2021-01 for the last day of the month.
        vietnamese: whether 29/01/2021 is understood too.

    Raises:
        InvalidInput: not a day that exists.
    """
    match = _VN_DATE.fullmatch(text.strip()) if vietnamese else None
    if match is None:
        return parse_known(text)
    day, month, year = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidInput(f"“{text}” không phải là ngày có thật", f"“{text}” is not a day that exists") from None
