"""Starts the processes of `tests.ledger.child`."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 120


@dataclass
class Ended:
    """How a child ended."""

    status: int
    lines: list[str]
    errors: str


def together(*commands: Sequence[str]) -> list[Ended]:
    """Start one child for each command, let them begin at once, and wait for all."""
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.ledger.child", *command],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    try:
        for child in children:
            assert child.stdout is not None
            if child.stdout.readline() != "ready\n":
                raise AssertionError(child.communicate(timeout=LIMIT)[1])
        for child in children:
            assert child.stdin is not None
            child.stdin.write("go\n")
            child.stdin.flush()
        ended = []
        for child in children:
            out, errors = child.communicate(timeout=LIMIT)
            ended.append(Ended(child.returncode, out.splitlines(), errors))
        return ended
    finally:
        for child in children:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout, child.stderr):
                if pipe is not None:
                    pipe.close()
