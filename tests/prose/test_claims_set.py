"""The labelled set itself: whole, well-formed, its arithmetic true, its halves alike; and the measure over it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.prose.measure import (
    Label,
    Relation,
    Sample,
    matches,
    measure,
    measure_checks,
    normal,
    pattern,
    same_amount,
    samples,
    table,
)
from tongket.core.exact import Interval
from tongket.core.period import Period
from tongket.core.text import Text, fold
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.prose.claims import CheckVerdict, Claim, Kind, Reading, TextFinding

_ALL = samples()
_BY_ID = {sample.id: sample for sample in _ALL}
_BASE = re.compile(r"\d{4}[-.\dHQM]*")


def _counted(texts: tuple[Sample, ...]) -> Counter[str]:
    return Counter(c.kind for sample in texts for c in sample.claims)


def test_size() -> None:
    pieces = [p for sample in _ALL for p in re.split(r"[.!?](?=\s+[A-ZĐÀ-Ỹ]|\s*$)|\n", sample.text)]
    sentences = sum(len(piece.split()) > 3 for piece in pieces)
    articles = [sample for sample in _ALL if sample.id.startswith("article")]
    assert len(_ALL) >= 120
    assert len(articles) >= 20
    assert all(sample.text.count("\n") >= 2 and len(sample.claims) >= 10 for sample in articles)
    assert sentences >= 400
    assert sum(len(sample.claims) for sample in _ALL) >= 1200
    assert sum(len(sample.relations) for sample in _ALL) >= 120
    assert sum(not r.holds for sample in _ALL for r in sample.relations) >= 15


def test_ids_and_texts_are_distinct() -> None:
    assert len(_BY_ID) == len(_ALL)
    assert len({sample.text for sample in _ALL}) == len(_ALL)


def test_halves_are_alike() -> None:
    dev, held = samples("dev"), samples("held")
    assert 0.30 <= len(held) / len(_ALL) <= 0.36
    one, other = _counted(dev), _counted(held)
    assert set(one) == set(other) == set(Kind)
    for kind in Kind:
        assert abs(one[kind] / one.total() - other[kind] / other.total()) < 0.05, kind


@pytest.mark.parametrize("sample", _ALL, ids=lambda s: s.id)
def test_form(sample: Sample, vocabulary: Vocabulary) -> None:
    assert unicodedata.is_normalized("NFC", sample.text)
    assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", sample.document_date or "")
    assert sample.place is None or sample.place in vocabulary.places.places
    last = 0
    for i, claim in enumerate(sample.claims):
        assert last <= claim.start < claim.end, claim
        last = claim.end
        assert sample.text[claim.start : claim.end] == claim.text == claim.text.strip()
        _check_fields(claim, vocabulary)
        if claim.part_of is not None:
            assert claim.part_of != i
            assert sample.claims[claim.part_of].part_of is None


def _check_fields(claim: Label, vocabulary: Vocabulary) -> None:
    assert claim.kind in set(Kind)
    assert claim.indicator != ""
    if claim.indicator_code is not None:
        name = vocabulary.indicators[claim.indicator_code].name.vi
        assert claim.indicator is not None
        assert claim.indicator.startswith(name), claim
    assert claim.period is None or str(Period.parse(claim.period)) == claim.period
    if claim.base is not None and _BASE.fullmatch(claim.base):
        assert str(Period.parse(claim.base)) == claim.base
    assert claim.approx in (None, "about", "over", "under")
    assert claim.scenario in ("actual", "plan", "forecast")
    assert claim.status in (None, "estimate", "preliminary", "official")
    assert claim.status is None or claim.scenario == "actual", claim
    assert claim.high is None or claim.high > claim.value
    assert claim.unit is None or claim.unit.strip() == claim.unit != ""
    if claim.kind in (Kind.COMPLETION, Kind.SHARE, Kind.GROWTH, Kind.INDEX, Kind.PRICE_INDEX):
        assert claim.unit == "%", claim


@pytest.mark.parametrize("sample", _ALL, ids=lambda s: s.id)
def test_values_are_those_printed(sample: Sample) -> None:
    for claim in sample.claims:
        shown = re.sub(r"/\d+", "", claim.text)  # “18/19 chỉ tiêu” tells 18
        digits = [re.sub(r"\D", "", number) for number in re.findall(r"\d[\d.,]*", re.sub("m[23]", "", shown))]
        if claim.high is not None:
            assert len(digits) == 2, claim
            assert (_digits(digits[0]), _digits(digits[1])) == (_digits(claim.value), _digits(claim.high)), claim
        elif digits:
            assert _digits("".join(digits)) == _digits(claim.value), claim


def _digits(number: Decimal | str) -> str:
    """The digits that count, whatever the scale."""
    return re.sub(r"\D", "", str(number) if isinstance(number, str) else f"{number:f}").strip("0")


def test_signs_follow_the_words() -> None:
    for sample in _ALL:
        for claim in sample.claims:
            before = fold(sample.text[max(0, claim.start - 8) : claim.start])
            if claim.kind == Kind.GROWTH and before.endswith("giam"):
                assert claim.value < 0, (sample.id, claim)
            if claim.kind == Kind.GROWTH and before.endswith("tang"):
                assert claim.value > 0, (sample.id, claim)


# The arithmetic of the labelled relations, worked out here once more and not by the verifier.


def _reach(claim: Label, *, cut: bool = False) -> Interval:
    """What the printed number can stand for, in base units; plans and counts are exact, “hơn” opens upwards."""
    factor = Fraction(normal(claim.unit, vocabulary())[0])
    value = Fraction(claim.value) * factor
    if claim.approx is not None:
        return Interval(value, None) if claim.approx == "over" else Interval(None, value)
    if (claim.scenario == "plan" and claim.unit != "%") or (claim.kind == Kind.COUNT and value.denominator == 1):
        return Interval(value, value)
    step = _step(claim) * factor
    below, above = (step if cut and value < 0 else step / 2), (step if cut and value > 0 else step / 2)
    return Interval(value - below, value + above)


def _step(claim: Label) -> Fraction:
    """One of the last digit printed, in the canonical unit."""
    number = re.search(r"\d[\d.,]*\d|\d", claim.text)
    assert number is not None, claim
    mark = "." if re.fullmatch(r"\d+\.\d{1,2}", number[0]) else ","
    whole, _, part = number[0].partition(mark)
    plain = Fraction(f"{whole.replace('.', '')}.{part or 0}")
    return abs(Fraction(claim.value)) / plain / 10 ** len(part) if plain else Fraction(1)


def _percent(part: Interval, whole: Interval) -> Interval:
    return part.over(whole).scaled(100)


def _less(interval: Interval, number: int) -> Interval:
    return interval - Interval(Fraction(number), Fraction(number))


def _growth(judged: Label, new: Interval, old: Interval) -> Interval:
    if judged.kind == Kind.MULTIPLE:
        return new.over(old)
    percent = _percent(new, old)
    return percent if judged.kind == Kind.INDEX else _less(percent, 100)


def _sum(*parts: Interval) -> Interval:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _product(count: Label, size: Interval) -> Interval:
    return size.scaled(Fraction(count.value))


def _percent_a_year(judged: Label, new: Label, old: Label) -> Interval:
    """The growth a year that leads from one level to the other, found by halving."""
    assert new.period is not None
    assert old.period is not None
    years = Period.parse(new.period).year - Period.parse(old.period).year
    target = Fraction(new.value) / Fraction(old.value)
    low, high = Fraction(0), Fraction(3)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if middle**years < target else (low, middle)
    return Interval((low - 1) * 100 - _step(judged) / 10, (high - 1) * 100 + _step(judged) / 10)


def _computed(rule: str, judged: Label, others: list[Label]) -> Interval:
    reaches = [_reach(other) for other in others]
    by_rule: dict[str, Callable[[], Interval]] = {
        "growth-of-levels": lambda: _growth(judged, reaches[0], reaches[1]),
        "completion": lambda: _percent(reaches[0], reaches[1]),
        "share": lambda: _percent(reaches[0], reaches[1]),
        "parts-sum": lambda: _sum(*reaches),
        "contributions": lambda: _sum(*reaches),
        "cumulative": lambda: _sum(*reaches),
        "total-trade": lambda: _sum(*reaches),
        "trade-balance": lambda: reaches[0] - reaches[1],
        "count-times-size": lambda: _product(others[0], reaches[1]),
        "same-quantity": lambda: reaches[0],
        "average-growth": lambda: _percent_a_year(judged, *others),
    }
    return by_rule[rule]()


def _holds(rule: str, judged: Label, others: list[Label]) -> bool:
    if rule == "verbal-exceeded":  # the words claim more than 100 %
        return judged.value > 100
    if rule == "index-as-growth":  # no neighbour doubles: a growth above 100 beside growths of a few percent
        return judged.value < 100
    if rule == "shares-sum":
        return Fraction(100) in _sum(*(_reach(claim) for claim in (judged, *others)))
    if rule == "mw-mwp":
        return judged.unit == others[0].unit
    cut = judged.unit in ("%", "lần")
    return _computed(rule, judged, others).meet(_reach(judged, cut=cut)) is not None


_RELATIONS = [(sample.id, relation) for sample in _ALL for relation in sample.relations]


@pytest.mark.parametrize(("where", "relation"), _RELATIONS, ids=lambda x: x if isinstance(x, str) else x.rule)
def test_relations_are_judged_rightly(where: str, relation: Relation) -> None:
    judged, *others = (_BY_ID[where].claims[i] for i in relation.claims)
    assert _holds(relation.rule, judged, others) is relation.holds


# The measure: a perfect reader scores 1, one that errs in a known way loses exactly that.


def _as_claim(number: int, label: Label) -> Claim:
    return Claim(
        id=number, start=label.start, end=label.end, text=label.text, kind=Kind(label.kind), indicator=label.indicator,
        indicator_code=label.indicator_code, members=(), place=label.place,
        period=Period.parse(label.period) if label.period else None, base=label.base, value=label.value,
        high=label.high, unit=label.unit, decimals=0, approx=label.approx, scenario=label.scenario,
        status=label.status, part_of=label.part_of, verb="", sentence=0,
    )  # fmt: skip


def _perfect(text: str, _known: Vocabulary, date: str | None, place: str | None) -> Reading:
    sample = next(sample for sample in _ALL if sample.text == text)
    claims = tuple(_as_claim(i, label) for i, label in enumerate(sample.claims))
    return Reading(text, claims, ((0, len(text)),), date, place)


def test_a_perfect_reader_scores_one(vocabulary: Vocabulary) -> None:
    report = measure(_ALL, _perfect, vocabulary)
    assert report.precision == 1
    assert report.total.right == report.total.expected
    assert report.faults == {}
    assert report.total.expected["found"] == sum(len(sample.claims) for sample in _ALL)


def test_errors_are_counted(vocabulary: Vocabulary) -> None:
    sample = _BY_ID["short-001"]

    def erring(text: str, known: Vocabulary, date: str | None, place: str | None) -> Reading:
        first, second, third, *rest = _perfect(text, known, date, place).claims
        bad = (
            replace(first, value=first.value * 1000),
            replace(second, kind=Kind.INDEX, period=None),
            replace(third, start=0, end=3),
        )
        return Reading(text, (*bad, *rest), ((0, len(text)),), date, place)

    report = measure((sample,), erring, vocabulary)
    count = len(sample.claims)
    assert report.reported == count
    assert report.precision == (count - 1) / count
    right = {aspect: count - report.total.right[aspect] for aspect in ("found", "value", "kind", "period")}
    assert right == {"found": 1, "value": 2, "kind": 3, "period": 2}
    assert len(report.faults["short-001"]) == 4
    assert f"{(count - 1) / count:.3f}" in table(report)


@pytest.mark.parametrize(
    ("value", "unit", "same"),
    [
        ("12500", "tấn", True),
        ("12.5", "nghìn tấn", True),
        ("12.5", "ngàn tấn", True),
        ("12.5", "tấn", False),
        ("12500", "ha", False),
        ("12500", None, False),
        ("12501", "tấn", False),
    ],
)
def test_amounts_are_compared_across_scales(value: str, unit: str | None, same: bool, vocabulary: Vocabulary) -> None:
    label = replace(_ALL[0].claims[0], kind="level", value=Decimal(12500), high=None, unit="tấn")
    claim = replace(_as_claim(0, label), value=Decimal(value), unit=unit)
    assert same_amount(label, claim, vocabulary) is same


def test_times_are_not_percent(vocabulary: Vocabulary) -> None:
    label = replace(_ALL[0].claims[0], kind="multiple", value=Decimal("2.1"), high=None, unit="lần")
    assert not same_amount(label, replace(_as_claim(0, label), value=Decimal(210), unit="%"), vocabulary)


def test_pairs_are_one_to_one() -> None:
    label = _ALL[0].claims[0]
    longer = replace(_as_claim(0, label), end=label.end + 9)
    pairs = matches([label], [longer, _as_claim(1, label)])
    assert pairs == [(0, 1)]


def test_patterns_are_those_of_the_catalogue() -> None:
    forms = Counter(pattern(sample.text, claim) for sample in _ALL for claim in sample.claims)
    common = ("tăng {x}%", "giảm {x}%", "ước đạt {x} {đv}", "đạt {x} {đv}", "đạt {x}% kế hoạch", "có {x} {danh từ}")
    assert all(forms[form] >= 5 for form in common), forms.most_common(60)
    assert any("{số bằng chữ}" in form for form in forms)
    assert any("{n}/{m}" in form for form in forms)


def test_checks_are_counted(vocabulary: Vocabulary) -> None:
    # A checker that calls everything wrong reports every false relation, and raises an alarm on every true claim.
    def accusing(reading: Reading, _known: Vocabulary) -> list[TextFinding]:
        ids = tuple(claim.id for claim in reading.claims)
        return [TextFinding("x", ids, "", None, None, CheckVerdict.CONTRADICTS, Text("", "").to)]

    def silent(_reading: Reading, _known: Vocabulary) -> list[TextFinding]:
        return []

    told, none = (measure_checks(_ALL, _perfect, check, vocabulary) for check in (accusing, silent))
    assert told.relations == none.relations == len(_RELATIONS)
    assert told.checked == told.relations
    assert told.reported == told.false == sum(not relation.holds for _, relation in _RELATIONS)
    true_only = [s for s in _ALL if s.claims and all(r.holds for r in s.relations)]
    assert len(told.alarms) == len(true_only)
    assert (none.checked, none.reported, none.alarms) == (0, 0, [])
    assert len(none.missed) == len(_RELATIONS)
