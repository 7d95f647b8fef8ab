"""Returns on both databases: saved once, taken step by step, in the ledger in the end."""

from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from tests.collect import samples
from tests.collect.samples import (
    AT,
    CLERK,
    HEAD,
    JANUARY,
    PLACE,
    TAKER,
    VALUES,
    begun,
    changes,
    filled,
    form,
    key,
    take,
)
from tongket.collect import document as doc
from tongket.collect import excel, form_table, queries, services
from tongket.collect.catalog import services as catalog
from tongket.collect.checks import Known, check
from tongket.collect.form_faults import FormRefused
from tongket.collect.models import FormVersion, Return, Save, Step
from tongket.collect.outcomes import Change, Saved
from tongket.collect.rules import Action, State
from tongket.core.errors import InvalidInput, NotAllowed, NotFound
from tongket.core.figure import Figure, Key, Scenario, Source, Status, Value
from tongket.core.period import Period
from tongket.core.vocabulary import Vocabulary
from tongket.cube.engines.duck import DuckEngine
from tongket.cube.rows import Ask
from tongket.ledger import queries as ledger_queries
from tongket.ledger.services import post

WHOLE_WAY = (Action.SUBMIT, Action.APPROVE, Action.ACCEPT)


def save(of: Return, key_: str = "k" * 12, actor: str = CLERK.uid, **values: str) -> Saved:
    return services.save(of.pk, changes(**values), form=form(), key=key_, actor=actor, at=AT, origin="browser")


def test_the_same_save_sent_again_is_the_same_save(ledger: Path) -> None:
    of = begun()
    first, again = save(of, retail="85,5"), save(of, retail="85,5")
    assert first == again
    assert Save.objects.count() == 1
    # Another key with the same content changes nothing either, and is no change in the history.
    assert save(of, "another-key", retail="85,5").changed == ()
    assert Save.objects.count() == 1


def test_a_cell_changed_by_somebody_else_is_not_overwritten_unseen(ledger: Path) -> None:
    of = begun()
    save(of, "by-one-person", retail="85,5")
    late = [Change(key("retail"), "99", seen="")]
    saved = services.save(of.pk, late, form=form(), key="by-another", actor="u_other", at=AT, origin="browser")
    assert saved.conflicts == {key("retail"): ("85,5", CLERK.uid)}
    assert saved.changed == ()
    assert doc.values(queries.return_of(of.pk).document, form())["retail"] == Decimal("85.5")


def test_a_workbook_undoes_nothing_that_was_changed_since_it_was_downloaded(ledger: Path) -> None:
    of = begun()

    def typed(key_of_save: str, **values: str) -> None:
        services.save(of.pk, changes(**values), form=form(), key=key_of_save, actor="u_a", at=AT, origin="browser")

    typed("downloaded", retail="5", export="1,50", power="8")
    stand = excel.Stand(1, queries.return_of(of.pk).revision)
    typed("afterwards", retail="6", industry="9", power="9")
    # The workbook as downloaded, but for two cells its owner changed: one nobody else did, one somebody did.
    texts = {key(row.code): "" for row in form().rows}
    texts |= {key("retail"): "5", key("export"): "2", key("power"): "7"}
    told = excel.Told(texts, stand)
    saved = services.take_workbook(of.pk, told, form=form(), key="workbook", actor="u_b", at=AT)
    assert saved.changed == (key("export"),)
    assert saved.conflicts == {key("power"): ("9", "u_a")}
    cells = queries.return_of(of.pk).document["cells"]
    held = {row: doc.text_of(cells.get(key(row))) for row in ("retail", "industry", "export", "power")}
    assert held == {"retail": "6", "industry": "9", "export": "2", "power": "9"}
    unchanged = excel.Told({**texts, key("export"): "2,0", key("power"): "8"}, stand)
    assert not services.take_workbook(of.pk, unchanged, form=form(), key="again-it", actor="u_b", at=AT).changed


def test_a_workbook_of_the_version_before_a_correction_changes_what_it_changes(
    ledger: Path, vocabulary: Vocabulary
) -> None:
    of = take(filled(), *WHOLE_WAY, vocabulary=vocabulary)
    texts = {cell: doc.text_of(of.document["cells"].get(cell)) for cell in map(key, (r.code for r in form().rows))}
    begun_again = services.correct(of.pk, reason="sót cơ sở", actor="u_a", at=AT)
    told = excel.Told({**texts, key("retail"): "99"}, excel.Stand(1, 1))
    saved = services.take_workbook(begun_again.pk, told, form=form(), key="workbook", actor="u_a", at=AT)
    assert (saved.changed, saved.conflicts) == ((key("retail"),), {})


