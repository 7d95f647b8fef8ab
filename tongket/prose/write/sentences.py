"""Whole sentences of a review."""

from collections.abc import Sequence

from tongket.core.figure import Status
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.text import Lang, Text
from tongket.prose.write.clauses import against_last_year, against_plan, aims_at, of_all, over_plan, reached, short_by
from tongket.prose.write.pieces import Amount, Pieces, amount, joined, sentence


def subject(indicator: Indicator, member: str, prices: str, lang: Lang, source: str = "") -> str:
    """Name what a sentence tells of: “giá trị sản xuất công nghiệp (theo giá so sánh năm 2010)”.

    Args:
        prices: the price basis where it must be said; empty otherwise.
        source: who states it, where that is not the body that signs; empty otherwise.
    """
    name = indicator.name.to(lang)
    if member:
        name = f"{name} {member}" if lang == "vi" else f"{name}, {member}"
    notes = [Text(f"theo {prices}", f"at {prices}").to(lang)] if prices else []
    notes += [Text(f"số liệu của {source}", f"figure of the {source}").to(lang)] if source else []
    return f"{name} ({', '.join(notes)})" if notes else name


def result(
    name: str,
    level: Amount | None,
    completion: Amount | None,
    growth: Amount | None,
    share: Amount | None,
    lang: Lang,
) -> Pieces:
    """State one indicator: “X ước đạt 580 triệu USD, đạt 92,06% kế hoạch, tăng 16% so với năm 2019”."""
    clauses: list[Pieces] = []
    if level is not None:
        clauses.append(reached(level, lang))
    if share is not None:
        clauses.append(of_all(share, lang))
    if completion is not None:
        clauses.append(against_plan(completion, lang))
    if growth is not None:
        clauses.append(against_last_year(growth, lang))
    if not any(clauses):
        return ()
    # “đạt”, “tăng” are verbs; “up 9%” needs one where no level stands before it.
    verb = Text("", "was ").to(lang) if level is None else ""
    return (f"{name} {verb}", *joined(clauses))


def unknown(name: str, period: Period, lang: Lang) -> Pieces:
    """Say that there is no figure, instead of inventing one."""
    return sentence(
        Text(
            f"chưa có số liệu về {name} {period.label('vi')}",
            f"the ledger holds no figure for {name} of {period.label('en')}",
        ).to(lang)
    )


def level_unknown(name: str, period: Period, lang: Lang) -> Pieces:
    """Say that only ratios were published, and no level they go with."""
    return sentence(
        Text(
            f"chưa có giá trị tuyệt đối của {name} {period.label('vi')}, chỉ có tỷ lệ đã công bố",
            f"of {name} in {period.label('en')} the ledger holds published ratios only, no level",
        ).to(lang)
    )


def shortfall(name: str, completion: Amount, excess: Amount | None, gap: Amount | None, lang: Lang) -> Pieces:
    """State a target that was not reached, and by how much: in percent, and in the unit where the plan is known."""
    clauses = [against_plan(completion, lang)]
    if excess is not None:
        clauses.append(over_plan(excess, lang))
    if gap is not None:
        clauses.append(short_by(gap, lang))
    return (f"{name} {Text('', 'was ').to(lang)}", *joined(clauses))


UNSETTLED = {
    Status.PROPOSED: Text(" (mức đề xuất)", " (proposed)"),
    Status.NEGOTIATED: Text(" (mức thống nhất)", " (negotiated)"),
}
"""Targets that no one has assigned yet say so."""


def target(name: str, plan: Amount | None, growth: Amount | None, lang: Lang) -> Pieces:
    """State a target and the growth it asks: “X đạt 24.800 tỷ đồng (tăng 10,13% so với năm 2020)”."""
    asked = against_last_year(growth, lang) if growth is not None else ()
    firm = plan or growth
    unsettled = UNSETTLED.get(firm.key.status, Text("", "")).to(lang) if firm else ""
    if plan is None:
        return (f"{name} ", *asked, unsettled)
    return (f"{name} ", *aims_at(plan, lang), *((" (", *asked, ")") if asked else ()), unsettled)


def stock(count: Amount | None, noun: str, state: str, capacities: Sequence[Amount], lang: Lang) -> Pieces:
    """State what stands: “49 dự án thủy điện đang vận hành với tổng công suất 2.246,15 MW”."""
    # Two capacities are one and the same as printed in two units, never two to be added.
    first, *others = [amount(c, lang) for c in capacities] or [()]
    with_capacity = (*first, *((" (", *joined(others), ")") if others else ()))
    total = Text(" với tổng công suất ", " with a total capacity of ").to(lang)
    tail: Pieces = (total, *with_capacity) if with_capacity else ()
    if count is None:
        if not with_capacity:
            return ()
        words = f"{noun} {state}".strip() if lang == "vi" else f"{noun} ({state})".replace(" ()", "")
        return (f"{words}: ", *with_capacity)
    words = f"{noun} {state}".rstrip()
    return (count.printed(lang), f" {words}", *tail)
