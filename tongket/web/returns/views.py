"""Pages of returns: parse, one service or query, render."""

import json
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from tongket.accounts import queries as people
from tongket.accounts.rules import About, Action
from tongket.collect import document as doc
from tongket.collect import excel, queries, rules, services
from tongket.collect.checks import check
from tongket.collect.form import MONTHS, Form, What
from tongket.collect.models import Return
from tongket.collect.outcomes import Change
from tongket.collect.rules import ACTIONS, DONE
from tongket.core.errors import InvalidInput, NotAllowed
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import vocabulary
from tongket.files.limits import LIMITS
from tongket.web.returns import desk, shown
from tongket.web.returns import room as desk_of_room
from tongket.web.shell.access import allowed, covering, require, signed_in, user_of
from tongket.web.shell.desk import waits
from tongket.web.shell.words import language


def _about(of: Return, form: Form) -> About:
    return About(of.unit.code, of.unit.place, form.sector)


def _opened(request: HttpRequest, number: int, action: Action = Action.READ) -> tuple[Return, Form]:
    """Return a return and its form, if who asks may do this with it."""
    of = queries.return_of(number)
    form = queries.version_of(of.form, of.form_version)
    require(request, action, _about(of, form))
    return of, form


def _actor(request: HttpRequest, of: Return, form: Form) -> rules.Actor:
    about = _about(of, form)
    return rules.Actor(
        user_of(request).uid, enters=allowed(request, Action.ENTER, about),
        heads=allowed(request, Action.APPROVE, about), accepts=allowed(request, Action.ACCEPT, about),
    )  # fmt: skip


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for who asks."""
    found = desk.groups(people.held(user_of(request)), timezone.localdate(), language(request))
    return render(request, "returns/home.html", {"groups": found, "waits_else": waits(request)})


@signed_in
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a return."""
    unit = queries.unit(request.POST.get("unit", ""))
    period = Period.parse(request.POST.get("period", ""))
    form = queries.form_of(request.POST.get("form", ""), period.end)
    require(request, Action.ENTER, About(unit.code, unit.place, form.sector))
    of = services.begin(unit, form, period, at=timezone.now())
    return redirect("return", of.pk)


@signed_in
@require_GET
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The return: grid, checks, steps."""
    of, form = _opened(request, number)
    lang, known = language(request), queries.known(of, form)
    way = queries.way(of)
    last = way[-1] if way and of.state == rules.State.RETURNED else None
    who, names = _actor(request, of, form), people.names(step.actor for step in way)
    steps = _steps(of, who, lang)
    parts = shown.grid(of, form, known, vocabulary(), lang, list(last.cells) if last else [])
    found = check(form, doc.values(of.document, form), known)
    closed = queries.closed_since(of, form, timezone.localdate()) if rules.State(of.state) in rules.OPEN else None
    context = {
        "closed": closed, "may_extend": who.accepts, "extension": queries.extension(of), "of": of, "form": form,
        "period": Period.parse(of.period).label(lang), "columns": form.columns, "span": 3 + len(form.columns),
        "sections": parts, "state": shown.state_name(of.state, lang), "tone": shown.TONES[rules.State(of.state)],
        "may_enter": who.enters and closed is None and rules.State(of.state) in rules.OPEN, "steps": steps,
        "demo": of.unit.demo, "correction": of.number - 1,
        "may_correct": who.enters and of.state == rules.State.ACCEPTED and queries.is_latest(of),
        "returned": _returned(last, form, lang) if last else None,
        "way": [{"name": DONE[rules.Action(s.action)].to(lang), "who": names.get(s.actor, s.actor), "at": s.at,
                 "reason": s.reason} for s in way],
        "words": shown.words(lang), "findings": shown.findings(found, of.document, queries.answered_before(of), lang),
    }  # fmt: skip
    return render(request, "returns/return.html", context)


def _returned(step: Any, form: Form, lang: Any) -> dict[str, Any]:
    cells = [{"name": form.row(key.partition("|")[0]).name.to(lang), "reason": why} for key, why in step.cells.items()]
    return {"reason": step.reason, "cells": cells}


def _steps(of: Return, who: rules.Actor, lang: Any) -> list[dict[str, Any]]:
    """Return the steps open to a person."""
    found = []
    for action, name in ACTIONS.items():
        refused = rules.may(
            rules.State(of.state), action, who, entered_by=frozenset(of.entered_by), submitted_by=of.submitted_by
        )
        if refused is None:
            back = action is rules.Action.RETURN
            reason = Text("Lý do", "Reason").to(lang) if back else ""
            found.append({"action": action.value, "name": name.to(lang), "reason": reason, "second": back})
    return found


def _json(request: HttpRequest) -> dict[str, Any]:
    try:
        told = json.loads(request.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise InvalidInput("nội dung gửi không phải JSON", "what was sent is no JSON object")
    return told


@signed_in
@require_POST
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Put cells into a return; answers with what became of them, as JSON."""
    of, form = _opened(request, number, Action.ENTER)
    told = _json(request)
    changes = told.get("changes")
    if not isinstance(changes, list) or not all(isinstance(one, dict) for one in changes):
        raise InvalidInput("thiếu danh sách ô thay đổi (changes)", "the list of changes is missing")
    saved = services.save(
        number,
        [_change(one) for one in changes],
        form=form,
        key=str(told.get("key", "")),
        actor=user_of(request).uid,
        at=timezone.now(),
        origin="browser",
    )
    of, lang = queries.return_of(number), language(request)
    known = queries.known(of, form)
    found = check(form, doc.values(of.document, form), known)
    names = people.names(by for _, by in saved.conflicts.values())
    return JsonResponse({
        "revision": saved.revision,
        "before": saved.before,
        "conflicts": {c: {"text": text, "by": names.get(by, by)} for c, (text, by) in saved.conflicts.items()},
        "faults": {cell: fault.to(lang) for cell, fault in doc.faults(of.document).items()},
        "shown": shown.computed(of, form, known, lang),
        "findings": shown.findings(found, of.document, queries.answered_before(of), lang),
    })  # fmt: skip


