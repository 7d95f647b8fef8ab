import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from functools import cache

import pytest

from tests.cube.support import NEW, OLD, Rows, key, sample_rows, val
from tests.prose.support import well_written
from tests.review import gia_lai as gl
from tongket.core.figure import Key, Measure, Notation, Qualifier, Scenario, Status
from tongket.core.number import parse
from tongket.core.text import Lang, fold
from tongket.core.vocabulary import vocabulary
from tongket.cube.compare import reached
from tongket.cube.explain import explain
from tongket.cube.rows import Answer
from tongket.prose.write.pieces import Amount
from tongket.review.assemble import Assembled, assemble
from tongket.review.document import Cards, Document, Number, Paragraph, Table, plain

IN_ENGLISH = (("2020", OLD), ("2021", OLD), ("2023-H1", OLD), ("2025", NEW))
EVERY: list[tuple[str, Lang, str]] = [
    *((period, "vi", place) for period, place in gl.REVIEWS),
    *((period, "en", place) for period, place in IN_ENGLISH),
]
every_review = pytest.mark.parametrize(("period", "lang", "place"), EVERY)

C, G = Measure.COMPLETION, Measure.GROWTH
HYDRO, BIOMASS, WIND, SOLAR, ROOF = (
    (f"power-state:{state}", f"technology:{technology}")
    for technology, state in (
        ("hydro", "operating"), ("biomass", "not-stated"), ("wind", "any-stage"), ("solar-farm", "any-stage"),
        ("rooftop-solar", "operating"),
    )
)  # fmt: skip
CLUSTER = ("cluster-state:detailed-plan-approved",)
END = "2020-12-31"
SEED: dict[str, tuple[str, Key]] = {
    "S01": ("22.519", key("industry.output")),
    "S02": ("98,26", key("industry.output", measure=C)),
    "S03": ("6,61", key("industry.output", measure=G)),
    "S04": ("75.000", key("retail.revenue")),
    "S05": ("93,75", key("retail.revenue", measure=C)),
    "S06": ("7,78", key("retail.revenue", measure=G)),
    "S07": ("580", key("export.value")),
    "S08": ("92,06", key("export.value", measure=C)),
    "S09": ("16", key("export.value", measure=G)),
    "S10": ("13", key("cluster.count", END, members=CLUSTER)),
    "S11": ("416", key("cluster.area", END, members=CLUSTER)),
    "S12": ("49", key("power.projects", END, members=HYDRO)),
    "S13": ("2.246,15", key("power.capacity", END, members=HYDRO)),
    "S14": ("2", key("power.projects", END, members=BIOMASS)),
    "S15": ("115", key("power.projects", END, members=WIND)),
    "S16": ("14.023,5", key("power.capacity", END, members=WIND)),
    "S17": ("44", key("power.projects", END, members=SOLAR)),
    "S18": ("6.500,5", key("power.peak-capacity", END, members=SOLAR)),
    "S19": ("3.248", key("power.systems", END, members=ROOF)),
    "S20": ("603", key("power.peak-capacity", END, members=ROOF)),
    "S21": ("24.800", key("industry.output", "2021", scenario=Scenario.PLAN)),
    "S22": ("10,13", key("industry.output", "2021", scenario=Scenario.PLAN, measure=G)),
    "S23": ("84.000", key("retail.revenue", "2021", scenario=Scenario.PLAN)),
    "S24": ("12", key("retail.revenue", "2021", scenario=Scenario.PLAN, measure=G)),
    "S25": ("610", key("export.value", "2021", scenario=Scenario.PLAN)),
    "S26": ("5,17", key("export.value", "2021", scenario=Scenario.PLAN, measure=G)),
    "S27": ("95", key("import.value", "2021", scenario=Scenario.PLAN)),
    "S28": ("5,56", key("import.value", "2021", scenario=Scenario.PLAN, measure=G)),
}
"""What the Department said on 29/01/2021, in its own order."""


def printed(document: Document) -> set[tuple[str, str]]:
    return {(n.text, n.key) for n in document.numbers()}


def in_words(document: Document, code: str) -> set[str]:
    """Keys printed in the running text of a section."""
    blocks = gl.section(document, code).blocks
    return {run.key for b in blocks if isinstance(b, Paragraph) for run in b.runs if isinstance(run, Number)}


