import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tongket.files.text.offsets import composed, replaced

_LETTERS = st.text(st.sampled_from("aeoươđấ1,% \u0300\u0301\u0302\u031b\u0323\u1112\u1161\u11ab각\u09c7\u09be"))


@given(st.one_of(st.text(), _LETTERS))
def test_composing_is_nfc(text: str) -> None:
    new, places = composed(text)
    assert new == unicodedata.normalize("NFC", text)
    assert places.to_new(0) == 0
    assert places.to_old(len(new)) == len(text)
    assert places.to_new(len(text)) == len(new)


@given(_LETTERS)
def test_every_plain_letter_is_found_again(text: str) -> None:
    new, places = composed(text)
    for at, letter in enumerate(new):
        if letter in "1,% ":
            assert text[places.to_old(at)] == letter
            assert places.to_new(places.to_old(at)) == at


@given(_LETTERS)
def test_offsets_never_run_backwards(text: str) -> None:
    new, places = composed(text)
    old = [places.to_old(at) for at in range(len(new) + 1)]
    assert old == sorted(old)
    back = [places.to_new(at) for at in range(len(text) + 1)]
    assert back == sorted(back)


def test_longer_and_shorter_stretches() -> None:
    new, places = replaced("a--b-c", [(1, 3), (4, 5)], lambda old: "" if old == "--" else "xyz")
    assert new == "abxyzc"
    assert [places.to_old(new.index(c)) for c in "abc"] == [0, 3, 5]
    assert [places.to_new(at) for at in (0, 3, 5, 6)] == [0, 1, 5, 6]
