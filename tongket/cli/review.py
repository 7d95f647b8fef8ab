"""`tongket review PLACE PERIOD --out DIR`: the review in every format."""

from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

from tongket.cli.asking import add_clocks, progress
from tongket.cli.session import GOOD, Session
from tongket.cli.texts import read_remarks
from tongket.core.period import Period
from tongket.core.place import Place


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("review", parents=[common], help="viết báo cáo tổng kết / write the review")
    verb.add_argument("place", metavar="PLACE", help="mã hoặc tên / id or name: vn.64@1997, 64, “Gia Lai”")
    verb.add_argument("period", metavar="PERIOD", help="2020, 2020-H1, 2020-Q1, 2023-M01..M09")
    verb.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="thư mục ghi ra (out)")
    verb.add_argument("--template", type=Path, metavar="DOCX", help="mẫu Word của cơ quan / your own Word template")
    add_clocks(verb)
    verb.set_defaults(run=run)


def run(session: Session) -> int:
    """Write the review and say which files it went into."""
    period = session.period(session.args.period)
    place = session.place(session.args.place, period)
    for path in write_review(session, place, period, session.args.out, session.args.template):
        print(path)
    return GOOD


def write_review(session: Session, place: Place, period: Period, out: Path, template: Path | None) -> list[Path]:
    """Write all files of a review and return their paths."""
    from tongket.review.assemble import Facts, assemble  # noqa: PLC0415 – heavy, only here
    from tongket.review.produce import produce  # noqa: PLC0415 – heavy, only here

    with progress(session.words(f"Đang viết báo cáo {period.label('vi')}…", f"Writing the review of {period}…")):
        facts = Facts(
            place,
            period,
            session.history(place.id),
            session.vocabulary,
            session.lang,
            session.relation.last_posting,
            session.as_of,
            remarks=read_remarks(session.home / "texts", place.id, period),
        )
        return produce(assemble(facts), session.vocabulary, out, template)
