"""Files inside a file that is itself read: attachments of PDFs and mails, objects in office files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ocr.sniff import PDF
from ocr.text.kinds import DOCX, EML, MSG, PPTX, XLSX

OFFICE = frozenset((DOCX, PPTX, XLSX))
"""Office files that may have files put into them."""


class Embedded(Protocol):
    """The files inside an open file."""

    @property
    def names(self) -> list[str]:
        """Their names as the file gives them, in order."""

    def take(self, number: int, target: Path) -> None:
        """Write the bytes of the one with this number, from 0; raises a subclass of `ReadingError`."""

    def close(self) -> None:
        """Close the file."""


def open_embedded(path: Path, media_type: str) -> Embedded | None:
    """What the file carries, or None for kinds that carry nothing; raises `Unreadable`."""
    if media_type == PDF:
        from ocr.pdf.attached import Attached

        return Attached(path)
    if media_type == EML:
        from ocr.text.mail import Attachments as MailAttachments

        return MailAttachments(path)
    if media_type == MSG:
        from ocr.text.outlook import Attachments

        return Attachments(path)
    if media_type in OFFICE:
        from ocr.text.objects import Objects

        return Objects(path)
    return None
