"""`tongket registers …`: registers as of any day; import with a dry run, undo, totals, what was published."""

import csv
import hashlib
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from tongket.cli.asking import print_table
from tongket.cli.session import FINDINGS, GOOD, HOME_TIME, Need, Session, UsageError, parse_moment, usage
from tongket.core.number import render
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.cube.rows import Ask

if TYPE_CHECKING:
    from tongket.registers.shared.declare import Register
    from tongket.registers.shared.importing import Read
    from tongket.registers.shared.measures import Reached
    from tongket.registers.shared.queries import Asked

_ACTOR = "command-line"
_MOST_SHOWN = 20


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "registers", parents=[common], help="sổ đăng ký: dự án điện, cụm công nghiệp… / registers as of any day"
    )
    parts = verb.add_subparsers(dest="part", required=True, metavar="PART")

    def add(name: str, text: str) -> ArgumentParser:
        part = parts.add_parser(name, parents=[common], help=text)
        part.add_argument("register", metavar="REGISTER", help="power, clusters")
        part.set_defaults(run=_PARTS[name], need=Need.WEB)
        return part

    for name, text in (
        ("list", "danh sách / records"),
        ("totals", "tổng số, đối chiếu số đã công bố / totals, and what was published"),
        ("export", "xuất ra tệp, nhập lại được / a file that can be imported again"),
    ):  # fmt: skip
        part = add(name, text)
        part.add_argument("--day", help="tại ngày; không ghi: hôm nay / as of; today without it")
        part.add_argument("--known", help="theo hiểu biết tại ngày / as known on")
        part.add_argument("--place", help="địa bàn / place")
        if name == "totals":
            part.add_argument("--post", action="store_true", help="ghi vào sổ số liệu / record in the ledger")
        else:
            part.add_argument("--text", default="", help="chứa chữ, không cần dấu / containing")
            part.add_argument("--state", action="append", default=[], help="tình trạng / state")
            part.add_argument("--ended", action="store_true", help="cả bản ghi đã chấm dứt / what stands no more")
        if name == "export":
            part.add_argument("--to", required=True, type=Path, metavar="FILE.csv")
    part = add("import", "nhập từ tệp / import a file")
    part.add_argument("file", type=Path, metavar="FILE")
    part.add_argument("--day", required=True, help="ngày của số liệu khi dòng không ghi / day of rows that name none")
    part.add_argument("--source", default="", help="nguồn khi dòng không ghi / source of rows that name none")
    part.add_argument("--reason", default="", help="lý do / why")
    part.add_argument("--as", dest="layout", choices=("table", "wri"), default="table", help="kiểu bảng / layout")
    part.add_argument("--outlines", type=Path, metavar="GEOJSON", help="ranh giới xã / outlines of communes")
    part.add_argument("--locale", choices=("vi", "en"), help="cách viết số / how numbers are written")
    part.add_argument("--closing", type=int, metavar="N", help="xác nhận số bản ghi chấm dứt / records it ends")
    part.add_argument("--demo", action="store_true", help="bản ghi minh họa / made-up records")
    part.add_argument("--dry-run", action="store_true", help="chỉ xem / look only")
    part = add("undo", "hoàn tác một lần nhập, sửa / take back a whole change")
    part.add_argument("change", type=int, metavar="N")
    part.add_argument("--reason", required=True, help="lý do / why")


def _of(session: Session) -> "Register":
    # Models need Django.
    from tongket.registers.shared.queries import register_of  # noqa: PLC0415

    return usage(lambda: register_of(session.args.register))


def _day(text: str) -> date:
    return usage(lambda: Period.parse(text)).end


def _place(session: Session, day: date) -> Place | None:
    return session.place(session.args.place, Period.of_day(day)) if session.args.place else None


