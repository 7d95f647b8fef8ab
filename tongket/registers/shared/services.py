"""The only writers of registers. Each verb: lock, look, check everything, write everything or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from tongket.core.errors import InvalidInput, NotAllowed, NotFound
from tongket.core.text import Text, fold
from tongket.registers.shared import rules
from tongket.registers.shared.declare import Kind, Problem, Register
from tongket.registers.shared.models import (
    OPEN_DAY,
    OPEN_MOMENT,
    Change,
    Decision,
    Event,
    Note,
    Policy,
    Record,
    Version,
)
from tongket.registers.shared.queries import BATCH, by_code, happened, only_demo
from tongket.registers.shared.rules import ChangeState, Happened, Span
from tongket.registers.shared.told import Applied, Fault, Told, Wrong
from tongket.registers.shared.values import column
from tongket.store.batches import batches
from tongket.store.errors import mapped
from tongket.store.turns import turn

_MANY = 1_000


@dataclass(slots=True)
class _Touched:
    """A record in a change: what it was, and what it becomes."""

    record: Record
    new: bool
    before: list[Span] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    after: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def change(
    register: Register, told: Sequence[Told], *, actor: str, at: datetime, reason: str, key: str,
    kind: str = "edit", origin: str = "", digest: str = "", demo: bool = False, closing: int | None = None,
    dry: bool = False, draft: bool = False,
) -> Applied:  # fmt: skip
    """Change records and make new ones: all that is said, or nothing.

    Args:
        register: which.
        told: what is said; several of one record for its several days.
        actor: uid of who.
        at: now.
        reason: why.
        key: the sender's own; under the same key nothing happens twice.
        kind: edit or import.
        origin: name of the file.
        digest: SHA-256 of the file, in hex.
        demo: whether new records are made up for demonstration.
        closing: how many records the sender knows it ends; needed where they are more than `rules.CLOSING`.
        dry: look and tell only.
        draft: keep it, so that its author can look at what it would do and `confirm` it.

    Raises:
        Wrong: something in it is wrong; every fault is told.
        NotAllowed: a record was changed since its writer saw it, or more records would end than was said.
        InvalidInput: no reason, no key, or nothing said.
    """
    if not reason.strip() or not 8 <= len(key) <= 64:
        raise InvalidInput("mỗi thay đổi cần lý do và khóa gửi 8–64 ký tự", "a change needs a reason and a key")
    if not told:
        raise InvalidInput("không có gì để ghi; kiểm tra lại tệp hoặc biểu nhập", "there is nothing to be written")
    with mapped(), turn(), transaction.atomic():
        policy = _locked(register)
        before = Change.objects.filter(key=key).first()
        if before is not None:
            return Applied(before.pk, before.state == ChangeState.WAITING)
        at = _after(register, at)
        made = Change(
            register=register.code, kind=kind, actor=actor, at=at, reason=reason.strip()[:500], origin=origin[:200],
            digest=digest, key=key, state=ChangeState.APPLIED,
        )  # fmt: skip
        looked = _look(register, told, demo)
        if not draft:
            _check_closing(register, looked, closing)
        same = sum(not one.told for one in looked)
        some = [one for one in looked if one.told]
        result = Applied(
            0, policy.four_eyes, sum(one.new for one in some), sum(not one.new for one in some),
            same, _remarks(some),
        )  # fmt: skip
        if dry or not some:
            return result
        if draft or result.waiting:
            made.state = ChangeState.DRAFT if draft else ChangeState.WAITING
            made.told = [one.kept() for one in told]
            made.save()
        else:
            made.save()
            _write(register, some, made, at)
        return Applied(made.pk, result.waiting, result.new, result.changed, same, result.remarks)


def confirm(number: int, register: Register, *, actor: str, at: datetime, closing: int | None = None) -> Change:
    """Say yes to one's own draft: it holds, or waits for a second person where the register wants one.

    Raises:
        NotFound: there is no such draft of one's own. NotAllowed: more records would end than was said.
        Wrong: what it says cannot be any more.
    """
    with mapped(), turn(), transaction.atomic():
        policy = _locked(register)
        of = Change.objects.filter(pk=number, register=register.code, actor=actor, state=ChangeState.DRAFT).first()
        if of is None:
            raise NotFound("bản xem thử này không còn; tải tệp lên lại", "this draft is no more; upload the file again")
        looked = _look(register, [Told.of(one) for one in of.told], demo=False)
        _check_closing(register, looked, closing)
        of.at = at = _after(register, at)
        of.state = ChangeState.WAITING if policy.four_eyes else ChangeState.APPLIED
        of.save()
        if not policy.four_eyes:
            _write(register, [one for one in looked if one.told], of, at)
        return of


def decide(number: int, register: Register, *, approve: bool, actor: str, at: datetime) -> Change:
    """Approve a change that waits, or refuse it. Nobody decides on their own.

    Raises:
        NotFound: there is no such change. NotAllowed: it does not wait any more, it is one's own, or a record was
            changed meanwhile. Wrong: what it says cannot be any more.
    """
    with mapped(), turn(), transaction.atomic():
        _locked(register)
        of = Change.objects.select_for_update().filter(pk=number, register=register.code).first()
        if of is None:
            raise NotFound("không có thay đổi này", "there is no such change")
        if of.state != ChangeState.WAITING:
            raise NotAllowed("thay đổi này đã được xử lý; mở lại trang", "this change was decided; open the page again")
        if of.actor == actor:
            raise NotAllowed("không ai tự duyệt thay đổi của mình; cần người thứ hai", "nobody approves their own")
        at = _after(register, at)
        of.decided_by, of.decided_at = actor, at
        of.state = ChangeState.APPLIED if approve else ChangeState.REFUSED
        if approve:
            some = [one for one in _look(register, [Told.of(one) for one in of.told], demo=False) if one.told]
            _write(register, some, of, at)
        of.save()
        return of


def undo(number: int, register: Register, *, actor: str, at: datetime, reason: str) -> Change:
    """Take a whole change back: what it said is withdrawn, what others said since stays.

    Raises:
        NotFound: there is no such change. NotAllowed: it was undone, or is an undo. Wrong: a record that it made was
            changed since, and cannot be without what it said.
        InvalidInput: no reason.
    """
    if not reason.strip():
        raise InvalidInput("hoàn tác cần lý do", "an undo needs a reason")
    with mapped(), turn(), transaction.atomic():
        _locked(register)
        of = Change.objects.filter(pk=number, register=register.code).first()
        if of is None:
            raise NotFound("không có thay đổi này", "there is no such change")
        if of.state != ChangeState.APPLIED or of.kind == "undo" or Change.objects.filter(undoes=of).exists():
            raise NotAllowed("chỉ hoàn tác được thay đổi đang có hiệu lực", "only a change in force can be undone")
        at = _after(register, at)
        made = Change.objects.create(
            register=register.code, kind="undo", actor=actor, at=at, reason=reason.strip()[:500], undoes=of,
            key=f"undo-{of.pk}-{of.at:%Y%m%d}", state=ChangeState.APPLIED,
        )  # fmt: skip
        records = list(Record.objects.filter(events__change=of).distinct().order_by("pk"))
        Event.objects.filter(change=of).update(withdrawn_by=made)
        looked = [_Touched(record, new=False) for record in records]
        _load(looked)
        faults = _refold(register, looked)
        if faults:
            raise Wrong(faults)
        _bump(records)
        _put_versions(register, looked, at)
        return made


def note(record: Record, text: str, *, actor: str, at: datetime) -> Note:
    """Write a note into a record's journal.

    Raises:
        InvalidInput: it is empty.
    """
    if not text.strip():
        raise InvalidInput("ghi chú trống", "the note is empty")
    return Note.objects.create(of=record, text=text.strip()[:5000], actor=actor, at=at)


def decision(number: str, day: date, issuer: str, title: str = "") -> Decision:
    """Return a decision, made where it is not there yet.

    Raises:
        InvalidInput: no number or issuer.
    """
    if not number.strip() or not issuer.strip():
        raise InvalidInput("văn bản cần số hiệu và cơ quan ban hành", "a document needs its number and issuer")
    found, _ = Decision.objects.get_or_create(
        number=number.strip()[:60], day=day, issuer=issuer.strip()[:120], defaults={"title": title.strip()[:300]}
    )
    return found


def set_policy(register: Register, *, four_eyes: bool) -> None:
    """Say whether changes of a register wait until somebody else approves them."""
    with mapped(), turn(), transaction.atomic():
        policy = _locked(register)
        policy.four_eyes = four_eyes
        policy.save()


def _locked(register: Register) -> Policy:
    """Lock a register: its writers go one after the other, so that what was known when has one order."""
    Policy.objects.get_or_create(register=register.code)
    return Policy.objects.select_for_update().get(register=register.code)


def _after(register: Register, at: datetime) -> datetime:
    """Return a moment that is not before what the register already knows: clocks of two machines differ."""
    told = Change.objects.filter(register=register.code).aggregate(Max("at"), Max("decided_at"))
    moments: list[datetime] = [at, *(moment for moment in told.values() if moment is not None)]
    return max(moments)


def _look(register: Register, told: Sequence[Told], demo: bool) -> list[_Touched]:
    """Return the records with what they would become.

    Raises:
        Wrong: something is wrong with one of them.
        NotAllowed: one was changed since its writer saw it.
    """
    faults = [fault for one in told for fault in _malformed(register, one)] + _twice(told)
    if faults:
        raise Wrong(faults)
    codes = list(dict.fromkeys(one.code for one in told))
    there = by_code(register, codes)
    # Nothing real is put among made-up records, nor the other way round.
    demo = demo or only_demo(register)
    looked = {
        code: _Touched(there.get(code) or Record(register=register.code, code=code, demo=demo), code not in there)
        for code in codes
    }
    _load([one for one in looked.values() if not one.new])
    for one in told:
        touched = looked[one.code]
        if one.revision == 0 and not touched.new:
            taken = Text("mã này đã có trong sổ; mở bản ghi đó để sửa, hoặc dùng mã khác",
                         "the register has this code; open that record, or use another code")  # fmt: skip
            raise Wrong([Fault(one.code, one.row, Problem("", taken))])
        if one.revision is not None and one.revision != (0 if touched.new else touched.record.revision):
            raise NotAllowed(
                f"“{one.code}” vừa được người khác thay đổi; mở lại trang để xem bản mới rồi sửa lại",
                f"somebody has just changed {one.code}; open the page again and look at it first",
            )
        _add(touched, one)
    faults = _refold(register, [one for one in looked.values() if one.told])
    if faults:
        raise Wrong(faults)
    return list(looked.values())


def _malformed(register: Register, one: Told) -> list[Fault]:
    names = {known.name for known in register.all_fields}
    found = []
    if not one.code.strip() or len(one.code) > 60:
        found.append(Text("thiếu mã, hoặc mã dài quá 60 ký tự", "no code, or one of more than 60 characters"))
    if not one.source.strip():
        found.append(Text("thiếu nguồn: ghi văn bản hoặc địa chỉ trang", "no source: name a document or an address"))
    if strange := one.values.keys() - names:
        found.append(Text(f"không có cột {', '.join(sorted(strange))}", f"no field {', '.join(sorted(strange))}"))
    return [Fault(one.code, one.row, Problem("", text)) for text in found]


def _twice(told: Sequence[Told]) -> list[Fault]:
    """Return what is said twice of one record and day: two things under one code, most likely."""
    seen: dict[tuple[str, date], Told] = {}
    found = []
    for one in told:
        before = seen.setdefault((one.code, one.day), one)
        if before is not one:
            where = f" (dòng {before.row})" if before.row else ""
            twice = Text(f"mã này đã dùng cho “{before.values.get('name')}”{where}; mỗi bản ghi một mã riêng",
                         f"this code is already that of {before.values.get('name')} in row {before.row}")  # fmt: skip
            found.append(Fault(one.code, one.row, Problem("", twice)))
    return found


def _load(touched: Sequence[_Touched]) -> None:
    """Fill in what is known of records."""
    known = happened(one.record for one in touched)
    for one in touched:
        one.events = known[one.record.pk]
        one.before = rules.fold(one.events)


def _add(touched: _Touched, one: Told) -> None:
    """Add what is said, where it says anything new for its day."""
    on_day: Mapping[str, str] = {}
    for span in rules.fold(touched.events) if touched.events else ():
        if span.first <= one.day:
            on_day = span.values
    values = {name: text for name, text in one.values.items() if on_day.get(name) != text}
    if not values and not (touched.new and not touched.told):
        return
    touched.events.append(Happened(one.day, _later(touched), values))
    touched.told.append(
        Told(one.code, one.day, values, one.source, one.source_day, one.decision, one.revision, one.row)
    )


def _later(touched: _Touched) -> int:
    """Return an order after all that is known of a record."""
    return max((event.order for event in touched.events), default=0) + 1


def _refold(register: Register, touched: Iterable[_Touched]) -> list[Fault]:
    """Fold anew, and return what blocks."""
    faults = []
    for one in touched:
        one.after = rules.fold(one.events)
        row = one.told[0].row if one.told else None
        one.problems = list(dict.fromkeys(p for span in one.after for p in rules.problems(register, span)))
        faults += [Fault(one.record.code, row, problem) for problem in one.problems if problem.blocks]
    return faults


def _remarks(touched: Iterable[_Touched]) -> list[Fault]:
    return [
        Fault(one.record.code, one.told[0].row, problem)
        for one in touched
        for problem in one.problems
        if not problem.blocks
    ]


def _check_closing(register: Register, looked: Sequence[_Touched], closing: int | None) -> None:
    ended = sum(rules.ends(register, one.before, one.after) for one in looked if one.told)
    if ended > rules.CLOSING and ended != closing:
        raise NotAllowed(
            f"thay đổi này chấm dứt {ended} bản ghi đang tồn tại; nếu đúng, ghi rõ con số {ended} để xác nhận",
            f"this would end {ended} records that stand; if it is meant, say the number {ended} to confirm it",
        )


def _write(register: Register, touched: Sequence[_Touched], made: Change, at: datetime) -> None:
    Record.objects.bulk_create([one.record for one in touched if one.new], batch_size=BATCH)
    _bump([one.record for one in touched if not one.new])
    Event.objects.bulk_create(
        [
            Event(of=one.record, change=made, day=said.day, values=said.values, source=said.source.strip()[:500],
                  source_day=said.source_day, decision_id=said.decision)
            for one in touched for said in one.told
        ],
        batch_size=BATCH,
    )  # fmt: skip
    _put_versions(register, touched, at)
    if len(touched) >= _MANY:
        # Until a database has counted what came in, it answers lists by the wrong index.
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {register.version._meta.db_table}")


def _bump(records: Iterable[Record]) -> None:
    some = list(records)
    for one in some:
        one.revision += 1
    Record.objects.bulk_update(some, ["revision"], batch_size=BATCH)


def _put_versions(register: Register, touched: Sequence[_Touched], at: datetime) -> None:
    """Close what the register said until now of these records, and put what it says from now on."""
    model = register.version
    for some in batches([one.record.pk for one in touched if not one.new], BATCH):
        model._default_manager.filter(record__in=some, known_to=OPEN_MOMENT).update(known_to=at)
    rows = [_version(register, one.record, span, at) for one in touched for span in one.after]
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _said(register: Register, row: Version) -> tuple[object, ...]:
    return (row.valid_to, *(getattr(row, one.name) for one in register.all_fields))


def _version(register: Register, record: Record, span: Span, at: datetime) -> Version:
    values = rules.values_of(register, span.values)
    texts = [record.code, *(str(values[one.name]) for one in register.all_fields
                            if one.kind is Kind.TEXT and values[one.name] is not None)]  # fmt: skip
    return register.version(
        record=record, code=record.code, demo=record.demo, valid_from=span.first, valid_to=span.until or OPEN_DAY,
        known_from=at, known_to=OPEN_MOMENT, search=fold(" ".join(texts)),
        **{one.name: column(one, values[one.name]) for one in register.all_fields},
    )  # fmt: skip


def rebuild(register: Register, *, at: datetime) -> int:
    """Make the versions that are known now from the events anew, and return how many records differed.

    Nothing differs unless something else than this module wrote to the tables.
    """
    with mapped(), turn(), transaction.atomic():
        _locked(register)
        at, differed = _after(register, at), []
        for some in batches(Record.objects.filter(register=register.code).values_list("pk", flat=True), BATCH):
            touched = [_Touched(record, new=False) for record in Record.objects.filter(pk__in=some)]
            _load(touched)
            now: dict[int, dict[date, tuple[object, ...]]] = defaultdict(dict)
            for row in register.version._default_manager.filter(record__in=some, known_to=OPEN_MOMENT):
                now[row.record_id][row.valid_from] = _said(register, row)
            for one in touched:
                one.after = one.before
                fresh = [_version(register, one.record, span, at) for span in one.after]
                if now[one.record.pk] != {row.valid_from: _said(register, row) for row in fresh}:
                    differed.append(one)
        _put_versions(register, differed, at)
        return len(differed)
