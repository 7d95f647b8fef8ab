"""`tongket check FILE…`: every figure of a text against the others, and against the ledger when asked."""

import re
import sys
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.cli.asking import add_clocks, progress
from tongket.cli.session import FINDINGS, GOOD, REFUSED, Need, Session, UsageError
from tongket.core.errors import NotFound, TongketError
from tongket.core.figure import Key
from tongket.core.period import Period
from tongket.cube.audit import Timeline
from tongket.cube.explain import answer_of
from tongket.cube.rows import Answer
from tongket.files.limits import LIMITS

if TYPE_CHECKING:
    from tongket.review.checked import Checked
    from tongket.review.marks.ledger import AskedLedger

_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?", re.ASCII)

_YEAR = re.compile(r"năm\s((?:19|20)\d\d)\b", re.IGNORECASE)


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("check", parents=[common], help="kiểm tra mọi con số trong văn bản / figures in any text")
    verb.add_argument("files", nargs="*", metavar="FILE", help=".docx, .pdf, .html, .txt; -: đầu vào chuẩn / stdin")
    verb.add_argument(
        "--bound", type=Path, metavar="FILE.docx", help="cả các số gắn kết trong tệp Word / numbers bound to the ledger"
    )
    verb.add_argument("--ledger", action="store_true", help="đối chiếu cả với sổ số liệu / against the ledger too")
    verb.add_argument("--place", help="địa bàn của văn bản / place the text is about")
    verb.add_argument("--date", metavar="DATE", help="ngày của văn bản: 2021-01-29, 2021-01 / date of the text")
    verb.add_argument("--all", action="store_true", help="in cả số khớp và chưa kết luận / everything, not only faults")
    verb.add_argument("--json", action="store_true", help="mỗi tệp một dòng / one object a line, one line a file")
    verb.add_argument("--html", type=Path, metavar="OUT", help="trang có đánh dấu / a page with marks")
    verb.add_argument("--docx", type=Path, metavar="OUT", help="bản sao Word có chú thích / a copy with comments")
    add_clocks(verb)
    verb.set_defaults(run=run, need=_need)


def _need(args: Namespace) -> Need:
    return Need.LEDGER if args.ledger or args.bound else Need.NOTHING


def run(session: Session) -> int:
    """Check each file; go on after one that cannot be read and return the highest status."""
    names = _names(session)
    _date(session)
    done: list[Checked] = []
    status = GOOD
    for name in names:
        try:
            checked = _check(session, name)
        except UsageError:
            raise
        except TongketError as error:
            _refused(session, name, error)
            status = max(status, REFUSED)
            continue
        done.append(checked)
        _print(session, checked)
        status = max(status, FINDINGS if checked.contradicted else GOOD)
    if session.args.html and done:
        from tongket.review.marks.page import write_marked  # noqa: PLC0415 – only where a page is asked for

        write_marked(done, session.args.html, session.lang)
    return status


def _names(session: Session) -> list[str]:
    args = session.args
    names = [*args.files, *([str(args.bound)] if args.bound and str(args.bound) not in args.files else [])]
    if not names:
        raise UsageError(
            "cần ít nhất một tệp để kiểm tra, hoặc - để đọc đầu vào chuẩn",
            "give at least one file to check, or - to read standard input",
        )
    if args.docx and len(names) > 1:
        raise UsageError(
            "--docx chỉ dùng với một tệp Word; kiểm tra từng tệp một",
            "--docx goes with one Word file; check the files one by one",
        )
    for out in (args.html, args.docx):
        if out and any(name != "-" and Path(name).resolve() == out.resolve() for name in names):
            raise UsageError(
                f"{out} chính là tệp được kiểm tra; ghi kết quả ra tệp khác",
                f"{out} is the file being checked; write the result to another file",
            )
    if names.count("-") > 1:
        raise UsageError("đầu vào chuẩn chỉ đọc được một lần", "standard input can be read once only")
    return names


