"""Returns of which the ledger gets the sum over a place: enterprises."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import connection

from tests.collect.samples import AT, CLERK, HEAD, JANUARY, PLACE, TAKER
from tongket.collect import services
from tongket.collect.catalog import services as catalog
from tongket.collect.form import Form, form_of
from tongket.collect.form_reading import packaged
from tongket.collect.models import Return, Unit
from tongket.collect.outcomes import Change
from tongket.collect.rules import Action
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import queries as ledger

OTHER = "vn.23575@2025"


def form() -> Form:
    return form_of("enterprise-month", date(2026, 1, 31), packaged())


def enterprise(name: str, place: str = PLACE) -> Unit:
    return catalog.add_unit(f"e.{name}", "enterprise", f"Công ty {name}", place, valid_from=date(2025, 7, 1))


def ready(unit: Unit, vocabulary: Vocabulary, *, of: Return | None = None, **told: str) -> Return:
    """A return that only has to be accepted."""
    of = of or services.begin(unit, form(), JANUARY, at=AT)
    values = {row.code: "–" for row in form().rows} | told
    changes = [Change(form().entered_cells[row], text) for row, text in values.items()]
    services.save(of.pk, changes, form=form(), key=f"key-{of.pk:05}", actor=CLERK.uid, at=AT, origin="browser")
    for action, who in ((Action.SUBMIT, CLERK), (Action.APPROVE, HEAD)):
        of = services.step(of.pk, action, form=form(), who=who, at=AT, vocabulary=vocabulary)
    return of


def accept(*returns: Return, vocabulary: Vocabulary) -> None:
    done = services.accept_many([of.pk for of in returns], who=TAKER, at=AT, vocabulary=vocabulary)
    assert not done.refused


def stated(vocabulary: Vocabulary, row: str, place: str = PLACE) -> tuple[Decimal | None, str, str]:
    """What the ledger says last of a row's sum: value, note, source."""
    one = form().row(row)
    key = form().key(one, form().entered.what, JANUARY, place, vocabulary)
    rows = ledger.rows_of(key.series_id)
    found = ledger.figure_of(rows[-1], vocabulary)
    assert found.key.body == "enterprise"
    return found.value.quantity, found.note, found.source.address


def test_the_ledger_gets_the_sum_of_a_place_and_no_enterprises_own_figure(ledger: Path, vocabulary: Vocabulary) -> None:
    a, b, c = enterprise("a"), enterprise("b"), enterprise("c", OTHER)
    first, second = ready(a, vocabulary, retail="10,5"), ready(b, vocabulary, retail="2", export="1,25")
    accept(first, vocabulary=vocabulary)
    assert stated(vocabulary, "retail")[:2] == (Decimal("10.5"), "tổng của 1/2 đơn vị trên địa bàn")
    accept(second, ready(c, vocabulary, retail="100"), vocabulary=vocabulary)
    value, note, source = stated(vocabulary, "retail")
    assert (value, note) == (Decimal("12.5"), "tổng của 2/2 đơn vị trên địa bàn")
    assert f"return/{first.pk}, return/{second.pk}" in source
    assert stated(vocabulary, "retail", OTHER)[0] == 100
    assert stated(vocabulary, "export")[0] == Decimal("1.25")


def test_a_correction_corrects_the_sum_and_what_is_missing_is_in_none(ledger: Path, vocabulary: Vocabulary) -> None:
    first, second = ready(enterprise("a"), vocabulary, retail="10"), ready(enterprise("b"), vocabulary, retail="…")
    accept(first, second, vocabulary=vocabulary)
    assert stated(vocabulary, "retail")[:2] == (Decimal(10), "tổng của 1/2 đơn vị trên địa bàn")
    again = services.correct(first.pk, reason="sót một kho", actor=CLERK.uid, at=AT)
    assert stated(vocabulary, "retail")[0] == 10
    accept(ready(first.unit, vocabulary, of=again, retail="11"), vocabulary=vocabulary)
    assert stated(vocabulary, "retail")[0] == 11
    accept(ready(enterprise("c"), vocabulary, retail="5"), vocabulary=vocabulary)
    assert stated(vocabulary, "retail")[0] == 16


def test_two_accepted_at_once_are_both_in_the_sum(ledger: Path, vocabulary: Vocabulary) -> None:
    returns = [ready(enterprise(f"e{n}"), vocabulary, retail=str(10**n)) for n in range(4)]

    def accepting(of: Return) -> None:
        try:
            accept(of, vocabulary=vocabulary)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(accepting, returns))
    assert stated(vocabulary, "retail")[0] == 1111
