"""Reading: the claims of a text, one after the other, each with what its sentence and those before say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.prose.claims import AMOUNTS, Claim, Kind, Reading
from tongket.prose.read.amounts import Amount
from tongket.prose.read.cells import read_cells
from tongket.prose.read.kinds import Stated, stated
from tongket.prose.read.lexicon import lexicon
from tongket.prose.read.periods import When
from tongket.prose.read.places import place_of, text_place
from tongket.prose.read.rows import Rows
from tongket.prose.read.source import Source, prepare
from tongket.prose.read.standing import Standing, standing_of
from tongket.prose.read.subjects import NOTHING, Subject, folded, subject_of, whole_of
from tongket.prose.read.times import usual_period
from tongket.prose.read.tokens import tokenize
from tongket.prose.read.verbal import verbal_claims
from tongket.prose.read.view import OF, PERIODS, View, Window

_RELATING = frozenset(Kind) - AMOUNTS
_STOCKS = frozenset({Kind.COUNT, Kind.AREA, Kind.CAPACITY, Kind.SHARE})
_IN_ONE_BREATH = frozenset({",", "va1", "va", "trong"})  # keys of và, trong
_BASE_FORMS = frozenset({"same", "last-month", "last-quarter"})
_FOLLOWING = frozenset({Kind.GROWTH, Kind.COMPLETION, Kind.INDEX, Kind.MULTIPLE, Kind.DIFFERENCE})


@dataclass(slots=True)
class _State:
    """What is carried on through a text."""

    period: Period | None = None
    stock: Period | None = None
    span: Period | None = None
    subject: Subject = NOTHING
    main: Subject = NOTHING
    standing: Standing = field(default_factory=Standing)
    price: bool = False
    paragraph: int = -1
    wholes: list[Claim] = field(default_factory=list)


def read(text: str, vocabulary: Vocabulary, *, document_date: date | None = None, place: str | None = None) -> Reading:
    """Read the claims of a text.

    Args:
        text: any text; it is taken in NFC, and offsets count its code points.
        vocabulary: whose indicators, units and places are known.
        document_date: when the text was written; None: its head is looked at.
        place: id of the place it is about; None: the place named most often.

    Returns:
        The claims in order. A text that states nothing gives none; nothing is raised.
    """
    source = prepare(text)
    words = lexicon(vocabulary)
    view = View(tokenize(source.work), words, document_date)
    home = place if place is not None else text_place(view)
    claims = _Reader(view, source, home).claims()
    sentences = tuple(
        source.span(view.tokens.starts[begin], view.tokens.ends[end - 1]) for begin, end in view.sentences
    )
    stamp = document_date.isoformat() if document_date is not None else view.clock.text()
    return Reading(source.text, tuple(claims), sentences, stamp, home, verbal_claims(view, source))


class _Reader:
    """Goes through the sentences of one text."""

    def __init__(self, view: View, source: Source, home: str | None) -> None:
        self.view, self.source, self.home = view, source, home
        self.state = _State(usual_period(view.clock))
        self.rows = Rows(view)
        self.out: list[Claim] = []

    def claims(self) -> list[Claim]:
        """Return all claims."""
        amounts, k = self.view.amounts, 0
        whens, w = self.view.whens, 0
        for number, (begin, end) in enumerate(self.view.sentences):
            first, first_when = k, w
            while k < len(amounts) and amounts[k].start < end:
                k += 1
            while w < len(whens) and whens[w].start < end:
                w += 1
            self._sentence(number, begin, end, amounts[first:k], whens[first_when:w])
        return self.out

    def _sentence(self, number: int, begin: int, end: int, amounts: Sequence[Amount], whens: Sequence[When]) -> None:
        view, state = self.view, self.state
        if self._row(number, begin, end):
            return
        state.standing = standing_of(view, begin, state.standing)
        stating = [amount for amount in amounts if amount.unit is not None and amount.end - amount.start < end - begin]
        windows = view.windows(stating, begin, end)
        told = [when for when in whens if not self._is_base(when, stating, windows)]
        before: Stated | None = None
        last: Claim | None = None
        sentence = _Sentence(number, begin, end, told, whens, span=self._span(told))
        state.span = sentence.span or state.span
        for amount, window in zip(stating, windows, strict=True):
            self._take_currency(amount, window)
            found = stated(
                view, amount, window, before,
                after_level=last is not None and last.kind is Kind.LEVEL,
                after_share=self._after_share(window, sentence),
            )  # fmt: skip
            if found is None:
                continue
            claim = self._claim(amount, window, found, sentence)
            if last is not None and self._spells_out(amount, claim, last):
                claim = _as_base(claim, last)
            elif last is not None and last.kind is Kind.DIFFERENCE and self._alone(amount, 2):
                claim = replace(claim, base=last.base)  # “tăng 1.475 tỷ đồng (+6,2%)” on one and the same base
            elif sentence.followed is None or not view.in_brackets(amount.start, begin):
                sentence.followed = claim.period
            last = claim
            self.out.append(claim)
            if found.kind in _RELATING and (found.own or before is None):
                before = found
        self._settle(sentence)
        if not sentence.claimed and any(key[0].isalpha() for key in view.tokens.keys[begin:end]):
            self._heading(told)  # years alone are the labels of a chart

    def _after_share(self, window: Window, sentence: "_Sentence") -> bool:
        """Whether a verb speaks of the share just before it: “chiếm 28,16% (tăng 0,42%”, “chiếm 17,36%, giảm 1,19%”.

        After a comma it may as well go on with an amount before the share: “580 triệu USD, chiếm 60%, tăng 12%”.
        """
        keys, verb = self.view.tokens.keys, window.verb
        if verb is None or verb.start != window.left + 1 or not self.out or self.out[-1].sentence != sentence.number:
            return False
        last, earlier = self.out[-1], self.out[-2] if len(self.out) > 1 else None
        if last.kind is not Kind.SHARE or keys[window.left] not in (",", "(") or keys[window.left - 1] != "%":
            return False
        amount_before = earlier is not None and earlier.sentence == last.sentence and earlier.kind in AMOUNTS
        return keys[window.left] == "(" or not amount_before

    def _row(self, number: int, begin: int, end: int) -> bool:
        """Take in a line that is a row of a flattened table."""
        clock = self.view.clock
        on = date(clock.year, clock.month, clock.day or 28) if clock.dated and clock.year and clock.month else None
        cells = list(self.rows.cells(begin, end))
        found = read_cells(
            cells, self.view.lexicon.vocabulary, document_date=on, period=self.state.period, first_id=len(self.out),
            sentence=number,
        )  # fmt: skip
        for claim in found:
            span = self.source.span(claim.start, claim.end)
            self.out.append(replace(claim, start=span[0], end=span[1], text=self.source.text[span[0] : span[1]]))
        return bool(cells)

    def _is_base(self, when: When, amounts: Sequence[Amount], windows: Sequence[Window]) -> bool:
        """Whether a word of time names no period that is told of, but what a ratio is taken on, or nothing at all."""
        if when.form in ("duration", "year-start") or self.view.is_base(when):
            return True
        for amount, window in zip(amounts, windows, strict=True):
            if amount.end <= when.start < window.right:
                if self.view.tokens.keys[when.start - 1] in OF:
                    return False
                return (amount.family == "percent" and when.form in _BASE_FORMS) or amount.family == "times"
        return False

    def _span(self, told: Sequence[When]) -> Period | None:
        """Return the years an average growth is over: “giai đoạn 2016–2020 …, bình quân tăng 11,7%/năm”."""
        spans = [when for when in told if when.form == "years"]
        return self.view.clock.resolve(spans[-1], None) if spans else None

    def _settle(self, sentence: "_Sentence") -> None:
        """Choose what the next sentence goes on with: after “quý I …, quý II …” again the half-year they lie in."""
        flows = [period for period in sentence.periods if not period.is_day]
        if not flows:
            return
        before = self.state.period
        if len(flows) > 1 and before is not None and all(before.covers(period) for period in flows):
            return
        widest = max(flows, key=lambda period: period.length)
        whole = widest.length <= 12 and all(widest.covers(period) for period in flows)
        self.state.period = widest if whole else flows[-1]

    def _spells_out(self, amount: Amount, claim: Claim, last: Claim) -> bool:
        """Whether an amount alone in brackets is the base of the ratio before: “tăng 24,9% (490 triệu USD)”."""
        planned = last.base == "plan" and claim.unit == "%" and last.kind is Kind.DIFFERENCE
        based = claim.kind in AMOUNTS and last.kind in _FOLLOWING and last.base is not None
        return (planned or based) and self._alone(amount, 1)

    def _alone(self, amount: Amount, marks: int) -> bool:
        """Whether an amount fills brackets alone, but for a sign before it where `marks` is 2."""
        keys = self.view.tokens.keys
        opening = keys[max(0, amount.start - marks) : amount.start]
        return "(" in opening and amount.end < len(keys) and keys[amount.end] == ")"

    def _take_currency(self, amount: Amount, window: Window) -> None:
        """Read “nhập khẩu đạt 160 triệu” in the currency its indicator is kept in."""
        hit = self.view.hits.nearest("indicator", window.left, amount.start) if amount.implied else None
        if hit is not None and self.view.lexicon.quantity(hit.value) == "money-usd" and amount.family == "vnd":
            amount.unit, amount.family = (amount.unit or "").replace("đồng", "USD"), "foreign"

    def _heading(self, told: Sequence[When]) -> None:
        """Take the period of a title or a sentence without claims."""
        for k, when in enumerate(told):
            if when.form in PERIODS and not self._widened(when, told[k + 1 : k + 2]):
                self.state.period = self.view.clock.resolve(when, self.state.period) or self.state.period
                return

    def _widened(self, when: When, after: Sequence[When]) -> bool:
        """Whether a longer time is named in one breath: of “trong tháng 3 và trong quý I” the second is told of."""
        between = set(self.view.tokens.keys[when.end : after[0].start]) if after else {""}
        return between <= _IN_ONE_BREATH and when.form == "month" and after[0].form in ("months", "quarter", "half")

    def _claim(self, amount: Amount, window: Window, found: Stated, sentence: "_Sentence") -> Claim:
        view, state = self.view, self.state
        standing = standing_of(view, sentence.begin, state.standing, window, amount, found)
        subject = subject_of(view, amount, window, (state.subject, state.main), opening=not sentence.claimed)
        kind = self._price(found.kind, window, amount, sentence.claimed or subject == state.subject)
        period = self._period(amount, window, found, sentence, planned=standing.scenario != "actual")
        standing = self._done(amount, window, standing, period, sentence).at(period, view.clock)
        start = view.tokens.starts[amount.start]
        span = self.source.span(start, view.tokens.ends[max(amount.end, amount.number + 1) - 1])
        value, high = _signed(amount, found.sign)
        claim = Claim(
            id=len(self.out), start=span[0], end=span[1], text=self.source.text[span[0] : span[1]], kind=kind,
            indicator=subject.name, indicator_code=subject.code, members=subject.members,
            place=place_of(view, window, amount, self.home), period=period,
            base=self._base(amount, window, found, sentence, period), value=value, high=high, unit=amount.unit,
            decimals=amount.decimals, approx=amount.approx, scenario=standing.scenario, status=standing.status,
            part_of=self._whole(kind, amount, sentence), verb=folded(found.verb),
            sentence=sentence.number, other=amount.other,
        )  # fmt: skip
        state.subject = subject
        if subject.code is not None and view.lexicon.vocabulary.indicators[subject.code].dimensions:
            state.main = subject
        if not view.in_brackets(amount.start, sentence.begin):
            state.standing = standing
        sentence.claimed = True
        if claim.kind in AMOUNTS and claim.part_of is None:
            state.wholes.append(claim)
            if view.hits.ending("out-of", amount.start - 1) is not None and sentence.whole_end is None:
                sentence.whole_end = amount.end
        return claim

    def _done(
        self, amount: Amount, window: Window, standing: Standing, period: Period | None, sentence: "_Sentence"
    ) -> Standing:
        """“Phấn đấu năm 2023 sản xuất 1,85 triệu tấn; 4 tháng đầu năm đạt 648.000 tấn”: the second is done."""
        if standing.scenario == "actual" or period is None or not self.view.clock.has_passed(period):
            return standing
        dated = any(window.left <= when.start < amount.start for when in sentence.told)
        marked = self.view.hits.within("scenario", window.left, amount.start)
        return standing if marked or not dated else replace(standing, scenario="actual", status=None)

    def _price(self, kind: Kind, window: Window, amount: Amount, goes_on: bool) -> Kind:
        """Growth of consumer prices is a kind of its own; groups of the basket go on with it."""
        state, hits = self.state, self.view.hits
        if hits.within("price-noun", window.left, amount.start):
            state.price = True
        elif amount.family == "count" and (amount.unit or "").startswith("nhóm"):
            return kind  # “có 06 nhóm tăng gồm: …” leads on to the groups of the basket
        elif amount.family != "percent" or hits.within("indicator", window.left, amount.start):
            state.price = False
        else:
            state.price = state.price and (goes_on or bool(hits.within("basket", window.left, amount.start)))
        return Kind.PRICE_INDEX if state.price and kind in (Kind.GROWTH, Kind.INDEX) else kind

    def _period(
        self, amount: Amount, window: Window, found: Stated, sentence: "_Sentence", *, planned: bool
    ) -> Period | None:
        view, current = self.view, self._current(found, sentence)
        span = self._averaged(amount, window, found, sentence)
        if span is not None:
            return span
        attached = view.attached(amount, window)
        if attached is not None and attached in sentence.told and not self._is_ratio_base(attached, found):
            resolved = view.clock.resolve(attached, current, planned=planned)
            if resolved is not None:
                return resolved
        for when in reversed(sentence.told):
            if when.start >= amount.start or self._is_plan_base(when) or view.bracketed(when.start, amount.start):
                continue
            if self._is_over(when, amount, found):
                continue
            resolved = view.clock.resolve(when, current, planned=planned)
            if resolved is not None:
                resolved = self._cumulative(when, resolved)
                self._note(when, resolved, sentence)
                return resolved
        return current

    def _is_over(self, when: When, amount: Amount, found: Stated) -> bool:
        """Whether a moment (“tại thời điểm 1/4/2016”) held for a stock told of before the last semicolon."""
        if when.form != "day" or found.kind in _STOCKS:
            return False
        moment = self.view.hits.ending("moment", when.start - 1) is not None
        return moment and ";" in self.view.tokens.keys[when.end : amount.start]

    def _averaged(self, amount: Amount, window: Window, found: Stated, sentence: "_Sentence") -> Period | None:
        """Return the years of “bình quân tăng 9,5%/năm”, None where a growth is no average over years."""
        if found.kind is not Kind.GROWTH:
            return None
        before = [when for when in sentence.told if when.form == "years" and when.end <= amount.start]
        span = self._span(before) or sentence.span
        if span is not None:
            average = self.view.hits.nearest("average", max(sentence.begin, window.left - 3), amount.start)
            if average is not None:
                return span
        yearly = "/" in self.view.tokens.keys[amount.number : amount.end]
        return (self._span(before) or self.state.span) if yearly else None

    def _current(self, found: Stated, sentence: "_Sentence") -> Period | None:
        """Return what a claim without a word of time goes on with: a stock the last day, a flow its period."""
        if found.kind in _FOLLOWING and sentence.claimed:
            return sentence.followed
        if self.state.stock is not None and found.kind in _STOCKS:
            return self.state.stock
        return self.state.period

    def _note(self, when: When, period: Period, sentence: "_Sentence") -> None:
        """Take down a period that the next sentences may go on with."""
        if when in sentence.used or when.form == "same":
            return
        sentence.used.append(when)
        if period.is_day or when.form == "now":
            self.state.stock = period
        elif self.view.hits.ending("aside", when.start - 1) is None and not self.view.bracketed(
            when.start, sentence.end
        ):
            sentence.periods.append(period)
            self.state.stock = None

    def _cumulative(self, when: When, period: Period) -> Period:
        """“Lũy kế đến (hết) tháng 9” runs from January."""
        before = self.view.hits.nearest("cumulative", max(0, when.start - 4), when.start)
        if when.form == "month" and before is not None and period.first % 12:
            return Period(period.year * 12, period.first % 12 + 1)
        return period

    def _is_ratio_base(self, when: When, found: Stated) -> bool:
        if self.view.tokens.keys[when.start - 1] in OF:
            return False
        return found.kind in _FOLLOWING and (when.form == "same" or found.kind is Kind.MULTIPLE)

    def _is_plan_base(self, when: When) -> bool:
        """Whether a word of time only names a plan that something is measured on: “98% kế hoạch năm 2020”."""
        plan = self.view.hits.ending("plan", when.start - 1)
        if plan is None:
            return False
        for i in range(plan.start - 1, max(-1, plan.start - 5), -1):
            if self.view.tokens.keys[i] == "%":
                return True
            if self.view.tokens.keys[i] in (",", ";", "."):
                return False
        return False

    def _base(
        self, amount: Amount, window: Window, found: Stated, sentence: "_Sentence", period: Period | None
    ) -> str | None:
        if found.kind not in _RELATING or not found.against:
            return None
        if found.against == "plan":
            return "plan"
        if found.against == "whole":
            return whole_of(self.view, amount, window, found.kind)
        if self.view.hits.within("average", window.left, amount.start) and period is not None and period.length > 12:
            return None
        when = self._base_when(amount, window, sentence)
        resolved = self._base_period(when, period) if when is not None else None
        if resolved is None and period is not None:
            resolved = period.year_before()
        return str(resolved) if resolved is not None else None

    def _base_when(self, amount: Amount, window: Window, sentence: "_Sentence") -> When | None:
        """Return the base: said after the number, before it, or at the head of the sentence."""
        right = [w for w in sentence.whens if amount.end <= w.start < window.right and w.form != "duration"]
        for when in right:
            if self.view.is_base(when) or when.form in ("same", "last-month", "last-quarter"):
                return when
        if right and amount.family == "times":
            return right[0]
        for when in reversed(sentence.whens):
            if window.left <= when.start < amount.start and self.view.is_base(when):
                return when
        head = next((w for w in sentence.whens if self.view.is_base(w)), None)
        opening = head is not None and self.view.hits.at("compare", sentence.begin) is not None
        return head if opening and head is not None and head.start < amount.start else None

    def _base_period(self, when: When, period: Period | None) -> Period | None:
        if when.form in ("year", "bare-year", "years") and period is not None and 0 < period.length < 12:
            year = self.view.clock.resolve(when, period)
            # A part of a year is compared with the same part of the year named.
            return period.shifted(12 * (year.year - period.year)) if year is not None and year.length == 12 else year
        if when.form == "year" and when.year is None and when.back == -1 and period is not None:
            return period.year_before()
        if when.form == "last-month" and period is not None:
            return Period(period.first + period.length - 1, 1).shifted(-1) if period.length else None
        return self.view.clock.resolve(when, period)

    def _whole(self, kind: Kind, amount: Amount, sentence: "_Sentence") -> int | None:
        """Return the claim of which this one is a part: the last amount of its unit before “trong đó”."""
        if kind not in AMOUNTS:
            return None
        mark = self._part_mark(amount, sentence)
        if mark is None:
            return None
        offset = self.source.span(self.view.tokens.starts[mark], self.view.tokens.ends[mark])[0]
        for whole in reversed(self.state.wholes):
            if whole.sentence < sentence.number - 1:
                return None
            if whole.end <= offset and whole.unit == amount.unit and whole.scenario == self.state.standing.scenario:
                # A colon alone may open anything: what is more than the amount before it is no part of it.
                sure = self.view.tokens.keys[mark] != ":" or amount.value < whole.value
                return whole.id if sure else None
        return None

    def _part_mark(self, amount: Amount, sentence: "_Sentence") -> int | None:
        """Return the token after which parts stand: “trong đó”, a colon after an amount, “trong 78 dự án có”."""
        tokens, hits = self.view.tokens, self.view.hits
        part = hits.nearest("part", sentence.begin, amount.start)
        if part is not None:
            return part.start
        if not sentence.claimed:
            return None
        for i in range(amount.start - 1, sentence.begin, -1):
            if tokens.keys[i] == ":":
                return i
        # The first amount of “trong (tổng số) 78 dự án, có 53 …” is the whole of those that follow.
        return sentence.whole_end if sentence.whole_end is not None and sentence.whole_end <= amount.start else None


@dataclass(slots=True)
class _Sentence:
    """One sentence while it is read."""

    number: int
    begin: int
    end: int
    told: list[When]
    whens: Sequence[When]
    used: list[When] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    span: Period | None = None
    followed: Period | None = None
    whole_end: int | None = None
    claimed: bool = False


def _as_base(claim: Claim, ratio: Claim) -> Claim:
    """Return the amount as what the ratio before is taken on: the plan of the year, or the earlier period."""
    if ratio.base == "plan":
        period = ratio.period.whole_year() if ratio.period is not None and ratio.period.length < 12 else ratio.period
        return replace(claim, scenario="plan", status=None, period=period)
    return replace(claim, period=Period.parse(ratio.base or ""), status=None)


def _signed(amount: Amount, sign: int) -> tuple[Decimal, Decimal | None]:
    """Return value and high end; a fall by 1–2 % is the range from −2 to −1."""
    if sign > 0:
        return amount.value, amount.high
    if amount.high is not None:
        return -amount.high, -amount.value
    return -abs(amount.value), None
