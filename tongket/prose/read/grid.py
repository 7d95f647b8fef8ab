"""Tables of which every cell stands on a line of its own, or between bars, as text copied from a page has them.

TT / Địa phương / Cụm CN theo QH / Cụm CN đã thành lập / Số lượng / Diện tích (ha) / Số lượng / Diện tích (ha)
1. / Hà Nội / 226 / 3.946 / 103 / 2.677,6
2. / Vĩnh Phúc / 34 / 841 / 18 / 775

A row is a line of words, perhaps a line that is a unit, and lines that are numbers. What stands above the first row are
the headings; the last of them, as many as a row has numbers, are taken for the columns.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tongket.prose.read.cells import Cell
from tongket.prose.read.figures import plain
from tongket.prose.read.subjects import folded
from tongket.prose.read.view import View

_NUMBER, _NONE, _UNIT, _ORDINAL, _WORDS = "number", "none", "unit", "ordinal", "words"
_MOST_TOKENS = 40  # a longer line is a sentence
_MOST_PROSE = 14  # so is a line of more tokens that ends in a full stop
_LEAST_ROWS = 2
_MOST_HEADINGS = 24
_EMPTY = frozenset({"-", "…", "x", "*", "_", "..."})
_SIGNS = frozenset({">", "<", "~", "-", "+", "±"})
_NTH = frozenset({"tt", "stt", "so tt", "so thu tu"})
_THOUSANDS = {"1000": "nghìn", "1.000": "nghìn", "1.000.000": "triệu", "100": "trăm"}
_LABELS = (
    "chung loai",
    "chi tieu", "ten", "dia phuong", "noi dung", "san pham", "mat hang", "nganh", "huyen", "xa", "don vi", "danh muc",
    "tinh", "khu cong nghiep", "cum cong nghiep",
)  # fmt: skip
_UNITS = ("don vi", "don vi tinh", "dvt", "dv tinh", "dv")
_MOST_LABEL = 5


@dataclass(frozen=True, slots=True)
class Grid:
    """One such table: its cells, from token `begin` up to `end`."""

    begin: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    begin: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one row: its name, its unit or None, its numbers, and how many lines of words follow them."""

    label: _Line
    unit: _Line | None
    numbers: tuple[_Line, ...]
    after: int
    first: int
    last: int


def grids(view: View) -> list[Grid]:
    """Return the tables of a text in order; most texts have none."""
    found: list[Grid] = []
    run: list[_Line] = []
    for line in [*_lines(view), None]:
        if line is not None and line.form:
            run.append(line)
            continue
        found += _in_run(view, run)
        run = []
    return found


def _lines(view: View) -> Iterator[_Line]:
    begin, keys = 0, view.tokens.keys
    piped = [i for i, key in enumerate(keys) if key == "|"] if "|" in view.tokens.text else []
    for i in [*sorted([*view.breaks, *piped]), len(keys)]:
        if i > begin:
            yield _Line(begin, i, _form(view, begin, i))
        begin = i + 1


def _form(view: View, begin: int, end: int) -> str:
    """Return what a line is; empty for a sentence, which ends a table."""
    keys, numeric = view.tokens.keys, view.tokens.numeric
    if end - begin > _MOST_TOKENS or (end - begin > _MOST_PROSE and keys[end - 1] in (".", ";")):
        return ""
    if numeric[begin] and end - begin == 2 and keys[end - 1] in (".", ")") and len(keys[begin]) <= 2:
        return _ORDINAL
    if keys[begin] in _THOUSANDS and _is_unit(view, begin + 1, end):
        return _UNIT
    if _is_number(view, begin, end):
        return _NUMBER
    if end - begin == 1 and keys[begin] in _EMPTY:
        return _NONE
    if _is_unit(view, begin, end):
        return _UNIT
    return _WORDS


