"""Figures as they are shown on a terminal or handed to another program: one form for all verbs."""

from typing import Any

from tongket.core.exact import rounded
from tongket.core.figure import RATIOS, Key, Measure, Scenario, Value
from tongket.core.indicator import Indicator
from tongket.core.number import render
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import Vocabulary
from tongket.cube.audit import Finding
from tongket.cube.compare import Line
from tongket.cube.rows import Answer, How, LedgerRow
from tongket.prose.write.pieces import Amount, looseness_of_size

STATUS_NAMES = {
    "estimate": Text("ước", "estimate"),
    "preliminary": Text("sơ bộ", "preliminary"),
    "official": Text("chính thức", "official"),
    "proposed": Text("đề xuất", "proposed"),
    "negotiated": Text("thống nhất", "negotiated"),
    "assigned": Text("được giao", "assigned"),
    "adjusted": Text("điều chỉnh", "adjusted"),
    "-": Text("dự báo", "forecast"),
}
SCENARIO_NAMES = {
    Scenario.ACTUAL: Text("", ""),
    Scenario.PLAN: Text("kế hoạch ", "plan of "),
    Scenario.FORECAST: Text("dự báo ", "forecast of "),
}
HOW_NAMES = {
    How.LEDGER: Text("số trong sổ", "in the ledger"),
    How.STATED: Text("tỷ lệ đã công bố", "ratio as published"),
    How.COMPUTED: Text("tính từ số trong sổ", "computed from the ledger"),
}
STATE_NAMES = {
    "nil": Text("không phát sinh", "nil"),
    "missing": Text("chưa có", "missing"),
    "not-applicable": Text("không áp dụng", "not applicable"),
    "confidential": Text("bảo mật", "confidential"),
}


def printed(vocabulary: Vocabulary, key: Key, value: Value, lang: Lang) -> str:
    """Return a value as the Department prints it, with its qualifier, without its unit."""
    if value.quantity is None:
        return STATE_NAMES[value.state.value].to(lang)
    amount = Amount(key, value, vocabulary.units[unit_code(vocabulary, key)])
    return looseness_of_size(value).to(lang) + amount.text(lang)


def unit_code(vocabulary: Vocabulary, key: Key) -> str:
    """Return the code of the unit a figure is printed in."""
    return "percent" if key.measure in RATIOS else vocabulary.indicators[key.indicator].unit


def unit_symbol(vocabulary: Vocabulary, key: Key, value: Value, lang: Lang) -> str:
    """Return the unit as printed."""
    if value.notation.value == "times":
        return Text("lần", "times").to(lang)
    return vocabulary.units[unit_code(vocabulary, key)].symbol.to(lang)


def name(vocabulary: Vocabulary, key: Key, lang: Lang) -> str:
    """Name what a key tells of: indicator, part, place, period; a plan or forecast is called one."""
    parts = [vocabulary.indicators[key.indicator].name.to(lang), *key_members(vocabulary, key, lang)]
    place = vocabulary.places[key.place].name(lang, key.period.end)
    when = SCENARIO_NAMES[key.scenario].to(lang) + key.period.label(lang)
    return ", ".join([*parts, place, when])


def key_members(vocabulary: Vocabulary, key: Key, lang: Lang) -> list[str]:
    """Name the members of a key."""
    return member_names(vocabulary, vocabulary.indicators[key.indicator], key.members, lang)


def member_names(vocabulary: Vocabulary, indicator: Indicator, members: tuple[str, ...], lang: Lang) -> list[str]:
    """Name members in the order in which the indicator lists its dimensions (“điện gió, đang vận hành”)."""
    code_of = dict(m.split(":") for m in members)
    found = [(d, code_of[d]) for d in indicator.dimensions if d in code_of]
    return [vocabulary.dimensions[d].members[code].name.to(lang) for d, code in found]


