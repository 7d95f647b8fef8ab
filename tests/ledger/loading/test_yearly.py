"""Yearly tables by place: small ones made here, and the yearbooks' own where they are at hand."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.files.books import write_xlsx
from tongket.core.figure import Figure, Measure, Notation, State, Status
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.files.faults import Refused
from tongket.ledger.loading.reading import FileRead, read_file
from tongket.ledger.loading.yearly_head import Stated

YEARBOOKS = Path(__file__).parents[4] / "shared" / "data" / "vn-provincial"
"""Yearly tables by province of the General Statistics Office, beside the checkout where there are any."""
RETAIL = Stated("retail.revenue", "tỷ đồng", "nso", "gso", "2017-06-30", "Niên giám thống kê 2016")
ABOUT = (
    "Chỉ tiêu: tổng mức bán lẻ hàng hóa và doanh thu dịch vụ",
    "Đơn vị tính: tỷ đồng",
    "Gốc so sánh: nso",
    "Cơ quan công bố: gso",
    "Công bố từ: 30/06/2017",
    "Nguồn: Niên giám thống kê 2016",
)


def table(path: Path, *rows: str, above: Iterable[str] = (), locale: str = "en") -> Path:
    """Write a file of these lines."""
    path.write_text("\n".join([f"# tongket locale={locale}", *above, *rows]) + "\n", encoding="utf-8")
    return path


def by_place(read: FileRead) -> dict[tuple[str, str], Figure]:
    return {(figure.key.place, str(figure.key.period)): figure for figure in read.figures}


def faults(path: Path, told: Stated = RETAIL, voc: Vocabulary | None = None) -> list[tuple[str | None, str]]:
    with pytest.raises(Refused) as refused:
        read_file(path, voc or vocabulary(), told=told)
    return [(fault.cell, fault.problem.en) for fault in refused.value.faults]


def test_names_are_those_of_the_year(tmp_path: Path) -> None:
    """Hà Tây until 2007, Hà Nội without and with it, Đắk Lắk before and after the division, regions and the country."""
    read = read_file(
        table(
            tmp_path / "a.csv",
            "Tỉnh, thành phố;2003;2007;2008;Sơ bộ 2016",
            "CẢ NƯỚC;333809.3;746159.4;1007213.5;3568149.5",
            "Đồng bằng sông Hồng;1;2;3;4",
            "Ha Noi;30906.6;67987.9;133312.0;399875.6",
            "Hà Tây;6539.7;24509.1;..;..",
            " Thua Thien - Hue;1;2;3;4",
            "TP. Ho Chi Minh;1;2;3;4",
            "Dak Lak;9;10;11;12",
            "Dak Nong;..;5;6;7",
            above=ABOUT,
        ),
        vocabulary(),
    )
    found = by_place(read)
    assert found["vn", "2003"].value.quantity == Decimal("333809.3")
    assert found["vn", "2003"].value.decimals == 1
    assert found["vn.01@1997", "2007"].value.quantity == Decimal("67987.9")
    assert found["vn.01@2008", "2008"].value.quantity == Decimal("133312.0")
    assert found["vn.28@1997", "2007"].value.quantity == Decimal("24509.1")
    assert ("vn.28@1997", "2008") not in found
    assert found["vn.66@1997", "2003"].value.quantity == 9
    assert found["vn.66@2004", "2007"].value.quantity == 10
    assert ("vn.67@2004", "2003") not in found
    assert {place for place, _ in found} >= {"vn.dbsh@1997", "vn.46@1997", "vn.79@1997", "vn.67@2004"}
    assert {f.key.status for f in read.figures if f.key.period.year == 2016} == {Status.PRELIMINARY}
    assert {f.key.status for f in read.figures if f.key.period.year == 2008} == {Status.OFFICIAL}
    first = found["vn", "2003"]
    assert (first.key.body, first.key.basis, first.known_from) == ("national-statistics", "nso", date(2017, 6, 30))
    assert first.source.address == "Niên giám thống kê 2016"
    assert first.source.locator == "B9"


def test_what_a_table_is_about_may_be_said_by_the_command(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "Cities, provinces;X2015;X2016", "Gia Lai;1.5;2")
    assert [f.value.quantity for f in read_file(path, vocabulary(), told=RETAIL).figures] == [Decimal("1.5"), 2]
    both = table(tmp_path / "b.csv", "Cities, provinces;2015;2016", "Gia Lai;1.5;2", above=["Đơn vị tính: triệu USD"])
    assert faults(both)[0] == ("A2", "the table says “triệu USD”, but “tỷ đồng” is said elsewhere")


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows: list[Sequence[object]] = [["Chỉ tiêu: số chợ"], ["Địa phương", 2015, "Ước 2016"], ["Gia Lai", 90, 91]]
    write_xlsx(path, rows)
    told = Stated(unit="chợ", body="gso", known_from="2017-06")
    found = read_file(path, vocabulary(), told=told).figures
    # A stock is one of the last day of the year.
    assert [(str(f.key.period), f.value.quantity, f.key.status) for f in found] == [
        ("2015-12-31", Decimal(90), Status.OFFICIAL),
        ("2016-12-31", Decimal(91), Status.ESTIMATE),
    ]


def test_an_index_is_a_growth_and_no_level(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "Địa phương;2015;2016", "Gia Lai;105.8;..", "Cả nước;109.8;107.4")
    found = by_place(read_file(path, vocabulary(), told=Stated("IIP", "%", "", "gso", "2017-06-30")))
    assert found["vn", "2015"].key.measure is Measure.GROWTH
    assert found["vn", "2015"].value.notation is Notation.INDEX
    assert found["vn.64@1997", "2016"].value.state is State.MISSING


def test_every_fault_at_once(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv",
        "Tỉnh;2003;2008;2008;Ghi chú",
        "Gai Lai;1;2;3",
        "Dak Nong;5;6;6",
        "Hà Nội;1,2,3;2;2",
        ";4;4;4",
        "Kon Tum;1;2;3;;7",
    )
    assert [cell for cell, _ in faults(path, Stated(indicator="retail.revenue", unit="tấn", body="gsoo"))] == [
        "D2",  # 2008 twice
        "E2",  # no year
        None,  # no such body
        None,  # when it was published
        None,  # which of two bases
        None,  # a unit of weight
        "A3",  # no such place
        "B4",  # Đắk Nông did not stand in 2003
        "B5",  # no number
        "B6",  # whose
        "F7",  # under no heading
    ]


def test_a_column_on_later_boundaries_says_so_in_its_heading(tmp_path: Path) -> None:
    """With Đắk Nông beside it, Đắk Lắk of 2003 is the one of 2004: nobody is left to guess that."""
    rows = ("Dak Lak;9;10", "Dak Nong;5;6")
    wrong = table(tmp_path / "a.csv", "Tỉnh;2003;2004", *rows)
    with pytest.raises(Refused, match=r"2003 \(boundaries 2004-01-01\)"):
        read_file(wrong, vocabulary(), told=RETAIL)
    right = table(tmp_path / "b.csv", "Tỉnh;2003 (địa giới 2004-01-01);2004", *rows)
    found = by_place(read_file(right, vocabulary(), told=RETAIL))
    assert found["vn.66@2004", "2003"].value.quantity == 9
    assert found["vn.67@2004", "2003"].value.quantity == 5
    assert ("vn.66@1997", "2003") not in found


def test_a_row_of_no_place_is_left_aside_and_said(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", "Tỉnh;1995;1996", "Gia Lai;1;2", "Units are not included in provinces;..;12.5")
    read = read_file(path, vocabulary(), told=RETAIL)
    assert len(read.figures) == 2
    assert [note.vi.partition(": ")[2] for note in read.notes] == [
        "dòng “Units are not included in provinces” (A4) không phải số của địa bàn nào, 1 số không ghi nhận; khi đối "
        "chiếu, phần này là chênh lệch giữa cả nước và các tỉnh"
    ]


def test_what_is_said_of_no_yearly_table_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    path = table(
        tmp_path / "a.csv", "indicator,place,period,value,unit,known_from,source", "GO,64,2020,1,tỷ đồng,2021-01,x"
    )
    path.write_text(path.read_text().replace("GO,64,2020", "export.value,64,2020").replace("tỷ đồng", "triệu USD"))
    notes = read_file(path, vocabulary(), told=RETAIL).notes
    assert any("no yearly table" in note.en for note in notes)
    assert read_file(path, vocabulary()).notes == ()


def test_the_example_of_the_guide_is_read_without_a_fault(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "layouts.md").read_text(encoding="utf-8")
    path = tmp_path / "a.csv"
    path.write_text(guide.split("```text\n")[1].partition("```")[0], encoding="utf-8")
    found = by_place(read_file(path, vocabulary()))
    assert len(found) == 10
    assert found["vn.01@2008", "2008"].value.quantity == Decimal("133312.0")
    assert found["vn.01@2008", "2016"].key.status is Status.PRELIMINARY


# The yearbooks' own tables


def yearbook(start: str) -> Path:
    """Return the table whose name begins so; the test is skipped where there is none."""
    found = sorted(YEARBOOKS.glob(f"{start}*.csv"))
    if not found:
        pytest.skip(f"the yearbooks' tables are not beside the checkout ({YEARBOOKS})")
    return found[0]


@pytest.mark.parametrize(
    ("name", "told", "places"),
    [
        ("Number of markets", Stated("market.count", "chợ", "", "gso", "2017-06-30"), {2008: 63, 2016: 63}),
        ("Number of supermarkets", Stated("supermarket.count", "cơ sở", "", "gso", "2017-06-30"), {2005: 62, 2016: 62}),
        ("Index of Industrial", Stated("industry.iip", "%", "", "gso", "2017-06-30"), {2012: 63, 2016: 63}),
    ],
)
def test_a_yearbooks_table(name: str, told: Stated, places: dict[int, int]) -> None:
    """Every row is a province, a region or the country of its year; a province that the table leaves out is missing."""
    read = read_file(yearbook(name), vocabulary(), "en", told=told)
    assert read.notes == ()
    gazetteer = vocabulary().places
    for year, count in places.items():
        found = [gazetteer[f.key.place] for f in read.figures if f.key.period.year == year]
        assert sum(place.level == "province" for place in found) == count
        assert sum(place.level == "region" for place in found) == 6
        assert all(place.stands_on(date(year, 12, 31)) for place in found)


def test_the_yearbooks_retail_is_61_then_64_then_63_provinces(tmp_path: Path) -> None:
    """As it is, 2003 names two provinces of 2004 and is refused; with the boundaries in its heading it is read."""
    path = yearbook("Retail sales")
    assert [cell for cell, _ in faults_of(path)] == ["J52", "J71"]
    mended = tmp_path / "retail.csv"
    text = path.read_text(encoding="utf-8-sig").replace('"2003"', '"2003 (boundaries 2004-01-01)"')
    mended.write_text(text, encoding="utf-8")
    read = read_file(mended, vocabulary(), "en", told=RETAIL)
    gazetteer = vocabulary().places
    for year, count in ((1995, 61), (2002, 61), (2003, 63), (2004, 64), (2007, 64), (2008, 63), (2016, 63)):
        figures = [f for f in read.figures if f.key.period.year == year and f.value.state is State.VALUE]
        assert sum(gazetteer[f.key.place].level == "province" for f in figures) == count
        country = next(f.value.quantity for f in figures if f.key.place == "vn")
        for level in ("province", "region"):
            parts = [f.value.quantity or 0 for f in figures if gazetteer[f.key.place].level == level]
            assert country is not None
            # Country, regions and provinces agree within 0,7 tỷ đồng in every year.
            assert abs(sum(parts, Decimal(0)) - country) <= Decimal("0.7")


def faults_of(path: Path) -> list[tuple[str | None, str]]:
    with pytest.raises(Refused) as refused:
        read_file(path, vocabulary(), "en", told=RETAIL)
    return [(fault.cell, fault.problem.en) for fault in refused.value.faults]
