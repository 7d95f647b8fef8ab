"""What an amount states: decided by the cue to its left, the base to its right, and what its list went on with."""

from dataclasses import dataclass

from tongket.prose.claims import Kind
from tongket.prose.read.amounts import THAN, Amount
from tongket.prose.read.tokens import key_of
from tongket.prose.read.trie import Hit
from tongket.prose.read.view import View, Window

_BY_FAMILY = {"capacity": Kind.CAPACITY, "area": Kind.AREA, "count": Kind.COUNT}
_MOVES = {"up": 1, "down": -1}
_GROWN = frozenset({Kind.GROWTH, Kind.DIFFERENCE})
_MORE = key_of("thêm")
_MOST_GROWTH = 60  # “đạt 108,1% so với cùng kỳ” is an index, “đạt 8,1%” a growth


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
    view: View,
    amount: Amount,
    window: Window,
    before: Stated | None,
    *,
    after_level: bool = False,
    after_share: bool = False,
) -> Stated | None:
    """Return what an amount states, or None where it is no claim.

    Args:
        view: the text.
        amount: one of its amounts.
        window: the words around it.
        before: what the last ratio of the same sentence states, which a list goes on with.
        after_level: whether the claim just before it in the sentence is a level.
        after_share: whether it speaks of the share or rate just before it.
    """
    if amount.unit is None:
        return None
    if view.hits.within("detail", window.left, amount.start):
        return None
    if amount.family == "times":
        return _times(view, amount, window)
    if amount.family in ("percent", "permille"):
        return _percent(view, amount, window, before, after_level=after_level, after_share=after_share)
    if amount.family == "points":
        sign = -1 if window.verb is not None and window.verb.value in ("down", "contribute-down") else 1
        against = "plan" if _planned(view, amount.end, window.right) else "past"
        return Stated(Kind.DIFFERENCE, sign, against, _word(view, window))
    return _quantity(view, amount, window, before)


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


def _percent(
    view: View, amount: Amount, window: Window, before: Stated | None, *, after_level: bool, after_share: bool
) -> Stated:
    said = _bracketed_plan(view, amount, window, before)
    if said is not None:
        return said
    if _steps_on(view, amount, window):
        return _step(view, amount, window, _word(view, window))
    if window.verb is not None and window.verb.value in _MOVES:
        return _moved(view, amount, window, window.verb, before, after_share=after_share)
    return _cued(view, amount, window, before, after_level)


def _moved(
    view: View, amount: Amount, window: Window, verb: Hit, before: Stated | None, *, after_share: bool
) -> Stated:
    """Tell a difference in points (“cao hơn 2,98%”, “chiếm 17,36%, giảm 1,19%”) from a growth."""
    planned = _planned(view, amount.end, window.right)
    against_plan = planned or (_planned(view, window.left, amount.start) and _adjacent_plan(view, amount, window))
    kind = Kind.DIFFERENCE if after_share or _apart(view, amount, verb, before) else Kind.GROWTH
    return Stated(kind, _MOVES[verb.value], "plan" if against_plan else "past", _word(view, window))


def _apart(view: View, amount: Amount, verb: Hit, before: Stated | None) -> bool:
    """Whether two percentages are set side by side: “tăng 7%, cao hơn 2,98%”, “giảm 0,04% so với mức tăng 0,55%”."""
    than = verb.end == amount.start and view.tokens.keys[verb.end - 1] in THAN and verb.end - verb.start > 1
    if than:
        # After an amount or a completion it is a growth: “17.471 ha, đạt 48% kế hoạch, thấp hơn 19,2%”.
        return before is not None and before.kind in (Kind.GROWTH, Kind.SHARE, Kind.PRICE_INDEX, Kind.DIFFERENCE)
    compare = view.hits.at("compare", amount.end)
    return compare is not None and any(view.hits.at(kind, compare.end) for kind in ("growth-noun", "drop-noun"))


