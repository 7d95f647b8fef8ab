"""The way of a request, what texts may be, whom a group is, and how the rates are counted. Pure.

open → answered → accepted
  │      ↑ │
  │      │ └→ returned        answered again; withdrawn: from open or returned only, what was answered stays
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from tongket.core.errors import InvalidInput, NotAllowed
from tongket.core.text import Text
from tongket.obligations.due import on_time_rate


class State(StrEnum):
    """Where the answer of one unit stands."""

    OPEN = "open"
    ANSWERED = "answered"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


STATES: Mapping[State, Text] = {
    State.OPEN: Text("chờ trả lời", "waiting for an answer"),
    State.ANSWERED: Text("đã trả lời, chờ Sở xem xét", "answered, with the Department"),
    State.RETURNED: Text("đề nghị trả lời lại", "sent back"),
    State.ACCEPTED: Text("đã tiếp nhận", "accepted"),
    State.WITHDRAWN: Text("đã thu hồi", "withdrawn"),
}
WAITING = frozenset((State.OPEN, State.RETURNED))
"""States in which the unit has to do something."""


class Action(StrEnum):
    """What can be done to what a unit was asked."""

    ANSWER = "answer"
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"


ACTIONS: Mapping[Action, Text] = {
    Action.ANSWER: Text("Gửi trả lời", "Send the answer"),
    Action.ACCEPT: Text("Tiếp nhận", "Accept"),
    Action.RETURN: Text("Đề nghị trả lời lại", "Send back"),
    Action.WITHDRAW: Text("Thu hồi", "Withdraw"),
}
DONE: Mapping[Action, Text] = {
    Action.ANSWER: Text("Trả lời", "Answered"),
    Action.ACCEPT: Text("Sở tiếp nhận", "Accepted by the Department"),
    Action.RETURN: Text("Sở đề nghị trả lời lại", "Sent back by the Department"),
    Action.WITHDRAW: Text("Sở thu hồi yêu cầu", "Withdrawn by the Department"),
}


class Kind(StrEnum):
    """What a notice is."""

    NOTICE = "notice"
    GUIDANCE = "guidance"


KINDS: Mapping[Kind, Text] = {
    Kind.NOTICE: Text("thông báo", "notice"),
    Kind.GUIDANCE: Text("hướng dẫn", "guidance"),
}
UNIT_KINDS: Mapping[str, Text] = {
    "commune": Text("xã, phường, đặc khu", "communes"),
    "district": Text("huyện, thị xã, thành phố", "districts"),
    "enterprise": Text("doanh nghiệp", "enterprises"),
    "cluster-investor": Text("chủ đầu tư hạ tầng cụm công nghiệp", "investors of industrial clusters"),
    "division": Text("phòng, đơn vị thuộc Sở", "divisions of the Department"),
}
SECTORS: Mapping[str, Text] = {
    "": Text("chung", "all sectors"),
    "industry": Text("công nghiệp", "industry"),
    "trade": Text("thương mại", "trade"),
    "external": Text("xuất nhập khẩu", "exports and imports"),
    "energy": Text("năng lượng", "energy"),
    "planning": Text("kế hoạch, tổng hợp", "planning"),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, and what they may do to what a unit was asked.

    Attributes:
        uid: who.
        answers: whether they answer for the unit.
        asks: whether they ask, accept and send back for the Department.
    """

    uid: str
    answers: bool = False
    asks: bool = False


_WAY: Mapping[tuple[State, Action], State] = {
    (State.OPEN, Action.ANSWER): State.ANSWERED,
    (State.RETURNED, Action.ANSWER): State.ANSWERED,
    (State.ANSWERED, Action.ANSWER): State.ANSWERED,
    (State.ANSWERED, Action.ACCEPT): State.ACCEPTED,
    (State.ANSWERED, Action.RETURN): State.RETURNED,
    (State.OPEN, Action.WITHDRAW): State.WITHDRAWN,
    (State.RETURNED, Action.WITHDRAW): State.WITHDRAWN,
}


def may(state: State, action: Action, who: Actor) -> Text | None:
    """Return why an action cannot be taken; None where it can."""
    if (state, action) not in _WAY:
        return Text(
            f"không thể “{ACTIONS[action].vi}” khi yêu cầu ở trạng thái “{STATES[state].vi}”; "
            "mở lại trang để xem trạng thái mới nhất",
            f"“{ACTIONS[action].en}” is not possible while the request is {STATES[state].en}; open the page again",
        )
    if not (who.answers if action is Action.ANSWER else who.asks):
        return Text(
            f"bạn không có quyền “{ACTIONS[action].vi}” ở đây; liên hệ quản trị của Sở nếu cần được phân quyền",
            f"you may not “{ACTIONS[action].en}” here; ask the Department's administrator for the right",
        )
    return None