def _asked(session: Session, of: "Register") -> "Asked":
    # Models need Django.
    from tongket.registers.shared import queries  # noqa: PLC0415

    args = session.args
    day = _day(args.day) if args.day else datetime.now(HOME_TIME).date()
    place = _place(session, day)
    inside = queries.places_inside(of, place.id, day, session.vocabulary) if place else None
    known = usage(lambda: parse_moment(args.known)) if args.known else None
    only = {"state": args.state} if getattr(args, "state", None) else {}
    return queries.Asked(day, known, getattr(args, "text", ""), only, inside, ended=getattr(args, "ended", False))


def _list(session: Session) -> int:
    """Print the records that are asked for."""
    # Models need Django.
    from tongket.registers.shared import queries, values  # noqa: PLC0415

    of = _of(session)
    asked = _asked(session, of)
    fields = [one for one in of.all_fields if one.listed]
    rows = list(queries.versions(of, asked).order_by("name", "code"))
    _print(
        [session.words("mã", "code"), *(one.title.to(session.lang) for one in fields)],
        [[row.code, *(values.shown(one, values.of_column(one, getattr(row, one.name)), session.vocabulary, asked.day,
                                   session.lang) for one in fields)] for row in rows],
    )  # fmt: skip
    print(session.words(f"{len(rows)} {of.noun.vi} tại ngày {asked.day:%d/%m/%Y}", f"{len(rows)} as of {asked.day}"))
    return GOOD


def _export(session: Session) -> int:
    """Write the records to a file that can be imported again."""
    # Models need Django.
    from tongket.registers.shared import importing, queries  # noqa: PLC0415

    of = _of(session)
    asked = _asked(session, of)
    rows = queries.versions(of, asked).order_by("code")
    with session.args.to.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(importing.exported(of))
        count = 0
        for row in rows:
            out.writerow(importing.export_row(of, row, session.words("sổ", "register")))
            count += 1
    print(session.words(f"{count} bản ghi → {session.args.to}", f"{count} records → {session.args.to}"))
    return GOOD


def _totals(session: Session) -> int:
    """Print the totals, beside what was published where there is a place."""
    # Models need Django.
    from tongket.registers.shared import measures, queries  # noqa: PLC0415

    of = _of(session)
    asked = _asked(session, of)
    place = _place(session, asked.day)
    lines = []
    for measure in of.measures:
        indicator = session.vocabulary.indicator(measure.indicator)
        for total in queries.totals(of, measure, asked):
            lacks = session.words(f"{total.unknown} chưa rõ", f"{total.unknown} not known") if total.unknown else ""
            value = "…" if total.unknown == total.records else render(total.value, None, session.lang)
            lines.append([indicator.name.to(session.lang), _members(session, total.members),
                          value, str(total.records), lacks])  # fmt: skip
    _print([session.words(*one) for one in (("chỉ tiêu", "indicator"), ("phân tổ", "members"), ("tổng", "total"),
                                                 ("bản ghi", "records"), ("ghi chú", "note"))], lines)  # fmt: skip
    if place is None:
        return GOOD
    ask = Ask(indicators=[one.indicator for one in of.measures], places=[place.id])
    _print_reached(session, measures.reached(of, place, asked.day, session.vocabulary, session.engine.rows(ask)))
    if session.args.post:
        posted = measures.post(of, place, asked.day, session.vocabulary, actor=_ACTOR, source=f"sổ đăng ký {of.code}")
        print(session.words(f"đã ghi {posted.recorded} số liệu vào sổ", f"{posted.recorded} figures recorded"))
    return GOOD


