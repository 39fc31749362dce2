"""Documents of other kinds that a Word file shows in their place (`altChunk`): pages, mails, texts, Word files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from ocr.text import mail, plain, rtf, web, wordml
from ocr.text.held import Held
from ocr.text.kinds import DOCX, EML, HTML, PLAIN, RTF, text_type_of


def chunk_lines(data: bytes, part: str, held: Held | None, depth: int) -> list[str]:
    """The lines of such a document; none for kinds that Word puts into no document."""
    readers: dict[str, Callable[[Path], list[list[str]]]] = {
        HTML: lambda path: web.read(path, held), RTF: lambda path: rtf.read_rtf(path, held), PLAIN: plain.read,
        DOCX: lambda path: wordml.read(path, held, depth), EML: lambda path: _without_heading(mail.read(path, held)),
    }
    with tempfile.TemporaryDirectory(prefix="acuse-") as folder:
        path = Path(folder) / f"part{PurePosixPath(part).suffix.lower().replace('.mht', '.eml')}"
        path.write_bytes(data)
        read = readers.get(text_type_of(data[:8192], path) or "")
        return [line for section in read(path) for line in section] if read is not None else []


def _without_heading(sections: list[list[str]]) -> list[list[str]]:
    """A saved page without what its mail says of it."""
    return [lines[lines.index("") + 1 :] if "" in lines else lines for lines in sections]
