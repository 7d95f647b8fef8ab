"""Returns by machine: parse, one service or query, answer. Documented in docs/api.md."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tongket.accounts.rules import About, Action
from tongket.collect import document as doc
from tongket.collect import queries, rules, sent, services
from tongket.collect.checks import Finding, check
from tongket.collect.form import Form
from tongket.collect.models import Return, Unit
from tongket.core.period import Period
from tongket.core.text import Lang
from tongket.core.vocabulary import vocabulary
from tongket.web.shell.access import allowed, by_key, require, user_of
from tongket.web.shell.words import language


@csrf_exempt  # no cookie is looked at: who asks is said by the key alone
@by_key
@require_http_methods(["GET", "PUT"])
def one(request: HttpRequest, unit: str, form: str, period: str) -> HttpResponse:
    """A unit's return of a period: GET tells how it stands, PUT hands it in."""
    when = Period.parse(period)
    of_unit, of_form = queries.unit(unit), queries.form_of(form, when.end)
    about = About(of_unit.code, of_unit.place, of_form.sector)
    if request.method == "PUT":
        require(request, Action.ENTER, about)
        return _put(request, of_unit, of_form, when, about)
    require(request, Action.READ, about)
    found = queries.latest(of_form, when, [of_unit]).get(of_unit.pk)
    if found is None:
        rows = [row.code for row in of_form.rows]
        return JsonResponse({"state": "not-started", "form": of_form.code, "version": of_form.version, "rows": rows})
    of = queries.return_of(found.pk)
    begun_with = queries.version_of(of.form, of.form_version)
    checked = check(begun_with, doc.values(of.document, begun_with), queries.known(of, begun_with))
    return JsonResponse(_told(of, checked, language(request)) | {"cells": _cells(of)})


def _put(request: HttpRequest, unit: Unit, form: Form, period: Period, about: About) -> HttpResponse:
    kind = (request.content_type or "").lower()
    told = sent.read(request.body, kind, form, submit=request.GET.get("submit") == "1")
    who = rules.Actor(user_of(request).uid, enters=True, heads=allowed(request, Action.APPROVE, about))
    received = services.receive(
        unit, form, period, told, key=request.headers.get("Idempotency-Key", ""),
        digest=hashlib.sha256(kind.encode() + b"\n" + request.body).hexdigest(), who=who, at=timezone.now(),
        vocabulary=vocabulary(),
    )  # fmt: skip
    return JsonResponse(_told(received.of, received.found, language(request)), status=200 if received.again else 201)


def _told(of: Return, found: Sequence[Finding], lang: Lang) -> dict[str, Any]:
    """Return a return as programs read it."""
    return {
        "return": of.pk, "number": of.number, "revision": of.revision, "state": of.state, "form": of.form,
        "version": of.form_version, "due": of.due.isoformat() if of.due else None,
        "findings": [
            {"rule": one.rule, "rows": [cell.partition("|")[0] for cell in one.cells], "blocks": one.blocks,
             "message": one.message.to(lang), "why": one.why.to(lang),
             "answer": of.document["answers"].get(one.id, {}).get("text")}
            for one in found
        ],
    }  # fmt: skip


def _cells(of: Return) -> dict[str, dict[str, Any]]:
    """Return the cells: each one's value as decimal text, or the word for why there is none, and its note."""
    words = {state.value: word for word, state in sent.WORDS.items()}
    return {
        key.partition("|")[0]: {
            "value": kept.get("v", words.get(kept.get("s", ""))),
            **({"note": kept["n"]} if "n" in kept else {}),
        }
        for key, kept in of.document["cells"].items()
    }