@pytest.mark.parametrize("seed", SEED)
def test_every_figure_of_2020_is_printed_and_bound(seed: str) -> None:
    text, at = SEED[seed]
    found = gl.review("2020")
    assert (text, str(at)) in printed(found.review)
    assert (text, str(at)) in printed(found.press)
    english = text.translate(str.maketrans(",.", ".,"))
    assert (english, str(at)) in printed(gl.review("2020", "en").review)
    assert {n.id for n in found.review.numbers() if n.key == str(at)} == {at.id}


def test_the_press_note_of_2020_prints_nothing_else() -> None:
    assert printed(gl.review("2020").press) == {(text, str(at)) for text, at in SEED.values()}


def test_2020_in_words() -> None:
    (opening, *_) = gl.paragraphs(gl.review("2020").review, "overview")
    assert opening == (
        "Năm 2020, trên địa bàn tỉnh Gia Lai, giá trị sản xuất công nghiệp (theo giá so sánh năm 2010) ước đạt 22.519 "
        "tỷ đồng, đạt 98,26% kế hoạch, tăng 6,61% so với năm 2019; tổng mức bán lẻ hàng hóa và doanh thu dịch vụ ước "
        "đạt 75.000 tỷ đồng, đạt 93,75% kế hoạch, tăng 7,78% so với năm 2019; kim ngạch xuất khẩu ước đạt 580 triệu "
        "USD, đạt 92,06% kế hoạch, tăng 16% so với năm 2019."
    )
    (aims,) = gl.paragraphs(gl.review("2020").review, "targets")
    assert aims.startswith(
        "Năm 2021, ngành Công Thương phấn đấu giá trị sản xuất công nghiệp đạt 24.800 tỷ đồng (tăng 10,13% so với "
        "năm 2020); "
    )
    assert aims.endswith("kim ngạch nhập khẩu đạt 95 triệu USD (tăng 5,56% so với năm 2020).")


def test_the_same_in_english() -> None:
    (opening, *_) = gl.paragraphs(gl.review("2020", "en").review, "overview")
    assert opening.startswith(
        "In 2020, in Gia Lai, industrial production value (at constant 2010 prices) is estimated at 22,519 billion "
        "VND, 98.26% of the plan, up 6.61% on 2019; "
    )


def test_what_was_not_reached_and_by_how_much() -> None:
    told = gl.paragraphs(gl.review("2020").review, "plan")
    at = told.index("Các chỉ tiêu chưa đạt kế hoạch:")
    assert told[at + 1 :] == [
        "Giá trị sản xuất công nghiệp đạt 98,26% kế hoạch, thấp hơn kế hoạch 1,74%.",
        "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ đạt 93,75% kế hoạch, thấp hơn kế hoạch 6,25%.",
        "Kim ngạch xuất khẩu đạt 92,06% kế hoạch, thấp hơn kế hoạch 7,94%.",
    ]
    retail = [t for t in gl.paragraphs(gl.review("2021").review, "plan") if t.startswith("Tổng mức")]
    assert retail == [
        "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ đạt 91,17% kế hoạch, thấp hơn kế hoạch 8,83%, "
        "còn thiếu gần 7.419 tỷ đồng."
    ]


@every_review
def test_sections_come_in_order(period: str, lang: Lang, place: str) -> None:
    order = [
        "overview", "fields", "industry", "trade", "external", "clusters", "energy", "coordination", "plan", "targets",
        "tasks", "annex",
    ]  # fmt: skip
    found = gl.known(period, lang, place)
    wanted = [code for code in order if code != "targets" or found.period.is_year]
    assert [s.code for s in gl.review(period, lang, place).review.sections] == wanted


@cache
def explained(place: str, at: Key) -> Answer:
    return explain(gl.timeline(place), at).answer


@every_review
def test_every_number_resolves_to_the_figure_it_prints(period: str, lang: Lang, place: str) -> None:
    found = gl.review(period, lang, place)
    for number in gl.numbers(found):
        at = Key.parse(number.key)
        assert number.id == at.id
        assert number.posting == gl.POSTING
        answer = explained(place, at)
        shown = Amount(at, answer.value, vocabulary().units["percent"])
        assert number.text in (shown.text(lang), shown.text(lang, signed=False)), number.key
        assert answer.rows(), number.key
        assert found.answers[number.id].value == answer.value


