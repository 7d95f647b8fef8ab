"""`tongket template tidy|monthly FILE`: an empty workbook to fill in."""

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tongket.cli.session import GOOD, Need, Session, UsageError
from tongket.cli.writing import add_force, cannot_write, check_free, file_name, save


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("template", parents=[common], help="tạo biểu mẫu Excel / a workbook to fill in")
    verb.add_argument("layout", choices=("tidy", "monthly"))
    verb.add_argument("file", type=file_name, metavar="FILE.xlsx")
    verb.add_argument("--place", help="địa bàn của biểu tháng / place of the monthly return")
    verb.add_argument("--period", help="tháng của biểu tháng / month of the monthly return, 2020-M08")
    add_force(verb)
    verb.set_defaults(run=run, need=Need.NOTHING)


def run(session: Session) -> int:
    """Write the workbook."""
    path: Path = session.args.file
    check_free(path, session.args.force)
    save(path, _made(path, _tidy(session) if session.args.layout == "tidy" else _monthly(session)))
    print(path)
    return GOOD


def _tidy(session: Session) -> Callable[[Path], None]:
    from tongket.ledger.loading.templates import write_tidy_template  # noqa: PLC0415 – brings the readers of files

    return lambda path: write_tidy_template(path, session.vocabulary)


def _monthly(session: Session) -> Callable[[Path], None]:
    from tongket.ledger.loading.templates import write_monthly_template  # noqa: PLC0415 – brings the readers of files

    args = session.args
    if not args.place or not args.period:
        raise UsageError("biểu tháng cần --place và --period", "the monthly return needs --place and --period")
    month = session.period(args.period)
    if month.length != 1:
        raise UsageError(
            f"biểu tháng cần một tháng, ví dụ {month.year}-M08; “{args.period}” không phải là tháng",
            f"the monthly return needs a month, e.g. {month.year}-M08; “{args.period}” is none",
        )
    place = session.place(args.place, month)
    return lambda path: write_monthly_template(path, session.vocabulary, place, month)


def _made(path: Path, write: Callable[[Path], None]) -> bytes:
    """Return the workbook, made out of the way: its writer may leave half of one where the disk is full."""
    try:
        with TemporaryDirectory() as folder:
            write(Path(folder) / path.name)
            return (Path(folder) / path.name).read_bytes()
    except OSError as error:
        raise cannot_write(path, error) from error
