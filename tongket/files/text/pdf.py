"""PDF files with text: lines joined to paragraphs, running heads dropped, what is only a picture told."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from tongket.core.errors import InvalidInput
from tongket.core.text import Text
from tongket.files.text.builder import Builder
from tongket.files.text.document import DocumentText
from tongket.files.text.encodings import from_western
from tongket.files.text.package import locked

MAX_PAGES = 3_000
_FORMAT_ERROR, _PASSWORD_ERROR, _SECURITY_ERROR = 3, 4, 5
_FEW_LETTERS = 3
"""A page with fewer letters than this a picture, has no text of its own."""
_END = re.compile(r"[.!?:;…][\"”’)]*$")
_ITEM = re.compile(r"(?:[-–+*•●▪]|\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)]|[IVX]{1,5}\.)\s")
_PAGE_NUMBER = re.compile(r"(?:trang|page|[-–])?\s*\d{1,4}(?:\s*[/–-]\s*\d{0,4})?\s*[-–]?", re.IGNORECASE)
_CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
# PDFium marks a hyphen at the end of a line by these.
_BROKEN_HYPHEN = re.compile("[\x02\ufffe]")
# A line without the blanks around it: only letters have boxes of their own.
_LINE = re.compile(r"[^\s\x00](?:[^\r\n]*[^\s\x00])?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_EDGE_LINES = 3
_COLUMN = 4
"""Heights of a line: where lines of one column begin, indents and all."""
_GAP, _APART, _FAR = 1.5, 1.25, 2.5
"""In usual distances of lines: what parts a running head, what parts paragraphs; and what is no such distance."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a page, in points from the lower left."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return max(1.0, self.top - self.bottom)


def read_pdf(data: bytes, name: str) -> DocumentText:
    """Return the text of a PDF.

    Raises:
        InvalidInput: damaged, with a password, too long, or pictures of pages without text.
    """
    pages, info = _pages(data, name)
    bare = [n for n, (lines, pictures) in enumerate(pages, start=1) if pictures and _letters(lines) < _FEW_LETTERS]
    if not any(_letters(lines) for lines, _ in pages):
        raise _no_text(name, pictures=any(pictures for _, pictures in pages))
    builder = Builder()
    heads = _running(pages)
    for number, (lines, _) in enumerate(pages, start=1):
        start = builder.length
        for paragraph in _paragraphs(_without_running(lines, heads)):
            text = from_western(paragraph)[0]
            builder.add(text + "\n")
        builder.piece(start, "page", number)
    if bare:
        listed = ", ".join(map(str, bare[:20])) + ("…" if len(bare) > 20 else "")
        builder.notes.append(
            Text(
                f"trang {listed} chỉ là ảnh, không có chữ nên chưa kiểm tra; nhận dạng chữ (OCR) rồi kiểm tra lại",
                f"page(s) {listed} are pictures without text and could not be checked; run OCR and check again",
            )
        )
    created = _CREATED.match(info.get("CreationDate", ""))
    return builder.build(name, "pdf", title=info.get("Title") or None, date=_day(created))


def _pages(data: bytes, name: str) -> tuple[list[tuple[list[_Line], bool]], dict[str, str]]:
    """Return lines of each page, whether it has pictures, and the file's properties."""
    import pypdfium2  # noqa: PLC0415 – heavy, only when a PDF is read

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (_PASSWORD_ERROR, _SECURITY_ERROR) or "password" in str(error).lower():
            raise locked(name) from None
        raise _damaged(name) from None
    try:
        if len(document) > MAX_PAGES:
            raise InvalidInput(
                f"{name}: {len(document)} trang, quá {MAX_PAGES} trang; chia thành nhiều tệp rồi kiểm tra",
                f"{name}: {len(document)} pages, more than {MAX_PAGES}; split it into several files",
            )
        found = []
        for at in range(len(document)):
            try:
                found.append(_read_page(document[at]))
            except pypdfium2.PdfiumError:
                raise _damaged(name) from None
        info = {key: str(value) for key, value in document.get_metadata_dict().items()}
    finally:
        document.close()
    if not found:
        raise _damaged(name)
    return found, info


def _read_page(page: Any) -> tuple[list[_Line], bool]:
    text_page = page.get_textpage()
    try:
        lines = list(_lines(text_page))
        # The kind of object that is a picture has the number 3 in PDFium; drawings hold whole pages at times too.
        pictures = not lines and any(True for _ in page.get_objects(filter=(3, 2, 5), max_depth=2))
        return lines, pictures or (_letters(lines) < _FEW_LETTERS and not lines)
    finally:
        text_page.close()
        page.close()


