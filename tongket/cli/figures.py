"""`tongket figures …`: the ledger's standing rows from the shell."""

import csv
import json
import sys
from argparse import ArgumentParser, _SubParsersAction

from tongket.cli.asking import add_boundaries, add_clocks, assumption, print_table
from tongket.cli.session import GOOD, Need, Session, UsageError, usage
from tongket.cli.shown import STATUS_NAMES, name, printed, row_dict, unit_symbol
from tongket.core.errors import NotFound
from tongket.core.figure import Measure, Scenario
from tongket.core.indicator import Indicator
from tongket.cube.rows import Ask, LedgerRow


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("figures", parents=[common], help="tra số liệu trong sổ / rows of the ledger")
    verb.add_argument(
        "--indicator", action="append", default=[], help="chỉ tiêu: export.value, GO, “kim ngạch xuất khẩu”"
    )
    verb.add_argument("--member", action="append", default=[], help="phân tổ: commodity:coffee, “cà phê”; - : tổng số")
    verb.add_argument("--place", help="địa bàn / place")
    verb.add_argument("--period", help="kỳ; cả các kỳ nằm trong đó / period, and those inside it")
    verb.add_argument("--scenario", choices=[s.value for s in Scenario])
    verb.add_argument("--measure", choices=[m.value for m in Measure])
    verb.add_argument("--history", action="store_true", help="cả số đã bị thay / superseded rows too")
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    add_boundaries(verb)
    add_clocks(verb)
    verb.set_defaults(run=run, need=Need.LEDGER)


def run(session: Session) -> int:
    """Print the rows asked for."""
    rows = _chosen(session)
    if session.args.json:
        for row in rows:
            print(json.dumps(row_dict(session.vocabulary, row, session.lang), ensure_ascii=False))
    elif session.args.csv:
        _write_csv(session, rows)
    else:
        _print(session, rows)
    return GOOD


def _chosen(session: Session) -> list[LedgerRow]:
    args = session.args
    indicators = [_indicator(session, text) for text in args.indicator]
    period = session.period(args.period) if args.period else None
    place = session.place_on_boundaries(args.place, period) if args.place else None
    places = [place.id, *session.sources(place, period)] if place is not None else []
    assumption(session, place, [period])
    members = {m for text in args.member if text != "-" for m in _members(session, indicators, text)}
    rows = session.engine.rows(
        Ask(
            indicators=[i.code for i in indicators],
            places=places,
            scenarios=[Scenario(args.scenario)] if args.scenario else [],
            as_of=session.as_of,
            recorded_by=session.recorded_by,
            history=args.history,
        )
    )
    return [
        row
        for row in rows
        if (period is None or period.covers(row.key.period))
        and (not args.measure or row.key.measure.value == args.measure)
        and (not args.member or (set(row.key.members) <= members and ("-" in args.member or row.key.members)))
    ]


def _indicator(session: Session, text: str) -> Indicator:
    return usage(lambda: session.vocabulary.indicator(text))


def _members(session: Session, indicators: list[Indicator], text: str) -> list[str]:
    """Return the members that a word names, in any of the indicators asked for."""
    found, missed = [], None
    for indicator in indicators or list(session.vocabulary.indicators.values()):
        try:
            member = session.vocabulary.member(indicator, text)
        except NotFound as error:
            missed = error
        else:
            found.append(f"{member.dimension}:{member.code}")
    if not found and missed is not None:
        raise UsageError(missed.text.vi, missed.text.en)
    return found


def _print(session: Session, rows: list[LedgerRow]) -> None:
    from rich.table import Table  # noqa: PLC0415 – only for a terminal

    table = Table()
    heads = (
        ("Mã", "Id"), ("Số liệu", "Figure"), ("Thước đo", "Measure"), ("Giá trị", "Value"), ("Đơn vị", "Unit"),
        ("Trạng thái", "Status"), ("Cơ quan", "Body"), ("Công bố từ", "Known from"), ("Đợt ghi", "Posting"),
    )  # fmt: skip
    for head in heads:
        table.add_column(
            session.words(*head), justify="right" if head[1] == "Value" else "left", no_wrap=head[1] == "Id"
        )
    vocabulary, lang = session.vocabulary, session.lang
    for row in rows:
        table.add_row(
            row.key.id,
            name(vocabulary, row.key, lang),
            row.key.measure.value,
            printed(vocabulary, row.key, row.value, lang),
            unit_symbol(vocabulary, row.key, row.value, lang),
            STATUS_NAMES[row.key.status.value].to(lang),
            vocabulary.bodies[row.key.body].name.to(lang),
            f"{row.known_from:%d/%m/%Y}",
            str(row.posting),
        )
    print_table(table, 200)
    print(session.words(f"{len(rows)} dòng", f"{len(rows)} rows"))


def _write_csv(session: Session, rows: list[LedgerRow]) -> None:
    dicts = [row_dict(session.vocabulary, row, session.lang) for row in rows]
    if dicts:
        writer = csv.DictWriter(sys.stdout, list(dicts[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(dicts)
