"""Writers of one process take turns.

SQLite takes one writer at a time. Those who find it taken look again after a while that grows to a tenth of a second;
the threads of one server would mostly wait for nobody. Here they queue, and the next one begins at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from django.db import connection

_TURN = RLock()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to write, where the database has one writer; elsewhere there is nothing to wait for."""
    if connection.vendor != "sqlite":
        yield
        return
    with _TURN:
        yield
