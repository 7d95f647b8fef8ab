"""Files that a verb writes: none is replaced unasked, and none is left cut off."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from tongket.cli.session import UsageError
from tongket.core.errors import Unavailable


def file_name(text: str) -> Path:
    """Read the name of a file in the command; an empty one, as an unset variable gives, would be this folder."""
    if not text.strip():
        raise ArgumentTypeError("tên tệp để trống; ghi tên tệp / the name of the file is empty; name a file")
    return Path(text)


def add_force(verb: ArgumentParser) -> None:
    """Add `--force`."""
    verb.add_argument("--force", action="store_true", help="ghi đè tệp đã có / replace a file that is there")


def check_free(path: Path, force: bool) -> None:
    """Refuse to replace a file unasked.

    Raises:
        UsageError: the file is there, and `--force` was not given.
    """
    if os.path.exists(path) and not force:
        raise UsageError(
            f"{path} đã có; ghi tên khác, hoặc thêm --force để ghi đè",
            f"{path} is there already; give another name, or add --force to replace it",
        )


def save(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        Unavailable: it cannot be written; a file that was there is as it was.
    """
    from tongket.review.produce import replacing  # noqa: PLC0415 – brings the reviews' writers, only for a file

    try:
        with replacing([path]) as (draft,):
            draft.write_bytes(data)
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: Exception) -> Unavailable:
    """Return the error that tells of a file that cannot be written."""
    said = (isinstance(error, OSError) and error.strerror) or error
    return Unavailable(
        f"không ghi được {path} ({said}); đóng tệp nếu đang mở, kiểm tra thư mục, quyền ghi và chỗ trống",
        f"cannot write {path} ({said}); close it if it is open, check the folder, its permissions and the space left",
    )
