"""What the properties of core are tried on."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from tongket.core.figure import STATUSES, Key, Measure, Scenario
from tongket.core.period import FIRST_YEAR, LAST_YEAR, Period


@st.composite
def month_runs(draw: st.DrawFn) -> Period:
    """A run of months inside one year, on either calendar."""
    start = draw(st.integers(0, 11))
    year = draw(st.integers(FIRST_YEAR + 1, LAST_YEAR - 1))
    return Period(year * 12 + start, draw(st.integers(1, 12 - start)), None, draw(st.booleans()))


@st.composite
def year_runs(draw: st.DrawFn) -> Period:
    """Two years or more."""
    years = draw(st.integers(2, 40))
    first = draw(st.integers(FIRST_YEAR, LAST_YEAR - years + 1))
    return Period(first * 12, 12 * years, None, draw(st.booleans()))


def days() -> st.SearchStrategy[Period]:
    """One day."""
    return st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)).map(Period.of_day)


def periods() -> st.SearchStrategy[Period]:
    """Any period of the text forms."""
    return month_runs() | year_runs() | days()


@st.composite
def keys(draw: st.DrawFn) -> Key:
    """A well-formed key of any measure."""
    code = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,15}", fullmatch=True)
    word = st.from_regex(r"[a-z0-9-]{1,8}", fullmatch=True)
    members = draw(st.dictionaries(word, word, max_size=3))
    scenario = draw(st.sampled_from(Scenario))
    return Key(
        draw(code),
        tuple(sorted(f"{dimension}:{member}" for dimension, member in members.items())),
        draw(st.from_regex(r"vn\.[0-9a-z-]{1,20}@[0-9]{4}", fullmatch=True) | st.just("vn")),
        draw(periods()),
        scenario,
        draw(st.sampled_from(STATUSES[scenario])),
        draw(code),
        draw(code),
        draw(st.sampled_from(Measure)),
    )


def decimals(places: int = 6, size: int = 10**15) -> st.SearchStrategy[Decimal]:
    """Numbers with up to so many decimals, of either sign."""
    return st.builds(lambda whole, n: Decimal(whole).scaleb(-n), st.integers(-size, size), st.integers(0, places))
