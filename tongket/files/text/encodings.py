"""From bytes to text: Unicode, Windows-1258, and the encodings from before Unicode."""

import codecs
import re

from tongket.core.errors import InvalidInput
from tongket.core.text import Text
from tongket.files.text.legacy import SURE, convert, likeness, told_by_letters

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FEW = 200
"""One unreadable sign in this many letters is damage in a text; more of them is another encoding."""
NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI-Windows", "cp1258": "Windows-1258"}


def decode(data: bytes, file: str, declared: str | None = None) -> tuple[str, tuple[Text, ...]]:
    """Return the text that the bytes are, and what is to be said about it.

    Args:
        data: the bytes.
        file: the name to use in messages.
        declared: an encoding that the file names itself; taken where the bytes fit it.

    Raises:
        InvalidInput: no text, or one whose encoding cannot be told.
    """
    text, notes = _decoded(data, file, declared)
    if _CONTROL.search(text):
        raise InvalidInput(
            f"{file}: tệp chứa dữ liệu nhị phân, không phải văn bản; đưa vào tệp .docx, .pdf, .html hoặc .txt",
            f"{file}: the file holds binary data, not text; give a .docx, .pdf, .html or .txt file",
        )
    return text, notes


def from_western(text: str) -> tuple[str, tuple[Text, ...]]:
    """Return the text in Unicode where its letters show it to be TCVN3 or VNI in the places of Western letters."""
    kind = told_by_letters(text)
    if kind is None:
        return text, ()
    return convert(text, kind)[0], (_converted(kind),)


def _decoded(data: bytes, file: str, declared: str | None) -> tuple[str, tuple[Text, ...]]:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _whole(data[len(mark) :], name, file)
    wide = _wide(data)
    if wide is not None:
        return _whole(data, wide, file)
    cut, notes = _uncut(data)
    try:
        text, more = from_western(cut.decode("utf-8"))
    except UnicodeDecodeError:
        return _not_utf8(data, file, declared)
    return text, (*notes, *more)


def _whole(data: bytes, name: str, file: str) -> tuple[str, tuple[Text, ...]]:
    """Decode what names its encoding by its first bytes; what does not fit it is told."""
    try:
        return from_western(data.decode(name))
    except UnicodeDecodeError:
        text = data.decode(name, errors="replace")
    _refuse_many(text, file)
    return text, (_damaged(text),)


def _wide(data: bytes) -> str | None:
    """Return which UTF-16 a text without a byte-order mark is in: its blanks and digits have a zero byte each."""
    head = data[:4096]
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half // 5 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half // 5 and not odd else None


def _uncut(data: bytes) -> tuple[bytes, tuple[Text, ...]]:
    """Leave out a last letter that was cut in the middle."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start >= len(data) - 3:
            note = Text("tệp bị cắt cụt ở cuối; chỉ kiểm tra phần còn đọc được", "the file is cut short at its end")
            return data[: error.start], (note,)
    return data, ()


def _not_utf8(data: bytes, file: str, declared: str | None) -> tuple[str, tuple[Text, ...]]:
    western = data.decode("cp1252", errors="replace") if _fits(data, "cp1252") else data.decode("latin-1")
    kind = told_by_letters(western)
    if kind is not None:
        return convert(western, kind)[0], (_converted(kind),)
    for name in ("cp1258", declared):
        if name and _fits(data, name):
            text = data.decode(name)
            if likeness(text) >= SURE:
                return text, (_converted(name),)
    text = data.decode("utf-8", errors="replace")
    _refuse_many(text, file)
    return text, (_damaged(text),)


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _refuse_many(text: str, file: str) -> None:
    if text.count("\N{REPLACEMENT CHARACTER}") * _FEW > len(text):
        raise InvalidInput(
            f"{file}: không nhận ra bảng mã của văn bản (không phải Unicode, Windows-1258, TCVN3 hay VNI); "
            "mở tệp bằng phần mềm soạn thảo, lưu lại dạng UTF-8 rồi kiểm tra lại",
            f"{file}: the encoding of the text cannot be told (neither Unicode, Windows-1258, TCVN3 nor VNI); "
            "open it in an editor, save it as UTF-8 and check again",
        )


def _damaged(text: str) -> Text:
    count = text.count("\N{REPLACEMENT CHARACTER}")
    return Text(
        f"{count} ký tự hỏng không đọc được, thay bằng dấu “\N{REPLACEMENT CHARACTER}”",
        f"{count} damaged characters cannot be read and show as “\N{REPLACEMENT CHARACTER}”",
    )


def _converted(kind: str) -> Text:
    name = NAMES.get(kind, kind)
    return Text(f"văn bản dùng bảng mã {name}, đã chuyển sang Unicode", f"the text is in {name}, read as Unicode")
