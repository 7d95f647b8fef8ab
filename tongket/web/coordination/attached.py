"""Files of requests and answers: taken from a form, and handed out to whoever may see what they belong to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from tongket.accounts.rules import About, Action
from tongket.coordination import queries
from tongket.files.kept import queries as kept
from tongket.files.kept.rules import MOST_BYTES, TYPES, Kind, Upload
from tongket.web.coordination import reach
from tongket.web.shell.access import require, signed_in


def uploads(request: HttpRequest) -> list[Upload]:
    """Return the files that a form posted; those that are too large are not read."""
    found: list[Any] = request.FILES.getlist("files")
    return [Upload(f.name or "", f.size or 0, b"" if (f.size or 0) > MOST_BYTES else f.read()) for f in found]


@signed_in
@require_GET
def attachment(request: HttpRequest, number: int) -> HttpResponse:
    """A file, to be saved: never shown by the browser as a page of this site."""
    of = queries.attached(number)
    if of.entry is not None:
        require(request, Action.READ, reach.about(of.entry.of))
    elif of.request is not None and not reach.readable(request, queries.all_asked([of.request])):
        require(request, Action.READ, About("?", "?", of.request.sector))
    with kept.opened(of.stored) as data:
        answer = HttpResponse(data.read(), content_type=TYPES[Kind(of.stored.kind)])
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=of.name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
