"""The searchable copy of a document, made when first asked for and kept beside the page pictures."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from archive.words import unpack_words
from ocr.searchable import How, TextPage, has_text, write_searchable
from ocr.types import LEFT_OUT, Box, Word
from tracker.backends import Backends
from tracker.corrections.actions import corrections_of
from tracker.corrections.applying import apply, corrected_words
from tracker.page_images import NoPicture, page_picture
from tracker.redactions.hiding import BY_HAND

log = logging.getLogger(__name__)
PDF = "application/pdf"
WIDTH = 1600
"""Pixels of a page that is drawn anew."""
AT_ONCE = 60
"""Pages up to which the copy is made while the person waits; longer ones are made by the worker."""
JOB = "searchable-copy"


class NoCopy(Exception):
    """No searchable copy can be made; `code` is a reason of `ocr.errors`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def copy_path(session: Session, cache: Path, document: Document, *, from_original: bool) -> Path:
    """Where the copy of the document as it reads now is kept, or will be."""
    state = hashlib.sha256(f"{document.sha256} {from_original} 1".encode())
    columns = Page.number, Page.read_at, Page.corrected, Page.leaks, Page.why
    query = select(*columns).where(Page.document_id == document.id).order_by(Page.number)
    for number, read_at, corrected, leaks, why in session.execute(query):
        by_hand = why if BY_HAND in (why or "") else ""
        state.update(f"{number} {read_at} {corrected} {leaks} {by_hand}".encode())
    return cache / "searchable" / f"{document.id}-{state.hexdigest()[:24]}.pdf"


def make_copy(backends: Backends, session: Session, document: Document, *, from_original: bool) -> Path:
    """The searchable copy, made if need be.

    `from_original` is false for a file that is held back: then every page is drawn from its covered picture, and
    nothing of the file itself goes in. Raises NoCopy.
    """
    cache = backends.settings.data_dir / "cache"
    kept = copy_path(session, cache, document, from_original=from_original)
    if kept.exists():
        os.utime(kept)
        return kept
    pages = list(session.scalars(select(Page).where(Page.document_id == document.id).order_by(Page.number)))
    if not any(page.state == "read" for page in pages):
        raise NoCopy("every-page-failed")
    is_pdf = document.media_type == PDF and from_original
    with ExitStack() as stack:
        original = stack.enter_context(backends.files.path(document.sha256)) if is_pdf else None
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, prefix=".part-", delete=False) as part:
            pass
        made = Path(part.name)
        try:
            try:
                _write(backends, session, document, pages, made, original)
            except _unusable() as problem:
                log.warning("copy of document %s: %s: %s", document.id, type(problem).__name__, problem)
                if original is None:
                    raise NoCopy("damaged") from problem
                _write(backends, session, document, pages, made, None)
            os.replace(made, kept)
        finally:
            made.unlink(missing_ok=True)
    return kept


def _unusable() -> tuple[type[Exception], ...]:
    import pikepdf
    import pypdfium2

    return pikepdf.PdfError, pypdfium2.PdfiumError, IndexError, ValueError


def _write(backends: Backends, session: Session, document: Document, pages: Sequence[Page], target: Path,
           original: Path | None) -> None:
    covers: dict[int, list[Box]] = {
        page.number: [tuple(leak["box"]) for leak in page.leaks or () if leak.get("box")] for page in pages}

    def picture(number: int) -> bytes:
        cache = backends.settings.data_dir / "cache"
        try:
            return page_picture(backends.files, cache, document.sha256, document.name, number, WIDTH,
                                cover=covers[number]).path.read_bytes()
        except NoPicture as problem:
            raise NoCopy(problem.code) from problem

    # A page nobody read is not given out as a picture either: nobody knows what it shows of what it should hide.
    shown = [page for page in pages if page.state == "read" or original is not None]
    title = document.title or document.name
    write_searchable(target, _text_pages(session, shown, original), picture, original, title=title,
                     about=f"Copia con capa de texto; original SHA-256 {document.sha256}")


def _text_pages(session: Session, pages: Sequence[Page], original: Path | None) -> Iterator[TextPage]:
    read_by_eye = [page.number for page in pages if page.source == "ocr"]
    has_other_text = has_text(original, read_by_eye) if original is not None else set()
    for page in pages:
        words = _shown_words(session, page)
        # Where the page's own text says more than was read, it would go along with the page.
        how: How = "draw" if original is None or (page.why or "").endswith((LEFT_OUT, BY_HAND)) else "keep"
        if how == "keep" and page.state == "read":
            if page.source == "ocr":
                how = "draw" if page.number in has_other_text else "add"
            elif page.source == "mixed":
                # The page's own text is there already: only what OCR found beside it is added.
                how, words = "add", tuple(word for word in words if word.confidence < 100)
        yield TextPage(page.number, page.width_pt or 612.0, page.height_pt or 792.0, words, how)


def _shown_words(session: Session, page: Page) -> tuple[Word, ...]:
    words = unpack_words(page.words)
    if page.corrected is None:
        return tuple(words)
    found = apply(page.text or "", corrections_of(session, page.document_id, page.number))
    return tuple(corrected_words(page.text or "", words, found.placed)[0])
