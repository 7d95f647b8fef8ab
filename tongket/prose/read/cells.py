"""Reading tables: a cell is a claim about what its row is, at the time and of the kind its column says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.prose.claims import AMOUNTS, Claim, Kind
from tongket.prose.read.amounts import RATIO_FAMILIES, Amount
from tongket.prose.read.lexicon import Lexicon, lexicon
from tongket.prose.read.source import Source, prepare
from tongket.prose.read.subjects import folded
from tongket.prose.read.tokens import tokenize
from tongket.prose.read.view import PERIODS, View


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table and what stands around it.

    Attributes:
        text: what the cell holds, as printed.
        start: offset of `text` in the document's text (NFC).
        label: text of its row: the indicator, with its unit where it is written there.
        heading: text of its column, the headings above it joined from the top.
        unit: text of the row's own column of units (“Đơn vị tính”), empty where there is none.
        caption: title of the table and what is said above it (“ĐVT: tỷ đồng”).
    """

    text: str
    start: int
    label: str
    heading: str
    unit: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    """What a column says of its cells."""

    kind: Kind | None
    sign: int
    base: str | None
    scenario: str
    status: str | None
    period: Period | None
    unit: str


_IS_INDEX = re.compile(r"(?:trước|gốc|kỳ|20\d\d)\s?=\s?100")
_MOST_UNIT = 4
TOTAL = "tong so"
"""What stands for the verb in a cell of a row of totals."""
_PRICES = (" cpi ", "gia tieu dung", " lam phat ")
_GROWING = ("toc do tang", "muc tang", "toc do phat trien", "tang truong")
_TOTALS = ("tong so", "tong cong", "cong", "toan tinh", "toan nganh", "ca nuoc", "tong")


def read_cells(
    cells: Iterable[Cell],
    vocabulary: Vocabulary,
    *,
    document_date: date | None = None,
    period: Period | None = None,
    first_id: int = 0,
    sentence: int = 0,
) -> list[Claim]:
    """Read the cells of a table.

    Args:
        cells: its cells in reading order; those without a number are passed over.
        vocabulary: whose indicators and units are known.
        document_date: of the document, to complete “tháng 9”.
        period: what the document tells of, for columns that do not say.
        first_id: id of the first claim.
        sentence: number under which the table counts as one sentence.

    Returns:
        One claim for each cell with a number whose unit can be told from the cell, its column, its row or the
        caption; a number without any unit is none.
    """
    words = lexicon(vocabulary)
    out: list[Claim] = []
    row: str | None = None
    for cell in cells:
        claim = _claim(cell, words, document_date, period)
        if claim is None:
            continue
        if out and row == cell.label:
            claim = _of_plan(claim, out[-1], cell.heading)
        row = cell.label
        out.append(replace(claim, id=first_id + len(out), sentence=sentence))
    return out


def _of_plan(claim: Claim, before: Claim, heading: str) -> Claim:
    """Return a growth right after a plan's column as the growth that is aimed at (“2023 | KH 2024 | Tăng (%)”)."""
    grown = claim.kind in (Kind.GROWTH, Kind.INDEX)
    if not grown or before.kind not in AMOUNTS or before.scenario != "plan" or "cung ky" in folded(heading):
        return claim
    base = before.period.year_before() if before.period is not None else None
    return replace(
        claim, scenario="plan", status=None, period=before.period, base=str(base) if base is not None else None
    )


def _claim(cell: Cell, words: Lexicon, on: date | None, period: Period | None) -> Claim | None:
    heading = _heading(cell.heading, cell.unit, cell.caption, words, on, period)
    found = _amount(cell, words, heading)
    if found is None:
        return None
    amount, start, end = found
    kind = (
        heading.kind if heading.kind is not None and amount.family in RATIO_FAMILIES else _kind_of(amount, cell.label)
    )
    code, name, place = _row_of(cell, words, heading.period)
    relating = kind not in AMOUNTS
    base = heading.base
    if heading.kind is None and kind in (Kind.GROWTH, Kind.PRICE_INDEX) and heading.period is not None:
        base = str(heading.period.year_before())
    falls = relating and heading.sign < 0 and amount.value > 0
    return Claim(
        id=0, start=start, end=end, text=prepare(cell.text).text[start - cell.start : end - cell.start], kind=kind,
        indicator=name, indicator_code=code, members=(), place=place, period=heading.period,
        base=base if relating else None, value=-amount.value if falls else amount.value, high=amount.high,
        unit=amount.unit, decimals=amount.decimals, approx=amount.approx, scenario=heading.scenario,
        status=heading.status if heading.scenario == "actual" else None, part_of=None,
        verb=TOTAL if _is_total(cell.label) else "", sentence=0, other=amount.other,
    )  # fmt: skip


