"""`tongket demo`: Gia Lai's published figures into a ledger of their own, and its 2020 review out."""

import shutil
from argparse import ArgumentParser, _SubParsersAction
from importlib.resources import as_file, files
from pathlib import Path

from tongket.cli.load import load_file
from tongket.cli.review import write_review
from tongket.cli.session import GOOD, Need, Session
from tongket.core.errors import NotAllowed

ORIGINS = ("published.csv", "stocks.csv")
PLACE, PERIOD = "vn.64@1997", "2020"


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("demo", parents=[common], help="báo cáo mẫu Gia Lai 2020 / Gia Lai's 2020 review")
    verb.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help="thư mục ghi ra (out)")
    verb.set_defaults(run=run, need=Need.LEDGER_OR_NEW)


def run(session: Session) -> int:
    """Load the sample figures and write the review."""
    _refuse_real(session)
    with as_file(files("tongket").joinpath("samples", "gia-lai")) as folder:
        for name in ORIGINS:
            print(load_file(session, folder / name, None, "demo"))
        texts = session.home / "texts"
        texts.mkdir(exist_ok=True)
        shutil.copyfile(folder / "remarks.csv", texts / "gia-lai.csv")
    period, place = session.period(PERIOD), session.place(PLACE)
    for path in write_review(session, place, period, session.history(place.id), session.args.out, None):
        print(path)
    return GOOD


def _refuse_real(session: Session) -> None:
    """Keep sample figures out of a ledger that holds others."""
    from tongket.ledger import queries  # noqa: PLC0415 – needs Django

    if any(posting.origin not in ORIGINS for posting in queries.postings()):
        raise NotAllowed(
            f"sổ ở {session.home} đã có số liệu khác; dùng --home với một thư mục mới cho bản mẫu",
            f"the ledger in {session.home} holds other figures; give the demo a new folder with --home",
        )
