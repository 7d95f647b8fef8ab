"""Findings: their words are put together when somebody reads them, and two that say the same are one."""

import pytest

from tests.prose.verify.passage import EXP, Passage
from tongket.core.text import Lang, Text
from tongket.core.vocabulary import vocabulary
from tongket.prose.claims import CheckVerdict, TextFinding
from tongket.prose.verify import relation, verify


def _finding(explanation: Text) -> TextFinding:
    return TextFinding("share", (1, 2), "16%", None, None, CheckVerdict.HOLDS, explanation.to)


def test_checking_puts_no_arithmetic_into_words_until_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Lang] = []
    words = relation._told

    def counting(outcome: relation.Outcome, lang: Lang) -> str:
        told.append(lang)
        return words(outcome, lang)

    monkeypatch.setattr(relation, "_told", counting)
    passage = Passage().say("Xuất khẩu đạt")
    passage.level(EXP, "580")
    passage.say(", tăng").growth(EXP, "16")
    passage.say(" so với năm 2019 (").level(EXP, "500", period="2019")
    found = [f for f in verify(passage.reading(), vocabulary()) if f.rule == "growth-of-levels"]
    assert [f.verdict for f in found] == [CheckVerdict.HOLDS]
    assert told == []
    assert found[0].explanation_en.startswith("(580 ÷ 500 − 1) × 100 = 16; the text says")
    assert told == ["en"]


def test_findings_are_equal_where_all_they_say_is() -> None:
    one, same = _finding(Text("khớp", "they agree")), _finding(Text("khớp", "they agree"))
    assert one == same
    assert hash(one) == hash(same)
    assert one != _finding(Text("khớp", "they nearly agree"))
    assert one != _finding(Text("gần khớp", "they agree"))
    assert one != "they agree"