def _bracketed_plan(view: View, amount: Amount, window: Window, before: Stated | None) -> Stated | None:
    """Read “(kế hoạch năm 2023 là 7,5%)” as a plan of what the figure before it states."""
    if before is None or before.kind is not Kind.GROWTH or view.tokens.keys[window.left] != "(":
        return None
    if view.hits.at("plan", window.left + 1) is None or _planned(view, amount.end, window.right):
        return None
    return Stated(Kind.GROWTH, 1, before.against, before.verb, own=False) if _word(view, window) == "là" else None


def _steps_on(view: View, amount: Amount, window: Window) -> bool:
    """Whether “từ 82,4% năm 2000 giảm còn” goes on to a second value."""
    if not view.begins_step(amount) or amount.high is not None:
        return False
    after = view.verbs.get(window.right)
    return after is not None and after.value in ("up-to", "down-to")


def _step(view: View, amount: Amount, window: Window, word: str) -> Stated:
    kind = Kind.GROWTH if view.hits.within("growth-noun", window.left, amount.start) else Kind.SHARE
    return Stated(kind, 1, "past" if kind is Kind.GROWTH else "whole", word)


def _cued(view: View, amount: Amount, window: Window, before: Stated | None, after_level: bool) -> Stated:
    verb, word = window.verb, _word(view, window)
    value = verb.value if verb is not None else ""
    planned_right = _planned(view, amount.end, window.right)
    planned_left = _planned(view, window.left, amount.start)
    compared = _compared(view, amount.end, window.right)
    if value == "exceed" and _over_goal(view, amount, window, before):
        return Stated(Kind.DIFFERENCE, 1, "plan", word)
    if value == "exceed":
        return Stated(Kind.GROWTH, 1, "past" if compared and not planned_right else "plan", word)
    if value in ("share", "contribute", "contribute-down"):
        return _shared(value, word, before, planned_right=planned_right)
    if value == "swing":
        return Stated(Kind.GROWTH, 1, "past", word)
    if value in ("up-to", "down-to") and amount.high is not None and view.hits.at("compare", amount.end):
        # “tăng từ 10–11% so với kế hoạch” is a range, no step.
        return Stated(Kind.GROWTH, 1 if value == "up-to" else -1, "plan" if planned_right else "past", word)
    if value in ("up-to", "down-to") or view.begins_step(amount):
        return _step(view, amount, window, word)
    if value == "reach":
        found = _grown(view, amount, window) or _equalled(view, amount, window, before)
        if found is not None:
            return found
        return _reached(view, amount, window, (planned_right, planned_left, compared), after_level)
    return _listed(view, amount, window, before)


def _over_goal(view: View, amount: Amount, window: Window, before: Stated | None) -> bool:
    """Whether a growth is set against its goal: “tăng 7,36% (vượt mục tiêu 0,36%)”."""
    grown = before is not None and before.kind is Kind.GROWTH and view.tokens.keys[window.left] == "("
    return grown and window.verb is not None and view.hits.at("plan", window.verb.end) is not None


def _adjacent_plan(view: View, amount: Amount, window: Window) -> bool:
    """Whether “thấp hơn kế hoạch 1,74%”, “so với kế hoạch tăng 3%” set a growth on the plan."""
    verb = window.verb
    after_verb = verb is not None and _planned(view, verb.end, amount.start)
    compare = view.hits.nearest("compare", window.left, amount.start)
    return after_verb or (compare is not None and view.hits.at("plan", compare.end) is not None)


def _grown(view: View, amount: Amount, window: Window) -> Stated | None:
    """Read “tăng trưởng (GRDP) đạt 8,1% so với cùng kỳ”, “mục tiêu tăng trưởng là 8,8%”, “đạt 8,78%/năm”."""
    left, word = window.left, _word(view, window)
    if amount.value > _MOST_GROWTH or _planned(view, amount.end, window.right):
        return None
    grown = view.hits.nearest("growth-noun", left, amount.start)
    plan = view.hits.nearest("plan", left, amount.start)
    if grown is not None and (plan is None or plan.end <= grown.start):
        return Stated(Kind.GROWTH, 1, "past", word) if plan or _compared(view, amount.end, window.right) else None
    yearly = "/" in view.tokens.keys[amount.number : amount.end]
    if yearly and not view.hits.within("rate-noun", left, amount.start):
        return Stated(Kind.GROWTH, 1, "past", word)
    return None


