"""What the period brought: the overview, each group of indicators, and the results against the plan."""

from collections.abc import Sequence
from decimal import Decimal

from tongket.core.exact import rounded
from tongket.core.figure import Measure, Notation
from tongket.core.number import render
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.cube.book import Slot
from tongket.cube.compare import Line, reached
from tongket.cube.measures import excess
from tongket.cube.rows import Answer
from tongket.prose.write.clauses import against_last_year, against_plan
from tongket.prose.write.pieces import Pieces, amount, decimals_of, joined, sentence, size
from tongket.prose.write.sentences import level_unknown, result, shortfall, subject, unknown
from tongket.review import charts
from tongket.review.assemble.facts import HEADLINES, Facts, capital
from tongket.review.document import (
    Block,
    Card,
    Cards,
    Chart,
    Column,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)

COUNTED = (
    Text("không", "none"), Text("một", "one"), Text("hai", "two"), Text("ba", "three"), Text("bốn", "four"),
    Text("năm", "five"), Text("sáu", "six"), Text("bảy", "seven"), Text("tám", "eight"), Text("chín", "nine"),
)  # fmt: skip


def overview(facts: Facts) -> Section:
    """Return the headline figures: cards, one paragraph, and how they stand to the plan."""
    lines = headline_lines(facts)
    blocks: list[Block] = [cards(facts, lines)] if lines else []
    told = [told_line(facts, line) for line in lines]
    if told:
        opening = facts.words(capital(facts.period.label("vi")), f"In {facts.period.label('en')}")
        where = facts.words(f"trên địa bàn {_with_kind(facts)}", f"in {facts.place.name('en', facts.period.end)}")
        blocks.append(Paragraph(facts.runs(sentence(f"{opening}, {where}, ", joined(told, "; ")))))
    blocks.extend(Paragraph(facts.runs(p)) for p in _verdict(facts, lines))
    blocks.extend(missing(facts))
    chart = completion_chart(facts, lines)
    if chart:
        blocks.append(chart)
    return Section("overview", facts.words("Đánh giá chung", "Overview"), tuple(blocks))


def _with_kind(facts: Facts) -> str:
    full = facts.place.full_name(facts.period.end)
    return full[:1].lower() + full[1:]


def headline_lines(facts: Facts) -> list[Line]:
    """Return the lines of the headline indicators of which anything is known."""
    found = [facts.line(code) for code in HEADLINES]
    return [line for line in found if line is not None]


def missing(facts: Facts) -> list[Paragraph]:
    """Say which headline figures the ledger has not, and of which it has ratios only."""
    told: list[Pieces] = []
    for code in HEADLINES:
        name, line = facts.indicator(code).name.to(facts.lang), facts.line(code)
        if line is None:
            told.append(unknown(name, facts.period, facts.lang))
        elif line.actual is None:
            told.append(level_unknown(name, facts.period, facts.lang))
    return [Paragraph(facts.runs(pieces)) for pieces in told]


def told_line(facts: Facts, line: Line, *, share: bool = False) -> Pieces:
    """Return one line in words: level, share, completion, growth, as far as each is known."""
    prices = facts.prices(line) if not line.members else ""
    part = facts.members(line.members)
    return result(
        part or subject(line.indicator, "", prices, facts.lang, facts.source(line)),
        facts.amount(line.actual),
        facts.amount(line.completion),
        facts.amount(line.growth),
        facts.of(line.actual, Measure.SHARE) if share else None,
        facts.lang,
    )


def cards(facts: Facts, lines: Sequence[Line]) -> Cards:
    """Return the headline figures as cards; the tone tells whether the plan was reached."""
    return Cards(tuple(_card(facts, line) for line in lines))


def _card(facts: Facts, line: Line) -> Card:
    level, completion, growth = facts.amount(line.actual), facts.amount(line.completion), facts.amount(line.growth)
    value: Pieces = amount(level, facts.lang) if level else ("–",)
    told = [against_plan(completion, facts.lang)] if completion else []
    told += [against_last_year(growth, facts.lang)] if growth else []
    judged = reached(line)
    open_ended = judged is None or not facts.period.is_year or line.indicator.direction == "none"
    tone = "neutral" if open_ended else "good" if judged else "bad"
    return Card(
        capital(subject(line.indicator, "", "", facts.lang, facts.source(line))),
        facts.runs(value, bold=True),
        tuple(facts.runs(clause) for clause in told if clause),
        "good" if tone == "good" else "bad" if tone == "bad" else "neutral",
    )


