from collections.abc import Sequence

import pytest

from tongket.files.text.builder import Builder
from tongket.files.text.document import TextTable
from tongket.files.text.tables import Grid, GridCell


def _table(rows: Sequence[Sequence[str]], caption: str = "", before: str = "") -> TextTable:
    builder = Builder()
    builder.add(before)
    start, grid = builder.length, []
    for row in rows:
        cells = []
        for text in row:
            at = builder.add(text)
            cells.append(GridCell(at, builder.length))
            builder.add("\t")
        builder.end_line()
        grid.append(tuple(cells))
    builder.grids.append(Grid(start, builder.length, caption, tuple(grid)))
    (table,) = builder.build("a", "txt").tables
    return table


def _told(table: TextTable) -> list[tuple[str, str, str, str]]:
    return [(c.text, c.row_label, c.heading, c.unit) for c in table.cells]


def test_numbered_rows_and_a_column_of_units() -> None:
    table = _table(
        [
            ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch", "Thực hiện"],
            ["A", "B", "C", "1", "2"],
            ["I", "Công nghiệp", "", "", ""],
            ["1", "Giá trị sản xuất", "tỷ đồng", "22.918", "22.519"],
            ["2", "Điện sản xuất", "triệu kWh", "5.000", "-"],
        ]
    )
    assert _told(table)[:3] == [
        ("22.918", "Giá trị sản xuất", "Kế hoạch", "tỷ đồng"),
        ("22.519", "Giá trị sản xuất", "Thực hiện", "tỷ đồng"),
        ("5.000", "Điện sản xuất", "Kế hoạch", "triệu kWh"),
    ]


@pytest.mark.parametrize(
    ("heading", "caption", "before", "unit"),
    [
        ("Giá trị (triệu USD)", "", "", "triệu USD"),
        ("Giá trị", "Bảng 1. Đơn vị tính: tỷ đồng", "", "tỷ đồng"),
        ("Giá trị", "", "Đơn vị: MW\n", "MW"),
        ("Giá trị", "", "", ""),
        ("Giá trị (2)", "", "", ""),
    ],
)
def test_units(heading: str, caption: str, before: str, unit: str) -> None:
    table = _table([["Nhóm hàng", heading], ["Cà phê", "400"], ["Gỗ", "20"]], caption, before)
    assert [c.unit for c in table.cells] == [unit, unit]


def test_years_head_columns() -> None:
    table = _table([["Chỉ tiêu", "2019", "2020"], ["Xuất khẩu", "500", "580"]])
    assert _told(table) == [("500", "Xuất khẩu", "2019", ""), ("580", "Xuất khẩu", "2020", "")]


def test_table_without_words() -> None:
    table = _table([["1", "2"], ["3", "4"]])
    assert [c.row_label for c in table.cells] == [""] * len(table.cells)


def test_no_rows() -> None:
    assert _table([]).cells == ()


def test_ragged_rows() -> None:
    table = _table([["Chỉ tiêu", "KH"], ["A b", "1,5", "7,5"], ["C d"]])
    assert ("7,5", "A b", "", "") in _told(table)
