"""Writes a document as a Word file."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from tongket.review.document import Document
from tongket.review.word import letterhead, styles
from tongket.review.word.binding import Binder
from tongket.review.word.blocks import Builder
from tongket.review.word.container import WordFile
from tongket.review.word.markup import Element, keep_with_next, paragraph, q, run
from tongket.review.wording import file_day


def write_word(document: Document, path: Path, *, charts: Mapping[int, bytes], template: Path | None = None) -> None:
    """Write a document as a Word file after Decree 30/2020/NĐ-CP, every number bound to its figure.

    The same document, charts and template give the same bytes.

    Args:
        document: what to write.
        path: where; a file there is replaced.
        charts: PNG pictures by position of the chart in reading order, from 0.
        template: a .docx of the department's own, whose styles, headers, footers and page set-up are kept. Its text is
            replaced, unless one of its paragraphs is `{{tongket}}`: then the review goes there, and everything
            around it stays, its letterhead in place of the review's.

    Raises:
        InvalidInput: the template cannot be used, or a number's id is none.
        Unavailable: a chart was not drawn, or the file cannot be written.
    """
    file = WordFile(document.lang, template, compact=document.letterhead is None)
    binder = Binder(file.free_id("bookmarkStart"), file.free_id("sdt"))
    locale = styles.LOCALES[document.lang]
    build = Builder(
        lang=document.lang,
        run_lang=None if styles.default_language(file.styles_element) == locale else locale,
        styles=file.styles,
        binder=binder,
        width=file.width,
        charts=charts,
        add_picture=file.add_picture,
        drawing=file.free_id("docPr"),
        number_headings=document.letterhead is not None,
        numbered_styles=frozenset(
            file.styles[role]
            for role in ("heading1", "heading2")
            if styles.numbered(file.styles_element, file.styles[role])
        ),
    )
    file.fill(list(_content(document, build, whole=not file.marked)))
    file.attach(binder.part(document.as_of, document.posting))
    author = document.letterhead.issuer if document.letterhead else document.properties.get("author", "")
    file.describe(document.lang, document.title, author, file_day(document), document.properties)
    file.save(path)


def _content(document: Document, build: Builder, *, whole: bool) -> Iterator[Element]:
    """Yield everything in order; not `whole`: a template has its own head and foot."""
    head = document.letterhead if whole else None
    if head:
        yield from letterhead.head(head, build)
    elif document.letterhead is None:
        yield paragraph(build.styles["title"], [run(document.title, build.look())])
    body = [e for section in document.sections if not section.annex for e in build.section(section)]
    if head:
        # A signature must not stand on a page alone.
        if body and body[-1].tag == q("p"):
            keep_with_next(body[-1])
        body.extend(letterhead.foot(head, build))
    yield from body
    for section in document.sections:
        if section.annex and document.letterhead:
            yield from letterhead.annex(section, document.letterhead, build)
        elif section.annex:
            yield from build.section(section)