def test_the_years_plan_in_the_ledger_is_what_is_held_against(ledger: Path, vocabulary: Vocabulary) -> None:
    of = filled()
    row = form().row("retail")
    year = Period.parse("2026")

    def planned(status: Status, body: str, value: str) -> Figure:
        at = Key(row.indicator, row.members, PLACE, year, Scenario.PLAN, status, body, row.basis)
        return Figure(at, Value(Decimal(value)), AT.date(), Source("kế hoạch", ""))

    assert not queries.known(of, form()).plan
    told = [
        planned(Status.ASSIGNED, "department", "50"), planned(Status.ASSIGNED, "province", "52"),
        planned(Status.PROPOSED, "commune", "900"),
    ]  # fmt: skip
    post(told, actor="u", vocabulary=vocabulary)
    known = queries.known(of, form())
    assert known.plan == {"retail": Decimal(52)}
    assert [f.rule for f in check(form(), doc.values(of.document, form()), known)] == []
    first_quarter = Known(plan=known.plan, cumulative_before={"retail": Decimal(0)})
    services.save(of.pk, changes(retail="85,5"), form=form(), key="12345678", actor="u", at=AT, origin="api")
    found = check(form(), doc.values(queries.return_of(of.pk).document, form()), first_quarter)
    assert [f.rule for f in found] == ["plan"]
    post([planned(Status.ADJUSTED, "province", "80")], actor="u", vocabulary=vocabulary)
    assert queries.known(of, form()).plan == {"retail": Decimal(80)}


def test_what_cannot_be_read_is_kept_and_said(ledger: Path) -> None:
    of = begun()
    save(of, retail="1,234.5")
    kept = queries.return_of(of.pk).document
    assert doc.text_of(kept["cells"][key("retail")]) == "1,234.5"
    assert "1.234,5" in doc.faults(kept)[key("retail")].vi


def test_the_way_to_the_ledger_and_back_to_the_cell(ledger: Path, vocabulary: Vocabulary) -> None:
    of = take(filled(), *WHOLE_WAY, vocabulary=vocabulary)
    assert (State(of.state), of.posting) == (State.ACCEPTED, 1)
    relation = ledger_queries.relation()
    engine = DuckEngine(relation.segments, relation.tail, vocabulary.indicators)
    (row,) = engine.rows(Ask(indicators=("retail.revenue",), places=(PLACE,)))
    assert (row.value.quantity, row.value.printed, str(row.key.period)) == (Decimal("85.5"), "85,5", "2026-M01")
    assert (row.key.body, row.key.status, row.locator) == ("commune", "estimate", key("retail"))
    assert f"return/{of.pk}" in row.source
    assert "Xã Đak Đoa" in row.source
    states = {r.key.indicator: r.value.state for r in engine.rows(Ask(places=(PLACE,)))}
    assert (states["export.value"], states["power.output"]) == ("nil", "missing")
    assert [step.action for step in queries.way(of)] == list(WHOLE_WAY)


def test_what_is_accepted_is_closed_and_corrected_by_a_new_version(ledger: Path, vocabulary: Vocabulary) -> None:
    of = take(filled(), *WHOLE_WAY, vocabulary=vocabulary)
    with pytest.raises(NotAllowed, match="cannot be changed"):
        save(of, retail="86")
    with pytest.raises(InvalidInput):
        services.correct(of.pk, reason=" ", actor=CLERK.uid, at=AT)
    again = services.correct(of.pk, reason="bổ sung cơ sở mới", actor=CLERK.uid, at=AT)
    with pytest.raises(NotAllowed, match="correction 1"):
        services.correct(of.pk, reason="lần nữa", actor=CLERK.uid, at=AT)
    save(again, retail="86")
    take(again, *WHOLE_WAY, vocabulary=vocabulary)
    relation = ledger_queries.relation()
    engine = DuckEngine(relation.segments, relation.tail, vocabulary.indicators)
    ask = Ask(indicators=("retail.revenue",), places=(PLACE,))
    assert [row.value.quantity for row in engine.rows(ask)] == [Decimal(86)]
    both = engine.rows(Ask(indicators=("retail.revenue",), places=(PLACE,), history=True))
    assert {row.value.quantity for row in both} == {Decimal("85.5"), Decimal(86)}


