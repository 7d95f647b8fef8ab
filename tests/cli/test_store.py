from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.files import row, write


def segments(home: Path) -> list[Path]:
    return sorted((home / "segments").glob("*.parquet"))


def test_care_of_the_segments(run: Run, demo_home: Path) -> None:
    before = run("figures", "--csv").out
    assert run("store", "verify").out == "sổ và các tệp đều nguyên vẹn\n"
    sealed = run("store", "seal")
    (file,) = segments(demo_home)
    assert (sealed.status, sealed.out) == (0, f"đã niêm phong đợt ghi 1–2 (574 dòng) vào {file.name}\n")
    assert run("store", "seal").out == "không có gì để niêm phong\n"
    assert run("figures", "--csv").out == before
    assert run("store", "rebuild", "--lang", "en").out == "no segment needs to be made anew\n"
    assert run("store", "clean", "--lang", "en").out == "no file to remove\n"


def test_a_damaged_segment_is_found_and_made_anew(run: Run, demo_home: Path) -> None:
    before = run("figures", "--csv").out
    run("store", "seal")
    (file,) = segments(demo_home)
    file.write_bytes(file.read_bytes()[:-20] + bytes(20))
    told = run("store", "verify")
    assert told.status == 1
    assert told.out.startswith("[damaged] ")
    assert file.name in told.out
    assert "Finding(" not in told.out
    english = run("store", "verify", "--lang", "en")
    assert english.status == 1
    assert english.out != told.out
    mended = run("store", "rebuild")
    assert (mended.status, mended.out) == (0, "đã lập lại tệp của đợt ghi 1–2\n")
    assert run("store", "verify").status == 0
    assert run("figures", "--csv").out == before


def test_a_lost_segment_is_made_anew(run: Run, demo_home: Path) -> None:
    run("store", "seal")
    (file,) = segments(demo_home)
    file.unlink()
    assert run("store", "verify").out.startswith("[missing] ")
    assert run("store", "rebuild").status == 0
    assert run("store", "verify").status == 0
    assert len(segments(demo_home)) == 1


def test_what_nobody_lists_is_removed(run: Run, demo_home: Path) -> None:
    run("store", "seal")
    (file,) = segments(demo_home)
    stray = file.with_name("figures-00000003-00000009-000000000000.parquet")
    stray.write_bytes(b"left by a process that died")
    told = run("store", "clean")
    assert (told.status, told.out) == (0, f"đã xóa {stray.name}\n")
    assert segments(demo_home) == [file]


def test_postings_after_a_seal_are_told_at_once(run: Run, demo_home: Path, tmp_path: Path) -> None:
    run("store", "seal")
    run("load", write(tmp_path / "a.csv", [row("581", known="2021-06-30")]))
    assert "581" in run("compare", "64", "2020").out
    assert "đợt ghi 3–3 (1 dòng)" in run("store", "seal").out
    assert "581" in run("compare", "64", "2020").out
