"""The demonstration: made once, with something to do for whoever tries it."""

from pathlib import Path

from django.utils import timezone

from tongket.collect import demo as collect
from tongket.coordination import demo, queries
from tongket.coordination.models import Asked, Contact, Entry, Notice, Receipt, Request
from tongket.core.vocabulary import Vocabulary

TABLES = (Request, Asked, Entry, Notice, Receipt, Contact)


def test_made_once_and_marked(home: Path, vocabulary: Vocabulary) -> None:
    collect.make(vocabulary)
    demo.make()
    counts = [table.objects.count() for table in TABLES]
    demo.make()
    assert [table.objects.count() for table in TABLES] == counts
    assert counts[0] == 3
    assert all(demo.NOTE in body for body in [
        *(of.body for of in queries.requests()), *(of.body for of in queries.notices()),
    ])  # fmt: skip
    # Who signs in for the first commune has something to answer and something to read.
    first = queries.asked_of([demo._units(timezone.localdate())[0].code])
    assert {one.state for one in first} == {"returned", "open", "accepted"}
