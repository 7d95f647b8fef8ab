import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files.texts import PARAGRAPH, tcvn3, vni
from tongket.core.errors import InvalidInput
from tongket.files.text.encodings import decode
from tongket.files.text.plain import read_plain

TEXT = PARAGRAPH + "\nDòng thứ hai: 75.000 tỷ đồng.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode(encoding: str) -> None:
    document = read_plain(TEXT.encode(encoding), "a.txt")
    assert document.text == TEXT
    assert document.notes == ()


def test_windows_1258() -> None:
    # Letters with a hat are one place there, their tone another behind it.
    parts = []
    for letter in TEXT:
        marks = unicodedata.normalize("NFD", letter)
        tone = [m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(m for m in marks if m not in tone))
        parts.append(rest + "".join(tone))
    document = read_plain("".join(parts).encode("cp1258"), "a.txt")
    assert document.text == TEXT
    assert "Windows-1258" in document.notes[0].vi


@pytest.mark.parametrize("write", [tcvn3, vni])
def test_old_encodings(write: object) -> None:
    assert callable(write)
    document = read_plain(write(TEXT), "a.txt")
    assert document.text == TEXT
    assert "đã chuyển sang Unicode" in document.notes[0].vi


def test_old_letters_inside_unicode() -> None:
    # Copied out of an old program into a new one: Unicode by form, TCVN3 by letters.
    document = read_plain(tcvn3(TEXT).decode("latin-1").encode(), "a.txt")
    assert document.text == TEXT


def test_decomposed() -> None:
    document = read_plain(unicodedata.normalize("NFD", TEXT).encode(), "a.txt")
    assert document.text == TEXT
    assert [p.number for p in document.pieces] == [1, 2]
    assert document.pieces[1].start == TEXT.index("Dòng")


def test_cut_inside_a_letter() -> None:
    data = "tăng 6,61% so với năm 2019, sản xuất ổ".encode()
    text, notes = decode(data[:-1], "a.txt")
    assert text == "tăng 6,61% so với năm 2019, sản xuất "
    assert "cắt cụt" in notes[0].vi


def test_one_damaged_letter_is_told() -> None:
    data = (TEXT * 3).encode()
    at = data.index(b"\xe1")
    text, notes = decode(data[:at] + data[at + 1 :], "a.txt")
    assert "\N{REPLACEMENT CHARACTER}" in text
    assert "75.000" in text
    assert "ký tự hỏng" in notes[0].vi


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 20, "東京都の工業生産".encode("shift_jis") * 20])
def test_unknown_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput, match="encoding of the text cannot be told"):
        decode(data, "a.txt")


def test_binary_is_refused() -> None:
    with pytest.raises(InvalidInput, match="binary"):
        decode(b"abc\x01\x02\x03 580", "a.txt")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_message(data: bytes) -> None:
    try:
        text, _ = decode(data, "a.txt")
    except InvalidInput as error:
        text = error.text.vi.removeprefix("a.txt: ")
    assert "\0" not in text
    assert not text.startswith("a.txt")
