import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections

from tests.cli.conftest import PROGRAM, Run, process
from tests.cli.files import row, snapshot, write
from tongket import __version__
from tongket.cli.main import VERBS
from tongket.core.errors import Unavailable
from tongket.project.main import main
from tongket.project.setup import opened

NAMES = [verb.__name__.rpartition(".")[2] for verb in VERBS]


def test_version_and_help(run: Run, bare_home: Path) -> None:
    assert run("--version").out == f"tongket {__version__}\n"
    told = run("--help")
    assert told.status == 0
    for name in NAMES:
        assert f"    {name} " in told.out
    assert "0 tốt" in told.out
    # Nothing was asked of the ledger, so none was made.
    assert not bare_home.exists()


@pytest.mark.parametrize("verb", NAMES)
def test_every_verb_explains_itself(run: Run, verb: str) -> None:
    told = run(verb, "--help")
    assert told.status == 0
    assert "--home" in told.out
    assert "--lang" in told.out


@pytest.mark.parametrize("words", [(), ("nonsense",), ("compare",), ("compare", "64", "2020", "--nonsense")])
def test_a_command_that_is_none_is_a_usage_error(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words)
    assert told.status == 2
    assert "usage: tongket" in told.err


@pytest.mark.parametrize("first", [True, False])
def test_home_and_language_stand_before_the_verb_or_after_it(run: Run, tmp_path: Path, first: bool) -> None:
    file = write(tmp_path / "a.csv", [row("500", period="2019", known="2020-01-31")])
    options = ("--home", tmp_path / "elsewhere", "--lang", "en")
    for verb, said in (
        (("load", file), "a.csv: posting 1, 1 figures recorded (0 supersede older ones), 0 already there\n"),
        (("compare", "64", "2019", "--csv"), "export.value,,million USD,std,500,"),
    ):
        told = run(*options, *verb) if first else run(*verb, *options)
        assert told.status == 0
        assert said in told.out
    assert (tmp_path / "elsewhere" / "ledger.sqlite3").is_file()


@pytest.mark.usefixtures("home")
def test_the_language_of_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("compare", "64", "2020").out == "sổ chưa có số liệu năm 2020 của Gia Lai\n"
    monkeypatch.setenv("TONGKET_LANG", "en_US.UTF-8")
    assert run("compare", "64", "2020").out == "the ledger holds nothing of Gia Lai for 2020\n"
    assert run("compare", "64", "2020", "--lang", "vi").out == "sổ chưa có số liệu năm 2020 của Gia Lai\n"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "Atlantis", "2020"), ["“Atlantis”"]),
        (("review", "Atlantis", "2020"), ["“Atlantis”"]),
        (("compare", "Gia Lai", "2025"), ["vn.52@2025", "vn.64@1997"]),
        (("compare", "64", "2020-M13"), ["“2020-M13”", "2020-M04"]),
        (("review", "64", "năm ngoái"), ["“năm ngoái”", "2020-H1"]),
        (("compare", "64", "2020", "--as-of", "hôm qua"), ["“hôm qua”", "2021-01-29"]),
        (("figures", "--recorded-by", "hôm qua"), ["“hôm qua”"]),
        (("compare", "64", "2020", "--body", "nobody"), ["“nobody”", "statistics-office"]),
        (("figures", "--indicator", "xuất khẩu"), ["“xuất khẩu”", "export.value", "export.quantity"]),
        (("figures", "--indicator", "export.value", "--member", "vàng"), ["“vàng”", "commodity:coffee"]),
        (("explain",), ["--docx"]),
        (("explain", "zzz"), ["“zzz”", "17"]),
        (("explain", "v0000000000000000"), ["v0000000000000000"]),
        (("explain", "a~b"), ["“a~b”"]),
        (("template", "monthly", "x.xlsx"), ["--place", "--period"]),
    ],
)
def test_a_wrong_word_is_a_usage_error_with_what_may_be_meant(
    run: Run, words: tuple[str, ...], said: list[str]
) -> None:
    for lang in ("vi", "en"):
        told = run(*words, "--lang", lang)
        assert told.status == 2
        assert told.out == ""
        assert "Traceback" not in told.err
        for part in said:
            assert part in told.err