@every_review
def test_one_figure_is_printed_alike_everywhere(period: str, lang: Lang, place: str) -> None:
    texts: dict[str, set[str]] = defaultdict(set)
    for number in gl.numbers(gl.review(period, lang, place)):
        texts[number.id].add(number.text.removeprefix("-"))
    assert {i: t for i, t in texts.items() if len(t) > 1} == {}


@every_review
def test_every_text_is_composed_and_every_sentence_finished(period: str, lang: Lang, place: str) -> None:
    found = gl.review(period, lang, place)
    for text in gl.all_texts(found):
        assert unicodedata.is_normalized("NFC", text)
        assert "  " not in text
        assert not re.search(r"\bNone\b(?! of)|\{|\}|Decimal|Fraction", text)
    for document in (found.review, found.press):
        for text in gl.paragraphs(document):
            assert well_written(text) or text.endswith(":"), text


@every_review
def test_verbs_are_true(period: str, lang: Lang, place: str) -> None:
    text = " ".join(gl.paragraphs(gl.review(period, lang, place).review))
    number = r"(-?[\d.,]+)"
    for shown in re.findall(rf"vượt {number}%", text):
        assert parse(shown, "vi").value > 0
    for verb in ("tăng", "giảm", "thấp hơn kế hoạch", "còn thiếu", "up", "down"):
        for shown in re.findall(rf"\b{verb} {number}", text):
            assert parse(shown.rstrip(".,"), lang).value > 0, (verb, shown)


@every_review
def test_verdicts_are_true(period: str, lang: Lang, place: str) -> None:
    found = gl.known(period, lang, place)
    review = gl.review(period, lang, place).review
    listed = {"met": set[str](), "short": set[str]()}
    heads = {"Các chỉ tiêu đạt kế hoạch:": "met", "Targets reached:": "met"}
    heads |= {"Các chỉ tiêu chưa đạt kế hoạch:": "short", "Targets not reached:": "short"}
    at = ""
    for block in gl.section(review, "plan").blocks:
        if isinstance(block, Paragraph) and block.kind == "item" and at:
            listed[at] |= {Key.parse(r.key).indicator for r in block.runs if isinstance(r, Number)}
        elif isinstance(block, Paragraph):
            at = heads.get(plain(block.runs), "")
    aimed = {c: i for c, i in vocabulary().indicators.items() if i.direction != "none" and i.kind != "stock"}
    outcome = {c: reached(line) for c in aimed if (line := found.line(c)) is not None}
    whole = found.period.is_year
    assert listed["met"] == {c for c, done in outcome.items() if done and whole}
    assert listed["short"] == {c for c, done in outcome.items() if done is False and whole}


VERDICTS = {
    ("2020", OLD): "Cả ba chỉ tiêu chủ yếu có kế hoạch đều chưa đạt kế hoạch: giá trị sản xuất công nghiệp, "
    "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ, kim ngạch xuất khẩu.",
    ("2021", OLD): "Trong ba chỉ tiêu chủ yếu có kế hoạch, một chỉ tiêu chưa đạt: "
    "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ.",
    ("2023", OLD): "Cả ba chỉ tiêu chủ yếu có kế hoạch đều đạt kế hoạch.",
    ("2025", NEW): "Chỉ tiêu chủ yếu duy nhất có kế hoạch là kim ngạch xuất khẩu đạt kế hoạch.",
}
TITLES = {
    ("2020", OLD): "Các chỉ tiêu chủ yếu đều chưa đạt kế hoạch",
    ("2021", OLD): "Một số chỉ tiêu chủ yếu chưa đạt kế hoạch",
    ("2023", OLD): "Các chỉ tiêu chủ yếu đều đạt kế hoạch",
    ("2025", NEW): "Kim ngạch xuất khẩu đạt kế hoạch",
    ("2022", OLD): "Tổng quan năm 2022",
    ("2023-M01..M09", OLD): "Tổng quan 9 tháng đầu năm 2023",
}


@pytest.mark.parametrize(("period", "place"), VERDICTS)
def test_the_verdict_on_the_headlines(period: str, place: str) -> None:
    assert VERDICTS[period, place] in gl.paragraphs(gl.review(period, "vi", place).review, "overview")


@pytest.mark.parametrize(("period", "place"), TITLES)
def test_the_title_of_the_first_slide_is_true(period: str, place: str) -> None:
    assert gl.review(period, "vi", place).review.slides[0].title == TITLES[period, place]