def _kind_of(amount: Amount, label: str) -> Kind:
    if amount.family == "percent":
        # A row in percent says itself what it is: “Tốc độ tăng GRDP (%)”, “Tỷ lệ che phủ rừng (%)”.
        named = folded(label)
        if any(word in f" {named} " for word in _PRICES):
            return Kind.PRICE_INDEX
        return Kind.GROWTH if any(word in f" {named} " for word in _GROWING) else Kind.SHARE
    kinds = {"capacity": Kind.CAPACITY, "area": Kind.AREA, "count": Kind.COUNT, "points": Kind.DIFFERENCE}
    return kinds.get(amount.family, Kind.MULTIPLE if amount.family == "times" else Kind.LEVEL)


def _amount(cell: Cell, words: Lexicon, heading: _Heading) -> tuple[Amount, int, int] | None:
    """Return the number of a cell with its unit, and its span in the document."""
    source = prepare(cell.text)
    work = source.work.strip()
    lead = len(source.work) - len(source.work.lstrip())
    negative = work.startswith(("-", "(")) and work.strip("-() ")[:1].isdigit()
    digits = work.strip("-() ") if negative else work
    units = (
        [heading.unit] if heading.kind is not None else [cell.unit, _told_unit(cell.label), _told_unit(cell.caption)]
    )
    for unit in ["", *(u for u in units if u)]:
        amount = _only_amount(f"{digits} {unit}".strip(), words)
        if amount is not None:
            start, end = source.span(lead, lead + len(work))
            value = -amount.value if negative else amount.value
            return _with_value(amount, value), cell.start + start, cell.start + end
    return _counted_in(cell, words, source, digits, lead, work) if heading.kind is None else None


def _counted_in(
    cell: Cell, words: Lexicon, source: Source, digits: str, lead: int, work: str
) -> tuple[Amount, int, int] | None:
    """Return a number in a unit that only the table knows (“giường bệnh”): it counts what its column of units says."""
    unit = cell.unit.strip()
    if not unit or not unit[0].isalpha() or len(unit.split()) > _MOST_UNIT or any(ch.isdigit() for ch in unit):
        return None
    amount = _only_amount(f"{digits} dự án", words)
    if amount is None:
        return None
    start, end = source.span(lead, lead + len(work))
    return replace(amount, unit=unit), cell.start + start, cell.start + end


def _only_amount(text: str, words: Lexicon) -> Amount | None:
    tokens = tokenize(text, bare=False)
    amounts = View(tokens, words, None).amounts if any(tokens.numeric) else []
    # From the first to the last word: “khoảng 20”, “> 600 ha”, and nothing besides.
    whole = len(amounts) == 1 and amounts[0].unit is not None
    whole = whole and amounts[0].start == 0 and amounts[0].end >= len(tokens)
    return amounts[0] if whole else None


def _with_value(amount: Amount, value: Decimal) -> Amount:
    # The other reading of its marks goes with the sign.
    other = -amount.other if amount.other is not None and value < 0 else amount.other
    return replace(amount, value=value, other=other)


def _told_unit(text: str) -> str:
    """Return the unit a label or caption states: “GTSX (tỷ đồng)”, “Đơn vị tính: triệu USD”, “Diện tích, ha”."""
    if "(%" in text:
        return "%"
    for mark in ("ĐVT:", "Đơn vị tính:", "Đơn vị:", "đơn vị tính:", "đvt:"):
        if mark in text:
            return text.partition(mark)[2].strip(" .()\n").partition("\n")[0].partition(" - ")[0].partition("- ")[0]
    if text.rstrip().endswith(")") and "(" in text:
        return text.rstrip()[:-1].rpartition("(")[2]
    return text.rpartition(",")[2].strip() if "," in text else ""