def _is_number(view: View, begin: int, end: int) -> bool:
    """Whether a line is one number or range, with its sign of quantity and unit if it has them, and no year."""
    keys, numeric = view.tokens.keys, view.tokens.numeric
    i = begin
    approx = view.hits.at("approx", i)
    i = approx.end if approx is not None else i
    if i < end and keys[i] in _SIGNS:
        i += 1
    if i >= end or not numeric[i] or view.taken[i] or plain(keys[i]) is None:
        return False
    i += 1
    if i + 1 < end and keys[i] == "-" and numeric[i + 1]:
        i += 2
    return i == end or _is_unit(view, i, end)


def _is_unit(view: View, begin: int, end: int) -> bool:
    scale = view.hits.at("scale", begin)
    while scale is not None:
        begin = scale.end
        scale = view.hits.at("scale", begin)
    unit = view.hits.at("unit", begin) if begin < end else None
    if unit is None or unit.end > end:
        return False
    return unit.end == end or view.tokens.keys[unit.end] == "/"


def _in_run(view: View, run: Sequence[_Line]) -> Iterator[Grid]:
    rows = list(_rows(run, units=False))
    if len(rows) < _LEAST_ROWS:
        return
    heads = _headings(view, run[max(0, rows[0].first - _MOST_HEADINGS) : rows[0].first])
    if heads.units:
        rows = list(_rows(run, units=True))
    wide = Counter(len(row.numbers) for row in rows).most_common(1)[0][0]
    if wide < 2 and len(rows) == _LEAST_ROWS:
        return
    after = Counter(row.after for row in rows).most_common(1)[0][0]
    columns = _columns(view, heads, wide, after)
    if not columns:
        return
    cells = tuple(
        _cell(view, row, number, heading, heads)
        for row in rows
        # A row of fewer numbers is sure only where words fill the place of those that are missing (“Xuất siêu”).
        if len(row.numbers) == wide or (len(row.numbers) < wide and row.after > after)
        for number, heading in zip(row.numbers, columns, strict=False)
        if number.form == _NUMBER
    )
    yield Grid(run[rows[0].first].begin, run[rows[-1].last - 1].end, cells)


def _rows(run: Sequence[_Line], *, units: bool) -> Iterator[_Row]:
    i = 0
    while i < len(run):
        row = _row(run, i, units=units)
        if row is None:
            i += 1
            continue
        yield row
        i = row.last


def _row(run: Sequence[_Line], i: int, *, units: bool) -> _Row | None:
    """Return the row whose name is line `i`, None where it names none; with a column of units any word may be one."""
    if run[i].form != _WORDS:
        return None
    j = i + 1
    unit = run[j] if _form_at(run, j) == _UNIT else None
    if unit is None and units and _form_at(run, j) == _WORDS and _form_at(run, j + 1) in (_NUMBER, _NONE):
        unit = run[j]
    j += unit is not None
    first = j
    while _form_at(run, j) in (_NUMBER, _NONE):
        j += 1
    numbers = tuple(run[first:j])
    if not any(line.form == _NUMBER for line in numbers):
        return None
    last = j
    # What follows the numbers up to the name of the next row is a column of words (“Vượt”).
    while _form_at(run, j) == _WORDS and not _starts(run, j, units=units):
        j += 1
    return _Row(run[i], unit, numbers, j - last, i, last)


def _form_at(run: Sequence[_Line], i: int) -> str:
    return run[i].form if i < len(run) else ""


def _starts(run: Sequence[_Line], i: int, *, units: bool) -> bool:
    """Whether line `i` is the name of a row."""
    after = _form_at(run, i + 1)
    return after in (_NUMBER, _NONE, _UNIT) or (units and after == _WORDS and _form_at(run, i + 2) in (_NUMBER, _NONE))


@dataclass(frozen=True, slots=True)
class _Heads:
    """The headings of the columns of numbers, what stands above them, and whether there is a column of units."""

    columns: tuple[tuple[int, int], ...]
    title: str
    units: bool


