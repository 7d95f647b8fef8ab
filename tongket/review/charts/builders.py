"""The builders: pure functions from labels and numbers to a Vega-Lite specification."""

import json
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from tongket.core.number import render
from tongket.core.text import Lang, Text
from tongket.review.charts.marks import (
    AMBER,
    BAR,
    DARK,
    MIDDLE,
    SHADES,
    WHITE,
    Datum,
    Spec,
    bar,
    columns,
    horizontal,
    limit_of,
    marked_cut,
    some,
    step,
    used,
)

PlanRow = tuple[str, Decimal, Decimal | None, Decimal | None]
"""Label, actual, plan, the same period of last year; None where there is none."""
PercentRow = tuple[str, Decimal]
"""Label, percent (98.26 for 98.26 %)."""
Point = tuple[str, Decimal, Literal["actual", "plan"]]
"""Period as printed, value, and which it is."""
ShareRow = tuple[str, Decimal, Decimal | None]
"""Label, value, its percent of the whole; None where the whole is not known."""
StateRow = tuple[str, str, Decimal]
"""Technology, state of the projects, value."""

_ACTUAL = Text("Thực hiện", "Actual")
_PLAN = Text("Kế hoạch", "Plan")
_LAST_YEAR = Text("Cùng kỳ năm trước", "Same period last year")
_REACHED = Text("Đạt, vượt kế hoạch", "Plan reached")
_SHORT = Text("Chưa đạt kế hoạch", "Plan not reached")
_UP = Text("Tăng", "Up")
_DOWN = Text("Giảm", "Down")
_UNIT = Text("Đơn vị tính: ", "Unit: ")


def height(spec: Mapping[str, Any]) -> int:
    """Return the height of a chart's plot in pixels at a width of 640, for `document.Chart.height`."""
    return int(spec["height"])


def plan_and_actual(rows: Sequence[PlanRow], unit: str, lang: Lang, decimals: int | None = None) -> Spec:
    """Return bars of the actual, the plan and last year beside each other, a group a row.

    Args:
        rows: label, actual, plan, last year, all in one unit.
        unit: as printed, e.g. “tỷ đồng”.
        lang: language of the legend and the number marks.
        decimals: how many are printed; None prints those a number has.

    Raises:
        InvalidInput: no rows.
    """
    some(rows)
    kinds = [(_LAST_YEAR.to(lang), MIDDLE), (_PLAN.to(lang), WHITE), (_ACTUAL.to(lang), DARK)]
    data = [
        bar(at, value, render(value, decimals, lang), kinds[kind][0])
        for at, (_, actual, plan, last_year) in enumerate(rows)
        for kind, value in enumerate((last_year, plan, actual))
        if value is not None
    ]
    shown = [kind for kind in kinds if any(d["kind"] == kind[0] for d in data)]
    offset = {"field": "kind", "type": "nominal", "scale": {"domain": [name for name, _ in shown]}, "sort": None}
    labels = [row[0] for row in rows]
    high = len(rows) * step(labels, len(shown) * BAR + 14)
    spec = horizontal(labels, data, shown, high, lang, offset=offset)
    return spec | {"title": _UNIT.to(lang) + unit}


def completion(rows: Sequence[PercentRow], lang: Lang, decimals: int | None = None) -> Spec:
    """Return bars of the completion of the plan with a rule at 100 %.

    A bar beyond 200 % is cut short and marked with an arrow, so that one exceptional year leaves the others readable.

    Raises:
        InvalidInput: no rows.
    """
    some(rows)
    kinds = [(_REACHED.to(lang), DARK), (_SHORT.to(lang), AMBER)]
    limit = limit_of([value for _, value in rows], Decimal(200))
    data = [
        bar(at, value, render(value, decimals, lang) + "%", kinds[0 if value >= 100 else 1][0], limit)
        for at, (_, value) in enumerate(rows)
    ]
    labels = [row[0] for row in rows]
    high = len(rows) * step(labels, BAR + 13)
    spec = horizontal(labels, data, used(kinds, data), high, lang, least=108.0)
    rule = {
        "data": {"values": [{"value": 100}]},
        "mark": {"type": "rule", "color": "#000000", "strokeDash": [5, 3], "strokeWidth": 1.4},
        "encoding": {"x": {"field": "value", "type": "quantitative"}},
    }
    name = {
        "data": {"values": [{"value": 100, "text": "100%"}]},
        "mark": {"type": "text", "y": -3, "baseline": "bottom"},
        "encoding": {"x": {"field": "value", "type": "quantitative"}, "text": {"field": "text"}},
    }
    bars, texts, _, zero = spec["layer"]
    # The numbers stand in a column at the right: at the ends of the bars the rule would run through them.
    texts = {
        "mark": {"type": "text", "align": "right", "baseline": "middle"},
        "encoding": texts["encoding"] | {"x": {"value": "width"}},
    }
    return marked_cut(spec | {"layer": [bars, rule, texts, zero, name]}, data, lang)


