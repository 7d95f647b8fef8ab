"""The entry point: ties the command line to settings and database."""

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tongket.cli.main import run
from tongket.cli.session import Need
from tongket.project import env
from tongket.project.setup import opened

WEB_SETTINGS = "tongket.project.web_settings"
_WRITTEN = "Ậữđ “–” · × ÷ ≤ ✗ │ …"
"""What we print; an encoding that has these has the rest."""


def main(words: Sequence[str] | None = None) -> int:
    """Run `tongket` and return its exit status."""
    _speak_vietnamese()
    return run(words, _prepared)


def _speak_vietnamese() -> None:
    """Write UTF-8 where the encoding of the terminal, or of the file written to, has no Vietnamese."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not _has_vietnamese(stream.encoding):
            stream.reconfigure(encoding="utf-8", errors=stream.errors)


def _has_vietnamese(encoding: str) -> bool:
    try:
        _WRITTEN.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


@contextmanager
def _prepared(home: Path | str | None, need: Need) -> Iterator[Path]:
    named = Path(home) if home else None
    if need is Need.NOTHING:
        yield named.expanduser().absolute() if named else env.data_home()
        return
    if need is Need.WEB:
        os.environ["DJANGO_SETTINGS_MODULE"] = WEB_SETTINGS
    with opened(named, make=need in {Need.LEDGER_OR_NEW, Need.WEB}) as folder:
        yield folder
