"""`tongket explain FIGURE`: where one printed number comes from, down to the ledger's rows."""

import json
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tongket.cli.asking import add_clocks
from tongket.cli.compare import SEVERITY_NAMES
from tongket.cli.session import FINDINGS, GOOD, Need, Session, UsageError, usage
from tongket.cli.shown import (
    HOW_NAMES,
    STATUS_NAMES,
    answer_dict,
    finding_dict,
    name,
    printed,
    row_dict,
    unit_code,
    unit_symbol,
)
from tongket.core.errors import NotFound
from tongket.core.exact import Interval, rounded
from tongket.core.figure import Key, Measure, Notation, split_id
from tongket.core.number import render
from tongket.core.text import Lang, Text
from tongket.cube.audit import Timeline
from tongket.cube.book import Book
from tongket.cube.explain import Explanation, answer_of, explain, find
from tongket.cube.implied import Implied, whole_numbers
from tongket.cube.rows import Answer, Ask, LedgerRow
from tongket.prose.write.pieces import Amount

MEASURE_NAMES = {
    Measure.LEVEL: Text("mức", "level"),
    Measure.COMPLETION: Text("% kế hoạch năm", "% of the year's plan"),
    Measure.GROWTH: Text("tăng, giảm so với cùng kỳ năm trước", "growth on the same period last year"),
    Measure.GROWTH_PREVIOUS: Text("tăng, giảm so với kỳ liền trước", "growth on the period before"),
    Measure.SHARE: Text("tỷ trọng", "share"),
    Measure.GAP: Text("chênh lệch so với kế hoạch năm", "difference to the year's plan"),
    Measure.EXCESS: Text("vượt, thiếu so với kế hoạch năm (%)", "above or below the year's plan (%)"),
    Measure.CHANGE: Text("tăng, giảm tuyệt đối so với cùng kỳ", "change on the same period last year"),
    Measure.CONTRIBUTION: Text("đóng góp vào mức tăng chung", "contribution to the total's growth"),
}
VERDICT_NAMES = {
    "rounded": Text("khớp (làm tròn)", "holds (rounded)"),
    "truncated": Text("khớp (cắt bớt, không làm tròn)", "holds (cut off, not rounded)"),
    "last-digit": Text("khớp trong phạm vi 0,01", "holds within 0.01"),
    "operands": Text("chỉ khớp khi tính từ số chưa làm tròn", "holds only from unrounded operands"),
    "contradicts": Text("mâu thuẫn với các mức trong sổ", "contradicted by the levels in the ledger"),
}
READINGS = {Notation.INDEX: Text("chỉ số", "an index"), Notation.GROWTH: Text("mức tăng", "growth")}


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("explain", parents=[common], help="số này từ đâu ra / where a number comes from")
    verb.add_argument("figure", nargs="?", metavar="FIGURE", help="mã 17 ký tự hoặc khóa / id or key")
    verb.add_argument(
        "--docx", type=Path, metavar="FILE", help="đối chiếu các số trong tệp Word / numbers of a Word file"
    )
    verb.add_argument("--json", action="store_true")
    add_clocks(verb)
    verb.set_defaults(run=run, need=Need.LEDGER)


