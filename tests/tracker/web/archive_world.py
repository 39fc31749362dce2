"""Documents for the web tests: put into the archive as reading would leave them, without the time reading takes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from archive.indexing import index_once
from archive.models import Document, Job, Page
from archive.receive import receive
from archive.words import pack_words
from ocr.types import Leak, Redaction, Word
from tracker.backends import Backends
from tracker.projects.models import project_scope


def words_in_rows(lines: Sequence[str]) -> list[Word]:
    """Words of lines, each in a box of its own on a grid."""
    return [
        Word(text, (0.1 + 0.1 * column, 0.1 + 0.03 * row, 0.19 + 0.1 * column, 0.12 + 0.03 * row), 96.0)
        for row, line in enumerate(lines)
        for column, text in enumerate(line.split())
    ]


def read_page_of(number: int, lines: Sequence[str], **other: Any) -> dict[str, Any]:
    """The columns of a page that was read."""
    return {
        "number": number, "state": "read", "width_pt": 612.0, "height_pt": 792.0, "source": "ocr", "confidence": 93.0,
        "text": "\n".join(lines), "words": pack_words(words_in_rows(lines)), "redactions": [], "redacted_share": 0.0,
        "leaks": [], **other,
    }


def archived(
    backends: Backends, project_id: int, pages: Sequence[Sequence[str]] = (("Una", "página"),), *,
    name: str = "oficio.pdf", data: bytes | None = None, facets: dict[str, Any] | None = None, is_indexed: bool = True,
    page_values: dict[int, dict[str, Any]] | None = None, **document_values: Any,
) -> int:
    """A document with pages that were read and indexed; gives its id."""
    now = backends.clock.now()
    with backends.sessions.writing() as session:
        received = receive(
            session, backends.files, io.BytesIO(data or name.encode() + repr(pages).encode()), name=name,
            scope=project_scope(project_id), origin="upload", by="bob@example.org", now=now, facets=facets,
        )
        document = received.document
        for job in session.query(Job):
            job.state = "done"
        document.state, document.page_count, document.media_type = "read", len(pages), "application/pdf"
        for number, lines in enumerate(pages, 1):
            values = read_page_of(number, lines, read_at=now) | (page_values or {}).get(number, {})
            session.add(Page(document_id=document.id, **values))
        for column, value in document_values.items():
            setattr(document, column, value)
        session.add(Job(kind="index", subject=document.id, run_at=now, created_at=now))
    if is_indexed:
        assert index_once(backends.sessions, backends.search, now=backends.clock.now, document=document.id)
    return document.id


def document_of(backends: Backends, document_id: int) -> Document:
    """The document's row."""
    with backends.sessions.reading() as session:
        return session.get_one(Document, document_id)


def redaction(kind: str = "black", ground: str | None = None) -> dict[str, Any]:
    """A redaction as it is kept in a page's row."""
    return asdict(Redaction((0.2, 0.2, 0.6, 0.25), kind, ground, 0.9))


def leak() -> dict[str, Any]:
    """A leak as it is kept in a page's row."""
    return asdict(Leak((0.2, 0.2, 0.6, 0.25), "text_under_box", 12))
