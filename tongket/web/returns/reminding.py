"""Reminding, extending, and the mailbox: parse, one service or query, render."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongket.accounts import queries as people
from tongket.accounts.rules import About, Action
from tongket.collect import queries, reminders, services
from tongket.core.errors import InvalidInput
from tongket.core.text import Text
from tongket.notify import queries as mail
from tongket.web.shell.access import allowed, covering, require, signed_in, user_of
from tongket.web.shell.posted import day_of
from tongket.web.shell.words import language


@signed_in
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind the units of a filtered list that have not handed in the newest return; each once a day."""
    require(request, Action.ACCEPT, About())
    now = timezone.now()
    today = timezone.localdate(now)
    form = queries.form_of(request.POST.get("form", ""), today)
    word, place = request.POST.get("q", "").lower(), request.POST.get("place", "")
    covers = covering(request, Action.ACCEPT)
    units = [
        unit for unit in queries.units(form.owed_by, today)
        if word in unit.name.lower() and covers(About(unit.code, unit.place, form.sector))
        and (not place or people.within(unit.place, place))
    ]  # fmt: skip
    owed = reminders.owed(form, units, today, since=f"asked-{today.isoformat()}")
    put = reminders.put(owed, at=now, today=today, site=settings.TONGKET_SITE)
    none = Text(
        " Hôm nay đã nhắc rồi, hoặc đơn vị chưa có người lập.", " They were reminded today, or have nobody to remind."
    )
    said = Text(
        f"{len(owed)} đơn vị chưa nộp; {put} thư nhắc mới.{'' if put else none.vi}",
        f"{len(owed)} units are missing; {put} new reminders.{'' if put else none.en}",
    )
    messages.success(request, said.to(language(request)))
    return redirect(f"{request.POST.get('back', '') if request.POST.get('back', '').startswith('/room') else '/room'}")


@signed_in
@require_POST
def extend(request: HttpRequest, number: int) -> HttpResponse:
    """Let a unit hand in a return that is locked."""
    of = queries.return_of(number)
    form = queries.version_of(of.form, of.form_version)
    require(request, Action.ACCEPT, About(of.unit.code, of.unit.place, form.sector))
    until = day_of(request.POST.get("until", ""))
    if until is None:
        raise InvalidInput("chưa ghi gia hạn đến ngày nào", "say until when")
    services.extend(
        of, until, reason=request.POST.get("reason", ""), actor=user_of(request).uid, at=timezone.now()
    )  # fmt: skip
    return redirect("return", number)


@signed_in
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """Mails to who asks; to who audits, all about their places."""
    user = user_of(request)
    everyone = request.GET.get("all") == "1"
    if everyone:
        require(request, Action.AUDIT, About())
        covers = covering(request, Action.AUDIT)
        found = mail.about(lambda place: covers(About(place=place)))
    else:
        found = mail.to(user.uid)
    context = {
        "mails": found, "everyone": everyone, "may_all": allowed(request, Action.AUDIT, About()),
        "names": people.names(one.uid for one in found), "served": bool(settings.EMAIL_HOST),
    }  # fmt: skip
    return render(request, "returns/mailbox.html", context)