@pytest.mark.parametrize(
    ("actual", "title"),
    [
        ("700", "Các chỉ tiêu chủ yếu có kế hoạch đều đạt kế hoạch"),
        ("500", "Các chỉ tiêu chủ yếu có kế hoạch đều chưa đạt kế hoạch"),
    ],
)
def test_all_is_not_said_where_a_plan_is_not_known(actual: str, title: str) -> None:
    rows = Rows()
    for code in ("export.value", "industry.output"):
        rows.add(key(code), actual)
        rows.add(key(code, scenario=Scenario.PLAN), "600")
    rows.add(key("retail.revenue"), "1")
    assert made(rows).review.slides[0].title == title


@every_review
def test_titles_of_slides_promise_only_what_is_on_them(period: str, lang: Lang, place: str) -> None:
    found = gl.known(period, lang, place)
    lines = {fold(i.name.to(lang)): found.line(c) for c, i in vocabulary().indicators.items()}
    for slide in gl.review(period, lang, place).review.slides:
        words = fold(slide.title)
        name, _, told = words.partition(": ")
        line = lines.get(name)
        if line is not None and told:
            grown = line.growth.value.quantity if line.growth else None
            assert not told.startswith(("tang", "up")) or (grown is not None and grown > 0)
            assert not told.startswith(("giam", "down")) or (grown is not None and grown < 0)
            assert (reached(line) is False) == ("chua dat" in told or "short of" in told) or not found.period.is_year
        if "muc tang" in words or "growth they ask" in words:
            assert any(n.key.endswith("~growth") for n in gl.section_numbers(gl.review(period, lang, place), "targets"))


def test_titles_name_nothing_where_nothing_is_known() -> None:
    titles = [s.title for s in gl.review("2005").review.slides]
    assert titles == ["Kết quả thực hiện so với kế hoạch"]


@pytest.mark.parametrize(("period", "place"), [("2005", OLD), ("2020", "vn.56@1997")])
def test_nothing_is_invented_where_nothing_is_known(period: str, place: str) -> None:
    found = gl.review(period, "vi", place)
    assert gl.numbers(found) == []
    assert gl.charts(found) == []
    told = gl.paragraphs(gl.review(period, "vi", place).review, "overview")
    assert told == [
        f"Chưa có số liệu về {name} năm {period}."
        for name in (
            "giá trị sản xuất công nghiệp",
            "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ",
            "kim ngạch xuất khẩu",
            "kim ngạch nhập khẩu",
        )
    ]
    for code in ("industry", "trade", "external", "clusters", "energy", "coordination", "plan", "targets", "tasks"):
        (only,) = gl.paragraphs(gl.review(period, "vi", place).review, code)
        assert only.startswith("Chưa có ")


def test_what_is_missing_is_said() -> None:
    assert "Chưa có số liệu về kim ngạch nhập khẩu năm 2020." in gl.paragraphs(gl.review("2020").review, "overview")
    assert "Chưa có số liệu về kim ngạch nhập khẩu năm 2020." in gl.paragraphs(gl.review("2020").press)


def test_a_growth_without_its_level_is_no_missing_figure_and_no_level() -> None:
    told = gl.paragraphs(gl.review("2023-H1").review, "overview")
    name = "tổng mức bán lẻ hàng hóa và doanh thu dịch vụ"
    assert f"Chưa có giá trị tuyệt đối của {name} 6 tháng đầu năm 2023, chỉ có tỷ lệ đã công bố." in told
    assert not any(t.startswith(f"Chưa có số liệu về {name}") for t in told)


@pytest.mark.parametrize("period", [p for p, place in gl.REVIEWS if "-" in p])
def test_a_part_of_a_year_sets_no_targets(period: str) -> None:
    found = gl.review(period)
    year = gl.known(period).period.year
    keys = [Key.parse(n.key) for n in gl.numbers(found)]
    assert not any(k.scenario is Scenario.PLAN and k.period.year > year for k in keys)
    assert f"{year + 1}" not in " ".join(gl.paragraphs(found.review))
    assert found.review.title.startswith("Báo cáo sơ kết ")