def test_a_return_sent_back_is_corrected_and_goes_its_way(ledger: Path, vocabulary: Vocabulary) -> None:
    of = take(filled(), Action.SUBMIT, Action.RETURN, vocabulary=vocabulary, reason="xem lại bán lẻ")
    assert State(of.state) is State.RETURNED
    save(of, retail="84,9")
    of = take(of, *WHOLE_WAY, vocabulary=vocabulary)
    assert State(of.state) is State.ACCEPTED
    changed = [(one.before, one.after) for one in queries.changes(of, key("retail"))]
    assert changed == [("85,5", "84,9"), ("", "85,5")]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"retail": ""}, "no figure"),
        ({"retail": "1,234.5"}, "1,234.5"),
        ({"industry": "57"}, "parts make"),
        ({"retail": "-3"}, "below zero"),
    ],
)
def test_what_cannot_be_submitted(ledger: Path, vocabulary: Vocabulary, values: dict[str, str], says: str) -> None:
    of = filled(values=values)
    with pytest.raises(InvalidInput, match=says):
        take(of, Action.SUBMIT, vocabulary=vocabulary)
    assert State(queries.return_of(of.pk).state) is State.DRAFT


def test_a_warning_wants_an_answer_that_lasts_as_long_as_the_number(ledger: Path, vocabulary: Vocabulary) -> None:
    take(filled(), *WHOLE_WAY, vocabulary=vocabulary)
    february = filled(JANUARY.shifted(1), {"retail": "85.500"})
    with pytest.raises(InvalidInput, match="a thousand times"):
        take(february, Action.SUBMIT, vocabulary=vocabulary)
    from tongket.collect.checks import check

    known = queries.known(february, form())
    stored = queries.return_of(february.pk)
    (finding,) = check(form(), doc.values(stored.document, form()), known)
    answer = partial(services.answer, february.pk, form=form(), actor=CLERK.uid, at=AT)
    answer(finding.id, "trung tâm thương mại mới")
    with pytest.raises(InvalidInput, match="no more"):
        answer("123456789012", "x")
    # Another number makes it another warning.
    save(february, "other-number", retail="85.600")
    with pytest.raises(InvalidInput, match="a thousand times"):
        take(february, Action.SUBMIT, vocabulary=vocabulary)
    save(february, "first-number", retail="85.500")
    take(february, Action.SUBMIT, vocabulary=vocabulary)
    # A year later, the same question is asked beside what was answered.
    later = services.begin(samples.unit(), form(), JANUARY.shifted(13), at=AT.replace(year=2027, month=3))
    assert queries.answered_before(later) == {("magnitude", finding.cells): "trung tâm thương mại mới"}
    assert queries.answered_before(february) == {}


def test_a_step_on_what_was_changed_since_is_refused(ledger: Path, vocabulary: Vocabulary) -> None:
    of = take(filled(), Action.SUBMIT, vocabulary=vocabulary)
    with pytest.raises(NotAllowed, match="just changed"):
        services.step(
            of.pk, Action.APPROVE, form=form(), who=HEAD, at=AT, revision=of.revision - 1, vocabulary=vocabulary
        )


def test_only_what_is_owed_and_only_cells_of_the_form(ledger: Path) -> None:
    of = begun()
    for cell in ("no-such-row|month", "retail|previous", "retail", "|"):
        with pytest.raises(NotFound):
            services.save(of.pk, [Change(cell, "1")], form=form(), key="x" * 8, actor=CLERK.uid, at=AT, origin="api")
    with pytest.raises(NotFound):
        services.save(0, [], form=form(), key="x" * 8, actor=CLERK.uid, at=AT, origin="api")
    enterprise = catalog.add_unit("e.1", "enterprise", "Công ty A", PLACE, valid_from=AT.date())
    with pytest.raises(InvalidInput, match="does not owe"):
        services.begin(enterprise, form(), JANUARY, at=AT)


@pytest.mark.parametrize("period", ["2026-Q1", "2026-H1@adm", "2024-M01", "2026-M12", "2026-01-31"])
def test_only_periods_the_form_has_and_that_have_begun(ledger: Path, period: str) -> None:
    with pytest.raises(InvalidInput, match="no period"):
        services.begin(samples.unit(), form(), Period.parse(period), at=AT)


def test_two_who_begin_at_once_get_the_same_return(ledger: Path) -> None:
    assert begun().pk == begun().pk
    assert Return.objects.count() == 1


def test_history_is_never_altered(ledger: Path, vocabulary: Vocabulary) -> None:
    of = take(filled(), Action.SUBMIT, vocabulary=vocabulary)
    assert set(VALUES) == {change["cell"].partition("|")[0] for change in of.saves.get().changes}
    for table in (Save, Step):
        name = table._meta.db_table
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {name} SET actor = 'x'")
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {name}")


def later(version: str = "2026-01", begins: date = date(2026, 1, 1), **changed: object) -> dict[str, object]:
    return {**form_table.told_of(form()), "version": version, "valid_from": begins, **changed}