def _date(session: Session) -> str | None:
    """Return the date of the text that the command names."""
    text = session.args.date
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            date.fromisoformat(text if len(text) == 10 else f"{text}-01")
            return str(text)
    except ValueError:
        pass
    raise UsageError(
        f"“{text}” không phải ngày; ghi 2021-01-29, hoặc 2021-01 khi chỉ biết tháng",
        f"“{text}” is not a date; write 2021-01-29, or 2021-01 where only the month is known",
    )


def _check(session: Session, name: str) -> "Checked":
    from tongket.files.text import document_of, read_bytes  # noqa: PLC0415 – brings lxml, only when used
    from tongket.review.check import check_text  # noqa: PLC0415 – brings the reader of claims, only when used

    args = session.args
    with progress(session.words(f"đang kiểm tra {name}", f"checking {name}")):
        data = read_bytes(name)
        document = document_of(data, name)
        if args.docx and document.kind != "docx":
            raise UsageError(
                f"{name}: --docx chỉ ghi chú thích vào tệp Word (.docx); dùng --html cho tệp này",
                f"{name}: --docx writes comments into Word files (.docx) only; use --html for this one",
            )
        day = _date(session)
        place = session.place(args.place, _year(day, document.text)).id if args.place else None
        checked = check_text(
            document,
            session.vocabulary,
            _ledger(session) if args.ledger else None,
            document_date=day,
            place=place,
        )
        if args.bound and name == str(args.bound):
            checked = _with_bound(session, checked, data, args.bound)
        if args.docx:
            from tongket.review.marks.comments import write_comments  # noqa: PLC0415 – only where a copy is asked for

            write_comments(data, checked, args.docx, session.lang)
    return checked


def _year(day: str | None, text: str) -> Period | None:
    """Return the year by which a place's name is resolved: of the date given, else the one the text names most."""
    if day:
        return Period.of_year(int(day[:4]))
    years = Counter(_YEAR.findall(text)).most_common(1)
    return Period.of_year(int(years[0][0])) if years else None


def _timelines(session: Session) -> Callable[[str], Timeline]:
    """Return what gives the history of a place, read once each."""

    @cache
    def timeline(place: str) -> Timeline:
        return Timeline(session.history(place), session.vocabulary)

    return timeline


def _ledger(session: Session) -> "AskedLedger":
    from tongket.review.marks.ledger import AskedLedger  # noqa: PLC0415 – only where the ledger is asked

    return AskedLedger(_timelines(session), session.vocabulary)


def _with_bound(session: Session, checked: "Checked", data: bytes, path: Path) -> "Checked":
    from tongket.files.text.word import read_word  # noqa: PLC0415 – only for files with numbers of ours
    from tongket.review.bound import read_bound  # noqa: PLC0415 – only for files with numbers of ours
    from tongket.review.marks.bound import with_bound  # noqa: PLC0415 – only for files with numbers of ours

    timeline = _timelines(session)

    def lookup(key: Key) -> Answer | None:
        try:
            return answer_of(timeline(key.place).now, key)
        except NotFound:
            return None

    return with_bound(checked, read_word(data, str(path), LIMITS)[1], read_bound(path), lookup, session.vocabulary)


def _refused(session: Session, name: str, error: TongketError) -> None:
    if session.args.json:
        from tongket.review.marks.record import refusal  # noqa: PLC0415 – brings the reader of claims

        print(refusal(name, error, session.lang), flush=True)
    print(error.message(session.lang), file=sys.stderr)


def _print(session: Session, checked: "Checked") -> None:
    if session.args.json:
        from tongket.review.marks.record import record  # noqa: PLC0415 – brings the reader of claims

        print(record(checked, session.lang), flush=True)
        for note in checked.document.notes:
            print(f"{checked.document.name}: {note.to(session.lang)}", file=sys.stderr)
        return
    from tongket.review.marks.lines import lines  # noqa: PLC0415 – brings the reader of claims

    for line in lines(checked, session.lang, every=session.args.all):
        print(line)
