"""What the page on which a form is put together holds, and the form it tells of. No writing, no request."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tongket.collect import form_table
from tongket.collect.form import Form, What
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary

COLUMNS: Mapping[What, tuple[str, Text]] = {
    What.PREVIOUS: ("previous", Text("Kỳ trước", "Previous period")),
    What.PERIOD: ("period", Text("Kỳ báo cáo", "Report period")),
    What.CUMULATIVE: ("cumulative", Text("Cộng dồn từ đầu năm", "Since January")),
    What.LAST_YEAR: ("last-year", Text("Cùng kỳ năm trước", "Same period last year")),
    What.CUMULATIVE_LAST_YEAR: ("cumulative-last-year", Text("Cộng dồn năm trước", "Since January last year")),
    What.ON_PREVIOUS: ("on-previous", Text("So với kỳ trước (%)", "On previous period (%)")),
    What.ON_LAST_YEAR: ("on-last-year", Text("So với cùng kỳ (%)", "On last year (%)")),
    What.CUMULATIVE_ON_LAST_YEAR: (
        "cumulative-on-last-year", Text("Cộng dồn so với cùng kỳ (%)", "Since January, on last year (%)"),
    ),
}  # fmt: skip
"""The columns a form may have, in the order in which they stand."""
FIELDS = (
    "code", "version", "name_vi", "name_en", "legal_basis_vi", "legal_basis_en", "frequency", "owed_by", "body",
    "status", "due", "sector", "valid_from", "valid_to",
)  # fmt: skip
FREQUENCIES: Mapping[str, Text] = {
    "month": Text("tháng", "month"), "quarter": Text("quý", "quarter"), "half": Text("6 tháng", "half-year"),
    "year": Text("năm", "year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it is being put together.

    Attributes:
        fields: texts of `FIELDS`.
        adm: whether its periods run from the 15th to the 14th.
        gathered: whether the ledger gets the sum over a place's units.
        columns: values of `What` beside the one that is filled in.
        rows: the table of its rows.
        complete: codes of rows whose parts make them up, apart by blanks.
        rules: one a line: `code: says | block or warn | why`.
    """

    fields: Mapping[str, str]
    adm: bool
    gathered: bool
    columns: frozenset[str]
    rows: str
    complete: str
    rules: str


def of_form(form: Form) -> Draft:
    """Return the draft that a new version of a form begins with."""
    told = form_table.told_of(form)
    fields = {name: str(form_table.plain(told).get(name, "")) for name in FIELDS}
    fields |= {"version": "", "valid_from": "", "valid_to": ""}
    rules = "\n".join(f"{r.code}: {r.says} | {'block' if r.blocks else 'warn'} | {r.why.vi}" for r in form.rules)
    return Draft(
        fields, form.adm, form.gathered, frozenset(c.what.value for c in form.columns), form_table.written(form),
        " ".join(sorted(form.complete_parts)), rules,
    )  # fmt: skip


def of_post(posted: Any) -> Draft:
    """Return the draft that a page sent."""
    return Draft(
        {name: str(posted.get(name, "")).strip() for name in FIELDS}, bool(posted.get("adm")),
        bool(posted.get("gathered")), frozenset(posted.getlist("columns")) | {What.PERIOD.value},
        str(posted.get("rows", "")), str(posted.get("complete", "")), str(posted.get("rules", "")),
    )  # fmt: skip


def told_of(draft: Draft, words: Vocabulary, kin: Form | None) -> dict[str, Any]:
    """Return the mapping that `form_reading.read` takes.

    Args:
        draft: as the page has it.
        words: of the ledger.
        kin: the version before, which lends its columns their codes and names; None for a new form.
    """
    named = {column.what: (column.code, column.name) for column in kin.columns} if kin else {}
    columns = [(what, *named.get(what, COLUMNS[what])) for what in COLUMNS if what.value in draft.columns]
    return form_table.dated({
        **{name: value for name, value in draft.fields.items() if value},
        "adm": draft.adm,
        "gathered": draft.gathered,
        "columns": [
            {"code": code, "name_vi": name.vi, "name_en": name.en, "what": what.value} for what, code, name in columns
        ],
        "sections": form_table.read(draft.rows, words),
        "complete_parts": draft.complete.split(),
        "rules": [_rule(line) for line in draft.rules.splitlines() if line.strip()],
    })  # fmt: skip


def _rule(line: str) -> dict[str, str]:
    head, _, why = line.rpartition("|")
    says, _, severity = head.rpartition("|")
    code, _, comparison = says.partition(":")
    return {"code": code.strip(), "says": comparison.strip(), "severity": severity.strip(), "why_vi": why.strip()}
