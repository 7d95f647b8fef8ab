"""The edge to database and disk: what they raise becomes one of our kinds here, and only here."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, OperationalError

from tongket.core.errors import Unavailable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def mapped() -> Iterator[None]:
    """Turn a full disk, a lost connection, a busy or a broken database into Unavailable.

    Breaches of constraints and wrong SQL pass as they are: they are faults of the program, not of its surroundings.
    """
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise _unavailable(error) from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        # The bare class is what SQLite says of a file that is damaged or no database.
        raise _unavailable(error) from error
    except OSError as error:
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> Unavailable:
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    full = isinstance(error, OSError) and error.errno in _FULL
    if full or "full" in said.lower() or "no space" in said.lower():
        return Unavailable(
            f"hết chỗ ghi ({said}); sổ số liệu giữ nguyên như trước. Giải phóng dung lượng đĩa rồi làm lại",
            f"no room left ({said}); the ledger is as it was. Free some disk space and try again",
        )
    if "locked" in said.lower():
        return Unavailable(
            f"sổ số liệu đang bận ({said}); chờ tác vụ khác xong rồi làm lại",
            f"the ledger is busy ({said}); wait for the other task to end and try again",
        )
    return Unavailable(
        f"không đọc hoặc ghi được sổ số liệu ({said}); kiểm tra thư mục dữ liệu, ổ đĩa, "
        "kết nối cơ sở dữ liệu rồi làm lại",
        f"the ledger cannot be read or written ({said}); check the data folder, the disk and the database connection, "
        "then try again",
    )