def _shared(value: str, word: str, before: Stated | None, *, planned_right: bool) -> Stated:
    """Read “chiếm 60%”, “chiếm 103% kế hoạch”, “tăng 10,9%, trong đó nông nghiệp đóng góp 2,35%”."""
    sign = -1 if value == "contribute-down" else 1
    if value != "share" and before is not None and before.kind in _GROWN:
        return Stated(Kind.DIFFERENCE, sign, "past", word)
    if value == "share" and planned_right:
        return Stated(Kind.COMPLETION, 1, "plan", word)
    return Stated(Kind.SHARE, sign, "whole", word)


def _equalled(view: View, amount: Amount, window: Window, before: Stated | None) -> Stated | None:
    """Read “bằng 98,7% vụ mùa năm trước” as an index, “15.530 ha/22.366 ha KH bằng 70%” as a completion."""
    word, verb = _word(view, window), window.verb
    if word.startswith("tương đương") and before is not None and before.kind is Kind.DIFFERENCE:
        return Stated(Kind.GROWTH, before.sign, before.against or "past", word)  # “tăng 1,6 tỷ USD (tương đương 9%)”
    if view.hits.within("completion-noun", window.left, amount.start):
        return Stated(Kind.COMPLETION, 1, "plan", word)
    if word != "bằng" or verb is None or _planned(view, amount.end, window.right):
        return None
    i = verb.start - 1 - (view.tokens.keys[verb.start - 1] == ",")
    if view.hits.ending("plan", i) is not None and not _compared(view, amount.end, window.right):
        return Stated(Kind.COMPLETION, 1, "plan", word)
    if any(view.hits.at("season", j) for j in range(amount.end, min(amount.end + 2, window.right))):
        return Stated(Kind.INDEX, 1, "past", word)
    # “Lúa 24.203 ha, tăng 3%; hè thu 8.769 ha, bằng 94,3%”: of the same base as the growth before.
    listed = window.right == amount.end and before is not None and before.against == "past"
    return Stated(Kind.INDEX, 1, "past", word) if listed else None


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
    if word == "bằng" and whole_follows(view, amount, window):
        return Stated(Kind.SHARE, 1, "whole", word)
    if planned_left:
        return Stated(Kind.COMPLETION, 1, "plan", word)
    named = _named(view, left, amount.start, word)
    if named is not None:
        return named
    if whole_follows(view, amount, window):
        return Stated(Kind.SHARE, 1, "whole", word)
    opened = _opened_list(view, amount, window)
    if opened is not None:
        return opened
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
    if amount.value < 0 or (view.tokens.keys[amount.number - 1] == "+" and view.tokens.glued(amount.number)):
        return Stated(Kind.GROWTH, 1, "past", "")  # “39.720 tỷ đồng, +6,3%”
    if before is not None:
        kind = Kind.GROWTH if before.kind in (Kind.DIFFERENCE, Kind.MULTIPLE) else before.kind
        if kind is Kind.COMPLETION and _compared(view, amount.end, window.right):
            return Stated(Kind.INDEX, 1, "past", before.verb)  # “đạt 46,1% dự toán và 92,6% so với cùng kỳ”
        # “giảm 3,2% (kế hoạch tăng 8%)”, “giảm 3,2% (kế hoạch 8%)”: a plan is a growth again.
        # Nor does what is set against “thấp hơn 6,81 điểm %” fall: “(cùng kỳ 9,94%)”.
        rises = before.kind is Kind.DIFFERENCE or _planned(view, window.left, amount.start)
        sign = 1 if rises else before.sign
        return Stated(kind, sign, before.against, before.verb, own=False)
    if _compared(view, amount.end, window.right):
        return Stated(Kind.GROWTH, 1, "past", "")
    opened = _opened_list(view, amount, window)
    return opened if opened is not None else Stated(Kind.SHARE, 1, "whole", "", own=False)


