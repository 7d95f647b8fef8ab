"""Reading: the claims of a text, one after the other, each with what its sentence and those before say of it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.prose.claims import AMOUNTS, Claim, Kind, Reading
from tongket.prose.read.amounts import Amount
from tongket.prose.read.cells import Cell, read_cells
from tongket.prose.read.grid import grids
from tongket.prose.read.in_turn import in_turn
from tongket.prose.read.kinds import Stated, stated
from tongket.prose.read.lexicon import lexicon
from tongket.prose.read.periods import When
from tongket.prose.read.places import place_of, text_place
from tongket.prose.read.rows import Rows
from tongket.prose.read.source import Source, prepare
from tongket.prose.read.standing import BULLETS, Standing, markers, standing_of
from tongket.prose.read.state import Sentence, State
from tongket.prose.read.subjects import folded, subject_of
from tongket.prose.read.telling import FOLLOWING, RELATING, Telling
from tongket.prose.read.times import usual_period
from tongket.prose.read.tokens import tokenize
from tongket.prose.read.verbal import verbal_claims
from tongket.prose.read.view import View, Window

_STOCKS = frozenset({Kind.COUNT, Kind.AREA, Kind.CAPACITY, Kind.SHARE})
_NUMBERED = frozenset({"stt", "tt"})
_PLANS = ("ke hoach", "du toan", "chi tieu", "muc tieu")
_SMALL, _NAMED = 4, 8
_OPENING = frozenset({"gôm1", "gom", "bao", ":"})  # key of gồm
_DIVIDING = frozenset({"chia", "theo", "gom"})


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
        self.state = State(usual_period(view.clock))
        self.rows = Rows(view)
        self.table = 0
        self.out: list[Claim] = []
        self.times = Telling(view, self.state, self.out)

    def claims(self) -> list[Claim]:
        """Return all claims."""
        amounts, k = self.view.amounts, 0
        whens, w = self.view.whens, 0
        tables = deque(grids(self.view))
        for number, (begin, end) in enumerate(self.view.sentences):
            first, first_when = k, w
            while k < len(amounts) and amounts[k].start < end:
                k += 1
            while w < len(whens) and whens[w].start < end:
                w += 1
            while tables and tables[0].end <= begin:
                tables.popleft()
            if not tables or end <= tables[0].begin:
                self._sentence(number, begin, end, amounts[first:k], whens[first_when:w])
            elif begin <= tables[0].begin:
                # Before its cells, a line of bars may hold the title of the table.
                head = tables[0].begin
                if begin < head:
                    before = [a for a in amounts[first:k] if a.end <= head]
                    self._sentence(number, begin, head, before, [t for t in whens[first_when:w] if t.end <= head])
                self._cells(number, tables[0].cells)
        return self.out

    def _sentence(self, number: int, begin: int, end: int, amounts: Sequence[Amount], whens: Sequence[When]) -> None:
        view, state = self.view, self.state
        if self._row(number, begin, end):
            return
        self._enter(begin)
        stating = [amount for amount in amounts if amount.unit is not None and amount.end - amount.start < end - begin]
        if view.bare[begin] in _NUMBERED:
            # A table on one line: its rows are numbered, and its times say when something is to be built.
            stating, whens = _without_numbers(stating), []
        windows = view.windows(stating, begin, end)
        told = [when for when in whens if not self.times.is_base(when, stating, windows)]
        before: Stated | None = None
        last: Claim | None = None
        so_far = len(self.out)
        sentence = Sentence(number, begin, end, told, whens, span=self.times.span(told))
        state.span = sentence.span or state.span
        for amount, window in zip(stating, windows, strict=True):
            self._take_currency(amount, window)
            found = stated(
                view, amount, window, before,
                after_level=last is not None and last.kind is Kind.LEVEL,
                after_share=self._after_share(amount, window, sentence),
            )  # fmt: skip
            if found is None:
                continue
            claim = self._claim(amount, window, found, sentence)
            if last is not None and self._spells_out(amount, claim, last):
                claim = _as_base(claim, last)
                self.state.wholes = [whole for whole in self.state.wholes if whole.id != claim.id]
            elif last is not None and last.kind is Kind.DIFFERENCE and self._alone(amount, 2):
                claim = replace(claim, base=last.base)  # “tăng 1.475 tỷ đồng (+6,2%)” on one and the same base
            elif sentence.followed is None or not view.in_brackets(amount.start, begin):
                sentence.followed = claim.period
            last = claim
            self.out.append(claim)
            if found.kind in RELATING and (found.own or before is None):
                before = found
        self._in_turn(begin, end, so_far)
        self.times.settle(sentence)
        self._heading(sentence)

    def _heading(self, sentence: Sentence) -> None:
        words = any(key[0].isalpha() for key in self.view.tokens.keys[sentence.begin : sentence.end])
        if not sentence.claimed and words:
            self.times.heading(sentence.told)  # years alone are the labels of a chart

    def _in_turn(self, begin: int, end: int, so_far: int) -> None:
        """Give the claims of a sentence behind “lần lượt” their names, each its own."""
        if self.view.hits.within("together", begin, end):
            told = self.out[max(0, so_far - _NAMED) : so_far]
            self.out[so_far:] = in_turn(self.view, self.source, (begin, end), self.out[so_far:], told)

    def _enter(self, begin: int) -> None:
        """Begin a sentence: what the paragraph before said of a day or a part of the time does not go on."""
        view, state = self.view, self.state
        line = view.line(begin)
        if line != state.paragraph and view.tokens.keys[begin] not in BULLETS:
            state.price = False
            state.stock = None  # “tính đến ngày 15/9” holds to the end of its paragraph
            self.times.new_paragraph()
        state.paragraph = line
        state.standing = standing_of(view, begin, state.standing)

    def _after_share(self, amount: Amount, window: Window, sentence: Sentence) -> bool:
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
        # A share of 4,3% does not rise by 15,5 points: then it is what is shared that grew.
        small = amount.value * _SMALL <= abs(last.value)
        return small and (keys[window.left] == "(" or not amount_before)

    def _row(self, number: int, begin: int, end: int) -> bool:
        """Take in a line that is a row of a flattened table."""
        cells = list(self.rows.cells(begin, end))
        if not cells:
            self.table = number  # all rows under one head are one table
        self._cells(self.table, cells)
        return bool(cells)

    def _cells(self, number: int, cells: Sequence[Cell]) -> None:
        """Take in cells of a table, whose offsets are into the working text, as one sentence."""
        clock = self.view.clock
        on = date(clock.year, clock.month, clock.day or 28) if clock.dated and clock.year and clock.month else None
        found = read_cells(
            cells, self.view.lexicon.vocabulary, document_date=on, period=self.state.period, first_id=len(self.out),
            sentence=number,
        )  # fmt: skip
        for claim in found:
            span = self.source.span(claim.start, claim.end)
            self.out.append(replace(claim, start=span[0], end=span[1], text=self.source.text[span[0] : span[1]]))

    def _spells_out(self, amount: Amount, claim: Claim, last: Claim) -> bool:
        """Whether an amount alone in brackets is the base of the ratio before: “tăng 24,9% (490 triệu USD)”."""
        if last.base == "plan" and claim.kind in AMOUNTS and last.kind in FOLLOWING and self._plan_told(last, claim):
            return True
        planned = last.base == "plan" and claim.unit == "%" and last.kind is Kind.DIFFERENCE
        based = claim.kind in AMOUNTS and last.kind in FOLLOWING and last.base is not None
        return (planned or based) and (self._alone(amount, 1) or (last.base == "plan" and self._called_plan(amount)))

    def _plan_told(self, ratio: Claim, claim: Claim) -> bool:
        """Whether an amount behind a completion is its plan: “đạt 102,6% kế hoạch đề ra là 28.900 tỷ đồng”."""
        words = self.source.text[ratio.end : claim.start].split()
        named = folded(" ".join(words)).startswith(_PLANS)
        return (
            named
            and words[-1] == "là"
            and len(words) <= _SMALL * 2
            and not any(mark in ",;:.()" for w in words for mark in w)
        )

    def _called_plan(self, amount: Amount) -> bool:
        """Whether an amount in brackets is called the plan there: “(KH: 2.500 triệu USD)”, “(kế hoạch 77.000 ha)”."""
        keys, i = self.view.tokens.keys, amount.start - 1
        i -= keys[i] in (":", "la2", "là")
        plan = self.view.hits.ending("plan", i)
        opened = plan is not None and plan.start > 0 and keys[plan.start - 1] == "("
        return opened and amount.end < len(keys) and keys[amount.end] == ")"

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

    def _claim(self, amount: Amount, window: Window, found: Stated, sentence: Sentence) -> Claim:
        view, state = self.view, self.state
        standing = standing_of(view, sentence.begin, state.standing, window, amount, found)
        subject = subject_of(view, amount, window, (state.subject, state.main), opening=not sentence.claimed)
        kind = self._price(found.kind, window, amount, sentence.claimed or subject == state.subject)
        part_of = self._whole(kind, amount, sentence)
        period = self.times.period(
            amount, window, found, sentence, planned=standing.scenario != "actual", whole=part_of
        )
        period = self.times.month_of(amount, window, found, sentence, period)
        standing = self._done(amount, window, standing, period, sentence).at(period, view.clock)
        start = view.tokens.starts[amount.start]
        span = self.source.span(start, view.tokens.ends[max(amount.end, amount.number + 1) - 1])
        value, high = _signed(amount, found.sign)
        claim = Claim(
            id=len(self.out), start=span[0], end=span[1], text=self.source.text[span[0] : span[1]], kind=kind,
            indicator=subject.name, indicator_code=subject.code, members=subject.members,
            place=place_of(view, window, amount, self.home), period=period,
            base=self.times.base(amount, window, found, sentence, period), value=value, high=high, unit=amount.unit,
            decimals=amount.decimals, approx=amount.approx, scenario=standing.scenario, status=standing.status,
            part_of=part_of, verb=folded(found.verb),
            sentence=sentence.number, other=amount.other,
        )  # fmt: skip
        state.subject = subject
        if subject.code is not None and view.lexicon.vocabulary.indicators[subject.code].dimensions:
            state.main = subject
        if not view.in_brackets(amount.start, sentence.begin):
            state.standing = standing
        if not sentence.claimed:
            sentence.first = amount.start
        sentence.claimed = True
        # “So với 37.180 tỷ đồng của cùng kỳ” is no whole of what is listed next.
        based = view.hits.ending("compare", amount.start - 1) is not None
        if claim.kind in AMOUNTS and claim.part_of is None and not based:
            state.wholes.append(claim)
            if view.hits.ending("out-of", amount.start - 1) is not None and sentence.whole_end is None:
                sentence.whole_end = amount.end
        return claim

    def _done(
        self, amount: Amount, window: Window, standing: Standing, period: Period | None, sentence: Sentence
    ) -> Standing:
        """“Phấn đấu năm 2023 sản xuất 1,85 triệu tấn; 4 tháng đầu năm đạt 648.000 tấn”: the second is done."""
        if standing.scenario == "actual" or period is None or not self.view.clock.has_passed(period):
            return standing
        dated = any(window.left <= when.start < amount.start for when in sentence.told)
        marked = markers(self.view, window.left, amount)
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

    def _whole(self, kind: Kind, amount: Amount, sentence: Sentence) -> int | None:
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
            if self.view.tokens.keys[mark] in _OPENING and ";" in self.source.text[whole.end : offset]:
                return None  # “giai đoạn 1 gồm 10 tua-bin; giai đoạn 2 gồm 52 tua-bin”
            if whole.end <= offset and whole.unit == amount.unit and whole.scenario == self.state.standing.scenario:
                # A colon alone may open anything: what is more than the amount before it is no part of it.
                sure = self.view.tokens.keys[mark] != ":" or amount.value < whole.value
                return whole.id if sure else None
        return None

    def _part_mark(self, amount: Amount, sentence: Sentence) -> int | None:
        """Return the token after which parts stand: “trong đó”, a colon after an amount, “trong 78 dự án có”."""
        tokens, hits = self.view.tokens, self.view.hits
        part = hits.nearest("part", sentence.begin, amount.start)
        if part is not None:
            return part.start
        for i in range(amount.start - 1, sentence.begin, -1):
            if tokens.keys[i] != ":":
                continue
            if sentence.first is not None and sentence.first < i:
                return i
            # A colon before the first number divides what was told before only if its words say so.
            return i if any(word in _DIVIDING for word in self.view.bare[sentence.begin : i]) else None
        if not sentence.claimed:
            return None
        # The first amount of “trong (tổng số) 78 dự án, có 53 …” is the whole of those that follow.
        return sentence.whole_end if sentence.whole_end is not None and sentence.whole_end <= amount.start else None


def _without_numbers(amounts: Sequence[Amount]) -> list[Amount]:
    """Leave out the numbers of rows: 1, 2, 3 … before what a row is called."""
    out, number = [], 1
    for amount in amounts:
        if amount.family == "count" and amount.value == number:
            number += 1
        else:
            out.append(amount)
    return out


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