def move(state: State, action: Action, who: Actor, text: str) -> State:
    """Return the state after an action.

    Args:
        state: now.
        action: what is done.
        who: by whom.
        text: the answer or the reason, cleaned; only accepting does without.

    Raises:
        NotAllowed: not from this state, not by this person.
        InvalidInput: the text is missing or too long.
    """
    refused = may(state, action, who)
    if refused is not None:
        raise NotAllowed(refused.vi, refused.en)
    check([fault(text, TEXTS[action])])
    return _WAY[state, action]


@dataclass(frozen=True, slots=True)
class Field:
    """Something typed: its name, how many characters it has at most, whether it may be left out."""

    name: Text
    most: int
    wanted: bool = True


TITLE = Field(Text("tiêu đề", "the title"), 200)
BODY = Field(Text("nội dung", "the text"), 10_000)
BASIS = Field(Text("số văn bản, căn cứ", "the document or legal basis"), 200, wanted=False)
TEXTS: Mapping[Action, Field] = {
    Action.ANSWER: Field(Text("nội dung trả lời", "the answer"), 10_000),
    Action.ACCEPT: Field(Text("ý kiến", "the remark"), 500, wanted=False),
    Action.RETURN: Field(Text("lý do đề nghị trả lời lại", "the reason for sending it back"), 500),
    Action.WITHDRAW: Field(Text("lý do thu hồi", "the reason for withdrawing"), 500),
}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
FARTHEST = 731
"""So many days ahead an answer may be due at most: two years; more is a slip of the pen."""


