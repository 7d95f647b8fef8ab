"""Reads return forms: from TOML, and from what a statistician puts together in the browser. Every fault at once.

A form is a TOML file: it has nested lists and texts in two languages, which a table of cells would need codes for, and
a statistician can read it aloud. One file is one version; files of one code are versions that follow each other.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from tongket.collect.cell_rules import rule_of
from tongket.collect.form import MONTHS, Column, Form, Row, Rule, Section, What
from tongket.collect.form_faults import FormFault, FormRefused, version_faults
from tongket.core.errors import InvalidInput, TongketError
from tongket.core.figure import Status
from tongket.core.indicator import Indicator
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary, vocabulary
from tongket.obligations.due import rules as due_rules

DATA = Path(__file__).parent / "data" / "forms"
KINDS: Mapping[str, Text] = {
    "commune": Text("xã, phường", "commune"),
    "district": Text("huyện (trước 01/7/2025)", "district (until June 2025)"),
    "enterprise": Text("doanh nghiệp", "enterprise"),
    "cluster-investor": Text("chủ đầu tư cụm công nghiệp", "investor of an industrial cluster"),
    "division": Text("phòng chuyên môn của Sở", "division of the Department"),
}
"""Kinds of units that may owe a form."""
_HEAD = frozenset((
    "code", "version", "name_vi", "name_en", "legal_basis_vi", "legal_basis_en", "frequency", "adm", "owed_by",
    "body", "status", "due", "sector", "gathered", "complete_parts", "valid_from", "valid_to", "columns", "sections",
    "rules",
))  # fmt: skip
_ROW = frozenset((
    "code", "number", "name_vi", "name_en", "indicator", "members", "basis", "unit", "decimals", "part_of",
    "required",
))  # fmt: skip
_CODE = re.compile(r"[a-z0-9][a-z0-9.-]{0,49}")
_MOST_ROWS, _MOST_TEXT = 500, 300


@cache
def packaged() -> tuple[Form, ...]:
    """Return the forms that come with the product, by code, then by age."""
    return read_folder(DATA, vocabulary())


def read_folder(folder: Path, words: Vocabulary) -> tuple[Form, ...]:
    """Return all versions of all forms in a folder, by code, then by age.

    Raises:
        FormRefused: a form cannot be right; all that is wrong in all files is said at once.
    """
    faults: list[FormFault] = []
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(read(tomllib.loads(path.read_text(encoding="utf-8")), words, path.name))
        except tomllib.TOMLDecodeError as error:
            faults.append(
                FormFault(
                    Text(path.name, path.name),
                    Text(f"không đúng cú pháp TOML ({error})", f"no TOML ({error})"),
                    Text("sửa dòng đó", "correct that line"),
                )
            )
        except FormRefused as refused:
            faults += refused.faults
    faults += version_faults(found)
    if faults:
        raise FormRefused(faults)
    return tuple(sorted(found, key=lambda form: (form.code, form.valid_from)))


def read(told: Mapping[str, Any], words: Vocabulary, name: str) -> Form:
    """Return the form that a mapping tells of, as a TOML file has it.

    Args:
        told: the mapping.
        words: what its rows may name.
        name: what faults call it, e.g. the file's name.

    Raises:
        FormRefused: something is missing, unknown or impossible; every fault.
    """
    return _Reader(told, words, name).form()


class _Reader:
    """Reads one form and gathers what is wrong."""

    def __init__(self, told: Mapping[str, Any], words: Vocabulary, name: str) -> None:
        self._told, self._words, self._name = told, words, name
        self._faults: list[FormFault] = []

    def form(self) -> Form:
        told = self._told
        self._strangers(told, _HEAD, "")
        columns = self._columns()
        sections = self._sections()
        rows = [row for section in sections for row in section.rows]
        self._check_rows(rows)
        complete = self._complete(rows)
        form = Form(
            self._code(told, "code", ""),
            self._code(told, "version", ""),
            self._text(told, "name", ""),
            self._text(told, "legal_basis", ""),
            self._one_of(told, "frequency", MONTHS, ""),
            bool(told.get("adm", False)),
            self._one_of(told, "owed_by", KINDS, ""),
            self._one_of(told, "body", self._words.bodies, ""),
            self._status(),
            self._one_of(told, "due", due_rules(), ""),
            self._code(told, "sector", ""),
            bool(told.get("gathered", False)),
            columns,
            sections,
            complete,
            self._rules(rows, columns),
            self._day("valid_from") or date.min,
            self._day("valid_to"),
        )
        if form.valid_to is not None and form.valid_to < form.valid_from:
            self._say(
                "valid_to",
                "hết hiệu lực trước khi có hiệu lực",
                "it ends before it begins",
                "sửa một trong hai ngày",
                "correct one of the days",
            )
        if self._faults:
            raise FormRefused(self._faults)
        return form

    def _say(self, where: str, vi: str, en: str, remedy_vi: str, remedy_en: str) -> None:
        at = f"{self._name}, {where}" if where else self._name
        self._faults.append(FormFault(Text(at, at), Text(vi, en), Text(remedy_vi, remedy_en)))

    def _strangers(self, told: Mapping[str, Any], known: frozenset[str], where: str) -> None:
        for item in sorted(set(told) - known):
            near = get_close_matches(item, known, 1)
            hint_vi, hint_en = (
                (f"có phải “{near[0]}”", f"is it “{near[0]}”") if near else ("bỏ mục này", "leave it out")
            )
            self._say(where, f"không có mục “{item}”", f"there is no item “{item}”", hint_vi, hint_en)

    def _string(self, told: Mapping[str, Any], item: str, where: str) -> str:
        value = told.get(item)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            if len(str(value)) > _MOST_TEXT:
                self._say(
                    _at(where, item),
                    "dài quá",
                    "it is too long",
                    f"nhiều nhất {_MOST_TEXT} ký tự",
                    f"at most {_MOST_TEXT} characters",
                )
            return str(value).strip()
        self._say(_at(where, item), "còn thiếu", "it is missing", "điền mục này", "fill it in")
        return ""

    def _code(self, told: Mapping[str, Any], item: str, where: str) -> str:
        code = self._string(told, item, where)
        if code and not _CODE.fullmatch(code):
            self._say(
                _at(where, item),
                f"“{code}” không dùng làm mã được",
                f"“{code}” is no code",
                "chỉ dùng chữ thường không dấu, chữ số, dấu gạch nối",
                "use a–z, digits and hyphens",
            )
        return code

    def _text(self, told: Mapping[str, Any], item: str, where: str) -> Text:
        vi = self._string(told, f"{item}_vi", where)
        # A province that works in Vietnamese alone need not translate.
        return Text(vi, self._string(told, f"{item}_en", where) if told.get(f"{item}_en") else vi)

    def _one_of(self, told: Mapping[str, Any], item: str, among: Iterable[str], where: str) -> str:
        value, known = self._string(told, item, where), list(among)
        if value and value not in known:
            near = get_close_matches(value, known, 3) or known[:8]
            listed = ", ".join(near)
            self._say(
                _at(where, item),
                f"không có “{value}”",
                f"there is no “{value}”",
                f"chọn: {listed}",
                f"choose from: {listed}",
            )
        return value

    def _status(self) -> Status:
        known = [Status.ESTIMATE, Status.PRELIMINARY, Status.OFFICIAL]
        value = self._one_of(self._told, "status", known, "")
        return Status(value) if value in known else Status.ESTIMATE

    def _day(self, item: str) -> date | None:
        value = self._told.get(item)
        if value is None and item == "valid_to":
            return None
        if type(value) is date:
            return value
        self._say(
            item,
            "không phải ngày" if value else "còn thiếu",
            "it is no date" if value else "it is missing",
            "ghi ngày, ví dụ 2027-01-01",
            "write a date such as 2027-01-01",
        )
        return None

    def _columns(self) -> tuple[Column, ...]:
        found = []
        for number, told in enumerate(self._list(self._told, "columns", ""), start=1):
            where = f"cột {number}"
            what = self._one_of(told, "what", [w.value for w in What], where)
            if what in set(What):
                found.append(Column(self._code(told, "code", where), self._text(told, "name", where), What(what)))
        if sum(column.entered for column in found) != 1:
            self._say(
                "columns",
                'phải có đúng một cột what = "period" để nhập',
                'exactly one column has what = "period"',
                "thêm hoặc bỏ cột",
                "add or remove one",
            )
        self._twice("columns", [column.code for column in found])
        return tuple(found)

    def _list(self, told: Mapping[str, Any], item: str, where: str) -> list[Mapping[str, Any]]:
        value = told.get(item, [])
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            self._say(
                _at(where, item), "không phải danh sách", "it is no list", "xem biểu mẫu có sẵn", "see a form that is"
            )
            return []
        return value

    def _twice(self, where: str, codes: Sequence[str]) -> None:
        for code in sorted({code for code in codes if code and codes.count(code) > 1}):
            self._say(
                where, f"mã “{code}” có hai lần", f"code “{code}” is there twice", "đặt mã khác", "give another code"
            )

    def _sections(self) -> tuple[Section, ...]:
        found = []
        for number, told in enumerate(self._list(self._told, "sections", ""), start=1):
            where = f"phần {number}"
            rows = self._list(told, "rows", where)
            read = tuple(self._row(row, f"{where} dòng {n}") for n, row in enumerate(rows, start=1))
            found.append(Section(self._code(told, "code", where), self._text(told, "name", where), read))
        self._twice("sections", [section.code for section in found])
        return tuple(found)

    def _row(self, told: Mapping[str, Any], where: str) -> Row:
        self._strangers(told, _ROW, where)
        code = self._code(told, "code", where)
        where = f"{where} “{code}”" if code else where
        decimals = told.get("decimals", 0)
        if not isinstance(decimals, int) or isinstance(decimals, bool) or decimals < 0:
            self._say(
                _at(where, "decimals"),
                "không phải số chữ số lẻ",
                "it is no number of decimals",
                "ghi 0, 1, 2 hoặc 3",
                "write 0, 1, 2 or 3",
            )
            decimals = 0
        members = told.get("members", [])
        members = tuple(sorted(str(m) for m in members)) if isinstance(members, list) else ()
        name = self._string(told, "indicator", where)
        indicator = self._indicator(name, where)
        row = Row(
            code,
            self._string(told, "number", where),
            self._text(told, "name", where),
            name,
            members,
            str(told.get("basis", "std")),
            self._string(told, "unit", where),
            decimals,
            str(told.get("part_of", "")),
            bool(told.get("required", True)),
        )
        if indicator is not None:
            self._check_named(row, indicator, where)
        return row

    def _indicator(self, name: str, where: str) -> Indicator | None:
        found = self._words.indicators.get(name)
        if found is None and name:
            near = get_close_matches(name, self._words.indicators, 3)
            self._say(
                _at(where, "indicator"),
                f"danh mục không có chỉ tiêu “{name}”",
                f"there is no indicator “{name}”",
                f"chọn: {', '.join(near)}" if near else "thêm chỉ tiêu vào danh mục trước",
                f"choose from: {', '.join(near)}" if near else "add it to the vocabulary first",
            )
        return found

    def _check_named(self, row: Row, indicator: Indicator, where: str) -> None:
        """Check a row against what its indicator is."""
        if row.unit != indicator.unit:
            self._say(
                _at(where, "unit"),
                f"“{row.unit}” không phải đơn vị của chỉ tiêu",
                f"“{row.unit}” is not the indicator's unit",
                f"ghi {indicator.unit}",
                f"write {indicator.unit}",
            )
        if row.basis not in indicator.told_bases:
            listed = ", ".join(indicator.told_bases)
            self._say(
                _at(where, "basis"),
                f"chỉ tiêu không theo “{row.basis}”",
                f"it is not stated on “{row.basis}”",
                f"chọn: {listed}",
                f"choose from: {listed}",
            )
        if row.decimals > indicator.scale:
            self._say(
                _at(where, "decimals"),
                f"chỉ tiêu chỉ giữ {indicator.scale} số lẻ",
                f"the indicator keeps {indicator.scale} decimals",
                f"nhiều nhất {indicator.scale}",
                f"at most {indicator.scale}",
            )
        for member in row.members:
            dimension, _, name = member.partition(":")
            try:
                known = dimension in indicator.dimensions and self._words.member(indicator, name).code == name
            except TongketError:
                known = False
            if not known:
                listed = ", ".join(indicator.dimensions) or "–"
                self._say(
                    _at(where, "members"),
                    f"chỉ tiêu không có phân tổ “{member}”",
                    f"the indicator has no member “{member}”",
                    f"phân tổ được dùng: {listed}",
                    f"its dimensions: {listed}",
                )

    def _check_rows(self, rows: Sequence[Row]) -> None:
        if not rows or len(rows) > _MOST_ROWS:
            self._say(
                "sections",
                f"có {len(rows)} dòng",
                f"it has {len(rows)} rows",
                f"cần 1–{_MOST_ROWS} dòng",
                f"1 to {_MOST_ROWS} are needed",
            )
        codes = [row.code for row in rows]
        self._twice("sections", codes)
        told: dict[tuple[str, tuple[str, ...], str], str] = {}
        for row in rows:
            if row.part_of and row.part_of not in codes:
                self._say(
                    f"dòng “{row.code}”, part_of",
                    f"không có dòng “{row.part_of}”",
                    f"there is no row “{row.part_of}”",
                    "ghi mã của dòng tổng",
                    "give the code of the whole",
                )
            same = told.setdefault((row.indicator, row.members, row.basis), row.code)
            if same != row.code and row.indicator:
                self._say(
                    f"dòng “{row.code}”",
                    f"cùng chỉ tiêu, phân tổ và giá với dòng “{same}”",
                    f"it is the same figure as row “{same}”",
                    "bỏ một dòng hoặc sửa phân tổ",
                    "leave one out, or correct its members",
                )
        self._check_no_circle({row.code: row.part_of for row in rows})

    def _check_no_circle(self, above: Mapping[str, str]) -> None:
        for code in above:
            at, seen = above[code], {code}
            while at and at not in seen:
                seen.add(at)
                at = above.get(at, "")
            if at == code:
                self._say(
                    f"dòng “{code}”, part_of",
                    "là một phần của chính nó",
                    "it is a part of itself",
                    "sửa part_of",
                    "correct part_of",
                )

    def _complete(self, rows: Sequence[Row]) -> frozenset[str]:
        told = self._told.get("complete_parts", [])
        wholes = {row.part_of for row in rows}
        for code in told:
            if code not in wholes:
                self._say(
                    "complete_parts",
                    f"dòng “{code}” không có phần nào",
                    f"row “{code}” has no parts",
                    "bỏ mã này, hoặc ghi part_of ở các dòng chi tiết",
                    "leave it out, or name it in part_of",
                )
        return frozenset(told)

    def _rules(self, rows: Sequence[Row], columns: Sequence[Column]) -> tuple[Rule, ...]:
        found = []
        for number, told in enumerate(self._list(self._told, "rules", ""), start=1):
            where = f"quy tắc {number}"
            why = self._text(told, "why", where)
            try:
                found.append(
                    rule_of(
                        self._code(told, "code", where),
                        self._string(told, "says", where),
                        rows,
                        columns,
                        blocks=self._one_of(told, "severity", ("block", "warn"), where) == "block",
                        why=why,
                    )
                )
            except InvalidInput as error:
                self._say(
                    f"{where}, says",
                    error.text.vi,
                    error.text.en,
                    "ví dụ: retail ≥ retail-food + retail-fuel",
                    "for example retail ≥ retail-food + retail-fuel",
                )
        self._twice("rules", [rule.code for rule in found])
        return tuple(found)


def _at(where: str, item: str) -> str:
    return f"{where}, {item}" if where else item
