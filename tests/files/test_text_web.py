import pytest

from tests.files.texts import PARAGRAPH, tcvn3
from tongket.core.errors import InvalidInput
from tongket.files.text.web import read_web


def _read(html: str) -> str:
    return read_web(html.encode(), "a.html").text


def test_what_a_reader_sees() -> None:
    text = _read(
        "<html><head><title>T</title><style>p{top:1px}</style></head><body><nav>Trang chủ 1</nav>"
        "<script>var x = 2</script><h1>Báo cáo</h1><p>Đạt <b>580</b>\n  triệu&nbsp;USD,<br>tăng 16%.</p>"
        "<p hidden>3</p><div style='display: none'>4</div><!-- 5 --><ul><li>Một</li><li>Hai</li></ul>"
        "<aside>6</aside></body></html>"
    )
    assert text == "Báo cáo\nĐạt 580 triệu\xa0USD,\ntăng 16%.\nMột\nHai\n"


def test_only_the_main_part_where_there_is_one() -> None:
    assert _read("<body><p>bên lề 1</p><main><p>chính 2</p></main><p>3</p></body>") == "chính 2\n"


def test_tables() -> None:
    document = read_web(
        (
            "<p>trước</p><table><caption>Bảng 1 (đvt: tỷ đồng)</caption><thead><tr><th rowspan=2>Chỉ tiêu"
            "<th colspan=2>Năm 2020</tr><tr><th>KH<th>TH</tr></thead>"
            "<tr><td>GO<td>22.918<td><b>22.519</b></tr></table><p>sau</p>"
        ).encode(),
        "a.html",
    )
    (table,) = document.tables
    assert [(c.text, c.row_label, c.heading, c.unit) for c in table.cells] == [
        ("22.918", "GO", "Năm 2020 / KH", "tỷ đồng"),
        ("22.519", "GO", "Năm 2020 / TH", "tỷ đồng"),
    ]
    assert [document.text[c.start : c.end] for c in table.cells] == ["22.918", "22.519"]
    assert document.text.endswith("GO\t22.918\t22.519\nsau\n")


def test_layout_tables_read_as_text() -> None:
    text = _read("<table><tr><td><p>Ngoài 1</p><table><tr><td>A<td>2</tr></table></td></tr></table>")
    assert "Ngoài 1\n" in text
    assert "A\t2" in text


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2021-01-29T10:00:00+07:00">',
        '<meta name="pubdate" content="2021-01-29">',
        '<meta itemprop="datePublished" content="2021-01-29">',
    ],
)
def test_title_and_day(head: str) -> None:
    document = read_web(f"<html><head><title>Gia Lai\n 2020</title>{head}</head><p>580</p></html>".encode(), "a")
    assert (document.title, document.document_date) == ("Gia Lai 2020", "2021-01-29")


def test_no_day() -> None:
    assert read_web(b'<time datetime="2021-13-40">x</time><p>1</p>', "a").document_date is None


@pytest.mark.parametrize("declared", ["windows-1252", "x-user-defined", "utf-8", "no-such-thing"])
def test_old_letters_whatever_is_declared(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>'.encode() + tcvn3(PARAGRAPH) + b"</p></body>"
    assert read_web(page, "a").text == PARAGRAPH + "\n"


def test_declared_encoding_of_a_utf16_page() -> None:
    page = '<html><head><meta charset="utf-16"></head><p>Tăng 6,61%</p></html>'
    assert read_web(page.encode("utf-16"), "a").text == "Tăng 6,61%\n"


def test_nested_beyond_reason() -> None:
    with pytest.raises(InvalidInput, match="nested too deeply"):
        read_web(b"<div>" * 240 + b"580" + b"</div>" * 240, "a.html")


def test_nested_within_reason() -> None:
    assert "580" in _read("<div>" * 150 + "580" + "</div>" * 150)


@pytest.mark.parametrize("html", ["<p>cắt cụt 580 <b", "<table><tr><td colspan=99999999 rowspan=99999999>1", "<", "<p"])
def test_broken_pages_are_read_as_browsers_do(html: str) -> None:
    assert isinstance(_read(html), str)


def test_empty_table() -> None:
    assert _read("<table></table><p>580</p>") == "580\n"
