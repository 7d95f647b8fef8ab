"""Amounts: a number with its sign of quantity, scale words and unit; ranges; counts by number words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tongket.prose.read.figures import Plain, plain
from tongket.prose.read.lexicon import Lexicon, UnitWord
from tongket.prose.read.tokens import Tokens
from tongket.prose.read.trie import Hit, Hits

RATIO_FAMILIES = frozenset({"percent", "points", "permille", "times"})
_KEPT_SCALES = {"foreign": (10**3, 10**6, 10**9), "energy": (10**6, 10**9)}
_SCALE_NAMES = {10**3: "nghìn", 10**6: "triệu", 10**9: "tỷ"}
_UNTIL = frozenset({"đên2", "tơi2", "den", "toi"})  # keys of đến, tới
_MOST_PER = 3
_BOTH = frozenset({"ca3", "ca"})  # key of cả
THAN = frozenset({"hơn", "hon"})
_ONE, _ALL_SCALES = Decimal(1), (10**3, 10**6, 10**9)
_LARGEST = 10**13  # vạn tỷ


@dataclass(slots=True)
class Amount:
    """One number expression of a text.

    Attributes:
        start: its first token, the sign of quantity included.
        number: the token of its (first) number.
        end: the token after its unit.
        value: the number in the canonical unit.
        high: the high end of a range.
        unit: as printed in the canonical form; None for a bare number.
        family: what the unit is of (`vnd`, `foreign`, `percent`, `count` …); empty for a bare number.
        decimals: printed decimals, counted in the canonical unit.
        approx: about, over, under or None.
        other: the other reading of its marks.
        noun: the noun that is counted.
        whole: of “18/19 chỉ tiêu” the 19.
        implied: whether the unit was not written (“1.250 tỷ”).
    """

    start: int
    number: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str | None
    family: str
    decimals: int
    approx: str | None = None
    other: Decimal | None = None
    noun: Hit | None = None
    whole: Decimal | None = None
    implied: bool = False


@dataclass(slots=True)
class _Scaled:
    value: Decimal
    factor: Decimal  # of the largest scale word
    step: Decimal  # what one unit of the last printed digit is worth
    other: Decimal | None
    end: int


@dataclass(frozen=True, slots=True)
class _Unit:
    word: UnitWord | None
    noun: Hit | None
    end: int
    implied: bool = False


class AmountScanner:
    """Finds the amounts of one text.

    Args:
        tokens: the text.
        hits: the phrases found in it.
        lexicon: what they mean.
        taken: tokens that belong to dates and periods.
    """

    def __init__(self, tokens: Tokens, hits: Hits, lexicon: Lexicon, taken: Sequence[bool]) -> None:
        self.tokens, self.hits, self.lexicon, self.taken = tokens, hits, lexicon, taken
        self.size = len(tokens)

    def scan(self) -> list[Amount]:
        """Return the amounts in order; numbers without a unit are among them, with an empty family."""
        out: list[Amount] = []
        i, spelled = 0, self.hits.starts("number-word")
        worded = {**self.hits.starts("part-word"), **self.hits.starts("times-word")}
        while i < self.size:
            found = None
            if self.tokens.numeric[i] and not self.taken[i]:
                found = self._amount(i)
            elif i in worded:
                found = self._worded(worded[i])
            elif i in spelled and not self.taken[i]:
                found = self._spelled(spelled[i])
            if found is not None:
                out.append(found)
            i = found.end if found is not None else i + 1
        return out

    def _amount(self, i: int) -> Amount | None:
        first = self._scaled(i)
        if first is None or self._is_name(i):
            return None
        if self._negative(i):
            first.value = -first.value
        fraction = self._fraction(i, first)
        if fraction is not None:
            return fraction
        unit = self._unit(first.end, first)
        ranged = self._range(first, unit)
        if ranged is not None:
            return self._with_approx(self._build(i, first, ranged[1], ranged[0]))
        return self._with_approx(self._build(i, first, unit, None))

    def _is_name(self, i: int) -> bool:
        # QL19, T12, Covid-19: letters right before the digits, unless they are a cue someone forgot the blank after.
        if not self.tokens.glued(i):
            return False
        before = self.tokens.keys[i - 1]
        if before[0].isalpha():
            return not any(self.hits.ending(kind, i - 1) for kind in ("verb", "approx"))
        joined = before == "-" and i > 1 and self.tokens.glued(i - 1) and self.tokens.keys[i - 2][0].isalpha()
        return joined or (before == "/" and i > 1 and self.tokens.numeric[i - 2])

    def _scaled(self, i: int) -> _Scaled | None:
        read = plain(self.tokens.keys[i]) if self.tokens.numeric[i] and not self.taken[i] else None
        if read is None:
            return None
        spaced = self._spaced(i)
        if spaced is not None:
            read, i = spaced
        factor, end = self._scale(i + 1)
        if factor == _ONE:
            return _Scaled(read.value, factor, factor.scaleb(-read.decimals), read.other, end)
        other = None if read.other is None else read.other * factor
        step = factor.scaleb(-read.decimals)
        found = _Scaled(read.value * factor, factor, step, other, end)
        return self._compound(found, read) if read.decimals == 0 else found

    def _spaced(self, i: int) -> tuple[Plain, int] | None:
        """Return the number of “59 600 tấn”, whose thousands stand apart, and its last token; None where they do not.

        “KCN Long Đức 3 253 ha” has a name before its number: only what follows a verb or a sign of quantity counts.
        """
        keys, last = self.tokens.keys, i
        if not keys[i].isdigit() or len(keys[i]) > 3 or keys[i][0] == "0":
            return None
        while last + 1 < self.size and last - i < _MOST_PER and self._is_group(last + 1):
            last += 1
        cued = i > 0 and any(self.hits.ending(kind, i - 1) for kind in ("verb", "approx"))
        if last == i or not cued or not (self._has_unit(last + 1) or self.hits.at("scale", last + 1)):
            return None
        whole, _, part = "".join(keys[i : last + 1]).partition(",")
        return Plain(Decimal(f"{whole}.{part or 0}"), len(part)), last

    def _is_group(self, i: int) -> bool:
        """Whether a token is three more digits, perhaps the last ones with decimals, one blank from those before."""
        whole, mark, part = self.tokens.keys[i].partition(",")
        apart = self.tokens.starts[i] - self.tokens.ends[i - 1] == 1 and not self.taken[i]
        digits = len(whole) == 3 and whole.isdigit() and (part.isdigit() if mark else True)
        return apart and digits and "," not in self.tokens.keys[i - 1]

    def _scale(self, i: int) -> tuple[Decimal, int]:
        factor = _ONE
        while True:
            hit = self.hits.at("scale", i)
            if hit is None or self.hits.at("not-unit", i) is not None:
                return factor, i
            scaled = factor * self.lexicon.scales[hit.value]
            if scaled > _LARGEST:
                return factor, i
            factor = scaled
            i = hit.end

    def _compound(self, first: _Scaled, read: Plain) -> _Scaled:
        """Take in the second half of “1 tỷ 610 triệu”, “44 nghìn 318 tỷ”, “1 nghìn 200”."""
        i = first.end
        if i >= self.size or not self.tokens.numeric[i] or self.taken[i]:
            return first
        second = plain(self.tokens.keys[i])
        if second is None:
            return first
        factor, end = self._scale(i + 1)
        if factor > first.factor and second.value < first.factor:
            total = (first.value + second.value) * factor
            return _Scaled(total, factor, factor.scaleb(-second.decimals), None, end)
        if factor < first.factor and second.value * factor < first.factor and (factor > 1 or self._has_unit(end)):
            total = first.value + second.value * factor
            return _Scaled(total, first.factor, factor.scaleb(-second.decimals), None, end)
        return first

    def _has_unit(self, i: int) -> bool:
        return self.hits.at("unit", i) is not None or self.hits.at("noun", i) is not None

    def _fraction(self, i: int, first: _Scaled) -> Amount | None:
        """Read “18/19 chỉ tiêu”."""
        j = first.end
        if first.factor != 1 or j + 1 >= self.size or self.tokens.keys[j] != "/":
            return None
        whole = plain(self.tokens.keys[j + 1]) if self.tokens.numeric[j + 1] and not self.taken[j + 1] else None
        noun = self.hits.at("noun", j + 2)
        if whole is None or noun is None or self._named(i) or first.value > whole.value:
            return None
        unit = _Unit(UnitWord(noun.value, "count"), noun, noun.end)
        amount = self._with_approx(self._build(i, first, unit, None))
        amount.whole = whole.value
        return amount

    def _unit(self, i: int, scaled: _Scaled) -> _Unit:
        if i >= self.size or (self.hits.at("not-unit", i) and scaled.factor == 1):
            return _Unit(None, None, i)
        unit, noun = self.hits.at("unit", i), self.hits.at("noun", i)
        if self.hits.at("not-unit", i):
            unit = noun = None
        if unit is not None and (noun is None or unit.end >= noun.end) and self._unit_fits(unit):
            word = self.lexicon.units[unit.value]
            per, end = self._per(unit.end)
            return _Unit(UnitWord(word.symbol + per, word.family) if word.family != "percent" else word, None, end)
        if noun is not None:
            per, end = self._per(noun.end)
            return _Unit(UnitWord(noun.value + per, "count"), noun, end)
        return self._unwritten(i, scaled)

    def _unit_fits(self, unit: Hit) -> bool:
        family = self.lexicon.units[unit.value].family
        return family != "length-glued" or self.tokens.glued(unit.start)

    def _unwritten(self, i: int, scaled: _Scaled) -> _Unit:
        # “1.250 tỷ” is money; “2,5 triệu hom sắn” counts what follows, known or not.
        follows = i < self.size and self.tokens.keys[i].isalpha() and not self.tokens.capital(i)
        stopped = follows and any(
            self.hits.at(kind, i)
            for kind in ("verb", "compare", "same", "plan", "part", "side", "approx", "stop", "not-unit")
        )
        if scaled.factor >= 10**9 or (scaled.factor >= 10**6 and (not follows or stopped)):
            return _Unit(UnitWord("đồng", "vnd"), None, i, implied=True)
        if follows and not stopped and scaled.factor >= 10**3:
            noun = Hit(i, i + 1, self.tokens.raw(i))
            return _Unit(UnitWord(noun.value, "count"), noun, noun.end)
        return _Unit(None, None, i)

    def _per(self, i: int) -> tuple[str, int]:
        """Read “/năm”, “/người/tháng” after a unit."""
        text = ""
        for _ in range(_MOST_PER):
            if i + 1 >= self.size or self.tokens.keys[i] != "/" or not self.tokens.keys[i + 1][0].isalpha():
                break
            noun = self.hits.at("noun", i + 1) or self.hits.at("unit", i + 1)
            end = noun.end if noun is not None else i + 2
            text += "/" + self.tokens.words(i + 1, end)
            i = end
        return text, i

    def _range(self, first: _Scaled, unit: _Unit) -> tuple[_Scaled, _Unit] | None:
        """Read the second end of “9–10 %”, “9,5% - 10,5%”, “từ 5 tỷ đến 7 tỷ đồng”."""
        i = unit.end
        if unit.noun is not None or i + 1 >= self.size:
            return None
        key = self.tokens.keys[i]
        if key != "-" and key not in _UNTIL:
            return None
        j = i + 1
        approx = self.hits.at("approx", j)
        if approx is not None and key != "-":
            j = approx.end
        second = self._scaled(j) if j < self.size else None
        if second is None:
            return None
        last = self._unit(second.end, second)
        if last.word is None or (unit.word is not None and not unit.implied and unit.word.symbol != last.word.symbol):
            return None
        if first.factor == 1:
            first.value, first.step = first.value * second.factor, first.step * second.factor
            first.factor = second.factor
        return (second, last) if first.value < second.value else None

    def _build(self, i: int, first: _Scaled, unit: _Unit, second: _Scaled | None) -> Amount:
        word = unit.word
        symbol, family, divisor = _canonical(word, max(first.factor, second.factor if second else first.factor))
        last = min(first.step, second.step) if second is not None else first.step
        value = _clean(first.value, divisor)
        other = None if first.other is None or second is not None else _clean(first.other, divisor)
        decimals = divisor.adjusted() - last.adjusted()  # both are powers of ten
        high = None if second is None else _clean(second.value, divisor)
        return Amount(i, i, unit.end, value, high, symbol, family, decimals, None, other, unit.noun, None, unit.implied)

    def _negative(self, i: int) -> bool:
        if i == 0 or self.tokens.keys[i - 1] != "-" or not self.tokens.glued(i):
            return False
        # A dash that opens a line is a bullet; one between words belongs to them.
        before = i - 2
        if before < 0 or self.tokens.keys[before] == "\n":
            return False
        return not self.tokens.glued(i - 1) or self.tokens.keys[before] == "("

    def _with_approx(self, amount: Amount) -> Amount:
        i = amount.number
        if i and self.tokens.keys[i - 1] == "-" and amount.value < 0:
            i -= 1
            amount.start = i
        sign = {">": "over", "<": "under", "~": "about"}.get(self.tokens.keys[i - 1]) if i else None
        if sign is not None:
            amount.approx, amount.start = sign, i - 1
            return amount
        hit = self.hits.ending("approx", i - 1) if i else None
        if hit is None and i > 1 and self.hits.ending("approx", i - 2) and self.tokens.keys[i - 1] in ("mưc2", "muc"):
            hit = self.hits.ending("approx", i - 2)
        if hit is not None and self._is_comparative(hit):
            return amount
        if hit is not None and not (amount.high is not None and self.hits.ending("range", i - 1)):
            amount.approx, amount.start = hit.value, hit.start
        return amount

    def _is_comparative(self, hit: Hit) -> bool:
        """Whether “hơn” belongs to “cao hơn”, “thấp hơn” and says nothing on the number."""
        verb = self.hits.ending("verb", hit.end - 1) if self.tokens.keys[hit.end - 1] in THAN else None
        return verb is not None and verb.start < hit.start

    def _named(self, i: int) -> bool:
        """Whether the word before makes the number a name or a rank: “số 894”, “thứ 5/63”."""
        hit = self.hits.ending("name", i - 1) if i else None
        if hit is None or self.taken[i - 1] or self.hits.ending("not-name", i - 1) is not None:
            return False
        return not (hit.start and self.tokens.keys[hit.start - 1] in ("tông3", "tong"))

    def counts(self, amount: Amount) -> bool:
        """Whether a counted noun is a count and not a name, a rank or a reminder (“hai dự án này”)."""
        if amount.noun is None or (amount.number and self.tokens.keys[amount.number - 1] in _BOTH):
            return False  # “cả 2 dự án” reminds of what was counted before
        return not self._named(amount.number) and self._pointed(amount.end) is False

    def _pointed(self, i: int) -> bool:
        # “358.420 hộ trên tổng số 359.858 hộ” points at nothing.
        within = self.hits.at("out-of", i) is not None
        return (
            not within
            and self.hits.at("pointer", i) is not None
            and not (i + 1 < self.size and self.hits.at("noun", i + 1) is not None)
        )

    def _worded(self, hit: Hit) -> Amount | None:
        """Read “một nửa” as 50 % and “gấp đôi” as 2 times, “gấp đôi” being its own verb."""
        if self.hits.at("times-word", hit.start) is not None:
            unit = self.hits.at("unit", hit.end)
            end = unit.end if unit is not None and self.lexicon.units[unit.value].family == "times" else hit.end
            return Amount(hit.start, hit.start, end, Decimal(hit.value), None, "lần", "times", 0)
        verb = self.hits.ending("verb", hit.start - 1) or self.hits.ending("approx", hit.start - 1)
        if verb is None:
            return None
        return self._with_approx(Amount(hit.start, hit.start, hit.end, Decimal(hit.value), None, "%", "percent", 0))

    def _spelled(self, hit: Hit) -> Amount | None:
        """Read “ba nhà máy”, “hơn chục dự án”; not “hàng chục”, nor “năm” of a year."""
        before = hit.start - 1
        noun = self.hits.at("spelled", hit.end)
        if noun is None and self._announced(before):
            noun = self.hits.at("noun", hit.end)
        if noun is None or (before >= 0 and self.hits.at("vague", before)) or self.hits.at("not-unit", hit.end):
            return None
        if hit.value == "1" and not self.hits.ending("approx", before):
            return None
        if hit.value == "5" and not (self.hits.ending("verb", before) or self._after_part(before)):
            return None
        counted = self.hits.at("noun", hit.end)
        unit = counted.value if counted is not None else self.tokens.words(noun.start, noun.end)
        end = counted or Hit(noun.start, noun.end, unit)
        amount = Amount(hit.start, hit.start, end.end, Decimal(hit.value), None, unit, "count", 0, noun=end)
        return self._with_approx(amount)

    def _announced(self, before: int) -> bool:
        """Whether the word before a number word says that something is counted: “tăng chín đơn vị”, “qua ba tỉnh”."""
        return any(self.hits.ending(kind, before) is not None for kind in ("verb", "approx", "counting"))

    def _after_part(self, before: int) -> bool:
        comma = before > 0 and self.tokens.keys[before] == ","
        return comma and self.hits.ending("part", before - 1) is not None


def _canonical(word: UnitWord | None, factor: Decimal) -> tuple[str | None, str, Decimal]:
    """Return the canonical unit, its family, and what a number in single units is divided by.

    Đồng go by their largest scale word, from a billion on always in “tỷ đồng”; other money and electricity keep the
    scale word they were written with; of all else the scale is multiplied out.
    """
    if word is None:
        return None, "", _ONE
    scales = _ALL_SCALES if word.family == "vnd" else _KEPT_SCALES.get(word.family, ())
    if not scales or factor == _ONE:
        return word.symbol, word.family, _ONE
    kept = max((scale for scale in scales if scale <= factor and word.symbol[0] not in "MGT"), default=1)
    return (f"{_SCALE_NAMES[kept]} {word.symbol}" if kept > 1 else word.symbol), word.family, Decimal(kept)


def _clean(number: Decimal, divisor: Decimal) -> Decimal:
    # Without an exponent: 6.02E+4 is 60200.
    value = number if divisor == _ONE else number / divisor
    return value.quantize(_ONE) if value == value.to_integral_value() else value.normalize()
