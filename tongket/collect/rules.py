"""The way of a return: who may take it from one state to the next. Pure.

not started → draft → submitted → approved → accepted (in the ledger)
                ↑         │           │
                └ returned ┴───────────┘        a correction after acceptance is a new version, from draft
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongket.core.errors import InvalidInput, NotAllowed
from tongket.core.text import Text


class State(StrEnum):
    """Where a return stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ACCEPTED = "accepted"


STATES: Mapping[State, Text] = {
    State.DRAFT: Text("đang lập", "draft"),
    State.SUBMITTED: Text("chờ thủ trưởng duyệt", "waiting for the head"),
    State.RETURNED: Text("trả lại để sửa", "sent back"),
    State.APPROVED: Text("chờ Sở tiếp nhận", "waiting for the Department"),
    State.ACCEPTED: Text("đã tiếp nhận", "accepted"),
}
NOT_STARTED = Text("chưa lập", "not started")


class Action(StrEnum):
    """What can be done to a return."""

    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    ACCEPT = "accept"


ACTIONS: Mapping[Action, Text] = {
    Action.SUBMIT: Text("Trình thủ trưởng", "Submit"),
    Action.APPROVE: Text("Duyệt, gửi Sở", "Approve and send"),
    Action.RETURN: Text("Trả lại", "Send back"),
    Action.ACCEPT: Text("Tiếp nhận vào sổ", "Accept into the ledger"),
}
DONE: Mapping[Action, Text] = {
    Action.SUBMIT: Text("Trình duyệt", "Submitted"),
    Action.APPROVE: Text("Thủ trưởng duyệt", "Approved by the head"),
    Action.RETURN: Text("Trả lại để sửa", "Sent back"),
    Action.ACCEPT: Text("Sở tiếp nhận vào sổ", "Accepted into the ledger"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, and what they may do to this return.

    Attributes:
        uid: who.
        enters: whether they fill in and submit for the unit.
        heads: whether they sign for the unit.
        accepts: whether they accept for the Department.
    """

    uid: str
    enters: bool = False
    heads: bool = False
    accepts: bool = False


OPEN = frozenset((State.DRAFT, State.RETURNED))
"""States in which cells may be changed."""

_WAY: Mapping[tuple[State, Action], State] = {
    (State.DRAFT, Action.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Action.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Action.APPROVE): State.APPROVED,
    (State.SUBMITTED, Action.RETURN): State.RETURNED,
    (State.APPROVED, Action.RETURN): State.RETURNED,
    (State.APPROVED, Action.ACCEPT): State.ACCEPTED,
}


def check_open(state: State, closed: date | None = None) -> None:
    """Check that cells may be changed.

    Args:
        state: of the return.
        closed: the day from which nothing is taken any more, where that has come.

    Raises:
        NotAllowed: the return has left its reporter's hands, or is locked.
    """
    if state not in OPEN:
        raise NotAllowed(
            f"báo cáo {STATES[state].vi} nên không sửa được; đề nghị trả lại để sửa, hoặc lập bản điều chỉnh",
            f"the return is {STATES[state].en} and cannot be changed; have it sent back, or begin a correction",
        )
    if closed is not None:
        raise NotAllowed(
            f"báo cáo đã khóa từ ngày {closed:%d/%m/%Y} do quá hạn; đề nghị Sở gia hạn cho đơn vị",
            f"the return is locked since {closed.isoformat()}, being late; ask the Department for an extension",
        )


def may(state: State, action: Action, who: Actor, *, entered_by: frozenset[str], submitted_by: str) -> Text | None:
    """Return why an action cannot be taken; None where it can.

    Four eyes: who filled in or submitted a return neither approves nor accepts it.
    """
    if (state, action) not in _WAY:
        return Text(
            f"không thể “{ACTIONS[action].vi}” khi báo cáo {STATES[state].vi}; mở lại trang để xem trạng thái mới nhất",
            f"“{ACTIONS[action].en}” is not possible while the return is {STATES[state].en}; open the page again",
        )
    allowed = {
        Action.SUBMIT: who.enters,
        Action.APPROVE: who.heads,
        Action.RETURN: who.heads if state is State.SUBMITTED else who.accepts,
        Action.ACCEPT: who.accepts,
    }[action]
    if not allowed:
        return Text(
            f"bạn không có quyền “{ACTIONS[action].vi}” báo cáo này; liên hệ quản trị của Sở nếu cần được phân quyền",
            f"you may not “{ACTIONS[action].en}” this return; ask the Department's administrator for the right",
        )
    if action in (Action.APPROVE, Action.ACCEPT) and who.uid in entered_by | {submitted_by}:
        return Text(
            "người nhập hoặc trình số liệu không được tự duyệt; đề nghị người khác duyệt",
            "who entered or submitted figures does not approve them; somebody else has to",
        )
    return None


def move(
    state: State, action: Action, who: Actor, *, entered_by: frozenset[str], submitted_by: str, reason: str
) -> State:
    """Return the state after an action.

    Args:
        state: now.
        action: what is done.
        who: by whom.
        entered_by: uids of those who filled in cells.
        submitted_by: uid of who submitted; empty before.
        reason: why; sending back needs one.

    Raises:
        NotAllowed: not from this state, not by this person.
        InvalidInput: sent back without a reason.
    """
    refused = may(state, action, who, entered_by=entered_by, submitted_by=submitted_by)
    if refused is not None:
        raise NotAllowed(refused.vi, refused.en)
    if action is Action.RETURN and not reason.strip():
        raise InvalidInput("cần nêu lý do trả lại để đơn vị biết phải sửa gì", "say why it is sent back")
    return _WAY[state, action]
