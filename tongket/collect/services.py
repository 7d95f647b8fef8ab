"""The only writers of returns. Each verb: lock, ask the rule, write, keep who and why."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from tongket.collect import document as doc
from tongket.collect import excel, queries, rules
from tongket.collect.checks import Finding, check
from tongket.collect.form import Form, version_of
from tongket.collect.models import Extension, Return, Save, Step, Unit
from tongket.collect.outcomes import Accepted, Change, Received, Saved
from tongket.collect.sent import Sent
from tongket.collect.typed import Typed
from tongket.core.errors import InvalidInput, NotAllowed, NotFound
from tongket.core.figure import Figure
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import services as ledger
from tongket.obligations.due import rule as due_rule
from tongket.store.batches import batches
from tongket.store.errors import mapped
from tongket.store.turns import turn

_ACCEPTED_AT_ONCE = 100
"""Returns in one posting: the lock on the ledger is held no longer than they take."""


@transaction.atomic
def begin(unit: Unit, form: Form, period: Period, *, at: datetime) -> Return:
    """Begin a return, or give the one that was begun: two who begin at once get the same.

    Raises:
        InvalidInput: the unit does not owe this form, or the form has no such period.
    """
    found = Return.objects.filter(unit=unit, form=form.code, period=str(period), number=1).first()
    return found or _begin(unit, form, period, at)


def _begin(unit: Unit, form: Form, period: Period, at: datetime) -> Return:
    if form.owed_by != unit.kind:
        raise InvalidInput(
            f"“{unit.name}” không thuộc đối tượng lập {form.name.vi}", f"{unit.name} does not owe {form.name.en}"
        )
    if form.period_of(period.end) != period or not form.holds_on(period.end) or period.start > at.date():
        raise InvalidInput(
            f"{form.name.vi} không có kỳ {period.label()}, hoặc kỳ đó chưa bắt đầu",
            f"{form.name.en} has no period {period.label('en')}, or it has not begun",
        )
    key = {"unit": unit, "form": form.code, "period": str(period), "number": 1}
    try:
        with transaction.atomic():
            return Return.objects.create(
                **key, form_version=form.version, state=rules.State.DRAFT, changed_at=at, document=doc.empty(),
                due=due_rule(form.due, period).due(period),
            )  # fmt: skip
    except IntegrityError:
        # Somebody else began it in this moment.
        return Return.objects.select_for_update(of=("self",)).select_related("unit").get(**key)


def save(
    number: int, changes: Sequence[Change], *, form: Form, key: str, actor: str, at: datetime, origin: str
) -> Saved:
    """Put cells into a return. Sent again with the same key nothing happens twice.

    Args:
        number: of the return.
        changes: cells as the sender has them.
        form: the one the return was begun with.
        key: the sender's own key for this save.
        actor: uid of who.
        at: now.
        origin: browser, excel or api.

    Raises:
        NotFound: no such return, or the form has no such cell.
        NotAllowed: the return is not open for entry.
    """
    _check_key(key)
    with mapped(), turn(), transaction.atomic():
        of = locked(number)
        before = of.saves.filter(key=key).first()
        if before is not None:
            return Saved(of.revision, before.revision - 1, tuple(change["cell"] for change in before.changes))
        _check_open(of, form, at)
        seen = of.revision
        done, conflicts = _apply(of, changes, form, actor)
        if done:
            of.revision += 1
            of.changed_at = at
            of.entered_by = sorted({*of.entered_by, actor})
            of.save()
            Save.objects.create(of=of, revision=of.revision, key=key, actor=actor, at=at, origin=origin, changes=done)
        return Saved(of.revision, seen, tuple(change["cell"] for change in done), conflicts)


def take_workbook(
    number: int, told: excel.Told, *, form: Form, key: str, actor: str, at: datetime
) -> Saved:  # fmt: skip
    """Put what a workbook says into a return, without undoing what was changed elsewhere since it was downloaded.

    A cell that the workbook leaves as it was downloaded stays as it is now; one changed in both is a conflict.
    Errors as in `save`.
    """
    of = queries.return_of(number)
    # A correction begins with what the version before it ended with.
    since = told.stand.revision if told.stand.number == of.number else 0
    before = queries.texts_at(of, since)
    changes = []
    for cell, text in told.texts.items():
        held = doc.text_of(of.document["cells"].get(cell))
        seen = before.get(cell, held)
        if not doc.same(form, cell, text, seen) and not doc.same(form, cell, text, held):
            changes.append(Change(cell, text, seen))
    return save(number, changes, form=form, key=key, actor=actor, at=at, origin="excel")


def _check_open(of: Return, form: Form, at: datetime) -> None:
    rules.check_open(rules.State(of.state), queries.closed_since(of, form, timezone.localdate(at)))


def extend(of: Return, until: date, *, reason: str, actor: str, at: datetime) -> Extension:
    """Let a unit hand in a return although it is locked, until a day.

    Raises:
        InvalidInput: no reason, or a day that is past.
    """
    if not reason.strip() or until < timezone.localdate(at):
        raise InvalidInput(
            "gia hạn cần lý do và ngày từ hôm nay trở đi", "an extension needs a reason and a day that is not past"
        )
    return Extension.objects.create(
        unit=of.unit, form=of.form, period=of.period, until=until, reason=reason.strip()[:500], granted_by=actor, at=at
    )


def _check_key(key: str) -> None:
    if not 8 <= len(key) <= 64:
        raise InvalidInput("khóa gửi phải dài 8–64 ký tự", "the key of a save has 8 to 64 characters")


def locked(number: int) -> Return:
    """Return a return under a lock that holds until the transaction ends.

    Raises:
        NotFound: there is none of that number.
    """
    found = Return.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=number).first()
    if found is None:
        raise NotFound("không có báo cáo này", "there is no such return")
    return found


def _apply(
    of: Return, changes: Sequence[Change], form: Form, actor: str
) -> tuple[list[dict[str, Any]], dict[str, tuple[str, str]]]:
    cells: dict[str, Any] = of.document["cells"]
    done: list[dict[str, Any]] = []
    conflicts: dict[str, tuple[str, str]] = {}
    for change in changes:
        before = cells.get(change.cell)
        after = doc.cell(form, change.cell, change.text, note=change.note, before=before, actor=actor)
        held = doc.text_of(before)
        if change.seen is not None and change.seen != held and not doc.same(form, change.cell, change.text, held):
            conflicts[change.cell] = (held, str((before or {}).get("by", "")))
        elif after != before:
            if after is None:
                del cells[change.cell]
            else:
                cells[change.cell] = after
            done.append({"cell": change.cell, "from": before, "to": after})
    return done, conflicts


def answer(number: int, finding: str, text: str, *, form: Form, actor: str, at: datetime) -> Saved:
    """Answer a warning; the answer stays with the number for as long as the number is the same.

    Args:
        number: of the return.
        finding: id of the warning.
        text: the answer; empty to take it back.
        form: the one the return was begun with.
        actor: uid of who.
        at: now.

    Raises:
        NotAllowed: the return is not open for entry.
        InvalidInput: there is no such warning, or not any more.
    """
    with mapped(), turn(), transaction.atomic():
        of = locked(number)
        _check_open(of, form, at)
        warned = next((one for one in _checked(of, form) if one.id == finding and not one.blocks), None)
        if warned is None:
            raise InvalidInput(
                "cảnh báo này không còn vì số liệu đã đổi; xem lại danh sách cảnh báo",
                "this warning is no more, the figures have changed; look at the list again",
            )
        doc.answer(of.document, warned, text.strip()[:500], by=actor, at=at)
        of.revision += 1
        of.changed_at = at
        of.save()
        return Saved(of.revision, of.revision - 1)


def step(
    number: int, action: rules.Action, *, form: Form, who: rules.Actor, at: datetime, reason: str = "",
    cells: Mapping[str, str] | None = None, revision: int | None = None, vocabulary: Vocabulary,
) -> Return:  # fmt: skip
    """Take a step on the way of a return; see `rules.move`.

    Args:
        number: of the return.
        action: what is done.
        form: the one the return was begun with.
        who: the person and what they are to the unit.
        at: now.
        reason: why, where the rule asks for it.
        cells: what is sent back, cell by cell.
        revision: what the person saw; where the return was changed since, the step is refused.
        vocabulary: for the ledger.

    Raises:
        NotAllowed: the rule forbids it, or somebody was quicker.
        InvalidInput: the return cannot be submitted as it is, or the ledger cannot take it.
    """
    with mapped(), turn(), transaction.atomic():
        of = locked(number)
        if revision is not None and revision != of.revision:
            raise NotAllowed(
                "báo cáo vừa được người khác thay đổi; mở lại trang để xem bản mới rồi thực hiện lại",
                "somebody has just changed this return; open the page again and look at it first",
            )
        taken = _take(of, action, form, who, at, reason=reason, cells=cells)
        if action is rules.Action.ACCEPT:
            _post([(of, form)], vocabulary, who.uid)
        of.save()
        taken.save()
        return of


def _take(
    of: Return, action: rules.Action, form: Form, who: rules.Actor, at: datetime, *, reason: str = "",
    cells: Mapping[str, str] | None = None, found: Sequence[Finding] | None = None,
) -> Step:  # fmt: skip
    """Take a step with a return that is locked; the caller saves both, and posts what was accepted.

    `found` is what the checks find, where the caller knows it already.
    """
    before = rules.State(of.state)
    after = rules.move(before, action, who, entered_by=frozenset(of.entered_by), submitted_by=of.submitted_by,
                       reason=reason)  # fmt: skip
    kept = None
    if action is rules.Action.SUBMIT:
        _check_open(of, form, at)
        doc.check_complete(of.document, form, _checked(of, form) if found is None else found)
        of.submitted_by, of.submitted_at = who.uid, at
        kept = of.document
    elif action is rules.Action.APPROVE:
        of.approved_by = who.uid
    elif action is rules.Action.ACCEPT:
        of.accepted_by = who.uid
    of.state = after
    of.revision += 1
    of.changed_at = at
    return Step(
        of=of, revision=of.revision, action=action, before=before, after=after, actor=who.uid, at=at,
        reason=reason, cells=dict(cells or {}), document=kept,
    )  # fmt: skip


def receive(
    unit: Unit, form: Form, period: Period, sent: Sent, *, key: str, digest: str, who: rules.Actor, at: datetime,
    vocabulary: Vocabulary,
) -> Received:  # fmt: skip
    """Take a return from a program: all of it, or nothing. Under the same key nothing happens twice.

    Args:
        unit: who reports.
        form: the one in force for the period.
        period: of the return.
        sent: its cells and answers, and whether it is submitted with them.
        key: the sender's own.
        digest: SHA-256 of what was sent, in hex.
        who: for whom the program acts.
        at: now.
        vocabulary: for the ledger.

    Raises:
        InvalidInput: the key was used for something else, the unit does not owe the form, or the return cannot be
            submitted as it is.
        NotAllowed: the return is not open for entry.
    """
    _check_key(key)
    with mapped(), turn(), transaction.atomic():
        of = _newest(unit, form, period) or _begin(unit, form, period, at)
        if of.form_version != form.version:
            form = queries.version_of(of.form, of.form_version)
        before = of.saves.filter(key=key).first() if of.revision else None
        if before is not None:
            if before.digest != digest:
                raise InvalidInput(
                    "khóa gửi này đã dùng cho một nội dung khác; mỗi lần gửi dùng một khóa mới",
                    "this key was used for other content; use a new key for each sending",
                )
            return Received(of, True, _checked(of, form))
        _check_open(of, form, at)
        done = _received(of, form, sent, who.uid)
        found = _checked(of, form)
        _answer_rows(of, found, sent.answers, who.uid, at)
        of.revision += 1
        of.changed_at = at
        of.entered_by = sorted({*of.entered_by, who.uid})
        Save.objects.create(
            of=of, revision=of.revision, key=key, digest=digest, actor=who.uid, at=at, origin="api", changes=done
        )
        if sent.submit:
            _take(of, rules.Action.SUBMIT, form, who, at, found=found).save()
        of.save()
        return Received(of, False, found)


def _received(of: Return, form: Form, sent: Sent, actor: str) -> list[dict[str, Any]]:
    """Put what a program sent into the document; return what changed."""
    cells, done = of.document["cells"], []
    for row, cell in sent.cells.items():
        key = form.entered_cells[row]
        before = cells.get(key)
        after = doc.kept(cell.text, cell.typed or Typed(None), note=cell.note, before=before, actor=actor)
        if after != before:
            if after is None:
                del cells[key]
            else:
                cells[key] = after
            done.append({"cell": key, "from": before, "to": after})
    return done


def _newest(unit: Unit, form: Form, period: Period) -> Return | None:
    """Return the newest version of a return under a lock; None where none was begun."""
    found = Return.objects.select_for_update(of=("self",)).select_related("unit").filter(unit=unit, form=form.code)
    return found.filter(period=str(period)).order_by("-number").first()


def _checked(of: Return, form: Form) -> Sequence[Finding]:
    return check(form, doc.values(of.document, form), queries.known(of, form))


def _answer_rows(
    of: Return, found: Sequence[Finding], answers: Mapping[str, str], by: str, at: datetime
) -> None:  # fmt: skip
    """Answer all warnings that begin with a cell of the rows."""
    for finding in found:
        text = answers.get(finding.cells[0].partition("|")[0], "").strip()[:500]
        if text and not finding.blocks:
            doc.answer(of.document, finding, text, by=by, at=at)


def accept_many(numbers: Iterable[int], *, who: rules.Actor, at: datetime, vocabulary: Vocabulary) -> Accepted:
    """Accept returns into the ledger, many in one posting. One that cannot be accepted holds up none of the others.

    Args:
        numbers: of the returns.
        who: the person, who may accept all of them.
        at: now.
        vocabulary: for the ledger.

    Raises:
        Unavailable: the database fails; what was accepted before stays so.
    """
    done: list[int] = []
    refused: dict[int, Text] = {}
    for some in batches(sorted(set(numbers)), _ACCEPTED_AT_ONCE):
        try:
            _accept(some, who, at, vocabulary)
            done += some
        except (InvalidInput, NotAllowed, NotFound):
            # Each for itself, to see which it is.
            for number in some:
                try:
                    _accept([number], who, at, vocabulary)
                    done.append(number)
                except (InvalidInput, NotAllowed, NotFound) as error:
                    refused[number] = error.text
    return Accepted(tuple(done), refused)


def _accept(numbers: Sequence[int], who: rules.Actor, at: datetime, vocabulary: Vocabulary) -> None:
    with mapped(), turn(), transaction.atomic():
        # In one order, so that two who accept the same do not wait for each other in a circle.
        found = Return.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=numbers)
        returns = list(found.order_by("pk"))
        if len(returns) != len(numbers):
            raise NotFound("không có báo cáo này", "there is no such return")
        known = queries.forms()
        pairs = [(of, version_of(of.form, of.form_version, known)) for of in returns]
        if len(pairs) > 1 and any(of.reason for of in returns):
            raise NotAllowed("bản điều chỉnh được tiếp nhận riêng", "a correction is accepted by itself")
        steps = [_take(of, rules.Action.ACCEPT, form, who, at) for of, form in pairs]
        _post(pairs, vocabulary, who.uid)
        Return.objects.bulk_update(returns, ["state", "revision", "changed_at", "accepted_by", "posting"])
        Step.objects.bulk_create(steps)


def _post(pairs: Sequence[tuple[Return, Form]], vocabulary: Vocabulary, actor: str) -> None:
    """Put what was accepted into the ledger, as one posting in the same transaction."""
    figures = [figure for of, form in pairs if not form.gathered for figure in _figures(of, form, vocabulary)]
    figures += _gathered([(of, form) for of, form in pairs if form.gathered], vocabulary)
    first, form = pairs[0]
    origin = f"{form.code} {first.period} {first.unit.code} #{first.number}"
    if len(pairs) > 1:
        origin += f" … {pairs[-1][0].unit.code}: {len(pairs)}"
    posted = ledger.post(figures, actor=actor, vocabulary=vocabulary, reason=first.reason, origin=origin)
    for of, _ in pairs:
        of.posting = posted.posting


def _gathered(pairs: Sequence[tuple[Return, Form]], vocabulary: Vocabulary) -> list[Figure]:
    """Return the sums of the places whose units were accepted, with all accepted before."""
    found: list[Figure] = []
    places = {(of.unit.place, form.code, of.period): form for of, form in pairs}
    for (place, code, period), form in sorted(places.items(), key=lambda item: item[0]):
        # Two who accept returns of one place add up one after the other, or the later sum lacks the earlier return.
        kin = {u.pk: u for u in Unit.objects.select_for_update().filter(kind=form.owed_by, place=place).order_by("pk")}
        standing = Return.objects.filter(form=code, period=period, unit__in=kin, state=rules.State.ACCEPTED)
        newest = {of.unit_id: of for of in standing.order_by("number")}
        newest |= {of.unit_id: of for of, _ in pairs if (of.unit.place, of.form, of.period) == (place, code, period)}
        numbers = ", ".join(f"return/{of.pk}" for of in sorted(newest.values(), key=lambda of: of.pk))
        when = Period.parse(period)
        found += doc.gathered(
            {str(unit): (of.document, _said(of)) for unit, of in newest.items()}, form, period=when, place=place,
            address=f"tongket:returns {form.name.vi}, {when.label()}: {numbers}",
            owing=sum(unit.owes_on(when.end) for unit in kin.values()),
            vocabulary=vocabulary,
        )  # fmt: skip
    return found


def _said(of: Return) -> date:
    if of.submitted_at is None:
        raise NotAllowed("báo cáo chưa được trình", "the return was never submitted")
    return timezone.localdate(of.submitted_at)


def _figures(of: Return, form: Form, vocabulary: Vocabulary) -> list[Figure]:
    said, period = _said(of), Period.parse(of.period)
    address = f"tongket:return/{of.pk} – {of.unit.name}, {form.name.vi}, {period.label()}"
    return doc.figures(
        of.document, form, period=period, place=of.unit.place, address=address, said=said, vocabulary=vocabulary
    )


@transaction.atomic
def correct(number: int, *, reason: str, actor: str, at: datetime) -> Return:
    """Begin the next version of an accepted return; the ledger keeps both.

    Raises:
        NotAllowed: it was not accepted, or a correction is already under way.
        InvalidInput: no reason is given.
    """
    of = locked(number)
    if not reason.strip():
        raise InvalidInput("cần nêu lý do điều chỉnh", "a correction needs a reason")
    if rules.State(of.state) is not rules.State.ACCEPTED:
        raise NotAllowed(
            "chỉ điều chỉnh được báo cáo đã được Sở tiếp nhận", "only a return that was accepted can be corrected"
        )
    latest = Return.objects.filter(unit=of.unit, form=of.form, period=of.period).order_by("-number").first()
    if latest is not None and latest.number != of.number:
        raise NotAllowed(
            f"đã có bản điều chỉnh lần {latest.number - 1} của báo cáo này; mở bản đó để làm tiếp",
            f"correction {latest.number - 1} of this return has been begun; go on with that one",
        )
    return Return.objects.create(
        unit=of.unit, form=of.form, form_version=of.form_version, period=of.period, number=of.number + 1,
        state=rules.State.DRAFT, document=doc.copied(of.document), entered_by=[actor], changed_at=at, due=of.due,
        reason=reason.strip(),
    )  # fmt: skip
