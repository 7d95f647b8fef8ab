"""The PDF writer: a review laid out by Decree 30/2020/NĐ-CP, as PDF/A-2a.

The layout is a fixed Typst template, `data/review.typ`; the document is handed to it as JSON, so no text of a user can
be taken for a command. PDF/A-2a is the archive form with tags, and it makes the typesetter refuse a letter no font has
instead of printing a box.

Every bound number is a link to `tongket:<id of its figure>`: the annotation's rectangle and address say which figure
each printed number states, to a reader who points at it and to any PDF library. Nothing of it shows on paper. The
posting the figures were read from is the keyword `tongket:posting:<number>`.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path
from typing import Any

from tongket.core.errors import InvalidInput
from tongket.core.text import Lang
from tongket.review.charts import BUNDLED_FAMILY, for_print, printable_family
from tongket.review.document import (
    Block,
    Card,
    Cards,
    Chart,
    Document,
    Letterhead,
    Number,
    Paragraph,
    Run,
    Runs,
    Table,
    Words,
)
from tongket.review.wording import (
    ANNEX,
    MOTTO,
    NATION,
    RECIPIENTS,
    enclosed,
    file_day,
    number_line,
    recipient_items,
    signed_line,
)

Data = dict[str, Any]

# The decree asks for Times New Roman; the others have its widths, so that pages break alike.
_SERIF = ("Times New Roman", "Tinos", "Liberation Serif", "TeX Gyre Termes")
_VIETNAM = timezone(timedelta(hours=7))


def write_pdf(document: Document, path: Path, *, charts: Mapping[int, str]) -> None:
    """Write the review to `path`. The same document gives the same bytes on the same machine.

    Args:
        document: what to print.
        path: the file to write.
        charts: SVG of each chart, by its position in reading order (see `charts.charts_of`).

    Raises:
        InvalidInput: a chart has no drawing, or a text has a character that no font on this machine has.
    """
    import typst  # noqa: PLC0415 – heavy (a typesetter), only when a PDF is written

    data = _Tree(charts).document(document)
    template = files("tongket.review").joinpath("data", "review.typ").read_bytes()
    try:
        printed = typst.compile(
            template,
            format="pdf",
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            pdf_standards="a-2a",
            timestamp=datetime.combine(file_day(document), datetime.min.time(), _VIETNAM),
        )
    except typst.TypstError as error:
        raise InvalidInput(
            f"không dựng được PDF: {error.message}; xóa hoặc thay ký tự không in được trong văn bản",
            f"the PDF cannot be set: {error.message}; remove or replace the character that cannot be printed",
        ) from error
    path.write_bytes(printed)


class _Tree:
    """Turns the document into the template's data, counting charts on the way."""

    def __init__(self, charts: Mapping[int, str]) -> None:
        self._charts = charts
        self._drawn = 0
        self._font = printable_family(_SERIF)

    def document(self, document: Document) -> Data:
        day = file_day(document)
        return {
            "lang": document.lang,
            "title": document.title,
            "author": document.letterhead.issuer if document.letterhead else "",
            "keywords": [f"tongket:posting:{document.posting}"],
            "date": [day.year, day.month, day.day],
            "font": self._font,
            "slants_bold": self._slants_bold,
            "letterhead": _letterhead(document.letterhead, document.lang) if document.letterhead else None,
            "sections": [
                {"title": s.title, "level": s.level, "annex": s.annex, "blocks": [self._block(b) for b in s.blocks]}
                for s in document.sections
            ],
        }

    def _block(self, block: Block) -> Data:
        match block:
            case Paragraph():
                return {"type": "paragraph", "kind": block.kind, "runs": self._runs(block.runs)}
            case Table():
                return self._table(block)
            case Chart():
                return self._chart(block)
            case Cards():
                return {"type": "cards", "cards": [self._card(card) for card in block.cards]}

    def _card(self, card: Card) -> Data:
        lines = [self._runs(line) for line in card.lines]
        return {"label": card.label, "value": self._runs(card.value, bold=True), "lines": lines}

    def _table(self, table: Table) -> Data:
        return {
            "type": "table",
            "caption": table.caption,
            "unit_note": table.unit_note,
            "columns": [{"title": c.title, "align": c.align, "width": c.width} for c in table.columns],
            "rows": [
                {"level": row.level, "cells": [self._runs(cell, bold=row.strong) for cell in row.cells]}
                for row in table.rows
            ],
        }

    def _chart(self, chart: Chart) -> Data:
        at = self._drawn
        self._drawn += 1
        if at not in self._charts:
            raise InvalidInput(
                f"biểu đồ thứ {at + 1} (“{chart.caption}”) chưa được vẽ; vẽ mọi biểu đồ trước khi ghi tệp",
                f"chart {at + 1} (“{chart.caption}”) has no drawing; draw every chart before writing",
            )
        return {"type": "chart", "caption": chart.caption, "alt": chart.alt, "svg": for_print(self._charts[at])}

    @property
    def _slants_bold(self) -> bool:
        # The bundled family's bold italic builds “ơ” of two glyphs, and copying the text gives “ơơ”.
        return self._font != BUNDLED_FAMILY

    def _runs(self, runs: Runs, *, bold: bool = False) -> list[Data]:
        return [self._run(run, bold or run.bold) for run in runs]

    def _run(self, run: Run, bold: bool) -> Data:
        italic = isinstance(run, Words) and run.italic and (not bold or self._slants_bold)
        return {"text": run.text, "bold": bold, "italic": italic, "id": run.id if isinstance(run, Number) else None}


def _letterhead(head: Letterhead, lang: Lang) -> Data:
    return {
        "parent": head.parent,
        "issuer": head.issuer,
        "number": number_line(head.symbol, lang),
        "dated": signed_line(head, lang),
        "nation": NATION.to(lang),
        "motto": MOTTO.to(lang),
        "to": RECIPIENTS.to(lang),
        "annex": ANNEX.to(lang),
        "enclosed": enclosed(head, lang),
        "kind": head.kind,
        "subject": head.subject.splitlines(),
        "authority": head.authority,
        "recipients": recipient_items(head.recipients, lang),
    }
