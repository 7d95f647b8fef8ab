"""Writing a record: a new one, a change from a day on, a note. Parse, one service, render."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongket.accounts.rules import Action
from tongket.core.errors import InvalidInput, NotAllowed, TongketError
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import vocabulary
from tongket.registers.shared import queries, services, values
from tongket.registers.shared.declare import Problem, Register
from tongket.registers.shared.told import Applied, Fault, Told, Wrong
from tongket.web.registers import reach
from tongket.web.registers.views import form_of, open_register, record_context
from tongket.web.shell.access import signed_in, user_of
from tongket.web.shell.posted import day_of, number_of
from tongket.web.shell.words import language


@signed_in
@require_GET
def new(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a new record."""
    register = open_register(request, code)
    reach.check_place(request, register, "", Action.RECORD)
    return _blank(request, register, {})


def _blank(request: HttpRequest, register: Register, typed: dict[str, str], faults: Any = ()) -> HttpResponse:
    lang = language(request)
    fields = form_of(register, {}, timezone.localdate(), lang)
    for field in fields:
        field["value"] = typed.get(field["name"], "")
    context = {
        "part": "registers", "of": register, "title": register.title.to(lang), "fields": fields, "faults": faults,
        "typed": typed, "today": timezone.localdate(), "key": uuid4().hex, "revision": 0,
    }  # fmt: skip
    return render(request, "registers/new.html", context, status=400 if faults else 200)


@signed_in
@require_POST
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Say something of a record, new or not, from a day on. What the form left as it was is not said again."""
    register, lang = open_register(request, code), language(request)
    reach.check_place(request, register, "", Action.RECORD)
    typed = {name: str(text).strip() for name, text in request.POST.items()}
    number = typed.get("record", "")
    of = queries.record_by(register, int(number)) if number.isdecimal() and len(number) < 12 else None
    try:
        told = _told(register, typed, of.code if of else typed.get("code", ""))
        reach.check_told(request, register, [told], Action.RECORD)
        done = services.change(
            register, [told], actor=user_of(request).uid, at=timezone.now(), reason=typed.get("reason", ""),
            key=typed.get("key", ""),
        )  # fmt: skip
    except (InvalidInput, NotAllowed) as error:
        faults = _lines(error, lang)
        if of is None:
            return _blank(request, register, typed, faults)
        context = record_context(request, code, of.pk) | {"faults": faults, "typed": typed}
        for field in context["fields"]:
            field["value"] = typed.get(field["name"], field["value"])
        return render(request, "registers/record.html", context, status=400)
    _say(request, done)
    found = queries.by_code(register, [told.code]).get(told.code)
    return redirect("register-record", code, found.pk) if found else redirect("register-changes", code)


def _lines(error: TongketError, lang: Lang) -> list[str]:
    if isinstance(error, Wrong):
        return [one.problem.text.to(lang) for one in error.faults]
    return [error.message(lang)]


def _say(request: HttpRequest, done: Applied) -> None:
    lang = language(request)
    if done.waiting:
        said = Text("Đã gửi, chờ người thứ hai duyệt.", "Sent; it waits for a second person.")
    elif not done.change:
        said = Text("Không có gì thay đổi so với số đang có.", "Nothing differs from what is there.")
    else:
        said = Text("Đã ghi.", "Saved.")
    messages.success(request, said.to(lang))
    for remark in done.remarks:
        messages.warning(request, remark.problem.text.to(lang))


def _told(register: Register, typed: dict[str, str], code: str) -> Told:
    """Return what a form says: fields that differ from what it was sent out with.

    Raises:
        Wrong: cells that cannot be read, all of them. InvalidInput: no day.
    """
    day = day_of(typed.get("day", ""))
    if day is None:
        raise InvalidInput("chưa ghi ngày có hiệu lực", "the day from which it holds is missing")
    faults, said = [], {}
    for field in register.all_fields:
        text, before = typed.get(field.name, ""), typed.get(f"was-{field.name}", "")
        if text == before:
            continue
        try:
            said[field.name] = values.kept(values.read(field, text, vocabulary(), day))
        except TongketError as error:
            faults.append(Fault(code, None, Problem(field.name, error.text)))
    if faults:
        raise Wrong(faults)
    paper = None
    if typed.get("decision"):
        signed = day_of(typed.get("decision_day", ""))
        if signed is None:
            raise InvalidInput("chưa ghi ngày của văn bản", "the day of the document is missing")
        paper = services.decision(typed["decision"], signed, typed.get("issuer", "")).pk
    revision = number_of(typed.get("revision", ""))
    return Told(code, day, said, typed.get("source", ""), decision=paper, revision=revision)


@signed_in
@require_POST
def note(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write a note into the journal of a record."""
    register = open_register(request, code)
    of = queries.record_by(register, number)
    spans = queries.spans_of(of)
    place = str((spans[-1].values.get("place") if spans else "") or "")
    reach.check_place(request, register, place, Action.RECORD)
    services.note(of, request.POST.get("text", ""), actor=user_of(request).uid, at=timezone.now())
    return redirect("register-record", code, number)
