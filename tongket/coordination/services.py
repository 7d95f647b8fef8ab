"""The only writers of coordination. Each verb: clean, lock, ask the rule, write, keep who and why."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tongket.accounts.queries import within
from tongket.collect.models import Unit
from tongket.coordination import queries, rules
from tongket.coordination.models import Asked, Attached, Contact, ContactChange, Entry, Notice, Receipt, Request, Told
from tongket.core.errors import InvalidInput, NotAllowed, NotFound
from tongket.core.figure import Figure, Key, Scenario, Source, Status, Value
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.files.kept.rules import Checked, Upload, checked
from tongket.files.kept.services import keep
from tongket.ledger import services as ledger
from tongket.obligations.calendar import rolled
from tongket.store.errors import mapped


def ask(
    units: Sequence[Unit], wording: rules.Wording, *, due: date | None, key: str, actor: str, at: datetime,
    files: Sequence[Upload] = (),
) -> Request:  # fmt: skip
    """Ask units for something. Sent again with the same key nothing happens twice.

    A due day that is no working day becomes the next one (Civil Code 2015, article 148).

    Args:
        units: who is asked.
        wording: what for.
        due: last day; None where none could be read.
        key: the sender's own key for this request.
        actor: uid of who asks.
        at: now.
        files: what is attached.

    Raises:
        InvalidInput: something is missing, too long, no day, or a file that may not be attached, all of it said at
            once; or the key was used before for something else.
    """
    told = wording.cleaned()
    rules.check([*told.faults(), rules.due_fault(due, timezone.localdate(at)), _nobody(units), _key(key)])
    chosen = checked(files)
    last = rolled(due or date.max, "next")
    with mapped(), transaction.atomic():
        found, made = Request.objects.get_or_create(
            key=key,
            defaults={"title": told.title, "body": told.body, "sector": told.sector, "basis": told.basis,
                      "due": last, "asked_by": actor, "at": at},
        )  # fmt: skip
        if made:
            Asked.objects.bulk_create(
                Asked(of=found, unit=unit, state=rules.State.OPEN, due=last) for unit in dict.fromkeys(units)
            )
            _attach(chosen, at, request=found)
        _check_same(found, told, {one.unit_id for one in found.asked.all()}, units)
        same = {one.stored.sha256 for one in queries.files_of(found)} == {one.sha256 for one in chosen}
        rules.check([None if found.due == last and same else _ANOTHER])
    return found


_ANOTHER = Text(
    "nội dung từ trang này đã được gửi trước đó; muốn gửi thêm nội dung khác thì bấm gửi lần nữa",
    "what was on this page has been sent before; to send something else as well, press send once more",
)


def _check_same(found: Request | Notice, told: rules.Wording, reached: set[int], units: Sequence[Unit]) -> None:
    """Check that a key used before comes with what was sent under it, so that no second text is lost unseen.

    Raises:
        InvalidInput: it comes with something else.
    """
    same = (found.title, found.body, found.sector, found.basis) == (told.title, told.body, told.sector, told.basis)
    rules.check([None if same and reached == {unit.pk for unit in units} else _ANOTHER])


def _attach(files: Sequence[Checked], at: datetime, **to: Request | Entry) -> None:
    Attached.objects.bulk_create(Attached(stored=stored, name=name, **to) for stored, name in keep(files, at))


def _nobody(units: Sequence[Unit]) -> Text | None:
    return None if units else Text("chưa chọn đơn vị nhận", "no unit is chosen")


def _key(key: str) -> Text | None:
    return None if 8 <= len(key) <= 64 else Text("khóa gửi phải dài 8–64 ký tự", "the key has 8 to 64 characters")


def locked(number: int) -> Asked:
    """Return what a unit was asked, under a lock that holds until the transaction ends.

    Raises:
        NotFound: there is none of that number.
    """
    found = Asked.objects.select_for_update(of=("self",)).select_related("of", "unit").filter(pk=number).first()
    if found is None:
        raise NotFound("không có yêu cầu này", "there is no such request")
    return found


def step(
    number: int, action: rules.Action, *, who: rules.Actor, at: datetime, text: str = "", revision: int | None = None,
    due: date | None = None, files: Sequence[Upload] = (),
) -> Asked:  # fmt: skip
    """Answer, accept, send back or withdraw; see `rules.move`.

    Args:
        number: of what a unit was asked.
        action: what is done.
        who: the person and what they are to the unit.
        at: now.
        text: the answer, or the reason.
        revision: what the person saw; where anything happened since, the step is refused.
        due: with sending back, a new last day; None leaves the one there is.
        files: what is attached to an answer.

    Raises:
        NotAllowed: the rule forbids it, or somebody was quicker.
        InvalidInput: the text is missing or too long, or the new last day cannot be.
    """
    if files and action is not rules.Action.ANSWER:
        raise InvalidInput("chỉ đính kèm tệp vào trả lời", "files belong to answers only")
    chosen = checked(files)
    with mapped(), transaction.atomic():
        of = locked(number)
        entry = _step(of, action, who=who, at=at, text=text, revision=revision, due=due)
        _attach(chosen, at, entry=entry)
        return of


def _step(
    of: Asked, action: rules.Action, *, who: rules.Actor, at: datetime, text: str, revision: int | None,
    due: date | None = None,
) -> Entry:  # fmt: skip
    before, said = rules.State(of.state), rules.cleaned(text)
    if revision is not None and revision != of.revision:
        raise NotAllowed(
            "yêu cầu này vừa được người khác xử lý; xem lại nội dung mới nhất rồi thực hiện lại",
            "somebody has just dealt with this request; look at what is new, then do it again",
        )
    after = rules.move(before, action, who, said)
    if due is not None:
        if action is not rules.Action.RETURN:
            raise InvalidInput("chỉ đặt lại hạn khi đề nghị trả lời lại", "only sending back sets a new due day")
        rules.check([rules.due_fault(due, timezone.localdate(at))])
        due = rolled(due, "next")
        of.due = due
    if action is rules.Action.ANSWER and before is not rules.State.ANSWERED:
        # Something added to an answer that stands does not make it a late one.
        of.answered_at = at
    elif action is rules.Action.RETURN:
        of.answered_at = None
    of.state = after
    of.revision += 1
    of.save()
    return Entry.objects.create(
        of=of, revision=of.revision, action=action, before=before, after=after, actor=who.uid, at=at, text=said, due=due
    )


def withdraw(number: int, *, who: rules.Actor, at: datetime, reason: str) -> int:
    """Withdraw a request from all units that have not answered it; return from how many.

    Raises:
        NotFound: there is no such request.
        NotAllowed: nobody is left who has not answered, or the rule forbids it.
        InvalidInput: no reason is given.
    """
    with mapped(), transaction.atomic():
        found = Asked.objects.select_for_update(of=("self",)).filter(of=number).order_by("pk")
        waiting = [one for one in found if rules.State(one.state) in rules.WAITING]
        if not waiting:
            raise NotAllowed(
                "không còn đơn vị nào chưa trả lời nên không có gì để thu hồi",
                "no unit is left that has not answered, so there is nothing to withdraw",
            )
        for one in waiting:
            _step(one, rules.Action.WITHDRAW, who=who, at=at, text=reason, revision=None)
        return len(waiting)


def notify(
    units: Sequence[Unit], wording: rules.Wording, *, kind: rules.Kind, key: str, actor: str, at: datetime
) -> Notice:  # fmt: skip
    """Let units know something. Sent again with the same key nothing happens twice.

    Args:
        units: who is told.
        wording: what.
        kind: notice or guidance.
        key: the sender's own key for this notice.
        actor: uid of who sends it.
        at: now.

    Raises:
        InvalidInput: something is missing or too long, all of it said at once; or the key was used before for
            something else.
    """
    told = wording.cleaned()
    rules.check([*told.faults(), _nobody(units), _key(key)])
    with mapped(), transaction.atomic():
        found, made = Notice.objects.get_or_create(
            key=key,
            defaults={"kind": kind, "title": told.title, "body": told.body, "sector": told.sector,
                      "basis": told.basis, "sent_by": actor, "at": at},
        )  # fmt: skip
        if made:
            Told.objects.bulk_create(Told(of=found, unit=unit) for unit in dict.fromkeys(units))
        _check_same(found, told, {one.unit_id for one in found.told.all()}, units)
    return found


def read(told: Sequence[Told], *, uid: str, at: datetime) -> None:
    """Note that somebody has read what their units were told; the first time counts, later ones change nothing."""
    with mapped(), transaction.atomic():
        for one in told:
            Receipt.objects.get_or_create(of=one, uid=uid, defaults={"at": at})


def add_contact(unit: Unit | None, details: rules.Details, *, place: str, actor: str, at: datetime) -> Contact:
    """Write an entry into the address book.

    Args:
        unit: whose it is; None for an office that is no reporting unit.
        details: what it says.
        place: id of the place the office serves; of a unit's entry it is the unit's.
        actor: uid of who writes it.
        at: now.

    Raises:
        InvalidInput: something is missing, too long, or no phone number; all of it is said at once.
    """
    told = details.cleaned()
    belongs = unit.place if unit else place
    nowhere = None if belongs else Text("thiếu địa bàn của cơ quan", "the place of the office is missing")
    rules.check([*told.faults(named=unit is not None), nowhere])
    with mapped(), transaction.atomic():
        made = Contact.objects.create(unit=unit, place=belongs, **_columns(told))
        _keep(made, actor, at)
    return made


def _columns(told: rules.Details) -> dict[str, str | date | None]:
    return {**{name: getattr(told, name) for name in rules.DETAILS},
            "valid_from": told.valid_from, "valid_to": told.valid_to}  # fmt: skip


def _keep(contact: Contact, actor: str, at: datetime) -> None:
    kept = {name: getattr(contact, name) for name in (*rules.DETAILS, "valid_from", "valid_to")}
    ContactChange.objects.create(of=contact, revision=contact.revision, actor=actor, at=at, **kept)


def change_contact(number: int, details: rules.Details, *, revision: int, actor: str, at: datetime) -> Contact:
    """Change an entry of the address book; what it said before is kept.

    Raises:
        NotFound: there is no such entry.
        NotAllowed: somebody changed it since it was looked at.
        InvalidInput: something is missing, too long, or no phone number.
    """
    told = details.cleaned()
    with mapped(), transaction.atomic():
        found = _contact(number)
        rules.check(told.faults(named=found.unit_id is not None))
        if revision != found.revision:
            raise NotAllowed(
                "mục danh bạ vừa được người khác sửa; mở lại trang rồi sửa tiếp",
                "somebody has just changed this entry; open the page again and go on",
            )
        columns = _columns(told)
        if any(getattr(found, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(found, name, value)
            found.revision += 1
            found.save()
            _keep(found, actor, at)
    return found


def _contact(number: int) -> Contact:
    found = Contact.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=number).first()
    if found is None:
        raise NotFound("không có mục danh bạ này", "there is no such entry of the address book")
    return found


def forget_contact(number: int, *, today: date) -> Contact:
    """Take a person out of the address book and its history for good, as the law on personal data demands.

    That there was an entry, from when to when, and who changed it stays. One that still holds ends today.

    Raises:
        NotFound: there is no such entry.
    """
    gone = {name: "" for name in rules.DETAILS if name != "office"}
    with mapped(), transaction.atomic():
        found = _contact(number)
        for name, value in gone.items():
            setattr(found, name, value)
        if found.valid_to is None or found.valid_to > today:
            found.valid_to = max(today, found.valid_from)
        found.save()
        found.changes.update(**gone)
    return found


def record(period: Period, place: Place, *, actor: str, today: date, vocabulary: Vocabulary) -> ledger.Posted:
    """Post to the ledger how returns and requests of a place went, so that reviews print them as any other figure.

    Counts alone: shares follow from them. Recorded again later, what was answered meanwhile counts as well; the ledger
    keeps both.

    Args:
        period: months that are over.
        place: whose units count.
        actor: uid of who records.
        today: the day the figures are said on.
        vocabulary: of the ledger.

    Raises:
        InvalidInput: the period is not over, or nothing fell due in it.
    """
    if period.is_day or period.end >= today:
        raise InvalidInput(
            f"{period.label()} chưa kết thúc; ghi tỷ lệ sau ngày {period.end:%d/%m/%Y}",
            f"{period.label('en')} is not over; record the rates after {period.end:%d/%m/%Y}",
        )
    counts = queries.counts(period.start, period.end, today, lambda inside: within(inside, place.id))
    if not counts:
        raise InvalidInput(
            f"{period.label()} ở {place.full_name(period.end)} không có báo cáo, yêu cầu nào đến hạn; chọn kỳ khác",
            f"nothing fell due in {period.label('en')} in {place.name('en', period.end)}; choose another period",
        )
    source = Source(f"tongket:coordination/{place.id}/{period}", f"{today:%d/%m/%Y}")
    figures = [
        Figure(
            Key(code, (), place.id, period, Scenario.ACTUAL, Status.OFFICIAL, "department", "std"),
            Value(Decimal(count), decimals=0), today, source,
        )
        for code, count in counts.items()
    ]  # fmt: skip
    return ledger.post(
        figures, actor=actor, vocabulary=vocabulary, reason=f"coordination {period}", origin=source.address
    )