def test_the_rest_of_the_year_is_told_in_units() -> None:
    told = gl.paragraphs(gl.review("2023-M01..M09").review, "plan")
    at = told.index("Để đạt kế hoạch năm, thời gian còn lại phải thực hiện:")
    assert told[at + 1 :] == [
        "Giá trị sản xuất công nghiệp: gần 9.795 tỷ đồng.",
        "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ: 41.358 tỷ đồng.",
        "Kim ngạch xuất khẩu: 110 triệu USD.",
    ]


@every_review
def test_mw_and_mwp_are_never_summed(period: str, lang: Lang, place: str) -> None:
    found = gl.review(period, lang, place)
    indicators = {"MW": "power.capacity", "MWp": "power.peak-capacity"}
    stated = {
        unit: {r.value.quantity for r in sample_rows() if r.key.indicator == code} for unit, code in indicators.items()
    }
    of_power = [(n, Key.parse(n.key)) for n in gl.numbers(found)]
    for _, at in of_power:
        if at.indicator in indicators.values():
            assert len(at.members) == 2, "a capacity over all technologies or states"
            assert at in {r.key for r in gl.timeline(place).rows}, "a capacity nobody stated"
    told = re.findall(r"([\d.,]+)\s(MWp?)\b", " ".join(gl.all_texts(found)))
    assert all(parse(text, lang).value in stated[unit] for text, unit in told)
    assert bool(told) == any(at.indicator in indicators.values() for _, at in of_power)


def test_energy_tables_keep_the_two_units_apart() -> None:
    (table,) = gl.tables(gl.review("2023").review, "energy")
    titles = [c.title for c in table.columns]
    for row in table.rows:
        for unit, indicator in (("MW", "power.capacity"), ("MWp", "power.peak-capacity")):
            cell = [r for r in row.cells[titles.index(unit)] if isinstance(r, Number)]
            assert all(Key.parse(r.key).indicator == indicator for r in cell)


def test_a_ratio_refuted_by_the_audit_is_not_repeated_as_if_it_held() -> None:
    found = gl.review("2020-Q1")
    body = [s for s in found.review.sections if s.code != "annex"]
    texts = [t for s in body for b in s.blocks for t in gl.texts_of(b)] + gl.paragraphs(found.press)
    assert not any("110,03" in t for t in texts)
    assert any("20,93%" in t for t in texts)
    (checks, _) = gl.tables(found.review, "annex")
    assert any("110,03" in plain(cell) for row in checks.rows for cell in row.cells)


@pytest.mark.parametrize(
    ("period", "stated", "computed"),
    [("2021", "5,97", "2,11"), ("2023-M01..M09", "12,27", "5,23"), ("2023-H1", "61,67", "61,76")],
)
def test_a_ratio_its_levels_refute_is_recomputed(period: str, stated: str, computed: str) -> None:
    found = gl.review(period)
    told = " ".join(t for d in (found.review, found.press) for t in gl.paragraphs(d))
    assert f" {computed}%" in told
    # The published number stands only as what was published, beside ours.
    beside = told.count(f"{computed}%") and told.count(f"(số đã công bố: {stated}%)")
    assert beside
    assert told.count(f" {stated}%") == told.count(f"(số đã công bố: {stated}%)")
    (checks, _) = gl.tables(found.review, "annex")
    (row,) = [r for r in checks.rows if plain(r.cells[2]) == stated]
    # Quoted, not bound: the figure itself says something else now. Its id stands beside it.
    assert not any(isinstance(run, Number) for run in row.cells[2])
    (figure,) = re.findall(r"\(mã ([a-z0-9]{17})\)", plain(row.cells[0]))
    assert found.answers[figure].check is not None


def test_the_annex_names_every_source_of_what_is_printed() -> None:
    found = gl.review("2023")
    sources = gl.tables(found.review, "annex")[-1]
    named = {plain(row.cells[0]) for row in sources.rows}
    beneath = {r.source for n in gl.numbers(found) for r in found.answers[n.id].rows()}
    assert beneath <= named


@pytest.mark.parametrize(("period", "place"), IN_ENGLISH)
def test_english_text_holds_no_vietnamese_but_names_and_addresses(period: str, place: str) -> None:
    names = re.compile(r"https?://\S+|vnexpress\.net.*|Sê San \d|Ialy")
    for text in gl.all_texts(gl.review(period, "en", place)):
        left = names.sub("", text)
        strange = {c for c in left if ord(c) > 0x7F and unicodedata.category(c).startswith("L")}
        assert strange == set(), text


