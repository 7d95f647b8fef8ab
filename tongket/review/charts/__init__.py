"""Charts: Vega-Lite specifications as plain dicts, and their drawing as SVG or PNG.

Builders are pure. They are handed numbers as they are to be printed (already rounded) and never divide or add: every
number that can be read on a chart is text written by `core.number.render`, and a Decimal becomes a binary float only
as the length of a bar. There is no value axis, for the same reason: its ticks would be numbers of nobody's.

The look is one theme. It must survive a black-and-white copier and a colour-blind reader, so what differs in meaning
differs in lightness (dark, middle, white with an outline), and every bar carries its number.
"""

from tongket.review.charts.builders import (
    PercentRow,
    PlanRow,
    Point,
    ShareRow,
    StateRow,
    completion,
    growth,
    height,
    plan_and_actual,
    series,
    shares,
    states,
)
from tongket.review.charts.drawing import (
    BUNDLED_FAMILY,
    charts_of,
    charts_of_slides,
    for_print,
    png,
    printable_family,
    svg,
)
from tongket.review.charts.marks import FONT, WIDTH, Spec, theme

__all__ = [
    "BUNDLED_FAMILY",
    "FONT",
    "WIDTH",
    "PercentRow",
    "PlanRow",
    "Point",
    "ShareRow",
    "Spec",
    "StateRow",
    "charts_of",
    "charts_of_slides",
    "completion",
    "for_print",
    "growth",
    "height",
    "plan_and_actual",
    "png",
    "printable_family",
    "series",
    "shares",
    "states",
    "svg",
    "theme",
]
