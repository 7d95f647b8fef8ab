"""One text with all that was found in it, and the windows of words around each of its amounts."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tongket.prose.read.amounts import THAN, Amount, AmountScanner
from tongket.prose.read.lexicon import Lexicon
from tongket.prose.read.periods import When, WhenScanner
from tongket.prose.read.sentences import split
from tongket.prose.read.times import Clock, clock_of
from tongket.prose.read.tokens import Tokens
from tongket.prose.read.trie import Hit, Hits

DELIMITERS = frozenset({",", ";", ".", "(", ")", ":", "…", "[", "]", "!", "?"})
# Keys of words: a tone stands as a digit at their end.
_LINKS = frozenset({",", "va1", "va", ";", "hoăc5", "hoac", "/", "&"})
_STEPS = frozenset({"lên", "len", "đên2", "den", "xuông2", "xuong"})
_INTO = frozenset({"trong", "vao1", "vao", "cua3", "cua", "(", "ơ3", "o"})
_FILLERS = ("filler", "part", "status", "scenario")
OF = frozenset({"cua3", "cua"})
PERIODS = frozenset(
    {"year", "years", "month", "months", "quarter", "half", "whole-year", "bare-year", "to-date", "year-end"}
)


@dataclass(slots=True)
class Window:
    """The words around an amount.

    Attributes:
        left: first token that is its own on the left.
        right: token after the last one that is its own on the right.
        verb: the cue that governs it from the left, in its own words.
    """

    left: int
    right: int
    verb: Hit | None


class View:
    """All that was found in one text.

    Args:
        tokens: the text.
        lexicon: what is known by name.
        document_date: of the text, None where its head has to tell.
    """

    def __init__(self, tokens: Tokens, lexicon: Lexicon, document_date: date | None) -> None:
        self.tokens, self.lexicon = tokens, lexicon
        self.hits: Hits = lexicon.find(tokens)
        times = WhenScanner(tokens)
        self.whens = [when for when in times.scan() if not self._is_amount(when)]
        self.bare: Sequence[str] = times.keys
        self.when_at = {when.start: when for when in self.whens}
        self.clock: Clock = clock_of(tokens, self.whens, document_date)
        self.sentences = split(tokens)
        self.breaks = [i for i, key in enumerate(tokens.keys) if key == "\n"]
        taken = [False] * len(tokens)
        for when in self.whens:
            for i in range(when.start, when.end):
                taken[i] = True
        scanner = AmountScanner(tokens, self.hits, lexicon, taken)
        self.scanner = scanner
        self.taken: Sequence[bool] = taken
        self.verbs = self._verbs()
        # Commas inside a name: “nông, lâm nghiệp và thủy sản”.
        self.inside = {i for hit in self.hits.starts("compound").values() for i in range(hit.start, hit.end)}
        self._verb_ends = {hit.end - 1: hit for hit in self.verbs.values()}
        self.filler_at, self.filler_ending = self._fillers()
        self.amounts = scanner.scan()
        self._complete()

    def _is_amount(self, when: When) -> bool:
        """Whether what looks like a bare year is a number with a unit: “2020 tỷ đồng”."""
        if when.form != "bare-year":
            return False
        before = self.hits.ending("compare", when.start - 1) if when.start else None
        followed = any(self.hits.at(kind, when.end) for kind in ("unit", "scale", "noun"))
        return before is None and followed and self.hits.at("not-unit", when.end) is None

    def _verbs(self) -> dict[int, Hit]:
        """Return the verbs that are meant: “tăng cường”, “giá trị gia tăng” hold none."""
        hidden = {i for hit in self.hits.starts("none").values() for i in range(hit.start, hit.end)}
        return {i: hit for i, hit in self.hits.starts("verb").items() if i not in hidden and not self.taken[i]}

    def _fillers(self) -> tuple[dict[int, Hit], dict[int, Hit]]:
        """Return the words that are no part of a name, by their first token and by their last."""
        at: dict[int, Hit] = {}
        ending: dict[int, Hit] = {}
        for kind in _FILLERS:
            for start, hit in self.hits.starts(kind).items():
                at.setdefault(start, hit)
                ending.setdefault(hit.end - 1, hit)
        return at, ending

    def verb_before(self, start: int, end: int) -> Hit | None:
        """Return the last verb that ends before `end` and begins at `start` or later."""
        for i in range(end - 1, start - 1, -1):
            hit = self._verb_ends.get(i)
            if hit is not None and hit.start >= start:
                return hit
        return None

    def _complete(self) -> None:
        """Give bare numbers the unit they share with the next (“120, 150 và 180 tỷ đồng”) or the % left out."""
        for k in range(len(self.amounts) - 1, -1, -1):
            amount = self.amounts[k]
            if amount.implied and k + 1 < len(self.amounts):
                self._share_currency(amount, self.amounts[k + 1])
            if amount.unit is not None:
                continue
            if k + 1 < len(self.amounts) and self._shares_unit(amount, self.amounts[k + 1]):
                after = self.amounts[k + 1]
                amount.unit, amount.family, amount.noun = after.unit, after.family, after.noun
            elif self._lacks_percent(amount):
                amount.unit, amount.family = "%", "percent"

    def _share_currency(self, amount: Amount, after: Amount) -> None:
        between = self.tokens.keys[amount.end : after.start]
        if after.family == "foreign" and after.unit and len(between) <= 2 and set(between) <= _LINKS | _STEPS:
            name = after.unit.rpartition(" ")[2]
            amount.unit = (amount.unit or "").replace("đồng", name)
            amount.family = "foreign"

    def _shares_unit(self, amount: Amount, after: Amount) -> bool:
        if after.unit is None or after.family == "times":
            return False
        between = self.tokens.keys[amount.end : after.start]
        before = amount.start - 1
        if not between or len(between) > 2 or (before >= 0 and self._is_label(before)):
            return False
        if after.family == "count":
            together = set(between) <= _LINKS and self.hits.nearest("together", max(0, before - 12), amount.start)
            return set(between) <= _STEPS or bool(together)
        return set(between) <= _LINKS or set(between) <= _STEPS

    def _is_label(self, i: int) -> bool:
        if self.hits.ending("name", i) is not None or self.tokens.keys[i] in ("/", "-"):
            return True
        return self.tokens.keys[i][0].isalpha() and self.tokens.capital(i) and (i, i) not in self.sentences

    def _lacks_percent(self, amount: Amount) -> bool:
        if amount.decimals <= 0 or amount.value > Decimal(1000):
            return False
        verb = self._verb_ends.get(amount.start - 1)
        after = self.hits.at("compare", amount.end) or self.hits.at("same", amount.end)
        if verb is not None and verb.value in ("up", "down") and after is not None:
            return True
        planned = self.hits.at("plan", amount.end)
        return verb is not None and verb.value == "reach" and planned is not None

    def windows(self, amounts: Sequence[Amount], begin: int, end: int) -> list[Window]:
        """Return the window of each amount of the sentence from token `begin` to `end`."""
        out: list[Window] = []
        left = begin
        for k, amount in enumerate(amounts):
            after = amounts[k + 1].start if k + 1 < len(amounts) else end
            right = self._right_end(amount.end, after)
            out.append(Window(left, right, self.verb_before(left, amount.start)))
            left = right
        return out

    def _right_end(self, i: int, after: int) -> int:
        while i < after:
            verb = self.verbs.get(i)
            if self.tokens.keys[i] in DELIMITERS or (verb is not None and verb.value != "hold"):
                return i
            if self.hits.at("part", i) is not None or self._opens_detail(i):
                return i
            i += 1
        return after

    def _opens_detail(self, i: int) -> bool:
        """Whether “với”, “và so với” lead on to another amount; “so với” alone belongs to the one before."""
        if self.tokens.keys[i] in ("va1", "va"):
            return self.hits.at("compare", i + 1) is not None
        return self.tokens.keys[i] in ("vơi2", "voi") and self.hits.ending("compare", i) is None

    def is_base(self, when: When) -> bool:
        """Whether a word of time is what something is compared with: “so với (mức thực hiện) năm 2019”."""
        if self._exceeded(when):
            return True
        for i in range(when.start - 1, max(-1, when.start - 7), -1):
            if self.hits.ending("compare", i) is not None:
                return True
            if i in self._verb_ends and self.hits.ending("growth-noun", i) is not None:
                continue  # “so với tốc độ tăng cùng kỳ 2022”
            if self.tokens.keys[i] in DELIMITERS or self.tokens.numeric[i] or i in self._verb_ends:
                return i in self._verb_ends and self._verb_ends[i].value in ("reach",) and self._thus_base(when, i)
        return False

    def _exceeded(self, when: When) -> bool:
        """Whether a time is set against: “cao hơn cùng kỳ năm trước”."""
        verb = self._verb_ends.get(when.start - 1)
        return verb is not None and verb.value in ("up", "down") and self.tokens.keys[verb.end - 1] in THAN

    def _thus_base(self, when: When, i: int) -> bool:
        # “so với thực hiện năm 2019”: the verb is a noun here.
        verb = self._verb_ends[i]
        return self.hits.ending("compare", verb.start - 1) is not None and when.start == i + 1

    def attached(self, amount: Amount, window: Window) -> When | None:
        """Return the word of time right after an amount: “580 triệu USD năm 2020”, “12% (năm 2019)”."""
        i = amount.end
        bracket = False
        while i < window.right + 2 and i < len(self.tokens) and self.tokens.keys[i] in _INTO:
            bracket = bracket or self.tokens.keys[i] == "("
            i += 1
        when = self.when_at.get(i)
        if when is None or (bracket and not (when.end < len(self.tokens) and self.tokens.keys[when.end] == ")")):
            return None
        return when

    def begins_step(self, amount: Amount) -> bool:
        """Whether an amount is the first of “từ 12% năm 2020 lên 15% năm 2021”."""
        return amount.start > 0 and self.tokens.keys[amount.start - 1] in ("tư1", "tu")

    def line(self, token: int) -> int:
        """Return the number of the line a token stands in."""
        return bisect_left(self.breaks, token)

    def in_brackets(self, i: int, begin: int) -> bool:
        """Whether a bracket is open at token `i` of the sentence that begins at `begin`."""
        keys = self.tokens.keys[begin:i]
        return keys.count("(") > keys.count(")")

    def bracketed(self, i: int, until: int) -> bool:
        """Whether token `i` stands in brackets that are closed before `until`."""
        depth = 0
        for key in self.tokens.keys[i:until]:
            depth += (key == "(") - (key == ")")
            if depth < 0:
                return True
        return False
