"""What the environment says: where the data lives, which database, which secret.

| variable | means | without it |
|---|---|---|
| `TONGKET_HOME` | the data folder | the nearest `tongket-data` here or above, else `./tongket-data` |
| `TONGKET_DATABASE_URL` | `postgres://…` | SQLite, `ledger.sqlite3` in the data folder |
| `TONGKET_SEGMENTS` | folder of the sealed segments | `segments` in the data folder |
| `TONGKET_SECRET_KEY` | key that signs sessions and links | made once, kept in `secret-key` in the data folder |
| `TONGKET_HOSTS` | names under which the web application is reached, comma-separated | this machine only |
| `TONGKET_SMTP_URL` | `smtp://user:password@host:587?from=so@tinh.gov.vn`, or `smtps://…` | mail waits |
| `TONGKET_SITE` | address of the web application, for links in mail | the first of the hosts |
| `TONGKET_HTTPS` | `1` where a proxy in front speaks HTTPS | plain HTTP, for this machine |
"""

import importlib
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tongket.core.errors import InvalidInput, Unavailable

FOLDER = "tongket-data"
LEDGER = "ledger.sqlite3"
BUSY_SECONDS = 60
_SQLITE_INIT = (
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000};"
    "PRAGMA journal_mode=WAL;"
    # FULL: a posting that was confirmed to its user survives a power cut.
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
)
_SQLITE_READ_ONLY = f"PRAGMA busy_timeout={BUSY_SECONDS * 1000};PRAGMA query_only=ON;"


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


def on_server() -> bool:
    """Whether the ledger is on a PostgreSQL server and not in the data folder."""
    return bool(os.environ.get("TONGKET_DATABASE_URL"))


def databases(home: Path, *, read_only: bool = False) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES for the data folder.

    Args:
        home: the data folder.
        read_only: nothing may be written into the folder, not even the files SQLite keeps beside a database in use.

    Raises:
        InvalidInput: TONGKET_DATABASE_URL is set and is no PostgreSQL address.
        Unavailable: it is one, and the driver for PostgreSQL is not installed.
    """
    url = os.environ.get("TONGKET_DATABASE_URL")
    if url:
        return {"default": _postgres(url)}
    file = home / LEDGER
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _read_only_name(file) if read_only else str(file),
            "OPTIONS": {
                # The lock under which postings are numbered is taken when a transaction begins.
                "transaction_mode": "IMMEDIATE",
                "timeout": BUSY_SECONDS,
                "init_command": _SQLITE_READ_ONLY if read_only else _SQLITE_INIT,
            },
        }
    }


def _read_only_name(file: Path) -> str:
    """Return the address under which SQLite reads a ledger without writing beside it."""
    # A log beside the ledger holds postings the file has not yet; “immutable” would pass over them. SQLite then reads
    # both, or refuses where it cannot.
    in_use = file.with_name(f"{file.name}-wal").exists()
    return f"{file.as_uri()}?{'mode=ro' if in_use else 'immutable=1'}"


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
    try:
        importlib.import_module("psycopg")
    except ImportError as error:
        raise Unavailable(
            "TONGKET_DATABASE_URL chỉ đến PostgreSQL nhưng chưa cài trình điều khiển; cài bằng lệnh "
            "pip install tongket[postgres] rồi chạy lại",
            "TONGKET_DATABASE_URL names a PostgreSQL server and its driver is not installed; install it with "
            "pip install tongket[postgres] and run again",
        ) from error
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


def hosts() -> list[str]:
    """Return the names under which the web application may be reached."""
    named = [host.strip() for host in os.environ.get("TONGKET_HOSTS", "").split(",") if host.strip()]
    return ["localhost", "127.0.0.1", "[::1]", *named]


def behind_https() -> bool:
    """Whether a proxy in front of the web application speaks HTTPS."""
    return os.environ.get("TONGKET_HTTPS") == "1"


def site() -> str:
    """Return the address under which people reach the web application, for links in mail."""
    if os.environ.get("TONGKET_SITE"):
        return os.environ["TONGKET_SITE"].rstrip("/")
    named = [host for host in hosts() if host not in ("localhost", "127.0.0.1", "[::1]")]
    return f"{'https' if behind_https() else 'http'}://{named[0]}" if named else "http://127.0.0.1:8000"


def smtp() -> dict[str, Any]:
    """Return Django's settings of the mail server; those of none where none is named.

    Raises:
        InvalidInput: TONGKET_SMTP_URL is no address of a mail server.
    """
    named = os.environ.get("TONGKET_SMTP_URL", "")
    if not named:
        backend = "django.core.mail.backends.console.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_HOST": "", "DEFAULT_FROM_EMAIL": "tongket@localhost"}
    told = urlsplit(named)
    try:
        port = told.port
    except ValueError:
        port = -1
    if told.scheme not in ("smtp", "smtps") or not told.hostname or port == -1:
        raise InvalidInput(
            "TONGKET_SMTP_URL phải có dạng smtp://người-dùng:mật-khẩu@máy-chủ:587?from=địa-chỉ-gửi",
            "TONGKET_SMTP_URL must have the form smtp://user:password@host:587?from=address",
        )
    safe = told.scheme == "smtps"
    # A server on this machine itself needs no cover; any other gets a password and names only under one.
    plain = told.hostname in ("localhost", "127.0.0.1")
    sender = parse_qs(told.query).get("from", [""])[0] or unquote(told.username or "") or "tongket@localhost"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": told.hostname,
        "EMAIL_PORT": port or (465 if safe else 587), "EMAIL_USE_SSL": safe, "EMAIL_USE_TLS": not safe and not plain,
        "EMAIL_HOST_USER": unquote(told.username or ""), "EMAIL_HOST_PASSWORD": unquote(told.password or ""),
        "EMAIL_TIMEOUT": 30, "DEFAULT_FROM_EMAIL": sender,
    }  # fmt: skip
