"""What stands at the period's end: clusters, power, markets. States apart, and MW and MWp never added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tongket.core.figure import Scenario
from tongket.core.indicator import REGISTERED
from tongket.core.number import render
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.cube.book import Slot
from tongket.cube.compare import Line
from tongket.cube.rows import Answer
from tongket.prose.write.pieces import Amount, Pieces, amount, joined, sentence
from tongket.prose.write.sentences import stock
from tongket.review import charts
from tongket.review.assemble.facts import Facts, capital
from tongket.review.assemble.results import group
from tongket.review.document import Block, Chart, Column, Paragraph, Row, Section, Table, Words

COUNTS = ("power.projects", "power.systems")
CAPACITIES = ("power.capacity", "power.peak-capacity")
NOUNS = {
    "hydro": Text("dự án thủy điện", "hydropower projects"),
    "biomass": Text("dự án nhà máy điện sinh khối", "biomass power plants"),
    "wind": Text("dự án điện gió", "wind power projects"),
    "solar-farm": Text("dự án điện mặt trời", "solar power projects"),
    "rooftop-solar": Text("hệ thống điện mặt trời mái nhà", "rooftop solar systems"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of one technology in one state, on the last day known in the period."""

    technology: str
    state: str
    day: Period
    count: Answer | None
    capacity: Answer | None
    peak: Answer | None


def power_standing(facts: Facts) -> list[Standing]:
    """Return what stands of each technology in each state, in the vocabulary's order."""
    by_kind: dict[tuple[str, ...], dict[str, Answer]] = {}
    for line in facts.lines("energy"):
        if line.actual is not None and line.indicator.code in COUNTS + CAPACITIES:
            by_kind.setdefault(line.members, {})[line.indicator.code] = line.actual
    found = []
    for members, answers in by_kind.items():
        code = dict(m.split(":") for m in members)
        day = max(a.key.period for a in answers.values())
        on_day = {name: a for name, a in answers.items() if a.key.period == day}
        count = on_day.get("power.projects") or on_day.get("power.systems")
        found.append(
            Standing(code["technology"], code["power-state"], day, count, on_day.get("power.capacity"),
                     on_day.get("power.peak-capacity"))
        )  # fmt: skip
    technologies = list(NOUNS)
    states = list(facts.vocabulary.dimensions["power-state"].members)
    return sorted(found, key=lambda s: (technologies.index(s.technology), states.index(s.state)))


TOLD_STATES = ("in-planning", "policy-approved-total", "total-listed", "any-stage", "operating", "not-stated")
"""States put into words; the others are parts of these and stand in the table."""


def told_power(facts: Facts, standing: Standing) -> Pieces:
    """Put into words what stands of one technology in one state; a state not stated is left unsaid."""
    capacities = [a for a in (facts.amount(standing.peak), facts.amount(standing.capacity)) if a is not None]
    noun = NOUNS[standing.technology].to(facts.lang)
    state = "" if standing.state == "not-stated" else facts.member(f"power-state:{standing.state}")
    if standing.state == "any-stage":
        state = facts.words("(tính ở mọi giai đoạn chuẩn bị và đầu tư)", "(at any stage of preparation)")
    told = stock(facts.amount(standing.count), noun, state, capacities, facts.lang)
    return (*told, *facts.counted_on(standing.day)) if told else ()


def energy(facts: Facts) -> Section:
    """Return output, then counts and capacity by technology and state."""
    title = Text("Năng lượng", "Energy")
    flows = group(facts, "energy", title)
    standing, lines = power_standing(facts), facts.lines("energy")
    has_output = any(line.indicator.kind == "flow" for line in lines)
    blocks: list[Block] = list(flows.blocks) if has_output or not standing else []
    if standing:
        told = [t for s in standing if s.state in TOLD_STATES and (t := told_power(facts, s))]
        where = facts.whole_place
        head = facts.words(f"Về nguồn điện, {where} có: ", f"Of power sources {where} has: ")
        if told:
            blocks.append(Paragraph(facts.runs(sentence(head, joined(told, "; ")))))
        blocks += [_power_table(facts, standing), _never_added(facts), *_of_register(facts, lines)]
        chart = _power_chart(facts, standing)
        if chart:
            blocks.append(chart)
    return Section("energy", title.to(facts.lang), tuple(blocks), 2)


