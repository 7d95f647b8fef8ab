import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import PROGRAM, Run, process
from tests.cli.files import snapshot
from tongket import __version__
from tongket.cli.main import VERBS

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
    options, verb = ("--home", tmp_path / "elsewhere", "--lang", "en"), ("compare", "64", "2020")
    told = run(*options, *verb) if first else run(*verb, *options)
    assert told.out == "the ledger holds nothing of Gia Lai for 2020\n"
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
    vi = run("--home", tmp_path / inside, "figures")
    en = run("--home", tmp_path / inside, "figures", "--lang", "en")
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
