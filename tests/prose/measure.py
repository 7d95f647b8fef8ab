"""How well a reader reads: its claims against the labelled set in tests/samples/claims.

`python -m tests.prose.measure [dev|held]` prints tables by kind and by pattern, and the texts read worst.
"""

import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tongket.core.errors import NotFound
from tongket.core.period import parse_known
from tongket.core.text import fold
from tongket.core.unit import Unit
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.prose.claims import CheckVerdict, Claim, Reading, TextFinding

SET = Path(__file__).resolve().parents[1] / "samples" / "claims"
HALVES = ("dev", "held")
ASPECTS = ("found", "value", "kind", "period", "code", "base", "scenario", "approx")
"""found: a reported claim overlaps it; value: and value, high end and unit are right; kind: and its kind too. Period,
code and base are counted where the label says something on them, scenario and approx for every label."""

_SCALES = {"nghin": 3, "ngan": 3, "trieu": 6, "ty": 9, "ti": 9}
_SHORT = {"kcn": "khu cong nghiep", "ccn": "cum cong nghiep"}
_HEADS = re.compile(
    r"(?:^|\W)("
    "(?:ước(?: tính| thực hiện)? |chỉ |bình quân )?(?:đạt|tăng|giảm)|ước thực hiện(?: đạt)?|tăng bình quân|tăng gấp|"
    "tăng trưởng|làm giảm|vượt|bằng|hoàn thành|chiếm(?: tỷ trọng| tỷ lệ)?(?: lớn nhất)?(?: với)?|gấp|xuất siêu|"
    "nhập siêu|đóng góp|(?:tổng )?(?:công suất|diện tích|vốn đăng ký)|lần lượt|phấn đấu|tương đương|gồm|có|từ|lên|còn|"
    "được|là|với|ước|và"
    ")$",
    re.I,
)
_TAILS = re.compile(
    r"(?:so với |so )?(?:cùng kỳ|tháng trước|kế hoạch|KH|dự toán|thực hiện)(?: cả)?(?: năm)?(?: trước| ngoái)?|"
    r"so với năm|so với|về lượng|về giá trị|tổng|trong đó"
)

Reader = Callable[[str, Vocabulary, str | None, str | None], Reading]
Checker = Callable[[Reading, Vocabulary], Sequence[TextFinding]]


@dataclass(frozen=True, slots=True)
class Label:
    """One claim as the set has it; the fields are those of `tongket.prose.claims.Claim`, with the period as text."""

    start: int
    end: int
    text: str
    kind: str
    indicator: str | None
    indicator_code: str | None
    place: str | None
    period: str | None
    base: str | None
    value: Decimal
    high: Decimal | None
    unit: str | None
    approx: str | None
    scenario: str
    status: str | None
    part_of: int | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation a careful reader finds between claims, the judged one first, and whether it holds."""

    rule: str
    claims: tuple[int, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled text."""

    id: str
    half: str
    document_date: str | None
    place: str | None
    text: str
    claims: tuple[Label, ...]
    relations: tuple[Relation, ...]


