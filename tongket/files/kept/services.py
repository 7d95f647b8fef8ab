"""The only writer of kept files: bytes first, then the row, so that no row is without its bytes."""

import os
import secrets
from collections.abc import Sequence
from datetime import datetime

from tongket.files.kept.models import Stored
from tongket.files.kept.queries import path_of
from tongket.files.kept.rules import Checked


def keep(files: Sequence[Checked], at: datetime) -> list[tuple[Stored, str]]:
    """Keep files, each content once, and return each with its name. Call within the transaction that points at them.

    Raises:
        OSError: the disk is full or not to be reached.
    """
    found = []
    for one in files:
        _write(one)
        row, _ = Stored.objects.get_or_create(
            sha256=one.sha256, defaults={"size": len(one.data), "kind": one.kind.value, "at": at}
        )
        found.append((row, one.name))
    return found


def _write(of: Checked) -> None:
    path = path_of(of.sha256)
    if path.is_file() and path.stat().st_size == len(of.data):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(of.data)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