def growth(rows: Sequence[PercentRow], lang: Lang, decimals: int | None = None) -> Spec:
    """Return bars of the change in percent to both sides of zero; beyond ±100 % they are cut short and marked.

    Raises:
        InvalidInput: no rows.
    """
    some(rows)
    kinds = [(_UP.to(lang), DARK), (_DOWN.to(lang), AMBER)]
    limit = limit_of([value for _, value in rows], Decimal(100))
    data = [
        bar(
            at,
            value,
            ("+" if value > 0 else "") + render(value, decimals, lang) + "%",
            kinds[0 if value >= 0 else 1][0],
            limit,
        )
        for at, (_, value) in enumerate(rows)
    ]
    labels = [row[0] for row in rows]
    spec = horizontal(labels, data, used(kinds, data), len(rows) * step(labels, BAR + 13), lang)
    return marked_cut(spec, data, lang)


def series(points: Sequence[Point], unit: str, lang: Lang, decimals: int | None = None) -> Spec:
    """Return columns over time, each with its number on top.

    Args:
        points: in order of time. One period may have an actual and a plan: they stand side by side.
        unit: as printed.
        lang: language of the legend and the number marks.
        decimals: how many are printed; None prints those a number has.

    Raises:
        InvalidInput: no points.
    """
    some(points)
    kinds = [(_PLAN.to(lang), WHITE), (_ACTUAL.to(lang), DARK)]
    labels = list(dict.fromkeys(label for label, _, _ in points))
    data = [
        bar(labels.index(label), value, render(value, decimals, lang), kinds[kind == "actual"][0])
        for label, value, kind in points
    ]
    return columns(labels, data, used(kinds, data), 230, lang) | {"title": _UNIT.to(lang) + unit}


def shares(
    rows: Sequence[ShareRow],
    unit: str,
    lang: Lang,
    decimals: int | None = None,
    residual: Collection[str] = (),
) -> Spec:
    """Return bars of the parts of a whole, largest first.

    Args:
        rows: label, value, percent of the whole.
        unit: of the values, as printed.
        lang: language of the text and the number marks.
        decimals: how many are printed of the values; None prints those a number has.
        residual: labels that stand for all the others; they come last whatever their size.

    Raises:
        InvalidInput: no rows.
    """
    some(rows)
    ordered = sorted(rows, key=lambda row: (row[0] in residual, -row[1]))
    kinds = [(_ACTUAL.to(lang), DARK)]
    data = [
        bar(at, value, _share_text(value, share, lang, decimals), kinds[0][0])
        for at, (_, value, share) in enumerate(ordered)
    ]
    labels = [row[0] for row in ordered]
    spec = horizontal(labels, data, kinds, len(rows) * step(labels, BAR + 12), lang)
    return spec | {"title": _UNIT.to(lang) + unit}


def states(rows: Sequence[StateRow], unit: str, lang: Lang, decimals: int | None = None) -> Spec:
    """Return bars of how much of each technology stands in which state, grouped under the technology's name.

    Raises:
        InvalidInput: no rows.
    """
    some(rows)
    technologies = list(dict.fromkeys(technology for technology, _, _ in rows))
    names = list(dict.fromkeys(state for _, state, _ in rows))
    kinds = [(name, SHADES[min(at, len(SHADES) - 1)]) for at, name in enumerate(names)]
    labels: list[str] = []
    heads: list[int] = []
    data: list[Datum] = []
    for technology in technologies:
        heads.append(len(labels))
        labels.append(technology)
        for _, state, value in (row for row in rows if row[0] == technology):
            data.append(bar(len(labels), value, render(value, decimals, lang), state))
            labels.append(state)
    spec = horizontal(labels, data, kinds, len(labels) * step(labels, BAR + 5), lang, legend=False)
    is_head = f"indexof({json.dumps(heads)}, datum.value) >= 0"
    axis = spec["layer"][0]["encoding"]["y"]["axis"]
    axis["labelFontWeight"] = {"condition": {"test": is_head, "value": "bold"}, "value": "normal"}
    return spec | {"title": _UNIT.to(lang) + unit}


def _share_text(value: Decimal, share: Decimal | None, lang: Lang, decimals: int | None) -> str:
    text = render(value, decimals, lang)
    return text if share is None else f"{text} ({render(share, None, lang)}%)"
