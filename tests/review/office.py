"""LibreOffice and poppler for the tests that look at what other programs make of our files."""

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PDFINFO = shutil.which("pdfinfo")


needs_office = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
"""Goes with `@pytest.mark.office`."""


def convert(source: Path, kind: str, out: Path, profile: Path) -> Path:
    """Convert a file with LibreOffice; return the new file.

    Args:
        source: the file.
        kind: what it becomes: `pdf`, `docx`, `odt`.
        out: the folder of the new file; another than the source's where the kind is the same.
        profile: a folder for LibreOffice's own settings, so that runs do not meet.
    """
    assert SOFFICE is not None
    out.mkdir(parents=True, exist_ok=True)
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
    done = subprocess.run([*command, "--outdir", str(out), str(source)], capture_output=True, timeout=120, check=False)
    made = out / f"{source.stem}.{kind}"
    assert made.exists(), done.stderr.decode(errors="replace")
    return made


def pages(pdf: Path) -> int:
    """Return how many pages a PDF has."""
    if PDFINFO is None:
        pytest.skip("pdfinfo (poppler) is not installed")
    said = subprocess.run([PDFINFO, str(pdf)], capture_output=True, check=True, text=True).stdout
    return int(next(line.split(":")[1] for line in said.splitlines() if line.startswith("Pages:")))


def pdf_text(pdf: Path) -> str:
    """Return the text of a PDF as poppler reads it."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler) is not installed")
    return subprocess.run([tool, "-layout", str(pdf), "-"], capture_output=True, check=True, text=True).stdout
