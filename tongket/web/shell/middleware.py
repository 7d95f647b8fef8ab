"""What is done to every answer."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongket.core.errors import Ambiguous, InvalidInput, NotAllowed, NotFound, TongketError, Unavailable
from tongket.web.shell.words import language

_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_STATUS: dict[type[TongketError], int] = {
    InvalidInput: 422, NotFound: 404, Ambiguous: 409, NotAllowed: 403, Unavailable: 503,
}  # fmt: skip

Next = Callable[[HttpRequest], HttpResponse]


class ContentPolicy:
    """Nothing is loaded from elsewhere, no script runs that is not a file of ours, no page is kept."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the policy."""
        response = self._next(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        if response.get("Content-Type", "").startswith("text/html"):
            # Going back must show the return as it is, not as it was; and nobody's figures stay on a shared machine.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Refusals:
    """Turns our errors into answers that say what to do next."""

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self._next(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for an error of ours; others go their way."""
        if not isinstance(error, TongketError):
            return None
        status = next(code for kind, code in _STATUS.items() if isinstance(error, kind))
        message = error.message(language(request))
        if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json"):
            body = json.dumps({"error": message}, ensure_ascii=False)
            return HttpResponse(body, status=status, content_type="application/json")
        return render(request, "shell/refused.html", {"message": message, "status": status}, status=status)
