"""How returns look: rows and cells for the templates, in the reader's language. No writing, no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tongket.collect import document as doc
from tongket.collect.checks import Finding, Known
from tongket.collect.form import RATIOS, Column, Form, Row, What, cell_key
from tongket.collect.models import Return
from tongket.collect.rules import NOT_STARTED, STATES, State
from tongket.core.exact import rounded
from tongket.core.number import render
from tongket.core.text import Lang
from tongket.core.vocabulary import Vocabulary

TONES: Mapping[State | None, str] = {
    None: "idle", State.DRAFT: "idle", State.SUBMITTED: "warn", State.RETURNED: "bad", State.APPROVED: "warn",
    State.ACCEPTED: "good",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the grid."""

    key: str
    column: str
    entered: bool
    text: str
    fault: str
    back: bool
    noted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the grid."""

    number: str
    name: str
    unit: str
    depth: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under one heading."""

    name: str
    rows: tuple[Line, ...]


def state_name(state: str | None, lang: Lang) -> str:
    """Return a state in words; None where nothing was begun."""
    return (STATES[State(state)] if state else NOT_STARTED).to(lang)


def grid(of: Return, form: Form, known: Known, vocabulary: Vocabulary, lang: Lang, back: Sequence[str]) -> list[Part]:
    """Return the grid of a return."""
    values, faults = doc.values(of.document, form), doc.faults(of.document)
    parts = []
    for section in form.sections:
        lines = []
        for row in section.rows:
            cells = tuple(_cell(of, form, row, column, values, known, faults, lang, back) for column in form.columns)
            unit = vocabulary.units[row.unit]
            lines.append(Line(row.number, row.name.to(lang), unit.symbol.to(lang), row.number.count("."), cells))
        parts.append(Part(section.name.to(lang), tuple(lines)))
    return parts


def _cell(
    of: Return, form: Form, row: Row, column: Column, values: Mapping[str, Decimal], known: Known,
    faults: Mapping[str, Any], lang: Lang, back: Sequence[str],
) -> Cell:  # fmt: skip
    key = cell_key(row.code, column.code)
    if column.entered:
        fault = faults.get(key)
        kept = of.document["cells"].get(key) or {}
        why = fault.to(lang) if fault else ""
        return Cell(key, column.name.to(lang), True, doc.text_of(kept), why, key in back, "n" in kept)
    return Cell(key, column.name.to(lang), False, shown_text(row, column.what, values, known, lang), "", False, False)


def shown_text(row: Row, what: What, values: Mapping[str, Decimal], known: Known, lang: Lang) -> str:
    """Return what a cell that nobody fills in shows; empty where it is not known."""
    now = values.get(row.code)
    if what not in RATIOS:
        level = known.of(what, row.code, now)
        return "" if level is None else level_text(row, level, lang)
    part, whole = (known.of(side, row.code, now) for side in RATIOS[what])
    if part is None or not whole:
        return ""
    return render(rounded(Fraction(part) / Fraction(whole) * 100, 2), 2, lang)


def level_text(row: Row, value: Decimal, lang: Lang) -> str:
    """Return a number with the decimals it has, no more than its row."""
    decimals = max(0, -int(value.normalize().as_tuple().exponent))
    return render(value, min(row.decimals, decimals), lang)


def computed(of: Return, form: Form, known: Known, lang: Lang) -> dict[str, str]:
    """Return the texts of all cells that nobody fills in."""
    values = doc.values(of.document, form)
    return {
        cell_key(row.code, column.code): shown_text(row, column.what, values, known, lang)
        for row in form.rows
        for column in form.columns
        if not column.entered
    }


def findings(
    found: Sequence[Finding], document: Mapping[str, Any], before: Mapping[tuple[str, tuple[str, ...]], str], lang: Lang
) -> list[dict[str, Any]]:
    """Return findings as the grid's script takes them; `before` is what was answered a year ago."""
    return [
        {
            "id": one.id,
            "rule": one.rule,
            "severity": "block" if one.blocks else "warn",
            "cells": list(one.cells),
            "message": one.message.to(lang),
            "why": one.why.to(lang),
            "answer": document["answers"].get(one.id, {}).get("text", ""),
            "before": before.get((one.rule, one.cells), ""),
        }
        for one in found
    ]


def words(lang: Lang) -> dict[str, str]:
    """Return the words of the grid's script."""
    vi = {
        "saving": "đang lưu…", "saved": "đã lưu",
        "offline": "mất kết nối – số liệu đang giữ trong máy này, sẽ tự gửi lại",
        "signedout": "phiên làm việc đã hết – đăng nhập lại ở thẻ mới rồi tải lại trang này, số đã nhập không mất",
        "refused": "không lưu được – xem thông báo tại ô", "wait": "đang gửi nốt số vừa nhập…",
        "conflict": "người khác vừa sửa ô này thành", "go": "Đến ô", "answer": "Giải trình",
        "before": "Năm trước giải trình:",
        "outside": "{} ô dán ra ngoài biểu nên không lấy",
    }  # fmt: skip
    en = {
        "saving": "saving…", "saved": "saved", "offline": "no connection – kept on this machine, will be sent again",
        "signedout": "your session ended – sign in again in a new tab and reload this page, nothing is lost",
        "refused": "not saved – see the cell", "wait": "the last cells are being sent…",
        "conflict": "somebody has just changed this cell to", "go": "Go to cell", "answer": "Answer",
        "before": "Answered last year:",
        "outside": "{} pasted cells fell outside the form and were left out",
    }  # fmt: skip
    return en if lang == "en" else vi
