"""A form's rows as a table that is pasted from a spreadsheet, and back. Pure.

One line a row, columns apart by a tab; a line that begins with `#` opens a section. A statistician copies the rows of a
form into Excel, changes them there, and pastes them back.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from tongket.collect.form import Form, Row, Section
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary

HEADS: Mapping[str, Text] = {
    "code": Text("Mã dòng", "Code"),
    "number": Text("TT", "No."),
    "name_vi": Text("Tên chỉ tiêu", "Name in Vietnamese"),
    "indicator": Text("Mã chỉ tiêu trong danh mục", "Indicator"),
    "members": Text("Phân tổ", "Members"),
    "basis": Text("Giá, nguồn so sánh", "Basis"),
    "decimals": Text("Số chữ số lẻ", "Decimals"),
    "part_of": Text("Là phần của dòng", "Part of"),
    "required": Text("Bắt buộc (x)", "Required (x)"),
    "name_en": Text("Tên tiếng Anh", "Name in English"),
}
"""The columns of the table, in order."""
_YES = frozenset(("x", "X", "1", "có", "yes"))


def written(form: Form) -> str:
    """Return the rows of a form as a table, with a line of headings."""
    lines = ["\t".join(head.vi for head in HEADS.values())]
    for section in form.sections:
        lines.append(f"# {section.name.vi}")
        lines += ["\t".join(_cells(row)) for row in section.rows]
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.code,
        row.number,
        row.name.vi,
        row.indicator,
        " ".join(row.members),
        "" if row.basis == "std" else row.basis,
        str(row.decimals),
        row.part_of,
        "x" if row.required else "",
        "" if row.name.en == row.name.vi else row.name.en,
    )


def read(table: str, words: Vocabulary) -> list[dict[str, Any]]:
    """Return the sections that a table tells of, as `form_reading.read` takes them. What is wrong, that one says."""
    sections: list[dict[str, Any]] = []
    heading = "\t".join(head.vi for head in HEADS.values())
    for line in table.replace("\r\n", "\n").split("\n"):
        if not line.strip() or line.strip() == heading:
            continue
        if line.lstrip().startswith("#"):
            sections.append(_section(line.lstrip().lstrip("#").strip(), len(sections) + 1))
            continue
        if not sections:
            sections.append(_section("Chỉ tiêu", 1))
        sections[-1]["rows"].append(_row(line.split("\t"), words))
    return sections


def _section(name: str, number: int) -> dict[str, Any]:
    return {"code": f"s{number}", "name_vi": name, "rows": []}


def _row(cells: Sequence[str], words: Vocabulary) -> dict[str, Any]:
    told = {name: cell.strip() for name, cell in zip(HEADS, cells, strict=False)}
    indicator = words.indicators.get(told.get("indicator", ""))
    decimals = told.get("decimals", "")
    extra = [cell for cell in cells[len(HEADS) :] if cell.strip()]
    return {
        **{name: told.get(name, "") for name in ("code", "number", "name_vi", "indicator", "part_of", "name_en")},
        "members": told.get("members", "").split(),
        "basis": told.get("basis") or "std",
        "unit": indicator.unit if indicator is not None else "?",
        "decimals": int(decimals) if decimals.isdecimal() and len(decimals) < 3 else decimals,
        "required": told.get("required", "") in _YES,
        **({"?": extra} if extra else {}),
    }


def told_of(form: Form) -> dict[str, Any]:
    """Return a form as a mapping that `form_reading.read` reads back as the same form."""
    return {
        "code": form.code,
        "version": form.version,
        **_both("name", form.name),
        **_both("legal_basis", form.legal_basis),
        "frequency": form.frequency,
        "adm": form.adm,
        "owed_by": form.owed_by,
        "body": form.body,
        "status": form.status.value,
        "due": form.due,
        "sector": form.sector,
        "gathered": form.gathered,
        "complete_parts": sorted(form.complete_parts),
        "valid_from": form.valid_from,
        **({"valid_to": form.valid_to} if form.valid_to else {}),
        "columns": [{"code": c.code, **_both("name", c.name), "what": c.what.value} for c in form.columns],
        "sections": [_section_told(section) for section in form.sections],
        "rules": [
            {"code": r.code, "says": r.says, "severity": "block" if r.blocks else "warn", **_both("why", r.why)}
            for r in form.rules
        ],
    }


def _section_told(section: Section) -> dict[str, Any]:
    rows = [
        {
            "code": r.code,
            "number": r.number,
            **_both("name", r.name),
            "indicator": r.indicator,
            "members": list(r.members),
            "basis": r.basis,
            "unit": r.unit,
            "decimals": r.decimals,
            "part_of": r.part_of,
            "required": r.required,
        }
        for r in section.rows
    ]
    return {"code": section.code, **_both("name", section.name), "rows": rows}


def _both(item: str, text: Text) -> dict[str, str]:
    return {f"{item}_vi": text.vi, f"{item}_en": text.en}


def plain(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's mapping as JSON can keep it: days in ISO form."""
    return {item: value.isoformat() if isinstance(value, date) else value for item, value in told.items()}


def dated(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept mapping with its days as days; a text that is none stays, for the reader to say so."""
    found = dict(told)
    for item in ("valid_from", "valid_to"):
        with suppress(TypeError, ValueError):
            found[item] = date.fromisoformat(found.get(item))  # type: ignore[arg-type]  # what is no text is suppressed
        if found.get(item) in ("", None):
            found.pop(item, None)
    return found
