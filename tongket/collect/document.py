"""The document of a return: its cells and answers as JSON, and what follows from them. Pure.

{"cells": {"row|column": {"t": as typed, "s": state, "v": decimal text, "f": [fault vi, en], "n": note, "by": uid}},
 "answers": {finding: {"text": …, "by": uid, "at": ISO moment, "rule": …, "cells": [key, …]}}}
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tongket.collect import typed
from tongket.collect.checks import Finding
from tongket.collect.form import Form, What
from tongket.core.errors import InvalidInput, NotFound
from tongket.core.figure import Figure, Source, State, Value
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary

Document = dict[str, Any]
MOST_TEXT, MOST_NOTE = 60, 2000
_NUMBERS = (State.VALUE.value, State.NIL.value)


def empty() -> Document:
    """Return a document with nothing in it."""
    return {"cells": {}, "answers": {}}


def copied(of: Document) -> Document:
    """Return the document a correction begins with."""
    return deepcopy(of)


def cell(
    form: Form, key: str, text: str, *, note: str | None, before: Mapping[str, Any] | None, actor: str
) -> dict[str, Any] | None:
    """Return a cell as kept; None for an empty one without a note.

    Raises:
        NotFound: the form has no such cell, or it is not one that is filled in.
        InvalidInput: a text or note without end.
    """
    row = form.row(key.partition("|")[0])
    if key != form.entered_cells[row.code]:
        raise NotFound(f"ô “{key}” không phải ô nhập", f"“{key}” is not a cell that is filled in")
    if len(text) > MOST_TEXT or len(note or "") > MOST_NOTE:
        raise InvalidInput(
            f"nội dung ô dài quá {MOST_TEXT} ký tự hoặc ghi chú dài quá {MOST_NOTE} ký tự",
            f"a cell takes {MOST_TEXT} characters and a note {MOST_NOTE}",
        )
    plain = typed.clean(text)
    return kept(plain, typed.read(plain, row.decimals), note=note, before=before, actor=actor)


def kept(
    text: str, read: typed.Typed, *, note: str | None, before: Mapping[str, Any] | None, actor: str
) -> dict[str, Any] | None:
    """Return a cell as kept, of a text and what it was read as; None for an empty one without a note."""
    kept_note = str((before or {}).get("n", "")) if note is None else note.strip()[:MOST_NOTE]
    if not text and not kept_note:
        return None
    found: dict[str, Any] = {"t": text, "by": actor}
    if read.state is not None:
        found["s"] = read.state.value
    if read.value is not None:
        found["v"] = str(read.value)
    if read.fault is not None:
        found["f"] = list(read.fault)
    if kept_note:
        found["n"] = kept_note
    same = before is not None and {**found, "by": before.get("by")} == dict(before)
    return dict(before) if same and before is not None else found


def text_of(of: Mapping[str, Any] | None) -> str:
    """Return what was typed into a cell; empty for none."""
    return str(of["t"]) if of else ""


def same(form: Form, key: str, one: str, two: str) -> bool:
    """Whether two texts say the same in a cell: “85,5” and “85,50” do."""
    if one == two:
        return True
    decimals = form.row(key.partition("|")[0]).decimals
    first, second = typed.read(one, decimals), typed.read(two, decimals)
    return first.state is not None and (first.state, first.value) == (second.state, second.value)


def faults(of: Document) -> dict[str, Text]:
    """Return what cannot be read, by cell."""
    return {key: Text(*kept["f"]) for key, kept in of["cells"].items() if "f" in kept}


def values(of: Document, form: Form) -> dict[str, Decimal]:
    """Return the numbers by code of row; nil is zero."""
    found = {}
    cells = of["cells"]
    for code, key in form.entered_cells.items():
        kept = cells.get(key)
        if kept and "v" in kept:
            found[code] = Decimal(kept["v"])
        elif kept and kept.get("s") == State.NIL:
            found[code] = Decimal(0)
    return found


def answer(of: Document, finding: Finding, text: str, *, by: str, at: datetime) -> None:
    """Keep the answer to a warning; an empty one takes it back."""
    if text:
        of["answers"][finding.id] = {
            "text": text, "by": by, "at": at.isoformat(), "rule": finding.rule, "cells": list(finding.cells),
        }  # fmt: skip
    else:
        of["answers"].pop(finding.id, None)


def answers(of: Document) -> dict[tuple[str, tuple[str, ...]], str]:
    """Return what was answered, by rule and cells, whatever the numbers were."""
    told = [one for one in of["answers"].values() if "rule" in one]
    return {(one["rule"], tuple(one["cells"])): one["text"] for one in told}


def check_complete(of: Document, form: Form, findings: Sequence[Finding]) -> None:
    """Check that a return may be submitted.

    Raises:
        InvalidInput: cells are empty or cannot be read, a check blocks, or a warning has no answer; all are named.
    """
    cells = of["cells"]
    wrong: list[Text] = []
    empty_rows = [row for row in form.rows if row.required and "s" not in cells.get(form.entered_cells[row.code], {})]
    for row in empty_rows:
        wrong.append(Text(f"chưa có số: {row.name.vi}", f"no figure: {row.name.en}"))
    for key, fault in faults(of).items():
        name = form.row(key.partition("|")[0]).name
        wrong.append(Text(f"{name.vi}: {fault.vi}", f"{name.en}: {fault.en}"))
    for finding in findings:
        if finding.blocks:
            wrong.append(finding.message)
        elif finding.id not in of["answers"]:
            wrong.append(Text(f"chưa giải trình cảnh báo: {finding.message.vi}", f"no answer to: {finding.message.en}"))
    if wrong:
        raise InvalidInput(
            "chưa trình được – " + "; ".join(text.vi for text in wrong),
            "cannot be submitted – " + "; ".join(text.en for text in wrong),
        )


def figures(
    of: Document, form: Form, *, period: Period, place: str, address: str, said: date, vocabulary: Vocabulary
) -> list[Figure]:
    """Return what the ledger records of a return.

    Args:
        of: the document.
        form: the version it was filled in with.
        period: of the return.
        place: id of the place it tells of.
        address: what the figures' source is called.
        said: the day on which the unit said so.
        vocabulary: of the ledger.
    """
    found = []
    for row in form.rows:
        key = form.entered_cells[row.code]
        kept = of["cells"].get(key)
        if not kept or "s" not in kept:
            continue
        value = Decimal(kept["v"]) if "v" in kept else None
        decimals = max(0, -int(value.as_tuple().exponent)) if value is not None else None
        told = Value(value, State(kept["s"]), decimals=decimals, printed=kept["t"])
        figure_key = form.key(row, What.PERIOD, period, place, vocabulary)
        found.append(Figure(figure_key, told, said, Source(address, key), kept.get("n", "")))
    return found


def gathered(
    of: Mapping[str, tuple[Document, date]], form: Form, *, period: Period, place: str, address: str, owing: int,
    vocabulary: Vocabulary,
) -> list[Figure]:  # fmt: skip
    """Return the sums over the units of a place; see `Form.gathered`.

    Args:
        of: documents and the days on which they were submitted, by unit.
        form: the version they were filled in with.
        period: of the returns.
        place: id of the place all units lie in.
        address: what the figures' source is called.
        owing: how many units of the place owe the form.
        vocabulary: of the ledger.

    A sum is known from the day on which the last of its units said so. A row nobody tells a number of has none.
    """
    found = []
    for row in form.rows:
        key = form.entered_cells[row.code]
        told = [(doc["cells"].get(key, {}), said) for doc, said in of.values()]
        numbers = [(Decimal(cell.get("v", "0")), said) for cell, said in told if cell.get("s") in _NUMBERS]
        if not numbers:
            continue
        total, said = sum((number for number, _ in numbers), Decimal(0)), max(said for _, said in numbers)
        decimals = max(0, -int(total.as_tuple().exponent))
        note = f"tổng của {len(numbers)}/{owing} đơn vị trên địa bàn"
        figure_key = form.key(row, What.PERIOD, period, place, vocabulary)
        found.append(Figure(figure_key, Value(total, decimals=decimals), said, Source(address, key), note))
    return found
