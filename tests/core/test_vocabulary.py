from collections import Counter
from pathlib import Path

import pytest

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.period import Period
from tongket.core.tables import read_table, split_list
from tongket.core.text import fold
from tongket.core.vocabulary import Vocabulary, vocabulary

HEADERS = {name: ",".join(read_table(name)[0]) for name in (
    "units.csv", "bodies.csv", "bases.csv", "dimensions.csv", "members.csv", "indicators.csv", "partitions.csv",
    "places.csv", "place_names.csv", "place_events.csv",
)}  # fmt: skip
UNIQUE = ["units.csv", "bodies.csv", "bases.csv", "dimensions.csv", "indicators.csv"]
GOLD = "gold.output,mining,sản lượng vàng,gold output,tonne,3,flow,sum,sum,,,std,up,commodity,AU|vàng\n"


def _province(path: Path, **tables: str) -> Path:
    for name, rows in tables.items():
        text = HEADERS[f"{name}.csv"] + "\n" + rows
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def own() -> Vocabulary:
    return vocabulary()


# Looking up


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("export.value", "export.value"),
        ("kim ngạch xuất khẩu", "export.value"),
        ("Kim ngạch xuất khẩu", "export.value"),
        ("KIM NGACH XUAT KHAU", "export.value"),
        ("tổng kim ngạch xuất khẩu", "export.value"),
        ("EXP", "export.value"),
        ("export turnover", "export.value"),
        ("tổng mức bán lẻ", "retail.revenue"),
        ("GTSXCN", "industry.output"),
    ],
)
def test_indicator_by_any_of_its_names(own: Vocabulary, name: str, code: str) -> None:
    assert own.indicator(name).code == code


def test_near_names_are_offered(own: Vocabulary) -> None:
    with pytest.raises(NotFound) as missing:
        own.indicator("kim ngạch xuất khẩu cà phê")
    assert "có thể là: export.value" in missing.value.message("vi")
    assert "perhaps: export.value" in missing.value.message("en")


def test_where_nothing_is_near_the_list_is_named(own: Vocabulary) -> None:
    with pytest.raises(NotFound) as missing:
        own.indicator("zzz")
    assert all("“zzz”" in message and "indicators.csv" in message for message in missing.value.text)


@pytest.mark.parametrize(
    ("name", "code"), [("SCT", "department"), ("Sở Công Thương", "department"), ("GSO", "national-statistics")]
)
def test_body_by_any_of_its_names(own: Vocabulary, name: str, code: str) -> None:
    assert own.body(name).code == code


def test_no_such_body(own: Vocabulary) -> None:
    with pytest.raises(NotFound) as missing:
        own.body("Sở Tài chính")
    assert all("Sở Tài chính" in message and "department" in message for message in missing.value.text)


@pytest.mark.parametrize(
    ("indicator", "name", "dimension", "code"),
    [
        ("export.value", "coffee", "commodity", "coffee"),
        ("export.value", "commodity:coffee", "commodity", "coffee"),
        ("export.value", "cà phê", "commodity", "coffee"),
        ("export.value", "Ca phe", "commodity", "coffee"),
        ("export.value", "commodity: cà phê", "commodity", "coffee"),
        ("retail.revenue", "nhà nước", "ownership", "state"),
        ("retail.revenue", "trade-activity:dịch vụ", "trade-activity", "other-services"),
        ("cluster.count", "operating", "cluster-state", "operating"),
        ("power.capacity", "operating", "power-state", "operating"),
    ],
)
def test_member_by_any_of_its_names(own: Vocabulary, indicator: str, name: str, dimension: str, code: str) -> None:
    member = own.member(own.indicators[indicator], name)
    assert (member.dimension, member.code) == (dimension, code)


@pytest.mark.parametrize(
    ("indicator", "name", "listed"),
    [
        ("export.value", "hydro", "commodity:coffee"),
        ("export.value", "technology:hydro", "commodity:coffee"),
        ("retail.revenue", "ownership:catering", "trade-activity:catering"),
        ("export.value", "", "commodity:coffee"),
    ],
)
def test_no_such_member(own: Vocabulary, indicator: str, name: str, listed: str) -> None:
    with pytest.raises(NotFound) as missing:
        own.member(own.indicators[indicator], name)
    assert all(indicator in message and listed in message for message in missing.value.text)


def test_an_indicator_without_breakdown_says_so(own: Vocabulary) -> None:
    with pytest.raises(NotFound) as missing:
        own.member(own.indicators["border-market.count"], "coffee")
    assert missing.value.message("vi").endswith("không phân tổ")
    assert missing.value.message("en").endswith("none")


