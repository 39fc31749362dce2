"""Files that are text already: office documents, sheets, mails, web pages and plain text."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ocr.errors import DamagedFile, EncryptedFile, NoText, ReadingError, TooLarge
from ocr.settings import ReadSettings
from ocr.sources import FileSource
from ocr.text.kinds import CSV, DOC, DOCX, EML, HTML, MSG, ODP, ODS, ODT, PLAIN, PPT, PPTX, RTF, XLS, XLSX

if TYPE_CHECKING:
    from ocr.text.insets import Inset

Section = list[str]
"""Lines that begin on a page of their own: a sheet, a slide, a whole letter. An empty line parts blocks."""


_ZIPPED = frozenset((DOCX, PPTX, XLSX))


def _is_compound(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\xd0\xcf\x11\xe0"


def _extractor(media_type: str) -> Callable[[Path], list[Section]] | None:
    from ocr.text import mail, office, outlook, plain, powerpoint, rtf, sheets, web, word

    return {
        PLAIN: plain.read,
        CSV: sheets.read_csv,
        HTML: web.read,
        EML: mail.read,
        RTF: rtf.read_rtf,
        DOCX: office.read_docx,
        ODT: office.read_opendocument,
        ODP: office.read_opendocument,
        PPTX: office.read_pptx,
        XLSX: sheets.read,
        XLS: sheets.read,
        ODS: sheets.read,
        DOC: word.read,
        PPT: powerpoint.read,
        MSG: outlook.read,
    }.get(media_type)


def open_text(path: Path, media_type: str, settings: ReadSettings) -> FileSource | None:
    """The file as pages of laid-out text, or None when it is of no such kind; raises `Unreadable`."""
    from ocr.text.paper import PaperFile

    read = _extractor(media_type)
    if read is None:
        return None
    try:
        if media_type in _ZIPPED and _is_compound(path):
            raise EncryptedFile("a compound file around it")  # ECMA-376 files with a password are no ZIP
        sections = read(path)
    except ReadingError:
        raise
    except MemoryError as error:
        raise TooLarge(str(error)) from error
    except Exception as error:  # damaged archives and markup make their parsers raise anything
        raise DamagedFile(repr(error)) from error
    paper = PaperFile(sections, media_type, settings)
    insets = _insets(path, media_type)
    if not paper.page_count and not insets:
        raise NoText(media_type)
    if not insets:
        return paper
    from ocr.text.illustrated import IllustratedFile

    return IllustratedFile(path, paper, insets, settings)


def _insets(path: Path, media_type: str) -> list[Inset]:
    """The pictures worth a page."""
    from ocr.text.illustrated import is_decoration
    from ocr.text.insets import insets_of

    try:
        return [inset for inset in insets_of(path, media_type) if inset.is_covered or not is_decoration(path, inset)]
    except ReadingError:
        raise
    except Exception as error:  # a part that is damaged: text that could be read is worth more than none
        logging.getLogger(__name__).warning("pictures of a %s file: %r", media_type, error)
        return []
