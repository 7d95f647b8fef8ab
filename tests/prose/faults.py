"""True passages made from exact numbers, and faults seeded into them: what a verifier must find.

A passage is words and slots; a slot is a printed number; a tie says how one slot follows from others. A fault changes
one slot or one verb so that no number inside the printed intervals can make its tie true, worked out here and not by
the verifier. All is drawn from the `random.Random` handed in: the same seed gives the same faults.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random

from tongket.core.exact import LAST_DIGIT, Interval, rounded
from tongket.core.number import render

KINDS = (
    "wrong-sum", "wrong-ratio", "swapped-digits", "unit-scale", "index-as-growth", "other-base", "verb", "mw-for-mwp",
)  # fmt: skip
_FACTOR = {"triệu đồng": 1, "tỷ đồng": 1000, "triệu USD": 1, "tỷ USD": 1000, "triệu kWh": 1, "tỷ kWh": 1000}
_OTHER_SCALE = {"tỷ đồng": "triệu đồng", "triệu USD": "tỷ USD", "triệu kWh": "tỷ kWh"}
_OPPOSITE = {"tăng": "giảm", "giảm": "tăng"}
RATIOS = ("growth", "completion", "share")


@dataclass(frozen=True, slots=True)
class Slot:
    """A number as it is printed; a growth is signed here and printed without its sign after its verb."""

    name: str
    value: Decimal
    decimals: int
    unit: str

    def readings(self) -> tuple["Slot", ...]:
        """Itself; and with a dot before exactly three digits as a decimal point, where the print allows it."""
        if self.unit in _FACTOR and self.decimals == 0 and 1_000 <= self.value < 1_000_000:
            return self, replace(self, value=self.value.scaleb(-3), decimals=3)
        return (self,)

    def __str__(self) -> str:
        number = render(abs(self.value), self.decimals)
        return f"{number}%" if self.unit == "%" else f"{number} {self.unit}"


@dataclass(frozen=True, slots=True)
class Verb:
    """The word that carries the statement of the slot named."""

    slot: str
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Tie:
    """How `judged` follows from `operands`: growth, completion, share, sum, times or balance."""

    rule: str
    judged: str
    operands: tuple[str, ...]


Part = str | Slot | Verb


@dataclass(frozen=True, slots=True)
class Passage:
    """Words, slots and verbs in order, and the ties between the slots."""

    year: int
    parts: tuple[Part, ...]
    ties: tuple[Tie, ...]

    @property
    def text(self) -> str:
        """The passage as a reader gets it."""
        return "".join(str(part) for part in self.parts)

    @property
    def document_date(self) -> str:
        """A day in the January after the year told of."""
        return f"{self.year + 1}-01-15"

    @property
    def slots(self) -> dict[str, Slot]:
        """Its slots by name."""
        return {part.name: part for part in self.parts if isinstance(part, Slot)}

    def spans(self) -> dict[str, tuple[int, int]]:
        """Where each slot stands in the text."""
        found, at = {}, 0
        for part in self.parts:
            if isinstance(part, Slot):
                found[part.name] = (at, at + len(str(part)))
            at += len(str(part))
        return found

    def broken(self) -> list[Tie]:
        """The ties that no numbers inside the printed intervals can make true."""
        return [tie for tie in self.ties if self._excluded(tie)]

    def _excluded(self, tie: Tie) -> bool:
        slots = self.slots
        # “13.248 tỷ kWh” may be 13 248 or 13,248: a fault is one under every reading.
        readings = product(*(slots[name].readings() for name in (tie.judged, *tie.operands)))
        return not any(_agree(tie.rule, judged, operands) for judged, *operands in readings)

    def with_part(self, old: Part, new: Part) -> "Passage":
        """The same with one part changed."""
        return replace(self, parts=tuple(new if part is old else part for part in self.parts))


@dataclass(frozen=True, slots=True)
class Fault:
    """A passage with one fault.

    Attributes:
        kind: one of KINDS.
        passage: with the fault in it.
        about: the slots at which it may be found: those of the broken ties, or of the verb.
        was: what stood there; with `became` for messages.
    """

    kind: str
    passage: Passage
    about: frozenset[str]
    was: str
    became: str


def _agree(rule: str, judged: Slot, operands: Sequence[Slot]) -> bool:
    stated = Interval.printed(judged.value, judged.decimals).scaled(_FACTOR.get(judged.unit, 1))
    if rule in RATIOS:
        stated = stated + Interval(-LAST_DIGIT, LAST_DIGIT)  # a slip of the last digit is not a fault
    return _reach(rule, operands).meet(stated) is not None


def _spread(slot: Slot) -> Interval:
    """What an operand can stand for, in base units; counts and plans (`p…`) are exact."""
    value, factor = Fraction(slot.value), _FACTOR.get(slot.unit, 1)
    half = Fraction(0) if slot.name.startswith(("p", "n")) else Fraction(10) ** -slot.decimals / 2
    return Interval(value - half, value + half).scaled(factor)


def _reach(rule: str, operands: Sequence[Slot]) -> Interval:
    spreads = [_spread(slot) for slot in operands]
    if rule == "times":
        return spreads[1].scaled(Fraction(operands[0].value))
    if rule == "balance":
        return spreads[0] - spreads[1]
    if rule == "sum":
        total = spreads[0]
        for spread in spreads[1:]:
            total = total + spread
        return total
    percent = spreads[0].over(spreads[1]).scaled(100)
    return percent - Interval.of(100) if rule == "growth" else percent


# The builders: each makes the parts and ties of one paragraph, its slots named with a prefix of their own.


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    unit: str
    low: int
    high: int
    decimals: tuple[int, ...]


_SERIES = (
    _Series("giá trị sản xuất công nghiệp", "tỷ đồng", 9_000, 90_000, (0, 0, 1)),
    _Series("sản lượng điện sản xuất", "triệu kWh", 1_500, 20_000, (0, 1)),
)
_EXPORT = _Series("kim ngạch xuất khẩu", "triệu USD", 150, 3_000, (0, 1, 2))
_RETAIL = _Series("tổng mức bán lẻ hàng hóa và doanh thu dịch vụ", "tỷ đồng", 20_000, 120_000, (0, 1))
_GOODS = ("cà phê", "mủ cao su", "sản phẩm gỗ", "hạt điều", "sắn lát")
_TRADES = ("bán lẻ hàng hóa", "lưu trú, ăn uống", "du lịch lữ hành")
Paragraph = tuple[list[Part], list[Tie]]


def _amount(rng: Random, low: int, high: int, decimals: int) -> Decimal:
    return Decimal(rng.randrange(low * 10**decimals, high * 10**decimals)).scaleb(-decimals)


def _percent(new: Decimal, old: Decimal) -> Fraction:
    return Fraction(new) / Fraction(old) * 100


def _grown(name: str, new: Slot, old: Slot, decimals: int) -> tuple[Verb, Slot]:
    value = rounded(_percent(new.value, old.value) - 100, decimals)
    return Verb(name, "giảm" if value < 0 else "tăng"), Slot(name, value, decimals, "%")


def _near(rng: Random, value: Decimal, decimals: int, low: int, high: int) -> Decimal:
    """A number that is `low` to `high` thousandths of `value`, and not so near to it that the sign is in doubt."""
    share = rng.choice([s for s in range(low, high) if abs(s - 1000) > 8])
    return rounded(Fraction(value) * share / 1000, decimals)


def _results(rng: Random, year: int, series: _Series) -> Paragraph:
    """This year's level against plan and last year, and next year's target."""
    key, unit, decimals = series.name[:3], series.unit, rng.choice(series.decimals)
    level = Slot(f"{key}.l", _amount(rng, series.low, series.high, decimals), decimals, unit)
    base = Slot(f"{key}.b", _near(rng, level.value, decimals, 860, 1080), decimals, unit)
    plan = Slot(f"p.{key}", _near(rng, level.value, 0, 930, 1100), 0, unit)
    goal = Slot(f"p.{key}.next", _near(rng, level.value, 0, 1030, 1150), 0, unit)
    verb, growth = _grown(f"{key}.g", level, base, rng.choice((1, 2, 2)))
    next_verb, next_growth = _grown(f"{key}.h", goal, level, rng.choice((1, 2, 2)))
    done = Slot(f"{key}.c", rounded(_percent(level.value, plan.value), 2), 2, "%")
    name = series.name
    if rng.random() < 0.5:
        parts: list[Part] = [
            f"Năm {year}, {name} đạt ", level, ", ", Verb(done.name, "bằng"), " ", done, " kế hoạch (", plan, "), ",
            verb, " ", growth, f" so với năm {year - 1} (", base, ").",
        ]  # fmt: skip
    else:
        parts = [
            f"Năm {year - 1}, {name} đạt ", base, f". Kế hoạch năm {year} là ", plan, f". Năm {year}, {name} đạt ",
            level, ", ", Verb(done.name, "bằng"), " ", done, " kế hoạch, ", verb, " ", growth,
            f" so với năm {year - 1}.",
        ]  # fmt: skip
    parts += [f" Năm {year + 1}, phấn đấu {name} đạt ", goal, ", ", next_verb, " ", next_growth, f" so với năm {year}."]
    ties = [
        Tie("growth", growth.name, (level.name, base.name)),
        Tie("completion", done.name, (level.name, plan.name)),
        Tie("growth", next_growth.name, (goal.name, level.name)),
    ]
    return parts, ties


def _parts(rng: Random, year: int, series: _Series, names: Sequence[str], last: str) -> Paragraph:
    """A whole with all its parts, and the share of the first."""
    key, decimals = series.name[:3], rng.choice(series.decimals)
    sizes = [_amount(rng, series.low // 10, series.high // 5, decimals) for _ in range(len(names) + 1)]
    slots = [Slot(f"{key}.{i}", size, decimals, series.unit) for i, size in enumerate(sizes)]
    whole = Slot(f"{key}.w", sum(sizes, Decimal(0)), decimals, series.unit)
    share = Slot(f"{key}.s", rounded(_percent(sizes[0], whole.value), 2), 2, "%")
    parts: list[Part] = [f"Năm {year}, {series.name} đạt ", whole, f", gồm: {names[0]} ", slots[0], ", chiếm ", share]
    for name, slot in zip((*names[1:], last), slots[1:], strict=True):
        parts += [f"; {name} ", slot]
    ties = [
        Tie("sum", whole.name, tuple(slot.name for slot in slots)),
        Tie("share", share.name, (slots[0].name, whole.name)),
    ]
    return [*parts, "."], ties


def _trade(rng: Random, year: int, _series: _Series) -> Paragraph:
    """Exports and imports, their total and balance."""
    decimals = rng.choice((0, 1))
    export = Slot("x.x", _amount(rng, 900, 4_000, decimals), decimals, "triệu USD")
    imports = Slot("x.m", _amount(rng, 100, 800, decimals), decimals, "triệu USD")
    total = Slot("x.t", export.value + imports.value, decimals, "triệu USD")
    balance = Slot("x.d", export.value - imports.value, decimals, "triệu USD")
    parts: list[Part] = [
        f"Năm {year}, tổng kim ngạch xuất nhập khẩu đạt ", total, "; trong đó kim ngạch xuất khẩu ", export,
        ", kim ngạch nhập khẩu ", imports, "; xuất siêu ", balance, ".",
    ]  # fmt: skip
    ties = [Tie("sum", "x.t", ("x.x", "x.m")), Tie("balance", "x.d", ("x.x", "x.m"))]
    return parts, ties


def _quarters(rng: Random, year: int, _series: _Series) -> Paragraph:
    """Two quarters and the half year."""
    decimals = rng.choice((0, 1))
    first, second = (Slot(f"q.{i}", _amount(rng, 80, 900, decimals), decimals, "triệu USD") for i in (1, 2))
    half = Slot("q.h", first.value + second.value, decimals, "triệu USD")
    parts: list[Part] = [
        f"Kim ngạch xuất khẩu quý I năm {year} đạt ", first, f"; quý II năm {year} đạt ", second,
        f"; 6 tháng đầu năm {year} đạt ", half, ".",
    ]  # fmt: skip
    return parts, [Tie("sum", "q.h", ("q.1", "q.2"))]


def _turbines(rng: Random, _year: int, _series: _Series) -> Paragraph:
    """A wind farm: its capacity is turbines × the size of one."""
    count = Slot("n.turbines", Decimal(rng.randrange(6, 40)), 0, "tua-bin")
    size = Slot("t.u", Decimal(rng.randrange(30, 65)).scaleb(-1), 1, "MW")
    total = Slot("t.w", count.value * size.value, 1, "MW")
    parts: list[Part] = [
        "Nhà máy điện gió Ia Pết có ", count, ", mỗi tua-bin ", size, ", tổng công suất ", total, ".",
    ]  # fmt: skip
    return parts, [Tie("times", "t.w", ("n.turbines", "t.u"))]


def _projects(rng: Random, _year: int, _series: _Series) -> Paragraph:
    """Hydropower projects by state, counted."""
    counts = [Decimal(rng.randrange(3, 60)) for _ in range(3)]
    slots = [Slot(f"n.{i}", count, 0, "dự án") for i, count in enumerate(counts)]
    whole = Slot("n.w", sum(counts, Decimal(0)), 0, "dự án")
    parts: list[Part] = [
        "Toàn tỉnh có ", whole, " thủy điện, gồm: ", slots[0], " đang vận hành, ", slots[1], " đang thi công và ",
        slots[2], " chưa có chủ trương đầu tư.",
    ]  # fmt: skip
    return parts, [Tie("sum", "n.w", ("n.0", "n.1", "n.2"))]


def _solar(rng: Random, _year: int, _series: _Series) -> Paragraph:
    """Peak capacity of solar farms by state."""
    sizes = [_amount(rng, 40, 900, 1) for _ in range(2)]
    slots = [Slot(f"m.{i}", size, 1, "MWp") for i, size in enumerate(sizes)]
    whole = Slot("m.w", sum(sizes, Decimal(0)), 1, "MWp")
    parts: list[Part] = [
        "Các dự án điện mặt trời có tổng công suất ", whole, ", gồm: đang vận hành ", slots[0], ", đang thi công ",
        slots[1], ".",
    ]  # fmt: skip
    return parts, [Tie("sum", "m.w", ("m.0", "m.1"))]


def _products(rng: Random, year: int, series: _Series) -> Paragraph:
    return _parts(rng, year, series, rng.sample(_GOODS, rng.randrange(2, 5)), "hàng hóa khác")


def _trades(rng: Random, year: int, series: _Series) -> Paragraph:
    return _parts(rng, year, series, _TRADES, "dịch vụ khác")


Builder = Callable[[Random, int, _Series], Paragraph]
# One of each group at most: two paragraphs on one series would tell two levels of it.
_GROUPS: tuple[tuple[tuple[Builder, _Series], ...], ...] = (
    ((_results, _SERIES[0]),),
    ((_results, _SERIES[1]),),
    ((_results, _EXPORT), (_products, _EXPORT), (_trade, _EXPORT), (_quarters, _EXPORT)),
    ((_results, _RETAIL), (_trades, _RETAIL)),
    ((_turbines, _EXPORT), (_projects, _EXPORT), (_solar, _EXPORT)),
)


def passage(rng: Random) -> Passage:
    """Make a true passage of two to four paragraphs."""
    year = rng.randrange(2017, 2025)
    parts: list[Part] = [f"Kết quả thực hiện nhiệm vụ ngành Công Thương năm {year}"]
    ties: list[Tie] = []
    for group in rng.sample(_GROUPS, rng.randrange(2, 5)):
        build, series = rng.choice(group)
        more, tied = build(rng, year, series)
        parts += ["\n", *more]
        ties += tied
    return Passage(year, tuple(parts), tuple(ties))


# The faults.


def _changed(kind: str, before: Passage, old: Slot | Verb, new: Slot | Verb) -> Fault | None:
    """The fault, if the change leaves some tie beyond repair."""
    after = before.with_part(old, new)
    broken = after.broken()
    if not broken or str(old) == str(new):
        return None
    about = frozenset(name for tie in broken for name in (tie.judged, *tie.operands))
    return Fault(kind, after, about, str(old), str(new))


def _with_value(kind: str, before: Passage, slot: Slot, value: Decimal) -> Fault | None:
    return (
        _changed(kind, before, slot, replace(slot, value=value)) if (value < 0) == (slot.value < 0) and value else None
    )


def _wrong_sum(rng: Random, before: Passage) -> Fault | None:
    slot = _pick(rng, before, "sum", "times", "balance")
    if slot is None:
        return None
    step = Decimal(rng.choice((1, 1, 2, 3, 10, 10, 20, 100))) * rng.choice((1, -1))
    step = step if slot.name == "n.w" or slot.decimals == 0 else step.scaleb(-1)
    return _with_value("wrong-sum", before, slot, slot.value + step)


def _wrong_ratio(rng: Random, before: Passage) -> Fault | None:
    slot = _pick(rng, before, *RATIOS)
    if slot is None:
        return None
    step = Decimal(rng.randrange(20, 900)).scaleb(-2).quantize(Decimal(1).scaleb(-slot.decimals))
    return _with_value("wrong-ratio", before, slot, slot.value + step * rng.choice((1, -1)))


def _swapped(rng: Random, before: Passage) -> Fault | None:
    slot = rng.choice(list(before.slots.values()))
    digits = [*str(abs(slot.value).scaleb(slot.decimals).to_integral_value())]
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i or digits[1] != "0")]
    if not places:
        return None
    at = rng.choice(places)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    value = Decimal("".join(digits)).scaleb(-slot.decimals).copy_sign(slot.value)
    return _with_value("swapped-digits", before, slot, value)


def _scale(rng: Random, before: Passage) -> Fault | None:
    scaled = [slot for slot in before.slots.values() if slot.unit in _OTHER_SCALE]
    slot = rng.choice(scaled) if scaled else None
    return _changed("unit-scale", before, slot, replace(slot, unit=_OTHER_SCALE[slot.unit])) if slot else None


def _index(rng: Random, before: Passage) -> Fault | None:
    slot = _pick(rng, before, "growth")
    if slot is None or slot.value < 0:
        return None
    return _with_value("index-as-growth", before, slot, slot.value + 100)


def _other_base(rng: Random, before: Passage) -> Fault | None:
    """A growth or share taken on another level that stands in the passage, of the same unit."""
    slots = before.slots
    ties = [tie for tie in before.ties if tie.rule in RATIOS]
    if not ties:
        return None
    tie = rng.choice(ties)
    part, whole = (slots[name] for name in tie.operands)
    others = [s for s in slots.values() if s.unit == whole.unit and s.name not in tie.operands]
    if not others:
        return None
    percent = _percent(part.value, rng.choice(others).value)
    judged = slots[tie.judged]
    value = rounded(percent - 100 if tie.rule == "growth" else percent, judged.decimals)
    likely = value < 100 if tie.rule == "share" else abs(value - judged.value) < 60
    return _with_value("other-base", before, judged, value) if likely else None


def _verb(rng: Random, before: Passage) -> Fault | None:
    """Tăng for giảm, or “vượt kế hoạch” before a completion below 100 %."""
    verbs = [part for part in before.parts if isinstance(part, Verb)]
    verb = rng.choice(verbs) if verbs else None
    if verb is None:
        return None
    slot = before.slots[verb.slot]
    if verb.word in _OPPOSITE:
        after = before.with_part(verb, replace(verb, word=_OPPOSITE[verb.word]))
    elif slot.value < 99:
        after = before.with_part(verb, replace(verb, word="vượt kế hoạch, bằng"))
    else:
        return None
    about = {name for tie in before.ties if tie.judged == slot.name for name in (tie.judged, *tie.operands)}
    changed = next(part for part in after.parts if isinstance(part, Verb) and part.slot == verb.slot)
    return Fault("verb", after, frozenset(about), f"{verb} {slot}", f"{changed} {slot}")


def _mw(rng: Random, before: Passage) -> Fault | None:
    """MW for MWp at one of the sizes that stand together."""
    peaks = [slot for slot in before.slots.values() if slot.unit == "MWp"]
    if not peaks:
        return None
    slot = rng.choice(peaks)
    after = before.with_part(slot, replace(slot, unit="MW"))
    return Fault("mw-for-mwp", after, frozenset(s.name for s in peaks), str(slot), str(replace(slot, unit="MW")))


def _pick(rng: Random, before: Passage, *rules: str) -> Slot | None:
    judged = [tie.judged for tie in before.ties if tie.rule in rules]
    return before.slots[rng.choice(judged)] if judged else None


_SEEDERS: dict[str, Callable[[Random, Passage], Fault | None]] = dict(
    zip(KINDS, (_wrong_sum, _wrong_ratio, _swapped, _scale, _index, _other_base, _verb, _mw), strict=True)
)


def passages(seed: int) -> Iterator[Passage]:
    """Yield true passages without end."""
    rng = Random(seed)  # noqa: S311 – test data, not secrets; must be the same each time
    while True:
        yield passage(rng)


def faults(seed: int, each: int) -> list[Fault]:
    """Return `each` faults of every kind, each in a passage of its own."""
    rng = Random(seed)  # noqa: S311 – as above
    found: list[Fault] = []
    for kind in KINDS:
        count = 0
        while count < each:
            fault = _SEEDERS[kind](rng, passage(rng))
            if fault is not None:
                found.append(fault)
                count += 1
    return found
