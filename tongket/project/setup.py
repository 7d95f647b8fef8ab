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

from tongket.core.errors import Unavailable
from tongket.project import env
from tongket.store.errors import mapped

_ADVISORY_LOCK = 0x746F6E676B6574  # "tongket": one number that all processes agree on


def prepare(home: Path | None = None) -> None:
    """Make the ledger ready: folder, settings, tables. Cheap when all is there; two processes may do it at once.

    Args:
        home: the data folder; None takes TONGKET_HOME or the nearest `tongket-data`. A process that was prepared
            for another folder leaves that one.

    Raises:
        Unavailable: folder or database cannot be reached, or the ledger was written by a newer version.
        InvalidInput: TONGKET_DATABASE_URL is no PostgreSQL address.
    """
    if home is not None:
        os.environ["TONGKET_HOME"] = str(home.expanduser().absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongket.project.settings")
    folder = env.data_home()
    with mapped():
        folder.mkdir(parents=True, exist_ok=True)
        if not apps.ready:
            django.setup()
        _point_at(folder)
        if _missing_migrations():
            with _one_at_a_time(folder):
                _migrate()


def _point_at(folder: Path) -> None:
    """Let settings and connection follow the environment, where it has changed since they were read."""
    now = (folder, env.segments_folder(folder), env.databases(folder))
    before = (settings.TONGKET_HOME, settings.TONGKET_SEGMENTS, settings.DATABASES)
    # Django fills in defaults in the dictionary it was given, so only what we set is compared.
    same = now[:2] == before[:2] and now[2]["default"].items() <= before[2]["default"].items()
    if same:
        return
    connections.close_all()
    settings.TONGKET_HOME, settings.TONGKET_SEGMENTS, settings.DATABASES = now
    connections.settings = connections.configure_settings(now[2])
    connections["default"] = connections.create_connection("default")


def _missing_migrations() -> bool:
    """Whether the database lacks a migration; told by names, without building Django's graph of them."""
    wanted = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in (Path(app.path) / "migrations").glob("0*.py")
    }
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return True
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = {(str(app), str(name)) for app, name in cursor.fetchall()}
    labels = {app.label for app in apps.get_app_configs()}
    newer = sorted(name for app, name in applied - wanted if app in labels)
    if newer:
        raise Unavailable(
            f"sổ số liệu do phiên bản mới hơn tạo ra ({newer[-1]}); hãy cập nhật phần mềm rồi chạy lại",
            f"the ledger was made by a newer version ({newer[-1]}); update the program and run it again",
        )
    return not wanted <= applied


def _migrate() -> None:
    if not _missing_migrations():
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
