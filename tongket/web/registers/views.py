"""Looking at registers: all of them, one as of a day, one record with its life, the map."""

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongket.accounts import queries as people
from tongket.accounts.rules import Action
from tongket.core.errors import NotFound
from tongket.core.number import render as number
from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.registers.shared import importing, queries, values
from tongket.registers.shared.declare import Field, Kind, Register
from tongket.registers.shared.queries import Asked
from tongket.web.registers import asking, drawing, reach
from tongket.web.registers.asking import PAGE, Question
from tongket.web.shell.access import signed_in, somewhere
from tongket.web.shell.words import language


def open_register(request: HttpRequest, code: str) -> Register:
    """Return a register that somebody may look at.

    Raises:
        NotFound: there is none, or they may not.
    """
    register = queries.register_of(code)
    if register not in reach.registers(request):
        raise NotFound(
            "bạn không được phân quyền xem sổ này; liên hệ quản trị của Sở", "this register is not among yours"
        )
    return register


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every register with what stands today."""
    lang, today = language(request), timezone.localdate()
    cards = []
    for register in reach.registers(request):
        asked = Asked(today, places=reach.places(request, register), demo=queries.only_demo(register))
        states = queries.by_state(register, asked)
        cards.append(
            {"of": register, "title": register.title.to(lang), "noun": register.noun.to(lang),
             "count": sum(states.values()), "demo": asked.demo,
             "states": [(register.states[state].to(lang), state, n) for state, n in states.items()],
             "waiting": len(queries.waiting(register)) if somewhere(request, Action.ACCEPT, register.sector) else 0}
        )  # fmt: skip
    return render(
        request,
        "registers/home.html",
        {"part": "registers", "cards": cards, "today": today, "demo": any(card["demo"] for card in cards)},
    )


@signed_in
@require_GET
def listed(request: HttpRequest, code: str) -> HttpResponse:
    """A register as of a day: list, states, totals."""
    register, lang = open_register(request, code), language(request)
    question = asking.read(request, register)
    fields = [one for one in register.all_fields if one.listed]
    first = (question.page - 1) * PAGE
    rows = queries.page(register, question.asked, question.order, first, PAGE + 1)
    states = queries.by_state(register, question.asked)
    span = queries.years(register)
    context: dict[str, Any] = {
        "part": "registers", "of": register, "title": register.title.to(lang), "noun": register.noun.to(lang),
        "question": question, "day": question.asked.day,
        "heads": [_head(question, one, lang) for one in (_CODE, *fields)],
        "rows": [_row(row, fields, question.asked.day, lang) for row in rows[:PAGE]],
        "count": sum(states.values()), "first": first + 1, "last": first + min(len(rows), PAGE),
        "before": question.link(page=str(question.page - 1)) if question.page > 1 else "",
        "after": question.link(page=str(question.page + 1)) if len(rows) > PAGE else "",
        "states": [(register.states[state].to(lang), n, question.link(state=state)) for state, n in states.items()],
        "totals": _totals(register, question.asked, lang), "choices": asking.choices(register, question, lang),
        "years": _years(question, span), "faults": [one.message(lang) for one in question.faults],
        "writes": somewhere(request, Action.RECORD, register.sector), "all": question.link(),
        "demo": question.asked.demo,
    }  # fmt: skip
    return render(request, "registers/list.html", context)


_CODE = Field("code", importing.TITLES["code"])


def _head(question: Question, field: Field, lang: Lang) -> dict[str, str]:
    now = question.order
    turned = f"-{field.name}" if now == field.name else field.name
    order = {field.name: "ascending", f"-{field.name}": "descending"}.get(now, "")
    kind = "num" if field.kind is Kind.NUMBER else ""
    return {"title": field.title.to(lang), "link": question.link(order=turned), "order": order, "kind": kind}


def _row(row: Any, fields: list[Field], day: date, lang: Lang) -> dict[str, Any]:
    words = vocabulary()
    cells = [
        (values.shown(one, values.of_column(one, getattr(row, one.name)), words, day, lang), one.kind is Kind.NUMBER)
        for one in fields
    ]
    return {"number": row.record_id, "code": row.code, "cells": cells}


def _totals(register: Register, asked: Asked, lang: Lang) -> list[dict[str, Any]]:
    words, out = vocabulary(), []
    for measure in register.measures:
        if not measure.sums:
            continue
        unit = register.field(measure.sums).unit
        for total in queries.totals(register, measure, asked):
            if total.unknown == total.records:
                continue
            names = [words.member_name(member).to(lang) for member in reversed(total.members)]
            out.append(
                {"name": words.indicators[measure.indicator].name.to(lang), "members": ", ".join(names),
                 "value": number(total.value, None, lang), "unit": words.units[unit].symbol.to(lang) if unit else "",
                 "records": total.records, "unknown": total.unknown}
            )  # fmt: skip
    return out


def _years(question: Question, span: tuple[int, int] | None) -> list[dict[str, Any]]:
    """Return the last days of the years from the first change on: what plays the years."""
    if span is None:
        return []
    last = max(span[1], timezone.localdate().year)
    first = max(span[0], last - 24)
    return [
        {"year": year, "link": question.link(day=f"{year}-12-31"), "now": question.asked.day == date(year, 12, 31)}
        for year in range(first, last + 1)
    ]


@signed_in
@require_GET
def export(request: HttpRequest, code: str) -> HttpResponse:
    """What a list shows, all pages of it, as CSV that can be imported again."""
    register = open_register(request, code)
    question = asking.read(request, register)
    file = StringIO()
    out = csv.writer(file)
    out.writerow(importing.exported(register))
    for row in queries.versions(register, question.asked).order_by("code", "pk").iterator():
        said = "DEMO" if row.demo else f"tongket {register.code}"
        out.writerow(importing.export_row(register, row, said))
    answer = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"{register.code}-{question.asked.day.isoformat()}{'-demo' if question.asked.demo else ''}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@signed_in
@require_GET
def drawn(request: HttpRequest, code: str) -> HttpResponse:
    """A register on the map, as of a day."""
    register, lang = open_register(request, code), language(request)
    question = asking.read(request, register)
    context = drawing.picture(register, question, lang) | {
        "part": "registers", "of": register, "title": register.title.to(lang), "noun": register.noun.to(lang),
        "question": question, "day": question.asked.day, "all": question.link(),
        "years": _years(question, queries.years(register)), "choices": asking.choices(register, question, lang),
        "faults": [one.message(lang) for one in question.faults], "demo": question.asked.demo,
    }  # fmt: skip
    return render(request, "registers/map.html", context)


@signed_in
@require_GET
def record(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One record: as of a day with each value's source, and all that was ever said of it."""
    return render(request, "registers/record.html", record_context(request, code, number))


