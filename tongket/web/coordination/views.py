"""Pages of requests and notices: parse, one service or query, render."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongket.accounts import queries as people
from tongket.accounts.rules import About, Action
from tongket.coordination import queries, rules, services
from tongket.coordination.models import Asked, Notice
from tongket.core.errors import InvalidInput, NotAllowed, TongketError
from tongket.core.text import Text
from tongket.files.kept.rules import ACCEPTED
from tongket.web.coordination import attached, rates, reach, shown
from tongket.web.shell.access import allowed, require, signed_in, user_of
from tongket.web.shell.posted import day_of, number_of
from tongket.web.shell.words import language

NOTHING = About()


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for who asks, and what the Department sent."""
    require(request, Action.READ, NOTHING)
    lang, today, codes = language(request), timezone.localdate(), reach.own(request)
    asked = reach.readable(request, queries.asked_of(codes))
    told = reach.readable(request, queries.told_to(codes))
    read = queries.first_read(told)
    context: dict[str, Any] = {
        "part": "coordination", "unit": bool(codes), "asked": [shown.line(one, today, lang) for one in asked],
        "told": [{"of": one.of, "kind": rules.KINDS[rules.Kind(one.of.kind)].to(lang), "unit": one.unit.name,
                  "read": read.get(one.pk)} for one in told],
        "several": len(codes) > 1, "asks": allowed(request, Action.ASK, NOTHING),
        "demo": any(row.unit.demo for row in asked) or any(row.unit.demo for row in told),
    }  # fmt: skip
    if allowed(request, Action.WATCH, NOTHING):
        sent, notices = queries.requests(), queries.notices()
        rows = reach.readable(request, queries.all_told(notices))
        asked_rows = reach.readable(request, queries.all_asked(sent))
        context |= {
            "watches": True, "year": today.year,
            "periods": [(str(one), one.label(lang)) for one in rates.periods(today)], "places": rates.places(request),
            "sent": shown.sent(sent, asked_rows, today),
            "notices": shown.posted(notices, rows, queries.first_read(rows), lang),
            "rates": shown.rates(queries.rates(date(today.year, 1, 1), date(today.year, 12, 31), today), lang),
            "demo": context["demo"] or any(row.unit.demo for row in asked_rows) or any(row.unit.demo for row in rows),
        }  # fmt: skip
    return render(request, "coordination/home.html", context)


def _write(request: HttpRequest, posted: QueryDict, *, asks: bool, refused: TongketError | None = None) -> HttpResponse:
    """Show the form of a new request or notice, with what was typed and why it was not sent."""
    require(request, Action.ASK, NOTHING)
    lang = language(request)
    units, sectors = reach.offered(request)
    kinds = [(kind, name.to(lang), n) for kind, name in rules.UNIT_KINDS.items()
             if (n := sum(unit.kind == kind for unit in units))]  # fmt: skip
    places = reach.places(units, lambda count: count > 1)
    key = posted.get("key", "")
    context = {
        "part": "coordination", "asks": asks, "refused": refused.message(lang) if refused else "",
        "accepted": ACCEPTED, "key": uuid4().hex if not key or queries.was_sent(key) else key, "typed": posted,
        "picked": set(posted.getlist("unit")),
        "to": posted.get("to") or (kinds[0][0] if kinds else "picked"), "kinds": kinds, "units": units,
        "places": places if len(places) > 1 else [],
        "sectors": [(code, rules.SECTORS[code].to(lang)) for code in sectors],
        "notice_kinds": [(kind.value, name.to(lang)) for kind, name in rules.KINDS.items()],
        "most": {"title": rules.TITLE.most, "body": rules.BODY.most, "basis": rules.BASIS.most},
        "today": timezone.localdate().isoformat(), "demo": any(unit.demo for unit in units),
    }  # fmt: skip
    return render(request, "coordination/write.html", context, status=422 if refused else 200)


def _wording(posted: QueryDict) -> rules.Wording:
    return rules.Wording(*(posted.get(name, "") for name in ("title", "body", "sector", "basis")))


@signed_in
@require_GET
def request_new(request: HttpRequest) -> HttpResponse:
    """A new request, to be filled in."""
    return _write(request, QueryDict(), asks=True)


