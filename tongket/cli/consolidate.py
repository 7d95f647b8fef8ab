"""`tongket consolidate`: totals of all places of some levels at once, on the boundaries of any day."""

import csv
import json
import os
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tongket.cli.asking import add_boundaries, add_clocks, print_table, progress
from tongket.cli.session import GOOD, Need, Session, UsageError, usage
from tongket.cli.shown import member_names
from tongket.cli.writing import add_force, cannot_write, check_free, file_name
from tongket.core.boundaries import LEVELS, Boundaries
from tongket.core.exact import from_units
from tongket.core.figure import RATIO_SCALE
from tongket.core.number import render
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.cube.consolidate import Consolidator, Sets, Totals

if TYPE_CHECKING:
    import pyarrow as pa

ENGINES = ("duckdb", "postgres", "spark")
_AMOUNTS = ("value", "high", "partial", "plan", "last_year")
_RATIOS = ("completion", "growth", "contribution", "contribution_to_nation")
_NATION = Text("Cả nước", "The whole country")
_LOOSE = {
    "over": Text("trên ", "over "), "under": Text("dưới ", "under "), "about": Text("khoảng ", "about "),
}  # fmt: skip


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "consolidate", parents=[common], help="tổng hợp toàn quốc, vùng, tỉnh, xã / totals of all places at once"
    )
    verb.add_argument(
        "--level",
        action="append",
        choices=LEVELS,
        help="cấp: nation, region, province (mặc định); hoặc district; hoặc commune / level of the places",
    )
    verb.add_argument("--place", action="append", default=[], help="chỉ các địa bàn này / only these places")
    verb.add_argument("--indicator", action="append", default=[], help="chỉ tiêu: export.value, GO")
    verb.add_argument("--period", action="append", default=[], help="kỳ: 2024, 2024-Q1, 2024-M01..M09; nhiều lần được")
    verb.add_argument(
        "--partial", action="store_true", help="cả tổng chưa đủ đơn vị báo cáo / also totals of which some are silent"
    )
    verb.add_argument("--body", help="ưu tiên số của cơ quan này / prefer this body's figures")
    verb.add_argument(
        "--engine",
        choices=ENGINES,
        default=ENGINES[0],
        help="duckdb: ngay trong chương trình; postgres: trên máy chủ cơ sở dữ liệu; spark: trên cụm máy / where",
    )
    verb.add_argument(
        "--master", default="local[*]", help="cụm máy của --engine spark: local[*], spark://…, yarn / Spark's master"
    )
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="mỗi tổng một dòng / one object a line")
    form.add_argument("--csv", action="store_true")
    form.add_argument("--parquet", type=file_name, metavar="FILE", help="ghi ra tệp Parquet / write a Parquet file")
    add_boundaries(verb)
    add_force(verb)
    add_clocks(verb)
    verb.set_defaults(run=run, need=Need.LEDGER)


def run(session: Session) -> int:
    """Print the totals asked for, or write them."""
    args = session.args
    if args.parquet is not None:
        check_free(args.parquet, args.force)
    drawn = session.boundaries or Boundaries(session.vocabulary.places, date.max)
    periods = [session.period(text) for text in args.period]
    with progress(session.words("Đang tổng hợp…", "Consolidating…")):
        ask = _ask(session, periods)
        with closing(_sets(session)) as sets:
            found = usage(lambda: Consolidator(session.vocabulary, drawn).totals(sets, ask))
    found = _of_periods(found, periods)
    if args.parquet is not None:
        _write_parquet(session, found)
    elif args.json:
        for row in _rows(session, found):
            print(json.dumps(row, ensure_ascii=False))
    elif args.csv:
        _write_csv(session, found)
    else:
        _print(session, found)
    return GOOD


def _ask(session: Session, periods: list[Period]) -> Totals:
    args = session.args
    years = [year for p in periods for year in (p.start.year, p.end.year)]
    places = [session.place_on_boundaries(text, None).id for text in args.place]
    levels = args.level or (
        sorted({session.vocabulary.places[p].level for p in places}) if places else ["province", "region", "nation"]
    )
    return Totals(
        levels=levels,
        places=places,
        indicators=usage(lambda: [session.vocabulary.indicator(text).code for text in args.indicator]),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        body=args.body,
        as_of=session.as_of,
        recorded_by=session.recorded_by,
    )


def _sets(session: Session) -> Sets:
    if session.args.engine == "postgres":
        from tongket.cube.engines.postgres import PostgresSets  # noqa: PLC0415 – an extra, only when asked for

        url = os.environ.get("TONGKET_DATABASE_URL", "")
        if not url:
            raise UsageError(
                "--engine postgres cần TONGKET_DATABASE_URL chỉ đến máy chủ PostgreSQL",
                "--engine postgres needs TONGKET_DATABASE_URL to name a PostgreSQL server",
            )
        return PostgresSets(url.replace("postgres://", "postgresql://", 1))
    if session.args.engine == "spark":
        from tongket.cube.engines.spark import SparkSets  # noqa: PLC0415 – an extra, only when asked for

        return SparkSets(session.relation.segments, session.relation.tail, master=session.args.master)
    from tongket.cube.engines.duck import DuckSets  # noqa: PLC0415 – heavy, only when something is asked

    return DuckSets(session.relation.segments, session.relation.tail)


