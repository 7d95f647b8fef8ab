"""What the children of `tests.ledger.child` do; imported by them once the ledger is prepared."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from unittest import mock

from tests.ledger.samples import all_rows, figure
from tongket.core.errors import Unavailable
from tongket.core.vocabulary import vocabulary
from tongket.ledger import queries, services


def post(name: str, times: str) -> None:
    """Post `times` postings of three rows: one key of its own, and two that all posters share."""
    voc = vocabulary()
    for n in range(int(times)):
        rows = [
            figure(n, f"{1900 + n}-M0{1 + len(name) % 9}", source=name),
            figure(n, "2019", source=name),
            figure(n, "2018", source=name, locator=str(n)),
        ]
        print(services.post(rows, actor=name, vocabulary=voc).posting, flush=True)


def seal(times: str) -> None:
    """Seal again and again."""
    for _ in range(int(times)):
        sealed = services.seal()
        if sealed is not None:
            print(sealed.first, sealed.last, flush=True)


def read(upto: str) -> None:
    """Read until posting `upto` is there; every view must be a whole prefix."""
    seen = 0
    while seen < int(upto):
        relation = queries.relation()
        rows = all_rows(relation)
        postings = [row["posting"] for row in rows]
        whole = sorted(postings) == [n for n in range(1, relation.last_posting + 1) for _ in range(3)]
        if not whole or relation.last_posting < seen or len({row["row"] for row in rows}) != len(rows):
            print("torn", relation.last_posting, postings, flush=True)
            sys.exit(1)
        seen = relation.last_posting
    print("whole", flush=True)


def die(verb: str, where: str, when: str) -> None:
    """Run `post` or `seal`, and be killed just before or after the function `where`."""

    def kill() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    module, _, name = where.rpartition(".")
    real: Callable[..., object] = getattr(sys.modules[module], name)

    def deadly(*args: object, **kwargs: object) -> object:
        if when == "before":
            kill()
        result = real(*args, **kwargs)
        kill()
        return result

    with mock.patch(where, deadly):
        if verb == "post":
            services.post([figure(7, "2007"), figure(8, "2008")], actor="dying", vocabulary=vocabulary())
        elif verb == "seal":
            services.seal()
        else:
            services.withhold([1], actor="dying", legal_basis="Luật Thống kê")


def fill(verb: str, room: str) -> None:
    """Run `post` or `seal` where no file may grow beyond `room` bytes: as on a full disk."""
    queries.relation()
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
    try:
        if verb == "post":
            months = [f"{year}-M{month:02}" for year in range(1901, 2099) for month in range(1, 13)]
            services.post([figure(n, m) for n, m in enumerate(months)], actor="u1", vocabulary=vocabulary())
        else:
            services.seal()
    except Unavailable as error:
        print("unavailable", error.message("en"), flush=True)


VERBS: dict[str, Callable[..., None]] = {"post": post, "seal": seal, "read": read, "die": die, "fill": fill}
