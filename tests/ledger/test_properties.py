"""Whatever the order of postings and sealings, what is visible is what an oracle without links says."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.samples import all_rows, expected, figure, visible
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import queries, rules, services
from tongket.ledger.rules import Row

FIRST = date(2021, 1, 1)
days = st.integers(0, 5).map(lambda n: FIRST + timedelta(n))
# Periods are used once: examples share a ledger, and never a key.
_unused = count()


def _row(number: int, posting: int, known_from: date, link: rules.Link) -> Row:
    row = {"row": number, "posting": posting, "known_from": known_from, "series": "s", "measure": "level"}
    return {**row, "supersedes": link.supersedes, "until": link.until}  # type: ignore[typeddict-item]  # the rule asks no more


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(days, st.booleans()), max_size=12))
def test_the_chain_agrees_with_the_oracle_for_every_day_and_posting(said: list[tuple[date, bool]]) -> None:
    chain, rows, posting = rules.Chain(), list[Row](), 1
    for number, (known_from, same_posting) in enumerate(said, start=1):
        posting += not same_posting
        rows.append(_row(number, posting, known_from, chain.add(known_from, number)))
    for day in range(-1, 7):
        for recorded_by in range(posting + 2):
            at = FIRST + timedelta(day)
            assert visible(rows, at, recorded_by) == expected(rows, at, recorded_by)


# Which of two keys, the day it is known from, its value.
_stated = st.tuples(st.integers(0, 1), days, st.integers(0, 3))
steps = st.lists(
    st.one_of(
        st.just("seal"),
        st.lists(_stated, min_size=1, max_size=4, unique_by=lambda stated: stated[:2]),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_ledger_agrees_with_the_oracle(
    ledger: Path, vocabulary: Vocabulary, steps: list[str | list[tuple[int, date, int]]]
) -> None:
    first = queries.relation().last_posting
    periods = [str(FIRST - timedelta(next(_unused))) for _ in range(2)]
    series = {figure(0, period).key.series_id for period in periods}
    stated: set[tuple[int, date, int]] = set()
    for step in steps:
        if isinstance(step, str):
            services.seal()
            continue
        figures = [figure(value, periods[which], known_from=day) for which, day, value in step]
        posted = services.post(figures, actor="u1", vocabulary=vocabulary)
        assert posted.recorded == len(set(step) - stated)
        stated |= set(step)
    relation = queries.relation()
    rows = [row for row in all_rows(relation) if row["series"] in series]
    assert len(rows) == len(stated)
    assert {row["row"] for s in series for row in queries.rows_of(s)} == {row["row"] for row in rows}
    for day in range(-1, 7):
        for recorded_by in range(first, relation.last_posting + 1):
            at = FIRST + timedelta(day)
            assert visible(rows, at, recorded_by) == expected(rows, at, recorded_by)
