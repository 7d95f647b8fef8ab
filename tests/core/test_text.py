import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core.text import Text, fold


def test_to() -> None:
    text = Text("chỉ tiêu", "indicator")
    assert (text.to("vi"), text.to("en")) == ("chỉ tiêu", "indicator")
    assert text == ("chỉ tiêu", "indicator")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Kim ngạch  XUẤT khẩu ", "kim ngach xuat khau"),
        ("Đắk Lắk", "dak lak"),
        ("ĐƠN VỊ", "don vi"),
        ("thuỷ điện", "thuy dien"),
        ("Bà Rịa - Vũng Tàu", "ba ria - vung tau"),
        ("tỷ\N{NO-BREAK SPACE}đồng", "ty dong"),
        ("a\tb\nc", "a b c"),
        ("km²", "km²"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ AĂÂĐÊÔƠƯ"


@given(st.text(alphabet=ALPHABET, max_size=40))
def test_vietnamese_folds_to_plain_letters_however_it_is_composed(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower().strip()
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded
    assert fold(text.upper()) == folded
