"""Charts: what can be read on them, drawn for real."""

import re
import struct
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review import samples
from tongket.core.errors import InvalidInput
from tongket.core.number import render
from tongket.review import charts
from tongket.review.charts.drawing import BUNDLED_FAMILY, _holds

D = Decimal
NASTY = "\"]]);alert('x')//\\ <b>&amp; #let $x$ *ệ*"


def texts(spec: charts.Spec) -> list[str]:
    """All that can be read on the drawn chart."""
    # Drawn a moment ago by our own code.
    root = ElementTree.fromstring(charts.svg(spec))  # noqa: S314
    return [
        " ".join("".join(part.itertext()).strip() for part in ([*e] or [e]))
        for e in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def bars(spec: charts.Spec) -> list[dict[str, object]]:
    values: list[dict[str, object]] = spec["data"]["values"]
    return values


BUILT: dict[str, tuple[charts.Spec, set[str]]] = {
    "plan_and_actual": (
        charts.plan_and_actual(
            [("Bán lẻ", D(75000), D(80000), None), ("GTSX", D(22519), D("22918.5"), D(21123))], "tỷ đồng", "vi"
        ),
        {"75.000", "80.000", "22.519", "22.918,5", "21.123", "Thực hiện", "Kế hoạch", "Cùng kỳ năm trước"},
    ),
    "completion": (
        charts.completion([("GTSX", D("98.26")), ("Điện", D(100))], "vi"),
        {"98,26%", "100%", "Đạt, vượt kế hoạch", "Chưa đạt kế hoạch"},
    ),
    "growth": (charts.growth([("GTSX", D("6.61")), ("Xuất khẩu", D("-18.74"))], "vi"), {"+6,61%", "-18,74%"}),
    "series": (
        charts.series([("2019", D("500.5"), "actual"), ("2021", D(6100), "plan")], "triệu USD", "vi"),
        {"500,5", "6.100", "2019", "2021", "Đơn vị tính: triệu USD"},
    ),
    "shares": (charts.shares([("Cà phê", D(180), D("57.14"))], "triệu USD", "vi"), {"180 (57,14%)", "Cà phê"}),
    "states": (
        charts.states([("Điện gió", "Vận hành", D("546.2")), ("Thủy điện", "Vận hành", D("2251.69"))], "MW", "vi"),
        {"Điện gió", "Thủy điện", "546,2", "2.251,69"},
    ),
}


@pytest.mark.parametrize("name", BUILT)
def test_a_chart_shows_its_numbers_and_no_others(name: str) -> None:
    spec, wanted = BUILT[name]
    shown = texts(spec)
    assert wanted <= set(shown)
    # No axis writes ticks: every number is one that was handed in, the rule at 100 % or a year.
    numbers = {text for text in shown if re.fullmatch(r"[+-]?[\d.,]+%?", text)}
    assert numbers <= wanted | {"100%"}


@pytest.mark.parametrize("name", BUILT)
def test_a_chart_is_as_wide_as_promised_and_hints_its_height(name: str) -> None:
    spec, _ = BUILT[name]
    drawn = charts.svg(spec)
    size = re.match(r'<svg [^>]*width="([\d.]+)" height="([\d.]+)"', drawn)
    assert size is not None
    assert float(size[1]) == charts.WIDTH
    assert charts.height(spec) <= float(size[2]) <= charts.height(spec) + 110


@given(value=st.decimals(-(10**9), 10**9, places=3))
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_the_exact_number(value: Decimal) -> None:
    (bar,) = bars(charts.series([("2020", value, "actual")], "tỷ đồng", "vi"))
    assert bar["text"] == render(value)


@given(values=st.lists(st.decimals(0, 5000, places=2), min_size=1, max_size=8))
@settings(max_examples=50, deadline=None)
def test_completion_says_reached_from_100_percent_on(values: list[Decimal]) -> None:
    spec = charts.completion([("x", value) for value in values], "vi")
    for bar, value in zip(bars(spec), values, strict=True):
        assert (bar["kind"] == "Đạt, vượt kế hoạch") == (value >= 100)
        assert str(bar["text"]).removeprefix("→ ") == render(value) + "%"


def test_one_exceptional_bar_is_cut_short_and_says_so() -> None:
    spec = charts.completion([("Nhập khẩu", D("963.16")), ("Xuất khẩu", D(100))], "vi")
    long, usual = bars(spec)
    assert (long["value"], long["text"]) == (200.0, "→ 963,16%")
    assert (usual["value"], usual["text"]) == (100.0, "100%")
    assert any("rút ngắn" in text for text in texts(spec))
    fall = charts.growth([("a", D(-250)), ("b", D(5))], "vi")
    assert (bars(fall)[0]["value"], bars(fall)[0]["text"]) == (-100.0, "-250% ←")


def test_bars_are_in_proportion() -> None:
    spec = charts.shares([("a", D(100), None), ("b", D(50), None)], "ha", "vi")
    widths = [float(w) for w in re.findall(r'aria-roledescription="bar"[^>]*d="M0,[\d.]+h([\d.]+)v', charts.svg(spec))]
    assert len(widths) == 2
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)


