"""The whole table of steps, what texts are refused, whom a group holds, and how the rates count."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.coordination.samples import ASKER, CLERK, DETAILS, DUE, TODAY, WORDING
from tongket.coordination import rules
from tongket.coordination.rules import Action, Actor, Group, Rate, Reading, Reply, State
from tongket.core.errors import InvalidInput, NotAllowed

BOTH = Actor("u_both", answers=True, asks=True)
AFTER = {
    (State.OPEN, Action.ANSWER): State.ANSWERED,
    (State.OPEN, Action.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Action.ANSWER): State.ANSWERED,
    (State.RETURNED, Action.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Action.ANSWER): State.ANSWERED,
    (State.ANSWERED, Action.ACCEPT): State.ACCEPTED,
    (State.ANSWERED, Action.RETURN): State.RETURNED,
}


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_state_and_action(state: State, action: Action) -> None:
    after = AFTER.get((state, action))
    if after is None:
        with pytest.raises(NotAllowed, match="open the page again"):
            rules.move(state, action, BOTH, "vì vậy")
        return
    assert rules.move(state, action, BOTH, "vì vậy") is after
    right, wrong = (CLERK, ASKER) if action is Action.ANSWER else (ASKER, CLERK)
    assert rules.move(state, action, right, "vì vậy") is after
    with pytest.raises(NotAllowed, match="for the right"):
        rules.move(state, action, wrong, "vì vậy")


@pytest.mark.parametrize("action", [Action.ANSWER, Action.RETURN, Action.WITHDRAW])
def test_words_are_wanted_and_not_too_many(action: Action) -> None:
    state = State.OPEN if action is Action.WITHDRAW else State.ANSWERED
    most = rules.TEXTS[action].most
    rules.move(state, action, BOTH, "x" * most)
    for text, says in (("", "is missing"), ("x" * (most + 1), f"{most} at most")):
        with pytest.raises(InvalidInput, match=says):
            rules.move(state, action, BOTH, text)


def test_every_word_is_there_for_people() -> None:
    assert set(rules.STATES) == set(State)
    assert set(rules.ACTIONS) == set(rules.DONE) == set(rules.TEXTS) == set(Action)
    assert set(rules.KINDS) == set(rules.Kind)


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        rules.check([*rules.Wording("", "x" * 10_001, "weather").faults(), rules.due_fault(None, TODAY)])
    said = caught.value.message("vi")
    assert [word for word in ("tiêu đề", "10001 ký tự", "lĩnh vực", "hạn trả lời") if word not in said] == []
    rules.check([*WORDING.faults(), rules.due_fault(DUE, TODAY)])


@pytest.mark.parametrize(
    ("due", "says"),
    [(date(2026, 2, 2), "is over"), (date(2206, 2, 3), "two years"), (None, "no day"), (TODAY, None), (DUE, None)],
)
def test_due_days(due: date | None, says: str | None) -> None:
    found = rules.due_fault(due, TODAY)
    assert (found is None) if says is None else (found is not None and says in found.en)


def test_text_is_kept_clean() -> None:
    assert rules.cleaned(" a\r\nb\rc\x00\x1b[1m\td ") == "a\nb\nc[1m\td"
    assert rules.cleaned("Đa\u0306k") == "Đăk"
    assert rules.Wording(" Một\n tiêu  đề ", " x ").cleaned() == rules.Wording("Một tiêu đề", "x")


@given(st.text())
def test_cleaning_again_changes_nothing(text: str) -> None:
    once = rules.cleaned(text)
    assert rules.cleaned(once) == once
    assert "\r" not in once
    assert "\x00" not in once


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, None),
        ({"phone": "0269 3824 567 – máy lẻ 12; 0905.123.456"}, None),
        ({"phone": "+84 (269) 3824567", "email": ""}, None),
        ({"phone": "115"}, None),
        ({"phone": "", "email": ""}, "phone number or an e-mail"),
        ({"phone": "gọi chị Hoa"}, "no phone number"),
        ({"phone": "–"}, "no phone number"),
        ({"email": "a@b"}, "no e-mail address"),
        ({"email": "a b@x.vn"}, "no e-mail address"),
        ({"email": "a@x.vn,b@x.vn"}, "no e-mail address"),
        ({"person": "x" * 121}, "120 at most"),
        ({"valid_from": None}, "first day"),
        ({"valid_to": date(2025, 12, 31)}, "before the first"),
    ],
)
def test_entries_of_the_address_book(change: dict[str, str | date | None], says: str | None) -> None:
    found = [one.en for one in replace(DETAILS, **change).faults(named=True) if one]  # type: ignore[arg-type]
    assert not found if says is None else any(says in one for one in found)


def test_an_office_that_is_no_unit_has_a_name() -> None:
    assert any(one and "office" in one.en for one in DETAILS.faults(named=False))
    assert not any(replace(DETAILS, office="Văn phòng").faults(named=False))


def test_whom_a_group_holds() -> None:
    units = [("a", "commune", "vn.a"), ("b", "commune", "vn.b"), ("e", "enterprise", "vn.a")]

    def within(place: str, above: str) -> bool:
        return above == place or above == "vn.p"

    def held(group: Group) -> list[str]:
        return [code for code, kind, place in units if group.has(code, kind, place, within)]

    assert held(Group("commune")) == ["a", "b"]
    assert held(Group("commune", "vn.p")) == ["a", "b"]
    assert held(Group("commune", "vn.a")) == ["a"]
    assert held(Group("enterprise", "vn.b")) == []
    # Units picked one by one are those and no others, wherever they lie.
    assert held(Group(picked=frozenset(("b", "e")))) == ["b", "e"]
    assert held(Group()) == []


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_what_counts_and_what_does_not() -> None:
    replies = [
        Reply("commune", day(-5), day(-6)),  # on time
        Reply("commune", day(-5), day(-5)),  # on the last day: on time
        Reply("commune", day(-5), day(-4)),  # late
        Reply("commune", day(-5), None),  # not answered
        Reply("commune", day(5), day(-1)),  # early: counts in both
        Reply("commune", day(0), None),  # due today: not late yet, counts in neither
        Reply("commune", day(5), None),  # not due: in neither
        Reply("commune", day(-5), None, withdrawn=True),  # taken back: in neither
        Reply("enterprise", day(-1), None),
    ]
    found = rules.rates(
        replies, [Reading("commune", True), Reading("commune", False), Reading("division", True)], TODAY
    )
    assert found["commune"] == rules.Rates(Rate(4, 5), Rate(3, 5), Rate(1, 2))
    assert found["enterprise"] == rules.Rates(Rate(0, 1), Rate(0, 1), Rate(0, 0))
    assert found["division"].read == Rate(1, 1)
    assert found[""] == rules.Rates(Rate(4, 6), Rate(3, 6), Rate(2, 3))
    assert list(found) == ["", "commune", "division", "enterprise"]
    assert (found[""].on_time.share, found["enterprise"].read.share) == (Fraction(1, 2), None)


replies = st.builds(
    Reply,
    st.sampled_from(["commune", "enterprise", "division"]),
    st.dates(date(2026, 1, 1), date(2026, 3, 1)),
    st.none() | st.dates(date(2026, 1, 1), TODAY),
    st.booleans(),
)
readings = st.builds(Reading, st.sampled_from(["commune", "enterprise"]), st.booleans())


@given(st.lists(replies), st.lists(readings), st.randoms())
def test_rates_hold_together(told: list[Reply], read: list[Reading], random: Random) -> None:
    found = rules.rates(told, read, TODAY)
    for of in found.values():
        assert 0 <= of.on_time.done <= of.answered.done <= of.answered.of == of.on_time.of
        assert 0 <= of.read.done <= of.read.of
    # The kinds add up to all, in whatever order things came.
    for name in ("answered", "on_time", "read"):
        parts = [getattr(of, name) for kind, of in found.items() if kind]
        assert getattr(found[""], name) == Rate(sum(p.done for p in parts), sum(p.of for p in parts))
    shuffled = list(told)
    random.shuffle(shuffled)
    assert rules.rates(shuffled, read, TODAY) == found


@given(st.lists(replies))
def test_an_answer_never_lowers_a_rate(told: list[Reply]) -> None:
    before = rules.rates(told, [], TODAY)[""]
    after = rules.rates([replace(one, answered=one.answered or TODAY) for one in told], [], TODAY)[""]
    assert (after.answered.share or 0) >= (before.answered.share or 0)
    # And what is taken back only ever leaves fewer to count.
    none = rules.rates([replace(one, withdrawn=True) for one in told], [], TODAY)[""]
    assert (none.answered, none.on_time) == (Rate(0, 0), Rate(0, 0))
