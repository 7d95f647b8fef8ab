"""`tongket review PLACE PERIOD --out DIR`: the review in every format."""

import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Sequence
from pathlib import Path

from tongket.cli.asking import add_clocks, progress
from tongket.cli.session import FINDINGS, GOOD, Need, Session, UsageError
from tongket.cli.texts import read_remarks
from tongket.core.period import Period
from tongket.core.place import Place
from tongket.cube.rows import LedgerRow


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("review", parents=[common], help="viết báo cáo tổng kết / write the review")
    verb.add_argument("place", metavar="PLACE", help="mã hoặc tên / id or name: vn.64@1997, 64, “Gia Lai”")
    verb.add_argument("period", metavar="PERIOD", help="2020, 2020-H1, 2020-Q1, 2023-M01..M09")
    verb.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="thư mục ghi ra (out)")
    verb.add_argument("--template", type=Path, metavar="DOCX", help="mẫu Word của cơ quan / your own Word template")
    add_clocks(verb)
    verb.set_defaults(run=run, need=Need.LEDGER)


def run(session: Session) -> int:
    """Write the review and say which files it went into; 1 where the ledger has nothing to tell of the period."""
    period = _reviewed(session, session.args.period)
    place = session.place(session.args.place, period)
    rows = session.history(place.id)
    for path in write_review(session, place, period, rows, session.args.out, session.args.template):
        print(path)
    if any(period.covers(row.key.period) for row in rows):
        return GOOD
    name = place.name(session.lang, period.end)
    print(
        session.words(
            f"sổ chưa có số liệu {period.label('vi')} của {name}: báo cáo vừa lập không có số liệu nào của kỳ này",
            f"the ledger holds nothing of {name} for {period.label('en')}: the review written has no figures of it",
        ),
        file=sys.stderr,
    )
    return FINDINGS


def _reviewed(session: Session, text: str) -> Period:
    """Return the period to review."""
    period = session.period(text)
    if period.is_day or period.length > 12:
        raise UsageError(
            f"không viết báo cáo tổng kết cho “{text}”; ghi một kỳ trong một năm: 2020, 2020-H1, 2020-Q1, "
            "2023-M01..M09",
            f"no review is written of “{text}”; name a period within one year: 2020, 2020-H1, 2020-Q1, 2023-M01..M09",
        )
    return period


def write_review(
    session: Session, place: Place, period: Period, rows: Sequence[LedgerRow], out: Path, template: Path | None
) -> list[Path]:
    """Write all files of a review from the rows of its place, and return their paths."""
    from tongket.review.assemble import Facts, assemble  # noqa: PLC0415 – heavy, only here
    from tongket.review.produce import produce  # noqa: PLC0415 – heavy, only here

    with progress(session.words(f"Đang viết báo cáo {period.label('vi')}…", f"Writing the review of {period}…")):
        facts = Facts(
            place,
            period,
            rows,
            session.vocabulary,
            session.lang,
            session.relation.last_posting,
            session.as_of,
            remarks=read_remarks(session.home / "texts", place.id, period),
        )
        return produce(assemble(facts), session.vocabulary, out, template)
