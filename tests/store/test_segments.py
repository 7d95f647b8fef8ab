from pathlib import Path
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tongket.store import segments

TABLE = pa.table({"place": ["b", "a", "a"], "row": [1, 3, 2]})


def test_the_same_rows_make_the_same_file(tmp_path: Path) -> None:
    drafts = [segments.write_draft(tmp_path, "s", TABLE, ("place", "row")) for _ in range(2)]
    assert drafts[0].path != drafts[1].path
    assert drafts[0].sha256 == drafts[1].sha256
    names = {segments.publish(draft, "s", 1, 2) for draft in drafts}
    assert names == {f"s-00000001-00000002-{drafts[0].sha256[:12]}.parquet"}
    assert [f.name for f in tmp_path.iterdir()] == list(names)


def test_rows_are_sorted_and_packed(tmp_path: Path) -> None:
    draft = segments.write_draft(tmp_path, "s", TABLE, ("place", "row"))
    assert pq.read_table(draft.path).to_pydict() == {"place": ["a", "a", "b"], "row": [2, 3, 1]}
    meta = pq.ParquetFile(draft.path).metadata
    assert meta.row_group(0).column(0).compression == "ZSTD"
    assert (draft.rows, draft.bytes) == (3, draft.path.stat().st_size)


def test_large_segments_have_modest_row_groups(tmp_path: Path) -> None:
    table = pa.table({"row": range(segments.ROW_GROUP + 1)})
    assert pq.ParquetFile(segments.write_draft(tmp_path, "s", table, ("row",)).path).metadata.num_row_groups == 2


def test_a_draft_that_failed_leaves_nothing(tmp_path: Path) -> None:
    with (
        mock.patch("tongket.store.segments.os.fsync", side_effect=OSError(28, "No space")),
        pytest.raises(OSError, match="space"),
    ):
        segments.write_draft(tmp_path, "s", TABLE, ("row",))
    assert list(tmp_path.iterdir()) == []


def test_faults(tmp_path: Path) -> None:
    draft = segments.write_draft(tmp_path, "s", TABLE, ("row",))
    assert segments.fault(draft.path, draft.sha256) is None
    assert segments.fault(draft.path, "0" * 64) == "damaged"
    assert segments.fault(tmp_path / "none", draft.sha256) == "missing"


def test_only_files_of_the_stream_are_its_own(tmp_path: Path) -> None:
    for name in ("s-1.parquet", "s-2.draft", "s-3.txt", "ss-1.parquet", "t-1.parquet"):
        (tmp_path / name).touch()
    assert [f.name for f in segments.files_of(tmp_path, "s")] == ["s-1.parquet", "s-2.draft"]
    assert segments.files_of(tmp_path / "none", "s") == []
