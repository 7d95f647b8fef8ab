"""Whatever the text: nothing is raised, spans are right, and the work grows with its length and no faster."""

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tongket.core.vocabulary import vocabulary
from tongket.prose.read import read
from tongket.prose.verify import verify

KNOWN = vocabulary()
_PIECES = (
    "từ", "đến", "tăng", "giảm", "đạt", "12", "9,5", "1.234", "22.519,5", "%", "tỷ", "nghìn", "đồng", "USD", "-", "–",
    "/", "(", ")", ",", ".", ";", "\n", "năm", "2020", "tháng", "quý", "I", "cùng kỳ", "so với", "kế hoạch", "trong đó",
    "lần lượt", "và", "dự án", "MW", "ha", "hơn", "khoảng", "một nửa", "gấp đôi", "ba", "kim ngạch xuất khẩu",
    "cả nước", "hết", "ngày", "29", "bình quân", "vượt", "các", "chỉ tiêu", "\u00a0", "\u200b", "０", "²", "٣",
)  # fmt: skip
texts = (
    st.text()
    | st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join)
    | st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)
)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_never_raises_and_spans_hold(text: str) -> None:
    found = read(text, KNOWN)
    assert [c.id for c in found.claims] == list(range(len(found.claims)))
    end = 0
    for claim in found.claims:
        assert end <= claim.start < claim.end <= len(found.text)
        assert found.text[claim.start : claim.end] == claim.text
        assert claim.part_of is None or claim.part_of < claim.id
        assert claim.high is None or claim.value < claim.high
        assert claim.value.is_finite()
        end = claim.end
    for start, stop in found.sentences:
        assert 0 <= start < stop <= len(found.text)


def steps(text: str) -> int:
    """How many calls of functions reading and checking a text takes: what time would be, without a clock."""
    count = 0

    def tick(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        verify(read(text, KNOWN), KNOWN)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "Xuất khẩu đạt 580 triệu USD, tăng 16% so với năm 2019; ",
        "từ 9 đến ",
        "1.234.",
        "9-",
        "12/",
        "9,5% - ",
        "( ",
        "giá trị sản xuất ",
        "so với ",
        "tháng 5 đến ",
        "trong đó 5 dự án, ",
        "gồm 5 ha; ",
        "5 ha, giảm 3 ha (-1%) ",
        "gần 5 tỷ USD, 4,9 tỷ USD. ",
        "từ 5 ha năm 2016 lên ",
        "TT\nChỉ tiêu\n5\n",
        "5 | a | ",
        "12, 13 và ",
        "năm 2020 ",
        "tỷ ",
        "5 tỷ ",
        "một nửa cùng kỳ ",
        "a",
        "7",
    ],
)
def test_work_grows_with_length(piece: str) -> None:
    read(piece, KNOWN)
    short, long = steps(piece * 150), steps(piece * 1500)
    assert long < 14 * short + 2000, (short, long)
