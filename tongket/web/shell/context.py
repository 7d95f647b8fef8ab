"""What every template knows."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tongket.accounts import queries
from tongket.accounts.rules import About, Action, may
from tongket.web.shell.words import language


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the language, and what the reader's menu has."""
    user = getattr(request, "user", None)
    can: dict[str, bool] = {}
    if user is not None and user.is_authenticated:
        held, today = queries.held(user), timezone.localdate()
        can = {action.value: may(held, action, About(), today, within=queries.within) for action in Action}
    return {"LANG": language(request), "can": can}
