"""What cannot be told of a place on other boundaries, and of the year before it stood."""

from collections.abc import Sequence

from tests.cube.support import BINH_DINH, NEW, OLD, Rows, key, sample_rows
from tongket.core.period import Period
from tongket.core.vocabulary import vocabulary
from tongket.cube.book import Book
from tongket.cube.compare import Line, compare
from tongket.cube.restated import Untold, unmatched, untold
from tongket.cube.rows import LedgerRow

SOURCES = {NEW: (BINH_DINH, OLD)}


def merged(rows: Sequence[LedgerRow], period: str) -> tuple[list[Line], list[Untold]]:
    """The lines of the new Gia Lai on its own boundaries, and what cannot be told of the period or the year before."""
    kept = [row for row in rows if row.key.place in (NEW, BINH_DINH, OLD)]
    book, asked = Book(kept, vocabulary(), None, SOURCES), Period.parse(period)
    lines = compare(book, NEW, asked)
    return lines, [*untold(book, NEW, asked), *unmatched(book, NEW, asked, lines)]


def reasons(found: Sequence[Untold], code: str = "retail.revenue") -> dict[str, str]:
    return {str(u.period): u.reason.vi for u in found if u.indicator.code == code and not u.members}


def retail(place: str, period: str, basis: str, value: str) -> LedgerRow:
    return Rows().add(key("retail.revenue", period, place=place, basis=basis), value)


def test_both_halves_on_one_basis_are_the_base_of_its_growth() -> None:
    rows = [retail(OLD, "2024", "nso", "75000"), retail(BINH_DINH, "2024", "nso", "100000")]
    rows.append(retail(NEW, "2025", "nso", "198384"))
    lines, found = merged(rows, "2025")
    assert found == []
    assert lines[0].last_year is not None
    assert lines[0].growth is not None
    assert lines[0].last_year.value.quantity == 175000
    assert f"{lines[0].growth.value.quantity:.2f}" == "13.36"  # 198384 ÷ 175000 = 1,133622…


def test_a_change_of_basis_is_reported_and_not_bridged() -> None:
    """Gia Lai's own series of 2024 is twice the Statistics Office's: no base of a growth on that one."""
    rows = [retail(OLD, "2024", "dept", "123000"), retail(BINH_DINH, "2024", "nso", "100000")]
    rows.append(retail(NEW, "2025", "nso", "198384"))
    lines, found = merged(rows, "2025")
    assert (lines[0].last_year, lines[0].growth) == (None, None)
    assert reasons(found) == {
        "2024": "Gia Lai công bố theo giá hiện hành, chuỗi số của Sở Công Thương, không nối được với giá hiện hành, "
        "chuỗi số của cơ quan thống kê"
    }
    # Nor do the two halves make 2024 itself.
    lines, found = merged(rows, "2024")
    assert lines == []
    assert "không cộng được với nhau" in reasons(found)["2024"]


def test_what_is_missing_is_named_beside_what_is_on_another_basis() -> None:
    rows = [retail(OLD, "2024", "dept", "123000"), retail(NEW, "2025", "nso", "198384")]
    assert reasons(merged(rows, "2025")[1])["2024"].endswith("; thiếu số của Bình Định")
    assert merged([retail(NEW, "2025", "nso", "198384")], "2025")[1] == []


def test_a_base_that_another_body_states_is_said_to_be_so() -> None:
    office = {"basis": "nso", "body": "statistics-office"}
    rows = [Rows().add(key("retail.revenue", "2024", place=place, **office), 80_000) for place in (OLD, BINH_DINH)]  # type: ignore[arg-type]
    rows.append(retail(NEW, "2025", "nso", "198384"))
    lines, found = merged(rows, "2025")
    assert (lines[0].last_year, lines[0].growth) == (None, None)
    assert reasons(found)["2024"].startswith("số cùng kỳ năm trước do cơ quan khác công bố")


def test_the_published_figures_of_2024_on_the_boundaries_of_2025() -> None:
    """Nothing published of 2024 makes up the merged province: each indicator says which half is missing."""
    lines, found = merged(sample_rows(), "2024")
    assert [line for line in lines if line.actual is not None and line.actual.key.place == NEW] == []
    assert reasons(found, "export.value") == {"2024": "thiếu số của Bình Định"}
    assert reasons(found, "trade.value") == {"2024": "thiếu số của Gia Lai"}
    assert reasons(found, "cluster.occupancy") == {"2024": "chỉ số và tỷ lệ không cộng được qua các địa bàn"}


def test_the_published_growth_of_2025_is_the_stated_one() -> None:
    """Exports of 3.400 (+14,7 %), retail of 198.384 (+13,1 %): as stated, with why they cannot be recomputed."""
    lines, found = merged(sample_rows(), "2025")
    by_code = {line.indicator.code: line for line in lines if not line.members}
    for code, growth in (("export.value", "14.7"), ("retail.revenue", "13.1")):
        line = by_code[code]
        assert line.last_year is None
        assert line.growth is not None
        assert (str(line.growth.value.quantity), line.growth.how.value) == (growth, "stated")
        assert reasons(found, code) == {"2024": "thiếu số của Bình Định"}
    assert by_code["industry.iip"].growth is not None
    assert str(by_code["industry.iip"].growth.value.quantity) == "9"
    assert by_code["industry.iip"].actual is None