def test_partitions(own: Vocabulary) -> None:
    found = own.partitions_of("retail.revenue", "trade-activity")
    assert [sorted(p.members) for p in found] == [
        ["catering", "goods-trade", "other-services"],
        ["catering-lodging", "goods-trade", "other-services", "travel"],
    ]
    assert own.partitions_of("retail.revenue", "commodity") == []
    assert own.partitions_of("export.value", "trade-activity") == []


def test_read_once_for_each_set_of_folders(tmp_path: Path) -> None:
    assert vocabulary() is vocabulary()
    assert vocabulary(tmp_path) is vocabulary(tmp_path)
    assert vocabulary(tmp_path) is not vocabulary()


# A province adds its own


def test_a_province_adds_an_indicator_and_a_member(tmp_path: Path) -> None:
    folder = _province(tmp_path, indicators=GOLD, members="commodity,gold,vàng,gold,kim loại quý,\n")
    both = Vocabulary([folder])
    gold = both.indicator("SẢN LƯỢNG VÀNG")
    assert (gold.code, gold.unit, gold.scale, gold.bases, gold.dimensions) == (
        "gold.output", "tonne", 3, ("std",), ("commodity",),
    )  # fmt: skip
    assert both.indicator("AU") is gold
    assert both.member(gold, "kim loại quý").code == "gold"
    assert both.member(both.indicators["export.value"], "coffee").code == "coffee"
    assert len(both.indicators) == len(vocabulary().indicators) + 1


def test_a_province_adds_a_unit_a_body_a_basis_and_a_dimension(tmp_path: Path) -> None:
    folder = _province(
        tmp_path,
        units="quintal,tạ,quintals,mass,0.1,\n",
        bodies="power-company,Công ty Điện lực,Power Company,pc\n",
        bases="p2025,giá so sánh năm 2025,constant 2025 prices,constant,2025\n",
        dimensions="grade,phẩm cấp,grade\n",
        members="grade,first,loại một,first grade,,\n",
        indicators=GOLD.replace(",tonne,", ",quintal,").replace("std,up,commodity", "p2025,up,grade"),
        partitions="gold.output,grade,first\n",
    )
    both = Vocabulary([folder])
    gold = both.indicator("gold.output")
    assert both.units.find("tạ").code == gold.unit == "quintal"
    assert both.body("PC").name.vi == "Công ty Điện lực"
    assert both.bases["p2025"].base_year == 2025
    assert both.member(gold, "loại một").code == "first"
    assert [p.members for p in both.partitions_of("gold.output", "grade")] == [{"first"}]


def test_a_province_adds_a_place_without_a_code(tmp_path: Path) -> None:
    folder = _province(
        tmp_path,
        places="vn.cu-an@2025,commune,vn.52@2025,2025-07-01,\n",
        place_names="vn.cu-an@2025,,,,Xã Cư An,Cư An,Cu An,\n",
    )
    places = Vocabulary([folder]).places
    period = Period.parse("2026")
    assert places.resolve("Cư An", period).id == "vn.cu-an@2025"
    assert places.resolve("xã cư an").id == "vn.cu-an@2025"
    assert places.resolve("vn.cu-an@2025").code() == ""
    assert [p.id for p in places.children("vn.52@2025", period.end)] == ["vn.cu-an@2025"]
    assert places.children("vn.52@2025", Period.parse("2024").end) == []
    with pytest.raises(NotFound):
        places.resolve("", period)


def test_a_province_replaces_a_row(tmp_path: Path) -> None:
    folder = _province(tmp_path, bodies="department,Sở Công Thương tỉnh Gia Lai,Gia Lai DoIT,sct gia lai\n")
    both = Vocabulary([folder])
    assert both.body("sct").name.vi == "Sở Công Thương tỉnh Gia Lai"
    assert both.body("sct gia lai").code == "department"
    assert len(both.bodies) == len(vocabulary().bodies)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",tonne,", ",ounce,"),
        (",std,", ",p1994,"),
        (",commodity,", ",purity,"),
        (",sum,,,std", ",sum,a/b,,std"),
        (",sum,,,std", ",sum,,export.value,std"),
        (",sum,,,std", ",weighted,,,std"),
    ],
)
def test_an_indicator_of_undeclared_parts_is_refused(tmp_path: Path, old: str, new: str) -> None:
    assert old in GOLD
    folder = _province(tmp_path, indicators=GOLD.replace(old, new))
    with pytest.raises(InvalidInput) as refused:
        Vocabulary([folder])
    assert all("gold.output" in message for message in refused.value.text)
    assert "chưa được khai báo" in refused.value.message("vi")
    assert "not declared" in refused.value.message("en")


