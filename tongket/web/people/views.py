"""Pages of people: parse, one service or query, render."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongket.accounts import queries, services
from tongket.accounts.models import User
from tongket.accounts.rules import ROLES, About, Action, Held, Role, may_give
from tongket.collect import queries as returns
from tongket.core.errors import InvalidInput, NotAllowed, NotFound
from tongket.core.text import Text
from tongket.core.vocabulary import vocabulary
from tongket.notify import services as notify
from tongket.web.shell.access import require, signed_in, user_of
from tongket.web.shell.posted import day_of
from tongket.web.shell.words import language

_UNIT_ROLES = (Role.REPORTER, Role.HEAD, Role.ENTERPRISE)
DONE = {
    "invite": Text("mời", "invited"), "give": Text("cấp quyền", "grant given"),
    "end": Text("kết thúc quyền", "grant ended"),
    "deactivate": Text("khóa tài khoản", "deactivated"), "reactivate": Text("mở lại tài khoản", "reactivated"),
    "erase": Text("xóa thông tin cá nhân", "erased"), "password": Text("đặt mật khẩu", "password set"),
    "token": Text("tạo khóa", "key made"), "revoke": Text("thu hồi khóa", "key taken back"),
}  # fmt: skip
"""What is done to accounts, in words."""


@signed_in
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """One's own account: what one may do, keys for programs."""
    return _me(request)


def _me(request: HttpRequest, made: str = "") -> HttpResponse:
    user = user_of(request)
    today = timezone.localdate()
    context = {
        "person": user, "grants": [_grant(one, language(request)) for one in user.grants.order_by("id")],
        "keys": queries.tokens(user), "made": made, "latest": (today + timedelta(days=365)).isoformat(),
        "today": today.isoformat(),
    }  # fmt: skip
    return render(request, "people/me.html", context)


@signed_in
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """Make a key for a program; it is shown in this answer and never again."""
    expires = day_of(request.POST.get("expires", ""))
    if expires is None:
        raise InvalidInput("chưa ghi ngày hết hạn của khóa", "say until when the key lasts")
    made = services.give_token(
        user_of(request), request.POST.get("label", ""), expires=expires, at=timezone.now()
    )  # fmt: skip
    return _me(request, made)


@signed_in
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take a key back."""
    number = request.POST.get("key", "")
    services.revoke_token(user_of(request), int(number) if number.isdecimal() else 0, at=timezone.now())
    return redirect("me")


@signed_in
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The people an administrator looks after, and the invitation of new ones."""
    require(request, Action.GRANT, About())
    lang, word = language(request), request.GET.get("q", "")
    found = [one for one in queries.every(word) if _looks_after(request, one)]
    lines = [{"person": one, "grants": [_grant(grant, lang) for grant in one.grants.all()]} for one in found[:300]]
    context = {
        "lines": lines, "more": max(0, len(found) - 300), "word": word,
        "roles": [(role.value, name.to(lang)) for role, name in ROLES.items()],
    }  # fmt: skip
    return render(request, "people/list.html", context)


@signed_in
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and give its owner a link to set a password by."""
    require(request, Action.GRANT, About())
    told = request.POST
    grant = _asked(request)
    user = services.invite(
        told.get("email", ""),
        told.get("name", ""),
        (grant,),
        by=user_of(request).uid,
        title=told.get("title", "")[:120],
    )
    return _linked(request, user)


@signed_in
@require_GET
def person(request: HttpRequest, uid: str) -> HttpResponse:
    """Somebody's grants, and what was done to their account."""
    return _person(request, _of(request, uid))


def _person(request: HttpRequest, of: User, shown: str = "") -> HttpResponse:
    lang = language(request)
    changes = queries.changes(of.uid)
    names = queries.names(one.actor for one in changes)
    context = {
        "of": of, "link": shown, "own": of.uid == user_of(request).uid,
        "grants": [_grant(one, lang) for one in of.grants.order_by("id")],
        "changes": [
            {"at": one.at, "who": names.get(one.actor, one.actor), "what": DONE[one.what].to(lang),
             "reason": one.reason, "detail": _detail(one.detail, lang)}
            for one in changes
        ],
    }  # fmt: skip
    return render(request, "people/person.html", context)


@signed_in
@require_POST
def link(request: HttpRequest, uid: str) -> HttpResponse:
    """Give somebody a new link; the one before still leads to the same until a password is set."""
    return _linked(request, _of(request, uid, other=True))


@signed_in
@require_POST
def active(request: HttpRequest, uid: str) -> HttpResponse:
    """Let somebody sign in no more, or again."""
    of = _of(request, uid, other=True)
    services.set_active(of, not of.is_active, by=user_of(request).uid, reason=request.POST.get("reason", ""))
    return redirect("person", uid)


