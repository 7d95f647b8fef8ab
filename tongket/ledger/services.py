"""The only writers of the ledger: post, withhold, and care for the segments."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Literal

from django.db import connection, transaction
from django.db.models import Count

from tongket.core.errors import InvalidInput, NotFound
from tongket.core.figure import Figure, State
from tongket.core.text import Text
from tongket.core.vocabulary import Vocabulary
from tongket.ledger import rules
from tongket.ledger.models import FigureRow, Scale, Source, Withholding
from tongket.ledger.queries import FIGURES, STREAM, compare_scales
from tongket.store import services as store
from tongket.store.batches import batches
from tongket.store.errors import mapped
from tongket.store.models import Posting

_AT_ONCE = 900  # bound parameters in one look-up: every SQLite takes 999
_INSERT_AT_ONCE = 5_000
_STORED = tuple(name for name in rules.Encoded._fields if name != "source")
_stored = attrgetter(*_STORED)
_COLUMNS = ("id", "posting", *_STORED, "source_id", "supersedes", "until", "fingerprint")


@dataclass(frozen=True, slots=True)
class Posted:
    """What a call of `post` did.

    Attributes:
        posting: its number; None where there was nothing new.
        recorded: rows recorded.
        unchanged: figures that were there already, exactly so, or that were withheld.
        superseded: (new row, row it supersedes) for each row recorded that has one known before it.
        overruled: rows among the unchanged in whose place another statement of the same day stands: handing the old
            statement in again does not bring it back.
    """

    posting: int | None
    recorded: int
    unchanged: int
    superseded: tuple[tuple[int, int], ...]
    overruled: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a call of `withhold` did: its posting, the rows, and the segments made anew."""

    posting: int
    rows: tuple[int, ...]
    segments: tuple[store.Rewritten, ...]


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A row about to be recorded."""

    id: int
    content: rules.Encoded
    link: rules.Link
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Plan:
    fresh: list[_Fresh]
    unchanged: int
    overruled: tuple[int, ...]


def post(
    figures: Sequence[Figure],
    *,
    actor: str,
    vocabulary: Vocabulary,
    reason: str = "",
    origin: str = "",
    digest: str = "",
) -> Posted:
    """Record figures in one posting: all of them or none.

    Args:
        figures: in any order; one that is in the ledger already, exactly so, is not recorded again.
        actor: opaque id of who records.
        vocabulary: what indicators, places, bodies and bases there are.
        reason: why, in words.
        origin: what they came from, e.g. the name of a file.
        digest: SHA-256 of that file, in hex.

    Raises:
        InvalidInput: a figure cannot be right, or two of them contradict each other.
        NotFound: a figure names what the vocabulary does not have.
        Unavailable: the database fails; nothing is recorded then.
    """
    _check_words(actor, reason, origin, digest)
    rows = [rules.encode(figure, vocabulary) for figure in figures]
    rules.check_unanimous(rows)
    if not rows:
        return Posted(None, 0, 0, ())
    hashed = {row.fingerprint(): row for row in rows}
    with mapped(), transaction.atomic():
        stream = store.locked(STREAM)
        _keep_scales({row.indicator for row in rows}, vocabulary)
        plan = _plan(hashed)
        twice = len(rows) - len(hashed)
        if not plan.fresh:
            return Posted(None, 0, plan.unchanged + twice, (), plan.overruled)
        _insert(plan.fresh, stream.last_posting + 1)
        posting = store.add_posting(
            stream, actor=actor, rows=len(plan.fresh), reason=reason, origin=origin, digest=digest
        )
    superseded = tuple((row.id, row.link.supersedes) for row in plan.fresh if row.link.supersedes is not None)
    return Posted(posting.number, len(plan.fresh), plan.unchanged + twice, superseded, plan.overruled)


def _check_words(actor: str, reason: str, origin: str, digest: str) -> None:
    words = (
        ("người ghi", "the actor", actor),
        ("lý do", "the reason", reason),
        ("nguồn gốc", "the origin", origin),
    )
    for vi, en, text in words:
        rules.check_text(vi, en, text)
    if not actor.strip() or len(actor) > 200 or len(digest) > 64:
        raise InvalidInput(
            "phải ghi rõ người ghi sổ (tối đa 200 ký tự); mã băm dài tối đa 64 ký tự",
            "state who records (at most 200 characters); a digest has at most 64",
        )


def _keep_scales(indicators: set[str], vocabulary: Vocabulary) -> None:
    kept = {s.indicator: (s.unit, s.scale) for s in Scale.objects.all()}
    compare_scales({code: kept[code] for code in indicators & kept.keys()}, vocabulary)
    new = (vocabulary.indicators[code] for code in sorted(indicators - kept.keys()))
    Scale.objects.bulk_create(Scale(indicator=i.code, unit=i.unit, scale=i.scale) for i in new)


def _plan(hashed: dict[str, rules.Encoded]) -> _Plan:
    """Tell the new from the known and link the new. Call with the stream locked: others may post the same keys."""
    chains, known = _standing({row.series for row in hashed.values()})
    next_id = (FigureRow.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    fresh: list[_Fresh] = []
    overruled: list[int] = []
    unchanged = 0
    for fingerprint, row in hashed.items():
        chain = chains[row.key]
        there = known.get(fingerprint)
        if there is None and known:
            there = known.get(rules.withheld_fingerprint(row.key, row.known_from, row.source))
        if there is None:
            fresh.append(_Fresh(next_id, row, chain.add(row.known_from, next_id), fingerprint))
            next_id += 1
            continue
        unchanged += 1
        if chain.overruled(row.known_from, there):
            overruled.append(there)
    return _Plan(fresh, unchanged, tuple(overruled))


def _standing(series: set[str]) -> tuple[dict[tuple[str, str], rules.Chain], dict[str, int]]:
    """Return the chains of the series as they stand, and the row of each fingerprint in them."""
    rows: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
    known: dict[str, int] = {}
    if FigureRow.objects.exists():
        for some in batches(sorted(series), _AT_ONCE):
            found = FigureRow.objects.filter(series__in=some).values_list(
                "series", "measure", "known_from", "id", "fingerprint"
            )
            for its_series, measure, known_from, row, fingerprint in found.iterator(10_000):
                rows[its_series, measure].append((known_from, row))
                known[fingerprint] = row
    chains: dict[tuple[str, str], rules.Chain] = defaultdict(rules.Chain)
    chains.update((key, rules.Chain(its_rows)) for key, its_rows in rows.items())
    return chains, known


def _insert(fresh: Sequence[_Fresh], posting: int) -> None:
    sources = _source_ids({row.content.source for row in fresh})
    day = connection.ops.adapt_datefield_value
    rows = (
        (
            row.id,
            posting,
            *[day(cell) if isinstance(cell, date) else cell for cell in _stored(row.content)],
            sources[row.content.source],
            row.link.supersedes,
            day(row.link.until),
            row.fingerprint,
        )
        for row in fresh
    )
    table, columns = FigureRow._meta.db_table, ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for one in rows:
                    copy.write_row(one)
            return
        # Not bulk_create: on SQLite that takes four times as long with so many columns, and the lock is held meanwhile.
        sql = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
        for some in batches(rows, _INSERT_AT_ONCE):
            cursor.executemany(sql, some)


def _source_ids(addresses: set[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for some in batches(sorted(addresses), _AT_ONCE):
        ids.update(Source.objects.filter(address__in=some).values_list("address", "id"))
        new = [Source(address=address) for address in some if address not in ids]
        ids.update((source.address, source.pk) for source in Source.objects.bulk_create(new))
    return ids


def withhold(row_ids: Sequence[int], *, actor: str, legal_basis: str) -> Withheld:
    """Take the payload of rows away for good, as the law demands of confidential figures.

    Number, range, printed form, decimals and note go, in the database and in the segments; key, dates and source
    stay, and the state becomes confidential. Earlier and later statements of the same figure are rows of their own:
    name them too where they would give it away. Copies made before (backups, exports, an attachment with the
    original file) are outside the ledger's reach.

    Args:
        row_ids: rows; those withheld already are left as they are.
        actor: opaque id of who withholds.
        legal_basis: the provision that demands it.

    Raises:
        InvalidInput: no legal basis, or no row that is not withheld already.
        NotFound: a row does not exist.
        Unavailable: database or disk fail; nothing has changed then.
    """
    _check_words(actor, legal_basis, "", "")
    if not legal_basis.strip():
        raise InvalidInput(
            "phải ghi căn cứ pháp lý của việc giữ kín số liệu", "state the legal basis for withholding the figures"
        )
    with mapped():
        _erase_for_good("before")
        with transaction.atomic():
            stream = store.locked(STREAM)
            rows = _to_withhold(set(row_ids))
            for row in rows:
                _null(row, stream.last_posting + 1)
            segments = tuple(store.rewrite(FIGURES, stream, {row.posting for row in rows}))
            posting = store.add_posting(stream, actor=actor, rows=0, reason=f"withhold: {legal_basis}")
            _log(posting.number, len(rows), legal_basis, segments)
        _erase_for_good("after")
    return Withheld(posting.number, tuple(row.id for row in rows), segments)


def _to_withhold(wanted: set[int]) -> list[FigureRow]:
    found: list[FigureRow] = []
    for some in batches(sorted(wanted), _AT_ONCE):
        found.extend(FigureRow.objects.select_related("source").filter(id__in=some).order_by("id"))
    missing = sorted(wanted - {row.id for row in found})
    if missing:
        listed = ", ".join(map(str, missing[:10]))
        raise NotFound(f"sổ số liệu không có dòng {listed}", f"the ledger has no row {listed}")
    rows = [row for row in found if row.withheld_by is None]
    if not rows:
        raise InvalidInput(
            "không có dòng nào cần giữ kín, hoặc tất cả đã được giữ kín", "no row to withhold, or all are withheld"
        )
    return rows


def _null(row: FigureRow, posting: int) -> None:
    row.value = row.high = row.decimals = None
    row.printed = row.note = ""
    row.state = State.CONFIDENTIAL.value
    row.withheld_by = posting
    row.fingerprint = rules.withheld_fingerprint((row.series, row.measure), row.known_from, row.source.address)
    row.save(update_fields=["value", "high", "decimals", "printed", "note", "state", "withheld_by", "fingerprint"])


def _log(posting: int, rows: int, legal_basis: str, segments: Sequence[store.Rewritten]) -> None:
    if not segments:
        Withholding.objects.create(posting=posting, rows=rows, legal_basis=legal_basis)
    for segment in segments:
        Withholding.objects.create(
            posting=posting,
            rows=rows,
            legal_basis=legal_basis,
            first=segment.first,
            last=segment.last,
            old_sha256=segment.old_sha256,
            new_sha256=segment.new_sha256,
        )


def _erase_for_good(when: Literal["before", "after"]) -> None:
    """Let the database overwrite what was nulled, too, not only forget it. Not inside a caller's transaction."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if when == "before":
                cursor.execute("PRAGMA secure_delete=ON")
            else:
                # The write-ahead log still has the page as it was.
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif when == "after":
            cursor.execute(f"VACUUM {FigureRow._meta.db_table}")