@pytest.mark.parametrize("inside", ["file/home", "file"])
def test_a_home_that_cannot_be_written(run: Run, tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    vi = run("--home", tmp_path / inside, "load", "a.csv")
    en = run("--home", tmp_path / inside, "load", "a.csv", "--lang", "en")
    assert vi.status == en.status == 3
    assert "kiểm tra" in vi.err
    assert "check" in en.err
    assert "Traceback" not in vi.err + en.err


def test_the_program_itself(demo_home: Path, tmp_path: Path) -> None:
    before = snapshot(tmp_path)
    told = process("compare", "64", "2020", home=demo_home, cwd=tmp_path)
    assert told.status == 0
    assert "22.519" in told.out
    assert told.err == ""
    refused = process("compare", "Gia Lai", "2025", home=demo_home, cwd=tmp_path, TONGKET_LANG="en")
    assert (refused.status, refused.out) == (2, "")
    assert "may be: vn.52@2025" in refused.err
    assert set(snapshot(tmp_path)) == set(before)


@pytest.mark.parametrize("form", ["", "--json", "--csv"])
def test_a_reader_that_has_seen_enough(demo_home: Path, tmp_path: Path, form: str) -> None:
    environment = {**os.environ, "TONGKET_HOME": str(demo_home)}
    words = [str(PROGRAM), "figures", *([form] if form else [])]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env=environment
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        complaint = running.stderr.read()
    assert (running.returncode, complaint) == (0, b"")


ASKING = [
    ("figures",),
    ("compare", "64", "2020"),
    ("review", "64", "2020"),
    ("explain", "v0000000000000000"),
    ("store", "verify"),
    ("store", "seal"),
    ("check", "a.txt", "--ledger"),
    ("check", "--bound", "a.docx"),
]


@pytest.mark.parametrize("words", ASKING)
def test_a_mistyped_home_is_no_new_ledger(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    for lang, said in (("vi", "chưa có sổ ở"), ("en", "there is no ledger in")):
        told = run(*words, "--home", tmp_path / "hoem", "--lang", lang)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith(f"{said} {tmp_path / 'hoem'};")
        assert "tongket load" in told.err
    assert not (tmp_path / "hoem").exists()
    assert snapshot(tmp_path) == {}


def test_an_empty_file_is_no_ledger(run: Run, tmp_path: Path) -> None:
    (tmp_path / "hoem").mkdir()
    (tmp_path / "hoem" / "ledger.sqlite3").touch()
    told = run("figures", "--home", tmp_path / "hoem")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("chưa có sổ ở")
    with closing(sqlite3.connect(tmp_path / "hoem" / "ledger.sqlite3")) as ledger:
        assert ledger.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_what_needs_no_ledger_makes_none(bare_home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Năm 2020, kim ngạch xuất khẩu đạt 580 triệu USD.", encoding="utf-8")
    words = ("check", "a.txt", "--place", "64", "--date", "2021-01-29")
    checked = process(*words, home=bare_home, cwd=tmp_path, TONGKET_DATABASE_URL="postgres://a@nowhere.invalid/b")
    assert (checked.status, checked.err) == (0, "")
    made = process("template", "tidy", "a.xlsx", home=bare_home, cwd=tmp_path)
    assert (made.status, made.err) == (0, "")
    assert set(snapshot(tmp_path)) == {"a.txt", "a.xlsx"}
    assert not bare_home.exists()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1", "utf-8"])
def test_vietnamese_where_the_terminal_has_none(demo_home: Path, tmp_path: Path, encoding: str) -> None:
    told = process("--help", home=demo_home, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert (told.status, told.err) == (0, "")
    assert "Số liệu vào, báo cáo tổng kết ra" in told.out
    table = process("compare", "64", "2020", home=demo_home, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert (table.status, table.err) == (0, "")
    assert "kim ngạch xuất khẩu" in table.out
    refused = process("compare", "Gia Lai", "2025", home=demo_home, cwd=tmp_path, PYTHONIOENCODING=encoding)
    assert (refused.status, refused.out) == (2, "")
    assert "Traceback" not in refused.err
    assert "“Gia Lai”" in refused.err


def test_an_encoding_that_has_vietnamese_is_kept(demo_home: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "TONGKET_HOME": str(demo_home), "PYTHONIOENCODING": "gb18030"}
    told = subprocess.run([PROGRAM, "--help"], capture_output=True, cwd=tmp_path, env=environment, check=True)
    assert "Số liệu vào" in told.stdout.decode("gb18030")


def test_a_server_without_its_driver(run: Run, bare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGKET_DATABASE_URL", "postgres://an:b%40c@db.example:5433/so")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for words in (("load", "a.csv"), ("figures",)):
        for lang in ("vi", "en"):
            told = run(*words, "--lang", lang)
            assert (told.status, told.out) == (3, "")
            assert "pip install tongket[postgres]" in told.err
            assert "Traceback" not in told.err
            assert "b@c" not in told.err


@pytest.fixture
def locked_home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder with the sample figures, sealed, in which nothing may be written."""
    assert main(["store", "seal"]) == 0
    connections.close_all()
    folders = [demo_home, demo_home / "segments"]
    for folder in folders:
        folder.chmod(0o555)
    real = os.access
    # Whoever runs the tests as root may write anywhere.
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and real(path, mode))
    yield demo_home
    for folder in folders:
        folder.chmod(0o755)


def test_a_folder_that_may_only_be_read(run: Run, locked_home: Path, tmp_path: Path) -> None:
    before = snapshot(locked_home)
    rows = [json.loads(line) for line in run("figures", "--json").out.splitlines()]
    assert len(rows) > 500
    assert "22.519" in run("compare", "64", "2020").out
    assert run("explain", rows[0]["id"]).status == 0
    assert run("store", "verify").out == "sổ và các tệp đều nguyên vẹn\n"
    reviewed = run("review", "64", "2020", "--out", tmp_path / "out")
    assert (reviewed.status, reviewed.err) == (0, "")
    assert snapshot(locked_home) == before


def test_nothing_is_recorded_through_the_way_of_reading(run: Run, locked_home: Path) -> None:
    with opened(make=False), connection.cursor() as cursor, pytest.raises(OperationalError):
        cursor.execute("INSERT INTO store_stream (name, last_posting, rewrites) VALUES ('x', 0, 0)")


def test_postings_still_in_the_log_are_read_too(run: Run, demo_home: Path, tmp_path: Path) -> None:
    ledger = demo_home / "ledger.sqlite3"
    with closing(sqlite3.connect(ledger)) as other:
        # As long as somebody has the ledger open, its log is not put into its file.
        other.execute("SELECT count(*) FROM store_posting").fetchall()
        assert run("load", write(tmp_path / "a.csv", [row("581", known="2021-06-30")])).status == 0
        connections.close_all()
        assert ledger.with_name("ledger.sqlite3-wal").stat().st_size > 0
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "access", lambda path, mode: False)
            assert "581" in run("compare", "64", "2020").out
        connections.close_all()


def test_what_was_read_while_it_was_written_is_not_to_be_used(locked_home: Path) -> None:
    with pytest.raises(Unavailable, match="while it was read"), opened(make=False):
        os.utime(locked_home / "ledger.sqlite3", ns=(1, 1))
