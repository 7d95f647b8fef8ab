"""Registers on both databases: any day, as known at any moment; all or nothing; undone, approved, guarded."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.registers.samples import AT, CLUSTERS, GIA_LAI, HYDRO, POWER, change, told
from tongket.core.errors import InvalidInput, NotAllowed, NotFound
from tongket.core.vocabulary import Vocabulary
from tongket.registers.power.models import PowerVersion
from tongket.registers.shared import queries, services
from tongket.registers.shared.models import Change, Event, Record
from tongket.registers.shared.queries import Asked
from tongket.registers.shared.told import Wrong

CAPACITY = next(one for one in POWER.measures if one.indicator == "power.capacity")


def rows(day: str, **options: object) -> dict[str, tuple[str, int | None]]:
    asked = Asked(date.fromisoformat(day), **options)  # type: ignore[arg-type]
    return {one.code: (one.state, one.capacity) for one in queries.versions(POWER, asked)}


def test_a_list_is_as_of_any_day_and_as_known_at_any_moment(ledger: Path) -> None:
    change(told("H1", "2012-01-01", {**HYDRO, "state": "under-construction"}))
    change(told("H1", "2015-06-01", state="operating"), minutes=10)
    # Found out later: it has been 100 MW more since 2018, and so it was before anybody looked.
    change(told("H1", "2018-01-01", capacity="820"), minutes=20)
    assert rows("2011-12-31") == {}
    assert rows("2015-05-31") == {"H1": ("under-construction", 720_000)}
    assert rows("2016-12-31") == {"H1": ("operating", 720_000)}
    assert rows("2020-01-01") == {"H1": ("operating", 820_000)}
    assert rows("2020-01-01", known=AT + timedelta(minutes=15)) == {"H1": ("operating", 720_000)}
    assert rows("2020-01-01", known=AT) == {"H1": ("under-construction", 720_000)}
    assert rows("2020-01-01", known=AT - timedelta(seconds=1)) == {}


def test_each_value_has_its_source(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO))
    paper = services.decision("21/QĐ-UBND", date(2015, 5, 20), "UBND tỉnh Gia Lai")
    change(replace(told("H1", "2015-06-01", capacity="730"), source="EVN 2015", decision=paper.pk))
    record = queries.record_of(POWER, "H1")
    events = {one.pk: one for one in queries.events_of(record)}
    span = queries.on_day(queries.spans_of(record), date(2016, 1, 1))
    assert span is not None
    assert events[span.said_by["capacity"]].source == "EVN 2015"
    assert str(events[span.said_by["capacity"]].decision) == "21/QĐ-UBND"
    assert events[span.said_by["name"]].source == "Sở Công Thương"
    assert services.decision("21/QĐ-UBND", date(2015, 5, 20), "UBND tỉnh Gia Lai").pk == paper.pk


def test_all_faults_at_once_and_nothing_half_written(ledger: Path) -> None:
    with pytest.raises(Wrong) as caught:
        change(
            told("H1", "2012-01-01", HYDRO),
            told("H2", "2012-01-01", {**HYDRO, "capacity": "12000"}),
            told("H3", "2012-01-01", {**HYDRO, "technology": None}),
        )
    assert [(one.code, one.problem.field) for one in caught.value.faults] == [("H2", "capacity"), ("H3", "technology")]
    assert "H2: 12.000 MW lớn hơn" in caught.value.message("vi")
    assert (Record.objects.count(), Change.objects.count(), PowerVersion.objects.count()) == (0, 0, 0)


def test_the_same_change_sent_again_happens_once(ledger: Path) -> None:
    first = change(told("H1", "2012-01-01", HYDRO), key="the-same-key")
    again = change(told("H1", "2012-01-01", HYDRO), key="the-same-key", minutes=3)
    assert first.change == again.change
    assert Event.objects.count() == 1


def test_what_says_nothing_new_writes_nothing(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO))
    done = change(told("H1", "2014-01-01", HYDRO), minutes=3)
    assert (done.new, done.changed, done.same, done.change) == (0, 0, 1, 0)
    assert (Event.objects.count(), PowerVersion.objects.count()) == (1, 1)


def test_nobody_overwrites_what_they_have_not_seen(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO, revision=0))
    change(told("H1", "2013-01-01", revision=1, capacity="721"))
    with pytest.raises(NotAllowed, match="somebody has just changed H1"):
        change(told("H1", "2013-01-01", revision=1, capacity="722"))
    with pytest.raises(Wrong, match="the register has this code"):
        change(told("H1", "2013-01-01", HYDRO, revision=0))
    assert rows("2014-01-01") == {"H1": ("operating", 721_000)}


def test_an_undo_takes_back_a_whole_change_and_keeps_what_others_said(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO))
    taken = change(told("H1", "2013-01-01", capacity="900"), told("H2", "2013-01-01", HYDRO), minutes=1)
    change(told("H1", "2014-01-01", owner="EVN"), minutes=2)
    late = AT + timedelta(minutes=5)
    services.undo(taken.change, POWER, actor="u_other", at=late, reason="nhập nhầm tệp")
    assert rows("2015-01-01") == {"H1": ("operating", 720_000)}
    assert queries.versions(POWER, Asked(date(2015, 1, 1))).get().owner == "EVN"
    # What was known before the undo is still what was known before the undo.
    assert rows("2015-01-01", known=AT + timedelta(minutes=3)).keys() == {"H1", "H2"}
    with pytest.raises(NotAllowed):
        services.undo(taken.change, POWER, actor="u_other", at=late, reason="nữa")
    # Withdrawn is not gone.
    assert Event.objects.exclude(withdrawn_by=None).count() == 2


def test_what_held_when_a_change_came_is_told_whatever_came_later(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO))
    second = change(told("H1", "2013-01-01", capacity="900"), told("H2", "2013-01-01", HYDRO), minutes=1)
    change(told("H1", "2014-01-01", capacity="950"), minutes=2)

    def before(number: int) -> dict[str, list[str | None]]:
        records = queries.by_code(POWER, ["H1", "H2"])
        known = queries.happened(records.values(), before=queries.change_of(POWER, number))
        return {code: [one.values.get("capacity") for one in known[of.pk]] for code, of in records.items()}

    assert before(second.change) == {"H1": ["720"], "H2": []}
    services.undo(second.change, POWER, actor="u_other", at=AT + timedelta(minutes=5), reason="nhầm")
    assert before(second.change) == {"H1": ["720"], "H2": []}
    # It was there when the third came, though it was taken back since.
    assert before(second.change + 1) == {"H1": ["720", "900"], "H2": ["720"]}


def test_an_undo_that_would_leave_half_a_record_is_refused(ledger: Path) -> None:
    made = change(told("H1", "2012-01-01", HYDRO))
    change(told("H1", "2014-01-01", owner="EVN"), minutes=2)
    with pytest.raises(Wrong, match="technology is missing"):
        services.undo(made.change, POWER, actor="u_other", at=AT, reason="nhầm")
    assert rows("2015-01-01") == {"H1": ("operating", 720_000)}


def test_with_four_eyes_nothing_holds_until_somebody_else_says_so(ledger: Path) -> None:
    services.set_policy(POWER, four_eyes=True)
    done = change(told("H1", "2012-01-01", HYDRO), actor="u_one")
    assert done.waiting
    assert rows("2015-01-01") == {}
    with pytest.raises(NotAllowed, match="nobody approves their own"):
        services.decide(done.change, POWER, approve=True, actor="u_one", at=AT)
    services.decide(done.change, POWER, approve=True, actor="u_two", at=AT)
    assert rows("2015-01-01").keys() == {"H1"}
    with pytest.raises(NotAllowed, match="was decided"):
        services.decide(done.change, POWER, approve=False, actor="u_two", at=AT)
    refused = change(told("H1", "2013-01-01", capacity="1"), actor="u_one")
    services.decide(refused.change, POWER, approve=False, actor="u_two", at=AT)
    assert rows("2015-01-01") == {"H1": ("operating", 720_000)}


def test_many_records_are_not_ended_by_a_slip(ledger: Path) -> None:
    some = [told(f"H{n}", "2012-01-01", HYDRO) for n in range(11)]
    change(*some)
    ends = [told(f"H{n}", "2020-01-01", state="stopped") for n in range(11)]
    with pytest.raises(NotAllowed, match="would end 11 records"):
        change(*ends)
    assert len(rows("2021-01-01")) == 11
    change(*ends, closing=11)
    assert rows("2021-01-01") == {}
    assert len(rows("2021-01-01", ended=True)) == 11
    assert len(rows("2019-12-31")) == 11


def test_a_dry_run_writes_nothing(ledger: Path) -> None:
    done = change(told("H1", "2012-01-01", HYDRO), dry=True)
    assert (done.new, done.change) == (1, 0)
    assert Record.objects.count() == 0


def test_totals_keep_states_and_units_apart_and_tell_what_is_not_known(ledger: Path) -> None:
    change(
        told("H1", "2012-01-01", HYDRO),
        told("H2", "2012-01-01", {**HYDRO, "capacity": "0.215"}),
        told("H3", "2012-01-01", {**HYDRO, "capacity": None}),
        told("W1", "2012-01-01", {**HYDRO, "technology": "wind", "state": "survey-allowed", "capacity": "50"}),
        told("S1", "2012-01-01", {**HYDRO, "technology": "solar-farm", "capacity": None, "peak": "49"}),
        told("H4", "2012-01-01", {**HYDRO, "state": "stopped"}),
    )
    change(told("D1", "2012-01-01", HYDRO), demo=True)
    found = {one.members: one for one in queries.totals(POWER, CAPACITY, Asked(date(2016, 12, 31)))}
    hydro = found["power-state:operating", "technology:hydro"]
    assert (hydro.value, hydro.records, hydro.unknown) == (Decimal("720.215"), 3, 1)
    assert found["power-state:survey-allowed", "technology:wind"].value == 50
    solar = found["power-state:operating", "technology:solar-farm"]
    assert (solar.value, solar.unknown) == (Decimal(0), 1)
    assert queries.by_state(POWER, Asked(date(2016, 12, 31))) == {"survey-allowed": 1, "operating": 4}


def test_lists_are_filtered_by_words_without_diacritics_place_and_size(ledger: Path, vocabulary: Vocabulary) -> None:
    change(
        told("H1", "2012-01-01", {**HYDRO, "name": "Thủy điện Sê San 3", "owner": "Công ty Thủy điện Ialy"}),
        told("H2", "2012-01-01", {**HYDRO, "name": "Đăk Đoa", "capacity": "14", "place": "vn.52@1997"}),
    )
    assert rows("2016-12-31", text="SE san ialy").keys() == {"H1"}
    assert rows("2016-12-31", text="dak doa").keys() == {"H2"}
    here = queries.places_inside(POWER, GIA_LAI, date(2016, 12, 31), vocabulary)
    assert rows("2016-12-31", places=here).keys() == {"H1"}
    # The new Gia Lai is made of the old one and Bình Định; its ground was there before it was.
    both = queries.places_inside(POWER, "vn.52@2025", date(2016, 12, 31), vocabulary)
    assert rows("2016-12-31", places=both).keys() == {"H1", "H2"}
    assert rows("2016-12-31", bounds={"capacity": (Decimal("13.5"), Decimal(14))}).keys() == {"H2"}
    assert rows("2016-12-31", only={"technology": ["wind"]}) == {}
    with pytest.raises(NotFound, match="has no field"):
        rows("2016-12-31", only={"password": ["x"]})


def test_versions_are_what_the_events_say(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO), told("H2", "2012-01-01", HYDRO))
    assert services.rebuild(POWER, at=AT) == 0
    PowerVersion.objects.filter(code="H1").update(capacity=1)
    assert services.rebuild(POWER, at=AT + timedelta(minutes=1)) == 1
    assert rows("2015-01-01") == {"H1": ("operating", 720_000), "H2": ("operating", 720_000)}


def test_what_was_said_is_never_altered(ledger: Path) -> None:
    change(told("H1", "2012-01-01", HYDRO))
    note = services.note(queries.record_of(POWER, "H1"), "đã gọi chủ đầu tư", actor="u_keeper", at=AT)
    for attempt in (
        lambda: Event.objects.update(values={}), lambda: Event.objects.all().delete(),
        lambda: type(note).objects.update(text="khác"), lambda: Event.objects.update(source="khác", withdrawn_by=1),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    with pytest.raises(InvalidInput):
        services.note(queries.record_of(POWER, "H1"), " ", actor="u_keeper", at=AT)


def test_a_change_of_another_register_is_not_ones_own(ledger: Path) -> None:
    done = change(told("H1", "2012-01-01", HYDRO))
    with pytest.raises(NotFound):
        services.undo(done.change, CLUSTERS, actor="u_x", at=AT, reason="nhầm sổ")