def record_context(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    """Return what the page of a record shows."""
    register, lang, words = open_register(request, code), language(request), vocabulary()
    of = queries.record_by(register, number)
    day = asking.read(request, register).asked.day
    spans = queries.spans_of(of)
    span = queries.on_day(spans, day) or (spans[-1] if spans else None)
    place = str((span.values.get("place") if span else None) or "")
    reach.check_place(request, register, place, Action.WATCH)
    events = queries.events_of(of)
    by_number = {one.pk: one for one in events}
    notes = queries.notes_of(of)
    names = people.names({one.change.actor for one in events} | {one.actor for one in notes})
    lines = [
        {"title": field.title.to(lang), "name": field.name, "event": by_number.get(span.said_by[field.name]),
         "value": values.shown(field, values.value_of(field, span.values[field.name]), words, day, lang)}
        for field in register.all_fields if span is not None and field.name in span.values
    ]  # fmt: skip
    life = [
        {"event": one, "who": names.get(one.change.actor, one.change.actor),
         "what": [(known.title.to(lang), values.shown(known, values.value_of(known, text), words, one.day, lang))
                  for known in register.all_fields if known.name in one.values for text in [one.values[known.name]]]}
        for one in events
    ]  # fmt: skip
    may = reach.covers_place(request, register, place, Action.RECORD)
    return {
        "part": "registers", "of": register, "record": of, "title": register.title.to(lang), "day": day, "lines": lines,
        "name": span.values.get("name", of.code) if span else of.code, "life": life, "writes": may and span is not None,
        "outside": span is not None and queries.on_day(spans, day) is None, "gone": span is None, "demo": of.demo,
        "notes": [(one, names.get(one.actor, one.actor)) for one in notes],
        "fields": form_of(register, span.values if span else {}, day, lang), "today": timezone.localdate(),
        "revision": of.revision, "key": uuid4().hex,
    }  # fmt: skip


def form_of(register: Register, texts: Mapping[str, str], day: date, lang: Lang) -> list[dict[str, Any]]:
    """Return the fields of an entry form with what they hold on a day; nothing where the record is new."""
    words = vocabulary()
    return [
        {"name": one.name, "title": one.title.to(lang), "kind": one.kind.value, "required": one.required,
         "hint": one.hint.to(lang) if one.hint else "", "value": held, "was": held,
         "codes": [(code, name.to(lang)) for code, name in one.choices.items()]}
        for one in register.all_fields
        for held in [texts.get(one.name, "") if one.kind in {Kind.DAY, Kind.CHOICE} else
                     values.written(one, values.value_of(one, texts.get(one.name)), words, day)]
    ]  # fmt: skip
