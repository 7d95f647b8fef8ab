import pytest

from tongket.core import errors
from tongket.core.text import Text

KINDS = [errors.InvalidInput, errors.NotFound, errors.Ambiguous, errors.NotAllowed, errors.Unavailable]


@pytest.mark.parametrize("kind", KINDS)
def test_says_it_in_both_languages(kind: type[errors.TongketError]) -> None:
    error = kind("không có", "there is none")
    assert isinstance(error, errors.TongketError)
    assert (error.message(), error.message("vi"), error.message("en")) == ("không có", "không có", "there is none")
    assert error.text == Text("không có", "there is none")
    assert str(error) == "there is none"


def test_five_kinds_and_no_kind_is_another() -> None:
    assert set(errors.TongketError.__subclasses__()) >= set(KINDS)
    for kind in KINDS:
        assert kind.__mro__[1] is errors.TongketError
        assert errors.__doc__ is not None
        assert f"| {kind.__name__} " in errors.__doc__