@signed_in
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let a grant end today."""
    require(request, Action.GRANT, About())
    grant = queries.grant_of(number)
    _of(request, grant.user.uid, other=True)
    services.end_grant(
        number, timezone.localdate() - timedelta(days=1), by=user_of(request).uid, reason=request.POST.get("reason", "")
    )
    return redirect("person", grant.user.uid)


@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Where the link of an invitation leads: a password is set, once."""
    of = User.objects.filter(uid=uid, is_active=True).first()
    if of is None or not default_token_generator.check_token(of, token):
        raise NotAllowed(
            "đường dẫn đã dùng hoặc đã hết hạn; đề nghị quản trị của Sở gửi đường dẫn mới",
            "the link was used or has expired; ask the Department's administrator for a new one",
        )
    form = SetPasswordForm(of, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_password(of, form.cleaned_data["new_password1"])
        done = Text("Đã đặt mật khẩu; mời đăng nhập.", "The password is set; sign in.")
        messages.success(request, done.to(language(request)))
        return redirect("account_login")
    return render(request, "people/welcome.html", {"form": form, "of": of})


def _linked(request: HttpRequest, of: User) -> HttpResponse:
    token = default_token_generator.make_token(of)
    address = request.build_absolute_uri(reverse("welcome", args=[of.uid, token]))
    notify.put(
        of, "Tài khoản báo cáo công thương",
        f"Kính gửi {of.full_name},\n\nSở Công Thương mời anh (chị) dùng trang báo cáo. Đặt mật khẩu tại:\n{address}\n\n"
        "Đường dẫn dùng được một lần, trong 7 ngày.\n",
        key=f"welcome:{of.uid}:{token}", at=timezone.now(),
    )  # fmt: skip
    return _person(request, of, address)


def _asked(request: HttpRequest) -> Held:
    """Return the grant that was asked for, if who asks may give it."""
    told, lang_day = request.POST, timezone.localdate()
    try:
        role = Role(told.get("role", ""))
    except ValueError as error:
        raise InvalidInput("chưa chọn vai trò", "choose a role") from error
    unit, place = told.get("unit", "").strip(), told.get("place", "").strip()
    if role in _UNIT_ROLES:
        if not unit:
            raise InvalidInput("vai trò này cần mã đơn vị báo cáo", "this role needs the code of a reporting unit")
        reach, place = returns.unit(unit).place, ""
    else:
        unit = ""
        if place and vocabulary().places.get(place) is None:
            raise NotFound(f"không có địa bàn “{place}”", f"there is no place “{place}”")
        reach = place
    grant = Held(role, place, told.get("sector", "").strip()[:40], unit, lang_day)
    held = queries.held(user_of(request))
    if not may_give(held, grant, reach, lang_day, within=queries.within):
        raise NotAllowed(
            "quyền này vượt ra ngoài địa bàn hoặc lĩnh vực bạn quản trị", "this reaches beyond what you administer"
        )
    return grant


def _looks_after(request: HttpRequest, of: User) -> bool:
    """Whether all that somebody may do, or could, is within what who asks administers; of nobody who never could."""
    held, today = queries.held(user_of(request)), timezone.localdate()
    grants = [Held(Role(g.role), g.place, g.sector, g.unit, g.valid_from, g.valid_to) for g in of.grants.all()]
    places = [returns.unit(grant.unit).place if grant.unit else grant.place for grant in grants]
    return bool(grants) and all(
        may_give(held, grant, place, today, within=queries.within) for grant, place in zip(grants, places, strict=True)
    )


def _of(request: HttpRequest, uid: str, *, other: bool = False) -> User:
    """Return somebody whom who asks looks after; with `other` not themselves."""
    require(request, Action.GRANT, About())
    of = queries.of_uid(uid)
    if not _looks_after(request, of) or (other and of.uid == user_of(request).uid):
        raise NotAllowed(
            "bạn không quản trị người này, hoặc đây là tài khoản của chính bạn; đề nghị quản trị khác thực hiện",
            "you do not administer this person, or it is your own account; another administrator has to",
        )
    return of


def _grant(grant: Any, lang: Any) -> dict[str, Any]:
    place = vocabulary().places.get(grant.place) if grant.place else None
    where = returns.unit(grant.unit).name if grant.unit else place.full_name() if place is not None else ""
    return {"of": grant, "role": ROLES[Role(grant.role)].to(lang), "where": where}


def _detail(told: dict[str, str], lang: Any) -> str:
    role = told.get("role")
    named = {**told, "role": ROLES[Role(role)].to(lang)} if role in set(Role) else told
    return ", ".join(value for value in named.values() if value)
