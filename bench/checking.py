"""Reading and checking texts: article-sized texts a second on one core, and a Word file of some 300 pages."""

import json
import statistics
import tempfile
import time
from pathlib import Path

from tongket.core.vocabulary import vocabulary
from tongket.prose.read import read
from tongket.prose.verify import verify

SAMPLES = Path(__file__).parents[1] / "tests" / "samples" / "claims"
ARTICLE, PAGE = 2_000, 2_800
"""Letters of an article; letters of a page of an official report in 14 pt."""


def texts() -> list[str]:
    """Return the development set's texts joined and cut into articles."""
    joined = "\n\n".join(
        json.loads(line)["text"]
        for path in sorted(SAMPLES.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return [joined[at : at + ARTICLE] for at in range(0, len(joined) - ARTICLE, ARTICLE)]


def main() -> None:
    """Print texts a second, and the seconds a long document takes step by step."""
    words = vocabulary()
    articles = texts()
    read(articles[0], words)
    rates, both = [], []
    for _ in range(5):
        begun = time.process_time()
        readings = [read(article, words) for article in articles]
        middle = time.process_time()
        for reading in readings:
            verify(reading, words)
        rates.append(len(articles) / (middle - begun))
        both.append(len(articles) / (time.process_time() - begun))
    claims = sum(len(r.claims) for r in readings) / len(readings)
    print(f"{len(articles)} articles of {ARTICLE} letters, {claims:.0f} claims each, one core")
    print(f"read             {statistics.median(rates):6.0f} texts/s (goal 200)")
    print(f"read and verify  {statistics.median(both):6.0f} texts/s")
    _document("\n\n".join(articles))


def _document(text: str) -> None:
    from docx import Document

    from tongket.files.text import read_document
    from tongket.review.check import check_text

    pages = 300
    whole = (text * (pages * PAGE // len(text) + 1))[: pages * PAGE]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.docx"
        file = Document()
        for paragraph in whole.split("\n"):
            file.add_paragraph(paragraph)
        file.save(str(path))
        begun = time.perf_counter()
        document = read_document(path)
        middle = time.perf_counter()
        checked = check_text(document, vocabulary())
        done = time.perf_counter()
    claims = len(checked.reading.claims)
    print(f"{pages}-page docx, {claims} claims: {done - begun:.1f} s (goal 10 s): text {middle - begun:.1f} s")


if __name__ == "__main__":
    main()