@pytest.mark.parametrize("name", sorted(HEADERS))
def test_wrong_columns_are_refused_in_both_languages(tmp_path: Path, name: str) -> None:
    columns = HEADERS[name].split(",")[:-1]
    (tmp_path / name).write_text(",".join(columns) + "\n" + ",".join("x" for _ in columns) + "\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        Vocabulary([tmp_path])
    assert f"{tmp_path / name}: các cột phải là {HEADERS[name].replace(',', ', ')}" == refused.value.message("vi")
    assert f"{tmp_path / name}: the columns must be {HEADERS[name].replace(',', ', ')}" == refused.value.message("en")


# The product's own tables agree with each other


@pytest.mark.parametrize("name", UNIQUE)
def test_codes_are_unique(name: str) -> None:
    assert [code for code, times in Counter(r["code"] for r in read_table(name)).items() if times > 1] == []


def test_members_are_unique_and_of_declared_dimensions(own: Vocabulary) -> None:
    rows = read_table("members.csv")
    assert len({(r["dimension"], r["code"]) for r in rows}) == len(rows)
    assert {r["dimension"] for r in rows} == set(own.dimensions)
    assert {r["residual"] for r in rows} == {"", "yes"}
    for dimension in own.dimensions.values():
        assert sum(m.residual for m in dimension.members.values()) <= 1


@pytest.mark.parametrize("name", ["indicators.csv", "bodies.csv", "members.csv"])
def test_no_name_means_two_things_of_one_kind(name: str) -> None:
    owners: dict[tuple[str, str], set[str]] = {}
    for row in read_table(name):
        for known in (row["code"], row["name_vi"], row["name_en"], *split_list(row["aliases"])):
            owners.setdefault((row.get("dimension", ""), fold(known)), set()).add(row["code"])
    assert {known: codes for known, codes in owners.items() if len(codes) > 1} == {}


def test_partitions_are_of_members_their_indicator_has(own: Vocabulary) -> None:
    for partition in own.partitions:
        assert partition.dimension in own.indicators[partition.indicator].dimensions
        assert partition.members <= set(own.dimensions[partition.dimension].members)
        assert len(partition.members) > 1


def test_every_basis_and_dimension_is_used(own: Vocabulary) -> None:
    assert {b for i in own.indicators.values() for b in i.bases} == set(own.bases)
    assert {d for i in own.indicators.values() for d in i.dimensions} == set(own.dimensions)


def test_every_code_fits_a_key(own: Vocabulary) -> None:
    for code in (*own.indicators, *own.bodies, *own.bases):
        assert set(code) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-"), code
    for dimension in own.dimensions.values():
        for word in (dimension.code, *dimension.members):
            assert set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"), word


def test_both_languages_everywhere(own: Vocabulary) -> None:
    names = [i.name for i in own.indicators.values()] + [b.name for b in own.bodies.values()]
    names += [b.name for b in own.bases.values()] + [d.name for d in own.dimensions.values()]
    names += [m.name for d in own.dimensions.values() for m in d.members.values()]
    names += [unit.symbol for unit in own.units]
    assert [name for name in names if not (name.vi and name.en)] == []


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("indicators", GOLD.replace(",sum,,,std", ",average,,,std")),
        ("indicators", GOLD.replace(",3,flow", ",ba,flow")),
        ("indicators", GOLD.replace(",3,flow", ",3,flux")),
        ("indicators", GOLD.replace(",up,", ",upward,")),
        ("indicators", GOLD.replace("AU|vàng", "EXP")),
        ("members", "no-such-dimension,x,x,x,,\n"),
        ("units", "quintal,tạ,quintals,mass,một,\n"),
        ("units", "quintal,tạ,quintals,mass,0,\n"),
        ("bases", "p2025,giá so sánh năm 2025,constant 2025 prices,constant,hai\n"),
        ("places", "vn.99@2030,province,vn,2030-01-01,\n"),
        ("places", "vn.99@2030,province,vn,đầu năm,\n"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_place(tmp_path: Path, table: str, line: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Vocabulary([_province(tmp_path, **{table: line})])
    assert (
        "gold.output" in refused.value.text.en
        or table.split("_")[0] in refused.value.text.en
        or "places" in refused.value.text.en
    )
    assert refused.value.text.vi
