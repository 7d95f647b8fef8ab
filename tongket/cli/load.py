"""`tongket load FILE…`: figures from workbooks and CSV into the ledger."""

import getpass
import re
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tongket.cli.session import GOOD, REFUSED, Need, Session
from tongket.cli.writing import file_name
from tongket.core.errors import TongketError
from tongket.core.text import Lang, Text

if TYPE_CHECKING:
    from tongket.ledger.loading.yearly_head import Stated


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("load", parents=[common], help="ghi số liệu từ tệp vào sổ / figures from files")
    verb.add_argument("files", nargs="+", type=file_name, metavar="FILE", help="XLSX, CSV; docs/layouts.md")
    verb.add_argument("--locale", choices=("vi", "en"), help="cách viết số trong tệp / how the files write numbers")
    verb.add_argument("--reason", default="", help="lý do / why")
    table = verb.add_argument_group(
        "bảng theo năm / a yearly table by place",
        "nội dung của cả bảng, khi tệp không tự ghi / what all of it is about, where it does not say so itself",
    )
    table.add_argument("--indicator", default="", help="chỉ tiêu / indicator")
    table.add_argument("--unit", default="", help="đơn vị tính / unit")
    table.add_argument("--basis", default="", help="gốc so sánh / basis")
    table.add_argument("--body", default="", help="cơ quan công bố / who states it")
    table.add_argument("--known-from", default="", metavar="DATE", help="ngày công bố / day of publication")
    table.add_argument("--source", default="", help="nguồn / source")
    verb.set_defaults(run=run, need=Need.LEDGER_OR_NEW)


_NOTES_SHOWN = 3
"""Of notes that differ only in the cell they name; the others are counted."""
_CELL = re.compile(r"[A-Z]*[0-9]+")


def run(session: Session) -> int:
    """Load each file, all of it or nothing; go on after a refused one and return the highest status."""
    return max(_load(session, path) for path in session.args.files)


def _load(session: Session, path: Path) -> int:
    try:
        print(load_file(session, path, session.args.locale, session.args.reason, about=_about(session)))
    except TongketError as error:
        print(error.message(session.lang), file=sys.stderr)
        return REFUSED
    return GOOD


def _about(session: Session) -> "Stated":
    from tongket.ledger.loading.yearly_head import Stated  # noqa: PLC0415 – brings the workbook reader

    args = session.args
    return Stated(args.indicator, args.unit, args.basis, args.body, args.known_from, args.source)


def load_file(session: Session, path: Path, locale: str | None, reason: str, *, about: "Stated | None" = None) -> str:
    """Load one file and return what happened, in words.

    Args:
        about: what its yearly tables are about, where they do not say so themselves.

    Raises:
        InvalidInput: the file has faults; nothing was recorded.
        Unavailable: the ledger cannot be written; nothing was recorded.
    """
    from tongket.ledger import services  # noqa: PLC0415 – needs Django
    from tongket.ledger.loading.reading import read_file  # noqa: PLC0415 – brings the workbook reader
    from tongket.ledger.loading.yearly import NOTHING  # noqa: PLC0415 – the same

    lang: Lang | None = "vi" if locale == "vi" else "en" if locale == "en" else None
    read = read_file(path, session.vocabulary, lang, told=about or NOTHING)
    posted = services.post(
        read.figures,
        actor=actor(),
        reason=reason,
        origin=path.name,
        digest=read.digest,
        vocabulary=session.vocabulary,
    )
    told = list(_noted(session, read.notes))
    if posted.posting is None:
        told.append(
            session.words(
                f"{path.name}: {posted.unchanged} số liệu đã có sẵn trong sổ, không có gì thay đổi",
                f"{path.name}: all {posted.unchanged} figures are in the ledger already, nothing changed",
            )
        )
    else:
        told.append(
            session.words(
                f"{path.name}: đợt ghi {posted.posting}, ghi mới {posted.recorded} số liệu "
                f"(trong đó {len(posted.superseded)} thay số cũ), {posted.unchanged} đã có sẵn",
                f"{path.name}: posting {posted.posting}, {posted.recorded} figures recorded "
                f"({len(posted.superseded)} supersede older ones), {posted.unchanged} already there",
            )
        )
    if posted.overruled:
        told.append(
            session.words(
                f"{path.name}: {len(posted.overruled)} số liệu trong tệp đã được số mới hơn thay thế từ trước",
                f"{path.name}: {len(posted.overruled)} figures of the file had been superseded before",
            )
        )
    return "\n".join(told)


def _noted(session: Session, notes: Sequence[Text]) -> Iterator[str]:
    """Yield the first notes of each kind, then how many more there are: a file pasted twice has one for each row."""
    kinds: dict[str, list[str]] = {}
    for note in notes:
        told = note.to(session.lang)
        kinds.setdefault(_CELL.sub("", told), []).append(told)
    for alike in kinds.values():
        yield from alike[:_NOTES_SHOWN]
        more = len(alike) - _NOTES_SHOWN
        if more > 0:
            yield session.words(f"… và {more} ghi chú tương tự", f"… and {more} more like these")


def actor() -> str:
    """Return who records: the login name, until there are accounts."""
    try:
        return f"cli:{getpass.getuser()}"
    except OSError:
        return "cli"