def _verdict(facts: Facts, lines: Sequence[Line]) -> list[Pieces]:
    """Say in words how many of the headline targets were reached; nothing where no plan is known."""
    known = judged_lines(lines)
    if not known or not facts.period.is_year:
        return []
    short = [line for line in known if not reached(line)]
    count, fell = COUNTED[len(known)], COUNTED[len(short)]
    names = ", ".join(line.indicator.name.to(facts.lang) for line in short or known)
    if len(known) == 1:
        outcome = facts.words("chưa đạt kế hoạch", "was not reached") if short else facts.words(
            "đạt kế hoạch", "was reached")  # fmt: skip
        told = facts.words(f"chỉ tiêu chủ yếu duy nhất có kế hoạch là {names} {outcome}",
                           f"the one headline target known, {names}, {outcome}")  # fmt: skip
    elif not short:
        told = facts.words(f"cả {count.vi} chỉ tiêu chủ yếu có kế hoạch đều đạt kế hoạch",
                           f"all of the {count.en} headline targets known were reached")  # fmt: skip
    elif len(short) == len(known):
        told = facts.words(f"cả {count.vi} chỉ tiêu chủ yếu có kế hoạch đều chưa đạt kế hoạch: {names}",
                           f"none of the {count.en} headline targets known was reached: {names}")  # fmt: skip
    else:
        told = facts.words(f"trong {count.vi} chỉ tiêu chủ yếu có kế hoạch, {fell.vi} chỉ tiêu chưa đạt: {names}",
                           f"of the {count.en} headline targets known, {fell.en} fell short: {names}")  # fmt: skip
    return [sentence(told)]