def _of_periods(found: "pa.Table", periods: list[Period]) -> "pa.Table":
    if not periods:
        return found
    import pyarrow as pa  # noqa: PLC0415 – heavy, only when something is asked
    import pyarrow.compute as pc  # noqa: PLC0415 – the same

    wanted = pa.array([str(p) for p in periods], pa.string())
    return found.filter(pc.is_in(found.column("period").cast(pa.string()), wanted))


def _rows(session: Session, found: "pa.Table") -> Iterator[dict[str, Any]]:
    """Yield the totals for other programs: numbers as decimal text in the indicator's unit, ratios in percent."""
    indicators = session.vocabulary.indicators
    for row in found.to_pylist():
        scale = indicators[row["indicator"]].scale
        for names, decimals in ((_AMOUNTS, scale), (_RATIOS, RATIO_SCALE)):
            for name in names:
                row[name] = None if row[name] is None else str(from_units(row[name], decimals))
        row["unit"] = session.vocabulary.units[indicators[row["indicator"]].unit].symbol.to(session.lang)
        row["counted"] = row["counted"] and row["counted"].isoformat()
        yield row


def _write_csv(session: Session, found: "pa.Table") -> None:
    writer = csv.DictWriter(sys.stdout, [*found.column_names, "unit"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(session, found))


def _write_parquet(session: Session, found: "pa.Table") -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 – heavy, only for a file

    from tongket.review.produce import replacing  # noqa: PLC0415 – brings the reviews' writers, only for a file

    path = session.args.parquet
    try:
        with replacing([path]) as (draft,):
            pq.write_table(found, draft)
    except OSError as error:
        raise cannot_write(path, error) from error
    print(session.words(f"{path}: {found.num_rows} tổng", f"{path}: {found.num_rows} totals"))


def _print(session: Session, found: "pa.Table") -> None:
    from rich.table import Table  # noqa: PLC0415 – only for a terminal

    table = Table()
    heads = (
        ("Địa bàn", "Place"), ("Chỉ tiêu", "Indicator"), ("Kỳ", "Period"), ("Đơn vị", "Unit"), ("Số liệu", "Value"),
        ("Kế hoạch năm", "Plan of the year"), ("% kế hoạch", "% of plan"), ("Cùng kỳ", "Last year"),
        ("% tăng, giảm", "% growth"), ("Báo cáo", "Reported"),
    )  # fmt: skip
    for head in heads:
        table.add_column(session.words(*head), justify="right" if head[1] not in _LEFT else "left")
    shown = [row for row in found.to_pylist() if row["complete"] or session.args.partial]
    for row in shown:
        table.add_row(*_cells(session, row))
    print_table(table, 200)
    print(session.words(f"{len(shown)} tổng", f"{len(shown)} totals"))
    hidden = found.num_rows - len(shown)
    if hidden:
        print(
            session.words(
                f"{hidden} tổng chưa đủ đơn vị báo cáo nên không có số; --partial cho xem phần đã có",
                f"{hidden} totals have no number because not all reported; --partial shows what is there",
            )
        )


_LEFT = ("Place", "Indicator", "Period", "Unit")


def _cells(session: Session, row: Mapping[str, Any]) -> list[str]:
    vocabulary, lang = session.vocabulary, session.lang
    indicator = vocabulary.indicators[row["indicator"]]

    def amount(name: str) -> str:
        return "" if row[name] is None else render(from_units(row[name], indicator.scale), None, lang)

    def percent(name: str) -> str:
        return "" if row[name] is None else render(Decimal(row[name]).scaleb(-RATIO_SCALE), 2, lang)

    members = member_names(vocabulary, indicator, tuple(row["members"].split(",")) if row["members"] else (), lang)
    loose = _LOOSE.get(row["qualifier"], Text("", "")).to(lang)
    period = Period.parse(row["period"])
    scenario = {"plan": session.words("kế hoạch ", "plan of "), "forecast": session.words("dự báo ", "forecast of ")}
    return [
        _place_name(session, row["place"], period),
        ", ".join([indicator.name.to(lang), *members, *([row["basis"]] if len(indicator.bases) > 1 else [])]),
        scenario.get(row["scenario"], "") + period.label(lang),
        vocabulary.units[indicator.unit].symbol.to(lang),
        (f"({amount('partial')})" if row["partial"] is not None else loose + amount("value"))
        + (f"–{amount('high')}" if row["high"] is not None else ""),
        amount("plan"),
        percent("completion"),
        amount("last_year"),
        percent("growth"),
        "" if row["complete"] else f"{row['reported']}/{row['expected']}",
    ]


def _place_name(session: Session, place: str, period: Period) -> str:
    if place == "vn":
        return _NATION.to(session.lang)
    return session.vocabulary.places[place].name(session.lang, period.end)
