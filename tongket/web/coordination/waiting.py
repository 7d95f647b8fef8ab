"""What of coordination waits for somebody: shown on their first page."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from tongket.accounts.rules import Action
from tongket.coordination import queries, rules
from tongket.coordination.models import Asked
from tongket.core.text import Lang, Text
from tongket.web.coordination import reach, shown
from tongket.web.shell.access import allowed
from tongket.web.shell.desk import Waiting, Waits
from tongket.web.shell.words import language

MOST = 20
"""Lines of each heading; the others are counted, and stand under “Điều phối”."""


def left(due: date, today: date) -> Text:
    """Return how far a due day is.

    >>> left(date(2026, 2, 3), date(2026, 2, 5)).vi
    'quá hạn 2 ngày'
    """
    days = (due - today).days
    if days < 0:
        return Text(f"quá hạn {-days} ngày", f"{-days} day{'s' * (days < -1)} late")
    if days == 0:
        return Text("hạn hôm nay", "due today")
    return Text(f"còn {days} ngày", f"{days} day{'s' * (days > 1)} left")


def waits(request: HttpRequest) -> list[Waits]:
    """Return the requests a person's units have to answer, soonest due first, and the notices nobody there has read."""
    codes, lang, today = reach.own(request), language(request), timezone.localdate()
    if not codes:
        return []
    url, several = reverse("coordination"), len(set(codes)) > 1
    asked = [one for one in queries.asked_of(codes) if one.state in rules.WAITING]
    asked = [one for one in asked if allowed(request, Action.ANSWER, reach.about(one))]
    told = [one for one in queries.told_to(codes) if allowed(request, Action.ANSWER, reach.about(one))]
    read = queries.first_read(told)
    unread = [one for one in told if one.pk not in read]
    notices = [
        Waiting(one.of.title, reverse("notice", args=[one.of_id]), one.unit.name if several else "", "", False, "",
                Text("chưa đọc", "not read").to(lang), "warn")
        for one in unread[:MOST]
    ]  # fmt: skip
    return [
        Waits(Text("Yêu cầu chờ trả lời", "Requests to answer").to(lang),
              [_request(one, today, lang, several=several) for one in asked[:MOST]], len(asked) - MOST, url),
        Waits(Text("Thông báo, hướng dẫn chưa đọc", "Notices not read").to(lang), notices, len(unread) - MOST, url),
    ]  # fmt: skip


def _request(of: Asked, today: date, lang: Lang, *, several: bool) -> Waiting:
    line = shown.line(of, today, lang)
    return Waiting(line.title, line.url, line.unit if several else "", f"{line.due:%d/%m/%Y}", of.due < today,
                   left(of.due, today).to(lang), line.state, line.tone)  # fmt: skip