def seal() -> store.Sealed | None:
    """Write the postings that are in no segment into a new one; see `store.services.seal`."""
    return store.seal(FIGURES)


def verify() -> tuple[store.Finding, ...]:
    """Return what does not agree in segments, postings and rows; empty when all is well.

    Raises:
        Unavailable: the database cannot be read.
    """
    return (*store.verify(FIGURES), *_check_rows())


def _check_rows() -> Iterator[store.Finding]:
    with mapped():
        held = dict(
            FigureRow.objects.values_list("posting").annotate(count=Count("id")).values_list("posting", "count")
        )
        for number, rows in Posting.objects.filter(stream__name=STREAM).values_list("number", "rows"):
            found = held.pop(number, 0)
            if found != rows:
                yield _wrong_rows(number, rows, found)
        for number, found in held.items():
            yield _wrong_rows(number, 0, found)


def _wrong_rows(posting: int, recorded: int, found: int) -> store.Finding:
    return store.Finding(
        "rows",
        str(posting),
        Text(
            f"lần ghi sổ {posting} ghi {recorded} dòng nhưng có {found} dòng; hãy khôi phục từ bản sao lưu",
            f"posting {posting} recorded {recorded} rows and has {found}; restore from a backup",
        ),
    )


def rebuild() -> tuple[store.Rewritten, ...]:
    """Make missing and damaged segments anew; see `store.services.rebuild`."""
    return store.rebuild(FIGURES)


def clean() -> tuple[Path, ...]:
    """Remove files that no segment list names; see `store.services.clean`."""
    return store.clean(FIGURES)
