"""Passages made from exact figures never contradict; a wrong digit that the intervals exclude is found."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.prose.verify.passage import EXP, GO, IMP, TRADE, Passage, changed, contradictions
from tongket.core.exact import rounded, truncated
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import Kind
from tongket.prose.verify import verify
from tongket.prose.verify.book import Book
from tongket.prose.verify.registry import RULES

UNITS = st.integers(min_value=1_000_000, max_value=90_000_000)
"""Exact values, in millionths of a tỷ đồng or of a triệu USD."""
RATES = st.integers(min_value=600, max_value=1900)
"""Of base to level, in thousandths."""


def _printed(exact: Fraction, decimals: int, cut: bool) -> str:
    return str(truncated(exact, decimals) if cut else rounded(exact, decimals))


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    """A result with its completion and growth, its base, its plan, its parts and the trade around it, all true."""
    decimals, cut = draw(st.integers(0, 2)), draw(st.booleans())
    exact = Fraction(draw(UNITS), 1000)
    base, plan = exact * 1000 / draw(RATES), Fraction(rounded(exact * 1000 / draw(RATES), 0))
    p = Passage()
    level = p.level(GO, str(rounded(exact, decimals)))
    p.say(", đạt").completion(GO, _printed(exact / plan * 100, decimals, cut))
    p.say(" kế hoạch, tăng").growth(GO, _printed((exact / base - 1) * 100, decimals, cut), base="2019")
    p.say(" so với").level(GO, str(rounded(base, decimals)), "2019")
    p.say("; kế hoạch").level(GO, str(plan), scenario="plan")
    p.say("; gồm")
    left = exact
    for name in ("mining", "manufacturing", "electricity", "water"):
        part = left if name == "water" else left * draw(st.integers(5, 95)) / 100
        left -= part
        share = _printed(part / exact * 100, 2, cut)
        p.level(GO, str(rounded(part, decimals)), members=(f"activity:{name}",), part_of=level.id)
        p.say(", chiếm").number(Kind.SHARE, f"{share}%", share, "%", code=GO, members=(f"activity:{name}",))
    p.stop()
    sold, bought = Fraction(draw(UNITS), 1000), Fraction(draw(UNITS), 1000)
    p.say("xuất khẩu").level(EXP, str(rounded(sold, decimals)))
    p.say(", nhập khẩu").level(IMP, str(rounded(bought, decimals)))
    p.say(", tổng").level(TRADE, str(rounded(sold + bought, decimals)))
    word = "xuất siêu" if sold >= bought else "nhập siêu"
    gap = str(rounded(abs(sold - bought), decimals))
    p.say(f", {word}").number(Kind.DIFFERENCE, f"{gap} triệu USD", gap, "triệu USD", verb="")
    months = [sold * draw(st.integers(10, 40)) / 100 for _ in range(2)]
    for period, value in zip(("2020-Q1", "2020-Q2", "2020-H1"), (*months, sum(months)), strict=True):
        p.stop().level(EXP, str(rounded(value, decimals)), period)
    return p.stop()


CASES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CASES
@given(passages())
def test_true_passages_are_never_contradicted(p: Passage) -> None:
    assert contradictions(p.findings()) == []


@CASES
@given(passages(), st.integers(0, 2**32))
def test_order_of_claims_plays_no_part(p: Passage, seed: int) -> None:
    assert verify(p.reading(seed), vocabulary()) == verify(p.reading(), vocabulary())


@CASES
@given(
    now=st.integers(10_000, 99_999),
    before=st.integers(10_000, 99_999),
    wrong=st.integers(-2000, 2000),
)
def test_a_wrong_growth_is_found_when_the_intervals_exclude_it(now: int, before: int, wrong: int) -> None:
    exact = (Fraction(now, before) - 1) * 100
    stated = rounded(exact, 2) + Decimal(wrong) / 100
    p = Passage()
    p.level(EXP, f"{now}.00")
    p.say(", tăng").growth(EXP, str(stated), base="2019")
    p.say(" so với").level(EXP, f"{before}.00", "2019")
    # Beyond twice or half the computed index another period is likelier than an error.
    near = Fraction(1, 2) <= (Fraction(stated) + 100) / (exact + 100) <= 2
    # Levels with two decimals leave 0,0002 points of room at most; 0,01 is the last digit, 0,01 the cutting.
    assume(near and abs(wrong) > 3 and now % 100 and before % 100)
    assert len(contradictions(p.findings())) == 1


@CASES
@given(passages(), st.integers(0, 9))
def test_a_wrong_digit_in_a_sum_is_found(p: Passage, digit: int) -> None:
    # The hundreds of the whole, which 5 rounded numbers cannot hide.
    whole = p.claims[0]
    digits = list(str(whole.value))
    at = len(str(whole.value).partition(".")[0]) - 3
    assume(at >= 0 and digits[at] != str(digit) and abs(int(digits[at]) - digit) >= 1)
    digits[at] = str(digit)
    # A whole of round thousands beside parts that are not may be a rounded one, and so may a part (27.000).
    assume(int(digits[0]) > 0 and whole.value >= 5000 and Decimal("".join(digits)) % 1000)
    assume(all(c.value % 100 for c in p.claims if c.part_of == whole.id))
    found = contradictions(changed(p, whole, value=Decimal("".join(digits))).findings())
    assert any(f.rule in ("parts-sum", "magnitude-slip") for f in found)


def steps(times: int) -> int:
    """Return how many claims the rules look at in a text that many paragraphs long."""
    p = Passage()
    for year in range(times):
        for code in (GO, EXP):
            now = p.level(code, "1000", str(1901 + year % 190), place=f"huyện {year // 190}")
            p.growth(code, "5", str(1901 + year % 190), place=now.place)
            p.completion(code, "98", str(1901 + year % 190), place=now.place)
        p.stop()
    book = Book(p.reading(), vocabulary())
    for rule in RULES.values():
        list(rule(book))
    return book.steps


def table(rows: int) -> int:
    """The same for a table read as one sentence, and for one claim made again and again."""
    p = Passage()
    for row in range(rows):
        p.level(EXP, str(1000 + row % 7), place=f"xã {row}" if row % 2 else None)
        p.growth(EXP, "5")
    book = Book(p.reading(), vocabulary())
    for rule in RULES.values():
        list(rule(book))
    return book.steps


def test_cost_is_near_linear() -> None:
    assert steps(1600) < 10 * steps(200)
    assert table(1600) < 10 * table(200)