@lru_cache(maxsize=1024)
def _heading(heading: str, unit: str, caption: str, words: Lexicon, on: date | None, period: Period | None) -> _Heading:
    view = View(tokenize(prepare(heading).work), words, on)
    above = View(tokenize(prepare(caption).work), words, on)
    told = _period(view, period) or _period(above, period) or period
    plain = folded(heading)
    if _IS_INDEX.search(caption):
        # “(năm trước = 100)”: every number of the table is an index.
        base = str(told.year_before()) if told is not None else None
        return _Heading(Kind.INDEX, 1, base, "actual", None, told, "%")
    kind, base = _ratio(plain, view, heading, f"{heading}{unit}{caption.rpartition('(')[2]}", told)
    planned = kind is None and (view.hits.within("plan", 0, len(view.tokens)) != [] or "muc tieu" in plain)
    status = view.hits.nearest("status", 0, len(view.tokens))
    return _Heading(
        kind, -1 if "giam" in plain and "tang" not in plain else 1, base, "plan" if planned else "actual",
        status.value if status is not None else None, told, "%" if kind is not None else "",
    )  # fmt: skip


def _period(view: View, current: Period | None) -> Period | None:
    for when in view.whens:
        if when.form in PERIODS and not view.is_base(when):
            found = view.clock.resolve(when, current, planned=True)
            if found is not None:
                return found
    return None


def _ratio(plain: str, view: View, heading: str, words: str, period: Period | None) -> tuple[Kind | None, str | None]:
    """Return the kind of a column of ratios and its base: “So với KH (%)”, “Tăng, giảm so cùng kỳ (%)”, “Tỷ trọng”.

    A column that neither has a “%” in its heading nor sets anything against anything holds what its rows are called.
    """
    set_against = bool(view.hits.starts("compare"))
    # “ / ” joins a heading to the one above it; “TH/KH” sets two against each other.
    compared = set_against or "/" in plain.replace(" / ", " ") or bool(view.hits.starts("same"))
    if not set_against and "%" not in (words if compared else heading):
        return None, None
    if "ty trong" in plain or "co cau" in plain or "chiem" in plain:
        return Kind.SHARE, None
    if view.hits.within("plan", 0, len(view.tokens)) or "/kh" in plain.replace(" ", ""):
        return Kind.COMPLETION, "plan"
    moves = any(word in plain for word in ("tang", "giam", "+/-", "+-", "±"))
    past = str(period.year_before()) if period is not None else None
    if past is not None and period is not None and "thang truoc" in plain and period.length == 1:
        past = str(period.shifted(-1))
    if moves:
        return Kind.GROWTH, past
    return (Kind.INDEX, past) if compared else (Kind.SHARE, None)


def _is_total(label: str) -> bool:
    return folded(label.partition(" - ")[0].strip(" -+*•.:0123456789")) in _TOTALS


def _row_of(cell: Cell, words: Lexicon, period: Period | None) -> tuple[str | None, str | None, str | None]:
    """Return code and name of what a cell is of, and its place: where rows are places or totals, the column says it."""
    label = cell.label.strip(" -+*•.:0123456789")
    place = _place(label, words)
    if place is None and not _is_total(label):
        return *_subject(cell.label, words), None
    code, name = _subject(cell.heading.partition(" / ")[0], words)
    if code is None:
        code, name = _subject(cell.caption, words) if cell.caption and " / " not in cell.heading else (code, name)
    return code, name, None if place is None else words.place_id(place, period.year if period is not None else None)


@lru_cache(maxsize=4096)
def _place(label: str, words: Lexicon) -> str | None:
    """Return the place that a label names with all its words, or None."""
    tokens = tokenize(prepare(label).work)
    hit = words.find(tokens).at("place", 0) if len(tokens) else None
    return hit.value if hit is not None and hit.end == len(tokens) else None


@lru_cache(maxsize=4096)
def _subject(label: str, words: Lexicon) -> tuple[str | None, str | None]:
    """Return code and name of what a row is of; the words of the label where the vocabulary has no such name."""
    name = label.partition("(")[0].strip(" -+*•.0123456789")
    tokens = tokenize(prepare(name).work)
    hits = words.find(tokens).within("indicator", 0, len(tokens))
    if not hits:
        return None, name or None
    return hits[-1].value, words.vocabulary.indicators[hits[-1].value].name.vi
