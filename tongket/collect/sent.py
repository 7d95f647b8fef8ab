"""A return as a program sends it: JSON or CSV. Pure.

Numbers are written as programs write them (1234.5), never as people do; what is not a number has a word of its own.
"""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any

from tongket.collect import typed
from tongket.collect.form import Form
from tongket.collect.typed import Typed
from tongket.core.errors import InvalidInput
from tongket.core.exact import rounded
from tongket.core.figure import State
from tongket.core.number import render
from tongket.core.text import Text

WORDS = {
    "nil": State.NIL, "missing": State.MISSING, "not-applicable": State.NOT_APPLICABLE,
    "confidential": State.CONFIDENTIAL,
}  # fmt: skip
"""What may stand in place of a number."""
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_HEADS = ("row", "value", "note", "answer")
_ITEMS = frozenset(("cells", "answers", "submit"))
_MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class SentCell:
    """One cell.

    Attributes:
        typed: what it holds; None to empty it.
        note: a remark on it; None leaves the one there is.
    """

    typed: Typed | None
    note: str | None = None

    @property
    def text(self) -> str:
        """What somebody would have typed to say the same."""
        if self.typed is None or self.typed.state is None:
            return ""
        return typed.MARKS.get(self.typed.state) or render(self.typed.value or Decimal(0))


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent.

    Attributes:
        cells: by code of row; a row that is not sent stays as it is.
        answers: to the warnings on a row, by its code.
        submit: whether the return is handed in with it.
    """

    cells: Mapping[str, SentCell]
    answers: Mapping[str, str] = field(default_factory=dict)
    submit: bool = False


def read(body: bytes, kind: str, form: Form, *, submit: bool = False) -> Sent:
    """Return what a program sent.

    Args:
        body: UTF-8.
        kind: `application/json` or `text/csv`.
        form: of the return.
        submit: whether a CSV is handed in with it; JSON says so itself.

    Raises:
        InvalidInput: it is neither, or cells are not in the form or cannot be read; all of them.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput("nội dung không phải UTF-8", "the content is not UTF-8") from error
    if kind == "application/json":
        return _json(text, form)
    if kind == "text/csv":
        return _csv(text, form, submit)
    raise InvalidInput(
        f"không nhận kiểu nội dung “{kind}”; gửi application/json hoặc text/csv",
        f"content of type “{kind}” is not taken; send application/json or text/csv",
    )


def _json(text: str, form: Form) -> Sent:
    try:
        told = json.loads(text, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_once)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise InvalidInput(f"không phải JSON: {error}", f"no JSON: {error}") from error
    if not isinstance(told, dict) or set(told) - _ITEMS or not isinstance(told.get("cells"), dict):
        raise InvalidInput(
            'JSON phải có dạng {"cells": {mã dòng: số}, "answers": {mã dòng: giải trình}, "submit": true}',
            'the JSON has the form {"cells": {row: number}, "answers": {row: text}, "submit": true}',
        )
    answers, submit = told.get("answers", {}), told.get("submit", False)
    wrong = _Wrong(form)
    cells = {}
    for row, value in told["cells"].items():
        note = None
        if isinstance(value, dict):
            note, value = value.get("note"), value.get("value")
        cells[row] = SentCell(wrong.cell(row, value), None if note is None else str(note))
    if not isinstance(answers, dict) or not isinstance(submit, bool):
        wrong.say("answers, submit", "sai kiểu", "of the wrong type")
        answers, submit = {}, False
    for row in answers:
        wrong.row(row)
    wrong.check()
    return Sent(cells, {row: str(answer) for row, answer in answers.items()}, submit)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _csv(text: str, form: Form, submit: bool) -> Sent:
    lines = csv.reader(StringIO(text, newline=""))
    wrong, cells, answers = _Wrong(form), {}, {}
    try:
        head = next(lines, [])
        if head[:2] != list(_HEADS[:2]) or head != list(_HEADS[: len(head)]):
            raise InvalidInput(
                f"dòng đầu của CSV phải là {','.join(_HEADS)} (hai cột cuối không bắt buộc)",
                f"the first line of the CSV is {','.join(_HEADS)} (the last two optional)",
            )
        for number, line in enumerate(lines, start=2):
            if number > _MOST_ROWS:
                raise InvalidInput("CSV dài quá", "the CSV is too long")
            if not line:
                continue
            told = dict(zip(head, line, strict=False))
            row = told.get("row", "")
            if len(line) != len(head) or row in cells:
                wrong.say(
                    f"dòng {number}", "thừa, thiếu cột hoặc lặp mã dòng", "has too many or few columns, or a row again"
                )
                continue
            note = told.get("note", "")
            cells[row] = SentCell(wrong.cell(row, told["value"]), note or None)
            if told.get("answer", "").strip():
                answers[row] = told["answer"].strip()
    except csv.Error as error:
        raise InvalidInput(f"không phải CSV: {error}", f"no CSV: {error}") from error
    wrong.check()
    return Sent(cells, answers, submit)


class _Wrong:
    """Gathers what is wrong."""

    def __init__(self, form: Form) -> None:
        self._decimals = {row.code: row.decimals for row in form.rows}
        self._said: list[Text] = []

    def say(self, where: str, vi: str, en: str) -> None:
        self._said.append(Text(f"{where[:60]}: {vi}", f"{where[:60]}: {en}"))

    def row(self, code: str) -> bool:
        if code in self._decimals:
            return True
        self.say(code, "biểu không có dòng này", "the form has no such row")
        return False

    def cell(self, row: str, value: Any) -> Typed | None:
        """Return what a value says; says what is wrong with it."""
        if not self.row(row):
            return None
        if value is None or value == "":
            return None
        if isinstance(value, str) and value in WORDS:
            return Typed(WORDS[value])
        if isinstance(value, Decimal) and not value.is_finite():
            value = str(value)
        plain = f"{value:f}" if isinstance(value, Decimal) else value
        if not isinstance(plain, str) or not _NUMBER.fullmatch(plain):
            words = ", ".join(WORDS)
            shown = str(value)[:40]
            self.say(row, f"“{shown}” không phải số (viết 1234.5) hay một trong các từ {words}",
                     f"“{shown}” is no number (write 1234.5) nor one of {words}")  # fmt: skip
            return None
        number, decimals = Decimal(plain), self._decimals[row]
        if number != rounded(number, decimals):
            self.say(row, f"dòng này lấy nhiều nhất {decimals} số lẻ", f"the row takes at most {decimals} decimals")
        return Typed(State.VALUE, number)

    def check(self) -> None:
        if self._said:
            raise InvalidInput("; ".join(one.vi for one in self._said), "; ".join(one.en for one in self._said))
