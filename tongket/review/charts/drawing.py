"""Drawing: specifications to SVG by vl-convert, to PNG by Typst, in a family that holds every Vietnamese letter."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from tongket.core.errors import InvalidInput
from tongket.review.charts.marks import FONT, WIDTH
from tongket.review.document import Block, Chart, Document

_SANS = ("Arial", "Arimo", "Liberation Sans", "Helvetica", "Noto Sans", "Open Sans", "DejaVu Sans")
BUNDLED_FAMILY = "Libertinus Serif"
_LETTERS = "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ"
_PLATE = b'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg), format: "svg")'
_SVG_PPI = 96  # pixels of an SVG to the inch


def svg(spec: Mapping[str, Any]) -> str:
    """Draw a chart as SVG; its texts stay texts. Nothing is fetched from anywhere.

    The first chart of a process costs two thirds of a second (the drawing engine starts), each further one some
    hundredths.

    Raises:
        InvalidInput: not a specification Vega-Lite understands.
    """
    # Drawn in the family it will be printed in, so that labels are measured as they will stand.
    family = printable_family(_SANS)
    drawn = _svg(json.dumps(spec, ensure_ascii=False, sort_keys=True).replace(f'"{FONT}"', json.dumps(family)))
    return drawn.replace(f'font-family="{family}"', f'font-family="{FONT}"')


def png(spec: Mapping[str, Any], width_px: int = 1280) -> bytes:
    """Draw a chart as PNG, `width_px` pixels wide, in a family that holds every Vietnamese letter.

    Raises:
        InvalidInput: not a specification Vega-Lite understands.
    """
    import typst  # noqa: PLC0415 – heavy (a typesetter), only when a chart is drawn

    # Not vl_convert.svg_to_png: it takes a missing letter from whatever other family has it, in mid-word.
    drawn = for_print(svg(spec))
    return typst.compile(_PLATE, format="png", ppi=width_px / WIDTH * _SVG_PPI, sys_inputs={"svg": drawn})


def for_print(drawn: str) -> str:
    """Return an SVG of `svg` with its texts in one family this machine can print all Vietnamese letters in."""
    return drawn.replace(f'font-family="{FONT}"', f'font-family="{printable_family(_SANS)}"')


@lru_cache(maxsize=8)
def printable_family(families: tuple[str, ...]) -> str:
    """Return the first of `families` that this machine has and that holds every Vietnamese letter.

    A family being there says little: Liberation 1, which many servers have as the twin of Times New Roman and
    Arial, has no “ạ”, and a word half in another family is not what an official signs.

    Returns:
        A name for Typst; its own serif, which is part of the typesetter and complete, where none of `families` is.
    """
    import typst  # noqa: PLC0415 – heavy (a typesetter), only when something is printed

    present = set(typst.Fonts().families())
    return next((family for family in families if family in present and _holds(family, _LETTERS)), BUNDLED_FAMILY)


def _holds(family: str, letters: str) -> bool:
    """Return whether a family has these letters and their capitals, upright, bold and italic."""
    import typst  # noqa: PLC0415 – heavy (a typesetter), only when something is printed

    text = json.dumps(letters + letters.upper() + "0123456789", ensure_ascii=False)
    probe = f"#set text(font: {json.dumps(family)}, fallback: false)\n#let a = {text}\n#a *#a* _#a _"
    try:
        # PDF/A refuses a document with a letter its font lacks; without it the letter would silently be a box.
        typst.compile(probe.encode(), format="pdf", pdf_standards="a-2b")
    except typst.TypstError:
        return False
    return True


def charts_of(document: Document) -> tuple[Chart, ...]:
    """Return the charts of the sections in reading order: their positions are the keys the writers take."""
    return _charts(block for section in document.sections for block in section.blocks)


def charts_of_slides(document: Document) -> tuple[Chart, ...]:
    """Return the charts of the slides in reading order."""
    return _charts(block for slide in document.slides for block in slide.blocks)


@lru_cache(maxsize=64)
def _svg(spec: str) -> str:
    import vl_convert  # noqa: PLC0415 – heavy (a JavaScript engine), only when a chart is drawn

    try:
        # A specification that names an outside address must not reach it.
        drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    except ValueError as error:
        reason = str(error).splitlines()[0][:200]
        raise InvalidInput(
            f"không vẽ được biểu đồ: {reason}; kiểm tra số liệu của biểu đồ",
            f"the chart cannot be drawn: {reason}; check its data",
        ) from error
    return drawn


def _charts(blocks: Iterable[Block]) -> tuple[Chart, ...]:
    return tuple(block for block in blocks if isinstance(block, Chart))
