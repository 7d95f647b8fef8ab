"""`tongket template tidy|monthly FILE`: an empty workbook to fill in."""

from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

from tongket.cli.session import GOOD, Session, UsageError


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("template", parents=[common], help="tạo biểu mẫu Excel / a workbook to fill in")
    verb.add_argument("layout", choices=("tidy", "monthly"))
    verb.add_argument("file", type=Path, metavar="FILE.xlsx")
    verb.add_argument("--place", help="địa bàn của biểu tháng / place of the monthly return")
    verb.add_argument("--period", help="tháng của biểu tháng / month of the monthly return, 2020-M08")
    verb.set_defaults(run=run)


def run(session: Session) -> int:
    """Write the workbook."""
    from tongket.ledger.loading.templates import write_monthly_template, write_tidy_template  # noqa: PLC0415 – XLSX writer

    args = session.args
    if args.layout == "tidy":
        write_tidy_template(args.file, session.vocabulary)
    else:
        if not args.place or not args.period:
            raise UsageError("biểu tháng cần --place và --period", "the monthly return needs --place and --period")
        month = session.period(args.period)
        if month.length != 1:
            raise UsageError(
                f"biểu tháng cần một tháng, ví dụ {month.year}-M08; “{args.period}” không phải là tháng",
                f"the monthly return needs a month, e.g. {month.year}-M08; “{args.period}” is none",
            )
        write_monthly_template(args.file, session.vocabulary, session.place(args.place, month), month)
    print(args.file)
    return GOOD
