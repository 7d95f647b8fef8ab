"""The command line: words in, verb run, exit status out."""

import os
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence

from tongket import __version__
from tongket.cli import (
    check,
    compare,
    consolidate,
    demo,
    explain,
    figures,
    load,
    places,
    registers,
    remind,
    review,
    serve,
    store,
    template,
)
from tongket.cli.session import REFUSED, USAGE, Need, Prepare, Session, UsageError
from tongket.core.errors import Ambiguous, NotFound, TongketError
from tongket.core.text import Lang

VERBS = (
    load,
    review,
    check,
    compare,
    consolidate,
    explain,
    figures,
    places,
    template,
    store,
    demo,
    serve,
    remind,
    registers,
)

DESCRIPTION = """\
Số liệu vào, báo cáo tổng kết ra, mỗi con số truy được đến nguồn.
Figures in, the review out, every number traceable to its source.

Mã thoát / exit status: 0 tốt, good · 1 có phát hiện, findings · 2 sai lệnh, usage · 3 từ chối đầu vào, input refused
"""


def parser() -> ArgumentParser:
    """Return the parser of the command line."""
    top = ArgumentParser("tongket", description=DESCRIPTION, formatter_class=RawDescriptionHelpFormatter)
    top.add_argument("--version", action="version", version=f"tongket {__version__}")
    common = ArgumentParser(add_help=False)
    default = "en" if os.environ.get("TONGKET_LANG", "vi").startswith("en") else "vi"
    _add_everywhere(top, None, default)
    _add_everywhere(common, SUPPRESS, SUPPRESS)
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        verb.register(verbs, common)
    return top


def _add_everywhere(to: ArgumentParser, home: str | None, lang: str) -> None:
    """Add what may stand before the verb or after it; the one after it does not reset the one before."""
    home_help = "kho dữ liệu / data folder (TONGKET_HOME, ./tongket-data)"
    to.add_argument("--home", metavar="DIR", default=home, help=home_help)
    to.add_argument("--lang", choices=("vi", "en"), default=lang, help="ngôn ngữ / language (TONGKET_LANG, vi)")


def _need(args: Namespace) -> Need:
    """Return what the verb needs; some need more with one option than without."""
    need: Need = args.need(args) if callable(args.need) else args.need
    return need


def run(words: Sequence[str] | None, prepare: Prepare) -> int:
    """Run one command and return its exit status.

    Args:
        words: the words after `tongket`; None takes those of the process.
        prepare: makes the ledger of the data folder ready, if the verb needs one.
    """
    args = parser().parse_args(words)
    lang: Lang = "en" if args.lang == "en" else "vi"
    try:
        with prepare(args.home, _need(args)) as home:
            status = int(args.run(Session(args, home)))
        sys.stdout.flush()
        return status
    except TongketError as error:
        print(error.message(lang), file=sys.stderr)
        return USAGE if isinstance(error, UsageError | NotFound | Ambiguous) else REFUSED
    except KeyboardInterrupt:
        print("đã dừng" if lang == "vi" else "stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
