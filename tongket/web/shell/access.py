"""Who asks, and whether they may: the only door from a request to what it wants."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from tongket.accounts import queries
from tongket.accounts.models import User
from tongket.accounts.rules import About, Action, may, may_somewhere
from tongket.core.errors import NotAllowed
from tongket.web.shell.words import language

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def user_of(request: HttpRequest) -> User:
    """Return who asks.

    Raises:
        NotAllowed: nobody signed in.
    """
    if not isinstance(request.user, User):
        raise NotAllowed("cần đăng nhập lại để làm tiếp", "sign in again to go on")
    return request.user


def allowed(request: HttpRequest, action: Action, about: About) -> bool:
    """Whether who asks may do it."""
    held = queries.held(user_of(request))
    return may(held, action, about, timezone.localdate(), within=queries.within)


def covering(request: HttpRequest, action: Action) -> Callable[[About], bool]:
    """Return a function that says what of many things who asks may do it to; their grants are looked up once."""
    held, today = queries.held(user_of(request)), timezone.localdate()
    return lambda about: may(held, action, about, today, within=queries.within)


def somewhere(request: HttpRequest, action: Action, sector: str) -> bool:
    """Whether who asks may do it in some place, in a sector."""
    return may_somewhere(queries.held(user_of(request)), action, sector, timezone.localdate())


def require(request: HttpRequest, action: Action, about: About) -> None:
    """Check that who asks may do it.

    Raises:
        NotAllowed: they may not.
    """
    if not allowed(request, action, about):
        raise NotAllowed(
            "bạn không có quyền xem hoặc làm việc này; liên hệ quản trị của Sở nếu cần được phân quyền",
            "you may not see or do this; ask the Department's administrator if you need to",
        )


def signed_in(view: View[P]) -> View[P]:
    """Let only people in who signed in; others are sent to do so, a script is told 401."""
    inner = login_required(view)

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated and request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponse('{"error": "401"}', status=401, content_type="application/json")
        return inner(request, *args, **kwargs)

    return cast("View[P]", checked)


def by_key(view: View[P]) -> View[P]:
    """Let only programs in that show a person's key (`Authorization: Bearer …`); others are told 401."""

    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        user = queries.acting_for(key.strip(), timezone.localdate()) if kind == "Bearer" and key.strip() else None
        if user is None:
            refused = NotAllowed(
                "thiếu khóa, khóa sai hoặc đã hết hạn; tạo khóa mới ở trang Tài khoản",
                "no key, a wrong one, or one that has expired; make a new one under Account",
            )
            answer = JsonResponse({"error": refused.message(language(request))}, status=401)
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        request.user = user
        return view(request, *args, **kwargs)

    return cast("View[P]", checked)
