"""What programs send: read exactly, refused whole."""

import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.collect.samples import form
from tongket.collect import typed
from tongket.collect.sent import WORDS, Sent, SentCell, read
from tongket.core.errors import InvalidInput
from tongket.core.figure import State

ROWS = sorted(row.code for row in form().rows)
JSON, CSV = "application/json", "text/csv"
NUMBERS = st.decimals(-(10**12), 10**12, places=3)
VALUES = st.one_of(NUMBERS, st.sampled_from(sorted(WORDS)), st.none())


def as_json(body: object) -> Sent:
    return read(json.dumps(body).encode(), JSON, form())


def as_csv(text: str, *, submit: bool = False) -> Sent:
    return read(text.encode(), CSV, form(), submit=submit)


def meant(cell: SentCell) -> object:
    told = typed.read(cell.text, 3)
    # What is kept as typed says the same as what was sent.
    assert cell.typed is None or (told.state, told.value) == (cell.typed.state, cell.typed.value)
    return told.value if told.value is not None else told.state


@given(st.dictionaries(st.sampled_from(ROWS), VALUES))
def test_both_ways_say_exactly_what_was_sent(values: dict[str, Decimal | str | None]) -> None:
    expected = {row: WORDS.get(v, v) if isinstance(v, str) else v for row, v in values.items()}
    text = (
        "{" + ", ".join(f'"{r}": {json.dumps(v) if not isinstance(v, Decimal) else v}' for r, v in values.items()) + "}"
    )
    sent = read(f'{{"cells": {text}, "submit": true}}'.encode(), JSON, form())
    assert {row: meant(cell) for row, cell in sent.cells.items()} == expected
    assert sent.submit
    lines = "".join(f"{row},{'' if value is None else value}\n" for row, value in values.items())
    assert as_csv("row,value\n" + lines).cells == sent.cells


def test_notes_and_answers() -> None:
    sent = as_json({"cells": {"retail": {"value": 5.25, "note": "chợ mới"}}, "answers": {"retail": "đúng"}})
    assert sent == Sent(
        {"retail": SentCell(typed.Typed(State.VALUE, Decimal("5.25")), "chợ mới")}, {"retail": "đúng"}, submit=False
    )
    table = "row,value,note,answer\nretail,5.25,chợ mới,đúng\n"
    assert as_csv(table) == sent
    assert as_csv(table, submit=True).submit
    assert as_csv("\ufeff" + table) == sent


@pytest.mark.parametrize(
    "value", ["1.234,5", "1,234.5", "1e3", "0x10", " 5", "five", "–", True, [], "１２", "5.", "1" * 19, "1.23456"]
)
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput, match="retail"):
        as_json({"cells": {"retail": value}})


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e400", "1E-400", "5e3"])
def test_numbers_only_json_knows(number: str) -> None:
    body = f'{{"cells": {{"retail": {number}}}}}'.encode()
    if number == "5e3":
        assert meant(read(body, JSON, form()).cells["retail"]) == 5000
    else:
        with pytest.raises(InvalidInput):
            read(body, JSON, form())


def test_all_that_is_wrong_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        as_json({"cells": {"retail": "x", "nowhere": 1, "export": 2}, "answers": {"somewhere": "y"}})
    assert all(word in caught.value.message("vi") for word in ("retail", "nowhere", "somewhere"))
    assert "export" not in caught.value.message("vi")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff", JSON), (b"{", JSON), (b"[]", JSON), (b"{}", JSON),
        (b'{"cells": {}, "colour": 1}', JSON), (b'{"cells": {"retail": 1, "retail": 2}}', JSON),
        (b'{"cells": {}, "submit": "yes"}', JSON), (b"[" * 100_000, JSON),
        (b"", CSV), (b"line,value\n", CSV), (b"row,value\nretail\n", CSV),
        (b"row,value\nretail,1\nretail,2\n", CSV), (b"row,value,colour\nretail,1,red\n", CSV),
        (b"row,value\n" + b"\n" * 10_001, CSV), (b"{}", "text/plain"), (b'row,value\nretail,"', "text/plain"),
    ],
)  # fmt: skip
def test_what_is_no_return(body: bytes, kind: str) -> None:
    with pytest.raises(InvalidInput):
        read(body, kind, form())


@given(st.binary(max_size=200), st.sampled_from([JSON, CSV]))
def test_no_bytes_bring_it_down(body: bytes, kind: str) -> None:
    with suppress(InvalidInput):
        assert isinstance(read(body, kind, form()), Sent)
