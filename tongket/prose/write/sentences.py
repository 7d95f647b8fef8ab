"""Whole sentences of a review."""

from collections.abc import Sequence

from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.text import Lang, Text
from tongket.prose.write.clauses import against_last_year, against_plan, aims_at, of_all, over_plan, reached, short_by
from tongket.prose.write.pieces import Amount, Pieces, amount, joined, sentence


def subject(indicator: Indicator, member: str, prices: str, lang: Lang) -> str:
    """Name what a sentence tells of: “giá trị sản xuất công nghiệp (theo giá so sánh năm 2010)”."""
    name = indicator.name.to(lang)
    if member:
        name = f"{name} {member}" if lang == "vi" else f"{name}, {member}"
    if not prices:
        return name
    return f"{name} (theo {prices})" if lang == "vi" else f"{name} (at {prices})"


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
    return (f"{name} ", *joined(clauses)) if any(clauses) else ()


def unknown(name: str, period: Period, lang: Lang) -> Pieces:
    """Say that there is no figure, instead of inventing one."""
    return sentence(
        Text(
            f"chưa có số liệu về {name} {period.label('vi')} trong sổ số liệu",
            f"the ledger holds no figure for {name} of {period.label('en')}",
        ).to(lang)
    )


def shortfall(name: str, completion: Amount, excess: Amount | None, gap: Amount | None, lang: Lang) -> Pieces:
    """State a target that was not reached, and by how much: in percent, and in the unit where the plan is known."""
    clauses = [against_plan(completion, lang)]
    if excess is not None:
        clauses.append(over_plan(excess, lang))
    if gap is not None:
        clauses.append(short_by(gap, lang))
    return (f"{name} ", *joined(clauses))


def target(name: str, plan: Amount | None, growth: Amount | None, lang: Lang) -> Pieces:
    """State a target and the growth it asks: “X đạt 24.800 tỷ đồng (tăng 10,13% so với năm 2020)”."""
    asked = against_last_year(growth, lang) if growth is not None else ()
    if plan is None:
        return (f"{name} ", *asked)
    return (f"{name} ", *aims_at(plan, lang), *((" (", *asked, ")") if asked else ()))


def stock(count: Amount | None, noun: str, state: str, capacities: Sequence[Amount], lang: Lang) -> Pieces:
    """State what stands: “49 dự án thủy điện đang vận hành với tổng công suất 2.246,15 MW”."""
    # Two capacities are one and the same in two units, never two to be added.
    with_capacity = joined([amount(c, lang) for c in capacities], Text(", tương đương ", ", that is ").to(lang))
    total = Text(" với tổng công suất ", " with a total capacity of ").to(lang)
    tail: Pieces = (total, *with_capacity) if with_capacity else ()
    if count is None:
        if not with_capacity:
            return ()
        words = f"{noun} {state}".strip() if lang == "vi" else f"{noun} ({state})".replace(" ()", "")
        return (f"{words}: ", *with_capacity)
    words = f"{noun} {state}".rstrip()
    return (count.printed(lang), f" {words}", *tail)
