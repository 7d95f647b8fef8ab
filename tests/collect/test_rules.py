"""The way of a return: every state, action and person."""

from functools import partial
from itertools import product

import pytest

from tongket.collect.rules import OPEN, Action, Actor, State, check_open, may, move
from tongket.core.errors import InvalidInput, NotAllowed

CLERK = Actor("clerk", enters=True)
HEAD = Actor("head", heads=True)
TAKER = Actor("taker", accepts=True)
STRANGER = Actor("stranger")
BOTH = Actor("clerk", enters=True, heads=True, accepts=True)

ALLOWED = {
    (State.DRAFT, Action.SUBMIT, "clerk"): State.SUBMITTED,
    (State.RETURNED, Action.SUBMIT, "clerk"): State.SUBMITTED,
    (State.SUBMITTED, Action.APPROVE, "head"): State.APPROVED,
    (State.SUBMITTED, Action.RETURN, "head"): State.RETURNED,
    (State.APPROVED, Action.RETURN, "taker"): State.RETURNED,
    (State.APPROVED, Action.ACCEPT, "taker"): State.ACCEPTED,
}


@pytest.mark.parametrize(("state", "action", "who"), list(product(State, Action, (CLERK, HEAD, TAKER, STRANGER))))
def test_every_state_action_and_person(state: State, action: Action, who: Actor) -> None:
    entered_by, submitted_by = frozenset({"clerk"}), "clerk"
    after = ALLOWED.get((state, action, who.uid))
    refused = may(state, action, who, entered_by=entered_by, submitted_by=submitted_by)
    moved = partial(move, state, action, who, entered_by=entered_by, submitted_by=submitted_by, reason="vì")
    assert (refused is None) == (after is not None)
    if after is None:
        with pytest.raises(NotAllowed):
            moved()
    else:
        assert moved() is after


@pytest.mark.parametrize(("state", "action"), [(State.SUBMITTED, Action.APPROVE), (State.APPROVED, Action.ACCEPT)])
def test_nobody_approves_what_they_entered_or_submitted(state: State, action: Action) -> None:
    for entered, submitted in ((frozenset({"clerk"}), "other"), (frozenset[str](), "clerk")):
        refused = may(state, action, BOTH, entered_by=entered, submitted_by=submitted)
        assert refused is not None
        assert "không được tự duyệt" in refused.vi
    assert may(state, action, BOTH, entered_by=frozenset({"other"}), submitted_by="other") is None


def test_sending_back_needs_a_reason() -> None:
    with pytest.raises(InvalidInput, match="why"):
        move(State.SUBMITTED, Action.RETURN, HEAD, entered_by=frozenset(), submitted_by="clerk", reason="  ")


@pytest.mark.parametrize("state", list(State))
def test_cells_are_changed_only_while_the_return_is_with_its_reporter(state: State) -> None:
    if state in OPEN:
        check_open(state)
    else:
        with pytest.raises(NotAllowed, match="cannot be changed"):
            check_open(state)