@pytest.mark.parametrize(("period", "place"), gl.REVIEWS)
def test_vietnamese_text_holds_no_english(period: str, place: str) -> None:
    english = re.compile(r"\b(?:the|of|plan|growth|is|estimated|reached|target|year|operating|figure|with)\b")
    for text in gl.all_texts(gl.review(period, "vi", place)):
        assert not english.search(re.sub(r"https?://\S+", "", text)), text


@every_review
def test_charts_draw_what_is_printed(period: str, lang: Lang, place: str) -> None:
    found = gl.review(period, lang, place)
    shown = {parse(n.text.split("–")[0], lang).value for n in gl.numbers(found)}
    drawn = [r for c in gl.charts(found) for r in c.spec["data"]["values"]]
    assert all(chart.alt for chart in gl.charts(found))
    texts = Counter(re.findall(r"-?\d[\d.,]*(?=%)", " ".join(c.alt for c in gl.charts(found))))
    assert all(parse(text, lang).value in shown | {-s for s in shown} for text in texts)
    assert not gl.charts(found) or drawn


def other_body() -> Rows:
    rows = Rows()
    rows.add(key("retail.revenue", "2022", body="statistics-office", basis="nso", status=Status.OFFICIAL), "47017.946")
    return rows


def test_another_bodys_figure_carries_its_name() -> None:
    found = assemble(gl.facts("2022", given=other_body().rows))
    (first, *_) = gl.paragraphs(found.press)
    assert first == (
        "Năm 2022, tổng mức bán lẻ hàng hóa và doanh thu dịch vụ (số liệu của cơ quan thống kê) đạt 47.017,946 tỷ đồng."
    )
    assert "Sở Công Thương" not in first
    cards = next(b for b in gl.section(found.review, "overview").blocks if isinstance(b, Cards))
    assert cards.cards[0].label.endswith("(số liệu của cơ quan thống kê)")


def made(rows: Rows, period: str = "2020", lang: Lang = "vi") -> Assembled:
    return assemble(gl.facts(period, lang, given=rows.rows))


def test_a_multiple_is_no_percent_in_a_column_of_percents() -> None:
    rows = Rows()
    rows.add(key("export.value"), "580")
    rows.add(key("export.value", scenario=Scenario.PLAN), "600")
    rows.add(key("export.value", measure=G), val("10.16", notation=Notation.TIMES))
    found = made(rows)
    (table,) = gl.tables(found.review, "plan")
    assert plain(table.rows[0].cells[-1]).replace("\N{NO-BREAK SPACE}", " ") == "gấp 10,16 lần"
    assert found.review.slides[2].title.startswith("Kim ngạch xuất khẩu: tăng")
    assert "10,16" not in " ".join(c.alt for c in gl.charts(found))


def test_a_plan_missed_by_less_than_is_printed() -> None:
    rows = Rows()
    rows.add(key("export.value"), "679.99")
    rows.add(key("export.value", scenario=Scenario.PLAN), "680")
    found = made(rows)
    assert gl.paragraphs(found.review, "plan")[1:] == [
        "Các chỉ tiêu chưa đạt kế hoạch:",
        "Kim ngạch xuất khẩu đạt gần 100% kế hoạch, còn thiếu 0,01 triệu USD.",
    ]
    (table,) = gl.tables(found.review, "plan")
    assert plain(table.rows[0].cells[4]) == "gần 100"
    assert found.review.slides[0].title == "Kim ngạch xuất khẩu chưa đạt kế hoạch"


def test_a_plan_exceeded() -> None:
    rows = Rows()
    rows.add(key("export.value"), "656")
    rows.add(key("export.value", scenario=Scenario.PLAN), "600")
    told = gl.paragraphs(made(rows).review, "plan")
    assert told[-1] == "Kim ngạch xuất khẩu đạt 109,33% kế hoạch, vượt 9,33% kế hoạch."


def test_imports_have_no_target_to_reach() -> None:
    told = gl.paragraphs(gl.review("2021").review, "plan")
    assert not any("nhập khẩu" in t for t in told)
    (table,) = gl.tables(gl.review("2021").review, "plan")
    assert [plain(c) for c in table.rows[-1].cells][:5] == ["Kim ngạch nhập khẩu", "triệu USD", "915", "95", "963,16"]


def test_a_proposed_target_says_so() -> None:
    (aims,) = gl.paragraphs(gl.review("2023").review, "targets")
    assert "giá trị sản xuất công nghiệp tăng 10,7% so với năm 2023 (mức đề xuất);" in aims


