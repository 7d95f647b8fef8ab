import os
import stat
import sys
from pathlib import Path

import pytest

from tests.ledger.processes import together
from tongket.core.errors import InvalidInput, Unavailable
from tongket.project import env


def test_the_data_folder_is_the_one_named(bare_home: Path) -> None:
    assert env.data_home() == bare_home


def test_or_the_nearest_one_above(bare_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TONGKET_HOME")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / env.FOLDER).mkdir()
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert env.data_home() == tmp_path / env.FOLDER
    (tmp_path / "a" / env.FOLDER).mkdir()
    assert env.data_home() == tmp_path / "a" / env.FOLDER


def test_or_one_to_be_made_here(bare_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TONGKET_HOME")
    monkeypatch.chdir(tmp_path)
    assert env.data_home() == tmp_path / env.FOLDER
    assert not (tmp_path / env.FOLDER).exists()


def test_segments_lie_in_the_home_or_where_they_are_told(bare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.segments_folder(bare_home) == bare_home / "segments"
    monkeypatch.setenv("TONGKET_SEGMENTS", str(bare_home / "elsewhere"))
    assert env.segments_folder(bare_home) == bare_home / "elsewhere"


def test_a_server_is_named_by_its_address(bare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGKET_DATABASE_URL", "postgres://an:b%40c@db.example:5433/so")
    config = env.databases(bare_home)["default"]
    assert (config["ENGINE"], config["HOST"], config["PORT"]) == ("django.db.backends.postgresql", "db.example", 5433)
    assert (config["USER"], config["PASSWORD"], config["NAME"]) == ("an", "b@c", "so")


@pytest.mark.parametrize("url", ["mysql://a@b/c", "nonsense", "sqlite:///x", "postgres://a@b:port/c"])
def test_any_other_address_is_refused_without_repeating_its_password(
    bare_home: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("TONGKET_DATABASE_URL", url)
    with pytest.raises(InvalidInput) as caught:
        env.databases(bare_home)
    assert url not in caught.value.message()


def test_the_secret_is_made_once_and_for_its_owner_alone(bare_home: Path) -> None:
    secret = env.secret_key(bare_home)
    assert len(secret) > 60
    assert env.secret_key(bare_home) == secret
    assert [f.name for f in bare_home.iterdir()] == ["secret-key"]
    if os.name != "nt":
        assert stat.S_IMODE((bare_home / "secret-key").stat().st_mode) == 0o600


def test_the_secret_of_the_environment_comes_first(bare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGKET_SECRET_KEY", "from outside")
    assert env.secret_key(bare_home) == "from outside"
    assert not bare_home.exists()


def test_secrets_made_at_once_are_one(bare_home: Path) -> None:
    ended = together(*[("secret",)] * 4)
    assert len({line for e in ended for line in e.lines}) == 1


def test_a_server_without_its_driver(bare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGKET_DATABASE_URL", "postgres://an:b%40c@db.example:5433/so")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(Unavailable) as caught:
        env.databases(bare_home)
    for lang in ("vi", "en"):
        assert "pip install tongket[postgres]" in caught.value.message(lang)
        assert "b@c" not in caught.value.message(lang)


def test_a_ledger_in_use_is_not_read_as_one_at_rest(bare_home: Path) -> None:
    home = bare_home / "sổ 1#2?"
    home.mkdir(parents=True)
    at_rest = str(env.databases(home, read_only=True)["default"]["NAME"])
    assert at_rest.endswith("ledger.sqlite3?immutable=1")
    assert at_rest.count("?") == 1
    (home / "ledger.sqlite3-wal").touch()
    assert str(env.databases(home, read_only=True)["default"]["NAME"]).endswith("ledger.sqlite3?mode=ro")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", {"EMAIL_HOST": ""}),
        ("smtp://so%40tinh.vn:m%3At@mail.tinh.vn:587", {
            "EMAIL_HOST": "mail.tinh.vn", "EMAIL_PORT": 587, "EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False,
            "EMAIL_HOST_USER": "so@tinh.vn", "EMAIL_HOST_PASSWORD": "m:t", "DEFAULT_FROM_EMAIL": "so@tinh.vn",
        }),
        ("smtps://mail.tinh.vn?from=a@b.vn", {
            "EMAIL_PORT": 465, "EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True, "DEFAULT_FROM_EMAIL": "a@b.vn",
        }),
        ("smtp://127.0.0.1:25", {"EMAIL_USE_TLS": False, "EMAIL_HOST_PASSWORD": ""}),
    ],
)  # fmt: skip
def test_the_mail_server(monkeypatch: pytest.MonkeyPatch, url: str, told: dict[str, object]) -> None:
    monkeypatch.setenv("TONGKET_SMTP_URL", url)
    found = env.smtp()
    assert {name: found[name] for name in told} == told


@pytest.mark.parametrize("url", ["mail.tinh.vn", "http://mail.tinh.vn", "smtp://", "smtp://mail.tinh.vn:post"])
def test_what_is_no_mail_server(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TONGKET_SMTP_URL", url)
    with pytest.raises(InvalidInput, match="TONGKET_SMTP_URL"):
        env.smtp()


def test_the_address_in_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TONGKET_SITE", "TONGKET_HOSTS", "TONGKET_HTTPS"):
        monkeypatch.delenv(name, raising=False)
    assert env.site() == "http://127.0.0.1:8000"
    monkeypatch.setenv("TONGKET_HOSTS", "baocao.tinh.vn, khac.tinh.vn")
    monkeypatch.setenv("TONGKET_HTTPS", "1")
    assert env.site() == "https://baocao.tinh.vn"
    monkeypatch.setenv("TONGKET_SITE", "https://so.tinh.vn/")
    assert env.site() == "https://so.tinh.vn"
