"""A demonstration province: Gia Lai's communes with invented returns, marked as such. For trying out, never for real.

What its units report is drawn from a fixed seed, so that two who try it see the same.
"""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from tongket.accounts.models import User
from tongket.accounts.rules import Held, Role
from tongket.accounts.services import invite
from tongket.collect import queries, rules, services
from tongket.collect.catalog import services as catalog
from tongket.collect.form import Form, cell_key
from tongket.collect.models import Unit
from tongket.collect.outcomes import Change
from tongket.core.errors import NotAllowed
from tongket.core.number import render
from tongket.core.place import Place
from tongket.core.text import Text, fold
from tongket.core.vocabulary import Vocabulary
from tongket.ledger.queries import postings

PROVINCE = "vn.52@2025"
PASSWORD = "thu-nghiem-2026"  # noqa: S105 – of the demonstration, printed where it is made
FORM = "commune-month"
HISTORY, REPORTING = 4, 18


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to sign in as."""

    email: str
    password: str
    what: Text


def make(vocabulary: Vocabulary, today: date | None = None) -> list[Account]:
    """Make the demonstration province where it is not there yet, and return whom to sign in as.

    Raises:
        NotAllowed: the ledger holds figures that are not of the demonstration.
    """
    _check_free()
    today = today or timezone.localdate()
    units = [
        catalog.add_unit(
            f"commune.{place.id}", "commune", place.full_name(), place.id, body="commune", phone=f"0269 3{n:06}",
            valid_from=place.valid_from, demo=True,
        )
        for n, place in enumerate(_communes(vocabulary, today))
    ]  # fmt: skip
    first, second = units[0], units[1]
    told = [
        ("xa1@mau.example", "Nguyễn Thị Hoa", Held(Role.REPORTER, unit=first.code), f"người lập báo cáo – {first}"),
        ("lanhdao1@mau.example", "Trần Văn Bình", Held(Role.HEAD, unit=first.code), f"lãnh đạo – {first}"),
        ("xa2@mau.example", "Rơ Châm H’Yen", Held(Role.REPORTER, unit=second.code), f"người lập báo cáo – {second}"),
        ("lanhdao2@mau.example", "Đinh Văn Núi", Held(Role.HEAD, unit=second.code), f"lãnh đạo – {second}"),
        ("chuyenvien@mau.example", "Lê Thu Trang", Held(Role.SPECIALIST, PROVINCE), "chuyên viên Sở"),
        ("lanhdao@mau.example", "Phạm Quốc Việt", Held(Role.LEADER, PROVINCE), "lãnh đạo Sở"),
        ("quantri@mau.example", "Võ Minh Khoa", Held(Role.ADMINISTRATOR, PROVINCE), "quản trị của Sở"),
        ("kiemtra@mau.example", "Hồ Thị Mai", Held(Role.AUDITOR, PROVINCE), "kiểm tra, giám sát"),
    ]
    people = {email: _person(email, name, grant) for email, name, grant, _ in told}
    form = queries.form_of(FORM, today)
    clerk, head = people["xa1@mau.example"], people["lanhdao1@mau.example"]
    for number, unit in enumerate(units[:REPORTING]):
        _history(unit, number, form, today, clerk, head, vocabulary)
    _accept(people["chuyenvien@mau.example"], form, today, vocabulary)
    return [Account(email, PASSWORD, Text(what, what)) for email, _, _, what in told]


def _check_free() -> None:
    """Invented figures never come into a ledger of real ones.

    Raises:
        NotAllowed: there are postings or units that are not of the demonstration.
    """
    real = Unit.objects.filter(demo=False).exists()
    if real or (postings() and not Unit.objects.exists()):
        raise NotAllowed(
            "sổ này đã có số liệu thật nên không đưa tỉnh mẫu vào; chọn thư mục khác bằng --home",
            "this ledger holds real figures, so no demonstration goes into it; choose another folder with --home",
        )


def _communes(vocabulary: Vocabulary, today: date) -> list[Place]:
    lower = vocabulary.places.lower
    found = lower.places.values() if lower is not None else ()
    inside = (p for p in found if p.level == "commune" and p.parent == PROVINCE and p.stands_on(today))
    return sorted(inside, key=lambda place: fold(place.name()))


def _person(email: str, name: str, grant: Held) -> User:
    found = User.objects.filter(email=email).first()
    return found or invite(email, name, (grant,), by="demo", password=PASSWORD)


def _history(
    unit: Unit, number: int, form: Form, today: date, clerk: User, head: User, vocabulary: Vocabulary
) -> None:  # fmt: skip
    """Let a unit have reported some periods; of that owed now a third have told, and half of these were approved."""
    draw = random.Random(unit.code)  # noqa: S311 – invented figures, the same for everybody
    size = 1 + number % 5
    now = form.owed_on(today)
    for back in (12, *range(HISTORY, -1, -1)):
        period = now.shifted(-back)
        if not form.holds_on(period.end) or (back == 0 and number % 3 != 2):
            continue
        at = timezone.now()
        of = services.begin(unit, form, period, at=at)
        if of.state != rules.State.DRAFT or of.revision:
            continue
        services.save(
            of.pk,
            _cells(form, draw, back, size),
            form=form,
            key=f"demo-{period}",
            actor=clerk.uid,
            at=at,
            origin="demo",
        )
        services.step(
            of.pk, rules.Action.SUBMIT, form=form, who=rules.Actor(clerk.uid, enters=True), at=at, vocabulary=vocabulary
        )
        if back or number % 2:
            who = rules.Actor(head.uid, heads=True)
            services.step(of.pk, rules.Action.APPROVE, form=form, who=who, at=at, vocabulary=vocabulary)


def _accept(taker: User, form: Form, today: date, vocabulary: Vocabulary) -> None:
    """Accept all but what is owed now."""
    now = form.owed_on(today)
    periods = [now.shifted(-back) for back in (12, *range(HISTORY, 0, -1))]
    standing = queries.standing(form, periods).values()
    ready = [one.number for one in standing if one.state is rules.State.APPROVED]
    who = rules.Actor(taker.uid, accepts=True)
    services.accept_many(ready, who=who, at=timezone.now(), vocabulary=vocabulary)


def _cells(form: Form, draw: random.Random, back: int, size: int) -> list[Change]:
    sizes = {"industry-mining": 2, "industry-manufacturing": 40, "industry-power": 12, "industry-water": 1}
    told = {
        code: Decimal(round(usual * size * 1000 * (1 + draw.uniform(-0.05, 0.05)))) / 1000
        for code, usual in sizes.items()
    }
    told["industry"] = sum(told.values(), Decimal(0))
    told["retail"] = Decimal(round(85_000 * size * (1 - 0.01 * back) * (1 + draw.uniform(-0.03, 0.03)))) / 1000
    told["export"] = Decimal(round(1_500 * size * (1 + draw.uniform(-0.1, 0.1)))) / 1000
    told["power"] = Decimal(round(9_000 * size * (1 + draw.uniform(-0.1, 0.1)))) / 1000
    column = form.entered.code
    return [Change(cell_key(code, column), render(value)) for code, value in told.items()]