def _opened_list(view: View, amount: Amount, window: Window) -> Stated | None:
    """Read “tăng nhanh nhất là linh kiện (110,98%), giày dép (105%)”: a list in brackets of what moved."""
    keys = view.tokens.keys
    bracketed = keys[amount.start - 1] == "(" and amount.end < len(keys) and keys[amount.end] == ")"
    verbs = [view.verbs[i] for i in range(window.left, amount.start) if i in view.verbs] if bracketed else []
    moved = next((verb for verb in verbs if verb.value in _MOVES), None)
    if moved is None and bracketed and view.hits.within("most", window.left, amount.start):
        return Stated(Kind.GROWTH, 1, "past", "")  # “mạnh nhất là dệt (43,36%)”
    if moved is None:
        return None
    return Stated(Kind.GROWTH, _MOVES[moved.value], "past", view.tokens.words(moved.start, moved.end).lower())


def _is_voltage(view: View, amount: Amount) -> bool:
    """Whether kV are the name of a line or a station, or of several (“cấp điện áp từ 22 kV đến 500 kV”)."""
    lead = amount.start - 1 - view.begins_step(amount)
    return bool(view.hits.ending("kv-name", lead) or view.hits.ending("noun", lead))


def _added(view: View, amount: Amount, window: Window, before: Stated | None) -> bool:
    """Whether an amount is what was added: “tăng vốn thêm 367 triệu USD”, “tăng 7,7% tương đương 1,6 triệu đồng”."""
    verb = window.verb
    if verb is None or amount.family == "count":
        return False
    if verb.value == "up":
        extra = view.hits.at("extra", verb.end)
        return extra is not None and extra.end == amount.start and _MORE in view.tokens.keys[verb.start : extra.end]
    keys = view.tokens.keys
    i = verb.start - 1 - (keys[verb.start - 1] == "(")
    same = verb.end == amount.start and _word(view, window) in ("tương đương", "tương ứng", "tương đương với")
    return same and before is not None and before.kind is Kind.GROWTH and keys[i] == "%"


def _signed(view: View, amount: Amount) -> bool:
    """Whether an amount stands with a sign of its own: “36.123 ha, -228 ha”, “+443 ha”."""
    plus = view.tokens.keys[amount.number - 1] == "+" and view.tokens.glued(amount.number)
    return amount.family != "count" and (amount.value < 0 or plus)


def _moves(view: View, verb: Hit, amount: Amount) -> bool:
    """Whether a verb says by how much: “tăng 435 ha”, “cao hơn quý I 2.140 tỷ đồng”."""
    if verb.value not in _MOVES:
        return False
    than = verb.end - verb.start > 1 and view.tokens.keys[verb.end - 1] in THAN
    return verb.end == amount.start or (than and all(view.taken[i] for i in range(verb.end, amount.start)))


def _quantity(view: View, amount: Amount, window: Window, before: Stated | None) -> Stated | None:
    verb, word = window.verb, _word(view, window)
    value = verb.value if verb is not None else ""
    if amount.family == "count" and not view.scanner.counts(amount):
        return None
    if amount.unit == "kV" and _is_voltage(view, amount):
        return None
    if amount.family in ("length", "length-glued") and not view.hits.within("length", window.left, window.right):
        return None
    if value == "surplus":
        return Stated(Kind.DIFFERENCE, 1, "", word)
    if value == "lack":
        return Stated(Kind.DIFFERENCE, -1, "plan", word)
    if _signed(view, amount):
        return Stated(Kind.DIFFERENCE, 1, "past", word)
    if _added(view, amount, window, before):
        sign = before.sign if before is not None and verb is not None and verb.value == "reach" else 1
        return Stated(Kind.DIFFERENCE, sign, "past", word)
    adjacent = verb is not None and verb.end == amount.start
    if verb is not None and _moves(view, verb, amount):
        against = "plan" if _planned(view, amount.end, window.right) else "past"
        return Stated(Kind.DIFFERENCE, _MOVES[value], against, word)
    if adjacent and value == "exceed" and amount.whole is None and _planned(view, amount.end, window.right):
        return Stated(Kind.DIFFERENCE, 1, "plan", word)
    return Stated(_BY_FAMILY.get(amount.family, Kind.LEVEL), 1, "", word)
