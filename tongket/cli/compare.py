"""`tongket compare PLACE PERIOD`: actual, plan, % of plan, same period last year, % growth; and the audit."""

import csv
import io
import json
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from tongket.cli.asking import add_boundaries, add_clocks, assumption, print_table
from tongket.cli.session import FINDINGS, GOOD, Need, Session
from tongket.cli.shown import (
    STATUS_NAMES,
    finding_dict,
    key_members,
    level_text,
    line_dict,
    member_names,
    signed_percent,
)
from tongket.cli.writing import add_force, check_free, file_name, save
from tongket.core.exact import rounded
from tongket.core.figure import Notation
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.cube.audit import Finding, Severity, Timeline, audit, parts_of
from tongket.cube.book import Book
from tongket.cube.compare import Line, compare
from tongket.cube.restated import Untold, unmatched, untold
from tongket.cube.rows import Answer, Ask, How

SEVERITY_NAMES = {
    Severity.CONTRADICTION: ("mâu thuẫn", "contradiction"),
    Severity.DOUBT: ("cần xác minh", "doubtful"),
    Severity.REMARK: ("lưu ý", "remark"),
}


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("compare", parents=[common], help="so với kế hoạch và cùng kỳ / the five columns")
    verb.add_argument("place", metavar="PLACE", help="mã hoặc tên / id or name")
    verb.add_argument("period", metavar="PERIOD", help="2020, 2020-Q1, 2023-M01..M09, 2016..2025 (--audit)")
    verb.add_argument("--body", help="ưu tiên số của cơ quan này / prefer this body's figures")
    verb.add_argument("--audit", action="store_true", help="đối chiếu các số đã công bố / check what was published")
    form = verb.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    form.add_argument("--csv", action="store_true")
    form.add_argument("--xlsx", type=file_name, metavar="FILE")
    add_boundaries(verb)
    add_force(verb)
    add_clocks(verb)
    verb.set_defaults(run=run, need=Need.LEDGER)


