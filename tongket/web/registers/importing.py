"""Tables of records: the template, upload with a look at what it would do, confirmation, approval, undo."""

import csv
import hashlib
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.accounts import queries as people
from tongket.accounts.rules import Action
from tongket.core.errors import InvalidInput, TongketError
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import vocabulary
from tongket.files.limits import LIMITS, MIB
from tongket.registers.shared import coding, importing, queries, services, values
from tongket.registers.shared.declare import Register
from tongket.registers.shared.models import Change, Record
from tongket.registers.shared.rules import ChangeState, Happened, fold
from tongket.registers.shared.told import Told, Wrong
from tongket.web.registers import reach
from tongket.web.registers.views import open_register
from tongket.web.shell.access import signed_in, user_of
from tongket.web.shell.posted import day_of
from tongket.web.shell.words import language

STATES = {
    ChangeState.DRAFT: Text("xem thử", "draft"),
    ChangeState.WAITING: Text("chờ duyệt", "waiting"),
    ChangeState.APPLIED: Text("đã ghi", "in force"),
    ChangeState.REFUSED: Text("không duyệt", "refused"),
}
KINDS = {"edit": Text("sửa", "edit"), "import": Text("nhập từ tệp", "import"), "undo": Text("hoàn tác", "undo")}
_LOCALES: dict[str, Lang] = {"vi": "vi", "en": "en"}
_SHOWN = 200


@signed_in
@require_GET
def template(request: HttpRequest, code: str) -> HttpResponse:
    """An empty table with the register's headings."""
    register = open_register(request, code)
    file = StringIO()
    titles = [importing.TITLES["code"].vi, importing.TITLES["day"].vi, *(one.title.vi for one in register.all_fields)]
    csv.writer(file).writerow([*titles, importing.TITLES["source"].vi])
    answer = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="mau-{register.code}.csv"'
    return answer


@signed_in
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Upload a table; every fault is shown at once, and what it would do before it is done."""
    register, lang = open_register(request, code), language(request)
    reach.check_place(request, register, "", Action.RECORD)
    context: dict[str, Any] = {
        "part": "registers", "of": register, "title": register.title.to(lang), "today": timezone.localdate(),
        "heads": [one.title.to(lang) for one in register.all_fields],
    }  # fmt: skip
    if request.method == "POST":
        try:
            return redirect("register-change", code, _drafted(request, register))
        except TongketError as error:
            lines = (
                [one.line(lang) for one in error.faults]
                if isinstance(error, Wrong)
                else error.message(lang).split("\n")
            )
            context |= {"faults": lines[:_SHOWN], "more": max(0, len(lines) - _SHOWN)}
    return render(request, "registers/import.html", context, status=400 if context.get("faults") else 200)


def _drafted(request: HttpRequest, register: Register) -> int:
    """Read the uploaded table and keep it as a draft; returns its number.

    Raises:
        InvalidInput: no file, no day, or more than one sheet. Wrong, Refused: what is wrong in it.
    """
    sent = request.FILES.get("file")
    if sent is None:
        raise InvalidInput("chưa chọn tệp", "no file was chosen")
    day = day_of(request.POST.get("day", ""))
    if day is None:
        raise InvalidInput("chưa ghi ngày của số liệu", "the day of the figures is missing")
    if (sent.size or 0) > LIMITS.file_bytes:
        most = LIMITS.file_bytes // MIB
        raise InvalidInput(f"tệp lớn hơn {most} MB; chia nhỏ ra", f"the file is larger than {most} MB; split it")
    data, name = sent.read(), str(sent.name or "")[:200]
    locale = _LOCALES.get(request.POST.get("locale", ""))
    sheet, source = importing.only_sheet(data, name), request.POST.get("source", "").strip()
    read = importing.read_table(register, sheet, name, vocabulary(), day=day, source=source, locale=locale)
    if faults := [*read.faults, *coding.uncoded(register, read.told)]:
        raise Wrong(faults)
    reach.check_told(request, register, read.told, Action.RECORD)
    done = services.change(
        register, read.told, actor=user_of(request).uid, at=timezone.now(), reason=request.POST.get("reason", ""),
        key=uuid4().hex, kind="import", origin=name, digest=hashlib.sha256(data).hexdigest(), draft=True,
    )  # fmt: skip
    if not done.change:
        raise InvalidInput(
            f"tệp không có gì khác so với sổ: {done.same} bản ghi giữ nguyên", f"nothing differs: {done.same} records"
        )
    if read.unknown:
        left = ", ".join(f"“{one}”" for one in read.unknown)
        messages.warning(request, Text(f"Bỏ qua các cột: {left}", f"Left aside: {left}").to(language(request)))
    return done.change


@signed_in
@require_GET
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """What was changed in a register, newest first."""
    register, lang = open_register(request, code), language(request)
    found = queries.changes(register)
    names = people.names({one.actor for one in found} | {one.decided_by for one in found if one.decided_by})
    lines = [
        {"of": one, "who": names.get(one.actor, one.actor), "kind": KINDS[one.kind].to(lang),
         "state": STATES[ChangeState(one.state)].to(lang), "decided": names.get(one.decided_by, one.decided_by)}
        for one in found
    ]  # fmt: skip
    context = {"part": "registers", "of": register, "title": register.title.to(lang), "lines": lines,
               "four_eyes": queries.four_eyes(register)}  # fmt: skip
    return render(request, "registers/changes.html", context)


@signed_in
@require_GET
def change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One change: what it says, record by record, and what may be done with it."""
    register, lang = open_register(request, code), language(request)
    of, me = queries.change_of(register, number), user_of(request).uid
    state = ChangeState(of.state)
    told = _told(of)
    reach.check_told(request, register, told, Action.WATCH)
    there = queries.by_code(register, {one.code for one in told})
    known = queries.happened(there.values(), before=of if state is ChangeState.APPLIED and of.kind != "undo" else None)
    lines = [_line(register, one, there.get(one.code), known, lang) for one in told[:_SHOWN]]
    names = people.names({of.actor, of.decided_by} - {""})
    writes = reach.covers_told(request, register, told, Action.RECORD)
    takes = reach.covers_told(request, register, told, Action.ACCEPT)
    context = {
        "part": "registers", "of": register, "title": register.title.to(lang), "change": of, "lines": lines,
        "more": max(0, len(told) - _SHOWN), "who": names.get(of.actor, of.actor), "kind": KINDS[of.kind].to(lang),
        "state": STATES[state].to(lang), "decided": names.get(of.decided_by, of.decided_by),
        "confirms": state is ChangeState.DRAFT and of.actor == me and writes,
        "decides": state is ChangeState.WAITING and of.actor != me and takes,
        "undoes": state is ChangeState.APPLIED and of.kind != "undo" and writes and not hasattr(of, "undone_by"),
        "new": sum(1 for code in {one.code for one in told} if code not in there or not known[there[code].pk]),
    }  # fmt: skip
    return render(request, "registers/change.html", context)