def _print(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 – heavy, only where a table is shown
    from rich.table import Table  # noqa: PLC0415 – as above

    table = Table(*titles, box=SIMPLE_HEAD)
    for row in rows:
        table.add_row(*row)
    print_table(table, 140)


def _print_reached(session: Session, found: "Iterable[Reached]") -> None:
    for one in found:
        name = session.vocabulary.indicator(one.measure.indicator).name.to(session.lang)
        published, here, missing = (render(n, None, session.lang) for n in (one.published, one.here, abs(one.missing)))
        over = session.words("hơn ", "more than ") if one.over else ""
        gap = session.words("thừa", "too many") if one.missing < 0 else session.words("thiếu", "missing")
        said = session.words(f"công bố {over}{published}, sổ có {here}", f"published {over}{published}, here {here}")
        end = f"; {gap} {missing}" if one.missing else ""
        print(f"{one.day:%d/%m/%Y}  {name}, {_members(session, one.members)}: {said}{end}")


def _members(session: Session, members: Iterable[str]) -> str:
    return ", ".join(session.vocabulary.member_name(member).to(session.lang) for member in members)


def _import(session: Session) -> int:
    """Import a file: all of it or nothing."""
    from tongket.files.workbook import read_bytes  # noqa: PLC0415 – brings lxml, only when used

    # Models need Django.
    from tongket.registers.shared import coding, services  # noqa: PLC0415
    from tongket.registers.shared.told import Wrong  # noqa: PLC0415

    of, args = _of(session), session.args
    data = read_bytes(args.file)
    read = _read(session, of, data)
    for heading in read.unknown:
        print(session.words(f"bỏ qua cột “{heading}”", f"left aside: {heading}"), file=sys.stderr)
    if faults := [*read.faults, *coding.uncoded(of, read.told)]:
        raise Wrong(faults)
    digest = hashlib.sha256(data).hexdigest()
    done = services.change(
        of, read.told, actor=_ACTOR, at=datetime.now(UTC), reason=args.reason or f"nhập {args.file.name}",
        key=uuid4().hex, kind="import", origin=args.file.name, digest=digest,
        demo=args.demo, closing=args.closing, dry=args.dry_run,
    )  # fmt: skip
    for remark in done.remarks[:_MOST_SHOWN]:
        print(remark.line(session.lang))
    if len(done.remarks) > _MOST_SHOWN:
        more = len(done.remarks) - _MOST_SHOWN
        print(session.words(f"… và {more} nhận xét nữa", f"… and {more} more remarks"))
    head = session.words("xem thử, chưa ghi: ", "dry run, nothing written: ") if args.dry_run else ""
    print(head + session.words(
        f"{done.new} bản ghi mới, {done.changed} thay đổi, {done.same} giữ nguyên",
        f"{done.new} new, {done.changed} changed, {done.same} the same",
    ))  # fmt: skip
    if done.change:
        print(session.words(f"thay đổi số {done.change}; hoàn tác: tongket registers undo {of.code} {done.change}",
                            f"change {done.change}; undo: tongket registers undo {of.code} {done.change}"))  # fmt: skip
    return FINDINGS if done.remarks else GOOD


def _read(session: Session, of: "Register", data: bytes) -> "Read":
    # Models need Django.
    from tongket.registers.power import wri  # noqa: PLC0415
    from tongket.registers.shared import importing, where  # noqa: PLC0415

    args, day = session.args, _day(session.args.day)
    file = args.file.name
    sheet = importing.only_sheet(data, file)
    if args.layout == "wri":
        if of.code != "power":
            raise UsageError("bảng WRI chỉ dành cho sổ power", "WRI's table is for the register power")
        # Outlines are drawn once, for the communes of today; what they are asked for is the ground.
        drawn = where.outlines(args.outlines.read_bytes(), session.vocabulary, date.max) if args.outlines else []
        return wri.read(sheet, file, session.vocabulary, day=day, outlines=drawn)
    source = args.source or file
    return importing.read_table(of, sheet, file, session.vocabulary, day=day, source=source, locale=args.locale)


def _undo(session: Session) -> int:
    """Take back a whole change."""
    # Models need Django.
    from tongket.registers.shared import services  # noqa: PLC0415

    of, args = _of(session), session.args
    made = services.undo(args.change, of, actor=_ACTOR, at=datetime.now(UTC), reason=args.reason)
    print(session.words(f"đã hoàn tác thay đổi {args.change} (thay đổi số {made.pk})", f"change {args.change} undone"))
    return GOOD


_PARTS = {"list": _list, "export": _export, "totals": _totals, "import": _import, "undo": _undo}
