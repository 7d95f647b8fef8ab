"""One row of the tidy layout, read into one figure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.figure import STATUSES, Figure, Key, Measure, Scenario, Source, Status
from tongket.core.indicator import Indicator
from tongket.core.period import Period
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.files.sheet import Kind, Shown
from tongket.ledger.loading import words
from tongket.ledger.loading.lookup import (
    BODY_REMEDY,
    INDICATOR_REMEDY,
    PERIOD_REMEDY,
    PLACE_REMEDY,
    find_basis,
    member_code,
    read_day,
)
from tongket.ledger.loading.tidy_fields import RowFields
from tongket.ledger.loading.tidy_value import read_value


def read_row(fields: RowFields, vocabulary: Vocabulary) -> Figure | None:
    """Return the figure of a row, or None after recording all that is wrong with it."""
    return _RowReader(fields, vocabulary).read()


class _RowReader:
    def __init__(self, fields: RowFields, vocabulary: Vocabulary) -> None:
        self._fields, self._vocabulary = fields, vocabulary

    def read(self) -> Figure | None:
        fields = self._fields
        before = len(fields.findings.faults)
        fields.check_usable()
        if len(fields.findings.faults) > before:
            return None
        indicator = self._indicator()
        period = self._period()
        place = self._place(period)
        scenario = fields.word("scenario", words.SCENARIOS, Scenario, Scenario.ACTUAL)
        status = self._status(scenario)
        measure = fields.word("measure", words.MEASURES, Measure, Measure.LEVEL)
        known_from, source = self._known_from(), fields.required_text("source")
        body = fields.named("body", lambda text: self._vocabulary.body(text).code, BODY_REMEDY) or "department"
        if indicator is None:
            return None
        members, basis = self._members(indicator), self._basis(indicator)
        value, remark = read_value(fields, self._vocabulary, indicator, measure)
        if len(fields.findings.faults) > before or not (period and place and known_from and value):
            return None
        key = Key(indicator.code, members, place, period, scenario, status, body, basis, measure).checked()
        note = "; ".join(part for part in (fields.text("note"), remark) if part)
        return Figure(key, value, known_from, Source(source, fields.findings.locator(fields.cell("value"))), note)

    def _indicator(self) -> Indicator | None:
        if not self._fields.required_text("indicator"):
            return None
        code = self._fields.named("indicator", lambda text: self._vocabulary.indicator(text).code, INDICATOR_REMEDY)
        return None if code is None else self._vocabulary.indicators[code]

    def _period(self) -> Period | None:
        cell = self._fields.cell("period")
        if isinstance(cell.value, date):
            on = cell.value
            return Period.of_month(on.year, on.month) if cell.shown is Shown.MONTH else Period.of_day(on)
        if not self._fields.required_text("period"):
            return None
        text = self._fields.named("period", lambda text: str(Period.parse(text)), PERIOD_REMEDY)
        return None if text is None else Period.parse(text)

    def _place(self, period: Period | None) -> str | None:
        if not self._fields.required_text("place"):
            return None
        cell = self._fields.cell("place")
        # A spreadsheet makes the number 1 of the code 01.
        text = cell.text.zfill(2) if cell.kind is Kind.NUMBER else cell.text
        return self._fields.named("place", lambda _: self._vocabulary.places.resolve(text, period).id, PLACE_REMEDY)

    def _status(self, scenario: Scenario) -> Status:
        default = {Scenario.ACTUAL: Status.ESTIMATE, Scenario.PLAN: Status.ASSIGNED, Scenario.FORECAST: Status.NONE}[
            scenario
        ]
        status = self._fields.word("status", words.STATUSES, Status, default)
        if status not in STATUSES[scenario]:
            fit = STATUSES[scenario]
            self._fields.findings.add(
                self._fields.cell("status"),
                Text(
                    f"trạng thái “{self._fields.text('status')}” không dùng cho số {_vi(words.SCENARIOS, scenario)}",
                    f"the status “{status.value}” is not one of scenario {scenario.value}",
                ),
                Text(
                    "ghi một trong: " + ", ".join(_vi(words.STATUSES, s) for s in fit),
                    "write one of: " + ", ".join(s.value for s in fit),
                ),
            )
        return status

    def _known_from(self) -> date | None:
        cell = self._fields.cell("known_from")
        if isinstance(cell.value, date):
            last = monthrange(cell.value.year, cell.value.month)[1]
            return cell.value.replace(day=last) if cell.shown is Shown.MONTH else cell.value
        text = self._fields.required_text("known_from")
        if not text:
            return None
        try:
            return read_day(text, vietnamese=self._fields.locale == "vi")
        except InvalidInput as error:
            self._fields.findings.error(
                cell, error, Text("ghi ngày nguồn công bố số liệu", "write the day its source published it")
            )
            return None

    def _members(self, indicator: Indicator) -> tuple[str, ...]:
        cell, text = self._fields.cell("members"), self._fields.text("members")
        if text in ("", "-"):
            return ()
        try:
            found = self._split_members(indicator, text)
        except NotFound as error:
            self._fields.findings.error(
                cell, error, Text("ghi mã hoặc tên có trong danh sách đó", "write a code or name of that list")
            )
            return ()
        dimensions = [member.partition(":")[0] for member in found]
        if len(dimensions) != len(set(dimensions)):
            self._fields.findings.add(
                cell,
                Text("hai phân tổ cùng một loại", "two members of one dimension"),
                Text(
                    "mỗi loại phân tổ chỉ ghi một; mỗi phân tổ một dòng",
                    "name one of each dimension; give each its row",
                ),
            )
        return tuple(sorted(found))

    def _split_members(self, indicator: Indicator, text: str) -> list[str]:
        # Names such as “lưu trú, ăn uống” have a comma of their own: the whole is tried before its parts.
        for mark in ("", ";", ","):
            parts = [part for part in (text.split(mark) if mark else [text]) if part.strip()]
            try:
                return [member_code(self._vocabulary, indicator, part) for part in parts]
            except NotFound as error:
                missing = error
        raise missing

    def _basis(self, indicator: Indicator) -> str:
        cell, text = self._fields.cell("basis"), self._fields.text("basis")
        found = find_basis(self._vocabulary, indicator, text)
        if found is None:
            listed = "; ".join(f"{b} ({self._vocabulary.bases[b].name.vi})" for b in indicator.told_bases)
            listed_en = "; ".join(f"{b} ({self._vocabulary.bases[b].name.en})" for b in indicator.told_bases)
            problem = (
                Text(
                    f"chỉ tiêu {indicator.code} không có gốc so sánh “{text}”",
                    f"{indicator.code} has no basis “{text}”",
                )
                if text
                else Text(
                    f"chỉ tiêu {indicator.code} có nhiều gốc so sánh, phải ghi rõ",
                    f"{indicator.code} has several bases",
                )
            )
            self._fields.findings.add(cell, problem, Text(f"ghi một trong: {listed}", f"write one of: {listed_en}"))
            return indicator.told_bases[0]
        return found


def _vi(table: Mapping[str, words.Coded], wanted: words.Coded) -> str:
    return next(word for word, value in table.items() if value is wanted)
