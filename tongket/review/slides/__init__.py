"""The slide writer: the document's slides as PowerPoint, 16:9, in Arial.

Every bound number is a run of its own whose properties carry `bmk="tk_<id of its figure>"`, the attribute by which
DrawingML links a run to data outside; it changes nothing on the screen. Programs that drop the mark keep the notes
page, which lists every number of the slide with its id.
"""

from collections.abc import Mapping
from pathlib import Path

from tongket.review.document import Document


def write_slides(document: Document, path: Path, *, charts: Mapping[int, bytes]) -> None:
    """Write the slides to `path`. The same document gives the same bytes.

    What does not fit on one page goes on a further one with “(tiếp)” in its title.

    Args:
        document: its `slides` are written, after a title page.
        path: the file to write.
        charts: PNG of each chart, by its position in reading order over the slides (see `charts.charts_of_slides`).

    Raises:
        InvalidInput: a chart has no drawing.
    """
    from tongket.review.slides.writer import Deck  # noqa: PLC0415 – python-pptx is heavy, only when slides are written

    path.write_bytes(Deck(document, charts).written())