def run(session: Session) -> int:
    """Print the comparison; with `--audit` the findings too, and 1 where something contradicts itself."""
    args = session.args
    if args.xlsx:
        check_free(args.xlsx, args.force)
    period = session.period(args.period)
    place = session.place_on_boundaries(args.place, period)
    sources = session.sources(place, period)
    timeline = Timeline([row for each in (place.id, *sources) for row in session.history(each)], session.vocabulary)
    body = session.vocabulary.body(args.body).code if args.body else None
    book = Book(timeline.now.rows, session.vocabulary, body, {place.id: sources})
    lines = compare(book, place.id, period)
    missing = [*untold(book, place.id, period), *unmatched(book, place.id, period, lines)]
    findings = audit(timeline, place.id, period, _parts(session, timeline, place)) if args.audit else []
    assumes = assumption(session, place, [period])
    if args.json:
        out = _as_json(session, place.id, period, lines, findings)
        if session.boundaries is not None:
            out |= _drawn(session, sources, missing) | {"assumes": assumes}
        json.dump(out, sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif args.csv:
        _write_csv(session, lines, findings)
    elif args.xlsx:
        save(args.xlsx, _xlsx(session, period, lines, findings))
        print(args.xlsx)
    else:
        _print(session, place.name(session.lang, period.end), period, lines, findings)
        for each in missing:
            of = "" if each.period == period else f"{each.period.label(session.lang)}: "
            print(f"? {_part_name(session, each.indicator, each.members)}: {of}{each.reason.to(session.lang)}")
    return FINDINGS if any(f.severity is Severity.CONTRADICTION for f in findings) else GOOD


def _parts(session: Session, timeline: Timeline, place: Place) -> Timeline:
    """Return the figures of a place and of the places that make it up, for the audit alone."""
    inside = parts_of(timeline, place)
    ask = Ask(places=inside, as_of=session.as_of, recorded_by=session.recorded_by, history=True)
    rows = session.engine.rows(ask) if inside else []
    return Timeline([*timeline.rows, *rows], session.vocabulary)


def _as_json(
    session: Session, place: str, period: Period, lines: Sequence[Line], findings: Sequence[Finding]
) -> dict[str, Any]:
    out: dict[str, Any] = {
        "place": place,
        "period": str(period),
        "posting": session.relation.last_posting,
        "lines": [line_dict(session.vocabulary, line, session.lang) for line in lines],
    }
    if session.args.audit:
        out["findings"] = [finding_dict(f, session.lang) for f in findings]
    return out


def _drawn(session: Session, sources: Sequence[str], missing: Sequence[Untold]) -> dict[str, Any]:
    """Return on which boundaries it is, which places were added up, and what could not be."""
    return {
        "boundaries": session.boundaries.on.isoformat() if session.boundaries is not None else None,
        "sources": list(sources),
        "cannot_tell": [
            {
                "indicator": m.indicator.code, "members": list(m.members), "period": str(m.period),
                "reason": m.reason.to(session.lang),
            }
            for m in missing
        ],
    }  # fmt: skip


def _heads(session: Session, period: Period) -> list[str]:
    return [
        session.words("Chỉ tiêu", "Indicator"),
        session.words("Đơn vị", "Unit"),
        session.words(f"Thực hiện {period}", f"Actual {period}"),
        session.words("Trạng thái", "Status"),
        session.words(f"Kế hoạch {period.year}", f"Plan {period.year}"),
        session.words("% kế hoạch", "% of plan"),
        session.words(f"Cùng kỳ {period.year_before()}", f"Last year {period.year_before()}"),
        session.words("Tăng, giảm (%)", "Growth (%)"),
    ]


def _part_name(session: Session, indicator: Indicator, members: tuple[str, ...]) -> str:
    parts = ", ".join(member_names(session.vocabulary, indicator, members, session.lang))
    total = indicator.name.to(session.lang)
    return f"{total}: {parts}" if parts else total


def _name(session: Session, line: Line) -> str:
    parts = ", ".join(member_names(session.vocabulary, line.indicator, line.members, session.lang))
    total = line.indicator.name.to(session.lang)
    if not parts:
        return total
    # Stocks by state have no total above them: no total over states is meant to exist.
    return f"{total}: {parts}" if line.indicator.kind == "stock" else f"  – {parts}"


def _status(session: Session, line: Line) -> str:
    if line.actual is None:
        return ""
    status = STATUS_NAMES[line.actual.key.status.value].to(session.lang)
    return f"{status}, {session.words('tính', 'computed')}" if line.actual.how is How.COMPUTED else status


def _cells(session: Session, line: Line) -> list[str]:
    vocabulary, lang = session.vocabulary, session.lang
    return [
        _name(session, line),
        vocabulary.units[line.indicator.unit].symbol.to(lang),
        level_text(vocabulary, line.actual, lang),
        _status(session, line),
        level_text(vocabulary, line.plan, lang),
        _marked(signed_percent(line.completion, lang), line.completion),
        level_text(vocabulary, line.last_year, lang),
        _marked(signed_percent(line.growth, lang), line.growth),
    ]


def _marked(text: str, answer: Answer | None) -> str:
    """Mark a ratio that is only as published: its base is not in the ledger."""
    return f"{text}*" if answer is not None and answer.how is How.STATED else text


def _print(session: Session, place: str, period: Period, lines: Sequence[Line], findings: Sequence[Finding]) -> None:
    from rich.table import Table  # noqa: PLC0415 – only for a terminal

    if not lines and not findings:
        print(session.words(f"sổ chưa có số liệu {period.label('vi')} của {place}",
                            f"the ledger holds nothing of {place} for {period.label('en')}"))  # fmt: skip
    if lines:
        table = Table(title=f"{place}, {period.label(session.lang)}")
        for at, head in enumerate(_heads(session, period)):
            table.add_column(head, justify="left" if at in (0, 1, 3) else "right")
        for line in lines:
            table.add_row(*_cells(session, line))
        print_table(table, 160)
        print(session.words("* tỷ lệ đã công bố; sổ chưa có số gốc để tính lại",
                            "* as published; the ledger has no base to recompute it from"))  # fmt: skip
    for finding in findings:
        print(_told(session, finding))
    if session.args.audit:
        print(_counted(session, findings))


def _told(session: Session, finding: Finding) -> str:
    key = finding.key
    what = ", ".join([session.vocabulary.indicators[key.indicator].name.to(session.lang),
                      *key_members(session.vocabulary, key, session.lang)])  # fmt: skip
    severity = session.words(*SEVERITY_NAMES[finding.severity])
    head = f"[{severity}] {finding.rule} · {what} · {finding.period} · {key.id}"
    sources = "\n".join(f"    {row.key.period} {row.value.printed}: {row.source}" for row in finding.rows[:3])
    return f"{head}\n    {finding.reason.to(session.lang)}\n{sources}"


def _counted(session: Session, findings: Sequence[Finding]) -> str:
    counts = {s: sum(f.severity is s for f in findings) for s in Severity}
    return ", ".join(f"{counts[s]} {session.words(*SEVERITY_NAMES[s])}" for s in Severity)


FIELDS = ("actual", "plan", "completion", "last_year", "growth")


def _write_csv(session: Session, lines: Sequence[Line], findings: Sequence[Finding]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    heads = [n for f in FIELDS for n in (f, f"{f}_id", f"{f}_how")]
    writer.writerow(["indicator", "members", "unit", "basis", *heads, "growth_notation"])
    for line in lines:
        row = line_dict(session.vocabulary, line, session.lang)
        cells = [(row[f] or {}) for f in FIELDS]
        shown = [n for c in cells for n in (_two(c), c.get("id", ""), c.get("how", ""))]
        # 10.16 times is no growth of 10.16 %.
        notation = (row["growth"] or {}).get("notation") or ""
        writer.writerow([row["indicator"], ",".join(row["members"]), row["unit"], row["basis"], *shown, notation])
    if findings:
        print()
        writer.writerow(["rule", "severity", "period", "key", "stated", "computed", "reason"])
        for found in (finding_dict(f, session.lang) for f in findings):
            writer.writerow([found[n] for n in ("rule", "severity", "period", "key", "stated", "computed", "reason")])


def _two(cell: dict[str, Any]) -> str:
    """Return a number with a decimal point; a computed ratio to two decimals, as it is printed."""
    value = cell.get("value")
    ratio = value is not None and cell["how"] == "computed" and cell["unit"] == "%"
    return str(rounded(Decimal(value), 2)) if ratio and value else value or ""


def _is_plain(answer: Answer) -> bool:
    """Whether a bare number says it all: no range, no multiple or index under a heading of percent."""
    return answer.value.high is None and answer.value.notation not in (Notation.TIMES, Notation.INDEX)


def _xlsx(session: Session, period: Period, lines: Sequence[Line], findings: Sequence[Finding]) -> bytes:
    """Return the workbook, made in memory: on a full disk the library would leave half of one behind."""
    import xlsxwriter  # noqa: PLC0415 – only when a workbook is wanted

    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
        number = book.add_format({"num_format": "#,##0.######", "border": 1})
        ratio = book.add_format({"num_format": "#,##0.00", "border": 1})
        stated = book.add_format({"num_format": '#,##0.00"*"', "border": 1})
        text = book.add_format({"border": 1, "text_wrap": True})
        sheet = book.add_worksheet(session.words("So sánh", "Comparison"))
        sheet.set_column(0, 0, 48)
        sheet.set_column(1, 7, 16)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, _heads(session, period), bold)
        for at, line in enumerate(lines, start=1):
            answers = (line.actual, None, line.plan, line.completion, line.last_year, line.growth)
            for column, cell in enumerate(_cells(session, line)):
                answer = answers[column - 2] if column >= 2 else None
                if answer is not None and answer.value.quantity is not None and _is_plain(answer):
                    # A workbook holds doubles; the exact figure is in --json and --csv.
                    shown = float(answer.value.quantity)
                    form = number if column not in (5, 7) else stated if answer.how is How.STATED else ratio
                    sheet.write_number(at, column, shown, form)
                else:
                    sheet.write_string(at, column, cell, text)
        if findings:
            other = book.add_worksheet(session.words("Đối chiếu", "Audit"))
            other.set_column(0, 6, 24)
            names = ("rule", "severity", "period", "key", "stated", "computed", "reason")
            other.write_row(0, 0, names, bold)
            for at, found in enumerate((finding_dict(f, session.lang) for f in findings), start=1):
                for column, cell in enumerate(names):
                    # As text: what begins with “=” is no formula.
                    other.write_string(at, column, str(found[cell]), text)
    return packed.getvalue()
