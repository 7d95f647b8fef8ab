"""Registers at the size of a province: 100,000 rooftop systems and 10,000 projects.

    python -m bench.registers                    # on SQLite
    python -m bench.registers --systems 10000    # smaller

The import (all checks, versions written) is timed as a whole; then list pages are asked for, filtered and sorted
in many ways, as the page's own view asks, and totals as of random days. Beside them the limit: one `COUNT` over the
table.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

STATES = ("survey-allowed", "policy-approved", "under-construction", "operating")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--systems", type=int, default=100_000)
    words.add_argument("--projects", type=int, default=10_000)
    words.add_argument("--asks", type=int, default=60)
    args = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tongket.project.web_settings", "TONGKET_HOME": folder}
        from tongket.project.setup import prepare

        prepare(Path(folder))
        run(args)


def told(count: int, technology: str, draw: random.Random, places: list[str]) -> list[Any]:
    """Made-up rows: what an import has read."""
    from tongket.registers.shared.told import Told

    solar = technology == "rooftop-solar"
    return [
        Told(
            f"{technology}-{n}", date(2012 + draw.randrange(13), 1 + draw.randrange(12), 1),
            {"name": f"{'Mái nhà' if solar else 'Dự án'} {draw.randrange(10**6)}", "technology": technology,
             "state": "operating" if solar else draw.choice(STATES), "place": draw.choice(places),
             "owner": f"Hộ {draw.randrange(10**5)}",
             ("peak" if solar else "capacity"): str(draw.randrange(5, 999) / 1000),
             "latitude": f"{13 + draw.random():.5f}", "longitude": f"{108 + draw.random():.5f}"},
            "Công ty Điện lực", row=n + 2,
        )
        for n in range(count)
    ]  # fmt: skip


def run(args: argparse.Namespace) -> None:
    from django.db import connection, reset_queries

    from tongket.core.vocabulary import vocabulary
    from tongket.registers.shared import queries, services
    from tongket.registers.shared.queries import Asked

    power, draw, words = queries.register_of("power"), random.Random(3), vocabulary()
    lower = words.places.lower
    places = [one.id for one in (lower.inside("vn.52@2025") if lower else [])]
    rows = told(args.systems, "rooftop-solar", draw, places) + told(args.projects, "wind", draw, places)
    begun = time.perf_counter()
    done = services.change(
        power, rows, actor="bench", at=datetime.now(UTC), reason="đo", key="bench-import", kind="import"
    )
    took = time.perf_counter() - begun
    print(f"import: {done.new} records in {took:.1f} s, {done.new / took:.0f}/s (goal: 100,000 in 60 s)")
    begun = time.perf_counter()
    again = services.change(
        power, rows, actor="bench", at=datetime.now(UTC), reason="đo", key="bench-again", kind="import"
    )
    print(f"the same again: {again.same} the same in {time.perf_counter() - begun:.1f} s")

    def page(asked: Asked, order: str) -> None:
        queries.page(power, asked, order, 0, 51)
        queries.by_state(power, asked)

    inside = queries.places_inside(power, "vn.52@2025", date(2026, 1, 1), words)
    asks = [
        (Asked(date(2013 + draw.randrange(14), 12, 31), text=draw.choice(("", "", "mai nha 12", "du an 7")),
               only=draw.choice(({}, {"technology": ["wind"]}, {"state": ["operating"]})),
               places=draw.choice((None, inside, frozenset(draw.sample(places, 3))))),
         draw.choice(("name", "-capacity", "code", "state", "-peak")))
        for _ in range(args.asks)
    ]  # fmt: skip
    _timed("list page, filtered and sorted (goal: p95 100 ms)", [lambda a=a, o=o: page(a, o) for a, o in asks])
    peaks = power.measures[3]
    _timed("total as of any day (goal: 200 ms)", [lambda a=a: queries.totals(power, peaks, a) for a, _ in asks])
    _timed("limit: one COUNT over the table", [power.version._default_manager.count] * 5)
    connection.force_debug_cursor = True
    reset_queries()
    page(*asks[0])
    print(f"statements of a list page's data: {len(connection.queries)}")


def _timed(what: str, calls: list[Any]) -> None:
    each = []
    for call in calls:
        begun = time.perf_counter()
        call()
        each.append((time.perf_counter() - begun) * 1000)
    each.sort()
    p95 = each[min(len(each) - 1, int(len(each) * 0.95))]
    print(f"{what}: median {statistics.median(each):.0f} ms, p95 {p95:.0f} ms")


if __name__ == "__main__":
    main()
