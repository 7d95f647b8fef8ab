"""Whole-process times of the commands a user waits for, from a warm file cache.

    make bench            # all
    python -m bench 9     # nine runs of each instead of five

Beside each stands the floor: the same interpreter that starts, opens the ledger and does nothing. A ratio to it says
how much of the time is ours. Medians are to be quoted; a wide spread says the machine was busy.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

TONGKET = [sys.executable, "-c", "from tongket.project.main import main; raise SystemExit(main())"]
FLOOR = [sys.executable, "-c", "from tongket.project.setup import prepare; prepare()"]


def timed(command: Sequence[str], home: Path, runs: int) -> tuple[list[float], float]:
    """Return the seconds of each run after one warm-up, and the largest memory of a run in MiB."""
    environment = os.environ | {"TONGKET_HOME": str(home)}
    seconds, memory = [], 0.0
    for run in range(runs + 1):
        begun = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=home)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            raise SystemExit(f"{command} failed")
        if run:
            seconds.append(time.perf_counter() - begun)
            memory = max(memory, usage.ru_maxrss / 1024)
    return seconds, memory


def main() -> None:
    """Time the commands and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}, {platform.system()}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir()
        subprocess.run(
            [*TONGKET, "--home", str(home), "demo", "--out", f"{folder}/out"], check=True, capture_output=True
        )
        commands = {
            "floor: start, open the ledger": FLOOR,
            "compare 64 2020 (goal 1 s)": [*TONGKET, "compare", "64", "2020", "--json"],
            "compare 64 2020 --audit": [*TONGKET, "compare", "64", "2020", "--audit"],
            "figures --indicator export.value": [*TONGKET, "figures", "--indicator", "export.value", "--json"],
            "review 64 2020, all six files (goal 5 s)": [*TONGKET, "review", "64", "2020", "--out", f"{folder}/out"],
            "review 64 2023, all six files": [*TONGKET, "review", "64", "2023", "--out", f"{folder}/out"],
        }
        floor = 0.0
        print(f"{'command':44} {'min':>7} {'median':>7} {'max':>7} {'× floor':>8} {'MiB':>6}")
        for name, command in commands.items():
            seconds, memory = timed(command, home, runs)
            median = statistics.median(seconds)
            floor = floor or median
            spread = f"{min(seconds):6.2f}s {median:6.2f}s {max(seconds):6.2f}s"
            print(f"{name:44} {spread} {median / floor:8.1f} {memory:6.0f}")


if __name__ == "__main__":
    main()
