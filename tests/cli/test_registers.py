"""`tongket registers`, as its user types it: import, list, totals beside what was published, undo."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEAD = "Mã,Tên,Tình trạng,Loại nguồn,Công suất (MW),Địa bàn\n"
ROWS = """H1,Ialy,đang vận hành,thủy điện,720,Gia Lai
H2,Sê San 3,đang vận hành,thủy điện,260,Gia Lai
W1,Chư Prông,được phép khảo sát,điện gió,50,Gia Lai
"""


@pytest.fixture
def table(run: Run) -> Path:
    path = Path("du-an.csv")
    path.write_text(HEAD + ROWS, encoding="utf-8")
    return path


def take(run: Run, table: Path, *words: str) -> str:
    done = run("registers", "import", "power", table, "--day", "2016-12-31", "--locale", "vi", *words)
    assert (done.status, done.err) == (0, "")
    return done.out


def test_a_dry_run_then_the_import_then_the_list(run: Run, table: Path) -> None:
    assert "xem thử, chưa ghi: 3 bản ghi mới" in take(run, table, "--dry-run")
    assert "0 dự án tại ngày" in run("registers", "list", "power", "--day", "2016-12-31").out
    assert "hoàn tác: tongket registers undo power 1" in take(run, table)
    listed = run("registers", "list", "power", "--day", "2016-12-31", "--place", "Gia Lai", "--text", "se san").out
    assert "Sê San 3" in listed
    assert "1 dự án tại ngày 31/12/2016" in listed
    assert "0 dự án" in run("registers", "list", "power", "--day", "2016-12-30").out


def test_an_export_comes_back_and_changes_nothing(run: Run, table: Path) -> None:
    take(run, table)
    assert "3 bản ghi → ra.csv" in run("registers", "export", "power", "--day", "2020-12-31", "--to", "ra.csv").out
    done = run("registers", "import", "power", "ra.csv", "--day", "2020-12-31", "--locale", "en")
    assert "0 bản ghi mới, 0 thay đổi, 3 giữ nguyên" in done.out


def test_what_the_register_lacks_of_what_was_published(demo_home: Path, run: Run, table: Path) -> None:
    take(run, table)
    words = ("registers", "totals", "power", "--day", "2020-12-31", "--place", "Gia Lai")
    done = run(*words)
    assert "số dự án điện, đang vận hành, thủy điện: công bố 49, sổ có 2; thiếu 47" in done.out
    assert "công suất nguồn điện, đang vận hành, thủy điện: công bố 2.246,15, sổ có 980; thiếu 1.266,15" in done.out
    # 115 projects of any stage are no state of a project, so nothing is compared with them.
    assert "115" not in done.out
    assert "đã ghi 4 số liệu vào sổ" in run(*words, "--post").out
    figures = run("figures", "--indicator", "power.capacity", "--place", "Gia Lai", "--period", "2020", "--csv").out
    assert "980" in figures
    # The review says what was published, and does not mix the register's own count into it.
    run("review", "vn.64@1997", "2020", "--out", "ra")
    page = Path("ra/review.html").read_text(encoding="utf-8")
    assert "2.246,15" in page
    assert ">980<" not in page


def test_a_row_without_a_code_is_shown_what_it_may_be(run: Run, table: Path) -> None:
    take(run, table)
    more = Path("them.csv")
    rows = [
        ",Nhà máy thủy điện Ialy,đang vận hành,thủy điện,720,Gia Lai", ",Ialy,đang vận hành,thủy điện,360,Gia Lai",
        ",Sông Hinh,đang vận hành,thủy điện,70,Gia Lai",
    ]  # fmt: skip
    more.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    done = run("registers", "import", "power", more, "--day", "2016-12-31", "--locale", "vi")
    assert done.status == 3
    sure, unsure, none = done.err.splitlines()
    assert "dòng 2: Nhà máy thủy điện Ialy: chưa có mã; là H1 (Ialy)?" in sure
    assert "có thể là H1 (Ialy), nhưng chưa chắc" in unsure
    assert "không giống bản ghi nào" in none


def test_an_undo_and_what_is_wrong(run: Run, table: Path) -> None:
    take(run, table)
    assert run("registers", "undo", "power", "1", "--reason", "nhầm tệp").status == 0
    assert "0 dự án" in run("registers", "list", "power", "--day", "2020-12-31").out
    # What was taken back may come in again.
    take(run, table)
    assert "3 dự án" in run("registers", "list", "power", "--day", "2020-12-31").out
    assert run("registers", "undo", "power", "3", "--reason", "nhầm tệp").status == 0
    again = run("registers", "undo", "power", "1", "--reason", "nhầm tệp")
    assert (again.status, again.out) == (3, "")
    assert run("registers", "list", "dams").status == 2
    table.write_text(HEAD + "H9,Ialy,đang vận hành,thủy điện,720000,Gia Lai\n", encoding="utf-8")
    wrong = run("registers", "import", "power", table, "--day", "2016-12-31", "--locale", "vi")
    assert wrong.status == 3
    assert "720.000 MW lớn hơn mức của bất kỳ dự án nào cùng loại" in wrong.err
    assert run("registers", "import", "power", "khong-co.csv", "--day", "2016-12-31").status == 3
