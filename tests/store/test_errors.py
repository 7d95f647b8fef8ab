import errno

import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, ProgrammingError

from tongket.core.errors import Unavailable
from tongket.store.errors import mapped


@pytest.mark.parametrize(
    ("raised", "vi", "en"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "hết chỗ ghi", "no room left"),
        (OSError(errno.EFBIG, "File too large"), "hết chỗ ghi", "no room left"),
        (OperationalError("database or disk is full"), "hết chỗ ghi", "no room left"),
        (OperationalError("could not extend file: No space left on device\nHINT: …"), "hết chỗ ghi", "no room left"),
        (OperationalError("database is locked"), "đang bận", "busy"),
        (OperationalError("connection refused"), "không đọc hoặc ghi được", "cannot be read or written"),
        (InterfaceError("connection already closed"), "không đọc hoặc ghi được", "cannot be read or written"),
        (DatabaseError("file is not a database"), "không đọc hoặc ghi được", "cannot be read or written"),
        (PermissionError(errno.EACCES, "Permission denied"), "không đọc hoặc ghi được", "cannot be read or written"),
        (OSError(), "OSError", "OSError"),
    ],
)
def test_what_surrounds_us_failing_is_said_in_both_languages(raised: Exception, vi: str, en: str) -> None:
    with pytest.raises(Unavailable) as caught, mapped():
        raise raised
    assert vi in caught.value.message("vi")
    assert en in caught.value.message("en")
    assert "HINT" not in caught.value.message("vi")
    assert caught.value.__cause__ is raised


@pytest.mark.parametrize("raised", [IntegrityError("append-only"), ProgrammingError("syntax"), KeyError("x")])
def test_our_own_faults_pass_as_they_are(raised: Exception) -> None:
    with pytest.raises(type(raised)), mapped():
        raise raised