def _power_table(facts: Facts, standing: Sequence[Standing]) -> Table:
    columns = (
        Column(facts.words("Loại nguồn", "Technology"), "left", 1.7),
        Column(facts.words("Tình trạng", "State"), "left", 2.0),
        Column(facts.words("Số dự án, hệ thống", "Projects, systems")),
        Column("MW"),
        Column("MWp"),
        Column(facts.words("Thời điểm", "As of"), "center", 1.1),
    )
    rows = tuple(
        Row((
            (Words(capital(facts.member(f"technology:{s.technology}"))),),
            (Words(capital(facts.member(f"power-state:{s.state}"))),),
            facts.cell(s.count), facts.cell(s.capacity), facts.cell(s.peak), (Words(f"{s.day.end:%d/%m/%Y}"),),
        ))
        for s in standing
    )  # fmt: skip
    return Table(facts.words("Nguồn điện theo loại và tình trạng", "Power sources by kind and state"), columns, rows)


def _never_added(facts: Facts) -> Paragraph:
    note = facts.words(
        "MW và MWp là hai đại lượng khác nhau, không cộng với nhau; "
        "số dự án ở các tình trạng khác nhau cũng không cộng với nhau.",
        "MW and MWp are different quantities and are not added. Nor are projects in different states.",
    )
    return Paragraph((Words(note),), "note")


def _of_register(facts: Facts, lines: Iterable[Line]) -> list[Block]:
    """Say that figures are counted in the Department's register, where some are; they were not published."""
    if not any(line.basis == REGISTERED for line in lines):
        return []
    note = facts.words("Số liệu tổng hợp từ sổ đăng ký của Sở.", "Counted in the Department's own register.")
    return [Paragraph((Words(note),), "note")]


def _power_chart(facts: Facts, standing: Sequence[Standing]) -> Chart | None:
    """Return the capacity in operation; bars of projects at different stages side by side would mislead."""
    rows = [
        (capital(facts.member(f"technology:{s.technology}")), facts.member(f"power-state:{s.state}"), q)
        for s in standing
        if s.state == "operating" and s.capacity is not None and (q := s.capacity.value.quantity) is not None
    ]
    if len(rows) < 2:
        return None
    caption = facts.words("Công suất nguồn điện đang vận hành (MW)", "Generating capacity in operation (MW)")
    spec = charts.states(rows, "MW", facts.lang)
    alt = caption + ": " + "; ".join(f"{t} {s} {render(v, None, facts.lang)}" for t, s, v in rows)
    return Chart(caption, spec, alt, charts.height(spec))


def clusters(facts: Facts) -> Section:
    """Return clusters by state: count and area, then land, tenants, workers."""
    title = facts.words("Cụm công nghiệp", "Industrial clusters")
    lines = facts.lines("clusters")
    told = [t for t in cluster_sentences(facts, lines) if t]
    blocks: list[Block] = []
    if told:
        blocks.append(
            Paragraph(facts.runs(sentence(f"{facts.whole_place} {facts.words('có', 'has')} ", joined(told, "; "))))
        )
    others = [line for line in lines if line.indicator.code not in ("cluster.count", "cluster.area") and line.actual]
    blocks.extend(
        Paragraph(facts.runs(sentence(capital(line.indicator.name.to(facts.lang)), ": ", _plain(facts, line))), "item")
        for line in others
    )
    blocks += _of_register(facts, lines)
    if not blocks:
        blocks.append(nothing(facts, title))
    return Section("clusters", title, tuple(blocks), 2)


def cluster_sentences(facts: Facts, lines: Iterable[Line]) -> list[Pieces]:
    """Return “13 cụm công nghiệp đã được phê duyệt quy hoạch chi tiết với tổng diện tích hơn 416 ha” for each state."""
    by_state: dict[tuple[str, ...], dict[str, Line]] = {}
    for line in lines:
        if line.indicator.code in ("cluster.count", "cluster.area") and line.actual:
            by_state.setdefault(line.members, {})[line.indicator.code] = line
    out: list[Pieces] = []
    for members, found in by_state.items():
        count = facts.amount(found["cluster.count"].actual) if "cluster.count" in found else None
        area = facts.amount(found["cluster.area"].actual) if "cluster.area" in found else None
        state = "" if members == ("cluster-state:not-stated",) else facts.members(members)
        noun = facts.words(f"cụm công nghiệp {state}", f"industrial clusters {state}").rstrip()
        days = [line.actual.key.period for line in found.values() if line.actual]
        size: Pieces = ()
        if area is not None:
            size = (facts.words(" với tổng diện tích ", ", with a total area of "), *amount(area, facts.lang))
        if count:
            out.append((count.printed(facts.lang), f" {noun}", *size, *facts.counted_on(max(days))))
        elif area:
            out.append((f"{noun}: ", *size[1:], *facts.counted_on(max(days))))
    return out


