"""Faults seeded into true passages: nearly all are found, and the true passages raise no alarm."""

from collections import Counter
from functools import cache
from itertools import islice

import pytest

from tests.prose.faults import KINDS, RATIOS, Fault, Passage, faults, passages
from tests.prose.measure import checker, reader
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import CheckVerdict, Reading, TextFinding

SEED, EACH, TRUE_PASSAGES = 2020, 70, 150
FOUND, CLAIMS_PER_ALARM = 0.95, 200


def _checked(passage: Passage) -> tuple[Reading, list[TextFinding]]:
    reading = reader()(passage.text, vocabulary(), passage.document_date, None)
    return reading, list(checker()(reading, vocabulary()))


def _found(fault: Fault) -> bool:
    """Whether a finding names one of the numbers concerned and calls it wrong (of MW and MWp: anything but holding)."""
    reading, findings = _checked(fault.passage)
    spans = fault.passage.spans()
    places = [spans[name] for name in fault.about]
    about = {c.id for c in reading.claims if any(c.start < end and start < c.end for start, end in places)}
    if fault.kind == "mw-for-mwp":
        named = [f for f in findings if f.rule == "mw-mwp" and f.verdict is not CheckVerdict.HOLDS]
    else:
        named = [f for f in findings if f.verdict is CheckVerdict.CONTRADICTS]
    return any(about & set(finding.claims) for finding in named)


@cache
def _seeded() -> tuple[Fault, ...]:
    return tuple(faults(SEED, EACH))


@cache
def _true() -> tuple[Passage, ...]:
    return tuple(islice(passages(SEED), TRUE_PASSAGES))


def test_faults_are_many_and_of_every_kind() -> None:
    assert len(_seeded()) >= 500
    assert Counter(fault.kind for fault in _seeded()) == dict.fromkeys(KINDS, EACH)
    assert len({fault.passage.text for fault in _seeded()}) == len(_seeded())


def test_faults_are_the_same_each_time() -> None:
    assert tuple(faults(SEED, EACH)) == _seeded()
    assert tuple(faults(SEED + 1, EACH)) != _seeded()


def test_true_passages_are_true() -> None:
    assert [passage.text for passage in _true() if passage.broken()] == []
    rules = Counter(tie.rule for passage in _true() for tie in passage.ties)
    assert set(rules) == {*RATIOS, "sum", "times", "balance"}


def test_faults_are_faults() -> None:
    for fault in _seeded():
        assert fault.became in fault.passage.text
        assert fault.was != fault.became
        if fault.kind not in ("verb", "mw-for-mwp"):
            assert fault.passage.broken(), fault.passage.text


def test_spans_are_those_of_the_slots() -> None:
    for passage in _true():
        for name, (start, end) in passage.spans().items():
            assert passage.text[start:end] == str(passage.slots[name])


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[Fault, bool]]:
    found = [(fault, _found(fault)) for fault in _seeded()]
    for kind in KINDS:
        told = [good for fault, good in found if fault.kind == kind]
        print(f"{kind:18} {sum(told):4} of {len(told)}")
    return found


def test_faults_are_found(outcomes: list[tuple[Fault, bool]]) -> None:
    missed = [fault for fault, good in outcomes if not good]
    told = "\n\n".join(f"{f.kind}: {f.was} → {f.became}\n{f.passage.text}" for f in missed[:5])
    assert len(missed) <= (1 - FOUND) * len(outcomes), f"{Counter(f.kind for f in missed)}\n{told}"


def test_true_passages_raise_no_alarm() -> None:
    claims, alarms = 0, []
    for passage in _true():
        reading, findings = _checked(passage)
        claims += len(reading.claims)
        wrong = [f for f in findings if f.verdict is CheckVerdict.CONTRADICTS]
        alarms += [f"{f.rule}: {f.explanation_en}\n{passage.text}" for f in wrong]
    slots = sum(len(passage.slots) for passage in _true())
    assert claims >= 0.95 * slots  # a reader that reads nothing raises no alarm either
    assert len(alarms) * CLAIMS_PER_ALARM <= claims, "\n\n".join(alarms[:5])
