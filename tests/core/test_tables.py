from importlib.resources import files
from pathlib import Path

import pytest

from tongket.core.errors import InvalidInput
from tongket.core.tables import read_table, split_list

HEADER = "code,name_vi,name_en,aliases\n"


def _folder(path: Path, name: str, text: str) -> Path:
    path.mkdir(exist_ok=True)
    (path / name).write_text(text, encoding="utf-8")
    return path


def test_rows_are_text_in_file_order() -> None:
    rows = read_table("bodies.csv")
    assert rows[0] == {
        "code": "department",
        "name_vi": "Sở Công Thương",
        "name_en": "Department of Industry and Trade",
        "aliases": "sct|so cong thuong",
    }
    assert [r["code"] for r in rows][-2:] == ["enterprise", "register"]


@pytest.mark.parametrize("name", sorted(f.name for f in files("tongket.core").joinpath("data").iterdir()))
def test_every_table_of_the_product_can_be_read(name: str) -> None:
    rows = read_table(name)
    assert rows
    assert all(cell == cell.strip() for row in rows for cell in row.values())


def test_a_folder_adds_rows(tmp_path: Path) -> None:
    own = read_table("bodies.csv")
    one = _folder(tmp_path / "one", "bodies.csv", HEADER + "power-company,Công ty Điện lực,Power Company,pc\n")
    two = _folder(tmp_path / "two", "units.csv", "not read for bodies\n")
    rows = read_table("bodies.csv", [one, two])
    assert rows[:-1] == own
    assert rows[-1]["name_vi"] == "Công ty Điện lực"


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "excel", "bodies.csv", "\ufeff" + HEADER + "x,X,X,\n")
    assert read_table("bodies.csv", [folder])[-1] == {"code": "x", "name_vi": "X", "name_en": "X", "aliases": ""}


def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    (tmp_path / "bodies.csv").write_bytes((HEADER + "x,Sở,X,\n").encode("utf-16"))
    with pytest.raises(InvalidInput) as refused:
        read_table("bodies.csv", [tmp_path])
    assert all(str(tmp_path / "bodies.csv") in message and "CSV UTF-8" in message for message in refused.value.text)


def test_a_heading_alone_adds_nothing(tmp_path: Path) -> None:
    assert read_table("bodies.csv", [_folder(tmp_path / "x", "bodies.csv", HEADER)]) == read_table("bodies.csv")


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("code,name_vi,name_en\nx,X,X\n", "các cột phải là code, name_vi", "the columns must be code, name_vi"),
        ("code,name_en,name_vi,aliases\nx,X,X,\n", "các cột phải là", "the columns must be"),
        ("code;name_vi;name_en;aliases\nx;X;X;\n", "các cột phải là", "the columns must be"),
        (HEADER + "x,X,X,\ny,Y,Y\n", "dòng 3", "line 3"),
        (HEADER + "x,X,X,a,b\n", "dòng 2", "line 2"),
    ],
)
def test_wrong_columns_are_refused(tmp_path: Path, text: str, vi: str, en: str) -> None:
    folder = _folder(tmp_path / "province", "bodies.csv", text)
    with pytest.raises(InvalidInput) as refused:
        read_table("bodies.csv", [folder])
    assert vi in refused.value.message("vi")
    assert en in refused.value.message("en")
    assert all(str(folder / "bodies.csv") in message for message in refused.value.text)


@pytest.mark.parametrize(
    ("cell", "mark", "parts"),
    [
        ("", "|", ()),
        (" | ", "|", ()),
        ("a", "|", ("a",)),
        ("a| b b |c", "|", ("a", "b b", "c")),
        ("a;b|c", ";", ("a", "b|c")),
    ],
)
def test_split_list(cell: str, mark: str, parts: tuple[str, ...]) -> None:
    assert split_list(cell, mark) == parts
