import dataclasses
import io
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

from tests.review import samples
from tests.review.office import convert, needs_office
from tongket.core.errors import InvalidInput
from tongket.review import bound
from tongket.review.bound import BoundNumber, read_bound
from tongket.review.document import Section
from tongket.review.word import container, write_word
from tongket.review.word.markup import Element, W, q

MAIN = "word/document.xml"
FIRST, SECOND = samples.OUTPUT, samples.RETAIL


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Three numbers in two paragraphs, the first figure printed twice."""
    blocks = (
        samples.para("Ước đạt ", FIRST, "\u00a0tỷ đồng; bán lẻ ", SECOND, ", tăng."),
        samples.para("Như vậy mới đạt ", dataclasses.replace(FIRST, text="22,5"), " nghìn tỷ."),
    )
    path = tmp_path_factory.mktemp("bound") / "small.docx"
    write_word(dataclasses.replace(samples.press_note(), sections=(Section("x", "", blocks),)), path, charts={})
    return path.read_bytes()


Edit = Callable[[Element], None]


def edited(
    data: bytes, folder: Path, edit: Edit | None = None, without: tuple[str, ...] = ()
) -> tuple[BoundNumber, ...]:
    """Change the text as a program or a person would, and read the file again."""
    path = folder / "edited.docx"
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == MAIN and edit:
                root = etree.fromstring(content)
                edit(root)
                content = etree.tostring(root)
            if not name.startswith(without or ("\0",)):
                target.writestr(name, content)
    return read_bound(path).numbers


def texts(numbers: tuple[BoundNumber, ...]) -> list[str | None]:
    return [number.text for number in numbers]


def controls(root: Element) -> list[Element]:
    return list(root.iter(q("sdt")))


def parent(element: Element) -> Element:
    above = element.getparent()
    assert above is not None
    return above


def content(control: Element) -> Element:
    found = control.find(q("sdtContent"))
    assert found is not None
    return found


def unwrap(control: Element) -> None:
    """What Word's “Remove content control” does."""
    above = parent(control)
    place = above.index(control)
    above[place : place + 1] = list(content(control))


def drop(root: Element, *tags: str) -> None:
    for tag in tags:
        for element in list(root.iter(q(tag))):
            parent(element).remove(element)


def drop_bookmarks(root: Element) -> None:
    drop(root, "bookmarkStart", "bookmarkEnd")


def xml(text: str) -> Element:
    return etree.fromstring(f'<w:x xmlns:w="{W}">{text}</w:x>')[0]


def test_an_untouched_file(small: bytes, tmp_path: Path) -> None:
    numbers = edited(small, tmp_path)
    assert [(n.id, n.occurrence, n.key, n.printed, n.text, n.found_by, n.posting) for n in numbers] == [
        (FIRST.id, 1, FIRST.key, "22.519", "22.519", "tag", samples.POSTING),
        (SECOND.id, 1, SECOND.key, "75.000", "75.000", "tag", samples.POSTING),
        (FIRST.id, 2, FIRST.key, "22,5", "22,5", "tag", samples.POSTING),
    ]