def run(session: Session) -> int:
    """Explain one figure, or every bound number of a Word file."""
    args = session.args
    if args.docx:
        return _explain_file(session, args.docx, args.figure)
    if not args.figure:
        raise UsageError(
            "cần mã hoặc khóa của số liệu, hoặc --docx TỆP", "give the id or key of a figure, or --docx FILE"
        )
    timeline, key = _located(session, args.figure)
    told = explain(timeline, key)
    if args.json:
        json.dump(_as_json(session, told), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print("\n".join(_lines(session, told)))
    return GOOD


def _located(session: Session, text: str) -> tuple[Timeline, Key]:
    """Return the figure's key and the history of its place."""
    if "~" in text:
        key = usage(lambda: Key.parse(text))
        return Timeline(session.history(key.place), session.vocabulary), key
    _, series = usage(lambda: split_id(text))
    known = session.engine.rows(Ask(series=[series], history=True))
    if known:
        timeline = Timeline(session.history(known[0].key.place), session.vocabulary)
        return timeline, find(timeline.now, text)
    # Nobody stated it: it must follow from what was stated of some place.
    rows = session.engine.rows(Ask(as_of=session.as_of, recorded_by=session.recorded_by, history=True))
    key = find(Timeline(rows, session.vocabulary).now, text)
    return Timeline([r for r in rows if r.key.place == key.place], session.vocabulary), key


def _lines(session: Session, told: Explanation) -> Iterator[str]:
    answer = told.answer
    yield name(session.vocabulary, answer.key, session.lang)
    yield f"{MEASURE_NAMES[answer.key.measure].to(session.lang)}: {_number(session, answer.key, answer.value)}"
    yield f"{session.words('mã', 'id')}    {answer.key.id}"
    yield f"{session.words('khóa', 'key')}  {answer.key}"
    yield ""
    yield from _tree(session, answer, "")
    if answer.check:
        verdict = VERDICT_NAMES[answer.check.verdict.value].to(session.lang)
        yield f"{session.words('đã công bố', 'as published')}: {answer.check.stated.value.printed} – {verdict}"
        yield from _row(session, answer.check.stated, "  ")
    for finding in told.findings:
        severity = session.words(*SEVERITY_NAMES[finding.severity])
        yield f"{session.words('đối chiếu', 'audit')}: [{severity}] {finding.rule} · {finding.period}"
        yield f"  {finding.reason.to(session.lang)}"
    if told.implied:
        yield ""
        yield from _implied_lines(session, told.implied)
    if told.reread:
        meant = READINGS[told.reread.notation].to(session.lang)
        yield ""
        yield f"{session.words('nếu hiểu tỷ lệ đã in là', 'if the printed ratio is read as')} {meant},"
        yield from _implied_lines(session, told.reread.implied)
    for row in told.revisions:
        yield session.words("bản trước của cùng số liệu:", "an earlier row of the same figure:")
        yield from _row(session, row, "  ")
    for row in told.others:
        yield session.words("số khác về cùng nội dung:", "another statement of the same:")
        yield from _row(session, row, "  ")


def _tree(session: Session, answer: Answer, indent: str) -> Iterator[str]:
    shown = _number(session, answer.key, answer.value)
    how = HOW_NAMES[answer.how].to(session.lang)
    if not indent:
        yield f"{how}" + (f": {answer.formula.to(session.lang)}" if answer.formula else "")
    else:
        formula = f", {answer.formula.to(session.lang)}" if answer.formula else ""
        yield f"{indent}{name(session.vocabulary, answer.key, session.lang)}: {shown} ({how}{formula})"
    if answer.row:
        yield from _row(session, answer.row, indent + "  ")
    for part in answer.inputs:
        yield from _tree(session, part, indent + "  ")


def _row(session: Session, row: LedgerRow, indent: str) -> Iterator[str]:
    status = STATUS_NAMES[row.key.status.value].to(session.lang)
    body = session.vocabulary.bodies[row.key.body].name.to(session.lang)
    words = session.words
    yield (
        f"{indent}{words('dòng', 'row')} {row.row}: {_number(session, row.key, row.value)}, {status}, {body}, "
        f"{words('công bố từ', 'known from')} {row.known_from:%d/%m/%Y}, "
        f"{words('đợt ghi', 'posting')} {row.posting} ({row.posted_at.astimezone():%d/%m/%Y %H:%M})"
        + (f", {words('thay dòng', 'supersedes row')} {row.supersedes}" if row.supersedes else "")
    )
    yield f"{indent}  {row.source}" + (f" [{row.locator}]" if row.locator else "")
    if row.note:
        yield f"{indent}  {row.note}"


def _number(session: Session, key: Key, value: Any) -> str:
    symbol = unit_symbol(session.vocabulary, key, value, session.lang)
    text = printed(session.vocabulary, key, value, session.lang)
    return f"{text}%" if symbol == "%" else f"{text} {symbol}" if value.quantity is not None else text


def _implied_lines(session: Session, implied: Implied) -> Iterator[str]:
    vocabulary, words = session.vocabulary, session.words
    what = vocabulary.indicators[implied.slot.indicator].name.to(session.lang)
    scenario = words("kế hoạch", "plan") if implied.slot.scenario == "plan" else words("thực hiện", "actual")
    yield words(f"số gốc ngầm định ({what}, {scenario} {implied.slot.period}):",
                f"implied base ({what}, {scenario} {implied.slot.period}):")  # fmt: skip
    for label, interval in (
        (words("nếu tỷ lệ được làm tròn", "if the ratio was rounded"), implied.rounded),
        (words("nếu tỷ lệ bị cắt bớt", "if the ratio was cut off"), implied.truncated),
        (words("nếu mức cũng được làm tròn", "if the level was rounded too"), implied.level_rounded),
    ):
        yield f"  {label}: {show_interval(session, interval)}"
    for support in implied.supports:
        value = support.row.value
        yield (
            f"  {words('cũng theo', 'also by')} {support.row.key.measure.value} {support.row.key.period} "
            f"{value.printed}: {show_interval(session, support.interval)}  {support.row.source}"
        )
    if implied.joint is None:
        yield words("  các tỷ lệ này không cùng một số gốc", "  these ratios do not share one base")
    elif implied.supports:
        yield f"  {words('tất cả cùng cho phép', 'all together allow')}: {show_interval(session, implied.joint)}"
    whole = implied.whole_numbers
    if 0 < len(whole) <= 5:
        listed = "; ".join(str(n) for n in whole)
        yield f"  {words('số nguyên trong khoảng', 'whole numbers inside')}: {listed}"


def show_interval(session: Session, interval: Interval) -> str:
    """Write an interval with as many decimals as settle it, ends rounded to the outside."""

    def end(value: Any) -> str:
        return "…" if value is None else render(rounded(value, 3 if abs(value) < 1000 else 2), None, session.lang)

    left, right = "(" if interval.low_open else "[", ")" if interval.high_open else "]"
    return f"{left}{end(interval.low)}; {end(interval.high)}{right}"


def _as_json(session: Session, told: Explanation) -> dict[str, Any]:
    vocabulary, lang = session.vocabulary, session.lang
    return {
        "figure": _answer_json(session, told.answer),
        "implied": _implied_json(told.implied) if told.implied else None,
        "reread": told.reread
        and {"notation": told.reread.notation.value, "implied": _implied_json(told.reread.implied)},
        "findings": [finding_dict(f, lang) for f in told.findings],
        "revisions": [row_dict(vocabulary, r, lang) for r in told.revisions],
        "others": [row_dict(vocabulary, r, lang) for r in told.others],
        "ledger": [row_dict(vocabulary, r, lang) for r in told.answer.rows()],
    }


def _answer_json(session: Session, answer: Answer) -> dict[str, Any]:
    out = answer_dict(session.vocabulary, answer, session.lang) or {}
    out["formula"] = answer.formula.to(session.lang) if answer.formula else None
    out["inputs"] = [_answer_json(session, part) for part in answer.inputs]
    return out


def _implied_json(implied: Implied) -> dict[str, Any]:
    def ends(interval: Interval | None) -> list[str | None] | None:
        if interval is None:
            return None
        return [None if e is None else str(rounded(e, 6)) for e in (interval.low, interval.high)]

    return {
        "indicator": implied.slot.indicator,
        "period": str(implied.slot.period),
        "scenario": implied.slot.scenario.value,
        "rounded": ends(implied.rounded),
        "truncated": ends(implied.truncated),
        "level_rounded": ends(implied.level_rounded),
        "whole_numbers_if_rounded": whole_numbers(implied.rounded),
        "joint": ends(implied.joint),
        "whole_numbers": implied.whole_numbers,
        "supports": [{"row": s.row.row, "interval": ends(s.interval)} for s in implied.supports],
    }


def _explain_file(session: Session, path: Path, only: str | None) -> int:
    """Report each bound number of a Word file: as printed, as it stands in the file now, as the ledger has it now."""
    from tongket.review.bound import read_bound  # noqa: PLC0415 – brings the Word reader

    document = read_bound(path)
    books: dict[str, Book] = {}
    chosen = [n for n in document.numbers if not only or only in (n.id, n.key)]
    amounts = [_ledger_now(session, n.id, n.key, books) for n in chosen]
    lang = _lang_of([n.printed for n in chosen], amounts, session.lang)
    reports = []
    for number, amount in zip(chosen, amounts, strict=True):
        now = _as_printed(amount, number.printed, lang)
        reports.append(
            {
                "id": number.id,
                "occurrence": number.occurrence,
                "key": number.key,
                "printed": number.printed,
                "in_file": number.text,
                "ledger": now,
                "found_by": number.found_by,
                "verdict": _verdict(number.printed, number.text, now),
            }
        )
    if only and not reports:
        raise NotFound(f"{path.name} không có số nào mang mã {only}", f"{path.name} has no number with the id {only}")
    if session.args.json:
        json.dump(
            {"file": str(path), "posting": document.posting, "numbers": reports},
            sys.stdout,
            ensure_ascii=False,
            indent=1,
        )
        print()
    else:
        _print_reports(session, reports)
    return GOOD if all(r["verdict"] == "same" for r in reports) else FINDINGS


def _verdict(as_printed: str | None, in_file: str | None, ledger: str | None) -> str:
    if in_file is None:
        return "lost"
    if as_printed is not None and in_file != as_printed:
        return "edited"
    if ledger is not None and ledger != in_file:
        return "ledger-moved"
    return "same" if ledger is not None else "unknown"


def _ledger_now(session: Session, short_id: str, key_text: str | None, books: dict[str, Book]) -> Amount | None:
    """Return what the ledger has now under a number's figure; None where it has nothing."""
    try:
        if key_text is None:
            timeline, key = _located(session, short_id)
            books.setdefault(key.place, timeline.now)
        else:
            key = Key.parse(key_text)
        if key.place not in books:
            books[key.place] = Timeline(session.history(key.place), session.vocabulary).now
        answer = answer_of(books[key.place], key)
    except NotFound:
        return None
    if answer is None:
        return None
    return Amount(key, answer.value, session.vocabulary.units[unit_code(session.vocabulary, key)])


def _lang_of(printed: Sequence[str | None], amounts: Sequence[Amount | None], session_lang: Lang) -> Lang:
    """Return the language whose way of writing numbers a file follows, whatever language is asked in now."""
    other: Lang = "en" if session_lang == "vi" else "vi"

    def alike(lang: Lang) -> int:
        return sum(
            as_printed == _as_printed(amount, as_printed, lang)
            for as_printed, amount in zip(printed, amounts, strict=True)
        )

    return other if alike(other) > alike(session_lang) else session_lang


def _as_printed(amount: Amount | None, as_printed: str | None, lang: Lang) -> str | None:
    """Return the number as the ledger has it now, in the form in which it was printed; None where it has none."""
    if amount is None:
        return None
    # A review prints a fall without its minus: “giảm 3,2%”.
    unsigned = amount.text(lang, signed=False)
    return unsigned if as_printed == unsigned else amount.text(lang)


def _print_reports(session: Session, reports: list[dict[str, Any]]) -> None:
    names = {
        "same": session.words("khớp", "same"),
        "edited": session.words("ĐÃ SỬA trong tệp", "EDITED in the file"),
        "ledger-moved": session.words("SỔ ĐÃ ĐỔI", "LEDGER HAS MOVED"),
        "lost": session.words("MẤT", "LOST"),
        "unknown": session.words("không rõ: sổ không có", "unknown: not in the ledger"),
    }
    for report in reports:
        print(
            f"{report['id']}  {session.words('đã in', 'printed')} {report['printed'] or '?'}  "
            f"{session.words('trong tệp', 'in file')} {report['in_file'] or '–'}  "
            f"{session.words('trong sổ', 'ledger')} {report['ledger'] or '–'}  {names[report['verdict']]}"
        )
    counts: dict[str, int] = {}
    for report in reports:
        counts[report["verdict"]] = counts.get(report["verdict"], 0) + 1
    print(", ".join(f"{names[v]}: {n}" for v, n in counts.items()))