def _lines(text_page: Any) -> Iterator[_Line]:
    """Yield the lines of a page in the order of its content, as PDFium parts them."""
    from pypdfium2 import raw  # noqa: PLC0415 – heavy, only when a PDF is read

    whole = text_page.get_text_range()
    line: _Line | None = None
    for match in _LINE.finditer(whole):
        text = " ".join(_CONTROL.sub(" ", _BROKEN_HYPHEN.sub("-", match[0])).split())
        if not text:
            continue
        ends = (match.start(), match.end() - 1)
        boxes = [_box(text_page, raw.FPDFText_GetCharIndexFromTextIndex(text_page, at)) for at in ends]
        left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
        piece = _Line(text, left, right, min(b[1] for b in boxes), max(b[3] for b in boxes))
        if line is not None and _beside(line, piece):
            line = _joined(line, piece)
            continue
        if line is not None:
            yield line
        line = piece
    if line is not None:
        yield line


def _box(text_page: Any, at: int) -> tuple[float, float, float, float]:
    return tuple(text_page.get_charbox(max(0, at), loose=True))


def _beside(line: _Line, piece: _Line) -> bool:
    """Whether a piece goes on with a line: on its height, to the right of it."""
    overlap = min(line.top, piece.top) - max(line.bottom, piece.bottom)
    return overlap > min(line.height, piece.height) / 2 and piece.left > line.right - line.height


def _joined(line: _Line, piece: _Line) -> _Line:
    return _Line(
        f"{line.text} {piece.text}",
        line.left,
        piece.right,
        min(line.bottom, piece.bottom),
        max(line.top, piece.top),
    )


def _letters(lines: Sequence[_Line]) -> int:
    return sum(c.isalnum() for line in lines for c in line.text)


def _running(pages: Sequence[tuple[list[_Line], bool]]) -> frozenset[str]:
    """Return the lines at the edges of pages that come again on most of them, digits aside."""
    if len(pages) < 3:
        return frozenset()
    seen = Counter(shape for lines, _ in pages for shape in {_shape(x) for x in _edges(lines)})
    return frozenset(shape for shape, count in seen.items() if count >= 3 and count * 2 >= len(pages))


def _edges(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines above and below the text of a page: few, and parted from it by a gap."""
    down = sorted(lines, key=lambda line: -line.bottom)
    pitch = _pitch(down)
    found: list[_Line] = []
    for ordered in (down, down[::-1]):
        for count in range(1, min(_EDGE_LINES, len(ordered) - 1) + 1):
            if abs(ordered[count - 1].bottom - ordered[count].bottom) > pitch * _GAP:
                found += ordered[:count]
                break
    return found


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())


def _without_running(lines: list[_Line], heads: frozenset[str]) -> list[_Line]:
    gone = {
        id(line) for line in _edges(lines) if _shape(line) in heads or _PAGE_NUMBER.fullmatch(line.text) is not None
    }
    return [line for line in lines if id(line) not in gone]


def _pitch(lines: Sequence[_Line]) -> float:
    """Return the usual distance between the feet of two lines, in points."""
    steps = sorted(
        a.bottom - b.bottom for a, b in pairwise(lines) if a.height / 2 < a.bottom - b.bottom < a.height * _FAR
    )
    return steps[len(steps) // 2] if steps else max((line.height for line in lines), default=1.0) * 1.3


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Yield the lines joined to paragraphs."""
    if not lines:
        return
    pitch = _pitch(lines)
    text, last = lines[0].text, lines[0]
    for line in lines[1:]:
        # How far lines reach that begin where this one does: a page may have two columns.
        right = max(x.right for x in lines if abs(x.left - last.left) < x.height * _COLUMN)
        if _goes_on(text, last, line, right, pitch):
            # No word is parted in Vietnamese: a hyphen at the end of a line belongs to the name.
            text += line.text if text.endswith(("-", "\u00ad")) else " " + line.text
            text = text.replace("\u00ad", "")
        else:
            yield text
            text = line.text
        last = line
    yield text


def _goes_on(text: str, last: _Line, line: _Line, right: float, pitch: float) -> bool:
    """Whether a line goes on with the paragraph before it."""
    height = max(last.height, line.height)
    if abs(last.bottom - line.bottom) > pitch * _APART or _ITEM.match(line.text):
        return False
    if right - last.right > height * 4:
        # A short line ends its paragraph, unless the sentence plainly goes on.
        return line.text[:1].islower() and _END.search(text) is None
    return not (_END.search(text) and line.left > last.left + height / 2)


def _day(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None


def _damaged(name: str) -> InvalidInput:
    return InvalidInput(
        f"{name}: tệp PDF bị cắt cụt hoặc hỏng, không đọc được; lấy lại tệp từ nơi gửi rồi kiểm tra",
        f"{name}: the PDF is cut short or damaged and cannot be read; get it again",
    )


def _no_text(name: str, *, pictures: bool) -> InvalidInput:
    if pictures:
        return InvalidInput(
            f"{name}: tệp PDF là bản quét, chỉ có ảnh mà không có chữ; nhận dạng chữ (OCR) trước, hoặc đưa bản Word",
            f"{name}: the PDF is a scan, pictures without text; run text recognition (OCR) first or give the Word file",
        )
    return InvalidInput(
        f"{name}: tệp PDF không có chữ nào để kiểm tra; đưa bản Word, hoặc nhận dạng chữ (OCR) nếu là bản quét",
        f"{name}: the PDF has no text to check; give the Word file, or run OCR if it is a scan",
    )
