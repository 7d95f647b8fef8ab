"""What every chart is made of: the theme, labels, bars, and the numbers written at them."""

import json
import textwrap
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tongket.core.errors import InvalidInput
from tongket.core.text import Lang, Text

Spec = dict[str, Any]
Datum = dict[str, Any]
Kinds = Sequence[tuple[str, str]]
"""Name and fill of each kind of bar, in order of the legend."""

WIDTH = 640
"""Width of a whole chart in pixels, labels included."""

# Liberation Sans is inside vl-convert and has Arial's widths: charts measure alike on every machine, and a reader's
# machine that has only Arial shows the same.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
INK = "#1a1a1a"
DARK, MIDDLE, WHITE, AMBER = "#12426f", "#9db7d1", "#ffffff", "#e6a640"
SHADES = (DARK, "#4f7fae", MIDDLE, "#d3e0ec", WHITE)
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_FONT_SIZE = 13
CHAR = 8.3  # width of a digit at that size in the widest family
_LABEL_CHARS, _LABEL_LINES = 26, 3
BAR = 19
THICK = 76
_GAP = 4.0
_LINE = 16

_CUT = Text("→: thanh được rút ngắn do vượt khung hình", "→: bar cut short, too long for the frame")


def theme(lang: Lang) -> Spec:
    """Return the Vega-Lite configuration of every chart: fonts, inks, and the national number marks."""
    mark, group = (",", ".") if lang == "vi" else (".", ",")
    return {
        "background": "#ffffff",
        "padding": 6,
        "font": FONT,
        "view": {"stroke": None},
        "locale": {"number": {"decimal": mark, "thousands": group, "grouping": [3], "currency": ["", ""]}},
        "axis": {
            "domain": False,
            "grid": False,
            "labelColor": "#000000",
            "labelFontSize": _FONT_SIZE,
            "labelLimit": 320,
            "labelPadding": 6,
            "ticks": False,
            "title": None,
        },
        "legend": {
            "orient": "top",
            "direction": "horizontal",
            "title": None,
            "labelColor": "#000000",
            "labelFontSize": _FONT_SIZE,
            "labelLimit": 320,
            "symbolStrokeColor": INK,
            "symbolStrokeWidth": 0.8,
            "symbolType": "square",
            "symbolSize": 150,
            "columnPadding": 18,
            "offset": 22,
        },
        "title": {
            "anchor": "end",
            "color": "#000000",
            "fontSize": _FONT_SIZE,
            "fontStyle": "italic",
            "fontWeight": "normal",
            "offset": 4,
        },
        "text": {"color": "#000000", "fontSize": _FONT_SIZE},
        "bar": {"stroke": INK, "strokeWidth": 0.8},
    }


def some(rows: Sequence[object]) -> None:
    """Refuse an empty chart.

    Raises:
        InvalidInput: no rows.
    """
    if not rows:
        raise InvalidInput(
            "biểu đồ không có số liệu; bỏ biểu đồ này hoặc bổ sung số liệu",
            "the chart has no data; leave it out or add figures",
        )


def bar(row: int, value: Decimal, text: str, kind: str, limit: Decimal | None = None) -> Datum:
    """Return one bar. `value` is only its length: what is read is `text`."""
    cut = limit is not None and abs(value) > limit
    drawn = value if limit is None or not cut else limit.copy_sign(value)
    if cut:
        text = f"→ {text}" if value > 0 else f"{text} ←"
    return {"row": row, "kind": kind, "value": float(drawn), "text": text, "cut": cut}


def limit_of(values: Sequence[Decimal], usual: Decimal) -> Decimal | None:
    """Return where bars are cut short: at the usual limit, if one passes it and another does not."""
    beyond = [abs(value) > usual for value in values]
    return usual if any(beyond) and not all(beyond) else None


def used(kinds: Kinds, data: Sequence[Datum]) -> list[tuple[str, str]]:
    """Return those of `kinds` that occur, so that the legend explains nothing that is not there."""
    return [kind for kind in kinds if any(datum["kind"] == kind[0] for datum in data)]


def marked_cut(spec: Spec, data: Sequence[Datum], lang: Lang) -> Spec:
    """Return the chart with a word on the arrows, if it has any."""
    return spec | {"title": _CUT.to(lang)} if any(datum["cut"] for datum in data) else spec


