"""Start-up: from a data folder to a ledger that can be asked and written."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, connections

from tongket.core.errors import NotFound, Unavailable
from tongket.project import env
from tongket.store.errors import mapped

_ADVISORY_LOCK = 0x746F6E676B6574  # "tongket": one number that all processes agree on


@contextmanager
def opened(home: Path | None = None, *, make: bool) -> Iterator[Path]:
    """Prepare the ledger and give its data folder; see `prepare`.

    Raises:
        Unavailable: a ledger that could only be read without locks was written meanwhile: what was read of it may mix
            the state before and after.
    """
    prepare(home, make=make)
    folder = env.data_home()
    before = _stamp(folder) if _unlocked() else None
    yield folder
    if before is not None and _stamp(folder) != before:
        raise Unavailable(
            f"sổ ở {folder} vừa được ghi thêm trong lúc đọc, kết quả vừa rồi không dùng được; chạy lại lệnh",
            f"the ledger in {folder} was written while it was read; do not use this result, run the command again",
        )


def _unlocked() -> bool:
    """Whether the ledger is read without locks, as it has to be where nothing can be written beside it."""
    return "?immutable=" in str(connection.settings_dict["NAME"])


def _stamp(folder: Path) -> tuple[int, int, int]:
    """Return what changes with the ledger's file."""
    with mapped():
        found = (folder / env.LEDGER).stat()
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def prepare(home: Path | None = None, *, make: bool = True) -> None:
    """Make the ledger ready: folder, settings, tables. Cheap when all is there; two processes may do it at once.

    Args:
        home: the data folder; None takes TONGKET_HOME or the nearest `tongket-data`. A process that was prepared
            for another folder leaves that one.
        make: make folder and ledger where there are none. False: neither; a folder that may not be written is read.

    Raises:
        NotFound: there is no ledger, and none may be made.
        Unavailable: folder or database cannot be reached, its driver is not installed, or the ledger was written by a
            newer version.
        InvalidInput: TONGKET_DATABASE_URL is no PostgreSQL address.
    """
    if home is not None:
        os.environ["TONGKET_HOME"] = str(home.expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.project.settings")
    folder = env.data_home()
    with mapped():
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        elif not env.on_server() and not (folder / env.LEDGER).is_file():
            raise _no_ledger(str(folder))
        if not apps.ready:
            django.setup()
        _point_at(folder, read_only=not make and not os.access(folder, os.W_OK))
        applied = _applied()
        if not make and not applied:
            raise _no_ledger(str(connection.settings_dict["NAME"] if env.on_server() else folder))
        if _is_missing_some(applied):
            with _one_at_a_time(folder):
                _migrate()


def _no_ledger(where: str) -> NotFound:
    return NotFound(
        f"chưa có sổ ở {where}; nạp số liệu bằng tongket load, hoặc sửa --home (TONGKET_HOME)",
        f"there is no ledger in {where}; load figures with tongket load, or correct --home (TONGKET_HOME)",
    )


def _point_at(folder: Path, *, read_only: bool) -> None:
    """Let settings and connection follow the environment, where it has changed since they were read."""
    now = (folder, env.segments_folder(folder), env.databases(folder, read_only=read_only))
    before = (settings.TONGKET_HOME, settings.TONGKET_SEGMENTS, settings.DATABASES)
    # Django fills in defaults in the dictionary it was given, so only what we set is compared.
    same = now[:2] == before[:2] and now[2]["default"].items() <= before[2]["default"].items()
    if same:
        return
    connections.close_all()
    settings.TONGKET_HOME, settings.TONGKET_SEGMENTS, settings.DATABASES = now
    connections.settings = connections.configure_settings(now[2])
    connections["default"] = connections.create_connection("default")


def _applied() -> set[tuple[str, str]]:
    """Return app and name of the migrations the database has; none where it holds no ledger."""
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return {(str(app), str(name)) for app, name in cursor.fetchall()}


def _is_missing_some(applied: set[tuple[str, str]]) -> bool:
    """Whether the database lacks a migration; told by names, without building Django's graph of them."""
    wanted = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("0*.py")
    }
    labels = {app.label for app in apps.get_app_configs()}
    newer = sorted(name for app, name in applied - wanted if app in labels)
    if newer:
        raise Unavailable(
            f"sổ số liệu do phiên bản mới hơn tạo ra ({newer[-1]}); hãy cập nhật phần mềm rồi chạy lại",
            f"the ledger was made by a newer version ({newer[-1]}); update the program and run it again",
        )
    return not wanted <= applied


def _migrate() -> None:
    if not _is_missing_some(_applied()):
        return
    # Heavy, and needed once in the life of a ledger.
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 – heavy, only when used

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold a lock that ends with the process."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_ADVISORY_LOCK])
        return
    # An SQLite file of its own: the one lock that behaves alike on Windows and elsewhere.
    try:
        with closing(sqlite3.connect(folder / "prepare.lock", timeout=env.BUSY_SECONDS, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            yield
    except sqlite3.Error as error:
        raise Unavailable(
            f"không khóa được thư mục dữ liệu {folder} ({error}); kiểm tra quyền ghi rồi chạy lại",
            f"the data folder {folder} cannot be locked ({error}); check that it can be written and run again",
        ) from error
