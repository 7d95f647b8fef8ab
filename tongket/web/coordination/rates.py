"""The rates of a period that is over go into the ledger, from where reviews take them."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongket.accounts.rules import About, Action
from tongket.coordination import queries, services
from tongket.core.errors import InvalidInput
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import vocabulary
from tongket.web.coordination import reach
from tongket.web.shell.access import allowed, require, signed_in, user_of
from tongket.web.shell.words import language

_PARTS = ("", "-M01..M09", "-H1", *(f"-Q{n}" for n in range(4, 0, -1)), *(f"-M{n:02}" for n in range(12, 0, -1)))


def periods(today: date) -> list[Period]:
    """Return the periods of this year and the last that are over: the one that ended last first, longer ones first."""
    every = [Period.parse(f"{year}{part}") for year in (today.year, today.year - 1) for part in _PARTS]
    return sorted((one for one in every if one.end < today), key=lambda one: (one.end, one.length), reverse=True)


def places(request: HttpRequest) -> list[tuple[str, str]]:
    """Return id and name of the provinces whose rates somebody may record."""
    found = dict.fromkeys(up[-1] for unit in queries.units(timezone.localdate()) if (up := reach.above(unit.place)))
    known = vocabulary().places
    return [(code, known[code].full_name()) for code in found if allowed(request, Action.ACCEPT, About("", code))]


@signed_in
@require_POST
def rates_record(request: HttpRequest) -> HttpResponse:
    """Record the rates of a period and place in the ledger."""
    lang, words = language(request), vocabulary()
    require(request, Action.ACCEPT, About("", request.POST.get("place", "") or "?"))
    place = words.places.get(request.POST["place"])
    try:
        if place is None:
            raise InvalidInput("không có địa bàn này; chọn lại", "there is no such place; choose again")
        period = Period.parse(request.POST.get("period", ""))
        posted = services.record(
            period, place, actor=user_of(request).uid, today=timezone.localdate(), vocabulary=words
        )
    except InvalidInput as refused:
        messages.error(request, refused.message(lang))
        return redirect("coordination")
    if posted.posting is None:
        done = Text(f"Tỷ lệ {period.label()} đã có trong sổ, không đổi.",
                    f"The rates of {period.label('en')} are in the ledger already, unchanged.")  # fmt: skip
    else:
        done = Text(f"Đã ghi tỷ lệ {period.label()} vào sổ (lần ghi số {posted.posting}).",
                    f"The rates of {period.label('en')} are in the ledger (posting {posted.posting}).")  # fmt: skip
    messages.success(request, done.to(lang))
    return redirect("coordination")
