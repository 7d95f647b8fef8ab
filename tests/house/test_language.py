"""What users read: two languages in every error, Vietnamese with its diacritics, composed (NFC), spelled officially."""

import ast
import csv
import unicodedata
from collections.abc import Iterator

import pytest

from tests.house.tree import Code, called, code, files, parsed, shown, strings, text_of
from tongket.core import errors

_KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.TongketError)
}
_WRITTEN = (".py", ".md", ".csv", ".typ", ".css", ".html", ".toml")
_UNOFFICIAL = ("t\u1ec9 \u0111\u1ed3ng", "t\u1ec9 USD", "t\u1ec9 kWh", "T\u1ec9 \u0111\u1ed3ng", "t\u1ec9 l\u1ec7")


def kinds(every: tuple[Code, ...]) -> set[str]:
    """Our kinds of error and the classes made from them that are called the same way: Vietnamese, English."""
    found = set(_KINDS)
    classes = [node for file in every for node in ast.walk(file.tree) if isinstance(node, ast.ClassDef)]
    while True:
        more = {
            node.name for node in classes
            if any(isinstance(base, ast.Name) and base.id in found for base in node.bases)
            and not any(isinstance(item, ast.FunctionDef) and item.name == "__init__" for item in node.body)
        } - found  # fmt: skip
        if not more:
            return found
        found |= more


def _told(call: ast.Call) -> list[ast.expr] | None:
    """The two texts of a call that makes an error; None where they are handed on as a whole (`*texts`)."""
    if any(isinstance(arg, ast.Starred) for arg in call.args):
        return None
    return [*call.args, *(k.value for k in call.keywords if k.arg in ("vi", "en"))]


def _alternatives(node: ast.expr) -> Iterator[str]:
    """The texts an expression may give, as far as they are literal."""
    if isinstance(node, ast.IfExp):
        yield from _alternatives(node.body)
        yield from _alternatives(node.orelse)
    elif (text := shown(node)) is not None:
        yield text


def faults(file: Code, names: set[str], *, pieces: bool = False) -> Iterator[str]:
    """Yield what is wrong with the errors a file makes.

    Args:
        file: a file of the house.
        names: what makes an error, called with Vietnamese and English.
        pieces: they make pieces of sentences: where one language needs a word, the other may need none.
    """
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.Call) or called(node) not in names:
            continue
        where = f"{file.path}:{node.lineno}"
        texts = _told(node)
        if texts is None:
            continue
        if len(texts) != 2:
            yield f"{where}: {len(texts)} text(s) instead of Vietnamese and English"
            continue
        empty = [t for text in texts for t in _alternatives(text) if not t.strip()]
        if empty and not pieces:
            yield f"{where}: empty text"
        for vi in _alternatives(texts[0]):
            if len(vi) > 20 and not _vietnamese(vi):
                yield f"{where}: no Vietnamese letter in “{vi}”"
        for vi, en in zip(_alternatives(texts[0]), _alternatives(texts[1]), strict=False):
            if vi == en and len(vi) > 20:
                yield f"{where}: the same text twice: “{vi}”"


def _vietnamese(text: str) -> bool:
    return any(not c.isascii() and c.isalpha() for c in text)


def test_errors_are_told_in_both_languages() -> None:
    names = kinds(code())
    assert {"InvalidInput", "NotFound", "Ambiguous", "Unavailable", "UsageError"} <= names
    made = [n for file in code() for n in ast.walk(file.tree) if isinstance(n, ast.Call) and called(n) in names]
    assert len(made) > 50
    assert [found for file in code() for found in faults(file, names)] == []


def test_texts_are_in_both_languages() -> None:
    assert [found for file in code() for found in faults(file, {"Text"}, pieces=True)] == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("raise NotFound('không có chỉ tiêu này trong danh mục', 'there is none')", 0),
        ("raise NotFound(f'không có {name}', f'there is no {name}')", 0),
        ("raise NotFound(vi='không có gì cả ở trong đó', en='nothing')", 0),
        ("raise NotFound(*both)", 0),
        ("raise NotFound(error.text.vi, error.text.en)", 0),
        ("raise NotFound('there is no such indicator here')", 1),
        ("raise NotFound('khong co chi tieu nay trong danh muc', 'there is none')", 1),
        ("raise NotFound('', 'there is none')", 1),
        ("raise NotFound('không có', ' ')", 1),
        ("raise NotFound('khong co nhieu nhu vay dau' if many else 'không', 'none')", 1),
        ("return NotFound('không có gì cả ở trong đó', 'không có gì cả ở trong đó')", 1),
    ],
)
def test_scan_reads_errors(text: str, count: int) -> None:
    assert len(list(faults(parsed("x.py", text), {"NotFound"}))) == count


def test_kinds_are_followed() -> None:
    text = "class A(NotFound):\n    pass\nclass B(A):\n    pass\nclass C(A):\n    def __init__(self, x): ...\n"
    assert kinds((parsed("x.py", text),)) >= {"A", "B"}
    assert "C" not in kinds((parsed("x.py", text),))


def test_text_is_composed() -> None:
    # Composed (NFC), so that what is searched for is found; combining marks alone come from some keyboards and PDFs.
    bad = [name for name in files() if name.endswith(_WRITTEN) and not unicodedata.is_normalized("NFC", text_of(name))]
    assert bad == []


def test_escapes_in_code_are_composed() -> None:
    bad = [
        f"{file.path}:{line}" for file in code() for line, text in strings(file.tree)
        if _vietnamese(text) and not unicodedata.is_normalized("NFC", text)
    ]  # fmt: skip
    assert bad == []


def test_no_tabs() -> None:
    assert [name for name in files() if name.endswith(_WRITTEN) and "\t" in text_of(name)] == []
    told = [f"{f.path}:{line}" for f in code() for line, text in strings(f.tree) if "\t" in text and _vietnamese(text)]
    assert told == []


def _without_aliases(name: str) -> str:
    """A table's text without the column of what is only ever read, never written."""
    lines = text_of(name).splitlines()
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    head = next(rows, [])
    keep = [at for at, column in enumerate(head) if column not in ("aliases", "printed", "note")]
    return "\n".join(",".join(row[at] for at in keep if at < len(row)) for row in rows)


def test_billions_are_spelled_officially() -> None:
    bad = []
    for name in files():
        # What others write is read in every spelling; only what we write is held to the official one.
        if name.startswith(("tests/", "tongket/prose/read/data/")) or not name.endswith(_WRITTEN):
            continue
        text = _without_aliases(name) if name.endswith(".csv") else text_of(name)
        bad += [f"{name}: {word}" for word in _UNOFFICIAL if word in text]
    assert bad == []
