"""The annex a head of department checks before signing: what does not hold, and where the figures come from."""

from tongket.core.figure import Key
from tongket.core.number import render
from tongket.cube.audit import Finding, Severity
from tongket.cube.explain import answer_of
from tongket.review.assemble.facts import Facts, capital
from tongket.review.document import Block, Column, Number, Paragraph, Row, Run, Section, Table, Words

SEVERITIES = {
    Severity.CONTRADICTION: ("Mâu thuẫn", "Contradiction"),
    Severity.DOUBT: ("Cần xác minh", "Doubtful"),
    Severity.REMARK: ("Lưu ý", "Remark"),
}


def annex(facts: Facts) -> Section:
    """Return the findings of the audit and the sources of everything printed so far."""
    blocks: list[Block] = []
    if facts.findings:
        lead = facts.words(
            "Các số liệu sau trong sổ không khớp nhau hoặc cần xác minh trước khi ban hành:",
            "These figures of the ledger do not agree, or need to be verified before publication:",
        )
        blocks += [Paragraph((Words(lead),)), _findings(facts)]
    else:
        none = facts.words("Không phát hiện số liệu nào của kỳ này mâu thuẫn với nhau.", "No contradiction was found.")
        blocks.append(Paragraph((Words(none),)))
    blocks.append(_sources(facts))
    title = facts.words("Đối chiếu và nguồn số liệu", "Checks and sources")
    return Section("annex", title, tuple(blocks), annex=True)


def _findings(facts: Facts) -> Table:
    columns = (
        Column(facts.words("Chỉ tiêu, kỳ", "Indicator, period"), "left", 1.6),
        Column(facts.words("Mức độ", "Severity"), "left", 0.9),
        Column(facts.words("Đã công bố", "Published"), width=0.8),
        Column(facts.words("Lý do", "Reason"), "left", 3.0),
    )
    return Table(facts.words("Kết quả đối chiếu", "Checks"), columns, tuple(_finding(facts, f) for f in facts.findings))


def _finding(facts: Facts, finding: Finding) -> Row:
    key = finding.key
    name = capital(facts.indicator(key.indicator).name.to(facts.lang))
    where = facts.words("mã", "id")
    if key.members:
        name += f" ({facts.members(key.members)})"
    if key.body != "department":
        name += f", {facts.vocabulary.bodies[key.body].name.to(facts.lang)}"
    severity = SEVERITIES[finding.severity]
    return Row((
        (Words(f"{name}, {finding.period.label(facts.lang)} ({where} {key.id})"),),
        (Words(facts.words(*severity)),),
        (_published(finding, facts),),
        (Words(capital(finding.reason.to(facts.lang))),),
    ))  # fmt: skip


def _published(finding: Finding, facts: Facts) -> Run:
    """Return the published number: bound where it is still what the figure says, else as a quotation.

    A ratio that its levels refute is recomputed wherever it is asked for, so the printed one is no longer the figure;
    the id beside it leads to both.
    """
    value = finding.rows[0].value
    if value.quantity is None:
        return Words(finding.stated)
    decimals = None if value.decimals is None else max(0, value.decimals)
    text = render(value.quantity, decimals, facts.lang)
    answer = answer_of(facts.book, finding.key)
    now = facts.amount(answer) if answer else None
    if now is None or now.text(facts.lang) != text:
        return Words(text)
    return Number(text, finding.key.id, str(finding.key), facts.posting)


def _sources(facts: Facts) -> Table:
    """Return the addresses that stated what was printed, with the day from which each was known."""
    known: dict[str, tuple[str, set[str]]] = {}
    for answer in facts.used.values():
        for row in answer.rows():
            day, names = known.setdefault(row.source, (f"{row.known_from:%d/%m/%Y}", set()))
            names.add(_name(facts, row.key))
            known[row.source] = (day, names)
    columns = (
        Column(facts.words("Nguồn", "Source"), "left", 2.6),
        Column(facts.words("Công bố", "Published"), "center", 0.9),
        Column(facts.words("Chỉ tiêu", "Indicators"), "left", 2.0),
    )
    rows = tuple(
        Row(((Words(source),), (Words(day),), (Words("; ".join(sorted(names))),)))
        for source, (day, names) in sorted(known.items())
    )
    return Table(facts.words("Nguồn số liệu", "Sources"), columns, rows)


def _name(facts: Facts, key: Key) -> str:
    return facts.indicator(key.indicator).name.to(facts.lang)
