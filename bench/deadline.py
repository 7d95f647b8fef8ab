"""The last hour before the deadline: 3,321 communes hand in 200 cells each over HTTP, and somebody watches.

    python -m bench.deadline                     # PostgreSQL and SQLite, three minutes each, then acceptance
    python -m bench.deadline --only sqlite --seconds 30
    python -m bench.deadline --only postgres --kills 100   # the server killed in the middle of it, again and again

Fifty clients, each sending the next return as soon as the last is answered, from one process that shares the machine
with the server; its CPU is told. Meanwhile somebody reads the control room. Afterwards every return that was answered
“received” is looked for: there, whole, once. Beside it the limit: the same documents inserted into a bare table of the
same database, one transaction each, from thirty connections (SQLite takes one writer).
"""

import argparse
import json
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import product
from pathlib import Path
from threading import Lock, Thread
from typing import Any

CLIENTS, CELLS, RAW_WRITERS = 50, 200, 30
FORM, VERSION = "bench-month", "1"
TONGKET = [sys.executable, "-c", "from tongket.project.main import main; raise SystemExit(main())"]
WORKERS = {"postgres": 3, "sqlite": 3}
"""Processes of the server."""


def form(words: Any) -> dict[str, Any]:
    """A form of 200 rows on real indicators and their members."""
    rows: list[dict[str, Any]] = []
    for indicator in words.indicators.values():
        dimensions = [[f"{name}:{code}" for code in words.dimensions[name].members] for name in indicator.dimensions]
        first, second = [*dimensions, [], []][:2]
        for one, two in product([None, *first], [None, *second]):
            members = sorted(member for member in (one, two) if member)
            for basis in indicator.bases:
                code = f"r{len(rows) + 1:03}"
                rows.append({"code": code, "number": str(len(rows) + 1), "name_vi": f"{indicator.name.vi} {code}",
                             "indicator": indicator.code, "members": members, "basis": basis, "unit": indicator.unit,
                             "decimals": 0})  # fmt: skip
    return {
        "code": FORM, "version": VERSION, "name_vi": "Biểu đo tải", "legal_basis_vi": "Đo tải", "frequency": "month",
        "owed_by": "commune", "body": "commune", "status": "estimate", "due": "commune-month", "sector": "planning",
        "valid_from": date(2025, 7, 1), "columns": [{"code": "month", "name_vi": "Tháng báo cáo", "what": "period"}],
        "sections": [{"code": "s1", "name_vi": "Chỉ tiêu", "rows": rows[:CELLS]}],
    }  # fmt: skip


@dataclass
class Site:
    """A served ledger with its units."""

    home: Path
    port: int
    env: dict[str, str]
    keys: list[tuple[str, str]] = field(default_factory=list)
    cookie: str = ""
    process: Any = None

    def start(self) -> None:
        """Serve, and return once it answers."""
        command = [*TONGKET, "--home", str(self.home), "serve", "--port", str(self.port), "--workers",
                   str(WORKERS["postgres" if "TONGKET_DATABASE_URL" in self.env else "sqlite"])]  # fmt: skip
        self.process = subprocess.Popen(
            command, env=os.environ | self.env, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while True:
            with suppress(OSError, HTTPException):
                asked = HTTPConnection("127.0.0.1", self.port, timeout=10)
                asked.request("GET", "/account/login/")
                if asked.getresponse().status == 200:
                    return
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def cpu(self) -> float:
        """Return the CPU seconds of the server's processes so far."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, ValueError):
                fields = stat.read_text().rsplit(")", 1)[1].split()
                if int(fields[2]) == self.process.pid:  # its process group
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def prepared(site: Site) -> None:
    """Make units, people, keys and the form; in a process of its own, so that each database has its settings."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.deadline", "--prepare", str(site.home)], env=os.environ | site.env,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    site.keys, site.cookie = [tuple(key) for key in told["keys"]], told["cookie"]


