"""What is aimed at next year, the growth it asks, and the tasks."""

from collections.abc import Sequence

from tongket.cube.compare import Line
from tongket.prose.write.pieces import Pieces, joined, sentence
from tongket.prose.write.sentences import subject, target
from tongket.review import charts
from tongket.review.assemble.facts import OWN_BODY, Facts, capital
from tongket.review.assemble.results import listed, percents
from tongket.review.document import Block, Chart, Column, Paragraph, Row, Section, Table, Words


def target_lines(facts: Facts) -> list[Line]:
    """Return next year's targets that are known, in the vocabulary's order."""
    if not facts.period.is_year:
        return []
    found = [facts.target(code) for code in facts.vocabulary.indicators if facts.indicator(code).kind != "stock"]
    return [line for line in found if line is not None]


def told_target(facts: Facts, line: Line) -> Pieces:
    """Put one target into words."""
    name = subject(line.indicator, "", "", facts.lang, _source(facts, line))
    return target(name, facts.amount(line.plan), facts.amount(line.growth), facts.lang)


def _source(facts: Facts, line: Line) -> str:
    """Name who set a target, where it was not the Department."""
    firm = line.plan or line.growth
    body = firm.key.body if firm else OWN_BODY
    return "" if body == OWN_BODY else facts.vocabulary.bodies[body].name.to(facts.lang)


def targets(facts: Facts) -> Section | None:
    """Return next year's targets with the growth they ask; None for a part of a year, which sets none."""
    if not facts.period.is_year:
        return None
    year = facts.period.year + 1
    title = facts.words(f"Mục tiêu năm {year}", f"Targets for {year}")
    lines = target_lines(facts)
    if not lines:
        none = facts.words(f"Chưa có số liệu về mục tiêu năm {year}.", f"The ledger holds no targets for {year}.")
        return Section("targets", title, (Paragraph((Words(none),)),))
    lead = facts.words(f"Năm {year}, ngành Công Thương phấn đấu ", f"For {year} the sector aims at: ")
    blocks: list[Block] = [
        Paragraph(facts.runs(sentence(lead, joined([told_target(facts, line) for line in lines], "; "))))
    ]
    blocks.append(_table(facts, lines, year))
    chart = _chart(facts, lines, year)
    if chart:
        blocks.append(chart)
    return Section("targets", title, tuple(blocks))


def _table(facts: Facts, lines: Sequence[Line], year: int) -> Table:
    columns = (
        Column(facts.words("Chỉ tiêu", "Indicator"), "left", 2.6),
        Column(facts.words("Đơn vị tính", "Unit"), "center"),
        Column(facts.words(f"Thực hiện năm {year - 1}", f"Actual {year - 1}")),
        Column(facts.words(f"Mục tiêu năm {year}", f"Target {year}")),
        Column(facts.words(f"{capital(_asked(lines))} so với năm {year - 1} (%)", f"Growth asked on {year - 1} (%)")),
    )
    rows = tuple(
        Row((
            (Words(capital(subject(line.indicator, "", facts.prices(line), facts.lang))),),
            (Words(facts.unit_name(line)),),
            facts.cell(line.last_year), facts.cell(line.plan, bold=True), facts.cell(line.growth),
        ))
        for line in lines
    )  # fmt: skip
    caption = facts.words(
        f"Mục tiêu năm {year} và mức {_asked(lines)} phải đạt", f"Targets for {year} and the growth they ask"
    )
    return Table(caption, columns, rows)


def _chart(facts: Facts, lines: Sequence[Line], year: int) -> Chart | None:
    rows = percents(facts, [(line, line.growth) for line in lines])
    if len(rows) < 2:
        return None
    caption = facts.words(
        f"Mức {_asked(lines)} phải đạt năm {year} so với năm {year - 1}", f"Growth asked of {year} on {year - 1}"
    )
    spec = charts.growth(rows, facts.lang)
    return Chart(caption, spec, f"{caption}: {listed(rows, facts)}", charts.height(spec))


def _asked(lines: Sequence[Line]) -> str:
    """Return what the targets ask, in Vietnamese: some are below what the year before brought."""
    falls = any(line.growth and (line.growth.value.quantity or 0) < 0 for line in lines)
    return "tăng, giảm" if falls else "tăng"


def tasks(facts: Facts) -> Section:
    """Return the main tasks in the department's own words."""
    year = facts.period.year + 1 if facts.period.is_year else facts.period.year
    title = facts.words("Nhiệm vụ, giải pháp trọng tâm", "Main tasks")
    own = [r.to(facts.lang) for r in facts.remarks if r.section == "tasks"]
    blocks: list[Block] = [Paragraph((Words(text),), "item") for text in own]
    if not blocks:
        blocks = [Paragraph((Words(facts.words(
            f"Chưa có danh mục nhiệm vụ năm {year}.", f"There is no list of tasks for {year} yet.",
        )),))]  # fmt: skip
    return Section("tasks", title, tuple(blocks))
