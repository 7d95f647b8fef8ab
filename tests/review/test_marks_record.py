import json
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.review.marked import TEXT, checked
from tongket.core.errors import InvalidInput
from tongket.review.marks.record import _end, dumps, record, refusal

_CLAIM = {
    "id", "start", "end", "text", "kind", "indicator", "indicator_code", "place", "period", "base", "value", "high",
    "unit", "approx", "scenario", "status", "part_of",
}  # fmt: skip
_FINDING = {"rule", "claims", "stated", "computed", "interval", "verdict", "explanation"}


def test_one_line_of_the_agreed_shape() -> None:
    line = record(checked(), "vi")
    assert "\n" not in line
    told = json.loads(line, parse_float=Decimal)
    assert list(told) == ["file", "error", "document_date", "text", "claims", "findings"]
    assert all(set(c) == _CLAIM for c in told["claims"])
    assert all(set(f) == _FINDING for f in told["findings"])
    assert [told["text"][c["start"] : c["end"]] for c in told["claims"]] == [c["text"] for c in told["claims"]]
    assert told["text"] == TEXT
    growth = told["findings"][0]
    assert (growth["stated"], growth["computed"]) == (18, Decimal("16.00"))
    assert growth["interval"][1] is None
    assert abs(growth["interval"][0] - Decimal(47) / 3) < Decimal("1e-20")
    assert told["findings"][3]["stated"] == "thực hiện vượt các chỉ tiêu"
    assert told["claims"][0]["period"] == "2020"


def test_a_file_that_could_not_be_read() -> None:
    told = json.loads(refusal("x.pdf", InvalidInput("không đọc được", "cannot be read"), "vi"))
    assert told == {
        "file": "x.pdf", "error": "không đọc được", "document_date": None, "text": None, "claims": [], "findings": [],
    }  # fmt: skip


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_are_exact_literals(value: Decimal) -> None:
    text = dumps({"n": [value, None, True, "“x”"]})
    assert "E" not in text
    assert json.loads(text, parse_float=Decimal, parse_int=Decimal)["n"][0] == value


@given(st.fractions())
def test_ends_of_intervals_never_shrink_them(end: Fraction) -> None:
    low, high = _end(end, True), _end(end, False)
    assert low is not None
    assert high is not None
    assert Fraction(low) <= end <= Fraction(high)
    assert Fraction(high) - Fraction(low) <= (abs(end) + 1) * Fraction(1, 10**28)