def cleaned(text: str) -> str:
    """Return typed text as it is kept: composed letters, plain line ends, nothing unseen, no space around it."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", plain)).strip()


def in_line(text: str) -> str:
    """Return typed text as it is kept where it has one line."""
    return " ".join(cleaned(text).split())


def fault(text: str, field: Field) -> Text | None:
    """Return what is wrong with a cleaned text; None where nothing is."""
    if field.wanted and not text:
        return Text(f"thiếu {field.name.vi}", f"{field.name.en} is missing")
    if len(text) > field.most:
        return Text(
            f"{field.name.vi} dài {len(text)} ký tự, tối đa {field.most}; hãy rút gọn",
            f"{field.name.en} has {len(text)} characters, {field.most} at most; shorten it",
        )
    return None


def due_fault(due: date | None, today: date) -> Text | None:
    """Return what is wrong with a due day; None where nothing is."""
    if due is None:
        return Text("thiếu hạn trả lời, hoặc không phải một ngày", "the due day is missing or is no day")
    if due < today:
        return Text(
            f"hạn trả lời {due:%d/%m/%Y} đã qua; chọn từ hôm nay trở đi",
            f"the due day {due:%d/%m/%Y} is over; choose today or later",
        )
    if due > today + timedelta(days=FARTHEST):
        return Text(
            f"hạn trả lời {due:%d/%m/%Y} xa quá hai năm; kiểm tra lại năm",
            f"the due day {due:%d/%m/%Y} is more than two years ahead; look at the year again",
        )
    return None


def check(faults: Iterable[Text | None]) -> None:
    """Check that nothing was found wrong.

    Raises:
        InvalidInput: something was; all of it is said at once.
    """
    found = [one for one in faults if one is not None]
    if found:
        raise InvalidInput("; ".join(one.vi for one in found), "; ".join(one.en for one in found))


@dataclass(frozen=True, slots=True)
class Wording:
    """What a request or notice says, as somebody typed it."""

    title: str
    body: str
    sector: str = ""
    basis: str = ""

    def cleaned(self) -> "Wording":
        """Return it as it is kept."""
        return Wording(in_line(self.title), cleaned(self.body), self.sector, in_line(self.basis))

    def faults(self) -> list[Text | None]:
        """Return what is wrong with it, None for what is not."""
        sector = None if self.sector in SECTORS else Text("không có lĩnh vực này", "there is no such sector")
        return [fault(self.title, TITLE), fault(self.body, BODY), fault(self.basis, BASIS), sector]


@dataclass(frozen=True, slots=True)
class Details:
    """What an entry of the address book says, as somebody typed it.

    Attributes:
        valid_from: first day; None where it is none.
        valid_to: last day; None while it holds.
    """

    office: str = ""
    person: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def cleaned(self) -> "Details":
        """Return it as it is kept."""
        return Details(
            in_line(self.office), in_line(self.person), in_line(self.position), in_line(self.phone),
            in_line(self.email), in_line(self.note), self.valid_from, self.valid_to,
        )  # fmt: skip

    def faults(self, *, named: bool) -> list[Text | None]:
        """Return what is wrong with it, None for what is not.

        Args:
            named: whether the unit already says whose entry it is.
        """
        found = [fault(getattr(self, name), field) for name, field in DETAILS.items()]
        if not (named or self.office):
            found.append(Text("thiếu tên cơ quan, bộ phận", "the name of the office is missing"))
        if not (self.phone or self.email):
            found.append(Text("cần có số điện thoại hoặc thư điện tử", "give a phone number or an e-mail address"))
        if self.phone and not (_PHONE.fullmatch(self.phone) and sum(c.isdigit() for c in self.phone) >= 3):
            found.append(Text(f"“{self.phone}” không phải số điện thoại", f"“{self.phone}” is no phone number"))
        if self.email and not _EMAIL.fullmatch(self.email):
            found.append(Text(f"“{self.email}” không phải địa chỉ thư điện tử", f"“{self.email}” is no e-mail address"))
        if self.valid_from is None:
            found.append(Text("thiếu ngày bắt đầu", "the first day is missing"))
        elif self.valid_to is not None and self.valid_to < self.valid_from:
            found.append(Text("ngày kết thúc ở trước ngày bắt đầu", "the last day is before the first"))
        return found


DETAILS: Mapping[str, Field] = {
    "office": Field(Text("tên cơ quan, bộ phận", "the office"), 200, wanted=False),
    "person": Field(Text("họ tên", "the name"), 120, wanted=False),
    "position": Field(Text("chức vụ", "the position"), 120, wanted=False),
    "phone": Field(Text("số điện thoại", "the phone number"), 60, wanted=False),
    "email": Field(Text("thư điện tử", "the e-mail address"), 120, wanted=False),
    "note": Field(Text("ghi chú", "the note"), 500, wanted=False),
}
# Several numbers, extensions and the ways people write them, e.g. “0269 3824 567 – máy lẻ 12; 0905.123.456”.
_PHONE = re.compile(r"(?:[\d\s().,;/+–-]|máy lẻ|ext)+")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Whom something is sent to: units of a kind, in a place; or units picked one by one.

    Attributes:
        kind: of `UNIT_KINDS`; empty where units are picked.
        place: id of the place they lie in; empty for all.
        picked: codes of units.
    """

    kind: str = ""
    place: str = ""
    picked: frozenset[str] = frozenset()

    def has(self, code: str, kind: str, place: str, within: Callable[[str, str], bool]) -> bool:
        """Whether a unit belongs to it."""
        if self.kind:
            return kind == self.kind and (not self.place or within(place, self.place))
        return code in self.picked


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    done: int
    of: int

    @property
    def share(self) -> Fraction | None:
        """The rate, 1 for all; None where nothing counts yet."""
        return Fraction(self.done, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Reply:
    """What one unit was asked, as the rates see it.

    Attributes:
        kind: of the unit.
        due: last day.
        answered: day of the answer that stands; None where none does.
        withdrawn: whether it was taken back.
    """

    kind: str
    due: date
    answered: date | None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One unit that was sent a notice: its kind, and whether anybody of it has said that they read it."""

    kind: str
    read: bool


@dataclass(frozen=True, slots=True)
class Rates:
    """How coordination went.

    Attributes:
        answered: requests answered, late or not, of those due or answered.
        on_time: requests answered on time, of the same.
        read: notices read, of those sent.
    """

    answered: Rate
    on_time: Rate
    read: Rate


def rates(replies: Iterable[Reply], readings: Iterable[Reading], today: date) -> Mapping[str, Rates]:
    """Return the rates by kind of unit, and under the empty name of all together.

    What was withdrawn counts nowhere; nor does what is neither due yet nor answered. What was sent back counts as not
    answered until it is answered again.
    """
    told, read = [one for one in replies if not one.withdrawn], list(readings)
    kinds = sorted({one.kind for one in told} | {one.kind for one in read})
    found = {kind: _rates([r for r in told if r.kind == kind], [r for r in read if r.kind == kind], today)
             for kind in kinds}  # fmt: skip
    return {"": _rates(told, read, today), **found}


def _rates(told: Sequence[Reply], read: Sequence[Reading], today: date) -> Rates:
    on_time, judged = on_time_rate([(one.due, one.answered) for one in told], today)
    answered = sum(one.answered is not None for one in told)
    return Rates(Rate(answered, judged), Rate(on_time, judged), Rate(sum(one.read for one in read), len(read)))
