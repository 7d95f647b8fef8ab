"""The fold of events, and what is wrong with a record, without a database."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registers.samples import CLUSTERS, HYDRO, POWER
from tongket.registers.clusters.rules import land_use, occupancy
from tongket.registers.shared import rules
from tongket.registers.shared.rules import Happened, Span

FIRST = date(2016, 1, 1)
EVENTS = st.lists(
    st.tuples(st.integers(0, 40), st.dictionaries(st.sampled_from("abc"), st.sampled_from(("x", "y", "z", None)))),
    max_size=12,
)  # fmt: skip


def happened(events: list[tuple[int, dict[str, str | None]]]) -> list[Happened]:
    return [Happened(FIRST + timedelta(day), order, values) for order, (day, values) in enumerate(events)]


def as_of(events: list[Happened], day: date) -> dict[str, str]:
    """What holds on a day, the slow way: everything said until then, said again."""
    values: dict[str, str | None] = {}
    for event in sorted(events, key=lambda one: (one.day, one.order)):
        if event.day <= day:
            values |= event.values
    return {name: text for name, text in values.items() if text is not None}


@given(EVENTS, st.integers(-1, 45), st.randoms(use_true_random=False))
def test_any_day_is_what_was_said_until_then_in_whatever_order_it_is_told(
    told: list[tuple[int, dict[str, str | None]]], after: int, shuffle: Random
) -> None:
    events = happened(told)
    mixed = list(events)
    shuffle.shuffle(mixed)
    spans, day = rules.fold(mixed), FIRST + timedelta(after)
    found = [one for one in spans if one.first <= day and (one.until is None or day < one.until)]
    assert len(found) <= 1
    assert (dict(found[0].values) if found else {}) == as_of(events, day)
    assert all(one.until == other.first and one.values != other.values for one, other in pairwise(spans))
    assert not spans or spans[-1].until is None


def test_a_value_names_the_event_that_set_it() -> None:
    events = [Happened(FIRST, 7, {"a": "x", "b": "y"}), Happened(FIRST + timedelta(3), 9, {"b": "z"})]
    last = rules.fold(events)[-1]
    assert (last.said_by["a"], last.said_by["b"]) == (7, 9)


def wrong(values: Mapping[str, str | None], day: date = FIRST, register: str = "power") -> list[tuple[str, bool, str]]:
    span = Span(day, None, {k: v for k, v in values.items() if v is not None}, {})
    of = POWER if register == "power" else CLUSTERS
    return [(one.field, one.blocks, one.text.vi) for one in rules.problems(of, span)]


def test_a_good_project_has_nothing_wrong() -> None:
    assert wrong(HYDRO) == []


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"capacity": "720000"}, "capacity", "nếu đã nhập theo kW thì ghi 720"),
        ({"peak": "49"}, "peak", "MWp chỉ dùng cho điện mặt trời"),
        ({"cod_day": "2009-01-01", "policy_day": "2010-05-01"}, "cod_day", "COD 01/01/2009 trước ngày chấp thuận"),
        ({"latitude": "107.9", "longitude": "13.98"}, "latitude", "bị đảo chỗ"),
        ({"latitude": "1548321.4", "longitude": "451200"}, "latitude", "VN-2000"),
        ({"latitude": "48.8", "longitude": "2.35"}, "latitude", "nằm ngoài Việt Nam"),
        ({"latitude": "13.9"}, "latitude", "cần cả vĩ độ và kinh độ"),
        ({"name": None}, "name", "thiếu “tên”"),
        ({"tariff": "39/2018"}, "tariff", "không áp dụng cho loại nguồn này"),
    ],
)
def test_what_cannot_be_is_refused_and_explained(said: dict[str, str | None], field: str, words: str) -> None:
    [(found, blocks, text)] = wrong({**HYDRO, **said}, date(2020, 1, 1))
    assert (found, blocks) == (field, True)
    assert words in text


def test_a_tariff_window_is_only_remarked_on() -> None:
    farm: dict[str, str | None] = {
        **HYDRO,
        "technology": "wind",
        "capacity": "50",
        "tariff": "39/2018",
        "policy_day": "2019-01-01",
    }
    assert wrong(farm | {"cod_day": "2021-10-31"}, date(2021, 12, 1)) == []
    [(field, blocks, text)] = wrong(farm | {"cod_day": "2021-11-01"}, date(2021, 12, 1))
    assert (field, blocks) == ("tariff", False)
    assert "… – 31/10/2021" in text


CLUSTER = {"name": "Diên Phú", "state": "established", "place": "vn.64@1997", "established_day": "2018-06-01"}


def test_a_cluster_is_measured_by_the_decree_of_its_day() -> None:
    assert wrong(CLUSTER | {"area": "75"}, register="clusters") == []
    [(field, blocks, text)] = wrong(CLUSTER | {"area": "75.5"}, register="clusters")
    assert (field, blocks) == ("area", False)
    assert "75,5 ha vượt mức tối đa 75 ha của Nghị định 68/2017/NĐ-CP" in text
    newer = CLUSTER | {"area": "8", "terrain": "plain", "established_day": "2024-05-01"}
    assert "nhỏ hơn mức tối thiểu 10 ha của Nghị định 32/2024/NĐ-CP" in wrong(newer, register="clusters")[0][2]
    assert wrong(newer | {"terrain": "mountain"}, register="clusters") == []
    # Before the first decree we know, nothing is said.
    assert wrong(CLUSTER | {"area": "90", "established_day": "2010-01-01"}, register="clusters") == []


def test_parts_are_no_more_than_their_whole() -> None:
    said = CLUSTER | {"area": "50", "industrial": "40", "leasable": "35", "leased": "36"}
    [(field, blocks, text)] = wrong(said, register="clusters")
    assert (field, blocks) == ("leased", True)
    assert "đất đã cho thuê 36 lớn hơn đất cho thuê được 35" in text


def test_occupancy_has_leasable_land_below_it_and_the_other_ratio_another_name() -> None:
    values = rules.values_of(CLUSTERS, {"leased": "910", "leasable": "1108", "area": "2400"})
    used, whole = occupancy(values), land_use(values)
    assert used is not None
    assert whole is not None
    assert (round(float(used) * 100, 1), round(float(whole) * 100, 1)) == (82.1, 37.9)
    assert occupancy(rules.values_of(CLUSTERS, {"leased": "910"})) is None