def judged_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of which it can be told whether their target was reached.

    Where neither direction is better (imports) a plan is a forecast, not a target to reach.
    """
    return [line for line in lines if line.indicator.direction != "none" and reached(line) is not None]


def completion_chart(facts: Facts, lines: Sequence[Line]) -> Chart | None:
    """Return the chart of completion, or of growth where no plan is known; None where neither is."""
    plan = percents(facts, [(line, line.completion) for line in lines])
    when = facts.period.label(facts.lang)
    if plan:
        caption = facts.words(f"Mức hoàn thành kế hoạch {when}", f"Completion of the plan, {when}")
        spec = charts.completion(plan, facts.lang)
        alt = facts.words("Biểu đồ thanh: ", "Bar chart: ") + listed(plan, facts)
        return Chart(caption, spec, alt, charts.height(spec))
    grown = percents(facts, [(line, line.growth) for line in lines])
    if not grown:
        return None
    caption = facts.words(f"Tăng, giảm so với cùng kỳ, {when}", f"Growth on the year before, {when}")
    spec = charts.growth(grown, facts.lang)
    return Chart(caption, spec, f"{caption}: {listed(grown, facts)}", charts.height(spec))


def listed(rows: Sequence[tuple[str, Decimal]], facts: Facts) -> str:
    """Return the rows of a chart of percents in words, for those who cannot see it."""
    return "; ".join(f"{name} {render(value, None, facts.lang)}%" for name, value in rows)


def percents(facts: Facts, pairs: Sequence[tuple[Line, Answer | None]]) -> list[tuple[str, Decimal]]:
    """Return the names and ratios of lines as they are printed; lines without one are left out, ranges too."""
    out = []
    for line, answer in pairs:
        ratio = facts.amount(answer)
        # A multiple (10,16 times) or an index is no bar among growths in percent.
        if ratio is None or ratio.value.notation in (Notation.TIMES, Notation.INDEX):
            continue
        if ratio.value.quantity is not None and ratio.value.high is None:
            # A chart draws what is printed: the number as the text rounds it.
            shown = rounded(ratio.value.quantity, decimals_of(ratio))
            out.append((capital(facts.name(line)), shown))
    return out


def group(facts: Facts, code: str, title: Text, level: int = 2) -> Section:
    """Return the section of one group of flows: each indicator in a sentence, its parts in a table, its years drawn."""
    lines = [line for line in facts.lines(code) if line.indicator.kind != "stock"]
    totals = [line for line in lines if not line.members]
    blocks: list[Block] = []
    for line in totals:
        told = told_line(facts, line)
        if told:
            blocks.append(Paragraph(facts.runs(sentence(told))))
        parts = [p for p in lines if p.members and p.indicator == line.indicator]
        for dimensions in dict.fromkeys(_dimensions(p) for p in parts):
            # Trades and owners each make up the whole: in one table they would count twice.
            blocks.extend(_parts(facts, line, [p for p in parts if _dimensions(p) == dimensions]))
    if not blocks:
        name = title.to(facts.lang)
        blocks.append(Paragraph((Words(facts.words(
            f"Chưa có số liệu về {name[:1].lower() + name[1:]} {facts.period.label('vi')}.",
            f"The ledger holds no figures on {name.lower()} for {facts.period.label('en')}.",
        )),)))  # fmt: skip
    blocks.extend(c for line in totals if (c := history_chart(facts, line)) is not None)
    return Section(code, title.to(facts.lang), tuple(blocks), level)


def _dimensions(line: Line) -> tuple[str, ...]:
    return tuple(member.partition(":")[0] for member in line.members)


def _size(line: Line) -> Decimal:
    return line.actual.value.quantity or Decimal(0) if line.actual else Decimal(0)


def _is_rest(facts: Facts, line: Line) -> bool:
    """Whether a part is “the others”: never the one to be named first."""
    found = (member.partition(":") for member in line.members)
    return any(facts.vocabulary.dimensions[dimension].members[code].residual for dimension, _, code in found)


def _parts(facts: Facts, total: Line, parts: Sequence[Line]) -> list[Block]:
    top = max((p for p in parts if not _is_rest(facts, p)), key=_size, default=None)
    blocks: list[Block] = []
    if top is not None and top.actual and total.actual:
        lead = facts.words("trong đó, ", "of which ")
        blocks.append(Paragraph(facts.runs(sentence(lead, told_line(facts, top, share=True)))))
    rows = []
    for line in parts:
        share = facts.of(line.actual, Measure.SHARE)
        printed = facts.runs((share.printed(facts.lang),)) if share else (Words("–"),)
        rows.append(Row(((Words(capital(facts.members(line.members))),), facts.cell(line.actual), printed,
                         facts.cell(line.growth)), level=1))  # fmt: skip
    name = total.indicator.name.to(facts.lang)
    columns = (
        Column(facts.words("Bộ phận", "Part"), "left", 2.2),
        Column(capital(facts.unit_name(total))),
        Column(facts.words("Tỷ trọng (%)", "Share (%)")),
        Column(facts.words("Tăng, giảm (%)", "Growth (%)")),
    )
    by = ", ".join(facts.vocabulary.dimensions[d].name.to(facts.lang) for d in _dimensions(parts[0]))
    caption = facts.words(f"{capital(name)} theo {by}, {facts.period.label('vi')}",
                          f"{capital(name)} by {by}, {facts.period.label('en')}")  # fmt: skip
    blocks.append(Table(caption, columns, tuple(rows)))
    return blocks


def history_chart(facts: Facts, line: Line) -> Chart | None:
    """Return the years of one indicator: actuals and plans; None for fewer than two columns."""
    if line.actual is None or not facts.period.is_year or line.indicator.kind != "flow":
        return None
    points: list[tuple[str, Decimal, str]] = []
    for year in _years(facts, line.actual):
        slot = Slot.of(line.actual.key).moved(Period.of_year(year))
        actual = facts.book.read(slot)
        plan = facts.book.read(slot.planned())
        for answer, kind in ((plan, "plan"), (actual, "actual")):
            # A later year's actual may be known by now; the review of this period does not tell it.
            told = kind == "plan" or year <= facts.period.year
            if told and answer is not None and answer.value.quantity is not None:
                points.append((str(year), answer.value.quantity, kind))
    if len(points) < 2:
        return None
    name = capital(line.indicator.name.to(facts.lang))
    spec = charts.series([(a, b, "actual" if k == "actual" else "plan") for a, b, k in points],
                         facts.unit_name(line), facts.lang)  # fmt: skip
    caption = facts.words(f"{name}: thực hiện và kế hoạch các năm", f"{name}: actual and plan over the years")
    plan_mark = facts.words("kế hoạch ", "plan ")
    told_points = (f"{y}: {plan_mark if k == 'plan' else ''}{render(v, None, facts.lang)}" for y, v, k in points)
    alt = f"{caption}. {'; '.join(told_points)}"
    return Chart(caption, spec, alt, charts.height(spec))


def _years(facts: Facts, level: Answer) -> range:
    """Return the years to draw: up to four back without a hole, and next year for its plan."""
    first = facts.period.year
    while first > facts.period.year - 4:
        before = Slot.of(level.key).moved(Period.of_year(first - 1))
        if facts.book.read(before) is None and facts.book.read(before.planned()) is None:
            break
        first -= 1
    return range(first, facts.period.year + 2)


def against_the_plan(facts: Facts) -> Section:
    """Return the five columns, what was reached, and what was not and by how much."""
    lines = [line for line in facts.lines_with_plan() if not line.members]
    title = facts.words("Kết quả thực hiện so với kế hoạch", "Results against the plan")
    if not lines:
        none = facts.words(
            f"Chưa có số liệu kế hoạch {facts.period.whole_year().label('vi')} để so sánh.",
            f"The ledger holds no plan of {facts.period.whole_year().label('en')} to compare with.",
        )
        return Section("plan", title, (Paragraph((Words(none),)),))
    blocks: list[Block] = [five_columns(facts, lines), _dashes(facts)]
    judged = judged_lines(lines)
    short = [line for line in judged if not reached(line)]
    met = [line for line in judged if reached(line)]
    if facts.period.is_year:
        blocks.extend(_met(facts, met))
        blocks.extend(_short(facts, short))
    else:
        blocks.extend(_left(facts, short))
    return Section("plan", title, tuple(blocks))


def five_columns(facts: Facts, lines: Sequence[Line]) -> Table:
    """Return actual, plan, % of plan, same period last year, % growth."""
    year, before = facts.period.year, facts.period.year_before()
    columns = (
        Column(facts.words("Chỉ tiêu", "Indicator"), "left", 2.6),
        Column(facts.words("Đơn vị tính", "Unit"), "center", 1.0),
        Column(facts.words(f"Thực hiện {facts.period.label('vi')}", f"Actual, {facts.period.label('en')}"), width=1.1),
        Column(facts.words(f"Kế hoạch năm {year}", f"Plan {year}")),
        Column(facts.words("% kế hoạch", "% of plan"), width=0.9),
        Column(facts.words(f"Thực hiện {before.label('vi')}", f"Actual, {before.label('en')}"), width=1.1),
        Column(facts.words("Tăng, giảm (%)", "Growth (%)"), width=0.9),
    )
    rows = tuple(
        Row((
            (Words(capital(subject(line.indicator, "", facts.prices(line), facts.lang, facts.source(line)))),),
            (Words(facts.unit_name(line)),),
            facts.cell(line.actual), facts.cell(line.plan), facts.cell(line.completion),
            facts.cell(line.last_year), facts.cell(line.growth),
        ))
        for line in lines
    )  # fmt: skip
    caption = facts.words(f"Kết quả thực hiện các chỉ tiêu {facts.period.label('vi')}",
                          f"Results of {facts.period.label('en')}")  # fmt: skip
    return Table(caption, columns, rows)


def _dashes(facts: Facts) -> Paragraph:
    note = facts.words(
        "Dấu “–”: chưa có số liệu. Tỷ lệ không có số gốc để tính là tỷ lệ đã công bố; các tỷ lệ khác được tính lại.",
        "“–”: not in the ledger. A ratio whose base is not in the ledger is as published; the others are recomputed.",
    )
    return Paragraph((Words(note),), "note")


def _met(facts: Facts, lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    blocks: list[Block] = [Paragraph((Words(facts.words("Các chỉ tiêu đạt kế hoạch:", "Targets reached:")),))]
    for line in lines:
        name = capital(line.indicator.name.to(facts.lang))
        over = facts.amount(excess(line.completion)) if line.completion else None
        completion = facts.amount(line.completion)
        if completion is not None:
            gap = facts.of(line.actual, Measure.GAP) if line.plan else None
            exact = gap if gap and gap.value.quantity and gap.value.quantity < 0 else None
            blocks.append(Paragraph(facts.runs(sentence(shortfall(name, completion, over, exact, facts.lang))), "item"))
    return blocks


def _short(facts: Facts, lines: Sequence[Line]) -> list[Block]:
    if not lines:
        return []
    head = facts.words("Các chỉ tiêu chưa đạt kế hoạch:", "Targets not reached:")
    blocks: list[Block] = [Paragraph((Words(head),))]
    for line in lines:
        completion = facts.amount(line.completion)
        over = facts.amount(excess(line.completion)) if line.completion else None
        gap = facts.of(line.actual, Measure.GAP) if line.plan else None
        if completion is not None:
            name = capital(line.indicator.name.to(facts.lang))
            blocks.append(Paragraph(facts.runs(sentence(shortfall(name, completion, over, gap, facts.lang))), "item"))
    return blocks


def _left(facts: Facts, lines: Sequence[Line]) -> list[Block]:
    """Say what the rest of the year must bring for the plan to be reached."""
    found = [(line, facts.of(line.actual, Measure.GAP)) for line in lines if line.plan]
    known = [(line, gap) for line, gap in found if gap is not None]
    if not known:
        return []
    head = facts.words(
        "Để đạt kế hoạch năm, thời gian còn lại phải thực hiện:",
        "To reach the year's plan, the rest of the year must bring:",
    )
    blocks: list[Block] = [Paragraph((Words(head),))]
    for line, gap in known:
        name = capital(line.indicator.name.to(facts.lang))
        told: Pieces = (f"{name}: ", *size(gap, facts.lang))
        blocks.append(Paragraph(facts.runs(sentence(told)), "item"))
    return blocks