def _change(one: dict[str, Any]) -> Change:
    seen, note = (None if one.get(name) is None else str(one[name]) for name in ("seen", "note"))
    return Change(str(one.get("cell", "")), str(one.get("text", "")), seen, note)


@signed_in
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a warning."""
    _, form = _opened(request, number, Action.ENTER)
    told = _json(request)
    saved = services.answer(
        number, str(told.get("finding", "")), str(told.get("text", "")), form=form, actor=user_of(request).uid,
        at=timezone.now(),
    )  # fmt: skip
    return JsonResponse({"revision": saved.revision, "before": saved.before})


@signed_in
@require_GET
def beside(request: HttpRequest, number: int) -> HttpResponse:
    """What is known of a cell: earlier periods, its note, its history."""
    of, form = _opened(request, number)
    lang, cell = language(request), request.GET.get("cell", "")
    row = form.row(cell.partition("|")[0])
    known, values = queries.known(of, form), doc.values(of.document, form)
    facts = [
        {"name": column.name.to(lang), "text": shown.shown_text(row, column.what, values, known, lang) or "…"}
        for column in form.columns
        if column.what is not What.PERIOD
    ]
    changes = queries.changes(of, cell)
    names = people.names(one.save.actor for one in changes)
    history = [
        {"at": one.save.at, "who": names.get(one.save.actor, one.save.actor), "before": one.before, "after": one.after,
         "noted": one.noted}
        for one in changes
    ]  # fmt: skip
    held = of.document["cells"].get(cell) or {}
    context = {
        "name": row.name.to(lang), "facts": facts, "history": history, "cell": cell, "note": held.get("n", ""),
        "may_enter": _actor(request, of, form).enters and rules.State(of.state) in rules.OPEN,
        "empty": Text("trống", "empty").to(lang),
    }  # fmt: skip
    return render(request, "returns/beside.html", context)


@signed_in
@require_POST
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Take a step on the way of a return."""
    of, form = _opened(request, number)
    try:
        action = rules.Action(request.POST.get("action", ""))
        revision = int(request.POST.get("revision", ""))
    except ValueError as error:
        raise InvalidInput("thiếu bước hoặc phiên bản", "step or revision is missing") from error
    cells = {key[5:]: why for key, why in request.POST.items() if key.startswith("cell:") and str(why).strip()}
    try:
        services.step(
            number, action, form=form, who=_actor(request, of, form), at=timezone.now(),
            reason=request.POST.get("reason", "").strip()[:500], cells={k: str(v)[:200] for k, v in cells.items()},
            revision=revision, vocabulary=vocabulary(),
        )  # fmt: skip
    except (InvalidInput, NotAllowed) as refused:
        # Said where it can be mended: on the return itself.
        messages.error(request, refused.message(language(request)))
    return redirect("return", number)


