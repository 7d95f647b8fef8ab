"""A throw-away PostgreSQL cluster for the tests, where the machine has its programs."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_UNPRIVILEGED = "nobody"
_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=40"


def programs() -> Path | None:
    """The folder of initdb, pg_ctl and postgres, newest first; None where there is none."""
    found = shutil.which("initdb")
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    if found:
        candidates.insert(0, Path(found).resolve().parent)
    for folder in candidates:
        if all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    return None


class Cluster:
    """Databases in one running cluster, reached by a Unix socket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def url(self, database: str) -> str:
        return f"postgres://tongket@{str(self.folder).replace('/', '%2F')}/{database}"

    def create(self, template: str = "template0") -> str:
        """Create a database as a copy of another and return its name."""
        name = f"t{next(self._numbers)}"
        self._admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        self._admin(f"DROP DATABASE {name} WITH (FORCE)")

    def _admin(self, sql: str) -> None:
        with psycopg.connect(host=str(self.folder), user="tongket", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.encode())


@contextmanager
def running(bin_folder: Path) -> Iterator[Cluster]:
    """Start a cluster in a folder of its own, and stop and remove it at the end."""
    # Not below pytest's own folder: only its owner may enter that, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="tk-pg-"))
    user = _UNPRIVILEGED if os.getuid() == 0 else None
    if user is not None:
        account = pwd.getpwnam(user)
        os.chown(folder, account.pw_uid, account.pw_gid)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [bin_folder / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
        )

    data = folder / "data"
    try:
        run("initdb", "-D", str(data), "-U", "tongket", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        log = str(folder / "log")
        run("pg_ctl", "-D", str(data), "-l", log, "-w", "-o", f"-k {folder} {_OPTIONS}", "start")
        try:
            yield Cluster(folder)
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
