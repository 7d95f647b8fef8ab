"""Pages of reporting units: which there are, new ones pasted from a spreadsheet, the last day of those no more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongket.accounts.rules import About, Action
from tongket.collect import form_reading, queries
from tongket.collect.catalog import services, unit_table
from tongket.core.errors import InvalidInput, TongketError
from tongket.core.text import Text
from tongket.core.vocabulary import vocabulary
from tongket.web.shell.access import covering, require, signed_in, user_of
from tongket.web.shell.posted import day_of
from tongket.web.shell.words import language


@signed_in
@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """The units somebody may work with, of one kind."""
    require(request, Action.FORMS, About())
    return _page(request, request.GET.get("kind", "enterprise"))


@signed_in
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add units; those there are stay as they are."""
    require(request, Action.FORMS, About())
    kind, table = request.POST.get("kind", ""), request.POST.get("table", "")
    today = timezone.localdate()
    try:
        _check_kind(kind)
        covers = covering(request, Action.FORMS)
        found = unit_table.read(table, vocabulary(), today, lambda place: covers(About(place=place)))
        added = services.add_units(
            kind, found, body=kind, sector="", valid_from=day_of(request.POST.get("valid_from", "")) or today
        )
    except TongketError as refused:
        return _page(request, kind, table, refused.message(language(request)).split("\n"))
    rest = len(found) - added
    done = Text(
        f"Đã thêm {added} đơn vị" + (f"; {rest} đơn vị đã có, giữ nguyên." if rest else "."),
        f"{added} units were added" + (f"; {rest} were there already and stay as they are." if rest else "."),
    )
    messages.success(request, done.to(language(request)))
    return redirect("units")


@signed_in
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Let a unit owe nothing after a day."""
    unit = queries.unit(request.POST.get("unit", ""))
    require(request, Action.FORMS, About(unit.code, unit.place))
    last = day_of(request.POST.get("last", ""))
    if last is None:
        raise InvalidInput("chưa ghi ngày cuối cùng đơn vị phải báo cáo", "the last day is missing")
    services.end_unit(unit.code, last)
    return redirect("units")


def _check_kind(kind: str) -> None:
    if kind not in form_reading.KINDS:
        raise InvalidInput("không có loại đơn vị này", "there is no such kind of unit")


def _page(request: HttpRequest, kind: str, table: str = "", faults: list[str] | None = None) -> HttpResponse:
    lang, words = language(request), vocabulary()
    covers, word = covering(request, Action.FORMS), request.GET.get("q", "").lower()
    found = [
        unit for unit in queries.units(kind, timezone.localdate())
        if word in unit.name.lower() and covers(About(unit.code, unit.place))
    ]  # fmt: skip
    lines = [
        {
            "unit": unit,
            "place": place.full_name() if (place := words.places.get(unit.place)) is not None else unit.place,
        }
        for unit in found[:500]
    ]
    context = {
        "lines": lines, "more": max(0, len(found) - len(lines)), "kind": kind, "word": word, "table": table,
        "faults": faults or [], "kinds": [(code, name.to(lang)) for code, name in form_reading.KINDS.items()],
        "heads": "\t".join(head.vi for head in unit_table.HEADS), "today": timezone.localdate().isoformat(),
        "who": user_of(request),
    }  # fmt: skip
    return render(request, "returns/units.html", context, status=422 if faults else 200)
