"""Blank workbooks to fill in, in the tidy and the monthly layout, with lists to choose from and an explanation."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.core.errors import TongketError, Unavailable
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.core.vocabulary import Vocabulary
from tongket.files.sheet import address
from tongket.ledger.loading import words
from tongket.ledger.loading.words import COLUMNS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

GUIDE = "Hướng dẫn"
"""Name of the sheet of explanations; it has no table and is not read."""
_MADE = datetime(2025, 1, 1)  # noqa: DTZ001 – a fixed mark in the file's properties, so that equal templates are equal bytes
_LISTED_ROWS = 2_000
_FONT = {"font_name": "Times New Roman", "font_size": 12}
_TEXT_COLUMNS = ("place", "period", "printed", "known_from")
_TIDY_EXAMPLE = {
    "indicator": "kim ngạch xuất khẩu",
    "members": "cà phê",
    "place": "vn.64@1997",
    "period": "2020",
    "value": "3,4",
    "unit": "tỷ USD",
    "known_from": "2021-01",
    "source": "Báo cáo số …/BC-SCT",
}
_MONTHLY_HEADINGS = (
    "Chỉ tiêu",
    "Mã số",
    "Đơn vị tính",
    "Thực hiện tháng trước",
    "Ước thực hiện tháng báo cáo",
    "Cộng dồn từ đầu năm đến tháng báo cáo",
    "Thực hiện tháng cùng kỳ năm trước",
    "Cộng dồn cùng kỳ năm trước",
    "Tháng báo cáo so với tháng trước (%)",
    "Tháng báo cáo so với cùng kỳ năm trước (%)",
    "Cộng dồn so với cùng kỳ năm trước (%)",
)
_MOST_PARTS = 8


def write_tidy_template(path: Path, vocabulary: Vocabulary) -> None:
    """Write a blank workbook in the tidy layout.

    Rows 1 and 2 hold a remark and an example and are not read; the headings stand in row 3, figures go below.

    Raises:
        Unavailable: the file cannot be written.
    """
    with _workbook(path) as book:
        sheet = book.add_worksheet("Số liệu")
        guide = book.add_worksheet(GUIDE)
        body, head = book.add_format(_FONT), _heading_format(book)
        as_text = book.add_format({**_FONT, "num_format": "@"})
        example = book.add_format({**_FONT, "italic": True, "font_color": "#666666", "num_format": "@"})
        sheet.write_string(0, 0, "Dòng 2 là ví dụ, không được đọc. Ghi số liệu từ dòng 4. (locale=vi)", example)
        for place, column in enumerate(COLUMNS):
            sheet.write_string(1, place, _TIDY_EXAMPLE.get(column.code, ""), example)
            sheet.write_string(2, place, column.vi, head)
            # Excel would make a date of 2021-01, and a number of the code 01.
            sheet.set_column(place, place, 18, as_text if column.code in _TEXT_COLUMNS else body)
        sheet.freeze_panes(3, 1)
        lists = _tidy_lists(vocabulary)
        for place, (code, choices) in enumerate(lists.items(), start=4):
            guide.write_column(1, place, choices)
            guide.set_column(place, place, 30, body)
            position = next(i for i, column in enumerate(COLUMNS) if column.code == code)
            sheet.data_validation(3, position, 2 + _LISTED_ROWS, position, _choice(place, len(choices)))
        _explain(guide, head, body, (f"{c.vi} ({c.code})" for c in COLUMNS), [_required(c) + c.help for c in COLUMNS])


def write_monthly_template(
    path: Path, vocabulary: Vocabulary, place: Place, month: Period, indicators: Sequence[str] | None = None
) -> None:
    """Write a blank monthly return of a place.

    Args:
        path: the workbook to write.
        vocabulary: where names and units come from.
        place: the place reported on.
        month: the month reported on.
        indicators: codes of its rows; None: every flow and index.

    Raises:
        Unavailable: the file cannot be written.
    """
    codes = indicators if indicators is not None else [i.code for i in vocabulary.indicators.values() if _monthly(i)]
    with _workbook(path) as book:
        sheet = book.add_worksheet("Biểu tháng")
        guide = book.add_worksheet(GUIDE)
        body, head = book.add_format(_FONT), _heading_format(book)
        for row, line in enumerate(_monthly_head(vocabulary, place, month)):
            sheet.write_string(row, 0, line, body)
        top = len(_monthly_head(vocabulary, place, month)) + 1
        sheet.write_row(top, 0, _MONTHLY_HEADINGS, head)
        sheet.set_column(0, 0, 55, body)
        sheet.set_column(1, len(_MONTHLY_HEADINGS) - 1, 16, body)
        sheet.set_row(top, 66)
        sheet.freeze_panes(top + 1, 1)
        for row, (name, code, unit, choices) in enumerate(_monthly_rows(vocabulary, codes), start=top + 1):
            sheet.write_row(row, 0, (name, code, unit))
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": choices})
        _explain(guide, head, body, _MONTHLY_HEADINGS, _MONTHLY_HELP)


def _monthly(indicator: Indicator) -> bool:
    return indicator.kind in ("flow", "index")


def _monthly_head(vocabulary: Vocabulary, place: Place, month: Period) -> tuple[str, ...]:
    name = place.full_name(month.end)
    return (
        "Biểu số:",
        "Ban hành theo:",
        f"Đơn vị báo cáo: {vocabulary.bodies['department'].name.vi} {name[:1].lower()}{name[1:]}",
        "Đơn vị nhận báo cáo: Bộ Công Thương; cơ quan thống kê",
        f"Địa bàn: {_place_word(vocabulary, place, month)}",
        f"Kỳ báo cáo: {month.label('vi')}",
        "Ngày báo cáo:",
        "Cách viết số trong ô chữ: locale=vi",
    )


def _place_word(vocabulary: Vocabulary, place: Place, month: Period) -> str:
    name = place.full_name(month.end)
    try:
        return name if vocabulary.places.resolve(name, month) == place else place.id
    except TongketError:
        return place.id


def _monthly_rows(vocabulary: Vocabulary, codes: Iterable[str]) -> Iterator[tuple[str, str, str, list[str]]]:
    for number, code in enumerate(codes, start=1):
        indicator = vocabulary.indicators[code]
        unit = vocabulary.units[indicator.unit]
        choices = [u.symbol.vi for u in vocabulary.units if u.quantity == unit.quantity]
        for basis in indicator.told_bases:
            # With one basis there is nothing to tell apart.
            said = f" ({vocabulary.bases[basis].name.vi})" if len(indicator.told_bases) > 1 else ""
            yield f"{number}. {indicator.name.vi}{said}", indicator.code, unit.symbol.vi, choices
            for dimension in indicator.dimensions:
                members = list(vocabulary.dimensions[dimension].members.values())
                for member in members if len(members) <= _MOST_PARTS else []:
                    yield f"- {member.name.vi}", "", unit.symbol.vi, choices


def _tidy_lists(vocabulary: Vocabulary) -> dict[str, list[str]]:
    return {
        "indicator": [indicator.name.vi for indicator in vocabulary.indicators.values()],
        "scenario": list(words.SCENARIOS),
        "status": _first_words(words.STATUSES),
        "body": [body.name.vi for body in vocabulary.bodies.values()],
        "basis": [basis.name.vi for basis in vocabulary.bases.values()],
        "measure": _first_words(words.MEASURES),
        "notation": _first_words(words.NOTATIONS),
        "unit": [unit.symbol.vi for unit in vocabulary.units],
        "qualifier": _first_words(words.QUALIFIERS),
        "state": _first_words(words.STATES),
    }


def _first_words(table: dict[str, words.Coded]) -> list[str]:
    first: dict[words.Coded, str] = {}
    for word, value in table.items():
        if value.value != "-" or word != "không":
            first.setdefault(value, word)
    return list(first.values())


def _choice(column: int, count: int) -> dict[str, object]:
    letters = address(1, column + 1)[:-1]
    return {"validate": "list", "source": f"='{GUIDE}'!${letters}$2:${letters}${count + 1}"}


def _required(column: words.Column) -> str:
    return "Bắt buộc. " if column.required else ""


def _explain(guide: "Worksheet", head: object, body: object, names: Iterable[str], helps: Sequence[str]) -> None:
    guide.write_string(0, 0, "Cột", head)
    guide.write_string(0, 1, "Cách ghi", head)
    guide.set_column(0, 0, 34, body)
    guide.set_column(1, 1, 110, body)
    for row, (name, text) in enumerate(zip(names, helps, strict=True), start=1):
        guide.write_string(row, 0, name, body)
        guide.write_string(row, 1, text, body)


def _heading_format(book: "Workbook") -> object:
    return book.add_format(
        {**_FONT, "bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#DDE8F0"}
    )


@contextmanager
def _workbook(path: Path) -> "Iterator[Workbook]":
    import xlsxwriter  # noqa: PLC0415 – heavy, only when used
    from xlsxwriter.exceptions import FileCreateError  # noqa: PLC0415 – with it

    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": _MADE})
    yield book
    try:
        book.close()
    except FileCreateError:
        raise Unavailable(
            f"không ghi được tệp {path.name}; đóng tệp nếu đang mở, kiểm tra thư mục và quyền ghi",
            f"cannot write {path.name}; close it if it is open, check the directory and its permissions",
        ) from None


_MONTHLY_HELP = (
    "Tên chỉ tiêu; gốc so sánh ghi trong ngoặc nếu chỉ tiêu có nhiều gốc. Dòng bắt đầu bằng dấu - là một phần của chỉ "
    "tiêu ngay trên. Dòng không dùng thì để trống các ô số hoặc xóa.",
    "Mã chỉ tiêu của phần mềm; có thể để trống.",
    'Đơn vị của các số trong dòng; dấu " là như dòng trên.',
    "Số của tháng liền trước. Thêm chữ “chính thức” vào tiêu đề nếu là số chính thức, không thì là số sơ bộ.",
    "Số ước của tháng báo cáo.",
    "Số ước cộng dồn từ tháng 1.",
    "Số của tháng này năm trước; là số sơ bộ trừ khi tiêu đề ghi “chính thức”.",
    "Số cộng dồn của năm trước; là số sơ bộ trừ khi tiêu đề ghi “chính thức”.",
    "Chỉ số, ví dụ 103,18 (bằng 103,18%). Nếu ghi mức tăng (3,18) thì thêm chữ “tăng” vào tiêu đề.",
    "Như trên. Ghi số đã công bố; để trống nếu không công bố.",
    "Như trên. Ô không có số: để trống; dấu - là không phát sinh, … là chưa có số liệu.",
)
