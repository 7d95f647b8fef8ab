"""Which time a claim tells of, and on which time a ratio is taken."""

from collections.abc import Sequence

from tongket.core.period import Period
from tongket.prose.claims import AMOUNTS, Claim, Kind
from tongket.prose.read.amounts import Amount
from tongket.prose.read.kinds import Stated
from tongket.prose.read.periods import When
from tongket.prose.read.state import Sentence, State
from tongket.prose.read.subjects import whole_of
from tongket.prose.read.view import OF, PERIODS, View, Window

RELATING = frozenset(Kind) - AMOUNTS
FOLLOWING = frozenset({Kind.GROWTH, Kind.COMPLETION, Kind.INDEX, Kind.MULTIPLE, Kind.DIFFERENCE})
"""Kinds that qualify the level before them, and are of its period."""
_STOCKS = frozenset({Kind.COUNT, Kind.AREA, Kind.CAPACITY, Kind.SHARE})
_LAST_DAYS = {3: 31, 6: 30, 9: 30, 12: 31}
_COUNTED_ON = frozenset({"den", "toi", "het", "tinh", "diem", "tai", "cuoi", "ke"})
_IN_ONE_BREATH = frozenset({",", "va1", "va", "trong"})  # keys of và, trong
_BASE_FORMS = frozenset({"same", "last-month", "last-quarter"})

_YEAR = 12


