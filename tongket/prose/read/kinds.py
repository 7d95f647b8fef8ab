"""What an amount states: decided by the cue to its left, the base to its right, and what its list went on with."""

from dataclasses import dataclass

from tongket.prose.claims import Kind
from tongket.prose.read.amounts import Amount
from tongket.prose.read.view import View, Window

_BY_FAMILY = {"capacity": Kind.CAPACITY, "area": Kind.AREA, "count": Kind.COUNT}
_MOVES = {"up": 1, "down": -1}


@dataclass(frozen=True, slots=True)
class Stated:
    """What an amount states.

    Attributes:
        kind: the kind.
        sign: −1 for a fall or a lack, else 1.
        against: plan, past, whole, or empty where it is on nothing.
        verb: the folded word that carries it.
        own: whether its own words say so, not the list it stands in.
    """

    kind: Kind
    sign: int = 1
    against: str = ""
    verb: str = ""
    own: bool = True


def stated(
    view: View, amount: Amount, window: Window, before: Stated | None, *, after_level: bool = False
) -> Stated | None:
    """Return what an amount states, or None where it is no claim.

    Args:
        view: the text.
        amount: one of its amounts.
        window: the words around it.
        before: what the last ratio of the same sentence states, which a list goes on with.
        after_level: whether the claim just before it in the sentence is a level.
    """
    if amount.unit is None:
        return None
    if view.hits.within("detail", window.left, amount.start):
        return None
    if amount.family == "times":
        return _times(view, amount, window)
    if amount.family in ("percent", "permille"):
        return _percent(view, amount, window, before, after_level)
    if amount.family == "points":
        sign = -1 if window.verb is not None and window.verb.value in ("down", "contribute-down") else 1
        against = "plan" if _planned(view, amount.end, window.right) else "past"
        return Stated(Kind.DIFFERENCE, sign, against, _word(view, window))
    return _quantity(view, amount, window)


def _word(view: View, window: Window) -> str:
    from_verb = window.verb
    return view.tokens.words(from_verb.start, from_verb.end).lower() if from_verb is not None else ""


def _times(view: View, amount: Amount, window: Window) -> Stated | None:
    verb = window.verb
    if view.hits.at("times-word", amount.number) is not None:
        return Stated(Kind.MULTIPLE, 1, "past", view.tokens.words(amount.number, amount.number + 1).lower())
    if verb is None or verb.value not in ("times", "up", "down", "reach", "exceed"):
        return None
    if verb.value == "reach" and not _compared(view, amount.end, window.right):
        # “đã tổ chức được 2 lần” counts occasions.
        when = view.when_at.get(amount.end)
        if when is None:
            return None
    return Stated(Kind.MULTIPLE, 1, "plan" if _planned(view, amount.end, window.right) else "past", _word(view, window))


def _compared(view: View, start: int, end: int) -> bool:
    return bool(view.hits.within("compare", start, end)) or bool(view.hits.within("same", start, end))


def _planned(view: View, start: int, end: int) -> bool:
    return bool(view.hits.within("plan", start, end))


def _percent(view: View, amount: Amount, window: Window, before: Stated | None, after_level: bool) -> Stated:
    verb, word = window.verb, _word(view, window)
    value = verb.value if verb is not None else ""
    planned_right = _planned(view, amount.end, window.right)
    planned_left = _planned(view, window.left, amount.start)
    compared = _compared(view, amount.end, window.right)
    if value in _MOVES:
        against_plan = planned_right or (planned_left and _adjacent_plan(view, amount, window))
        return Stated(Kind.GROWTH, _MOVES[value], "plan" if against_plan else "past", word)
    if value == "exceed":
        return Stated(Kind.GROWTH, 1, "past" if compared and not planned_right else "plan", word)
    if value in ("share", "contribute"):
        return Stated(Kind.SHARE, 1, "whole", word)
    if value == "swing":
        return Stated(Kind.GROWTH, 1, "past", word)
    if value == "contribute-down":
        return Stated(Kind.SHARE, -1, "whole", word)
    if value in ("up-to", "down-to") or _begins_step(view, amount):
        kind = Kind.GROWTH if view.hits.within("growth-noun", window.left, amount.start) else Kind.SHARE
        return Stated(kind, 1, "past" if kind is Kind.GROWTH else "whole", word)
    if value == "reach":
        return _reached(view, amount, window, (planned_right, planned_left, compared), after_level)
    return _listed(view, amount, window, before)


def _begins_step(view: View, amount: Amount) -> bool:
    """Whether it is the first of “từ 12% năm 2020 lên 15% năm 2021”."""
    return amount.start > 0 and view.tokens.keys[amount.start - 1] in ("tư1", "tu")


def _adjacent_plan(view: View, amount: Amount, window: Window) -> bool:
    """Whether “thấp hơn kế hoạch 1,74%”, “so với kế hoạch tăng 3%” set a growth on the plan."""
    verb = window.verb
    after_verb = verb is not None and _planned(view, verb.end, amount.start)
    compare = view.hits.nearest("compare", window.left, amount.start)
    return after_verb or (compare is not None and view.hits.at("plan", compare.end) is not None)


