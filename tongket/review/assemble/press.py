"""The press note: one page, the whole of the period in five paragraphs."""

from tongket.prose.write.pieces import Pieces, joined, sentence
from tongket.review.assemble.facts import Facts, capital
from tongket.review.assemble.results import headline_lines, missing, told_line
from tongket.review.assemble.stocks import TOLD_STATES, cluster_sentences, power_standing, rates, told_power
from tongket.review.assemble.targets import target_lines, told_target
from tongket.review.document import Document, Paragraph, Section, Words


def press_note(facts: Facts) -> Document:
    """Return the note for the newspapers."""
    place = facts.place.name(facts.lang, facts.period.end)
    when = facts.period.label(facts.lang)
    title = facts.words(f"{place}: kết quả ngành Công Thương {when}", f"{place}: industry and trade in {when}")
    paragraphs = [
        _results(facts),
        *missing(facts),
        _standing(facts),
        *rates(facts),
        *_words(facts, "coordination"),
        _aims(facts),
        _tasks(facts),
    ]
    blocks = tuple(p for p in paragraphs if p is not None)
    return Document(facts.lang, title, None, (Section("press", "", blocks),), as_of=facts.as_of, posting=facts.posting)


def _results(facts: Facts) -> Paragraph | None:
    lines = headline_lines(facts)
    told = [t for line in lines if (t := told_line(facts, line))]
    if not told:
        return None
    when = facts.period
    lead = facts.words(f"{when.label('vi')}, ", f"in {when.label('en')} ")
    # Another body's figure carries its name; the Department is named where all are its own.
    if not any(facts.source(line) for line in lines):
        own = facts.words("theo số liệu của Sở Công Thương, ", "according to the Department of Industry and Trade, ")
        lead = own + lead
    return Paragraph(facts.runs(sentence(lead, joined(told, "; "))))


def _standing(facts: Facts) -> Paragraph | None:
    told: list[Pieces] = [t for t in cluster_sentences(facts, facts.lines("clusters")) if t]
    told += [t for s in power_standing(facts) if s.state in TOLD_STATES and (t := told_power(facts, s))]
    if not told:
        return None
    head = f"{facts.whole_place} {facts.words('có', 'has')} "
    return Paragraph(facts.runs(sentence(head, joined(told, "; "))))


def _aims(facts: Facts) -> Paragraph | None:
    lines = target_lines(facts)
    if not lines:
        return None
    year = facts.period.year + 1
    lead = facts.words(f"Năm {year}, ngành Công Thương phấn đấu ", f"For {year} the sector aims at: ")
    return Paragraph(facts.runs(sentence(lead, joined([told_target(facts, line) for line in lines], "; "))))


def _words(facts: Facts, section: str) -> list[Paragraph]:
    return [Paragraph((Words(r.to(facts.lang)),)) for r in facts.remarks if r.section == section]


def _tasks(facts: Facts) -> Paragraph | None:
    own = [r.to(facts.lang).rstrip(".;") for r in facts.remarks if r.section == "tasks"]
    if not own:
        return None
    lead = facts.words("Nhiệm vụ trọng tâm: ", "Main tasks: ")
    listed = "; ".join(text[:1].lower() + text[1:] for text in own)
    return Paragraph((Words(capital(f"{lead}{listed}.")),))
