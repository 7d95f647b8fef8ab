import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from tests.ledger.samples import DAY, all_rows, expected, figure, visible
from tongket.core.errors import InvalidInput, NotFound, TongketError
from tongket.core.figure import Figure, Measure, State, Value
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import queries, services
from tongket.ledger.models import FigureRow, Scale, Withholding
from tongket.store.models import Segment


def post(vocabulary: Vocabulary, *figures: Figure) -> services.Posted:
    return services.post(figures, actor="u1", vocabulary=vocabulary)


def test_a_posting_keeps_what_it_was_told(ledger: Path, vocabulary: Vocabulary) -> None:
    digest = hashlib.sha256(b"file").hexdigest()
    posted = services.post(
        [figure(), figure(9, "2019")], actor="u1", reason="báo cáo năm", origin="a.xlsx", digest=digest,
        vocabulary=vocabulary,
    )  # fmt: skip
    assert posted == services.Posted(1, 2, 0, ())
    (info,) = queries.postings(digest=digest)
    assert (info.number, info.actor, info.reason, info.origin, info.rows) == (1, "u1", "báo cáo năm", "a.xlsx", 2)
    assert [row["value"] for row in all_rows()] == [580_000_000, 9_000_000]


def test_the_same_again_is_unchanged_and_takes_no_number(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    assert post(vocabulary, figure()) == services.Posted(None, 0, 1, ())
    assert post(vocabulary, figure(581, locator="B2")).posting == 2
    assert [p.number for p in queries.postings()] == [1, 2]


def test_the_same_statement_further_down_its_source_is_unchanged(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure(locator="Bảng 1, B7", note="ước"))
    assert post(vocabulary, figure(locator="Bảng 1, B8")) == services.Posted(None, 0, 1, ())


def test_the_same_twice_in_one_call_is_recorded_once(ledger: Path, vocabulary: Vocabulary) -> None:
    assert post(vocabulary, figure(), figure()) == services.Posted(1, 1, 1, ())


def test_nothing_handed_in_records_nothing(ledger: Path, vocabulary: Vocabulary) -> None:
    assert post(vocabulary) == services.Posted(None, 0, 0, ())
    assert queries.postings() == []


def test_a_correction_names_what_it_supersedes(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure(580))
    later = post(vocabulary, figure(585, known_from=date(2021, 6, 30)))
    assert later.superseded == ((2, 1),)
    earlier = post(vocabulary, figure(570, known_from=date(2020, 12, 31)))
    assert earlier.superseded == ()
    first, second, third = all_rows()
    assert (first["supersedes"], first["until"]) == (None, None)
    assert (second["supersedes"], second["until"]) == (1, None)
    assert (third["supersedes"], third["until"]) == (None, DAY)


def test_on_the_same_day_the_later_posting_stands_and_the_old_one_does_not_come_back(
    ledger: Path, vocabulary: Vocabulary
) -> None:
    post(vocabulary, figure(580))
    post(vocabulary, figure(581))
    assert visible(all_rows(), DAY, 2) == {2}
    assert post(vocabulary, figure(580)) == services.Posted(None, 0, 1, (), overruled=(1,))


def test_measures_of_one_series_are_chains_of_their_own(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure(580))
    assert post(vocabulary, figure("6.61", measure=Measure.GROWTH, known_from=date(2021, 6, 30))).superseded == ()
    assert [row["value"] for row in all_rows()] == [580_000_000, 6_610_000]


def test_one_call_chains_its_own_rows(ledger: Path, vocabulary: Vocabulary) -> None:
    days = [date(2021, month, 28) for month in (3, 1, 2)]
    posted = post(vocabulary, *(figure(n, known_from=day) for n, day in enumerate(days)))
    assert posted.recorded == 3
    rows = all_rows()
    assert [visible(rows, day, 1) for day in days] == [{1}, {2}, {3}]


@pytest.mark.parametrize(
    ("wrong", "kind", "words"),
    [
        (lambda f: replace(f, key=replace(f.key, indicator="no.such")), NotFound, "no.such"),
        (lambda f: replace(f, key=replace(f.key, place="vn.64@1901")), NotFound, "vn.64@1901"),
        (lambda f: replace(f, key=replace(f.key, body="nobody")), NotFound, "nobody"),
        (lambda f: replace(f, key=replace(f.key, basis="p2010")), NotFound, "p2010"),
        (lambda f: replace(f, key=replace(f.key, members=("activity:mining",))), NotFound, "activity:mining"),
        (lambda f: replace(f, value=Value(Decimal("1e14"))), InvalidInput, "lớn"),
        (lambda f: replace(f, value=Value(Decimal("0.0000001"))), InvalidInput, "thập phân"),
        (lambda f: replace(f, value=Value(Decimal("NaN"))), InvalidInput, "không phải là số"),
        (lambda f: replace(f, value=Value(Decimal(2), high=Decimal(1))), InvalidInput, "đầu dưới"),
        (lambda f: replace(f, value=Value(None)), InvalidInput, "trạng thái"),
        (lambda f: replace(f, value=Value(Decimal(0), State.NIL)), InvalidInput, "trạng thái"),
        (lambda f: replace(f, note="a\x00b"), InvalidInput, "ghi chú"),
        (lambda f: replace(f, note="\ud800"), InvalidInput, "ghi chú"),
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_right_is_refused_with_its_place(
    home: Path, vocabulary: Vocabulary, wrong: Callable[[Figure], Figure], kind: type[TongketError], words: str
) -> None:
    with pytest.raises(kind) as caught:
        post(vocabulary, figure(1, "2018"), wrong(figure(locator="Bảng 1, B7")))
    assert words in caught.value.message("vi")
    assert "bao-cao-2020.docx, Bảng 1, B7" in caught.value.message("en")
    assert all_rows() == []


def test_two_values_of_one_figure_in_one_call_are_refused_naming_both(home: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(InvalidInput) as caught:
        post(vocabulary, figure(580, locator="B7"), figure(581, locator="C9"))
    assert "B7" in caught.value.message()
    assert "C9" in caught.value.message()
    assert queries.relation().last_posting == 0


def test_a_changed_scale_is_refused_before_numbers_are_misread(home: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    connection.cursor().execute("DROP TRIGGER ledger_scale_no_update")
    Scale.objects.update(scale=3)
    with pytest.raises(InvalidInput, match=r"export\.value"):
        post(vocabulary, figure(1, "2019"))
    with pytest.raises(InvalidInput, match=r"export\.value"):
        queries.check_scales(vocabulary)


def test_a_failed_posting_leaves_no_gap(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    with transaction.atomic():
        assert post(vocabulary, figure(1, "2019")).posting == 2
        transaction.set_rollback(True)
    assert post(vocabulary, figure(2, "2018")).posting == 2
    assert [row["row"] for row in all_rows()] == [1, 2]
    assert services.verify() == ()


def test_an_actor_is_needed(home: Path, vocabulary: Vocabulary) -> None:
    with pytest.raises(InvalidInput):
        services.post([figure()], actor=" ", vocabulary=vocabulary)


def test_many_figures_in_one_posting(ledger: Path, vocabulary: Vocabulary) -> None:
    months = [f"{year}-M{month:02}" for year in range(1901, 2100) for month in range(1, 13)]
    assert post(vocabulary, *(figure(n, month) for n, month in enumerate(months))).recorded == 2388
    again = [figure(n + 1, month, known_from=date(2022, 1, 1)) for n, month in enumerate(months)]
    assert len(post(vocabulary, *again).superseded) == 2388
    rows = all_rows()
    assert visible(rows, date(2023, 1, 1), 2) == expected(rows, date(2023, 1, 1), 2) == set(range(2389, 4777))


def test_seal_moves_rows_out_of_the_tail_and_changes_nothing_else(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    before = all_rows()
    sealed = services.seal()
    assert sealed is not None
    assert (sealed.first, sealed.last, sealed.rows) == (1, 1, 1)
    assert sealed.sha256 == hashlib.sha256(sealed.file.read_bytes()).hexdigest()
    relation = queries.relation()
    assert (relation.segments, relation.tail.num_rows, relation.last_posting) == ((sealed.file,), 0, 1)
    assert all_rows(relation) == before
    assert services.seal() is None


def test_sealing_an_empty_ledger_makes_nothing(ledger: Path) -> None:
    assert services.seal() is None
    assert services.verify() == ()
    assert services.clean() == ()


def test_withholding_takes_the_payload_from_rows_and_segments(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure(580, note="nhạy cảm"), figure(9, "2019"))
    sealed = services.seal()
    assert sealed is not None
    held = queries.relation()
    done = services.withhold([1], actor="u2", legal_basis="Luật Thống kê 2015, Điều 57")
    assert (done.posting, done.rows) == (2, (1,))
    first, second = all_rows()
    assert (first["state"], first["value"], first["high"], first["decimals"]) == ("confidential", None, None, None)
    assert (first["printed"], first["note"]) == ("", "")
    assert (first["indicator"], first["known_from"]) == ("export.value", DAY)
    assert second["value"] == 9_000_000
    assert not held.segments[0].exists()
    (log,) = Withholding.objects.all()
    assert (log.posting, log.first, log.last, log.old_sha256) == (2, 1, 1, sealed.sha256)
    assert log.new_sha256 == Segment.objects.get().sha256 != sealed.sha256
    assert queries.postings()[1].reason == "withhold: Luật Thống kê 2015, Điều 57"
    assert services.verify() == ()


def test_a_withheld_number_is_on_the_disk_no_more(home: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure("48151623.42", note="bí mật riêng"))
    services.seal()
    services.withhold([1], actor="u2", legal_basis="Luật Thống kê")
    held = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert "bí mật riêng".encode() not in held
    assert b"48151623" not in held
    assert (48151623420000).to_bytes(8, "big").lstrip(b"\0") not in held


def test_what_was_withheld_does_not_come_back(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    before = FigureRow.objects.get().fingerprint
    services.withhold([1], actor="u2", legal_basis="Luật Thống kê")
    # By a hash of the content the number could be found by trying.
    assert FigureRow.objects.get().fingerprint != before
    assert post(vocabulary, figure()) == services.Posted(None, 0, 1, ())
    assert services.rebuild() == ()


def test_withholding_in_the_tail_reaches_a_reader_that_has_it_in_memory(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    assert all_rows()[0]["value"] == 580_000_000
    services.withhold([1], actor="u2", legal_basis="Luật Thống kê")
    assert all_rows()[0]["value"] is None
    assert Withholding.objects.get().first is None
    # The posting without rows is sealed with its neighbours.
    sealed = services.seal()
    assert sealed is not None
    assert (sealed.first, sealed.last, sealed.rows) == (1, 2, 1)


def test_withholding_is_refused_without_reason_or_row(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    with pytest.raises(InvalidInput):
        services.withhold([1], actor="u2", legal_basis=" ")
    with pytest.raises(NotFound):
        services.withhold([1, 7], actor="u2", legal_basis="Luật Thống kê")
    assert all_rows()[0]["value"] == 580_000_000
    services.withhold([1], actor="u2", legal_basis="Luật Thống kê")
    with pytest.raises(InvalidInput):
        services.withhold([1], actor="u2", legal_basis="Luật Thống kê")
    assert [p.number for p in queries.postings()] == [1, 2]


CHANGES = [
    "UPDATE ledger_figure SET value = 1 WHERE id = 1",
    "UPDATE ledger_figure SET note = 'x' WHERE id = 1",
    "UPDATE ledger_figure SET withheld_by = 2, state = 'confidential' WHERE id = 1",
    "UPDATE ledger_figure SET withheld_by = 2, state = 'confidential', value = NULL, high = NULL, decimals = NULL, "
    "printed = '', note = '', place = 'vn' WHERE id = 1",
    "UPDATE ledger_figure SET withheld_by = NULL, value = 5 WHERE id = 2",
    "UPDATE ledger_figure SET withheld_by = 9, value = NULL WHERE id = 2",
    "DELETE FROM ledger_figure WHERE id = 1",
    "UPDATE store_posting SET actor = 'other'",
    "DELETE FROM store_posting",
    "UPDATE ledger_source SET address = 'other'",
    "DELETE FROM ledger_withholding",
    "UPDATE ledger_scale SET scale = 3",
]


@pytest.mark.parametrize("sql", CHANGES)
def test_the_database_itself_refuses_to_change_what_was_recorded(
    ledger: Path, vocabulary: Vocabulary, sql: str
) -> None:
    post(vocabulary, figure(580, note="n"), figure(9, "2019"))
    services.withhold([2], actor="u2", legal_basis="Luật Thống kê")
    before = all_rows()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert all_rows() == before


def test_sqlite_does_not_replace_rows_either(home: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO ledger_source (id, address) VALUES (1, 'other')")
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO ledger_figure SELECT * FROM ledger_figure")


@pytest.mark.parametrize("table", ["ledger_figure", "store_posting"])
def test_postgresql_does_not_truncate_either(postgres_home: Path, vocabulary: Vocabulary, table: str) -> None:
    post(vocabulary, figure())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert len(all_rows()) == 1


def test_verify_finds_and_rebuild_mends_missing_and_damaged_segments(ledger: Path, vocabulary: Vocabulary) -> None:
    files = []
    for n in range(3):
        post(vocabulary, figure(n, f"201{n}"))
        sealed = services.seal()
        assert sealed is not None
        files.append(sealed.file)
    before, content = all_rows(), [file.read_bytes() for file in files]
    files[0].unlink()
    damaged = bytearray(content[1])
    damaged[len(damaged) // 2] ^= 1
    files[1].write_bytes(damaged)
    assert [(f.kind, f.what) for f in services.verify()] == [("missing", files[0].name), ("damaged", files[1].name)]
    assert [(r.first, r.last) for r in services.rebuild()] == [(1, 1), (2, 2)]
    assert services.verify() == ()
    assert all_rows() == before
    assert services.rebuild() == ()


def test_verify_finds_rows_that_are_gone(home: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure(), figure(1, "2019"))
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_figure_no_delete")
        cursor.execute("DELETE FROM ledger_figure WHERE id = 2")
    (finding,) = services.verify()
    assert (finding.kind, finding.what) == ("rows", "1")


def test_clean_removes_only_what_no_list_names(ledger: Path, vocabulary: Vocabulary) -> None:
    post(vocabulary, figure())
    sealed = services.seal()
    assert sealed is not None
    folder = sealed.file.parent
    orphans = {folder / "figures-00000002-00000002-000000000000.parquet", folder / "figures-77.draft"}
    others = {folder / "dams-00000001-00000001-000000000000.parquet", folder / "ghi-chu.txt", sealed.file}
    for file in (orphans | others) - {sealed.file}:
        file.write_bytes(b"x")
    assert set(services.clean()) == orphans
    assert set(folder.iterdir()) == others
