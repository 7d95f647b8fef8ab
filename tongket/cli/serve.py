"""`tongket serve`: the web application on this machine, or behind a proxy of the department's."""

import os
import socket
from argparse import ArgumentParser, _SubParsersAction

from tongket.cli.session import GOOD, Need, Session, UsageError
from tongket.core.errors import Unavailable

APPLICATION = "tongket.project.wsgi:application"


def register(verbs: "_SubParsersAction[ArgumentParser]", common: ArgumentParser) -> None:
    """Add the verb."""
    verb = verbs.add_parser("serve", parents=[common], help="mở trang làm việc trong trình duyệt / the web application")
    verb.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe / address to listen on")
    verb.add_argument("--port", type=int, default=8000, help="cổng / port")
    verb.add_argument("--workers", type=int, default=1, help="số tiến trình phục vụ / processes that answer")
    verb.add_argument(
        "--demo", action="store_true", help="đưa vào một tỉnh mẫu để dùng thử / with a demonstration province"
    )
    verb.set_defaults(run=run, need=Need.WEB)


def run(session: Session) -> int:
    """Serve until stopped."""
    args = session.args
    if not 0 < args.port < 65536:
        raise UsageError("cổng phải từ 1 đến 65535", "the port is between 1 and 65535")
    os.environ["TONGKET_HOME"] = str(session.home)
    _check_port(args.host, args.port)
    if args.demo:
        _demo(session)
    # The server is started only here, and nothing else needs it.
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    server = Granian(
        APPLICATION, address=args.host, port=args.port, interface=Interfaces.WSGI, workers=args.workers,
        blocking_threads=8 if args.workers == 1 else 2, log_enabled=False,
    )  # fmt: skip
    said = session.words(
        f"tongket đang chạy tại http://{args.host}:{args.port}/ – nhấn Ctrl+C để dừng",
        f"tongket is at http://{args.host}:{args.port}/ – Ctrl+C stops it",
    )
    # The port is bound by then; it answers a moment later, once the process that serves has started.
    server.on_startup(lambda: print(said, flush=True))
    server.serve()
    return GOOD


def _check_port(host: str, port: int) -> None:
    """Check that nobody listens there; the server itself would end without a word.

    Raises:
        Unavailable: somebody does, or the address is none of this machine's.
    """
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise Unavailable(
            f"không mở được {host}:{port} ({error.strerror or error}); chọn cổng khác bằng --port",
            f"{host}:{port} cannot be opened ({error.strerror or error}); choose another port with --port",
        ) from error


def _demo(session: Session) -> None:
    # Models need Django's settings of the web application, which this verb alone prepares.
    from tongket.collect import demo  # noqa: PLC0415
    from tongket.coordination import demo as coordination  # noqa: PLC0415
    from tongket.registers import demo as registers  # noqa: PLC0415

    made = demo.make(session.vocabulary)
    coordination.make()
    registers.make(session.vocabulary)
    print(session.words("Tỉnh mẫu, dùng thử bằng các tài khoản:", "A demonstration province; sign in as:"))
    for account in made:
        print(f"  {account.email:34} {account.password:16} {account.what.to(session.lang)}")
