"""Acceptance on the published figures of Gia Lai: the 2020 review, implied bases, what holds and what does not.

Numbers typed here are those of the printed sources; the cross-checks read an independent compilation, if there is one.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.cube.support import BINH_DINH, NEW, OLD, SHARED, key, sample_timeline, slot
from tongket.core.exact import Interval, Verdict, judge, rounded
from tongket.core.figure import Key, Measure, Qualifier, Scenario, Status
from tongket.core.number import render
from tongket.core.period import Period, parse_known
from tongket.core.vocabulary import vocabulary
from tongket.cube.audit import Finding, Severity, audit
from tongket.cube.audit.ratios import judged
from tongket.cube.compare import line_of, target_of
from tongket.cube.explain import explain
from tongket.cube.implied import implied, whole_numbers
from tongket.cube.rows import LedgerRow

PLAN = Scenario.PLAN
SEED_DAY = date(2021, 1, 29)
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the independent compilation is not on this machine")

# ---- (a) the 28 figures of the review of 2020 -----------------------------------------------------------------------

RESULTS = {
    "industry.output": ("22.519", "98,26", "6,61"),
    "retail.revenue": ("75.000", "93,75", "7,78"),
    "export.value": ("580", "92,06", "16"),
}
TARGETS = {
    "industry.output": ("24.800", "10,13"),
    "retail.revenue": ("84.000", "12"),
    "export.value": ("610", "5,17"),
    "import.value": ("95", "5,56"),
}
STOCKS = (
    ("cluster.count", ("cluster-state:detailed-plan-approved",), "13", Qualifier.EXACT),
    ("cluster.area", ("cluster-state:detailed-plan-approved",), "416", Qualifier.OVER),
    ("power.projects", ("power-state:operating", "technology:hydro"), "49", Qualifier.EXACT),
    ("power.capacity", ("power-state:operating", "technology:hydro"), "2.246,15", Qualifier.EXACT),
    ("power.projects", ("power-state:not-stated", "technology:biomass"), "2", Qualifier.EXACT),
    ("power.projects", ("power-state:any-stage", "technology:wind"), "115", Qualifier.EXACT),
    ("power.capacity", ("power-state:any-stage", "technology:wind"), "14.023,5", Qualifier.EXACT),
    ("power.projects", ("power-state:any-stage", "technology:solar-farm"), "44", Qualifier.EXACT),
    ("power.peak-capacity", ("power-state:any-stage", "technology:solar-farm"), "6.500,5", Qualifier.EXACT),
    ("power.systems", ("power-state:operating", "technology:rooftop-solar"), "3.248", Qualifier.EXACT),
    ("power.peak-capacity", ("power-state:operating", "technology:rooftop-solar"), "603", Qualifier.OVER),
)


def test_there_are_28_figures() -> None:
    assert 3 * len(RESULTS) + 2 * len(TARGETS) + len(STOCKS) == 28


@pytest.mark.parametrize("code", RESULTS)
def test_results_of_2020(code: str) -> None:
    line = line_of(sample_timeline().book(SEED_DAY), code, (), OLD, Period.parse("2020"))
    assert line is not None
    printed = [render(a.value.quantity or Decimal(0), a.value.decimals) for a in line.answers]
    assert tuple(printed) == RESULTS[code]
    assert all(a.value.qualifier is Qualifier.EXACT for a in line.answers)
    assert line.plan is None, "the plan of 2020 was never published"


@pytest.mark.parametrize("code", TARGETS)
def test_targets_of_2021(code: str) -> None:
    book = sample_timeline().book(SEED_DAY)
    line = target_of(book, code, (), OLD, Period.parse("2021"), vocabulary().indicators[code].bases[0])
    assert line is not None
    assert line.plan is not None
    assert line.growth is not None
    target, growth = TARGETS[code]
    decimals = len(growth.partition(",")[2])
    assert render(line.plan.value.quantity or Decimal(0), line.plan.value.decimals) == target
    assert render(line.growth.value.quantity or Decimal(0), decimals) == growth
    if code != "import.value":
        assert line.growth.check is not None, "the base, the result of 2020, is known: the printed growth is recomputed"
        assert line.growth.check.verdict is Verdict.ROUNDED


@pytest.mark.parametrize(("code", "members", "printed", "qualifier"), STOCKS)
def test_stocks_of_2020(code: str, members: tuple[str, ...], printed: str, qualifier: Qualifier) -> None:
    answer = sample_timeline().book(SEED_DAY).level(slot(key(code, "2020", members=members)))
    assert answer is not None
    assert render(answer.value.quantity or Decimal(0), answer.value.decimals) == printed
    assert answer.value.qualifier is qualifier
    assert answer.key.period == Period.parse("2020-12-31")


def test_each_of_the_28_leads_to_the_article_it_stood_in() -> None:
    article = "so-cong-thuong-gia-lai-trien-khai-nhiem-vu-nam-2021"
    rows = [r for r in sample_timeline().rows if article in r.source]
    assert len(rows) == 28
    assert {r.known_from for r in rows} == {SEED_DAY}
    for row in rows:
        assert row in explain(sample_timeline(), row.key).answer.rows()


# ---- (b) implied bases ----------------------------------------------------------------------------------------------

# indicator, scenario and year of the ratio, measure; base as implied; [low, high] rounded; cut off; level rounded too;
# whole numbers in the first.
IMPLIED = (
    ("industry.output", "2020", Measure.COMPLETION, "22917.77", ("22916.60", "22918.94"), ("22915.44", "22917.77"),
     ("22916.09", "22919.44"), 2),
    ("industry.output", "2020", Measure.GROWTH, "21122.78", ("21121.79", "21123.77"), ("21120.80", "21122.78"),
     ("21121.32", "21124.24"), 2),
    ("retail.revenue", "2020", Measure.COMPLETION, "80000.00", ("79995.73", "80004.27"), ("79991.47", "80000.00"),
     ("79995.20", "80004.80"), 9),
    ("retail.revenue", "2020", Measure.GROWTH, "69586.19", ("69582.97", "69589.42"), ("69579.74", "69586.19"),
     ("69582.50", "69589.89"), 7),
    ("export.value", "2020", Measure.COMPLETION, "630.024", ("629.990", "630.058"), ("629.955", "630.024"),
     ("629.447", "630.601"), 1),
    ("export.value", "2020", Measure.GROWTH, "500.000", ("497.854", "502.165"), ("495.726", "500.000"),
     ("497.425", "502.597"), 5),
    ("industry.output", "2021", Measure.GROWTH, "22518.84", ("22517.82", "22519.86"), ("22516.80", "22518.84"),
     ("22517.37", "22520.32"), 2),
    ("retail.revenue", "2021", Measure.GROWTH, "75000.00", ("74666.67", "75336.32"), ("74336.28", "75000.00"),
     ("74666.22", "75336.77"), 670),
    ("export.value", "2021", Measure.GROWTH, "580.013", ("579.986", "580.041"), ("579.958", "580.013"),
     ("579.510", "580.516"), 1),
    ("import.value", "2021", Measure.GROWTH, "89.996", ("89.992", "90.000"), ("89.988", "89.996"),
     ("89.518", "90.474"), 1),
)  # fmt: skip


def _ratio(code: str, year: str, measure: Measure) -> LedgerRow:
    scenario = Scenario.ACTUAL if year == "2020" else PLAN
    row = sample_timeline().book(SEED_DAY).at(key(code, year, scenario=scenario, measure=measure))
    assert row is not None
    return row


def _ends(interval: Interval, decimals: int) -> tuple[str, ...]:
    assert interval.low is not None
    assert interval.high is not None
    return tuple(f"{rounded(end, decimals):f}" for end in (interval.low, interval.high))


@pytest.mark.parametrize(("code", "year", "measure", "point", "nearest", "cut", "level_rounded", "count"), IMPLIED)
def test_implied_bases(
    code: str,
    year: str,
    measure: Measure,
    point: str,
    nearest: tuple[str, str],
    cut: tuple[str, str],
    level_rounded: tuple[str, str],
    count: int,
) -> None:
    found = implied(sample_timeline(), _ratio(code, year, measure))
    assert found is not None
    decimals = len(point.partition(".")[2])
    assert _ends(found.rounded, decimals) == nearest
    assert _ends(found.truncated, decimals) == cut
    assert _ends(found.level_rounded, decimals) == level_rounded
    assert len(whole_numbers(found.rounded)) == count
    assert Decimal(point) in Interval(
        found.rounded.low and found.rounded.low - Fraction(1, 100), found.rounded.high and found.rounded.high + 1
    )


@needs_shared
def test_implied_bases_are_those_of_the_independent_compilation() -> None:
    measures = {
        "completion_pct": Measure.COMPLETION,
        "growth_pct": Measure.GROWTH,
        "target_growth_pct": Measure.GROWTH,
    }
    said = list(_shared("implied.csv"))
    assert len(said) == len(IMPLIED)
    for row in said:
        year = str(int(row["implied_period"]) + (row["relation"] != "completion_pct"))
        ratio = _ratio(_code(row["indicator"]), year, measures[row["relation"]])
        found = implied(sample_timeline(), ratio)
        assert found is not None
        decimals = len(row["lo"].partition(".")[2])
        assert _ends(found.rounded, decimals) == (row["lo"], row["hi"]), row["implied_id"]
        assert _ends(found.truncated, decimals) == (row["lo_truncated"], row["hi_truncated"])
        assert _ends(found.level_rounded, decimals) == (row["lo_level_rounded"], row["hi_level_rounded"])
        assert len(whole_numbers(found.rounded)) == int(row["integers_inside"])
        if row["candidate"]:
            assert int(row["candidate"]) in whole_numbers(found.rounded)


# ---- (c) what holds -------------------------------------------------------------------------------------------------


def test_every_printed_ratio_is_judged_alike_by_an_independent_formula() -> None:
    count = Counter[Verdict]()
    for row, level, base, verdict in judged(sample_timeline()):
        a, b = Fraction(level.value.quantity or 0), Fraction(base.value.quantity or 0)
        times = row.value.notation.value == "times"
        exact = a / b if times else a / b * 100 - (100 if row.key.measure in GROWTHS else 0)
        near = abs(exact - Fraction(row.value.quantity or 0))
        step = Fraction(1, 10 ** (row.value.decimals or 0))
        if verdict is Verdict.ROUNDED:
            assert near <= step / 2
        elif verdict is Verdict.TRUNCATED:
            assert step / 2 <= near < step
        elif verdict is Verdict.LAST_DIGIT:
            assert near <= Fraction(1, 100)
        else:
            assert near > Fraction(1, 100)
        count[verdict] += 1
    assert sum(count.values()) >= 80
    assert sum(count[v] for v in Verdict if v.holds) >= 62
    assert all(count[verdict] for verdict in Verdict), "each kind occurs"


GROWTHS = (Measure.GROWTH, Measure.GROWTH_PREVIOUS)
RELATIONS = {
    "completion": Measure.COMPLETION,
    "growth": Measure.GROWTH,
    "times": Measure.GROWTH,
    "share": Measure.SHARE,
}


@needs_shared
def test_every_ratio_and_sum_said_to_hold_holds() -> None:
    said = list(_shared("holds.csv"))
    assert len(said) == 104
    for row in said:
        stated = Decimal(row["stated"])
        decimals = len(row["stated"].partition(".")[2])
        if row["relation"] == "sum":
            total = sum((Decimal(n) for n in row["numerator"].split("+")), Decimal(0))
            assert abs(total - stated) <= Decimal(row["tolerance"]), row["hold_id"]
            continue
        exact = Fraction(row["numerator"]) / Fraction(row["denominator"])
        if row["relation"] in ("completion", "share", "growth"):
            exact = exact * 100 - (100 if row["relation"] == "growth" else 0)
        assert judge(stated, decimals, exact).holds, row["hold_id"]


@needs_shared
def test_what_is_said_to_hold_is_judged_so_and_never_contradicted() -> None:
    timeline = sample_timeline()
    verdicts = {row.row: verdict for row, _, _, verdict in judged(timeline)}
    accused = {f.rows[0].row for f in _findings() if f.severity is Severity.CONTRADICTION}
    rows = {row["row_id"]: row for row in _shared("published.csv")}
    checked = Counter[str]()
    for hold in _shared("holds.csv"):
        source = rows.get(hold["numerator_label"])
        if source is None or hold["relation"] not in RELATIONS:
            continue
        measure = RELATIONS[hold["relation"]]
        at = _published(source).measured(measure)
        stated = next(
            r
            for r in timeline.rows
            if r.key == at
            and r.known_from == parse_known_or_day(source)
            and r.value.quantity == Decimal(hold["stated"])
        )
        assert stated.row not in accused, hold["hold_id"]
        if hold["base_origin"] == "published":
            assert verdicts[stated.row].holds, hold["hold_id"]
        else:
            found = implied(timeline, stated)
            assert found is not None
            assert found.joint is not None
            assert Fraction(hold["denominator"]) in found.joint, hold["hold_id"]
        checked[hold["base_origin"]] += 1
    assert checked["published"] > 50
    assert checked["derived"] > 10


# ---- (d) what does not hold -----------------------------------------------------------------------------------------

GO, RET, EXP, IMP, IIP = "industry.output", "retail.revenue", "export.value", "import.value", "industry.iip"
Reported = tuple[str, str, str, str, str, str, str]
# rule, indicator, members, period, measure, stated, computed: what must be found, by the id in the compilation …
ANOMALIES: dict[str, Reported] = {
    "A01": ("index-read-as-growth", RET, "", "2020-Q1", "growth", "110,03", "10,03"),
    "A02": ("wrong-completion", EXP, "", "2022-M01..M08", "completion", "72,27", "77,27"),
    "A03": ("plan-basis-mismatch", IMP, "", "2021-H1", "completion", "123,4", "132,63"),
    "A04a": ("silent-revision", RET, "", "2021", "growth", "5,97", "2,11"),
    "A04b": ("silent-revision", GO, "", "2022-M01..M09", "growth", "15,14", "17,30"),
    "A04c": ("silent-revision", GO, "", "2022-H1", "growth", "14,31", "10,57"),
    "A04d": ("silent-revision", GO, "", "2023-M01..M09", "growth", "9,5", "10,83"),
    "A04e": ("silent-revision", RET, "", "2023-M01..M09", "growth", "12,27", "5,23"),
    "A04f": ("silent-revision", EXP, "", "2024-M01..M09", "growth", "26,13", "22,81"),
    "A04g": ("silent-revision", EXP, "", "2024-H1", "growth", "16,98", "25,00"),
    "A04h": ("silent-revision", GO, "", "2021-M01..M09", "growth", "11,36", "9,47"),
    "A05a": ("cumulative-inconsistent", RET, "", "2020-M01..M04", "level", "21.495", "21.280"),
    "A05b": ("cumulative-inconsistent", EXP, "", "2025-M01..M05", "level", "756,9", "238,9"),
    "A05c": ("parts-do-not-sum", RET, "", "2020-M01..M08", "level", "44.376", "44.282"),
    "A05d": ("parts-do-not-sum", EXP, "", "2016-M01..M05", "level", "169,25", "164,55"),
    "A05e": ("parts-do-not-sum", IMP, "", "2024-M01..M09", "level", "113", "117,6"),
    "A06a": ("two-sources", RET, "", "2023", "level", "108.000", "55.171,855"),
    "A06b": ("two-sources", IMP, "", "2023", "level", "141", "110"),
    "A06c": ("series-break", RET, "", "2025-Q1", "level", "nso", "dept"),
    "A07": ("indicator-divergence", IIP, "", "2023", "growth", "1,69", "9,45"),
    "A08": ("implausible-forecast", IIP, "", "2024", "growth", "2,9", "73,6"),
    "A09": ("outlier", IMP, "", "2021", "completion", "963,16", "963,16"),
    "A10a": ("estimate-equals-plan", EXP, "", "2018", "level", "470", "470"),
    "A10b": ("estimate-equals-plan", GO, "", "2021", "level", "24.800", "24.800"),
    "A10c": ("estimate-equals-plan", EXP, "", "2021", "level", "610", "610"),
    "A10d": ("estimate-equals-plan", GO, "", "2023", "level", "31.620,6", "31.620"),
    "A10e": ("estimate-equals-plan", RET, "", "2023", "level", "108.000", "108.000"),
    "A10f": ("estimate-equals-plan", EXP, "", "2023", "level", "680", "680"),
    "A10g": ("estimate-equals-plan", EXP, "", "2024", "level", "750", "750"),
    "A11a": ("mixed-stages", "power.projects", "power-state:policy-approved-total,technology:wind", "2023-08-31",
             "level", "17", "115"),
    "A11b": ("mixed-stages", "power.projects", "power-state:total-listed,technology:solar-farm", "2023-08-31",
             "level", "9", "44"),
}  # fmt: skip
# … and what else is true of these figures and worth asking about. Nothing but these two lists may be reported.
BEYOND: tuple[Reported, ...] = (
    ("cumulative-inconsistent", EXP, "", "2016-M01..M05", "level", "169,25", "164"),
    ("silent-revision", RET, "", "2022-M01..M09", "growth", "15,7", "16,84"),
    ("wrong-completion", EXP, "", "2023-H1", "completion", "61,67", "61,76"),
    ("silent-revision", EXP, "commodity:coffee", "2024-H1", "growth", "19,8", "33,73"),
    ("silent-revision", IMP, "", "2024-M01..M09", "growth", "13", "16,98"),
    ("wrong-share", EXP, "commodity:coffee", "2024-M01..M09", "share", "80", "78,86"),
    ("implausible-forecast", IIP, "", "2021", "growth", "20,42", "44,4"),
    ("implausible-forecast", RET, "", "2023", "growth", "20,48", "45,1"),
    ("indicator-divergence", IIP, "", "2021", "growth", "20,42", "10,13"),
    ("indicator-divergence", IIP, "", "2024-M01..M02", "growth", "2,4", "9"),
    ("operands-rounded", IMP, "", "2023-M01..M09", "growth", "-19,4", "-19,50"),
    ("mixed-stages", "cluster.count", "cluster-state:planned", "2022-12-02", "level", "23", "13"),
    ("mixed-stages", "cluster.area", "cluster-state:planned", "2022-12-02", "level", "1.200", "416"),
    ("mixed-stages", "power.capacity", "power-state:policy-approved-total,technology:wind", "2023-08-31", "level",
     "1.242,4", "14.023,5"),
    ("mixed-stages", "power.peak-capacity", "power-state:total-listed,technology:solar-farm", "2023-08-31", "level",
     "787", "6.500,5"),
    ("estimate-equals-plan", EXP, "", "2023", "level", "680", "680"),
    ("estimate-equals-plan", IMP, "", "2023", "level", "110", "110"),
    ("estimate-restated", RET, "", "2023", "growth", "17,57", "17,34"),
)  # fmt: skip
BEYOND_BINH_DINH: tuple[Reported, ...] = (
    ("silent-revision", RET, "", "2024-M01..M07", "growth", "15,6", "16,39"),
    ("cumulative-inconsistent", RET, "", "2024-M01..M08", "level", "79.751,4", "79.841,4"),
)


def _findings(place: str = OLD) -> list[Finding]:
    return audit(sample_timeline(), place, Period.parse("2000..2030"))


def _told(finding: Finding) -> Reported:
    at = finding.key
    return (
        finding.rule,
        at.indicator,
        ",".join(at.members),
        str(finding.period),
        at.measure.value,
        finding.stated,
        finding.computed,
    )


def test_the_audit_reports_these_and_nothing_else() -> None:
    found = Counter(_told(f) for f in _findings())
    assert found == Counter([*ANOMALIES.values(), *BEYOND])
    assert Counter(_told(f) for f in _findings(BINH_DINH)) == Counter(BEYOND_BINH_DINH)
    assert _findings(NEW) == []


def test_every_finding_tells_its_rows_and_both_numbers_in_both_languages() -> None:
    for finding in _findings():
        assert finding.rows
        assert len({r.row for r in finding.rows}) == len(finding.rows)
        vi, en = finding.reason
        assert "None" not in vi + en
        assert "Text(" not in vi + en
        if finding.rule != "series-break":
            assert finding.stated in vi
            assert finding.stated.translate(str.maketrans(",.", ".,")) in en, "each language writes numbers its own way"


def test_an_estimate_replaced_since_says_by_what() -> None:
    replaced = [f for f in _findings() if "thay bằng" in f.reason.vi]
    assert [(f.rule, f.key.indicator, str(f.period)) for f in replaced] == [("estimate-equals-plan", EXP, "2024")]
    assert replaced[0].reason.vi.endswith("(đã được thay bằng 820)")


def test_programs_get_the_numbers_of_every_finding_without_a_locale() -> None:
    for finding in _findings():
        if finding.rule != "series-break":
            printed = render(Decimal(finding.stated_plain), len(finding.stated_plain.partition(".")[2]))
            assert printed == finding.stated
            assert "," not in finding.computed_plain


def test_no_finding_asserts_a_revision_nor_implies_a_base_below_nothing() -> None:
    for finding in [*_findings(), *_findings(BINH_DINH)]:
        assert "số kỳ gốc -" not in finding.reason.vi
        assert ("điều chỉnh" in finding.reason.vi) == ("có thể số" in finding.reason.vi)


def test_an_accused_figure_is_explained_with_its_accusation() -> None:
    for finding in _findings():
        told = explain(sample_timeline(), finding.key)
        standing = sample_timeline().now.at(finding.key) is finding.rows[0]
        assert not standing or finding in told.findings


def test_the_worst_come_first_and_only_of_the_period_asked_for() -> None:
    ranks = [list(Severity).index(f.severity) for f in _findings()]
    assert ranks == sorted(ranks)
    of_2021 = audit(sample_timeline(), OLD, Period.parse("2021"))
    assert {f.period.year for f in of_2021} == {2021}
    assert audit(sample_timeline(), OLD, Period.parse("2020-Q1")) == [
        f for f in _findings() if str(f.period) == "2020-Q1"
    ]


def test_what_only_looks_odd_is_judged_to_hold() -> None:
    verdicts = {row.key: verdict for row, _, _, verdict in judged(sample_timeline())}
    nine_months = key(GO, "2021-M01..M09", measure=Measure.COMPLETION)
    assert verdicts[nine_months] is Verdict.ROUNDED, "67,7 of 67,6976"
    row = sample_timeline().now.at(key(IMP, "2021", measure=Measure.GROWTH))
    assert row is not None
    assert judge(Decimal("10.16"), 2, Fraction(915, 90)) is Verdict.TRUNCATED
    found = implied(sample_timeline(), row)
    assert found is not None
    assert 90 in whole_numbers(found.truncated)
    assert 90 not in whole_numbers(found.rounded)
    accused = {f.key for f in _findings()}
    assert nine_months not in accused
    assert row.key not in accused


@needs_shared
def test_every_anomaly_of_the_independent_compilation_is_reported() -> None:
    rows = {row["row_id"]: row for row in _shared("published.csv")}
    found = [(f.rule, f.key.indicator, f.key.members, str(f.period)) for f in _findings()]
    said = list(_shared("anomalies.csv"))
    assert {row["id"] for row in said} == {*ANOMALIES, "A12a", "A12b"}
    for row in said:
        if row["kind"] == "rounding":
            continue
        named = {_named(row_id, rows) for row_id in row["row_ids"].split(";")}
        hits = [f for f in found if f[0] == row["kind"] and any(_same(f[1:], n) for n in named)]
        assert hits, row["id"]
        rule, indicator, members, period, *_ = ANOMALIES[row["id"]]
        assert (rule, indicator, tuple(members.split(",")) if members else (), period) in hits


def _named(row_id: str, rows: dict[str, dict[str, str]]) -> tuple[str, tuple[str, ...], str]:
    if row_id.startswith("power_stock:"):
        _, technology, month, _ = row_id.split(":")
        return ("power.projects", (f"technology:{technology}",), str(parse_known(month)))
    at = _published(rows[row_id])
    return (at.indicator, at.members, str(at.period))


def _same(found: tuple[str, tuple[str, ...], str], named: tuple[str, tuple[str, ...], str]) -> bool:
    members = named[1] == found[1] or (found[0].startswith("power.") and set(named[1]) <= set(found[1]))
    return found[0] == named[0] and members and found[2] == named[2]


# ---- the independent compilation ------------------------------------------------------------------------------------

PLACES = {"gia-lai-old": OLD, "gia-lai-2025": NEW, "binh-dinh": BINH_DINH}
SERIES = {"dept-basis": "dept", "so-basis": "nso"}


def _shared(name: str) -> Iterator[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _code(alias: str) -> str:
    return vocabulary().indicator(alias).code


def _published(row: dict[str, str]) -> Key:
    indicator = vocabulary().indicator(row["indicator"])
    members = [vocabulary().member(indicator, row["breakdown"])] if row["breakdown"] else []
    scenario = Scenario(row["scenario"])
    return key(
        indicator.code,
        row["period"],
        members=[f"{m.dimension}:{m.code}" for m in members],
        place=PLACES[row["place"]],
        scenario=scenario,
        status=Status(row["status"]) if scenario is Scenario.ACTUAL else None,
        body=row["source_body"],
        basis=SERIES.get(row["series"]),
    )


def parse_known_or_day(row: dict[str, str]) -> date:
    """The day a row of the compilation was known; the review of 2020 has its own day."""
    article = "so-cong-thuong-gia-lai-trien-khai-nhiem-vu-nam-2021"
    return SEED_DAY if article in row["source_url"] else parse_known(row["published"])
