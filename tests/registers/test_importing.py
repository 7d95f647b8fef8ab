"""Tables of records: what headings mean, every fault at once, an export that changes nothing when it comes back."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registers.samples import HYDRO, POWER
from tongket.core.vocabulary import Vocabulary
from tongket.core.vocabulary import vocabulary as read_vocabulary
from tongket.files.faults import Refused
from tongket.files.workbook import tables_of
from tongket.registers.power import wri
from tongket.registers.power.models import PowerVersion
from tongket.registers.shared import importing, where
from tongket.registers.shared.importing import Read
from tongket.registers.shared.values import column, kept, value_of

DAY = date(2020, 12, 31)
HEAD = "Mã,Tên,Tình trạng,Loại nguồn,Công suất (MW),Địa bàn,Nguồn"


def read(*lines: str, head: str = HEAD, **options: object) -> Read:
    [sheet] = tables_of("\n".join([head, *lines]).encode(), "du-an.csv").sheets
    named = {"day": DAY, "source": "EVN", "locale": "vi", **options}
    return importing.read_table(POWER, sheet, "du-an.csv", read_vocabulary(), **named)  # type: ignore[arg-type]


def test_a_table_with_vietnamese_headings() -> None:
    done = read('H1,Ialy,đang vận hành,thuy dien,"720,5",Gia Lai,')
    assert done.faults == []
    [one] = done.told
    assert (one.code, one.day, one.source, one.row) == ("H1", DAY, "EVN", 2)
    assert one.values == {
        "name": "Ialy", "state": "operating", "technology": "hydro", "capacity": "720.5", "place": "vn.64@1997",
    }  # fmt: skip


def test_every_fault_at_once_with_row_and_remedy() -> None:
    done = read(
        "H1,Ialy,chạy,thủy điện,720,Gia Lai,",
        'H2,Sê San,đang vận hành,thủy điện,"1,2345",Gia Lai,',
        "H3,Sê San 3,đang vận hành,thủy điện,-5,Không Có Đâu,",
        "H4,Sê San 4,đang vận hành,thủy điện,360,Gia Lai,",
        "H4,Sê San 4A,đang vận hành,thủy điện,63,Gia Lai,",
    )
    assert [one.code for one in done.told] == ["H4"]
    told = [one.line() for one in done.faults]
    assert [line.partition(":")[0] for line in told] == ["dòng 2", "dòng 3", "dòng 4", "dòng 4", "dòng 6"]
    assert "không có “chạy”; chọn một trong" in told[0]
    assert "giữ tối đa 3 chữ số thập phân" in told[1]
    assert "kiểm tra đơn vị và dấu thập phân" in told[2]
    assert "mã và ngày trùng với dòng 5" in told[4]


def test_an_empty_cell_says_nothing_and_a_dash_clears() -> None:
    [one] = read("H1,,,,–,,").told
    assert one.values == {"capacity": None}


def test_a_number_that_two_readers_read_differently_is_not_guessed() -> None:
    done = read("H1,Ialy,đang vận hành,thủy điện,1.234,Gia Lai,", locale=None)
    assert "có thể là 1234 hoặc 1,234" in done.faults[0].line()


def test_a_table_without_a_heading_is_refused_and_one_with_more_says_what_it_left() -> None:
    with pytest.raises(Refused):
        read("a,b", head="x,y")
    assert read("H1,Ialy,5", head="Mã,Tên,Ghi chú riêng").unknown == ["Ghi chú riêng"]


@given(
    name=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
    capacity=st.decimals(0, 2400, places=3), day=st.dates(date(1997, 1, 1), date(2030, 1, 1)),
)  # fmt: skip
def test_what_is_exported_says_the_same_when_it_comes_back(name: str, capacity: object, day: date) -> None:
    name = " ".join(name.split())
    if not name or name in importing.CLEAR or name.startswith("'"):
        return
    texts = {key: text or "" for key, text in HYDRO.items()} | {"name": name, "capacity": f"{capacity:f}"}
    cells = {one.name: value_of(one, texts.get(one.name)) for one in POWER.all_fields}
    columns = {one.name: column(one, cells[one.name]) for one in POWER.all_fields}
    line = importing.export_row(POWER, PowerVersion(code="H1", valid_from=day, **columns), "EVN")
    rows: list[str] = []
    writer = csv.writer(type("Out", (), {"write": staticmethod(rows.append)})(), lineterminator="")
    writer.writerow(importing.exported(POWER))
    writer.writerow(line)
    done = read(rows[1], head=rows[0], locale="en")
    assert [one.line() for one in done.faults] == []
    [one] = done.told
    assert (one.day, one.values) == (day, {field: kept(value) for field, value in cells.items() if value is not None})


WRI = (
    "Power Plant ID,Name,Fuel,Capacity (MW),Commissioning Date,Owner,Operational Status,Latitude,Longitude,Municipality"
)
SQUARE = """{"features": [{"properties": {"code": "23734"}, "geometry": {"type": "Polygon", "coordinates": [
    [[107.0, 14.0], [108.0, 14.0], [108.0, 15.0], [107.0, 15.0]],
    [[107.4, 14.4], [107.6, 14.4], [107.6, 14.6], [107.4, 14.6]]
]}}]}"""


def plants(*lines: str, vocabulary: Vocabulary) -> Read:
    [sheet] = tables_of("\n".join([WRI, *lines]).encode(), "wri.csv").sheets
    drawn = where.outlines(SQUARE.encode(), vocabulary, date(2025, 7, 1))
    return wri.read(sheet, "wri.csv", vocabulary, day=date(2016, 12, 31), outlines=drawn)


def test_plants_are_mended_dated_and_placed(vocabulary: Vocabulary) -> None:
    done = plants(
        "1,Ialy,Hydro,720,2002,EVN,Operational,14.22737,107.8294,Ialy",
        "2,Chu Prong,Hydro,3.75,,,Under Development,,,Kon Dá»¡ng",
        "3,Ca Mau 1,Gas,771,,,Operational,14.5,107.5,",
        "3,Ca Mau 2,Gas,771,,,,,,Tân Thành",
        vocabulary=vocabulary,
    )
    assert done.faults == []
    ialy, chu_prong, first, second = done.told
    assert (ialy.day, ialy.values["place"], ialy.values["accuracy"]) == (date(2002, 12, 31), "vn.23734@2025", "map")
    # The name is mended and one commune of that day has it; there is no point.
    assert vocabulary.places[str(chu_prong.values["place"])].full_name(date(2016, 12, 31)) == "Thị trấn Kon Dơng"
    assert (chu_prong.day, chu_prong.values["state"]) == (date(2016, 12, 31), "under-construction")
    # In the hole of the outline, so not in it. One id for two units: each is a record.
    assert first.values["place"] != "vn.23734@2025" if "place" in first.values else True
    assert (first.code, second.code, second.values["technology"]) == ("WRI-3", "WRI-3/2", "other")
    assert second.values["state"] == "not-stated"
    # Many communes are called so, and nothing tells them apart.
    assert "place" not in second.values


def test_another_table_is_refused(vocabulary: Vocabulary) -> None:
    [sheet] = tables_of(b"a,b\n1,2\n", "x.csv").sheets
    with pytest.raises(Refused, match="without Power Plant ID"):
        wri.read(sheet, "x.csv", vocabulary, day=DAY)


def test_the_real_table_as_of_2016(ledger: Path, vocabulary: Vocabulary) -> None:
    """WRI's own file, where it lies beside the checkout: Gia Lai's plants."""
    folder = Path(__file__).parents[3] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the data folder is not beside the checkout")
    from tests.registers.samples import change
    from tongket.registers.shared import queries
    from tongket.registers.shared.queries import Asked

    day = date(2016, 12, 31)
    data = (folder / "power" / "wri_vietnam_raw.csv").read_bytes()
    drawn = where.outlines(
        (folder / "boundaries" / "gia-lai-2025-communes.geojson").read_bytes(), vocabulary, date(2025, 7, 1)
    )
    done = wri.read(tables_of(data, "wri.csv").sheets[0], "wri.csv", vocabulary, day=day, outlines=drawn)
    assert (len(done.told), len(done.faults)) == (304, 0)
    assert change(*done.told, kind="import").new == 304
    inside = queries.places_inside(POWER, "vn.64@1997", day, vocabulary)
    rows = {row.name: row for row in queries.versions(POWER, Asked(day, places=inside))}
    assert {"Ialy", "Se San 3", "Se San 3A", "An Khe - Kanak", "Ayun Ha"} <= rows.keys()
    assert rows["Ialy"].capacity == 720_000
    # Plei Krông stands in Kon Tum, Vĩnh Sơn in Bình Định: neither was Gia Lai's then.
    assert not {"Plei Krong", "Vinh Son"} & rows.keys()
    assert "Vinh Son" in {
        row.name
        for row in queries.versions(
            POWER, Asked(day, places=queries.places_inside(POWER, "vn.52@2025", day, vocabulary))
        )
    }
