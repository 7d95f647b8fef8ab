from pathlib import Path

from tests.cli.conftest import Run, process
from tests.cli.files import row, snapshot, write


def test_one_command_from_nothing_to_the_review(tmp_path: Path) -> None:
    told = process("demo", home=tmp_path / "home", cwd=tmp_path)
    assert (told.status, told.err) == (0, "")
    assert told.out.splitlines()[:2] == [
        "published.csv: đợt ghi 1, ghi mới 458 số liệu (trong đó 2 thay số cũ), 0 đã có sẵn",
        "stocks.csv: đợt ghi 2, ghi mới 116 số liệu (trong đó 0 thay số cũ), 0 đã có sẵn",
    ]
    names = {"review.docx", "review.pdf", "review.pptx", "review.html", "press.docx", "figures.csv"}
    assert set(snapshot(tmp_path / "out")) == names
    assert {p.name for p in tmp_path.iterdir()} == {"home", "out"}
    checked = process("explain", "--docx", tmp_path / "out" / "review.docx", home=tmp_path / "home", cwd=tmp_path)
    assert checked.status == 0


def test_again_it_changes_nothing(run: Run, demo_home: Path, demo_out: Path, tmp_path: Path) -> None:
    before = run("figures", "--history", "--csv").out
    told = run("demo", "--out", tmp_path / "out", "--lang", "en")
    assert told.status == 0
    assert "published.csv: all 458 figures are in the ledger already, nothing changed" in told.out
    assert run("figures", "--history", "--csv").out == before
    # In English the second time.
    assert (tmp_path / "out" / "review.docx").read_bytes() != (demo_out / "review.docx").read_bytes()


def test_a_ledger_with_other_figures_is_left_alone(run: Run, home: Path, tmp_path: Path) -> None:
    run("load", write(tmp_path / "a.csv", [row("1")]))
    before = run("figures", "--history", "--csv").out
    vi, en = run("demo", "--out", tmp_path / "out"), run("demo", "--out", tmp_path / "out", "--lang", "en")
    assert vi.status == en.status == 3
    assert "--home" in vi.err
    assert "holds other figures" in en.err
    assert not (tmp_path / "out").exists()
    assert not (home / "texts").exists()
    assert run("figures", "--history", "--csv").out == before