def _headings(view: View, lines: Sequence[_Line]) -> _Heads:
    """Return the headings of the columns of numbers: what follows “TT”, “Chỉ tiêu”, “Đơn vị”."""
    merged: list[tuple[int, int]] = []
    for line in lines:
        if line.form == _ORDINAL:
            continue
        words = view.tokens.raw(line.begin)
        # A heading broken over lines goes on with a small letter (“Ước tính tháng / 6 năm 2015 so / với tháng trước”).
        goes_on = merged and not words[0].isupper() and line.form == _WORDS and not _is_year(view, line)
        if goes_on:
            merged[-1] = (merged[-1][0], line.end)
        else:
            merged.append((line.begin, line.end))
    names = [folded(view.tokens.words(*span)).strip(" .:()") for span in merged]
    opening = [n for n, name in enumerate(names) if name in _NTH or _is_label(name)]
    cut = opening[-1] + 1 if opening else 0
    begin = opening[0] if opening else 0
    title = " ".join(view.tokens.words(*span) for span in merged[max(0, begin - 2) : begin])
    return _Heads(tuple(merged[cut:]), title, any(names[n] in _UNITS for n in opening))


def _is_label(name: str) -> bool:
    """Whether a heading is that of the column of names or of units."""
    return name in _UNITS or name == "nam" or (name.startswith(_LABELS) and len(name.split()) <= _MOST_LABEL)


def _is_year(view: View, line: _Line) -> bool:
    return line.end - line.begin == 1 and view.taken[line.begin]


def _columns(view: View, heads: _Heads, wide: int, after: int) -> list[tuple[str, str]]:
    """Return heading and unit of each column; empty where the headings do not fit the rows."""
    spans = list(heads.columns)
    if after and len(spans) == wide + after:
        spans = spans[:wide]
    if len(spans) < wide:
        return []
    leaves = spans[-wide:]
    words = [view.tokens.words(*span) for span in leaves]
    groups = _groups(words, len(spans) - wide)
    if not groups:
        return [(name, _counted(view, span, heads.title)) for name, span in zip(words, leaves, strict=True)]
    above = spans[-wide - groups : -wide]
    size = wide // groups
    return [
        (f"{view.tokens.words(*above[n // size])} / {name}", _counted(view, span, heads.title, above[n // size]))
        for n, (name, span) in enumerate(zip(words, leaves, strict=True))
    ]


def _groups(words: Sequence[str], above: int) -> int:
    """Return over how many headings above the last ones repeat: “Số lượng, Diện tích, Số lượng, Diện tích” over two."""
    for groups in range(2, min(len(words), above) + 1):
        size = len(words) // groups
        if len(words) % groups == 0 and all(words[n] == words[n % size] for n in range(len(words))):
            return groups
    return 0


def _counted(view: View, span: tuple[int, int], title: str, above: tuple[int, int] | None = None) -> str:
    """Return the noun that a column “Số lượng” counts, empty for other columns."""
    name = folded(view.tokens.words(*span)).rpartition(":")[2].strip()
    if not name.startswith(("so luong", "so ")) and name != "so":
        return ""
    for begin, end in (span, *([above] if above else [])):
        nouns = view.hits.within("noun", begin, end)
        if nouns:
            return nouns[0].value
    return title and _noun_of(view, title)


def _noun_of(view: View, title: str) -> str:
    plain_title = folded(title)
    for noun in ("cụm", "chợ", "siêu thị", "dự án", "doanh nghiệp", "khu"):
        if f" {folded(noun)} " in f" {plain_title} ":
            return noun
    return ""


def _cell(view: View, row: _Row, number: _Line, column: tuple[str, str], heads: _Heads) -> Cell:
    tokens = view.tokens
    start, end = tokens.starts[number.begin], tokens.ends[number.end - 1]
    heading, unit = column
    if row.unit is not None:
        unit = tokens.words(row.unit.begin, row.unit.end)
        scale = _THOUSANDS.get(tokens.keys[row.unit.begin])  # “1.000 tấn”
        unit = f"{scale} {unit.partition(' ')[2]}" if scale is not None else unit
    elif not unit:
        inside = heading.rpartition("(")[2].rstrip(") ") if heading.rstrip().endswith(")") else ""
        unit = inside or (heading.rpartition(",")[2].strip() if "," in heading else "")
    return Cell(tokens.text[start:end], start, tokens.words(row.label.begin, row.label.end), heading, unit, heads.title)
