"""What the environment says: where the data lives, which database, which secret.

| variable | means | without it |
|---|---|---|
| `TONGKET_HOME` | the data folder | the nearest `tongket-data` here or above, else `./tongket-data` |
| `TONGKET_DATABASE_URL` | `postgres://…` | SQLite, `ledger.sqlite3` in the data folder |
| `TONGKET_SEGMENTS` | folder of the sealed segments | `segments` in the data folder |
| `TONGKET_SECRET_KEY` | key that signs sessions and links | made once, kept in `secret-key` in the data folder |
"""

import os
import secrets
from pathlib import Path
from typing import Any

from tongket.core.errors import InvalidInput

FOLDER = "tongket-data"
BUSY_SECONDS = 60
_SQLITE_INIT = (
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000};"
    "PRAGMA journal_mode=WAL;"
    # FULL: a posting that was confirmed to its user survives a power cut.
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
)


def data_home() -> Path:
    """Return the data folder, absolute; it need not exist yet."""
    named = os.environ.get("TONGKET_HOME")
    if named:
        return Path(named).expanduser().absolute()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FOLDER).is_dir():
            return folder / FOLDER
    return here / FOLDER


def segments_folder(home: Path) -> Path:
    """Return the folder of the sealed segments, absolute; it need not exist yet."""
    named = os.environ.get("TONGKET_SEGMENTS")
    return Path(named).expanduser().absolute() if named else home / "segments"


def databases(home: Path) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for the data folder.

    Raises:
        InvalidInput: TONGKET_DATABASE_URL is set and is no PostgreSQL address.
    """
    url = os.environ.get("TONGKET_DATABASE_URL")
    if url:
        return {"default": _postgres(url)}
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(home / "ledger.sqlite3"),
            "OPTIONS": {
                # The lock under which postings are numbered is taken when a transaction begins.
                "transaction_mode": "IMMEDIATE",
                "timeout": BUSY_SECONDS,
                "init_command": _SQLITE_INIT,
            },
        }
    }


def _postgres(url: str) -> dict[str, Any]:
    import dj_database_url  # noqa: PLC0415 – most installations have no server, and start without it

    try:
        config: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        config = {}
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise InvalidInput(
            "TONGKET_DATABASE_URL phải có dạng postgres://người-dùng:mật-khẩu@máy-chủ/tên-cơ-sở-dữ-liệu",
            "TONGKET_DATABASE_URL must have the form postgres://user:password@host/database",
        )
    return config


def secret_key(home: Path) -> str:
    """Return the secret of this installation, made on first use and readable by its owner alone."""
    named = os.environ.get("TONGKET_SECRET_KEY")
    if named:
        return named
    file = home / "secret-key"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f"secret-key.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(64))
        try:
            # A link, unlike a rename, does not replace the key another process made meanwhile.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii")
