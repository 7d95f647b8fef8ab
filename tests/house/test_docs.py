"""What is documented exists, what exists is documented, and nothing in the tree speaks of one machine."""

import ast
import re
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.house.tree import ROOT, code, documents, files, strings, text_of
from tongket.cli.main import parser

_TOPS = ("tongket", "tests", "docs", "bench", r"\.ci")
_PATH = re.compile(rf"(?<![\w./~@-])((?:{'|'.join(_TOPS)})/[\w./*{{}},-]*)")
_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")
_TOP_FILE = re.compile(r"`([\w.-]+\.(?:md|toml|lock|py)|Makefile|LICENSE)`")
_VARIABLE = re.compile(r"TONGKET_[A-Z_]+")

# Spelled in halves, so that this file does not hold what it looks for.
_MACHINE = re.compile(r"(?<![\w.:/@-])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "tm" + "p", "ho" + "me")) + r")/\w")
_HOSTS = re.compile(
    "|".join(re.escape(a + b) for a, b in (
        ("py", "pi.org"), ("pythonhos", "ted.org"), ("npm", "js.org"), ("npm", "js.com"), ("npmmir", "ror.com"),
        ("unp", "kg.com"), ("jsde", "livr.net"), ("crat", "es.io"), ("golang", ".org/"), ("ana", "conda.org"),
        ("cdn", "js.cloudflare.com"), ("art", "ifactory"), ("deb", ".debian.org"), ("archive.ub", "untu.com"),
    )),
    re.I,
)  # fmt: skip


def _expanded(pattern: str) -> list[str]:
    """Write out `{a,b}` of a path."""
    match = re.search(r"\{([^{}]*)\}", pattern)
    if match is None:
        return [pattern]
    return [
        p for part in match[1].split(",") for p in _expanded(pattern[: match.start()] + part + pattern[match.end() :])
    ]


def _there(path: str, folder: Path = ROOT) -> bool:
    clean = path.rstrip(".,")
    wanted = [name for name in _expanded(clean) if name]
    return all(any(folder.glob(name)) if "*" in name else (folder / name).exists() for name in wanted)


def _names() -> set[str]:
    ignored = {line.strip("/") for line in text_of(".gitignore").splitlines()}
    return {PurePosixPath(known).name for known in files()} | ignored


def missing_paths(name: str, text: str) -> Iterator[str]:
    """Yield the paths that a document names and the tree has not."""
    for path in _PATH.findall(text):
        if not _there(path):
            yield f"{name}: {path}"
    for path in _TOP_FILE.findall(text):
        # A file name alone is at the top, or is the same in many packages (`services.py`), or is one that git ignores.
        if path not in _names():
            yield f"{name}: {path}"
    for target in _LINK.findall(text):
        if "://" not in target and not target.startswith("mailto:") and not _there(target, (ROOT / name).parent):
            yield f"{name}: ({target})"


def _all_documents() -> str:
    return "\n".join(text_of(name) for name in documents())


def test_paths_in_documents_exist() -> None:
    assert {"README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/map.md", "docs/glossary.md"} <= set(documents())
    assert [found for name in documents() for found in missing_paths(name, text_of(name))] == []


def test_documents_named_in_code_exist() -> None:
    named = {(file.path, path.rstrip(".")) for file in code("tongket", "tests", "bench") if file.path != _own()
             for path in re.findall(r"(?<![\w./-])docs/[\w./-]+\.md", "\n".join(file.lines))}  # fmt: skip
    named |= {("pyproject.toml", path) for path in re.findall(r"docs/[\w./-]+\.md", text_of("pyproject.toml"))}
    assert named
    assert sorted((where, path) for where, path in named if not (ROOT / path).is_file()) == []


def test_decisions_are_listed() -> None:
    index = text_of("docs/decisions/README.md")
    numbered = [PurePosixPath(n).name for n in files() if re.fullmatch(r"docs/decisions/\d{4}-[\w-]+\.md", n)]
    assert numbered
    assert [name for name in numbered if f"({name})" not in index] == []