class TestPeople:
    def test_a_number_is_changed(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            next(controls(root)[0].iter(q("t"))).text = "22.915"

        numbers = edited(small, tmp_path, edit)
        assert texts(numbers) == ["22.915", "75.000", "22,5"]
        assert numbers[0].printed == "22.519"

    def test_word_splits_the_runs(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            inside = content(controls(root)[0])
            inside[:] = [
                xml(f"<w:r><w:rPr><w:noProof/></w:rPr><w:t>{piece}</w:t></w:r>") for piece in ("22", ".5", "19")
            ]
            inside.insert(1, xml('<w:proofErr w:type="spellStart"/>'))

        assert edited(small, tmp_path, edit)[0].text == "22.519"

    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("1", "", "122.519"),
            ("", "5", "22.5195"),
            ("1.", "", "1.22.519"),
            ("", ",75", "22.519,75"),
            ("mới ", "", "22.519"),
            ("", ", so", "22.519"),
            ("2020 ", ". Năm", "22.519"),
        ],
    )
    def test_digits_typed_beside_a_control_are_part_of_what_is_read(
        self, before: str, after: str, expected: str, small: bytes, tmp_path: Path
    ) -> None:
        def edit(root: Element) -> None:
            control = controls(root)[0]
            control.addprevious(xml(f'<w:r><w:t xml:space="preserve">{before}</w:t></w:r>'))
            control.addnext(xml(f'<w:r><w:t xml:space="preserve">{after}</w:t></w:r>'))

        assert edited(small, tmp_path, edit)[0].text == expected

    def test_a_control_is_unwrapped(self, small: bytes, tmp_path: Path) -> None:
        numbers = edited(small, tmp_path, lambda root: unwrap(controls(root)[0]))
        assert texts(numbers) == ["22.519", "75.000", "22,5"]
        assert [n.found_by for n in numbers] == ["bookmark", "tag", "tag"]

    def test_bookmarks_are_removed(self, small: bytes, tmp_path: Path) -> None:
        numbers = edited(small, tmp_path, drop_bookmarks)
        assert [(n.occurrence, n.text, n.found_by) for n in numbers] == [
            (1, "22.519", "tag"),
            (1, "75.000", "tag"),
            (2, "22,5", "tag"),
        ]

    def test_a_number_is_deleted_with_all_its_marks(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            control = controls(root)[1]
            for element in (control.getprevious(), control.getnext(), control):
                assert element is not None
                parent(element).remove(element)

        numbers = edited(small, tmp_path, edit)
        assert texts(numbers) == ["22.519", None, "22,5"]
        assert (numbers[1].key, numbers[1].printed, numbers[1].found_by) == (SECOND.key, "75.000", None)

    @pytest.mark.parametrize("emptied", ["", '<w:r><w:t xml:space="preserve"> </w:t></w:r>'])
    def test_a_control_is_emptied(self, emptied: str, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            content(controls(root)[1])[:] = [xml(emptied)] if emptied else []

        assert texts(edited(small, tmp_path, edit)) == ["22.519", None, "22,5"]

    def test_an_emptied_control_shows_an_invitation(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            control = controls(root)[1]
            next(control.iter(q("sdtPr"))).append(xml("<w:showingPlcHdr/>"))
            next(control.iter(q("t"))).text = "Bấm để nhập văn bản 1."

        assert edited(small, tmp_path, edit)[1].text is None

    def test_the_number_is_typed_anew_beside_an_emptied_control(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            content(controls(root)[1])[:] = []
            controls(root)[1].addnext(xml("<w:r><w:t>76.000</w:t></w:r>"))

        number = edited(small, tmp_path, edit)[1]
        assert (number.text, number.found_by) == ("76.000", "bookmark")

    def test_a_control_is_moved_out_of_its_bookmark(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            last = list(root.iter(q("p")))[-1]
            last.append(controls(root)[0])

        numbers = edited(small, tmp_path, edit)
        assert [(n.occurrence, n.text, n.found_by) for n in numbers] == [
            (1, "22.519", "tag"),
            (1, "75.000", "tag"),
            (2, "22,5", "tag"),
        ]

    def test_a_control_is_copied(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            last = list(root.iter(q("p")))[-1]
            last.append(xml(etree.tostring(controls(root)[1]).decode()))

        numbers = edited(small, tmp_path, edit)
        assert len(numbers) == 4
        assert numbers[3] == dataclasses.replace(numbers[1], occurrence=2)

    def test_a_number_of_another_review_is_pasted(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            copy = etree.tostring(controls(root)[1]).decode().replace(SECOND.id, samples.EXPORT.id)
            list(root.iter(q("p")))[-1].append(xml(copy))

        assert edited(small, tmp_path, edit)[3] == BoundNumber(samples.EXPORT.id, 1, None, None, "75.000", "tag", None)

    def test_paragraphs_are_added_with_python_docx(self, small: bytes, tmp_path: Path) -> None:
        document = docx.Document(io.BytesIO(small))
        document.paragraphs[0].insert_paragraph_before("Một đoạn có số 12.345 không gắn với gì.")
        document.add_paragraph("Đoạn cuối.")
        document.save(str(tmp_path / "more.docx"))
        assert texts(read_bound(tmp_path / "more.docx").numbers) == ["22.519", "75.000", "22,5"]

    def test_a_bookmark_spans_runs_and_paragraphs(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            end = controls(root)[0].getnext()
            unwrap(controls(root)[0])
            assert end is not None
            list(root.iter(q("p")))[-1].insert(1, end)

        number = edited(small, tmp_path, edit)[0]
        assert number.text == "22.519\u00a0tỷ đồng; bán lẻ 75.000, tăng."
        assert number.found_by == "bookmark"


class TestTrackedChanges:
    def test_they_read_as_accepted(self, small: bytes, tmp_path: Path) -> None:
        who = 'w:id="9" w:author="A" w:date="2021-01-08T00:00:00Z"'

        def edit(root: Element) -> None:
            content(controls(root)[0])[:] = [
                xml("<w:r><w:t>22.</w:t></w:r>"),
                xml(f"<w:del {who}><w:r><w:delText>519</w:delText></w:r></w:del>"),
                xml(f"<w:ins {who}><w:r><w:t>600</w:t></w:r></w:ins>"),
            ]

        assert edited(small, tmp_path, edit)[0].text == "22.600"

    @pytest.mark.parametrize("tag", ["del", "moveFrom"])
    def test_a_deleted_number_is_lost(self, tag: str, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            inside = content(controls(root)[1])
            wrapper = etree.SubElement(inside, q(tag), {q("id"): "9"})
            wrapper.append(inside[0])

        assert texts(edited(small, tmp_path, edit)) == ["22.519", None, "22,5"]

    def test_a_moved_number_is_found_where_it_went(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            control = controls(root)[1]
            copy = xml(etree.tostring(control).decode())
            gone = etree.Element(q("moveFrom"))
            control.addprevious(gone)
            gone.append(control)
            etree.SubElement(list(root.iter(q("p")))[-1], q("moveTo")).append(copy)

        numbers = edited(small, tmp_path, edit)
        assert texts(numbers) == ["22.519", "75.000", "22,5"]

    def test_a_deleted_row_takes_its_numbers(self, tmp_path: Path) -> None:
        path = tmp_path / "review.docx"
        write_word(samples.review(), path, charts=samples.charts())

        def edit(root: Element) -> None:
            row = next(r for r in root.iter(q("tr")) if "Thủy điện" in "".join(t.text or "" for t in r.iter(q("t"))))
            properties = row.find(q("trPr"))
            assert properties is not None
            etree.SubElement(properties, q("del"), {q("id"): "9"})

        numbers = edited(path.read_bytes(), tmp_path, edit)
        lost = [(n.id, n.occurrence) for n in numbers if n.text is None]
        assert lost == [(samples.HYDRO[0].id, 2), (samples.HYDRO[1].id, 2)]


class TestPrograms:
    @pytest.mark.parametrize(
        ("lost", "found_by"),
        [(("tag",), "alias"), (("tag", "alias"), "bookmark"), (("sdtPr",), "bookmark")],
    )
    def test_each_mark_leads_there(self, lost: tuple[str, ...], found_by: str, small: bytes, tmp_path: Path) -> None:
        numbers = edited(small, tmp_path, lambda root: drop(root, *lost))
        assert texts(numbers) == ["22.519", "75.000", "22,5"]
        assert {n.found_by for n in numbers} == {found_by}

    @pytest.mark.parametrize("also", [drop_bookmarks, lambda root: drop(root, "sdtPr"), lambda root: drop(root, "tag")])
    def test_without_the_list_ids_and_occurrences_come_back(self, also: Edit, small: bytes, tmp_path: Path) -> None:
        numbers = edited(small, tmp_path, also, without=("customXml/",))
        assert [(n.id, n.occurrence, n.text) for n in numbers] == [
            (FIRST.id, 1, "22.519"),
            (SECOND.id, 1, "75.000"),
            (FIRST.id, 2, "22,5"),
        ]
        assert {(n.key, n.printed, n.posting) for n in numbers} == {(None, None, None)}

    def test_with_the_list_alone_all_are_lost(self, small: bytes, tmp_path: Path) -> None:
        def edit(root: Element) -> None:
            drop_bookmarks(root)
            drop(root, "sdtPr")

        numbers = edited(small, tmp_path, edit)
        assert texts(numbers) == [None, None, None]
        assert [n.key for n in numbers] == [FIRST.key, SECOND.key, FIRST.key]

    def test_text_boxes_count_once(self, small: bytes, tmp_path: Path) -> None:
        mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"

        def edit(root: Element) -> None:
            control = controls(root)[1]
            both = etree.Element(f"{{{mc}}}AlternateContent")
            control.addprevious(both)
            copy = xml(etree.tostring(control).decode())
            etree.SubElement(both, f"{{{mc}}}Choice").append(control)
            etree.SubElement(both, f"{{{mc}}}Fallback").append(copy)

        assert texts(edited(small, tmp_path, edit)) == ["22.519", "75.000", "22,5"]

    def test_strict_open_xml(self, small: bytes, tmp_path: Path) -> None:
        path = tmp_path / "strict.docx"
        strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
        with zipfile.ZipFile(io.BytesIO(small)) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                target.writestr(name, source.read(name).replace(W.encode(), strict))
        assert texts(read_bound(path).numbers) == ["22.519", "75.000", "22,5"]


class TestRefused:
    def test_a_document_without_numbers_of_ours(self, tmp_path: Path) -> None:
        document = docx.Document()
        document.add_paragraph("Công văn thường, có số 22.519.")
        document.save(str(tmp_path / "plain.docx"))
        with pytest.raises(InvalidInput) as caught:
            read_bound(tmp_path / "plain.docx")
        assert "không có số liệu gắn kết" in caught.value.message("vi")

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"PK\x03\x04 broken",
            "Số liệu".encode(),
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        ],
    )
    def test_what_is_no_word_file(self, data: bytes, tmp_path: Path) -> None:
        path = tmp_path / "x.docx"
        path.write_bytes(data)
        with pytest.raises(InvalidInput):
            read_bound(path)

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput):
            read_bound(tmp_path / "none.docx")

    def test_another_office_file(self, tmp_path: Path) -> None:
        path = tmp_path / "x.docx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        with pytest.raises(InvalidInput, match="not a Word file"):
            read_bound(path)

    def test_a_damaged_entry(self, small: bytes, tmp_path: Path) -> None:
        path = tmp_path / "x.docx"
        middle = len(small) // 2
        path.write_bytes(small[:middle] + bytes(b ^ 0xFF for b in small[middle : middle + 40]) + small[middle + 40 :])
        with pytest.raises(InvalidInput, match="damaged"):
            read_bound(path)

    def test_a_bomb(self, small: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(container, "LIMITS", replace(container.LIMITS, inflated_bytes=2 * 2**20))
        path = tmp_path / "bomb.docx"
        path.write_bytes(small)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/media/zero.bin", bytes(3 * 2**20))
        with pytest.raises(InvalidInput, match="too large"):
            read_bound(path)

    def test_a_part_too_large(self, small: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bound, "MAX_XML", 1000)
        path = tmp_path / "x.docx"
        path.write_bytes(small)
        with pytest.raises(InvalidInput, match="too large"):
            read_bound(path)

    def test_entities_are_not_read(self, small: bytes, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("999", encoding="utf-8")
        path = tmp_path / "x.docx"
        with zipfile.ZipFile(io.BytesIO(small)) as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                if name == MAIN:
                    declared = f'<!DOCTYPE w:document [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
                    head, rest = content.split(b"<w:document", 1)
                    content = head + declared + b"<w:document" + rest.replace(b">22.519<", b">&e;22.519<")
                target.writestr(name, content)
        assert "999" not in str(texts(read_bound(path).numbers))


@pytest.mark.office
@needs_office
def test_every_number_is_found_after_libreoffice(tmp_path: Path) -> None:
    path, profile = tmp_path / "review.docx", tmp_path / "profile"
    write_word(samples.review(), path, charts=samples.charts())
    expected = [(n.id, n.text) for n in samples.review().numbers()]
    again = read_bound(convert(path, "docx", tmp_path / "docx", profile))
    assert [(n.id, n.text) for n in again.numbers] == expected
    assert [n.printed for n in again.numbers] == [text for _, text in expected]
    assert (again.as_of, again.posting) == (samples.review().as_of, samples.POSTING)
    odt = convert(path, "odt", tmp_path / "odt", profile)
    through = read_bound(convert(odt, "docx", tmp_path / "odt", profile))
    assert Counter((n.id, n.occurrence, n.text) for n in through.numbers) == Counter(
        (n.id, n.occurrence, n.text) for n in again.numbers
    )
    assert {n.key for n in through.numbers} == {None}
