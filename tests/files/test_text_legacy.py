import unicodedata

import pytest

from tests.files.texts import PARAGRAPH, tcvn3, vni
from tongket.files.text.legacy import convert, font_kind, likeness, told_by_letters

_EVERY = "".join(
    unicodedata.normalize("NFC", base + tone)
    for base in "aăâeêioôơuưy"
    for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
)


def test_every_letter_of_tcvn3() -> None:
    letters = _EVERY + "đĐĂÂÊÔƠƯ"
    assert convert(tcvn3(letters).decode("latin-1"), "tcvn3")[0] == letters


def test_every_letter_of_vni() -> None:
    letters = " ".join(_EVERY + "đ")
    assert convert(vni(letters).decode("cp1252"), "vni")[0] == letters
    assert convert(vni(letters.upper()).decode("cp1252"), "vni")[0] == letters.upper()


def test_capital_with_a_small_mark() -> None:
    assert convert("Aùnh saùng", "vni")[0] == "Ánh sáng"


def test_letters_tell_the_encoding() -> None:
    assert told_by_letters(tcvn3(PARAGRAPH).decode("latin-1")) == "tcvn3"
    assert told_by_letters(vni(PARAGRAPH).decode("cp1252")) == "vni"


@pytest.mark.parametrize(
    "text",
    [
        PARAGRAPH,
        "Le développement économique de la région: énergie, marché, écologie, février, août, très élevé.",
        "Größe, Straße, Übermut, für, über, Öl, Ärger, schön, grün, Mädchen",
        "Tong ket 2020: 580",
        "",
        "á à",
    ],
)
def test_other_texts_stay(text: str) -> None:
    assert told_by_letters(text) is None


def test_numbers_keep_their_places() -> None:
    text = vni(PARAGRAPH).decode("cp1252")
    new, places = convert(text, "vni")
    at = new.index("22.519")
    assert text[places.to_old(at) : places.to_old(at + 6)] == "22.519"


@pytest.mark.parametrize(
    ("font", "kind"),
    [
        (".VnTime", ("tcvn3", False)), (".VnArialH", ("tcvn3", True)), ("VNI-Times", ("vni", False)),
        ("Times New Roman", None), ("", None),
    ],
)  # fmt: skip
def test_fonts(font: str, kind: tuple[str, bool] | None) -> None:
    assert font_kind(font) == kind


def test_likeness_tells_syllables() -> None:
    assert likeness(PARAGRAPH) > 0.9
    assert likeness("größer schöner") == 0.0
    assert likeness("no marks at all") == 0.0