def horizontal(
    labels: Sequence[str],
    data: list[Datum],
    kinds: Kinds,
    high: int,
    lang: Lang,
    *,
    offset: Spec | None = None,
    least: float = 0.0,
    legend: bool = True,
) -> Spec:
    """Return horizontal bars with their numbers at the end.

    Args:
        labels: one a row; a datum names its row by position, so that two rows may have the same label.
        data: the bars.
        kinds: name and fill, in order of the legend.
        high: height of the plot in pixels.
        lang: language of the number marks.
        offset: the channel that puts several bars beside each other in one row.
        least: what the value axis must reach at least.
        legend: whether kinds are explained above the plot; one alone never is.
    """
    y: Spec = {
        "field": "row",
        "type": "ordinal",
        "scale": {"domain": list(range(len(labels))), "paddingInner": 0.28, "paddingOuter": 0.14},
        "axis": label_axis(labels, _LABEL_CHARS, centred=True),
    }
    plot = WIDTH - 24 - CHAR * min(_LABEL_CHARS, max(map(len, labels)))
    x = {
        "field": "value",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": _domain(data, plot, least), "nice": False},
    }
    encoding: Spec = {"x": x, "y": y} | ({"yOffset": offset} if offset else {})
    texts = [
        {
            "transform": [{"filter": test}],
            "mark": {"type": "text", "align": align, "dx": dx, "baseline": "middle"},
            "encoding": encoding | {"text": {"field": "text"}},
        }
        for test, align, dx in (("datum.value >= 0", "left", _GAP), ("datum.value < 0", "right", -_GAP))
    ]
    zero = {
        "data": {"values": [{"value": 0}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
        "encoding": {"x": {"field": "value", "type": "quantitative"}},
    }
    return assembled(data, [bars(encoding, kinds, legend=legend), *texts, zero], high, lang)


def _domain(data: Sequence[Datum], plot: float, least: float) -> list[float]:
    """Return the ends of the value axis, leaving room for the numbers written beside the bars."""
    low = min(0.0, *(d["value"] for d in data))
    high = max(0.0, least, *(d["value"] for d in data))
    span = high - low or 1.0
    right = max((len(d["text"]) for d in data if d["value"] >= 0), default=0) * CHAR + 2 * _GAP
    left = max((len(d["text"]) for d in data if d["value"] < 0), default=0) * CHAR + 2 * _GAP
    scale = span / max(plot - left - right, plot / 4)
    return [low - left * scale if low < 0 else 0.0, high + right * scale]


def _wrapped(label: str, chars: int) -> list[str]:
    return textwrap.wrap(label, chars, max_lines=_LABEL_LINES, placeholder=" …") or [""]


def step(labels: Sequence[str], least: int) -> int:
    """Return the height of a row: at least `least`, and enough for the longest label."""
    return max(least, max(len(_wrapped(label, _LABEL_CHARS)) for label in labels) * _LINE + 6)


def label_axis(labels: Sequence[str], chars: int, *, centred: bool) -> Spec:
    """Return an axis that writes `labels` at the positions 0, 1, 2 …, wrapped to lines of `chars` characters."""
    wrapped = [_wrapped(label, chars) for label in labels]
    # JSON with ASCII escapes is a literal of Vega's expression language too: no label can end it.
    lines = f"({json.dumps(wrapped)})[datum.value]"
    return {"labelExpr": lines, "labelLineHeight": _LINE} | (_centred(lines) if centred else {})


def _centred(lines: str) -> Spec:
    """Return what lifts a label of several lines so that its middle stands at the middle of its row."""
    return {"labelOffset": {"expr": f"-{_LINE / 2} * (length({lines}) - 1)"}}


def bars(encoding: Spec, kinds: Kinds, *, legend: bool = True) -> Spec:
    """Return the layer of bars; a legend above it where there are several kinds."""
    fill: Spec = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": [name for name, _ in kinds], "range": [fill for _, fill in kinds]},
    }
    if not legend or len(kinds) < 2:
        fill["legend"] = None
    alone = encoding["y"]["type"] == "ordinal" and "yOffset" not in encoding
    thick: Spec = {"height": BAR} if alone else {}
    return {"mark": {"type": "bar"} | thick, "encoding": encoding | {"fill": fill}}


def columns(labels: Sequence[str], data: list[Datum], kinds: Kinds, high: int, lang: Lang) -> Spec:
    """Return columns with their numbers above them, several a label side by side; too dense numbers are turned."""
    # A column is never thicker than THICK: two of them must not look like two walls.
    step = (WIDTH - 20) / len(labels)
    side = len(kinds) if len(data) > len(labels) else 1
    air = max(0.25, 1 - THICK * side / step)
    slot = step * (1 - air) / side
    turned = slot < CHAR * max(len(d["text"]) for d in data) + 4
    top, low = max(0.0, *(d["value"] for d in data)), min(0.0, *(d["value"] for d in data))
    room = (top - low or 1.0) * (0.30 if turned else 0.10)
    chars = max(6, int(step / CHAR))
    encoding: Spec = {
        "x": {
            "field": "row",
            "type": "ordinal",
            "axis": label_axis(labels, chars, centred=False) | {"labelAngle": 0},
            "scale": {"paddingInner": air, "paddingOuter": air / 2},
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [low - (room if low < 0 else 0), top + room], "nice": False},
        },
    }
    if len(data) > len(labels):
        domain = [name for name, _ in kinds]
        encoding["xOffset"] = {"field": "kind", "type": "nominal", "scale": {"domain": domain}}
    zero: Spec = {
        "data": {"values": [{"value": 0}]},
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
        "encoding": {"y": {"field": "value", "type": "quantitative"}},
    }
    return assembled(data, [bars(encoding, kinds), *_column_texts(encoding, turned=turned), zero], high, lang)


def _column_texts(encoding: Spec, *, turned: bool) -> list[Spec]:
    above: Spec = {"align": "center", "baseline": "bottom", "dy": -4}
    below: Spec = {"align": "center", "baseline": "top", "dy": 4}
    if turned:
        above = {"angle": -90, "align": "left", "baseline": "middle", "dx": 5}
        below = above | {"align": "right", "dx": -5}
    return [
        {
            "transform": [{"filter": test}],
            "mark": {"type": "text"} | mark,
            "encoding": encoding | {"text": {"field": "text"}},
        }
        for test, mark in (("datum.value >= 0", above), ("datum.value < 0", below))
    ]


def assembled(data: list[Datum], layers: list[Spec], high: int, lang: Lang) -> Spec:
    """Return the whole specification: data, layers and theme, `high` pixels of plot."""
    return {
        "$schema": _SCHEMA,
        "width": WIDTH,
        "height": high,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": theme(lang),
        "data": {"values": data},
        "layer": layers,
    }