def _own() -> str:
    return Path(__file__).resolve().relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("see tongket/core/period.py, tongket/core/data/ and tests/house.", 0),
        ("`tongket/core/{period,place}.py` and tongket/*/models.py", 0),
        ("tongket/core/perod.py", 1),
        ("`tongket/core/{period,palce}.py`", 1),
        ("tongket/*/modls.py", 1),
        ("https://example.com/docs/nowhere.md", 0),
        ("`pyproject.toml`, `Makefile`", 0),
        ("`pyprojekt.toml`", 1),
        ("[licence](LICENSE#terms)", 0),
        ("[licence](LICENCE)", 1),
        ("tongket/cli/<verb>.py", 0),
    ],
)
def test_scan_finds_missing_paths(text: str, missing: int) -> None:
    assert len(list(missing_paths("README.md", text))) == missing


def _verbs() -> dict[str, ArgumentParser]:
    subs = [action for action in parser()._actions if isinstance(action, _SubParsersAction)]
    return {name: verb for action in subs for name, verb in action.choices.items()}


def _options(verb: ArgumentParser) -> set[str]:
    """Return the options of a verb and of its parts."""
    parts = [
        part for action in verb._actions if isinstance(action, _SubParsersAction) for part in action.choices.values()
    ]
    return set(verb._option_string_actions).union(*map(_options, parts))


def test_every_verb_is_documented() -> None:
    text, verbs = _all_documents(), _verbs()
    assert "review" in verbs
    assert [verb for verb in verbs if not re.search(rf"\btongket {verb}\b", text)] == []


def test_documented_verbs_exist() -> None:
    # Only in code: “`tongket load FILE`”, or a line of a block that begins with it.
    used = {verb for verb, _ in _commands()}
    assert "review" in used
    assert sorted(used - set(_verbs())) == []


def _commands() -> list[tuple[str, str]]:
    """Verb and the words after it of every command in a document's code."""
    found = re.findall(r"(?:`|^\s*\$?\s*)(?:\.venv/bin/)?tongket ([a-z]+)\b([^`\n#]*)", _all_documents(), re.M)
    return [(verb, rest) for verb, rest in found]


def test_documented_options_exist() -> None:
    verbs, top = _verbs(), parser()._option_string_actions
    unknown = [
        f"tongket {verb} {option}"
        for verb, rest in _commands()
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest)
        if verb in verbs and option not in _options(verbs[verb]) and option not in top
    ]
    assert unknown == []


def _variables_in_code() -> set[str]:
    found = {t for file in code() for _, t in strings(file.tree) if _VARIABLE.fullmatch(t)}
    attributes = {
        n.attr for file in code() for n in ast.walk(file.tree)
        if isinstance(n, ast.Attribute) and _VARIABLE.fullmatch(n.attr)
    }  # fmt: skip
    return found | attributes


def test_environment_is_documented() -> None:
    variables = _variables_in_code()
    assert "TONGKET_HOME" in variables
    documented = set(_VARIABLE.findall(_all_documents()))
    assert sorted(variables - documented) == []
    assert sorted(documented - variables) == []


def _offences(name: str, text: str) -> list[str]:
    lines = enumerate(text.splitlines(), start=1)
    return [f"{name}:{n}: {line.strip()[:120]}" for n, line in lines if _MACHINE.search(line) or _HOSTS.search(line)]


def test_nothing_speaks_of_one_machine() -> None:
    found = []
    for name in files():
        try:
            text = text_of(name)
        except UnicodeDecodeError:
            continue  # pictures, workbooks, Word files
        found.extend(_offences(name, text))
    assert found == []


@pytest.mark.parametrize(
    ("text", "offends"),
    [
        ("open('/wo" + "rk/main/x')", True),
        ("cd /ro" + "ot/x", True),
        ("`/tm" + "p/test`", True),
        ("https://py" + "pi.org/simple", True),
        ("--index-url https://my.art" + "ifactory.example/x", True),
        ("https://example.com/work/plan and ./work/x", False),
        ("tongket/core/period.py, /var/lib/tongket", False),
    ],
)
def test_scan_finds_machines(text: str, offends: bool) -> None:
    assert bool(_offences("x", text)) is offends
