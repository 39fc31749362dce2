"""PDF files: opened with pypdfium2, with poppler where that fails."""

from __future__ import annotations

from pathlib import Path

from ocr.settings import ReadSettings
from ocr.sources import FileSource


def open_pdf(path: Path, settings: ReadSettings) -> FileSource:
    """Open a PDF with the first library that can; raises `EncryptedFile` or `DamagedFile`."""
    from ocr.errors import DamagedFile, EncryptedFile, ProtectedFile
    from ocr.pdf.document import PdfiumFile
    from ocr.pdf.poppler import PopplerFile

    try:
        pdfium = PdfiumFile(path, settings)
    except (DamagedFile, EncryptedFile) as first:
        try:
            return PopplerFile(path, settings)
        except EncryptedFile:
            raise
        except DamagedFile as second:
            if isinstance(first, ProtectedFile):
                raise first from second
            raise DamagedFile(f"{first.detail}; {second.detail}") from first
    if pdfium.seems_hollow():
        # Every page is empty: either a blank document, or a damaged one whose pages were not found.
        try:
            other = PopplerFile(path, settings)
        except (DamagedFile, EncryptedFile):
            pdfium.close()
            raise
        other.close()
        if not pdfium.first_page_opens():
            pdfium.close()
            raise DamagedFile("no page can be loaded")
    return pdfium
