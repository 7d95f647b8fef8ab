"""Several people at one return at the same moment: nothing lost, nothing twice, one who is first."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TypeVar

from django.db import connections

from tests.collect.samples import AT, HEAD, begun, changes, filled, form, take
from tongket.collect import queries, rules, services
from tongket.collect.models import Return, Save, Step
from tongket.collect.outcomes import Saved
from tongket.core.errors import NotAllowed
from tongket.core.vocabulary import Vocabulary
from tongket.ledger.models import FigureRow

T = TypeVar("T")
ROWS = ("industry", "industry_mining", "industry_manufacturing", "industry_power", "industry_water", "retail")


def at_once(calls: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Run all calls at the same moment, each on a connection of its own."""
    start = Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        start.wait()
        try:
            return call()
        except NotAllowed as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_saves_of_many_are_all_there_and_numbered_without_gaps(ledger: Path) -> None:
    of = begun()

    def saving(row: str, number: int) -> Callable[[], Saved]:
        told = changes(**{row: str(number)})
        key, actor = f"{row}-{number:08}", f"u_{row[-9:]}"
        return partial(services.save, of.pk, told, form=form(), key=key, actor=actor, at=AT, origin="browser")

    for number in range(1, 4):
        at_once([saving(row, number) for row in ROWS])
    after = queries.return_of(of.pk)
    assert after.revision == len(ROWS) * 3
    assert sorted(Save.objects.values_list("revision", flat=True)) == list(range(1, after.revision + 1))
    assert {cell["t"] for cell in after.document["cells"].values()} == {"3"}
    assert set(after.entered_by) == {f"u_{row[-9:]}" for row in ROWS}


def test_the_same_save_arriving_twice_at_once_is_one(ledger: Path) -> None:
    of = begun()
    told = changes(retail="5")
    call = partial(services.save, of.pk, told, form=form(), key="the-same-key", actor="u", at=AT, origin="api")
    first, second = at_once([call, call])
    assert first == second
    assert Save.objects.count() == 1


def test_two_who_begin_a_return_at_once(ledger: Path) -> None:
    begun()
    Return.objects.all().delete()
    found = at_once([lambda: begun().pk, lambda: begun().pk])
    assert found[0] == found[1]


def test_of_two_who_accept_at_once_one_does(ledger: Path, vocabulary: Vocabulary) -> None:
    of = take(filled(), rules.Action.SUBMIT, rules.Action.APPROVE, vocabulary=vocabulary)
    takers = [rules.Actor(f"u_taker{n}", accepts=True) for n in range(3)]

    def accepting(who: rules.Actor) -> Callable[[], Return]:
        return lambda: services.step(
            of.pk, rules.Action.ACCEPT, form=form(), who=who, at=AT, revision=of.revision, vocabulary=vocabulary
        )

    found = at_once([accepting(who) for who in takers])
    assert sum(isinstance(one, Return) for one in found) == 1
    assert Step.objects.filter(action="accept").count() == 1
    assert FigureRow.objects.filter(indicator="retail.revenue").count() == 1


def test_a_head_who_approves_while_the_clerk_still_types(ledger: Path, vocabulary: Vocabulary) -> None:
    of = take(filled(), rules.Action.SUBMIT, vocabulary=vocabulary)
    told = changes(retail="1")
    typing: Callable[[], object] = partial(
        services.save, of.pk, told, form=form(), key="late-key", actor="u_clerk", at=AT, origin="browser"
    )
    approving: Callable[[], object] = partial(
        services.step, of.pk, rules.Action.APPROVE, form=form(), who=HEAD, at=AT, revision=of.revision,
        vocabulary=vocabulary,
    )  # fmt: skip
    late, approved = at_once([typing, approving])
    assert isinstance(late, NotAllowed)
    assert isinstance(approved, Return)
    assert queries.return_of(of.pk).document["cells"]["retail|month"]["t"] == "85,5"
