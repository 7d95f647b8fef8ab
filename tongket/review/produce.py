"""All files of a review, from one assembled document: Word, PDF, slides, page, press note, and the figures printed."""

import csv
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tongket.core.errors import Unavailable
from tongket.core.figure import RATIOS, Notation
from tongket.core.vocabulary import Vocabulary
from tongket.cube.rows import Answer
from tongket.review.assemble import Assembled
from tongket.review.charts import charts_of, charts_of_slides, png, svg
from tongket.review.document import Chart, Document, Number, numbers_in
from tongket.review.page import write_page
from tongket.review.pdf import write_pdf
from tongket.review.slides import write_slides
from tongket.review.word import write_word

COLUMNS = (
    "id", "key", "printed", "times_printed", "indicator", "members", "place", "period", "scenario", "status", "body",
    "basis", "measure", "value", "unit", "how", "known_from", "sources", "ledger_rows", "posting",
)  # fmt: skip


def produce(assembled: Assembled, vocabulary: Vocabulary, out: Path, template: Path | None = None) -> list[Path]:
    """Write review.docx, review.pdf, review.pptx, review.html, press.docx and figures.csv into a folder.

    Args:
        assembled: the review, the press note and their figures.
        vocabulary: names the units.
        out: the folder; made where it is not there. Files in it are replaced together, when all are written: on
            failure those of an earlier run stay as they were.
        template: the department's own Word template for the review.

    Returns:
        The files written, in the order above.

    Raises:
        Unavailable: the folder cannot be written.
        InvalidInput: the template is not a Word file that can be used.
    """
    review, press = assembled.review, assembled.press
    texts, slides = charts_of(review), charts_of_slides(review)
    drawn = _Drawn()
    in_text, as_svg, on_slides = drawn.all_png(texts), drawn.all_svg(texts), drawn.all_png(slides)
    jobs: dict[str, Callable[[Path], None]] = {
        "review.docx": lambda path: write_word(review, path, charts=in_text, template=template),
        "review.pdf": lambda path: write_pdf(review, path, charts=as_svg),
        "review.pptx": lambda path: write_slides(review, path, charts=on_slides),
        "review.html": lambda path: write_page(review, path, charts=as_svg),
        "press.docx": lambda path: write_word(press, path, charts={}),
        "figures.csv": lambda path: write_figures(assembled, vocabulary, path),
    }
    targets = [out / name for name in jobs]
    try:
        out.mkdir(parents=True, exist_ok=True)
        with replacing(targets) as drafts:
            for write, target, draft in zip(jobs.values(), targets, drafts, strict=True):
                _write(write, target, draft)
    except OSError as error:
        said = error.strerror or error
        raise Unavailable(
            f"không ghi được vào {out}: {said}; đóng tệp nếu đang mở, kiểm tra quyền và chỗ trống",
            f"cannot write into {out}: {said}; close the files if they are open, check the permissions and the space "
            "left",
        ) from error
    return targets


def _write(write: Callable[[Path], None], target: Path, draft: Path) -> None:
    try:
        write(draft)
    except Unavailable as error:
        # Nobody but us knows the draft by name.
        vi, en = (text.replace(str(draft), str(target)) for text in (error.text.vi, error.text.en))
        raise Unavailable(vi, en) from error


@contextmanager
def replacing(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """Give a draft beside each file, and put the drafts in the files' places once all are written whole.

    On failure the files stay as they were, and no draft is left. What is there and is no regular file (a device, a
    pipe) is its own draft; a link keeps pointing to its file.

    Raises:
        OSError: a draft cannot be made durable, or a file cannot be replaced.
    """
    ends = [Path(os.path.realpath(target)) for target in targets]
    drafts = [end if end.exists() and not end.is_file() else _draft_beside(end) for end in ends]
    pairs = [(draft, end) for draft, end in zip(drafts, ends, strict=True) if draft != end]
    try:
        yield drafts
        for draft, _ in pairs:
            with draft.open("rb+") as written:
                # Some disks say only now that they are full.
                os.fsync(written.fileno())
        for draft, end in pairs:
            os.replace(draft, end)
    finally:
        for draft, _ in pairs:
            draft.unlink(missing_ok=True)


def _draft_beside(path: Path) -> Path:
    return path.with_name(f".tongket-{secrets.token_hex(8)}")


class _Drawn:
    """Each chart drawn once, though it stands in the text and on a slide."""

    def __init__(self) -> None:
        self._svg: dict[int, str] = {}
        self._png: dict[int, bytes] = {}

    def all_svg(self, charts: Sequence[Chart]) -> dict[int, str]:
        for chart in charts:
            if id(chart) not in self._svg:
                self._svg[id(chart)] = svg(chart.spec)
        return {at: self._svg[id(chart)] for at, chart in enumerate(charts)}

    def all_png(self, charts: Sequence[Chart]) -> dict[int, bytes]:
        for chart in charts:
            if id(chart) not in self._png:
                self._png[id(chart)] = png(chart.spec)
        return {at: self._png[id(chart)] for at, chart in enumerate(charts)}


def write_figures(assembled: Assembled, vocabulary: Vocabulary, path: Path) -> None:
    """Write one row for each figure printed in the review or the press note, with where it comes from."""
    printed = [*assembled.review.numbers(), *_on_slides(assembled.review), *assembled.press.numbers()]
    times = Counter(number.id for number in printed)
    first = {number.id: number for number in reversed(printed)}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for short_id in dict.fromkeys(number.id for number in printed):
            writer.writerow(_cells(first[short_id], times[short_id], assembled.answers, vocabulary))


def _on_slides(document: Document) -> list[Number]:
    return [number for slide in document.slides for block in slide.blocks for number in numbers_in(block)]


def _cells(number: Number, times: int, answers: Mapping[str, Answer], vocabulary: Vocabulary) -> list[str]:
    answer = answers.get(number.id)
    if answer is None:
        return [number.id, number.key, number.text, str(times)] + [""] * (len(COLUMNS) - 5) + [str(number.posting)]
    key, rows = answer.key, answer.rows()
    indicator = vocabulary.indicators[key.indicator]
    unit = vocabulary.units["percent" if key.measure in RATIOS else indicator.unit].symbol.vi
    if answer.value.notation is Notation.TIMES:
        unit = "lần"
    return [
        number.id, number.key, number.text, str(times), key.indicator, ",".join(key.members), key.place,
        str(key.period), key.scenario.value, key.status.value, key.body, key.basis, key.measure.value,
        "" if answer.value.quantity is None else str(answer.value.quantity), unit, answer.how.value,
        max((row.known_from.isoformat() for row in rows), default=""),
        _harmless(" ".join(dict.fromkeys(row.source for row in rows))), " ".join(str(row.row) for row in rows),
        str(number.posting),
    ]  # fmt: skip


def _harmless(text: str) -> str:
    """Return text from outside so that a spreadsheet shows it and does not run it as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
