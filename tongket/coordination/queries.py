"""What other packages may ask about requests, notices and the address book."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Exists, Min, OuterRef, Q
from django.utils import timezone

from tongket.collect import queries as collect
from tongket.collect.models import Unit
from tongket.coordination import rules
from tongket.coordination.models import Asked, Attached, Contact, ContactChange, Entry, Notice, Receipt, Request, Told
from tongket.coordination.rules import Rates, Reading, Reply, State
from tongket.core.errors import NotFound
from tongket.core.text import fold


def units(day: date) -> list[Unit]:
    """Return whom something can be sent to on a day: kind by kind, in order of name without diacritics."""
    return [
        unit
        for kind in rules.UNIT_KINDS
        for unit in sorted(collect.units(kind, day), key=lambda one: (fold(one.name), one.code))
    ]


def request_of(number: int) -> Request:
    """Return a request.

    Raises:
        NotFound: there is none.
    """
    found = Request.objects.filter(pk=number).first()
    if found is None:
        raise NotFound("không có yêu cầu này", "there is no such request")
    return found


def asked(number: int) -> Asked:
    """Return what one unit was asked.

    Raises:
        NotFound: there is none.
    """
    found = Asked.objects.select_related("of", "unit").filter(pk=number).first()
    if found is None:
        raise NotFound("không có yêu cầu này", "there is no such request")
    return found


def all_asked(requests: Sequence[Request]) -> list[Asked]:
    """Return all units that were asked, in order of name."""
    found, known = Asked.objects.filter(of__in=requests).select_related("unit"), {of.pk: of for of in requests}
    for one in found:
        # One text for all units, not one copy each.
        one.of = known[one.of_id]
    return sorted(found, key=lambda one: (fold(one.unit.name), one.pk))


def asked_of(codes: Iterable[str], limit: int = 200) -> list[Asked]:
    """Return what units were asked: what waits for them first, soonest due first; then what was done, newest first."""
    mine = Asked.objects.filter(unit__code__in=set(codes)).select_related("of", "unit").defer("of__body")
    waiting = mine.filter(state__in=rules.WAITING).order_by("due", "pk")
    others = mine.exclude(state__in=rules.WAITING).order_by("-due", "-pk")
    return [*waiting[:limit], *others[:limit]]


def attached(number: int) -> Attached:
    """Return a file of a request or answer.

    Raises:
        NotFound: there is none.
    """
    found = Attached.objects.select_related("request", "entry__of__of", "entry__of__unit", "stored").filter(pk=number)
    if not found:
        raise NotFound("không có tệp này", "there is no such file")
    return found[0]


def files_of(of: Request) -> list[Attached]:
    """Return the files of a request, in the order they were attached."""
    return list(of.files.select_related("stored").order_by("pk"))


def way(of: Asked) -> list[Entry]:
    """Return what was answered and done, oldest first."""
    return list(of.entries.order_by("revision").prefetch_related("files__stored"))


def requests(limit: int = 50) -> list[Request]:
    """Return the newest requests."""
    return list(Request.objects.order_by("-at", "-pk")[:limit])


def notice_of(number: int) -> Notice:
    """Return a notice.

    Raises:
        NotFound: there is none.
    """
    found = Notice.objects.filter(pk=number).first()
    if found is None:
        raise NotFound("không có thông báo này", "there is no such notice")
    return found


def notices(limit: int = 50) -> list[Notice]:
    """Return the newest notices."""
    return list(Notice.objects.order_by("-at", "-pk")[:limit])


def all_told(notices: Sequence[Notice]) -> list[Told]:
    """Return all units that were sent notices, in order of name."""
    found, known = Told.objects.filter(of__in=notices).select_related("unit"), {of.pk: of for of in notices}
    for one in found:
        one.of = known[one.of_id]
    return sorted(found, key=lambda one: (fold(one.unit.name), one.pk))


def told_to(codes: Iterable[str], limit: int = 200) -> list[Told]:
    """Return what units were sent, newest first."""
    found = Told.objects.filter(unit__code__in=set(codes)).select_related("of", "unit").defer("of__body")
    return list(found.order_by("-of__at", "-pk")[:limit])


def first_read(told: Sequence[Told]) -> Mapping[int, datetime]:
    """Return when a unit's first reader said so, by id of what it was told; of those unread none."""
    # Named by notices and units: of rows there may be more than a database takes in one list.
    notices, units = {one.of_id for one in told}, {one.unit_id for one in told}
    found = Receipt.objects.filter(of__of__in=notices, of__unit__in=units).values("of").annotate(first=Min("at"))
    return {one["of"]: one["first"] for one in found}


