"""The same content as slides: one point each, said in the title in words that are true."""

from collections.abc import Sequence

from tongket.core.figure import Key, Measure, Notation
from tongket.cube.compare import Line, reached
from tongket.prose.write.clauses import prints_as_zero
from tongket.review.assemble.facts import HEADLINES, Facts, capital
from tongket.review.assemble.results import cards, headline_lines, judged_lines
from tongket.review.document import Block, Cards, Chart, Paragraph, Section, Slide, Table, numbers_in

TITLES = {
    "clusters": ("Cụm công nghiệp: tính theo từng tình trạng", "Clusters, state by state"),
    "energy": ("Năng lượng: nguồn điện theo loại và tình trạng", "Energy: sources by kind and state"),
    "targets": ("Mục tiêu năm tới và mức tăng phải đạt", "Next year's targets and the growth they ask"),
    "tasks": ("Nhiệm vụ, giải pháp trọng tâm", "Main tasks"),
}


MOST_ITEMS = 3


def slides(facts: Facts, sections: Sequence[Section]) -> tuple[Slide, ...]:
    """Return the slides of a review from its sections."""
    by_code = {s.code: s for s in sections}
    out: list[Slide] = []
    lines = headline_lines(facts)
    if lines:
        out.append(Slide(_overview_title(facts, lines), (cards(facts, lines), *_charts(by_code["overview"]))))
    out.append(Slide(by_code["plan"].title, _drawn(by_code["plan"])))
    for code, indicator in (("industry", "industry.output"), ("trade", "retail.revenue"), ("external", "export.value")):
        line = facts.line(indicator)
        if line is not None:
            out.append(Slide(_line_title(facts, line), (cards(facts, [line]), *_drawing(by_code[code]))))
    for code, titles in TITLES.items():
        if code in by_code and _tells(by_code[code]):
            section = by_code[code]
            out.append(Slide(facts.words(*titles) if _earned(section) else section.title, _brief(section)))
    return tuple(out)


def _tells(section: Section) -> bool:
    """Whether a section says more than that there is nothing to say: a slide for that wastes a room's time."""
    items = any(isinstance(b, Paragraph) and b.kind == "item" for b in section.blocks)
    return items or any(True for block in section.blocks for _ in numbers_in(block))


def _earned(section: Section) -> bool:
    """Whether a section holds what the long title of its slide promises."""
    measures = {Key.parse(n.key).measure for block in section.blocks for n in numbers_in(block)}
    return section.code == "tasks" or (Measure.GROWTH if section.code == "targets" else Measure.LEVEL) in measures


def _charts(section: Section) -> tuple[Block, ...]:
    return tuple(b for b in section.blocks if isinstance(b, Chart))


def _drawn(section: Section) -> tuple[Block, ...]:
    """Return tables and list items: what a slide of results needs of a section."""
    keep = [
        b for b in section.blocks if isinstance(b, Table | Cards) or (isinstance(b, Paragraph) and b.kind == "item")
    ]
    tables = [b for b in keep if not isinstance(b, Paragraph)]
    # The table says it all; a list too long for the slide would only repeat it.
    return tuple((keep if len(keep) <= len(tables) + MOST_ITEMS else tables) or section.blocks)


def _brief(section: Section) -> tuple[Block, ...]:
    """Return the first paragraph, the list items, and the first chart (or table where nothing is drawn)."""
    body = [b for b in section.blocks if isinstance(b, Paragraph) and b.kind == "body"][:1]
    items = [b for b in section.blocks if isinstance(b, Paragraph) and b.kind == "item"][:8]
    return (*body, *items, *_drawing(section))


def _drawing(section: Section) -> tuple[Block, ...]:
    """Return the first chart, or the first table where nothing is drawn."""
    tables = tuple(b for b in section.blocks if isinstance(b, Table))
    return (_charts(section) or tables)[:1]


def _overview_title(facts: Facts, lines: Sequence[Line]) -> str:
    known = judged_lines(lines)
    judged = [reached(line) for line in known]
    if not judged or not facts.period.is_year:
        return capital(facts.words(f"tổng quan {facts.period.label('vi')}", f"overview of {facts.period.label('en')}"))
    if len(known) == 1:
        name = capital(known[0].indicator.name.to(facts.lang))
        return f"{name} {_outcome(facts, met=bool(judged[0]))}"
    if any(judged) and not all(judged):
        return facts.words("Một số chỉ tiêu chủ yếu chưa đạt kế hoạch", "Some headline targets were not reached")
    # “All” is not said of indicators whose plan is not known.
    aims = [code for code in HEADLINES if facts.indicator(code).direction != "none"]
    some = facts.words("", "") if len(known) == len(aims) else facts.words(" có kế hoạch", " known")
    if all(judged):
        return facts.words(f"Các chỉ tiêu chủ yếu{some} đều đạt kế hoạch", f"All headline targets{some} were reached")
    return facts.words(
        f"Các chỉ tiêu chủ yếu{some} đều chưa đạt kế hoạch", f"None of the headline targets{some} was reached"
    )


def _outcome(facts: Facts, *, met: bool) -> str:
    if met:
        return facts.words("đạt kế hoạch", "reached the plan")
    return facts.words("chưa đạt kế hoạch", "fell short of the plan")


def _line_title(facts: Facts, line: Line) -> str:
    """Say in words whether it grew and whether it reached the plan; only what is known."""
    said = [_direction(facts, line)]
    judged = reached(line)
    if judged is not None and facts.period.is_year:
        said.append(
            facts.words("đạt kế hoạch", "plan reached") if judged else facts.words("chưa đạt kế hoạch", "short of plan")
        )
    name = capital(line.indicator.name.to(facts.lang))
    told = ", ".join(s for s in said if s)
    return f"{name}: {told}" if told else name


UNCHANGED = {Notation.INDEX: 100, Notation.TIMES: 1}
"""What “as much as last year” is in each notation; 0 in the others."""


def _direction(facts: Facts, line: Line) -> str:
    growth = facts.amount(line.growth)
    if growth is None or growth.value.quantity is None or growth.value.high is not None or prints_as_zero(growth):
        return ""
    above = growth.value.quantity - UNCHANGED.get(growth.value.notation, 0)
    return facts.words("tăng", "up") if above > 0 else facts.words("giảm", "down") if above < 0 else ""
