"""The entry point: ties the command line to settings and database."""

from collections.abc import Sequence
from pathlib import Path

from tongket.cli.main import run
from tongket.project import env
from tongket.project.setup import prepare


def main(words: Sequence[str] | None = None) -> int:
    """Run `tongket` and return its exit status."""
    return run(words, _prepared)


def _prepared(home: Path | str | None) -> Path:
    prepare(Path(home) if home else None)
    return env.data_home()
