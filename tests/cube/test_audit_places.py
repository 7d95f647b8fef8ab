"""A place against the places in it: small cases, and the yearbooks' tables where they are at hand."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.cube.support import Rows, key
from tongket.core.figure import Measure, Notation, Status
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.cube.audit import Finding, Severity, Timeline, audit
from tongket.cube.audit.places import parts_of
from tongket.ledger.loading.reading import read_file
from tongket.ledger.loading.yearly_head import Stated

YEARBOOKS = Path(__file__).parents[3] / "shared" / "data" / "vn-provincial"
HIGHLANDS = "vn.tn@1997"
FIVE = {"vn.62@1997": "10.0", "vn.64@1997": "20.0", "vn.66@2004": "30.0", "vn.67@2004": "5.0", "vn.68@1997": "35.0"}
"""The provinces of the Central Highlands in 2010."""


def findings(whole: str, parts: Mapping[str, str], indicator: str = "export.value", *, place: str = HIGHLANDS,
             year: str = "2010", scale: str = "") -> list[Finding]:  # fmt: skip
    rows = Rows()
    told = {"status": Status.OFFICIAL, "body": "national-statistics"}
    rows.add(key(indicator, year, place=place, **told), whole)  # type: ignore[arg-type]
    for part, value in parts.items():
        rows.add(key(indicator, year, place=part, **told), value)  # type: ignore[arg-type]
    only = Timeline([row for row in rows.rows if row.key.place == place], vocabulary())
    found = audit(only, place, Period.parse(year[:4]), rows.timeline())
    return [f for f in found if f.rule == "places-do-not-sum"]


@pytest.mark.parametrize("whole", ["100.0", "100.2", "99.8", "100"])
def test_what_rounding_explains_is_no_finding(whole: str) -> None:
    """Five parts and the whole, each printed to a tenth, may be 0,2 apart."""
    assert findings(whole, FIVE) == []


def test_parts_that_fall_short_are_shown() -> None:
    (found,) = findings("112.5", FIVE)
    assert (found.severity, found.stated, found.computed) == (Severity.DOUBT, "112,5", "100")
    assert found.reason.vi == (
        "cộng 5 tỉnh, thành phố được 100, còn thiếu 12,5 so với Tây Nguyên (112,5): có phần không thuộc địa bàn nào "
        "trong số đó"
    )
    assert found.reason.en.startswith("5 provinces make 100, 12.5 short of Central Highlands (112.5)")
    assert len(found.rows) == 6
    assert found.rows[0].key.place == HIGHLANDS


def test_parts_that_exceed_the_whole_contradict_it() -> None:
    (found,) = findings("90.0", FIVE)
    assert found.severity is Severity.CONTRADICTION
    assert "nhiều hơn Tây Nguyên (90,0) là 10" in found.reason.vi
    # Even without one of them; and not where a fall may stand against the rest.
    four = {place: value for place, value in FIVE.items() if place != "vn.67@2004"}
    assert [f.severity for f in findings("90.0", four)] == [Severity.CONTRADICTION]
    assert "cộng 4/5 tỉnh, thành phố" in findings("90.0", four)[0].reason.vi
    assert [f.severity for f in findings("80.0", {**FIVE, "vn.67@2004": "-5.0"})] == [Severity.DOUBT]


def test_a_part_that_is_not_known_may_be_the_rest() -> None:
    four = {place: value for place, value in FIVE.items() if place != "vn.67@2004"}
    (found,) = findings("100.0", four)
    assert (found.severity, found.reason.vi) == (
        Severity.REMARK,
        "cộng 4/5 tỉnh, thành phố được 95, còn thiếu 5 so với Tây Nguyên (100,0); chưa có số của Đắk Nông",
    )
    assert findings("100.0", dict(list(FIVE.items())[:2])) == []  # two of five say nothing of the rest
    assert findings("100.0", {}) == []


def test_a_count_was_never_rounded() -> None:
    counts = {place: value.removesuffix(".0") for place, value in FIVE.items()}
    assert findings("100", counts, "market.count", year="2010-12-31") == []
    assert len(findings("101", counts, "market.count", year="2010-12-31")) == 1


def test_the_provinces_are_those_of_the_day() -> None:
    """Before its division Đắk Lắk is one of four, and Đắk Nông is none."""
    before = {"vn.62@1997": "10.0", "vn.64@1997": "20.0", "vn.66@1997": "35.0", "vn.68@1997": "35.0"}
    assert findings("100.0", before, year="2003") == []
    assert findings("100.0", FIVE, year="2004") == []


@pytest.mark.parametrize("indicator", ["industry.iip", "cluster.occupancy"])
def test_an_index_or_a_rate_is_never_added(indicator: str) -> None:
    assert findings("100.0", FIVE, indicator) == []


def test_what_a_place_is_held_against() -> None:
    rows = Rows()
    rows.add(key("export.value", "2010", place="vn"), 1)
    parts = parts_of(rows.timeline(), vocabulary().places["vn"])
    assert len(parts) == 63 + 6
    assert {"vn.tn@1997", "vn.64@1997", "vn.01@2008"} <= set(parts)
    assert not {"vn.28@1997", "vn.52@2025"} & set(parts)


# The yearbooks' own tables

FOREST = {
    "units.csv": "ha.k,nghìn ha,thousand ha,area,10000000,",
    "indicators.csv": "forest.planted,forestry,diện tích rừng trồng tập trung,area of planted forest,ha.k,3,flow,sum,"
    "sum,,,std,up,,",
}
"""An indicator of another department, as a province adds it to its own vocabulary."""


@cache
def yearbook(start: str, told: Stated, drawn: tuple[int, ...], extra: Path | None, work: Path) -> Timeline:
    """Return a table of the yearbooks; columns of some years are on the boundaries of 2004, as their provinces are."""
    found = sorted(YEARBOOKS.glob(f"{start}*.csv"))
    if not found:
        pytest.skip(f"the yearbooks' tables are not beside the checkout ({YEARBOOKS})")
    text = found[0].read_text(encoding="utf-8-sig")
    for year in drawn:
        text = text.replace(f'"{year}"', f'"{year} (boundaries 2004-01-01)"')
    path = work / "table.csv"
    path.write_text(text, encoding="utf-8")
    voc = Vocabulary([extra]) if extra is not None else vocabulary()
    rows = Rows()
    for figure in read_file(path, voc, "en", told=told).figures:
        rows.add(figure.key, figure.value, known=figure.known_from, source=figure.source.address)
    return Timeline(rows.rows, voc)


def of_place(timeline: Timeline, place: str, years: str) -> list[Finding]:
    only = Timeline([row for row in timeline.rows if row.key.place == place], timeline.vocabulary)
    found = audit(only, place, Period.parse(years), timeline)
    return [f for f in found if f.rule == "places-do-not-sum"]


def test_planted_forest_of_1996_falls_short_of_the_country(tmp_path: Path) -> None:
    """203,0 in the country, 190,5 in six regions and in the 59 provinces listed: 12,5 is shown, and what it may be."""
    for table, row in FOREST.items():
        head = (
            (Path(__file__).parents[2] / "tongket" / "core" / "data" / table).read_text(encoding="utf-8").split("\n")[0]
        )
        (tmp_path / table).write_text(f"{head}\n{row}\n", encoding="utf-8")
    told = Stated("forest.planted", "nghìn ha", "", "gso", "2017-06-30")
    timeline = yearbook("Area of concentrated planted forest", told, (2001, 2002, 2003), tmp_path, tmp_path)
    regions, provinces = of_place(timeline, "vn", "1996")
    assert (regions.severity, regions.stated, regions.computed) == (Severity.DOUBT, "203,0", "190,5")
    assert "cộng 6 vùng được 190,5, còn thiếu 12,5" in regions.reason.vi
    assert (provinces.severity, provinces.computed) == (Severity.REMARK, "190,5")
    assert provinces.reason.vi.endswith("còn thiếu 12,5 so với Việt Nam (203,0); chưa có số của Hưng Yên, Vĩnh Long")
    assert of_place(timeline, "vn", "1995") == of_place(timeline, "vn", "2015") == []
    # Each region is its provinces, but for rounding, in every year whose column is on the year's own boundaries.
    for region in vocabulary().places.regions_on(date(2010, 1, 1)):
        short = [f for f in of_place(timeline, region.id, "1995..2016") if f.severity is not Severity.REMARK]
        assert short == [], region.id


@pytest.mark.parametrize(
    ("name", "told", "years"),
    [
        ("Number of markets", Stated("market.count", "chợ", "", "gso", "2017-06-30"), "2008..2016"),
        ("Number of supermarkets", Stated("supermarket.count", "cơ sở", "", "gso", "2017-06-30"), "2005..2016"),
        ("Retail sales", Stated("retail.revenue", "tỷ đồng", "nso", "gso", "2017-06-30"), "1995..2016"),
    ],
)
def test_tables_whose_regions_and_provinces_are_the_country(
    name: str, told: Stated, years: str, tmp_path: Path
) -> None:
    """61, then 64, then 63 provinces, always the country; but for 2003, whose provinces are of 2004 and not of 2003."""
    timeline = yearbook(name, told, (2003,), None, tmp_path)
    for place in ("vn", *(region.id for region in vocabulary().places.regions_on(date(2010, 1, 1)))):
        assert {f.period.year for f in of_place(timeline, place, years)} <= {2003}, place


def test_the_index_of_63_provinces_is_not_added(tmp_path: Path) -> None:
    timeline = yearbook("Index of Industrial", Stated("industry.iip", "%", "", "gso", "2017-06-30"), (), None, tmp_path)
    assert of_place(timeline, "vn", "2012..2016") == []
    levels = [row for row in timeline.rows if row.key.measure is Measure.LEVEL]
    assert levels == []
    assert {row.value.notation for row in timeline.rows} == {Notation.INDEX}
    country = next(r for r in timeline.rows if r.key.place == "vn" and r.key.period == Period.parse("2016"))
    assert country.value.quantity == Decimal("107.4")