@signed_in
@require_POST
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a correction of an accepted return."""
    _opened(request, number, Action.ENTER)
    begun = services.correct(
        number, reason=request.POST.get("reason", ""), actor=user_of(request).uid, at=timezone.now()
    )
    return redirect("return", begun.pk)


@signed_in
@require_GET
def download(request: HttpRequest, number: int) -> HttpResponse:
    """The return as a workbook."""
    of, form = _opened(request, number)
    data = excel.write(
        form, of.document["cells"], queries.known(of, form), vocabulary(), unit=of.unit.code, unit_name=of.unit.name,
        period=of.period, period_name=Period.parse(of.period).label(), stand=excel.Stand(of.number, of.revision),
    )  # fmt: skip
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = content_disposition_header(True, f"{form.code}-{of.period}-{of.unit.place}.xlsx")
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": name or "attachment"})


@signed_in
@require_POST
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """A workbook read into the return: all of it, or nothing where anything is wrong."""
    of, form = _opened(request, number, Action.ENTER)
    file = request.FILES.get("workbook")
    if file is None:
        raise InvalidInput("chưa chọn tệp để nộp", "no file was chosen")
    if (file.size or 0) > LIMITS.file_bytes:
        raise InvalidInput("tệp lớn quá; hãy dùng tệp tải về từ trang này", "the file is too large")
    told = excel.read(file.read(), file.name or "?", form, unit=of.unit.code, period=of.period)
    saved = services.take_workbook(
        number, told, form=form, key=uuid4().hex, actor=user_of(request).uid, at=timezone.now()
    )  # fmt: skip
    lang = language(request)
    done = Text(f"Đã đọc tệp: {len(saved.changed)} ô thay đổi.", f"Read: {len(saved.changed)} cells changed.")
    messages.success(request, done.to(lang))
    names = people.names(by for _, by in saved.conflicts.values())
    for cell, (held, by) in saved.conflicts.items():
        name, who, wanted = form.row(cell.partition("|")[0]).name, names.get(by, by), told.texts[cell] or "–"
        kept = Text(
            f"{name.vi}: giữ “{held}” do {who} nhập sau khi tệp được tải về; trong tệp là “{wanted}”. "
            "Nếu số trong tệp đúng, nhập lại vào ô.",
            f"{name.en}: “{held}” stays, which {who} entered after the file was downloaded; the file says “{wanted}”. "
            "If the file is right, type it into the cell.",
        )
        messages.warning(request, kept.to(lang))
    return redirect("return", number)


@signed_in
@require_GET
def room(request: HttpRequest) -> HttpResponse:
    """The control room: who has sent what."""
    require(request, Action.WATCH, About())
    lang, today = language(request), timezone.localdate()
    every = [form for form in queries.forms() if form.holds_on(form.owed_on(today).end)]
    # What is owed most often is looked at most often.
    every.sort(key=lambda form: MONTHS[form.frequency])
    chosen = next((f for f in every if f.code == request.GET.get("form")), every[0])
    state, word, place = (request.GET.get(name, "") for name in ("state", "q", "place"))
    covers = covering(request, Action.WATCH)
    units = [u for u in queries.units(chosen.owed_by, today) if covers(About(u.code, u.place, chosen.sector))]
    inside = [unit for unit in units if not place or people.within(unit.place, place)]
    base, worth = desk_of_room.worth(chosen, inside, today, lang)
    return render(
        request, "returns/room.html",
        {"matrix": desk_of_room.matrix(chosen, inside, today, lang, state=state, word=word), "forms": every,
         "chosen": chosen, "state": state, "word": word, "place": place, "base": base, "worth": worth,
         "estimated": request.GET.get("estimate") == "1", "demo": any(unit.demo for unit in inside),
         "period": chosen.owed_on(today).label(lang)},
    )  # fmt: skip


@signed_in
@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Accept several returns into the ledger."""
    require(request, Action.ACCEPT, About())
    numbers = [int(number) for number in request.POST.getlist("number") if number.isdecimal()]
    for number in numbers:
        _opened(request, number, Action.ACCEPT)
    who = rules.Actor(user_of(request).uid, accepts=True)
    done = services.accept_many(numbers, who=who, at=timezone.now(), vocabulary=vocabulary())
    lang = language(request)
    said = Text(f"Đã tiếp nhận {len(done.numbers)} báo cáo vào sổ.", f"{len(done.numbers)} returns were accepted.")
    messages.success(request, said.to(lang))
    for number, why in done.refused.items():
        messages.error(request, f"{queries.return_of(number).unit.name}: {why.to(lang)}")
    return redirect("home")


@signed_in
@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Who did what: the newest steps of all returns."""
    require(request, Action.AUDIT, About())
    lang = language(request)
    covers = covering(request, Action.AUDIT)
    steps = queries.journal(lambda unit: covers(About(unit.code, unit.place)))
    names = people.names(one.actor for one in steps)
    lines = [
        {"at": one.at, "who": names.get(one.actor, one.actor), "what": DONE[rules.Action(one.action)].to(lang),
         "unit": one.of.unit.name, "period": Period.parse(one.of.period).label(lang), "reason": one.reason,
         "number": one.of.pk, "before": shown.state_name(one.before, lang), "after": shown.state_name(one.after, lang)}
        for one in steps
    ]  # fmt: skip
    return render(request, "returns/journal.html", {"lines": lines})
