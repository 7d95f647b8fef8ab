"""The clauses of a review: what was reached, against the plan, against the year before, and what is asked next."""

from tongket.core.figure import Notation, Status
from tongket.core.period import Period
from tongket.core.text import Lang, Text
from tongket.prose.write.pieces import Amount, Pieces, amount, percent, size


def same_period_last_year(period: Period, lang: Lang) -> str:
    """Name the base of a growth: “năm 2019”, “cùng kỳ năm 2019”."""
    before = period.year_before()
    if period.length >= 12:
        return before.label(lang)
    return Text(f"cùng kỳ năm {before.year}", f"the same period of {before.year}").to(lang)


def reached(level: Amount, lang: Lang) -> Pieces:
    """“(ước) đạt 22.519 tỷ đồng”: an estimate is called one."""
    verb = Text("ước đạt ", "is estimated at ") if level.key.status is Status.ESTIMATE else Text("đạt ", "reached ")
    return (verb.to(lang), *amount(level, lang))


def against_plan(completion: Amount, lang: Lang) -> Pieces:
    """“đạt 98,26% kế hoạch”; “vượt” stands only above 100 %, in `over_plan`."""
    whole_year = completion.key.period.is_year
    plan = Text("kế hoạch" if whole_year else "kế hoạch năm", "of the plan" if whole_year else "of the year's plan")
    return (Text("đạt ", "").to(lang), *percent(completion, lang), " ", plan.to(lang), *said_before(completion, lang))


def said_before(ratio: Amount, lang: Lang) -> Pieces:
    """“ (số đã công bố: 5,97%)” beside a recomputed ratio that contradicts the published one; else nothing."""
    if not ratio.said:
        return ()
    unit = Text(" lần", " times").to(lang) if ratio.value.notation is Notation.TIMES else "%"
    return (Text(f" (số đã công bố: {ratio.said}{unit})", f" (published as {ratio.said}{unit})").to(lang),)


def over_plan(excess: Amount, lang: Lang) -> Pieces:
    """“vượt 9,33% kế hoạch”, “thấp hơn kế hoạch 1,74%”, or nothing where it is exactly on plan."""
    points = excess.value.quantity
    # What prints as 0 is on plan: 100,0019 % was not “exceeded by 0 %”.
    if points is None or prints_as_zero(excess):
        return ()
    printed = percent(excess, lang, signed=False)
    if points > 0:
        return (Text("vượt ", "").to(lang), *printed, Text(" kế hoạch", " above the plan").to(lang))
    return (Text("thấp hơn kế hoạch ", "").to(lang), *printed, Text("", " below the plan").to(lang))


def prints_as_zero(figure: Amount) -> bool:
    """Whether nothing but zeros would be printed of it."""
    return not any(digit in "123456789" for digit in figure.text("vi"))


def short_by(gap: Amount, lang: Lang) -> Pieces:
    """“còn thiếu 7.419 tỷ đồng”: what is missing to the plan."""
    return (Text("còn thiếu ", "").to(lang), *size(gap, lang), Text("", " short").to(lang))


def against_last_year(growth: Amount, lang: Lang) -> Pieces:
    """“tăng 6,61% so với năm 2019”, “giảm 3,2% …”, “bằng …”, “tương đương …”, “gấp 10,16 lần …”."""
    quantity = growth.value.quantity
    if quantity is None:
        return ()
    base = same_period_last_year(growth.key.period, lang)
    if growth.value.notation is Notation.TIMES:
        return (Text("gấp " if quantity > 1 else "bằng ", "").to(lang), *percent(growth, lang), f" {base}")
    if growth.value.notation is Notation.INDEX:
        return (
            Text("bằng ", "").to(lang),
            *percent(growth, lang),
            Text(f" so với {base}", f" of {base}").to(lang),
        )
    if prints_as_zero(growth):
        # “tăng 0%” says nothing; a growth of 0,003 % is none that could be printed.
        same = Text("bằng ", "as in ") if quantity == 0 else Text("tương đương ", "about as in ")
        return (same.to(lang), base)
    if growth.value.high is not None and quantity < 0 < growth.value.high:
        moved = Text("dao động trong khoảng ", "within ").to(lang)
        return (moved, *percent(growth, lang), Text(f" so với {base}", f" of {base}").to(lang))
    verb = Text("tăng ", "up ") if quantity > 0 else Text("giảm ", "down ")
    return (
        verb.to(lang),
        *percent(growth, lang, signed=False),
        Text(f" so với {base}", f" on {base}").to(lang),
        *said_before(growth, lang),
    )


def aims_at(plan: Amount, lang: Lang) -> Pieces:
    """“đạt 24.800 tỷ đồng” of a target."""
    return (Text("đạt ", "of ").to(lang), *amount(plan, lang))


def of_all(share: Amount, lang: Lang) -> Pieces:
    """“chiếm 78,86% tổng số”."""
    return (Text("chiếm ", "").to(lang), *percent(share, lang), Text(" tổng số", " of the total").to(lang))


def contributing(points: Amount, lang: Lang) -> Pieces:
    """“đóng góp 3,2 điểm phần trăm vào mức tăng chung”."""
    if not points.value.quantity or prints_as_zero(points):
        return ()
    adds = points.value.quantity > 0
    verb = Text("đóng góp ", "adding ") if adds else Text("làm giảm ", "taking away ")
    of = Text("vào mức tăng chung", "to the growth of the total")
    if not adds:
        of = Text("của mức tăng chung", "from the growth of the total")
    return (
        verb.to(lang),
        points.printed(lang, signed=False),
        Text(f" điểm phần trăm {of.vi}", f" percentage points {of.en}").to(lang),
    )