def _told(of: Change) -> list[Told]:
    if of.told and of.state != ChangeState.APPLIED:
        return queries.told_of(of)
    return [Told(one.of.code, one.day, one.values, one.source) for one in queries.events_by(of)]


def _line(
    register: Register, one: Told, there: Record | None, known: Mapping[int, Sequence[Happened]], lang: Lang
) -> dict[str, Any]:
    """Return what a change says of one record: field, before, after."""
    words = vocabulary()
    earlier = known[there.pk] if there else []
    span = queries.on_day(fold(earlier), one.day)
    before = span.values if span else {}
    cells = []
    for field in register.all_fields:
        if field.name not in one.values or (earlier and before.get(field.name) == one.values[field.name]):
            continue
        was, now = (values.shown(field, values.value_of(field, text), words, one.day, lang)
                    for text in (before.get(field.name), one.values[field.name]))  # fmt: skip
        cells.append({"title": field.title.to(lang), "was": was, "now": now})
    number = there.pk if there else 0
    return {
        "code": one.code, "day": one.day, "source": one.source, "new": not earlier, "number": number, "cells": cells,
    }  # fmt: skip


@signed_in
@require_POST
def step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Confirm one's draft, approve or refuse somebody's change, or take a change back."""
    register, lang = open_register(request, code), language(request)
    what, me, now = request.POST.get("step", ""), user_of(request).uid, timezone.now()
    needed = Action.ACCEPT if what in {"approve", "refuse"} else Action.RECORD
    reach.check_told(request, register, _told(queries.change_of(register, number)), needed)
    try:
        if what == "confirm":
            closing = request.POST.get("closing", "")
            said = int(closing) if closing.isdecimal() and len(closing) < 9 else None
            services.confirm(number, register, actor=me, at=now, closing=said)
        elif what in {"approve", "refuse"}:
            services.decide(number, register, approve=what == "approve", actor=me, at=now)
        elif what == "undo":
            services.undo(number, register, actor=me, at=now, reason=request.POST.get("reason", ""))
        else:
            raise InvalidInput("không có bước này", "there is no such step")
    except TongketError as error:
        messages.error(request, error.message(lang))
        return redirect("register-change", code, number)
    messages.success(request, Text("Đã thực hiện.", "Done.").to(lang))
    return redirect("register-changes", code)