class Telling:
    """Tells the times of one text's claims.

    Args:
        view: the text.
        state: what it tells of so far; kept up to date here.
        claims: those read so far.
    """

    def __init__(self, view: View, state: State, claims: Sequence[Claim]) -> None:
        self.view, self.state, self.out = view, state, claims

    def is_base(self, when: When, amounts: Sequence[Amount], windows: Sequence[Window]) -> bool:
        """Whether a word of time names no period that is told of, but what a ratio is taken on, or nothing at all."""
        if when.form in ("duration", "year-start") or self.view.is_base(when) or self._of_event(when):
            return True
        for amount, window in zip(amounts, windows, strict=True):
            if amount.end <= when.start < window.right:
                if self.view.tokens.keys[when.start - 1] in OF:
                    return False
                return (amount.family == "percent" and when.form in _BASE_FORMS) or amount.family == "times"
        return False

    def _of_event(self, when: When) -> bool:
        """Whether a day is when something took place (“ban hành ngày 23/9”), not one up to or on which is counted."""
        if when.form != "day" or (when.b in _LAST_DAYS and when.a == _LAST_DAYS[when.b]):
            return False
        before = self.view.bare[max(0, when.start - 6) : when.start]
        # A price is that of a day as well (“giá cà phê ngày 27/10 ở mức …”).
        return "gia" not in before and not any(word in _COUNTED_ON for word in before[-3:])

    def span(self, told: Sequence[When]) -> Period | None:
        """Return the years an average growth is over: “giai đoạn 2016–2020 …, bình quân tăng 11,7%/năm”."""
        spans = [when for when in told if when.form == "years"]
        return self.view.clock.resolve(spans[-1], None) if spans else None

    def settle(self, sentence: Sentence) -> None:
        """Choose what the next sentence goes on with: after “quý I …, quý II …” again the half-year they lie in."""
        flows = [period for period in sentence.periods if not period.is_day]
        if not flows:
            return
        before = self.state.period
        last_of_all = all(flows[-1].covers(period) for period in flows)  # “tháng 4 …, 4 tháng …”
        if len(flows) > 1 and before is not None and all(before.covers(p) for p in flows) and not last_of_all:
            return
        if self.state.leading is None:
            self.state.leading = flows[0]
        widest = max(flows, key=lambda period: period.length)
        whole = widest.length <= 12 and all(widest.covers(period) for period in flows)
        self.state.period = widest if whole else flows[-1]

    def new_paragraph(self) -> None:
        """Go back from a part (“CPI bình quân 10 tháng …”) to the time that the paragraph before began with."""
        leading, now = self.state.leading, self.state.period
        if leading is not None and now is not None and leading != now and leading.covers(now) and not now.is_day:
            self.state.period = leading
        self.state.leading = None

    def heading(self, told: Sequence[When]) -> None:
        """Take the period of a title or a sentence without claims."""
        for k, when in enumerate(told):
            if when.form in PERIODS and not self._widened(when, told[k + 1 : k + 2]):
                self.state.period = self.view.clock.resolve(when, self.state.period) or self.state.period
                return

    def _widened(self, when: When, after: Sequence[When]) -> bool:
        """Whether a longer time is named in one breath: of “trong tháng 3 và trong quý I” the second is told of."""
        between = set(self.view.tokens.keys[when.end : after[0].start]) if after else {""}
        return between <= _IN_ONE_BREATH and when.form == "month" and after[0].form in ("months", "quarter", "half")

    def period(
        self, amount: Amount, window: Window, found: Stated, sentence: Sentence, *, planned: bool, whole: int | None
    ) -> Period | None:
        """Return the period or day a claim tells of: said beside it, before it, or what the text goes on with.

        Args:
            amount: its number.
            window: the words around it.
            found: what it states.
            sentence: its sentence.
            planned: whether it is of what is to come.
            whole: id of the claim of which it is a part.
        """
        view, current = self.view, self._current(amount, found, sentence)
        told = self.averaged(amount, window, found, sentence) or self._bracketed_behind(amount, sentence)
        if told is not None:
            return told
        attached = view.attached(amount, window)
        if attached is not None and attached in sentence.told and not self._is_ratio_base(attached, found):
            resolved = view.clock.resolve(attached, current, planned=planned)
            if resolved is not None:
                if view.begins_step(amount):
                    sentence.spent.append(attached)  # “từ 74 năm 2016 lên 122”: what follows is of now
                return resolved
        for when in reversed(sentence.told):
            if when.start >= amount.start or self._is_plan_base(when) or when in sentence.spent:
                continue
            if view.bracketed(when.start, amount.start) and not self._labelled(when):
                continue
            if self._is_over(when, amount, found):
                continue
            resolved = view.clock.resolve(when, current, planned=planned)
            if resolved is not None:
                resolved = self._cumulative(when, resolved, found.kind)
                self._note(when, resolved, sentence)
                return resolved
        # Parts told of in a sentence of their own are of the period of their whole.
        return self.out[whole].period if whole is not None and not sentence.told else current

    def _bracketed_behind(self, amount: Amount, sentence: Sentence) -> Period | None:
        """Return the base that an amount alone in brackets is of: “so với năm 2019 (436 triệu USD), tăng …”."""
        keys = self.view.tokens.keys
        if amount.start < 2 or keys[amount.start - 1] != "(" or keys[amount.end : amount.end + 1] != [")"]:
            return None
        when = next((w for w in sentence.whens if w.end == amount.start - 1), None)
        if when is None or when in sentence.told or when.form == "duration" or self._is_plan_base(when):
            return None
        return self.view.clock.resolve(when, self.state.period)

    def _is_over(self, when: When, amount: Amount, found: Stated) -> bool:
        """Whether a moment (“tại thời điểm 1/4/2016”) held for a stock told of before the last semicolon."""
        if when.form != "day" or found.kind in _STOCKS:
            return False
        moment = self.view.hits.ending("moment", when.start - 1) is not None
        return moment and ";" in self.view.tokens.keys[when.end : amount.start]

    def averaged(self, amount: Amount, window: Window, found: Stated, sentence: Sentence) -> Period | None:
        """Return the years of “bình quân tăng 9,5%/năm”, None where a growth is no average over years."""
        if found.kind is not Kind.GROWTH:
            return None
        before = [when for when in sentence.told if when.form == "years" and when.end <= amount.start]
        span = self.span(before) or sentence.span
        if span is not None:
            average = self.view.hits.nearest("average", max(sentence.begin, window.left - 3), amount.start)
            if average is not None:
                return span
        yearly = "/" in self.view.tokens.keys[amount.number : amount.end]
        return (self.span(before) or self.state.span) if yearly else None

    def _flows(self, amount: Amount) -> bool:
        """Whether what is counted is counted over a time: visits, turns."""
        return amount.family == "count" and (amount.unit or "").startswith("lượt")

    def _current(self, amount: Amount, found: Stated, sentence: Sentence) -> Period | None:
        """Return what a claim without a word of time goes on with: a stock the last day, a flow its period."""
        based = self.view.hits.ending("compare", amount.start - 1) is not None
        if (found.kind in FOLLOWING or based) and sentence.claimed:
            return sentence.followed
        if self.state.stock is not None and found.kind in _STOCKS and not self._flows(amount):
            return self.state.stock
        return self.state.period

    def _note(self, when: When, period: Period, sentence: Sentence) -> None:
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

    def _labelled(self, when: When) -> bool:
        """Whether a time in brackets belongs to a label: “GRDP (2022): 118.387 tỷ đồng”."""
        keys = self.view.tokens.keys
        return when.end + 1 < len(keys) and keys[when.end] == ")" and keys[when.end + 1] == ":"

    def _cumulative(self, when: When, period: Period, kind: Kind) -> Period:
        """“Lũy kế đến (hết) tháng 9” runs from January; what stands “đến hết quý I” stands on its last day."""
        before = self.view.hits.nearest("cumulative", max(0, when.start - 4), when.start)
        counted = kind in _STOCKS and kind is not Kind.SHARE
        if before is not None and before.value == "until" and counted and when.form in PERIODS:
            return Period.of_day(period.end) if not period.is_day and period.length <= 12 else period
        if when.form == "month" and before is not None and period.first % 12:
            return Period(period.year * 12, period.first % 12 + 1)
        return period

    def _is_ratio_base(self, when: When, found: Stated) -> bool:
        if self.view.tokens.keys[when.start - 1] in OF:
            return False
        if found.kind is Kind.INDEX and when.form == "year" and when.back == -1:
            return True  # “bằng 112,4% năm trước”
        return found.kind in FOLLOWING and (when.form == "same" or found.kind is Kind.MULTIPLE)

    def _is_plan_base(self, when: When) -> bool:
        """Whether a word of time only names a plan that something is measured on: “98% kế hoạch năm 2020”."""
        plan = self.view.hits.ending("plan", when.start - 1)
        if plan is None:
            plan = self.view.hits.nearest("plan", when.start - 3, when.end + 1)  # “kế hoạch cả năm” is one word
            if plan is None or plan.end < when.end:
                return False
        for i in range(plan.start - 1, max(-1, plan.start - 5), -1):
            if self.view.tokens.keys[i] == "%":
                return True
            if self.view.tokens.keys[i] in (",", ";", "."):
                return False
        return False

    def base(
        self, amount: Amount, window: Window, found: Stated, sentence: Sentence, period: Period | None
    ) -> str | None:
        """Return what a ratio is taken on: a period, `plan`, the words of a whole; None where nothing says so."""
        if found.kind not in RELATING or not found.against:
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

    def month_of(
        self, amount: Amount, window: Window, found: Stated, sentence: Sentence, period: Period | None
    ) -> Period | None:
        """Return the period of a claim; of a growth on the month before (“so với tháng trước”) it is one month."""
        if period is None or not 1 < period.length < _YEAR or found.kind is not Kind.GROWTH:
            return period
        when = self._base_when(amount, window, sentence)
        last = when is not None and when.form == "last-month"
        return Period(period.first + period.length - 1, 1) if last else period

    def _base_when(self, amount: Amount, window: Window, sentence: Sentence) -> When | None:
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