def test_a_form_made_here_follows_the_one_before_and_returns_keep_theirs(ledger: Path, vocabulary: Vocabulary) -> None:
    old = begun()
    rule = {"code": "retail-least", "says": "retail ≥ export", "severity": "block", "why_vi": "vì"}
    made = catalog.publish(later(rules=[rule]), actor="u", at=AT, vocabulary=vocabulary, reason="thêm quy tắc")
    assert queries.form_of(made.code, date(2025, 12, 31)).version == form().version
    assert queries.form_of(made.code, date(2026, 1, 31)) == made == queries.version_of(made.code, "2026-01")
    assert [r.code for r in made.rules] == ["retail-least"]
    assert queries.return_of(old.pk).form_version == form().version
    february = services.begin(samples.unit(), queries.form_of(made.code, date(2026, 2, 28)), JANUARY.shifted(1), at=AT)
    assert february.form_version == "2026-01"
    with pytest.raises(FormRefused, match="in force since"):
        catalog.publish(later("2025-13", date(2025, 7, 1)), actor="u", at=AT, vocabulary=vocabulary)
    with pytest.raises(FormRefused, match="of that number"):
        catalog.publish(later(begins=date(2027, 1, 1)), actor="u", at=AT, vocabulary=vocabulary)
    with pytest.raises(FormRefused, match="decade"):
        catalog.publish(later("9", frequency="decade"), actor="u", at=AT, vocabulary=vocabulary)
    with pytest.raises(IntegrityError), transaction.atomic():
        FormVersion.objects.update(version="other")


def test_many_are_accepted_together_and_one_that_cannot_be_holds_up_none(ledger: Path, vocabulary: Vocabulary) -> None:
    def ready(code: str, place: str) -> Return:
        of = services.begin(samples.unit(code, place), form(), JANUARY, at=AT)
        told = [Change(key(row), text) for row, text in VALUES.items()]
        services.save(of.pk, told, form=form(), key=f"first-{code}", actor=CLERK.uid, at=AT, origin="browser")
        return take(of, Action.SUBMIT, Action.APPROVE, vocabulary=vocabulary)

    places = ["vn.23563@2025", "vn.23575@2025", "vn.23584@2025"]
    returns = [ready(f"commune.{n}", place) for n, place in enumerate(places)]
    own = Return.objects.get(pk=returns[1].pk)
    own.entered_by = [TAKER.uid]
    own.save()
    numbers = [of.pk for of in returns]
    accepted = services.accept_many([*numbers, 0], who=TAKER, at=AT, vocabulary=vocabulary)
    assert accepted.numbers == (numbers[0], numbers[2])
    assert set(accepted.refused) == {numbers[1], 0}
    assert "tự duyệt" in accepted.refused[numbers[1]].vi
    assert {queries.return_of(n).state for n in (numbers[0], numbers[2])} == {State.ACCEPTED}
    assert [step.action for step in queries.way(returns[0])][-1] == Action.ACCEPT
    again = services.accept_many(numbers, who=TAKER, at=AT, vocabulary=vocabulary)
    assert again.numbers == ()
    assert set(again.refused) == set(numbers)


def test_returns_accepted_together_are_one_posting_with_a_source_each(ledger: Path, vocabulary: Vocabulary) -> None:
    numbers = []
    for n, place in enumerate(("vn.23563@2025", "vn.23575@2025")):
        of = services.begin(samples.unit(f"commune.{n}", place), form(), JANUARY, at=AT)
        told = [Change(key(row), text) for row, text in VALUES.items()]
        services.save(of.pk, told, form=form(), key=f"first-{n:04}", actor=CLERK.uid, at=AT, origin="browser")
        numbers.append(take(of, Action.SUBMIT, Action.APPROVE, vocabulary=vocabulary).pk)
    accepted = services.accept_many(numbers, who=TAKER, at=AT, vocabulary=vocabulary)
    assert (accepted.numbers, accepted.refused) == (tuple(numbers), {})
    (posting,) = ledger_queries.postings()
    assert posting.rows == 2 * len(VALUES)
    rows = [ledger_queries.row(number) for number in range(1, posting.rows + 1)]
    assert {row["source"].split(" ")[0] for row in rows} == {f"tongket:return/{number}" for number in numbers}
    # A correction brings its reason, and so is a posting of its own.
    more = [services.correct(number, reason=f"vì {number}", actor=CLERK.uid, at=AT).pk for number in numbers]
    for number in more:
        services.save(
            number,
            changes(retail="99"),
            form=form(),
            key=f"again-{number:04}",
            actor=CLERK.uid,
            at=AT,
            origin="browser",
        )
        take(queries.return_of(number), Action.SUBMIT, Action.APPROVE, vocabulary=vocabulary)
    assert services.accept_many(more, who=TAKER, at=AT, vocabulary=vocabulary).numbers == tuple(more)
    assert [p.reason for p in ledger_queries.postings()] == ["", *(f"vì {number}" for number in numbers)]
