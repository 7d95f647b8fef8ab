"""Proposals of what an incoming record may be: never a guess between two, never against the size."""

from decimal import Decimal

import pytest

from tongket.registers.shared.matching import Incoming, bare, match
from tongket.registers.shared.queries import Candidate

IALY = Candidate("H1", "nha may thuy dien ialy", "vn.23734@2025", "hydro", {"capacity": Decimal(720)})
SE_SAN_3 = Candidate("H2", "thuy dien se san 3", "vn.23734@2025", "hydro", {"capacity": Decimal(260)})
SE_SAN_3A = Candidate("H3", "thuy dien se san 3a", "vn.23776@2025", "hydro", {"capacity": Decimal(108)})
THERE = [IALY, SE_SAN_3, SE_SAN_3A]


def of(name: str, capacity: str | None = None, kind: str = "hydro", place: str = "") -> Incoming:
    return Incoming(name, place, kind, {"capacity": Decimal(capacity) if capacity else None})


def test_words_that_all_have_say_nothing() -> None:
    assert bare("Nhà máy Thủy điện Sê San 3") == "se san 3"


@pytest.mark.parametrize(
    ("incoming", "code", "sure"),
    [
        (of("Ialy", "720"), "H1", True),
        (of("Ia Ly hydropower", "720"), "H1", True),
        (of("Sê San 3", "260"), "H2", True),
        (of("Se San 3A", "108"), "H3", True),
        # The name is the same and the size is another's: a person has to look.
        (of("Ialy", "360"), "H1", False),
        (of("Sông Hinh", "70"), "", True),
        # Of another kind there is none.
        (of("Ialy", "720", "wind"), "", True),
    ],
)
def test_what_a_record_may_be(incoming: Incoming, code: str, sure: bool) -> None:
    [found] = match([incoming], THERE)
    assert (found.code, found.sure) == (code, sure)


def test_two_that_are_as_near_are_both_named_and_neither_is_sure() -> None:
    twins = [SE_SAN_3, Candidate("H9", "se san 3", "vn.23734@2025", "hydro", {"capacity": Decimal(260)})]
    [found] = match([of("Sê San 3", "260")], twins)
    assert (found.code, found.sure, found.others) == ("H2", False, ("H9",))
    # In whatever order they come.
    assert match([of("Sê San 3", "260")], twins[::-1]) == [found]


def test_the_place_decides_between_two_of_a_name() -> None:
    elsewhere = Candidate("H9", "se san 3", "vn.21787@2025", "hydro", {"capacity": Decimal(260)})
    [found] = match([of("Sê San 3", "260", place="vn.21787@2025")], [SE_SAN_3, elsewhere])
    assert (found.code, found.sure) == ("H9", True)