def test_two_rows_with_one_label_stay_two() -> None:
    spec = charts.growth([("Khác", D(1)), ("Khác", D(2))], "vi")
    shown = texts(spec)
    assert shown.count("Khác") == 2
    assert {"+1%", "+2%"} <= set(shown)


def test_no_label_can_be_taken_for_a_command() -> None:
    shown = texts(charts.growth([(NASTY, D(1))], "vi"))
    assert NASTY.split()[0] in "".join(shown)
    assert "*ệ*" in "".join(shown)


def test_parts_stand_by_size_and_the_rest_last() -> None:
    rows = [("Khác", D(300), None), ("Gỗ", D(2), None), ("Cà phê", D(180), None)]
    shown = [t for t in texts(charts.shares(rows, "triệu USD", "vi", residual={"Khác"})) if not t[0].isdigit()]
    assert [t for t in shown if t in ("Khác", "Gỗ", "Cà phê")] == ["Cà phê", "Gỗ", "Khác"]


def test_an_actual_and_a_plan_of_one_period_stand_side_by_side() -> None:
    spec = charts.series([("2020", D(580), "actual"), ("2020", D(630), "plan")], "triệu USD", "vi")
    shown = texts(spec)
    assert {"580", "630"} <= set(shown)
    assert shown.count("2020") == 1


def test_english_marks_and_words() -> None:
    spec = charts.plan_and_actual([("Retail", D("75000.5"), D(80000), None)], "billion VND", "en")
    assert {"75,000.5", "80,000", "Actual", "Plan", "Unit: billion VND"} <= set(texts(spec))


def test_kinds_differ_in_lightness_for_a_black_and_white_copy() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return (0.299 * red + 0.587 * green + 0.114 * blue) / 255

    for spec, _ in BUILT.values():
        fills = spec["layer"][0]["encoding"]["fill"]["scale"]["range"]
        shades = sorted(lightness(fill) for fill in fills)
        assert all(b - a > 0.12 for a, b in pairwise(shades))


@pytest.mark.parametrize(
    "build",
    [
        lambda: charts.plan_and_actual([], "ha", "vi"),
        lambda: charts.completion([], "vi"),
        lambda: charts.growth([], "vi"),
        lambda: charts.series([], "ha", "vi"),
        lambda: charts.shares([], "ha", "vi"),
        lambda: charts.states([], "ha", "vi"),
    ],
)
def test_a_chart_of_nothing_is_refused(build: Callable[[], charts.Spec]) -> None:
    with pytest.raises(InvalidInput, match="no data"):
        build()


def test_a_broken_specification_is_refused() -> None:
    with pytest.raises(InvalidInput, match="cannot be drawn"):
        charts.svg({"mark": "no such mark", "data": {"values": []}})


def test_a_picture_has_the_width_asked_for_and_is_the_same_each_time() -> None:
    spec = BUILT["growth"][0]
    drawn = charts.png(spec, 900)
    assert drawn[:8] == b"\x89PNG\r\n\x1a\n"
    wide, _ = struct.unpack(">II", drawn[16:24])
    assert wide == pytest.approx(900, abs=1)
    assert charts.png(spec, 900) == drawn


def test_a_family_without_vietnamese_letters_is_not_taken() -> None:
    # The family is part of the typesetter, on every machine.
    assert _holds(BUNDLED_FAMILY, "aáàảãạăắằẳẵặâấầẩẫậơớờởỡợưứừửữựđ")
    assert not _holds(BUNDLED_FAMILY, "aạ中")
    assert charts.printable_family(("No Such Family",)) == BUNDLED_FAMILY


def test_charts_are_found_in_reading_order() -> None:
    assert charts.charts_of(samples.review()) == (samples.CHART,)
    assert charts.charts_of_slides(samples.review()) == ()
