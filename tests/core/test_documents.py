"""The worked tables of docs/algorithms hold."""

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tongket.core.exact import Interval, allocate, judge, ratio, rounded, truncated
from tongket.core.figure import Key, Measure
from tongket.core.period import Period

DOCS = Path(__file__).parents[2] / "docs"


def _table(document: str, heading: str) -> list[list[str]]:
    """The cells of the one table that begins with this heading."""
    text = (DOCS / document).read_text(encoding="utf-8")
    _, _, rest = text.partition(f"\n| {heading} |")
    rows = re.match(r".*\n\|[-|]+\|\n((?:\|.*\n?)+)", rest)
    assert rows is not None, heading
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows[1].splitlines()]


def _exact(text: str) -> Fraction:
    value, _, times = text.partition("*")
    return Fraction(value) * Fraction(times or 1)


def _interval(text: str) -> Interval:
    low, high = text[1:-1].split(", ")
    return Interval(Fraction(low), Fraction(high), text.startswith("("), text.endswith(")"))


@pytest.mark.parametrize("row", _table("algorithms/rounding.md", "exact"), ids=lambda r: r[0])
def test_rounding(row: list[str]) -> None:
    exact, places = _exact(row[0]), int(row[1])
    assert [str(rounded(exact, places)), str(truncated(exact, places))] == row[2:]


@pytest.mark.parametrize("row", _table("algorithms/rounding.md", "printed | decimals | rounded"), ids=lambda r: r[0])
def test_printed(row: list[str]) -> None:
    printed, places = Decimal(row[0]), int(row[1])
    assert Interval.printed(printed, places, truncation=False) == _interval(row[2])
    assert Interval.printed(printed, places) == _interval(row[3])


@pytest.mark.parametrize("row", _table("algorithms/rounding.md", "printed | decimals | part"), ids=lambda r: r[0])
def test_verdicts(row: list[str]) -> None:
    part, whole = Decimal(row[2]), Decimal(row[3])
    exact = ratio(part * 100, whole)
    assert exact is not None
    assert str(rounded(exact, 4)) == row[4]
    decimals = -int(part.as_tuple().exponent)
    reach = Interval.printed(part, decimals).over(Interval.of(whole)).scaled(100)
    assert judge(Decimal(row[0]), int(row[1]), exact, reach) == row[5]


@pytest.mark.parametrize("row", _table("algorithms/rounding.md", "total"), ids=lambda r: r[0] + " " + r[1])
def test_sharing_out(row: list[str]) -> None:
    assert allocate(int(row[0]), [int(w) for w in row[1].split()]) == [int(s) for s in row[2].split()]


@pytest.mark.parametrize("row", _table("decisions/0001-figure.md", "text"), ids=lambda r: r[0])
def test_periods(row: list[str]) -> None:
    period = Period.parse(row[0].strip("`"))
    assert f"`{period}`" == row[0]
    assert [period.start.isoformat(), period.end.isoformat()] == row[1:]


def test_letters_of_measures() -> None:
    cells = [row[i : i + 2] for row in _table("decisions/0001-figure.md", "measure") for i in (0, 3)]
    told = {name: letter for name, letter in cells if name}
    key = Key.parse("export.value~-~vn.64@1997~2020~actual~estimate~department~std")
    assert told == {m.value: key.measured(m).id[0] for m in Measure}


def test_the_example_of_a_short_id() -> None:
    text = (DOCS / "algorithms/short-id.md").read_text(encoding="utf-8")
    example = re.search(r"\n    (\S+~growth)\n    (\w{17})\n", text)
    assert example is not None
    assert Key.parse(example[1]).id == example[2]


@pytest.mark.parametrize("series", [1e6, 34 * 30 * 10 * 25 * 30 * 3, 3321 * 30 * 10 * 25 * 30 * 3, 1e10])
def test_the_odds_of_a_clash(series: float) -> None:
    first = [float(re.sub(r"^10", "1 × 10", c[0].split(" – ")[0]).translate(_UP).replace(" × 10", "e")) for c in _ODDS]
    odds = [float(c[1].translate(_UP).replace(" × 10", "e")) for c in _ODDS]
    told = dict(zip(first, odds, strict=True))
    nearest = min(told, key=lambda n: abs(n - series))
    assert nearest == pytest.approx(series, rel=0.03)
    assert told[nearest] == pytest.approx(series**2 / 2**81, rel=0.2)


_UP = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_ODDS = _table("algorithms/short-id.md", "series")
