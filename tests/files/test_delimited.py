import pytest

from tongket.files.delimited import read_delimited
from tongket.files.faults import Refused
from tongket.files.limits import LIMITS, Limits
from tongket.files.sheet import Kind

TABLE = [["Chỉ tiêu", "Kỳ"], ["a b", "1,5"], ["", "x"]]


def texts(data: bytes, limits: Limits = LIMITS) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read_delimited(data, "a.csv", limits).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [";", "\t", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_delimiters_that_are_read(encoding: str, mark: str, end: str) -> None:
    lines = [f"Chỉ tiêu{mark}Kỳ", f'a b{mark}"1,5"', f"{mark}x"]
    assert texts(end.join(lines).encode(encoding)) == TABLE


def test_the_delimiter_is_that_of_the_headings_not_of_the_figures() -> None:
    assert texts(b"# tongket, locale=vi\na;b\n1,5,6;2,5,7,8,9")[2] == ["1,5,6", "2,5,7,8,9"]


def test_an_empty_cell_is_empty_and_blanks_count_as_indentation() -> None:
    rows = list(read_delimited(b"a,b\n  c, \n", "a.csv", LIMITS).rows())
    assert [cell.kind for cell in rows[1]] == [Kind.TEXT, Kind.EMPTY]
    assert rows[1][0].indent == 2
    assert rows[1][0].address == "A2"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("Chỉ tiêu;Kỳ\nDoanh thu;1".encode("cp1258", "ignore") + b"\xd2\xff", "UTF-8"),
        ("a,b".encode("utf-16-le"), "binary"),
        (b"a,b\n1,\x00", "binary"),
        (b'a,b\n"1,2\n3,4\n', "quotation"),
        (b"\xff\xfea", "UTF-8"),
    ],
)
def test_text_that_cannot_be_read_is_refused_with_what_to_do(data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        texts(data)


def test_a_bad_byte_is_found_by_its_line() -> None:
    with pytest.raises(Refused) as caught:
        texts(b"a,b\nc,d\ne,\xe9\n")
    assert "dòng 3" in caught.value.message("vi")


def test_more_rows_than_allowed_are_refused() -> None:
    with pytest.raises(Refused, match="more than 3 rows"):
        texts(b"a,b\n" * 4, Limits(rows=3))
    with pytest.raises(Refused, match="or 10 cells"):
        texts(b"," * 20, Limits(cells=10))