def receipts(told: Iterable[Told]) -> list[Receipt]:
    """Return who has read it, first reader first."""
    return list(Receipt.objects.filter(of__in=[one.pk for one in told]).order_by("at", "pk"))


def waiting(codes: Sequence[str]) -> int:
    """Return how many requests wait for units' answers, and how many notices nobody of them has read."""
    if not codes:
        return 0
    unread = Told.objects.filter(unit__code__in=codes).filter(~Exists(Receipt.objects.filter(of=OuterRef("pk"))))
    return Asked.objects.filter(unit__code__in=codes, state__in=rules.WAITING).count() + unread.count()


def was_sent(key: str) -> bool:
    """Whether a request or notice was sent under a sender's key."""
    return Request.objects.filter(key=key).exists() or Notice.objects.filter(key=key).exists()


def contact(number: int) -> Contact:
    """Return an entry of the address book.

    Raises:
        NotFound: there is none.
    """
    found = Contact.objects.select_related("unit").filter(pk=number).first()
    if found is None:
        raise NotFound("không có mục danh bạ này", "there is no such entry of the address book")
    return found


def contacts(day: date) -> list[Contact]:
    """Return the entries that hold on a day."""
    holding = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return list(Contact.objects.filter(holding, valid_from__lte=day).select_related("unit").order_by("pk"))


def changes(of: Contact) -> list[ContactChange]:
    """Return how an entry was left by whom, newest first."""
    return list(of.changes.order_by("-revision"))


def rates(
    first: date, last: date, today: date | None = None, covers: Callable[[str], bool] = lambda _: True
) -> Mapping[str, Rates]:
    """Return the rates of what fell due, and of the notices sent, in a period.

    Args:
        first: first day.
        last: last day; both count.
        today: the day by which what is not answered is late; None takes today.
        covers: whether the units of a place, by its id, count.

    Returns:
        by kind of unit, and under the empty name of all together; see `rules.rates`.
    """
    asked = Asked.objects.filter(due__range=(first, last)).values_list(
        "unit__place", "unit__kind", "due", "answered_at", "state"
    )
    replies = [
        Reply(kind, due, timezone.localdate(at) if at else None, state == State.WITHDRAWN)
        for place, kind, due, at, state in asked
        if covers(place)
    ]
    read = Exists(Receipt.objects.filter(of=OuterRef("pk")))
    told = Told.objects.filter(of__at__date__range=(first, last)).annotate(read=read)
    readings = [
        Reading(kind, done) for place, kind, done in told.values_list("unit__place", "unit__kind", "read")
        if covers(place)
    ]  # fmt: skip
    return rules.rates(replies, readings, today or timezone.localdate())


def counts(first: date, last: date, today: date, covers: Callable[[str], bool]) -> Mapping[str, int]:
    """Return how coordination went in a time that is over, as the ledger keeps it, by code of indicator.

    Args:
        first: first day.
        last: last day; both count.
        today: the day by which what was not sent or answered is late.
        covers: whether the units of a place, by its id, count.

    Returns:
        of returns and of requests nothing where none was due.
    """
    on_time, due = collect.punctuality(first, last, covers, today)
    found = {"coordination.returns-due": due, "coordination.returns-on-time": on_time} if due else {}
    every = rates(first, last, today, covers)[""]
    if every.answered.of:
        told = Asked.objects.filter(due__range=(first, last)).exclude(state=State.WITHDRAWN)
        asked = [(of, unit) for of, unit, place in told.values_list("of", "unit", "unit__place") if covers(place)]
        found |= {
            "coordination.requests": len({of for of, _ in asked}),
            "coordination.units-asked": len({unit for _, unit in asked}),
            "coordination.replies-due": every.answered.of,
            "coordination.replies": every.answered.done,
            "coordination.replies-on-time": every.on_time.done,
        }
    return found