def _plain(facts: Facts, line: Line) -> Pieces:
    level = facts.amount(line.actual)
    return (*amount(level, facts.lang), *facts.counted_on(level.key.period)) if level else ()


def markets(facts: Facts) -> list[Block]:
    """Return a sentence on markets and shops, where the ledger has them."""
    lines = [line for line in facts.lines("markets") if not line.members and line.actual]
    told: list[Pieces] = []
    for line in lines:
        level = facts.amount(line.actual)
        if level is not None:
            name = _noun(line.indicator.name.to(facts.lang))
            told.append((level.printed(facts.lang), f" {name}", *facts.counted_on(level.key.period)))
    if not told:
        return []
    where = facts.whole_place
    head = facts.words(f"về hạ tầng thương mại, {where} có ", f"of trade infrastructure {where} has ")
    return [Paragraph(facts.runs(sentence(head, joined(told, ", "))))]


def _noun(name: str) -> str:
    return name.removeprefix("số ")


def nothing(facts: Facts, title: str) -> Paragraph:
    """Say that the ledger has nothing for a section."""
    return Paragraph((Words(facts.words(
        f"Chưa có số liệu về {title[:1].lower() + title[1:]} {facts.period.label('vi')}.",
        f"The ledger holds no figures on {title.lower()} for {facts.period.label('en')}.",
    )),))  # fmt: skip


def coordination(facts: Facts) -> Section:
    """Return the work with the districts: how many there are, and the department's own words."""
    title = facts.words("Công tác phối hợp với các địa phương", "Co-ordination with the districts")
    blocks: list[Block] = []
    day = facts.last_day("coordination.districts", ())
    if day is not None:
        line = _on(facts, day)
        level = facts.amount(line)
        if level is not None:
            told = facts.words(" đơn vị hành chính cấp huyện", " district-level units")
            head = f"{facts.whole_place} {facts.words('có', 'has')} "
            blocks.append(Paragraph(facts.runs(sentence(head, level.printed(facts.lang), told))))
    blocks.extend(rates(facts))
    blocks.extend(Paragraph((Words(r.to(facts.lang)),)) for r in facts.remarks if r.section == "coordination")
    return Section("coordination", title, tuple(blocks or [nothing(facts, title)]), 2)


def _on(facts: Facts, day: Period) -> Answer | None:
    return facts.book.read(Slot("coordination.districts", (), facts.place.id, day, Scenario.ACTUAL, "std"))


def rates(facts: Facts) -> list[Paragraph]:
    """Return a sentence on returns sent on time and requests answered, where they were recorded in the ledger."""
    told = [t for t in (_returns(facts), _requests(facts)) if t]
    if not told:
        return []
    return [Paragraph(facts.runs(sentence(facts.words("trong kỳ ", "in the period "), joined(told, "; "))))]


def _counted(facts: Facts, name: str) -> Amount | None:
    line = facts.line(f"coordination.{name}")
    return facts.amount(line.actual) if line is not None else None


def _of(facts: Facts, part: str, whole: str, rate: str) -> tuple[Pieces, Pieces]:
    """Return “412/460” and “89,57%”; both empty where one of the three is not known."""
    found = (_counted(facts, part), _counted(facts, whole), _counted(facts, rate))
    done, of, share = found
    if done is None or of is None or share is None:
        return (), ()
    return (done.printed(facts.lang), "/", of.printed(facts.lang)), amount(share, facts.lang)


def _returns(facts: Facts) -> Pieces:
    counted, share = _of(facts, "returns-on-time", "returns-due", "returns-on-time-rate")
    if not counted:
        return ()
    sent = facts.words(" báo cáo của các đơn vị được gửi đúng hạn, đạt ", " returns of the units were sent on time, ")
    return (facts.words("có ", ""), *counted, sent, *share)


def _requests(facts: Facts) -> Pieces:
    counted, share = _of(facts, "replies", "replies-due", "replies-rate")
    if not counted:
        return ()
    punctual, of_them = _of(facts, "replies-on-time", "replies-due", "replies-on-time-rate")
    requests, units = _counted(facts, "requests"), _counted(facts, "units-asked")
    head: Pieces = ()
    if requests is not None and units is not None:
        head = (
            requests.printed(facts.lang), facts.words(" yêu cầu gửi ", " requests to "), units.printed(facts.lang),
            facts.words(" đơn vị đến hạn trả lời, ", " units fell due, "),
        )  # fmt: skip
    given = facts.words(" lượt có trả lời (", " answers were given (")
    on_time = facts.words(" lượt trả lời đúng hạn (", " on time (")
    return (*head, *counted, given, *share, "), ", *punctual, on_time, *of_them, ")")
