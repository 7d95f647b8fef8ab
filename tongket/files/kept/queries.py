"""Where kept files lie."""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from tongket.core.errors import NotFound
from tongket.files.kept.models import Stored


def path_of(sha256: str) -> Path:
    """Return where the bytes of a hash lie."""
    return Path(settings.TONGKET_HOME) / "attachments" / sha256[:2] / sha256


def opened(of: Stored) -> BinaryIO:
    """Return the bytes of a kept file, open for reading.

    Raises:
        NotFound: they are not in the data folder: it was restored without its attachments.
    """
    try:
        return path_of(of.sha256).open("rb")
    except FileNotFoundError as error:
        raise NotFound(
            "không còn nội dung của tệp này trong kho dữ liệu; khôi phục thư mục attachments từ bản sao lưu",
            "the data folder has lost this file; restore its folder attachments from a backup",
        ) from error