@signed_in
@require_POST
def request_send(request: HttpRequest) -> HttpResponse:
    """Ask the units chosen."""
    require(request, Action.ASK, NOTHING)
    posted, lang = request.POST, language(request)
    due = day_of(posted.get("due", ""))
    try:
        made = services.ask(
            reach.chosen(request, posted), _wording(posted), due=due, key=posted.get("key", ""),
            actor=user_of(request).uid, at=timezone.now(), files=attached.uploads(request),
        )  # fmt: skip
    except InvalidInput as refused:
        return _write(request, posted, asks=True, refused=refused)
    if made.due != due:
        moved = Text(
            f"Hạn {due:%d/%m/%Y} là ngày nghỉ nên chuyển sang ngày làm việc tiếp theo, {made.due:%d/%m/%Y}.",
            f"{due:%d/%m/%Y} is a day off: the request is due on the next working day, {made.due:%d/%m/%Y}.",
        )
        messages.warning(request, moved.to(lang))
    return redirect("request", made.pk)


@signed_in
@require_GET
def request_show(request: HttpRequest, number: int) -> HttpResponse:
    """A request, and how far each unit is that the reader may read of."""
    of = queries.request_of(number)
    every = queries.all_asked([of])
    rows = reach.readable(request, every)
    if not rows:
        require(request, Action.READ, About("?", "?", of.sector))
    lang, today, only = language(request), timezone.localdate(), request.GET.get("only", "")
    listed = [row for row in rows if only not in shown.COUNTS or only in shown.counted(row, today)]
    counts = shown.counts(rows, today)
    context = {
        "part": "coordination", "of": of, "lines": [shown.line(row, today, lang) for row in listed], "only": only,
        "counts": [(name, counts[name], text.to(lang)) for name, text in shown.COUNTS.items() if counts[name]],
        "sector": rules.SECTORS.get(of.sector, Text("", "")).to(lang), "demo": any(row.unit.demo for row in rows),
        "by": people.names([of.asked_by]).get(of.asked_by, of.asked_by), "files": queries.files_of(of),
        "most": rules.TEXTS[rules.Action.WITHDRAW].most,
        "may_withdraw": counts["waiting"] and all(allowed(request, Action.ASK, reach.about(row)) for row in every),
    }  # fmt: skip
    return render(request, "coordination/request.html", context)


@signed_in
@require_POST
def request_withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw a request from all who have not answered."""
    for row in queries.all_asked([queries.request_of(number)]):
        require(request, Action.ASK, reach.about(row))
    who = rules.Actor(user_of(request).uid, asks=True)
    try:
        count = services.withdraw(number, who=who, at=timezone.now(), reason=request.POST.get("text", ""))
    except (InvalidInput, NotAllowed) as refused:
        messages.error(request, refused.message(language(request)))
    else:
        done = Text(f"Đã thu hồi yêu cầu ở {count} đơn vị.", f"Withdrawn from {count} units.")
        messages.success(request, done.to(language(request)))
    return redirect("request", number)


def _actor(request: HttpRequest, of: Asked) -> rules.Actor:
    about = reach.about(of)
    return rules.Actor(
        user_of(request).uid, answers=allowed(request, Action.ANSWER, about), asks=allowed(request, Action.ASK, about)
    )


def _asked(request: HttpRequest, number: int, refused: TongketError | None = None) -> HttpResponse:
    """Show what one unit was asked; with what was typed and why it was not done, where it was not."""
    of = queries.asked(number)
    lang, today, who = language(request), timezone.localdate(), _actor(request, of)
    way = queries.way(of)
    state, uids = rules.State(of.state), {of.of.asked_by, *(one.actor for one in way)}
    names = people.names(uids)
    may = {action.value: rules.may(state, action, who) is None for action in rules.Action}
    context = {
        "part": "coordination", "of": of, "line": shown.line(of, today, lang), "may": may,
        "way": shown.way(way, names, lang), "by": names.get(of.of.asked_by, of.of.asked_by),
        "most": {action.value: field.most for action, field in rules.TEXTS.items()}, "demo": of.unit.demo,
        "sector": rules.SECTORS.get(of.of.sector, Text("", "")).to(lang), "asks": who.asks,
        "refused": refused.message(lang) if refused else "", "today": today.isoformat(),
        "typed": request.POST if refused else {},
        "files": queries.files_of(of.of), "accepted": ACCEPTED, "next": _next(request, of) if who.asks else None,
    }  # fmt: skip
    status = 200 if refused is None else 422 if isinstance(refused, InvalidInput) else 409
    return render(request, "coordination/asked.html", context, status=status)


def _next(request: HttpRequest, of: Asked) -> Asked | None:
    """Return another answer to the same request that waits for the Department."""
    rows = reach.readable(request, queries.all_asked([of.of]))
    return next((row for row in rows if row.state == rules.State.ANSWERED and row.pk != of.pk), None)


@signed_in
@require_GET
def asked(request: HttpRequest, number: int) -> HttpResponse:
    """What one unit was asked, what it answered, what comes next."""
    require(request, Action.READ, reach.about(queries.asked(number)))
    return _asked(request, number)


def _step(request: HttpRequest, number: int, action: rules.Action, due: date | None = None) -> HttpResponse:
    who = _actor(request, queries.asked(number))
    try:
        services.step(
            number, action, who=who, at=timezone.now(), text=request.POST.get("text", ""), due=due,
            revision=number_of(request.POST.get("revision", "")), files=attached.uploads(request),
        )  # fmt: skip
    except (InvalidInput, NotAllowed) as refused:
        # What was typed stays on the page, so that it can be mended or sent again.
        return _asked(request, number, refused)
    done = Text(f"Đã ghi: {rules.DONE[action].vi}.", f"Recorded: {rules.DONE[action].en}.")
    messages.success(request, done.to(language(request)))
    return redirect("asked", number)


@signed_in
@require_POST
def asked_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer for a unit."""
    require(request, Action.ANSWER, reach.about(queries.asked(number)))
    return _step(request, number, rules.Action.ANSWER)


