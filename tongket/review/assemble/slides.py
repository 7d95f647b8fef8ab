"""The same content as slides: one point each, said in the title in words that are true."""

from collections.abc import Sequence

from tongket.cube.compare import Line, reached
from tongket.review.assemble.facts import Facts, capital
from tongket.review.assemble.results import cards, headline_lines
from tongket.review.document import Block, Cards, Chart, Paragraph, Section, Slide, Table

TITLES = {
    "clusters": ("Cụm công nghiệp: tính theo từng tình trạng", "Clusters, state by state"),
    "energy": ("Năng lượng: nguồn điện theo loại và tình trạng", "Energy: sources by kind and state"),
    "targets": ("Mục tiêu năm tới và mức tăng phải đạt", "Next year's targets and the growth they ask"),
    "tasks": ("Nhiệm vụ, giải pháp trọng tâm", "Main tasks"),
}


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
        if code in by_code:
            out.append(Slide(facts.words(*titles), _brief(by_code[code])))
    return tuple(out)


def _charts(section: Section) -> tuple[Block, ...]:
    return tuple(b for b in section.blocks if isinstance(b, Chart))


def _drawn(section: Section) -> tuple[Block, ...]:
    """Return tables and list items: what a slide of results needs of a section."""
    keep = [
        b for b in section.blocks if isinstance(b, Table | Cards) or (isinstance(b, Paragraph) and b.kind == "item")
    ]
    return tuple(keep or section.blocks)


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
    aimed = [line for line in lines if line.indicator.direction != "none"]
    judged = [value for line in aimed if (value := reached(line)) is not None]
    if not judged or not facts.period.is_year:
        return capital(facts.words(f"tổng quan {facts.period.label('vi')}", f"overview of {facts.period.label('en')}"))
    if all(judged):
        return facts.words("Các chỉ tiêu chủ yếu đều đạt kế hoạch", "All headline targets were reached")
    if not any(judged):
        return facts.words("Các chỉ tiêu chủ yếu đều chưa đạt kế hoạch", "None of the headline targets was reached")
    return facts.words("Một số chỉ tiêu chủ yếu chưa đạt kế hoạch", "Some headline targets were not reached")


def _line_title(facts: Facts, line: Line) -> str:
    """Say in words whether it grew and whether it reached the plan; only what is known."""
    said = []
    growth = line.growth.value.quantity if line.growth else None
    if growth is not None and line.growth is not None and line.growth.value.notation.value == "growth":
        said.append(facts.words("tăng", "up") if growth > 0 else facts.words("giảm", "down") if growth < 0 else "")
    judged = reached(line)
    if judged is not None and facts.period.is_year:
        said.append(
            facts.words("đạt kế hoạch", "plan reached") if judged else facts.words("chưa đạt kế hoạch", "short of plan")
        )
    name = capital(line.indicator.name.to(facts.lang))
    told = ", ".join(s for s in said if s)
    return f"{name}: {told}" if told else name
