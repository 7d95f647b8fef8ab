"""What every template knows."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from tongket.accounts import queries
from tongket.accounts.rules import MAY, About, Action, may
from tongket.coordination.queries import waiting
from tongket.web.shell.words import language


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the language, and what the reader's menu has."""
    user = getattr(request, "user", None)
    can: dict[str, bool] = {}
    waits = 0
    if user is not None and user.is_authenticated:
        held, today = queries.held(user), timezone.localdate()
        can = {action.value: may(held, action, About(), today, within=queries.within) for action in Action}
        waits = waiting([one.unit for one in held if one.role in MAY[Action.ANSWER] and one.holds_on(today)])
    return {"LANG": language(request), "can": can, "waits": waits}