def _start(home: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tongket.project.web_settings"
    from tongket.project.setup import prepare as start

    start(home)


def prepare(home: Path) -> None:
    """What `prepared` runs."""
    _start(home)
    from django.contrib.sessions.backends.db import SessionStore

    from tongket.accounts.models import Grant, Token, User
    from tongket.accounts.rules import Held, Role, token_digest
    from tongket.accounts.services import invite
    from tongket.collect.catalog import services as catalog
    from tongket.collect.models import Unit
    from tongket.core.vocabulary import vocabulary

    words, now = vocabulary(), datetime.now(UTC)
    catalog.publish(form(words), actor="bench", at=now, vocabulary=words)
    lower = words.places.lower
    places = [p for p in lower.places.values() if p.level == "commune" and p.stands_on(now.date())] if lower else []
    units = [Unit(code=f"commune.{p.id}", kind="commune", name=p.full_name(), place=p.id, body="commune",
                  valid_from=date(2025, 7, 1), demo=True) for p in places]  # fmt: skip
    Unit.objects.bulk_create(units)
    users = [User(email=f"{n}@bench.invalid", full_name=f"Người lập {n}", password="!") for n in range(len(units))]
    User.objects.bulk_create(users)
    Grant.objects.bulk_create(
        Grant(user=user, role=Role.REPORTER, unit=unit.code, valid_from=date(2025, 7, 1), granted_by="bench")
        for user, unit in zip(users, units, strict=True)
    )
    keys = [(unit.code, f"tk_bench_{n}") for n, unit in enumerate(units)]
    Token.objects.bulk_create(
        Token(user=user, digest=token_digest(key), label="đo tải", made_at=now, expires=now.date() + timedelta(days=9))
        for user, (_, key) in zip(users, keys, strict=True)
    )
    watcher = invite("watcher@bench.invalid", "Chuyên viên", (Held(Role.LEADER),), by="bench", password="bench-2026-x")
    session = SessionStore()
    session["_auth_user_id"] = str(watcher.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session["_auth_user_hash"] = watcher.get_session_auth_hash()
    session.save()
    print(json.dumps({"keys": keys, "cookie": session.session_key}))


def months() -> list[str]:
    """The months that may be reported, oldest first."""
    today = date.today()
    return [f"{n // 12}-M{n % 12 + 1:02}" for n in range(2025 * 12 + 6, today.year * 12 + today.month)]


@dataclass
class Told:
    """What the clients saw."""

    received: dict[tuple[str, str], str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    room: list[float] = field(default_factory=list)


class Load:
    """Fifty clients in a closed loop, and one who watches."""

    def __init__(self, site: Site, seed: int = 1) -> None:
        self._site, self._lock, self.told = site, Lock(), Told()
        self._work = self._sendings()
        self._draw = random.Random(seed)
        self.stopped = False

    def _sendings(self) -> Iterator[tuple[str, str, str]]:
        for month in months():
            for unit, key in self._site.keys:
                yield unit, key, month

    def _next(self) -> tuple[str, str, str, bytes] | None:
        with self._lock:
            if self.stopped:
                return None
            unit, key, month = next(self._work)
            first = self._draw.randrange(1000, 9000)
        cells = {f"r{n:03}": first + n for n in range(1, CELLS + 1)}
        return unit, key, month, json.dumps({"cells": cells, "submit": True}).encode()

    def client(self, retry: bool) -> None:
        """Send until told to stop; with `retry` what is not answered is sent again under its key."""
        line: HTTPConnection | None = None
        while (sending := self._next()) is not None:
            unit, key, month, body = sending
            while not self.stopped or not retry:
                begun = time.perf_counter()
                try:
                    line = line or HTTPConnection("127.0.0.1", self._site.port, timeout=60)
                    line.request("PUT", f"/api/returns/{unit}/{FORM}/{month}", body, {
                        "Authorization": f"Bearer {key}", "Idempotency-Key": f"bench-{month}",
                        "Content-Type": "application/json",
                    })  # fmt: skip
                    answer = line.getresponse()
                    said = answer.read()
                except (OSError, HTTPException) as error:
                    line = None
                    if retry:
                        time.sleep(0.05)
                        continue
                    with self._lock:
                        self.told.errors.append(repr(error))
                    break
                with self._lock:
                    if answer.status in (200, 201):
                        self.told.seconds.append(time.perf_counter() - begun)
                        self.told.received[unit, month] = str(json.loads(body)["cells"]["r001"])
                    else:
                        self.told.errors.append(f"{answer.status} {said[:200]!r}")
                break

    def watcher(self) -> None:
        """Read the control room, look at it for a second, read it again."""
        line = HTTPConnection("127.0.0.1", self._site.port, timeout=60)
        while not self.stopped:
            begun = time.perf_counter()
            line.request("GET", f"/room?form={FORM}", headers={"Cookie": f"sessionid={self._site.cookie}"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                self.told.errors.append(f"room {answer.status}")
            self.told.room.append(time.perf_counter() - begun)
            time.sleep(1)

    def run(self, seconds: float, *, watched: bool = True, retry: bool = False) -> float:
        """Run for so long and return how long it was."""
        threads = [Thread(target=self.client, args=(retry,)) for _ in range(CLIENTS)]
        threads += [Thread(target=self.watcher)] if watched else []
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.stopped = True
        for thread in threads:
            thread.join()
        return time.perf_counter() - begun


def checked(site: Site, told: Told) -> str:
    """Say whether every return that was answered is there, whole, once."""
    told_file = site.home / "received.json"
    told_file.write_text(json.dumps([[*key, value] for key, value in told.received.items()]))
    done = subprocess.run(
        [sys.executable, "-m", "bench.deadline", "--check", str(site.home)], env=os.environ | site.env,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def check(home: Path) -> None:
    """What `checked` runs."""
    _start(home)
    from tongket.collect.models import Return, Save, Step

    received = {(unit, month): value for unit, month, value in json.loads((home / "received.json").read_text())}
    there: dict[tuple[str, str], Any] = {}
    doubles = broken = 0
    for of in Return.objects.filter(form=FORM).select_related("unit").iterator():
        key = (of.unit.code, of.period)
        doubles += key in there
        there[key] = of
        cells = of.document["cells"]
        whole = len(cells) == CELLS and of.state == "submitted"
        first = received.get(key, cells["r001|month"]["v"] if "r001|month" in cells else "")
        broken += not whole or cells["r001|month"]["v"] != first
    lost = len(received.keys() - there.keys())
    same = Save.objects.filter(of__form=FORM).count() == Step.objects.filter(of__form=FORM).count() == len(there)
    print(f"answered {len(received)}, there {len(there)}, lost {lost}, double {doubles}, not whole {broken}, "
          f"journal {'agrees' if same else 'DISAGREES'}")  # fmt: skip


def accepted(site: Site) -> str:
    """Accept a month of the whole nation; returns what was measured."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.deadline", "--accept", str(site.home)], env=os.environ | site.env,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.strip()


def accept(home: Path) -> None:
    """What `accepted` runs."""
    _start(home)
    from tongket.collect import rules, services
    from tongket.collect.models import Return
    from tongket.core.vocabulary import vocabulary

    of_month = Return.objects.filter(form=FORM, period=months()[0])
    of_month.update(state="approved")
    numbers = list(of_month.values_list("pk", flat=True))
    begun = time.perf_counter()
    done = services.accept_many(
        numbers, who=rules.Actor("taker", accepts=True), at=datetime.now(UTC), vocabulary=vocabulary()
    )
    took = time.perf_counter() - begun
    figures = len(done.numbers) * CELLS
    print(f"acceptance: {len(done.numbers)} returns, {figures} figures in {took:.1f} s, "
          f"{figures / took:.0f} figures/s, refused {len(done.refused)} (goal: 3,321 returns in 60 s)")  # fmt: skip


def limit(site: Site, seconds: float) -> float:
    """Return how many of the same documents a bare table of the same database takes in a second."""
    cells = {f"r{n:03}|month": {"t": str(1000 + n), "by": "u_123456789012", "s": "value", "v": str(1000 + n)}
             for n in range(1, CELLS + 1)}  # fmt: skip
    document = json.dumps({"cells": cells, "answers": {}})
    url = site.env.get("TONGKET_DATABASE_URL")
    if url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as made:
            made.execute("CREATE TABLE bench_raw (id bigserial PRIMARY KEY, document jsonb NOT NULL)")
        count = [0] * RAW_WRITERS
        until = time.perf_counter() + seconds

        def insert(n: int) -> None:
            with psycopg.connect(url, autocommit=True) as line:
                while time.perf_counter() < until:
                    line.execute("INSERT INTO bench_raw (document) VALUES (%s)", [document])
                    count[n] += 1

        threads = [Thread(target=insert, args=(n,)) for n in range(RAW_WRITERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(count) / seconds
    import sqlite3

    with sqlite3.connect(site.home / "raw.sqlite3", isolation_level=None) as line:
        line.execute("PRAGMA journal_mode=WAL")
        line.execute("PRAGMA synchronous=FULL")
        line.execute("CREATE TABLE bench_raw (id INTEGER PRIMARY KEY, document TEXT NOT NULL)")
        done, until = 0, time.perf_counter() + seconds
        while time.perf_counter() < until:
            line.execute("INSERT INTO bench_raw (document) VALUES (?)", [document])
            done += 1
    return done / seconds


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def database(name: str, home: Path) -> Iterator[Site]:
    """A site on a fresh database of that kind, prepared but not started."""
    from tests import postgres as server

    if name == "sqlite":
        site = Site(home, _port(), {"TONGKET_HOME": str(home)})
        prepared(site)
        yield site
        return
    programs = server.programs()
    if programs is None:
        raise SystemExit("PostgreSQL's programs (initdb, pg_ctl, postgres) are not installed")
    with server.running(programs) as cluster:
        url = cluster.url(cluster.create())
        site = Site(home, _port(), {"TONGKET_HOME": str(home), "TONGKET_DATABASE_URL": url})
        prepared(site)
        yield site


def timed(name: str, seconds: float) -> None:
    """Run the last hour on one kind of database and print what came of it."""
    with tempfile.TemporaryDirectory() as folder, database(name, Path(folder) / "home") as site:
        most = limit(site, min(seconds, 10))
        site.start()
        load = Load(site)
        own, served = time.process_time(), site.cpu()
        took = load.run(seconds)
        own, served = time.process_time() - own, site.cpu() - served
        site.kill()
        told = load.told
        each = sorted(told.seconds)
        if not each:
            raise SystemExit(f"nothing was received: {told.errors[:3]}")
        rate = len(each) / took
        print(f"{name}: {rate:.0f} submitted returns/s, median {statistics.median(each) * 1000:.0f} ms, "
              f"p95 {each[int(len(each) * 0.95)] * 1000:.0f} ms, errors {len(told.errors)}; raw inserts {most:.0f}/s "
              f"({most / rate:.1f} ×); control room {len(told.room)} times, median "
              f"{statistics.median(told.room) * 1000:.0f} ms; CPU server {served / took:.2f}, "
              f"generator {own / took:.2f} cores")  # fmt: skip
        for error in told.errors[:3]:
            print("  ", error)
        print(f"  {checked(site, told)}")
        print(f"  {accepted(site)}", flush=True)


def killed(name: str, times: int) -> None:
    """Kill the server so many times while returns are handed in, and look for every one that was answered."""
    with tempfile.TemporaryDirectory() as folder, database(name, Path(folder) / "home") as site:
        draw = random.Random(7)
        site.start()
        load = Load(site)
        clients = [Thread(target=load.client, args=(True,)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for number in range(times):
            time.sleep(draw.uniform(0.3, 1.5))
            site.kill()
            site.start()
            if (number + 1) % 10 == 0:
                print(f"  killed {number + 1} times, {len(load.told.received)} answered", file=sys.stderr)
        load.stopped = True
        for client in clients:
            client.join()
        site.kill()
        print(f"{name}: killed {times} times; {checked(site, load.told)}; errors {len(load.told.errors)}", flush=True)
        for error in load.told.errors[:3]:
            print("  ", error)


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=("postgres", "sqlite"))
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--kills", type=int, default=0)
    for hidden in ("--prepare", "--check", "--accept"):
        parser.add_argument(hidden, type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    for home, does in ((args.prepare, prepare), (args.check, check), (args.accept, accept)):
        if home is not None:
            does(home)
            return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}; {CLIENTS} clients, "
          f"{CELLS} cells a return")  # fmt: skip
    for name in [args.only] if args.only else ("postgres", "sqlite"):
        if args.kills:
            killed(name, args.kills)
        else:
            timed(name, args.seconds)


if __name__ == "__main__":
    main()
