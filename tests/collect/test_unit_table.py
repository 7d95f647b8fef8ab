"""Units pasted from a spreadsheet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.accounts.queries import within
from tongket.collect.catalog.unit_table import HEADS, NewUnit, read
from tongket.core.errors import InvalidInput
from tongket.core.vocabulary import Vocabulary, vocabulary

DAY, GIA_LAI = date(2026, 1, 31), "vn.52@2025"


def told(table: str, province: str = GIA_LAI) -> list[NewUnit]:
    return read(table, vocabulary(), DAY, lambda place: within(place, province))


def test_lines_are_units_and_headings_are_none(vocabulary: Vocabulary) -> None:
    head = "\t".join(head.vi for head in HEADS)
    found = told(f"{head}\r\n5900189357\tCông ty Mía đường\tXã Al Bá\t0269 385\r\n\r\nx-1\tHTX\tXã Đak Đoa\r\n")
    assert [(one.code, one.phone) for one in found] == [("5900189357", "0269 385"), ("x-1", "")]
    assert [vocabulary.places[one.place].full_name() for one in found] == ["Xã Al Bá", "Xã Đak Đoa"]
    assert all(vocabulary.places[one.place].parent == GIA_LAI for one in found)


def test_every_line_that_is_wrong_is_named() -> None:
    with pytest.raises(InvalidInput) as caught:
        told("1\tA\tXã Không Có\n2\tB\n\n3\t\tXã Al Bá\n4 4\tD\tXã Al Bá\n5\tE\tXã Al Bá\n5\tF\tXã Al Bá")
    said = caught.value.message("vi").split("\n")
    assert [line.split(":")[0] for line in said] == [f"dòng {n}" for n in (1, 2, 4, 5, 7)]
    with pytest.raises(InvalidInput):
        told("")


def test_a_name_that_several_communes_have_is_asked_about_and_the_province_tells() -> None:
    with pytest.raises(InvalidInput, match="no one commune"):
        told("1\tA\tXã Tân Phú", province="vn")
    with pytest.raises(InvalidInput):
        told("1\tA\tXã Al Bá", province="vn.22@2025")


@given(st.text(max_size=200))
def test_no_text_brings_it_down(table: str) -> None:
    with pytest.raises(InvalidInput):
        told("\t" + table)