def _reached(view: View, amount: Amount, window: Window, found: tuple[bool, bool, bool], after_level: bool) -> Stated:
    planned_right, planned_left, compared = found
    word, left = _word(view, window), window.left
    if planned_right:
        return Stated(Kind.COMPLETION, 1, "plan", word)
    if compared:
        return Stated(Kind.INDEX, 1, "past", word)
    compare = view.hits.nearest("compare", left, amount.start)
    if compare is not None and view.hits.at("plan", compare.end) is None:
        return Stated(Kind.INDEX, 1, "past", word)
    if planned_left:
        return Stated(Kind.COMPLETION, 1, "plan", word)
    named = _named(view, left, amount.start, word)
    if named is not None:
        return named
    if whole_follows(view, amount, window):
        return Stated(Kind.SHARE, 1, "whole", word)
    # “chi 1.596,7 tỷ đồng, đạt 119,07%, giảm 26,83%”: the plan is understood.
    if after_level:
        return Stated(Kind.COMPLETION, 1, "plan", word)
    return Stated(Kind.SHARE, 1, "whole", word, own=False)


def _named(view: View, start: int, end: int, word: str) -> Stated | None:
    """Return what a percentage is called: a rate, a fall, a growth, an index; None where it is not called anything."""
    if view.hits.within("rate-noun", start, end):
        return Stated(Kind.SHARE, 1, "whole", word)
    if view.hits.within("drop-noun", start, end):
        return Stated(Kind.GROWTH, -1, "past", word)
    if view.hits.within("growth-noun", start, end):
        return Stated(Kind.GROWTH, 1, "past", word)
    if view.hits.within("index-noun", start, end):
        return Stated(Kind.INDEX, 1, "past", word)
    return None


def whole_follows(view: View, amount: Amount, window: Window) -> bool:
    """Whether words of a whole stand right after: “80% diện tích đất công nghiệp”."""
    i = amount.end
    if i >= window.right or not view.tokens.keys[i][0].isalpha() or view.taken[i]:
        return False
    return not any(view.hits.at(kind, i) for kind in ("compare", "same", "plan", "side", "link", "part"))


def _listed(view: View, amount: Amount, window: Window, before: Stated | None) -> Stated:
    """Decide for a percentage without a verb of its own: “cà phê 19%, gỗ 18%”, “(kế hoạch 8%)”, “60% nhu cầu”."""
    if _planned(view, amount.end, window.right):
        return Stated(Kind.COMPLETION, 1, "plan", "")
    left = window.left
    named = _named(view, left, amount.start, "")
    if named is not None and named.kind is not Kind.INDEX:
        return named
    after = view.verbs.get(amount.end)
    if after is not None and view.hits.at("growth-noun", after.start) is not None and window.right == amount.end:
        return Stated(Kind.GROWTH, 1, "past", "", own=False)  # “trong 8,01% tăng trưởng”
    if whole_follows(view, amount, window):
        return Stated(Kind.SHARE, 1, "whole", "")
    if before is not None:
        kind = Kind.GROWTH if before.kind in (Kind.DIFFERENCE, Kind.MULTIPLE) else before.kind
        # “giảm 3,2% (kế hoạch tăng 8%)”, “giảm 3,2% (kế hoạch 8%)”: a plan is a growth again.
        sign = 1 if _planned(view, window.left, amount.start) else before.sign
        return Stated(kind, sign, before.against, before.verb, own=False)
    if _compared(view, amount.end, window.right):
        return Stated(Kind.GROWTH, 1, "past", "")
    return Stated(Kind.SHARE, 1, "whole", "", own=False)


def _quantity(view: View, amount: Amount, window: Window) -> Stated | None:
    verb, word = window.verb, _word(view, window)
    value = verb.value if verb is not None else ""
    if amount.family == "count" and not view.scanner.counts(amount):
        return None
    if amount.family == "capacity" and amount.unit == "kV" and view.hits.ending("kv-name", amount.start - 1):
        return None
    if amount.family in ("length", "length-glued") and not view.hits.within("length", window.left, window.right):
        return None
    if value == "surplus":
        return Stated(Kind.DIFFERENCE, 1, "", word)
    if value == "lack":
        return Stated(Kind.DIFFERENCE, -1, "plan", word)
    adjacent = verb is not None and verb.end == amount.start
    if adjacent and value in _MOVES:
        against = "plan" if _planned(view, amount.end, window.right) else "past"
        return Stated(Kind.DIFFERENCE, _MOVES[value], against, word)
    if adjacent and value == "exceed" and _planned(view, amount.end, window.right):
        return Stated(Kind.DIFFERENCE, 1, "plan", word)
    return Stated(_BY_FAMILY.get(amount.family, Kind.LEVEL), 1, "", word)