@cache
def samples(*halves: str) -> tuple[Sample, ...]:
    """The set, or the halves named (`dev`, `held`)."""
    found = []
    for half in halves or HALVES:
        for path in sorted(SET.glob(f"{half}-*.jsonl")):
            found += [_sample(half, line) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(found)


def _sample(half: str, line: str) -> Sample:
    row = json.loads(line, parse_float=Decimal)
    claims = tuple(Label(**{**c, "value": Decimal(c["value"]), "high": _decimal(c["high"])}) for c in row["claims"])
    relations = tuple(Relation(r["rule"], tuple(r["claims"]), r["holds"]) for r in row["relations"])
    return Sample(row["id"], half, row["document_date"], row["place"], row["text"], claims, relations)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def matches(labels: Sequence[Label], claims: Sequence[Claim]) -> list[tuple[int, int]]:
    """Pair labels with claims, one to one: those that share most of their words first, then equal values."""
    rated = []
    for i, j in _overlapping(labels, claims):
        label, claim = labels[i], claims[j]
        common = min(label.end, claim.end) - max(label.start, claim.start)
        spanned = max(label.end, claim.end) - min(label.start, claim.start)
        rated.append((label.value != claim.value, -common / spanned, i, j))
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    used: set[int] = set()
    for _, _, i, j in sorted(rated):
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
            pairs.append((i, j))
    return sorted(pairs)


def _overlapping(labels: Sequence[Label], claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    for i, label in enumerate(labels):
        for j, claim in enumerate(claims):
            if label.start < claim.end and claim.start < label.end:
                yield i, j


def same_amount(label: Label, claim: Claim, units: Vocabulary) -> bool:
    """Whether value, high end and unit say the same: 12.5 “nghìn tấn” is 12 500 “tấn”, but 2.1 “lần” is not 210 %."""
    if (label.high is None) != (claim.high is None):
        return False
    one, other = normal(label.unit, units), normal(claim.unit, units)
    if one[1:] != other[1:] and not (label.kind == "count" and _one_noun(label.unit, claim.unit)):
        return False
    pairs = [(label.value, claim.value)] + ([(label.high, claim.high)] if label.high and claim.high else [])
    return all(a * one[0] == b * other[0] for a, b in pairs)


def normal(text: str | None, known: Vocabulary) -> tuple[Decimal, str, str]:
    """Return factor, name of what is counted, and what it is per (“tỷ đồng/năm” → 10⁹, “money-vnd”, “nam”)."""
    # NFKC: “m³” and “m3” are one unit.
    head, _, per = fold(unicodedata.normalize("NFKC", text or "")).partition("/")
    head = head.strip()
    unit = _unit((text or "").partition("/")[0], known)
    if unit is not None:
        # A multiple is kept in the vocabulary as percent, yet “lần” and “%” are different words in a text.
        name = unit.code if unit.quantity == "percent" else unit.quantity
        return Decimal(1) if unit.quantity == "percent" else unit.factor, name, per.strip()
    factor = Decimal(1)
    while (first := head.partition(" ")[0]) in _SCALES:
        factor *= Decimal(10) ** _SCALES[first]
        head = head.partition(" ")[2]
    return factor, head, per.strip()


def _unit(text: str, known: Vocabulary) -> Unit | None:
    try:
        return known.units.find(text)
    except NotFound:
        return None


def _one_noun(one: str | None, other: str | None) -> bool:
    """Whether one noun only says more than the other: “sản phẩm”, “sản phẩm OCOP”; “KCN” is “khu công nghiệp”."""
    nouns = [_SHORT.get(fold(noun or ""), fold(noun or "")).split() for noun in (one, other)]
    short, long = sorted(nouns, key=len)
    return bool(short) and long[: len(short)] == short


def pattern(text: str, label: Label) -> str:
    """The form a claim takes in its sentence, as the catalogue of forms names it: “ước đạt hơn {x} {đv}”."""
    before = text[max(0, label.start - 40) : label.start].rstrip()
    after = text[label.end : label.end + 40].lstrip()
    head, tail = _HEADS.search(before), _TAILS.match(after)
    sign = {"over": "hơn ", "under": "gần ", "about": "khoảng ", None: ""}[label.approx]
    number = "{a}–{b}" if label.high is not None else "{n}/{m}" if re.match(r"\D*\d+/\d", label.text) else "{x}"
    if not re.search(r"\d", label.text):
        number = "{số bằng chữ}"
    unit = "%" if label.unit == "%" else f" {{{'danh từ' if label.kind == 'count' else 'đv'}}}"
    words = (head[1].lower() if head else "", f"{sign}{number}{unit}", tail[0] if tail else "")
    return " ".join(" ".join(words).split())


@dataclass
class Tally:
    """How many were expected and how many were right, of one kind or pattern."""

    expected: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: dict[str, bool | None]) -> None:
        """Count one label; None: the label says nothing on that aspect."""
        for aspect, good in outcome.items():
            if good is not None:
                self.expected[aspect] += 1
                self.right[aspect] += good

    def recall(self, aspect: str) -> float:
        """Share of the expected that was right; 1 where nothing was expected."""
        return self.right[aspect] / self.expected[aspect] if self.expected[aspect] else 1.0


@dataclass
class Report:
    """The outcome over many texts."""

    total: Tally = field(default_factory=Tally)
    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    patterns: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    reported: int = 0
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def precision(self) -> float:
        """Share of what was reported that is a claim."""
        return self.total.right["found"] / self.reported if self.reported else 1.0


def outcome(label: Label, claim: Claim | None, known: Vocabulary) -> dict[str, bool | None]:
    """What is right about the claim found for a label."""
    amount = claim is not None and same_amount(label, claim, known)
    period = str(claim.period) if claim is not None and claim.period is not None else None
    return {
        "found": claim is not None,
        "value": amount,
        "kind": amount and claim is not None and claim.kind == label.kind,
        "period": None if label.period is None else period == label.period,
        "code": None if label.indicator_code is None else _code(claim) == label.indicator_code,
        "base": None if label.base is None else claim is not None and _same_base(label.base, claim.base),
        "scenario": claim is not None and claim.scenario == label.scenario,
        "approx": claim is not None and claim.approx == label.approx,
    }  # fmt: skip


def _code(claim: Claim | None) -> str | None:
    return None if claim is None else claim.indicator_code


def _same_base(expected: str, found: str | None) -> bool:
    # The words of a whole may be cut longer or shorter; years and `plan` are one form.
    if expected == "plan" or re.match(r"\d{4}", expected):
        return found == expected
    return found is not None and bool(set(fold(expected).split()) & set(fold(found).split()))


def measure(texts: Sequence[Sample], read: Reader, known: Vocabulary) -> Report:
    """Read every text and compare."""
    report = Report()
    for sample in texts:
        claims = read(sample.text, known, sample.document_date, sample.place).claims
        found = dict(matches(sample.claims, claims))
        report.reported += len(claims)
        for i, label in enumerate(sample.claims):
            claim = claims[found[i]] if i in found else None
            result = outcome(label, claim, known)
            for tally in (report.total, report.kinds[label.kind], report.patterns[pattern(sample.text, label)]):
                tally.add(result)
            if not (result["kind"] and result["period"] is not False):
                report.faults[sample.id].append(_told(label, claim))
        for j in sorted(set(range(len(claims))) - set(found.values())):
            report.faults[sample.id].append(f"no claim: {_shown(claims[j])}")
    return report


def _told(label: Label, claim: Claim | None) -> str:
    expected = f"{label.text!r} {label.kind} {label.value} {label.unit} {label.period}"
    return f"expected {expected}; found {_shown(claim) if claim is not None else 'nothing'}"


def _shown(claim: Claim) -> str:
    return f"{claim.text!r} {claim.kind} {claim.value} {claim.unit} {claim.period}"


@dataclass
class Checks:
    """How the relations of many texts came out."""

    relations: int = 0
    checked: int = 0
    false: int = 0
    reported: int = 0
    claims: int = 0
    # Not shown by a failing test: the half held back stays unread.
    alarms: list[str] = field(default_factory=list, repr=False)
    missed: list[str] = field(default_factory=list, repr=False)


def measure_checks(texts: Sequence[Sample], read: Reader, check: Checker, known: Vocabulary) -> Checks:
    """Check every text; a relation is checked where a finding about its claims says more than “cannot tell”."""
    total = Checks()
    for sample in texts:
        reading = read(sample.text, known, sample.document_date, sample.place)
        label_of = {reading.claims[j].id: i for i, j in matches(sample.claims, reading.claims)}
        findings = [(f, {label_of[c] for c in f.claims if c in label_of}) for f in check(reading, known)]
        total.claims += len(reading.claims)
        for relation in sample.relations:
            _count_relation(total, sample, relation, findings)
        wrong = {i for r in sample.relations if not r.holds for i in r.claims}
        for finding, about in findings:
            if finding.verdict is CheckVerdict.CONTRADICTS and not about & wrong:
                total.alarms.append(f"{sample.id} {finding.rule}: {finding.explanation_en}")
    return total


def _count_relation(
    total: Checks, sample: Sample, relation: Relation, findings: Sequence[tuple[TextFinding, set[int]]]
) -> None:
    wanted = min(2, len(relation.claims))
    verdicts = {f.verdict for f, about in findings if len(about & set(relation.claims)) >= wanted}
    told = bool(verdicts - {CheckVerdict.CANNOT_TELL})
    contradicted = CheckVerdict.CONTRADICTS in verdicts
    if relation.rule == "mw-mwp":  # 150 MW and 150 MWp of one plant: to be pointed out, not to be proved wrong
        told = contradicted = bool(verdicts - {CheckVerdict.HOLDS})
    total.relations += 1
    total.checked += told
    total.false += not relation.holds
    total.reported += not relation.holds and contradicted
    if not told or (not relation.holds and not contradicted):
        words = ", ".join(sample.claims[i].text for i in relation.claims)
        total.missed.append(f"{sample.id} {relation.rule} ({'holds' if relation.holds else 'false'}): {words}")


def table(report: Report, *, patterns: int = 40) -> str:
    """The report as text: in all, by kind, and the patterns read worst of those met at least twice."""
    lines = [f"precision {report.precision:.3f} ({report.reported} reported)", _row("", "n", list(ASPECTS))]
    lines.append(_tally("in all", report.total))
    lines += [_tally(k, t) for k, t in sorted(report.kinds.items(), key=lambda kt: -kt[1].expected["found"])]
    often = [(t.recall("kind"), -t.expected["found"], name, t) for name, t in report.patterns.items()]
    worst = sorted(o[:3] for o in often if o[1] <= -2 and o[0] < 1)[:patterns]
    lines += ["", f"patterns: {len(report.patterns)}; the worst met twice or more:"]
    lines += [_tally(name, report.patterns[name]) for _, _, name in worst]
    return "\n".join(lines)


def _tally(name: str, tally: Tally) -> str:
    return _row(name, str(tally.expected["found"]), [f"{tally.recall(a):.3f}" for a in ASPECTS])


def _row(name: str, count: str, cells: Sequence[str]) -> str:
    return f"{name[:44]:44} {count:>5} " + " ".join(f"{cell:>8}" for cell in cells)


def reader() -> Reader:
    """The product's reader, in the form that `measure` calls."""
    # Not at the top: the set and the measure are tested without the reader.
    from tongket.prose.read import read

    def call(text: str, known: Vocabulary, on: str | None, place: str | None) -> Reading:
        return read(text, known, document_date=parse_known(on) if on else None, place=place)

    return call


def checker() -> Checker:
    """The product's verifier."""
    # Not at the top, as above.
    from tongket.prose.verify import verify

    return verify


def main(halves: Sequence[str]) -> None:
    """Print the tables; of the half that may be looked into also the worst texts and the relations missed."""
    known = vocabulary()
    for half in halves or HALVES:
        texts = samples(half)
        report = measure(texts, reader(), known)
        checks = measure_checks(texts, reader(), checker(), known)
        print(f"\n{half}\n{table(report)}\n\n{told(checks)}")
        if half == "dev":
            print(details(report, checks))


def told(checks: Checks) -> str:
    """How many relations were checked, in numbers."""
    return "\n".join(
        (
            f"relations: {checks.checked} of {checks.relations} checked",
            f"false relations: {checks.reported} of {checks.false} reported",
            f"false alarms: {len(checks.alarms)} in {checks.claims} claims",
        )
    )


def details(report: Report, checks: Checks) -> str:
    """The texts read worst, with what was expected and found, and what the verifier missed or alarmed at."""
    lines = [*(f"missed {m}" for m in checks.missed), *(f"alarm {a}" for a in checks.alarms)]
    for name, faults in sorted(report.faults.items(), key=lambda item: -len(item[1]))[:15]:
        lines += ["", name, *(f"  {fault}" for fault in faults)]
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