def test_over_is_said_in_sentences_cards_and_tables() -> None:
    found = gl.review("2021").review
    cards = next(b for b in gl.section(found, "overview").blocks if isinstance(b, Cards))
    assert plain(cards.cards[1].value).startswith("hơn 76.581")
    (table,) = gl.tables(found, "plan")
    assert plain(table.rows[1].cells[2]) == "hơn 76.581"


def test_parts_stand_in_one_table_for_each_way_of_cutting() -> None:
    rows = Rows()
    rows.add(key("retail.revenue"), "100")
    rows.add(key("retail.revenue", members=["ownership:state"]), "40")
    rows.add(key("retail.revenue", members=["ownership:private"]), "60")
    rows.add(key("retail.revenue", members=["trade-activity:goods-trade"]), "90")
    owners, trades = gl.tables(made(rows).review, "trade")
    assert [plain(r.cells[2]) for r in owners.rows] == ["40", "60"]
    assert [plain(r.cells[2]) for r in trades.rows] == ["90"]
    assert owners.caption == "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ theo thành phần kinh tế, năm 2020"


def test_the_rest_is_never_the_part_named_first() -> None:
    rows = Rows()
    rows.add(key("export.value"), "100")
    rows.add(key("export.value", members=["commodity:other"]), "90")
    rows.add(key("export.value", members=["commodity:coffee"]), val("10", qualifier=Qualifier.ABOUT))
    told = gl.paragraphs(made(rows).review, "external")
    assert told[1] == "Trong đó, cà phê ước đạt khoảng 10 triệu USD, chiếm 10% tổng số."


def test_what_was_not_known_on_the_day_is_not_told() -> None:
    before = assemble(gl.facts("2020", as_of=date(2020, 12, 31)))
    assert ("22.519", str(SEED["S01"][1])) not in printed(before.review)
    assert before.review.as_of == date(2020, 12, 31)
    later = {r.key for r in sample_rows() if r.known_from > date(2020, 12, 31)}
    earlier = {r.key for r in sample_rows() if r.known_from <= date(2020, 12, 31)}
    assert not {Key.parse(n.key) for n in gl.numbers(before)} & (later - earlier)


def test_a_later_year_does_not_leak_into_an_earlier_review() -> None:
    keys = {Key.parse(n.key) for n in gl.numbers(gl.review("2020"))}
    assert not any(k.scenario is Scenario.ACTUAL and k.period.end > date(2020, 12, 31) for k in keys)
    alt = " ".join(c.alt for c in gl.charts(gl.review("2020")))
    assert "2021: kế hoạch 24.800" in alt
    assert "2022" not in alt


def test_the_letterhead_says_what_the_document_is() -> None:
    head = gl.review("2020").review.letterhead
    assert head is not None
    assert (head.parent, head.issuer, head.kind) == ("UBND TỈNH GIA LAI", "SỞ CÔNG THƯƠNG", "BÁO CÁO")
    assert head.subject == "Tổng kết công tác năm 2020, nhiệm vụ năm 2021 của ngành Công Thương"
    assert head.signed is None
    part = gl.review("2023-M01..M09").review.letterhead
    assert part is not None
    assert part.subject.startswith("Sơ kết công tác 9 tháng đầu năm 2023, nhiệm vụ 3 tháng cuối năm")
    end = assemble(gl.facts("2023-H2")).review.letterhead
    assert end is not None
    assert end.subject.startswith("Sơ kết công tác 6 tháng cuối năm 2023, nhiệm vụ năm 2024")


def test_a_city_is_called_one() -> None:
    rows = Rows()
    at = key("cluster.count", END, members=CLUSTER, place="vn.48@1997")
    rows.add(at, "3")
    found = assemble(gl.facts("2020", place="vn.48@1997", given=rows.rows))
    assert gl.paragraphs(found.review, "clusters") == [
        "Toàn thành phố có 3 cụm công nghiệp đã được phê duyệt quy hoạch chi tiết."
    ]


def test_tables_have_as_many_cells_as_columns() -> None:
    for period, place in gl.REVIEWS:
        for block in gl.blocks(gl.review(period, "vi", place)):
            if isinstance(block, Table):
                assert all(len(row.cells) == len(block.columns) for row in block.rows)
