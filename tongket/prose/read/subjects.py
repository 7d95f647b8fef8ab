"""What an amount is of: an indicator of the vocabulary where its name is near, else the words of the sentence."""

from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from tongket.core.text import fold
from tongket.prose.claims import Kind
from tongket.prose.read.amounts import RATIO_FAMILIES, Amount
from tongket.prose.read.kinds import whole_follows
from tongket.prose.read.lexicon import Lexicon
from tongket.prose.read.trie import Hit
from tongket.prose.read.view import DELIMITERS, View, Window

_MOST_WORDS = 14
_MOST_VERBS = 3
_NEAR = 90  # of 100: a letter or two in a name of four words
_POINTERS = ("con so nay", "chi tieu nay", "so lieu nay", "muc nay", "kim ngach nay", "ty le nay", "con so do")
_QUANTITIES = {
    "vnd": ("money-vnd",), "foreign": ("money-usd",), "energy": ("energy",), "area": ("area",), "mass": ("mass",),
    "capacity": ("power", "power-peak"),
}  # fmt: skip
_COUNTED = {
    "cụm": "cluster.count", "CCN": "cluster.count", "chợ": "market.count", "siêu thị": "supermarket.count",
    "cửa hàng xăng dầu": "petrol-store.count", "cửa hàng tiện lợi": "convenience-store.count",
}  # fmt: skip
_PLANTS = ("dự án", "nhà máy")
_BY_WEIGHT = {"export.value": "export.quantity"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is told of: a name, its code in the vocabulary, and the parts named (`dimension:member`)."""

    name: str | None
    code: str | None = None
    members: tuple[str, ...] = ()


NOTHING = Subject(None)


def subject_of(view: View, amount: Amount, window: Window, told: tuple[Subject, Subject], *, opening: bool) -> Subject:
    """Return what an amount is of.

    Args:
        view: the text.
        amount: the amount.
        window: the words around it.
        told: what the claim before was of, and the last indicator that can be broken down.
        opening: whether it is the first of its sentence.
    """
    carried, main = told
    named = _named(view, window, amount)
    if (
        amount.family == "count"
        and amount.noun is not None
        and (named is None or not _fits(view.lexicon, named, amount))
    ):
        return _counted(view, amount.noun, window, (carried, main))
    if named is not None:
        if amount.family == "capacity":
            return _capacity(amount, named, carried)
        return _weighed(view.lexicon, named, amount)
    if amount.family == "area" and carried.code == "cluster.count":
        return replace(carried, name="diện tích cụm công nghiệp", code="cluster.area")
    if amount.family == "capacity" and carried.members:
        return _capacity(amount, carried, carried)
    phrase = _phrase(view, window, amount)
    if phrase is not None and folded(view.tokens.words(*phrase)).startswith(_POINTERS):
        return _carry(view.lexicon, amount, carried)  # “năm 2021, con số này mới là 1,05 tỷ USD”
    if phrase is None:
        # “Năm 2022, phấn đấu đạt 20.600 tỷ đồng” goes on with what the report is about, not with the plant just named.
        again = opening and _fits(view.lexicon, main, amount) and not _fits(view.lexicon, carried, amount)
        return main if again else _carry(view.lexicon, amount, carried)
    return _part(view, window.left, phrase, (carried, main), amount)


def _named(view: View, window: Window, amount: Amount) -> Subject | None:
    found = [hit for hit in view.hits.within("indicator", window.left, amount.start) if not _in_base(view, hit)]
    if not found:
        return None
    hit = found[-1]
    indicator = view.lexicon.vocabulary.indicators[hit.value]
    members = _members(view, hit.value, hit.end, amount.start)
    return Subject(indicator.name.vi, hit.value, members)


def _in_base(view: View, hit: Hit) -> bool:
    return view.hits.ending("compare", hit.start - 1) is not None


def _fits(lexicon: Lexicon, subject: Subject, amount: Amount) -> bool:
    """Whether an indicator can have an amount of this unit (đồng are not USD, MW not MWp); ratios fit all."""
    if subject.code is None or amount.family in RATIO_FAMILIES:
        return True
    quantity = lexicon.quantity(subject.code)
    if amount.family == "count":
        return quantity.startswith("count")
    return quantity in _QUANTITIES.get(amount.family, ())


def _members(view: View, code: str, start: int, end: int) -> tuple[str, ...]:
    found = []
    for dimension in view.lexicon.vocabulary.indicators[code].dimensions:
        hits = [hit for hit in view.hits.within(f"member:{dimension}", start, end) if _stands_alone(view, hit, start)]
        if hits:
            longest = max(hits, key=lambda hit: (hit.end - hit.start, hit.start))
            found.append(f"{dimension}:{longest.value}")
    return tuple(sorted(found))


def _stands_alone(view: View, hit: Hit, start: int) -> bool:
    """Whether a member of one word is meant: “hạt điều”, “ngành điện”; not in “điều chỉnh”, “nhà nước”."""
    if hit.end - hit.start > 1:
        return True
    opens = hit.start == start or not view.tokens.keys[hit.start - 1][0].isalpha()
    opens = opens or view.hits.ending("lead", hit.start - 1) is not None
    after = hit.end
    closes = after >= len(view.tokens) or not view.tokens.keys[after][0].isalpha() or view.taken[after]
    closes = closes or after in view.verbs or any(view.hits.at(kind, after) for kind in ("status", "approx", "with"))
    return opens and closes


def _counted(view: View, noun: Hit, window: Window, told: tuple[Subject, Subject]) -> Subject:
    """Name what is counted: “dự án thủy điện đang vận hành”."""
    end = noun.end
    while end < window.right and end - noun.start < _MOST_WORDS and _goes_on(view, end):
        end += 1
    name = view.tokens.words(noun.start, end)
    code = _COUNTED.get(noun.value)
    plain = folded(name)
    if noun.value == "chợ" and "bien gioi" in plain:
        code = "border-market.count"
    if noun.value == "hệ thống" and "mat troi" in plain:
        code = "power.systems"
    technologies = view.hits.within("member:technology", noun.start, end) if noun.value in _PLANTS else []
    if technologies:
        code = "power.projects"
    if code is None and noun.value in _PLANTS:
        for whole in told:
            state = _members(view, whole.code, noun.start, end) if whole.code == "power.projects" else ()
            if state:
                # “78 dự án thủy điện …, 53 dự án đang vận hành”: still of hydropower.
                kept = tuple(m for m in whole.members if m.startswith("technology:"))
                return Subject(whole.name, whole.code, tuple(sorted({*kept, *state})))
    if code is None or code not in view.lexicon.vocabulary.indicators:
        return Subject(name)
    return Subject(view.lexicon.vocabulary.indicators[code].name.vi, code, _members(view, code, noun.start, end))


def _goes_on(view: View, i: int) -> bool:
    verb = view.verbs.get(i)
    return view.tokens.keys[i][0].isalpha() and verb is None and not view.taken[i] and view.hits.at("with", i) is None


def _capacity(amount: Amount, named: Subject, carried: Subject) -> Subject:
    code = "power.peak-capacity" if (amount.unit or "").endswith("p") else "power.capacity"
    members = tuple(
        m for m in (named.members or carried.members) if m.partition(":")[0] in ("technology", "power-state")
    )
    name = "công suất đỉnh điện mặt trời" if code == "power.peak-capacity" else "công suất nguồn điện"
    return Subject(name, code, members)


def _carry(lexicon: Lexicon, amount: Amount, carried: Subject) -> Subject:
    return carried if _fits(lexicon, carried, amount) else replace(carried, code=None, members=())


def _phrase(view: View, window: Window, amount: Amount) -> tuple[int, int] | None:
    """Return the noun phrase before the verb: the words after the last comma, without link words and time."""
    end = window.verb.start if window.verb is not None else amount.start
    for _ in range(_MOST_VERBS):
        found, earlier = _phrase_before(view, window.left, end)
        if found is not None or earlier is None:
            return found
        end = earlier.start  # “nguồn vốn ước thực hiện đến 30/9 là 25.390 tỷ đồng”
    return None


def _phrase_before(view: View, left: int, end: int) -> tuple[tuple[int, int] | None, Hit | None]:
    """Return the noun phrase before a verb, and the verb before that."""
    earlier = view.verb_before(left, end)
    end = _before_brackets(view, left, end)
    end = _before_brackets(view, left, _without_tail(view, left, end))
    start = end
    while start > left and not _stops(view, start - 1, earlier):
        start -= 1
    while start < end and (not view.tokens.keys[start][0].isalpha() or _filler_at(view, start)):
        found = _filler_at(view, start)
        start = found.end if found is not None else start + 1
    end = _without_tail(view, start, end)
    return ((start, end) if end > start else None), earlier


def _without_tail(view: View, left: int, end: int) -> int:
    """Leave out words of time, link words and marks at the end of a phrase."""
    while end > left:
        found = view.filler_ending.get(end - 1)
        if found is not None:
            end = max(left, found.start)
        elif view.taken[end - 1] or _is_mark(view.tokens.keys[end - 1]):
            end -= 1
        else:
            return end
    return end


def _is_mark(key: str) -> bool:
    return not key[0].isalpha() and key not in (",", ")")


def _filler_at(view: View, i: int) -> Hit | None:
    if view.hits.at("keeper", i) is not None:
        return None
    return view.filler_at.get(i)


def _before_brackets(view: View, left: int, end: int) -> int:
    """Step back over “(GRDP)” and a comma."""
    while end > left and view.tokens.keys[end - 1] in (",", ")"):
        if view.tokens.keys[end - 1] == ",":
            end -= 1
            continue
        opening = end - 1
        while opening > left and view.tokens.keys[opening] != "(":
            opening -= 1
        if view.tokens.keys[opening] != "(":
            return end
        end = opening
    return end


def _stops(view: View, i: int, earlier: Hit | None) -> bool:
    if view.tokens.keys[i] in DELIMITERS and i not in view.inside:
        return True
    if view.taken[i] or view.tokens.numeric[i]:
        return True
    if view.hits.at("opening", i) is not None:
        return True
    return earlier is not None and i < earlier.end and earlier.value != "hold"


def _weighed(lexicon: Lexicon, named: Subject, amount: Amount) -> Subject:
    """Return what is named, by weight where the value is named and tonnes are stated."""
    if _fits(lexicon, named, amount):
        return named
    code = _BY_WEIGHT.get(named.code or "") if amount.family == "mass" else None
    if code is None or code not in lexicon.vocabulary.indicators:
        return replace(named, code=None)
    return Subject(lexicon.vocabulary.indicators[code].name.vi, code, named.members)


def _part(view: View, left: int, phrase: tuple[int, int], told: tuple[Subject, Subject], amount: Amount) -> Subject:
    start, end = phrase
    words = view.tokens.words(max(start, end - _MOST_WORDS), end)
    for whole in told:
        members = _members(view, whole.code, left, end) if whole.code is not None else ()
        if members:
            found = _weighed(view.lexicon, Subject(whole.name, whole.code, members), amount)
            if found.code is not None:
                return found
    near = nearest_code(view.lexicon, words) if end - start > 2 else None
    if near is not None:
        found = Subject(view.lexicon.vocabulary.indicators[near].name.vi, near)
        if _fits(view.lexicon, found, amount):
            return found
    return Subject(words)


@lru_cache(maxsize=4096)
def folded(words: str) -> str:
    """Return words without diacritics, worked out once for each."""
    return fold(words)


@lru_cache(maxsize=4096)
def nearest_code(lexicon: Lexicon, words: str) -> str | None:
    """Return the indicator whose name differs from `words` by a slip of the pen, or None."""
    names = {fold(indicator.name.vi): code for code, indicator in lexicon.vocabulary.indicators.items()}
    found = process.extractOne(folded(words), list(names), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return names[found[0]] if found is not None else None


def whole_of(view: View, amount: Amount, window: Window, kind: Kind) -> str | None:
    """Return the words of the whole of a share: “kim ngạch xuất khẩu toàn tỉnh”."""
    if kind is not Kind.SHARE or not whole_follows(view, amount, window):
        return None
    return view.tokens.words(amount.end, min(window.right, amount.end + _MOST_WORDS)) or None