def answer_dict(vocabulary: Vocabulary, answer: Answer | None, lang: Lang) -> dict[str, Any] | None:
    """Return an answer for another program; numbers as decimal text, so that no reader rounds them."""
    if answer is None:
        return None
    key, value = answer.key, answer.value
    return {
        "id": key.id,
        "key": str(key),
        "value": None if value.quantity is None else str(value.quantity),
        "high": None if value.high is None else str(value.high),
        "unit": unit_symbol(vocabulary, key, value, lang),
        "state": value.state.value,
        "qualifier": None if value.qualifier.value == "-" else value.qualifier.value,
        "notation": None if value.notation.value == "-" else value.notation.value,
        "printed": printed(vocabulary, key, value, lang),
        "how": answer.how.value,
        "scenario": key.scenario.value,
        "status": key.status.value,
        "body": key.body,
        "basis": key.basis,
        "rows": [row.row for row in answer.rows()],
        "stated": answer.check and {
            "printed": answer.check.stated.value.printed,
            "verdict": answer.check.verdict.value,
            "row": answer.check.stated.row,
        },
    }  # fmt: skip


def row_dict(vocabulary: Vocabulary, row: LedgerRow, lang: Lang) -> dict[str, Any]:
    """Return a ledger row for another program."""
    return {
        "row": row.row,
        "id": row.key.id,
        "key": str(row.key),
        "value": None if row.value.quantity is None else str(row.value.quantity),
        "high": None if row.value.high is None else str(row.value.high),
        "unit": unit_symbol(vocabulary, row.key, row.value, lang),
        "state": row.value.state.value,
        "qualifier": None if row.value.qualifier.value == "-" else row.value.qualifier.value,
        "notation": None if row.value.notation.value == "-" else row.value.notation.value,
        "decimals": row.value.decimals,
        "printed": row.value.printed,
        "known_from": row.known_from.isoformat(),
        "posting": row.posting,
        "posted_at": row.posted_at.isoformat(),
        "source": row.source,
        "locator": row.locator,
        "note": row.note,
        "supersedes": row.supersedes,
    }


def line_dict(vocabulary: Vocabulary, line: Line, lang: Lang) -> dict[str, Any]:
    """Return a line of comparison for another program."""
    return {
        "indicator": line.indicator.code,
        "name": line.indicator.name.to(lang),
        "members": list(line.members),
        "unit": vocabulary.units[line.indicator.unit].symbol.to(lang),
        "basis": line.basis,
        "actual": answer_dict(vocabulary, line.actual, lang),
        "plan": answer_dict(vocabulary, line.plan, lang),
        "completion": answer_dict(vocabulary, line.completion, lang),
        "last_year": answer_dict(vocabulary, line.last_year, lang),
        "growth": answer_dict(vocabulary, line.growth, lang),
    }


def finding_dict(finding: Finding, lang: Lang) -> dict[str, Any]:
    """Return a finding for another program."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "period": str(finding.period),
        "key": str(finding.key),
        "id": finding.key.id,
        "stated": finding.stated_plain,
        "computed": finding.computed_plain,
        "reason": finding.reason.to(lang),
        "rows": [row.row for row in finding.rows],
    }


def signed_percent(answer: Answer | None, lang: Lang) -> str:
    """Return a ratio for a column of percents; empty where there is none, a multiple or index named as such."""
    if answer is None or answer.value.quantity is None:
        return ""
    if answer.how is How.COMPUTED:
        two = rounded(answer.value.quantity, 2)
        return render(two, None, lang)
    ends = [answer.value.quantity] + ([answer.value.high] if answer.value.high is not None else [])
    text = "–".join(render(end, answer.value.decimals, lang) for end in ends)
    notes = {"times": Text(" lần", " times"), "index": Text(" (chỉ số)", " (index)")}
    return text + notes.get(answer.value.notation.value, Text("", "")).to(lang)


def level_text(vocabulary: Vocabulary, answer: Answer | None, lang: Lang) -> str:
    """Return a level for a column of a table; empty where there is none."""
    return "" if answer is None else printed(vocabulary, answer.key.measured(Measure.LEVEL), answer.value, lang)
