"""Plain text files."""

from tongket.files.text.builder import Builder
from tongket.files.text.document import DocumentText
from tongket.files.text.encodings import decode


def read_plain(data: bytes, name: str) -> DocumentText:
    """Return the text of a plain file; its lines stay its lines.

    Raises:
        InvalidInput: binary, or in an encoding that cannot be told.
    """
    text, notes = decode(data, name)
    builder = Builder()
    builder.notes.extend(notes)
    # A file ended by \x1a comes from DOS; carriage returns and page feeds part lines here too.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n").rstrip("\x1a")
    for number, line in enumerate(lines.splitlines(keepends=True), start=1):
        builder.piece(builder.add(line), "line", number)
    return builder.build(name, "txt")
