"""Draws what `bench.nation` measured: seconds and memory by rows, one line a peer.

python -m bench.nation_plot     # reads bench/nation.csv, writes bench/nation.svg
"""

import csv
from pathlib import Path

import vl_convert

HERE = Path(__file__).parent


def chart(rows: list[dict[str, str]]) -> dict[str, object]:
    """The specification: two panels, both axes logarithmic, since sizes are ten times apart."""
    values = [
        {"rows": int(r["rows"]), "who": r["peer"], "seconds": float(r["seconds"]), "MiB": float(r["mib"])} for r in rows
    ]

    def panel(name: str, title: str) -> dict[str, object]:
        return {
            "width": 320,
            "height": 260,
            "mark": {"type": "line", "point": True},
            "encoding": {
                "x": {"field": "rows", "type": "quantitative", "scale": {"type": "log"}, "title": "rows",
                      "axis": {"values": [2e6, 2e7, 2e8], "format": "~s"}},
                "y": {"field": name, "type": "quantitative", "scale": {"type": "log"}, "title": title},
                "color": {"field": "who", "type": "nominal", "title": None},
            },
        }  # fmt: skip

    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "hconcat": [panel("seconds", "seconds, median"), panel("MiB", "MiB at most")],
    }


def main() -> None:
    """Draw it."""
    with (HERE / "nation.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    (HERE / "nation.svg").write_text(vl_convert.vegalite_to_svg(chart(rows)), encoding="utf-8")


if __name__ == "__main__":
    main()