@signed_in
@require_POST
def asked_step(request: HttpRequest, number: int) -> HttpResponse:
    """Accept an answer, send it back, or withdraw the request from one unit."""
    require(request, Action.ASK, reach.about(queries.asked(number)))
    try:
        action = rules.Action(request.POST.get("action", ""))
    except ValueError as error:
        raise InvalidInput("không rõ bước cần làm; mở lại trang rồi làm lại", "no such step; open the page") from error
    typed = request.POST.get("due", "")
    if typed and day_of(typed) is None:
        return _asked(request, number, InvalidInput(f"“{typed[:20]}” không phải một ngày", f"“{typed[:20]}” is no day"))
    return _step(request, number, action, day_of(typed))


@signed_in
@require_GET
def notice_new(request: HttpRequest) -> HttpResponse:
    """A new notice, to be filled in."""
    return _write(request, QueryDict(), asks=False)


@signed_in
@require_POST
def notice_send(request: HttpRequest) -> HttpResponse:
    """Let the units chosen know."""
    require(request, Action.ASK, NOTHING)
    posted = request.POST
    kind = next((one for one in rules.Kind if one.value == posted.get("kind")), rules.Kind.NOTICE)
    try:
        made = services.notify(
            reach.chosen(request, posted), _wording(posted), kind=kind, key=posted.get("key", ""),
            actor=user_of(request).uid, at=timezone.now(),
        )  # fmt: skip
    except InvalidInput as refused:
        return _write(request, posted, asks=False, refused=refused)
    return redirect("notice", made.pk)


def _notice(request: HttpRequest, number: int, action: Action) -> tuple[Notice, list[Any]]:
    """Return a notice and the units it was sent to for whom somebody may do this."""
    of = queries.notice_of(number)
    rows = [row for row in queries.all_told([of]) if allowed(request, action, reach.about(row))]
    if not rows:
        require(request, action, About("?", "?", of.sector))
    return of, rows


@signed_in
@require_GET
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """A notice, and who has read it. Looking at it records nothing."""
    of, rows = _notice(request, number, Action.READ)
    lang, read = language(request), queries.receipts(rows)
    names = people.names([of.sent_by, *(one.uid for one in read)])
    readers: dict[int, list[dict[str, Any]]] = {}
    for one in read:
        readers.setdefault(one.of_id, []).append({"who": names.get(one.uid, one.uid), "at": one.at})
    mine = [row for row in rows if allowed(request, Action.ANSWER, reach.about(row))]
    context = {
        "part": "coordination", "of": of, "kind": rules.KINDS[rules.Kind(of.kind)].to(lang),
        "sector": rules.SECTORS.get(of.sector, Text("", "")).to(lang), "by": names.get(of.sent_by, of.sent_by),
        "lines": [{"unit": row.unit, "readers": readers.get(row.pk, [])} for row in rows], "read": len(readers),
        "demo": any(row.unit.demo for row in rows),
        "mine": mine, "mine_read": bool(mine) and all(
            any(one.of_id == row.pk and one.uid == user_of(request).uid for one in read) for row in mine),
    }  # fmt: skip
    return render(request, "coordination/notice.html", context)


@signed_in
@require_POST
def notice_read(request: HttpRequest, number: int) -> HttpResponse:
    """Note that somebody of a unit has read its notice."""
    _, rows = _notice(request, number, Action.ANSWER)
    services.read(rows, uid=user_of(request).uid, at=timezone.now())
    return redirect("notice", number)
