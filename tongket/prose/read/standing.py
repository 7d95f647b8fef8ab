"""How firm a statement is: done, planned or forecast; estimated, preliminary or official."""

from dataclasses import dataclass, replace

from tongket.core.period import Period
from tongket.prose.read.amounts import Amount
from tongket.prose.read.kinds import Stated
from tongket.prose.read.times import Clock
from tongket.prose.read.trie import Hit
from tongket.prose.read.view import View, Window

_REACH = 9  # words between “kế hoạch” and the number it announces
BULLETS = frozenset({"-", "+", "*", "•", "·"})
_NOUNS = ("kế hoạch", "chỉ tiêu", "mục tiêu", "kh", "dự toán", "ke hoach", "chi tieu", "muc tieu", "du toan")


@dataclass(frozen=True, slots=True)
class Standing:
    """Scenario and status, with the paragraph they were said in."""

    scenario: str = "actual"
    status: str | None = None
    paragraph: int = 0

    def at(self, period: Period | None, clock: Clock) -> "Standing":
        """Return the standing of a statement about a period: what lies wholly ahead is not done yet."""
        if self.scenario != "actual" or period is None or not clock.dated or clock.year is None:
            return self
        ahead = (period.year, period.first % 12 + 1) > (clock.year, clock.month or 12)
        return replace(self, scenario="plan", status=None) if ahead and not period.is_day else self


def standing_of(
    view: View,
    begin: int,
    before: Standing,
    window: Window | None = None,
    amount: Amount | None = None,
    found: Stated | None = None,
) -> Standing:
    """Return the standing at the beginning of a sentence, or (with an amount) of that amount.

    A new line begins anew, unless it is an item of a list; inside a line the last marker holds.
    """
    if amount is None or window is None or found is None:
        line = view.line(begin)
        listed = view.tokens.keys[begin] in BULLETS
        return before if line == before.paragraph or listed else Standing(paragraph=line)
    standing = before
    if _in_plan_brackets(view, begin, amount):
        return replace(standing, scenario="plan", status=None)
    for hit in markers(view, window.left, amount):
        standing = replace(standing, scenario=hit.value, status=None if hit.value != "actual" else standing.status)
    status = view.hits.nearest("status", window.left, amount.start)
    return replace(standing, status=status.value) if status is not None and standing.scenario == "actual" else standing


def _in_plan_brackets(view: View, begin: int, amount: Amount) -> bool:
    """Whether an amount stands in brackets that spell out a plan: “so với kế hoạch (xuất khẩu 610, nhập khẩu 95)”."""
    keys = view.tokens.keys
    for i in range(amount.start - 1, begin, -1):
        if keys[i] == ")":
            return False
        if keys[i] == "(":
            return view.hits.ending("plan", i - 1) is not None and view.hits.ending("compare", i - 1) is None
    return False


def markers(view: View, left: int, amount: Amount) -> list[Hit]:
    """Return the words of scenario between a token and an amount that are meant."""
    marked = view.hits.within("scenario", left, amount.start)
    if not marked:
        return []
    hidden = {
        i: hit.end
        for hit in view.hits.within("not-scenario", max(0, left - 4), amount.start)
        for i in range(hit.start, hit.end)
    }
    found = []
    for hit in marked:
        if hidden.get(hit.start, 0) >= hit.end:
            continue  # “kế hoạch và đầu tư”; but “kế hoạch đầu tư công” is longer than what hides “kế hoạch đầu tư”
        noun = " ".join(view.tokens.words(hit.start, hit.end).lower().split()).startswith(_NOUNS)
        if noun and (amount.start - hit.end > _REACH or view.hits.ending("compare", hit.start - 1)):
            continue
        found.append(hit)
    return found
