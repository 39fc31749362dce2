"""A draft with its annexes as one folder: the paper, numbered annexes, originals, the proof of dates, an index."""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import IO

from archive.files import FileStore
from archive.models import Document
from archive.receive import safe_name
from tracker.appeals.annexes import Annex, Picture, cites_in
from tracker.appeals.models import AppealDraft
from tracker.appeals.papers import Signatory, docx_of, pages_pdf, pdf_of
from tracker.appeals.pictures import part_of

Render = Callable[[Document, int], bytes | None]
"""Draws a page of a document."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One annex as it goes into the folder: its path there, where its pages lie, and why it is not the original.

    `pages` maps a page of the document to its place in the file; None: the file's own pages.
    """

    annex: Annex
    path: str | None
    sha256: str | None
    pages: dict[int, int] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the folder's contents come from: the annexes made anew, the documents this person may take along."""

    made: dict[int, bytes]
    """Annex number → the PDF of an annex that is made anew."""
    documents: dict[int, Document]
    """Annex number → its document, where this person may read it."""
    originals: Collection[int]
    """Annex numbers whose original goes along."""
    render: Render


def write_folder(out: IO[bytes], draft: AppealDraft, annexes: Sequence[Annex], signatory: Signatory, sources: Sources,
                 files: FileStore, *, name: str) -> list[Piece]:
    """Write the folder as a zip; gives what went in, annex by annex."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as bundle:
        cited = cited_pages(draft)
        pieces = [_put(bundle, name, annex, cited.get(annex.number, ()), sources, files) for annex in annexes]
        links = _links(pieces)
        pictures = pictures_from(sources)
        bundle.writestr(f"{name}/recurso.docx", docx_of(draft.sections, signatory, pictures, links))
        bundle.writestr(f"{name}/recurso.pdf", pdf_of(draft.sections, signatory, pictures, links))
        bundle.writestr(f"{name}/indice.html", index_of(draft, pieces))
        bundle.writestr(f"{name}/sha256.txt", "".join(
            f"{piece.sha256}  {piece.path}\n" for piece in pieces if piece.path))
    return pieces


def cited_pages(draft: AppealDraft) -> dict[int, list[int]]:
    """Annex number → the pages the text cites, in order."""
    found: dict[int, set[int]] = {}
    for section in draft.sections:
        for cite in cites_in(section["text"]):
            if cite.page:
                found.setdefault(cite.number, set()).add(cite.page)
    return {number: sorted(pages) for number, pages in found.items()}


def pictures_from(sources: Sources) -> Callable[[Picture], bytes | None]:
    """Gives the parts of pages the text shows."""
    drawn: dict[tuple[int, int], bytes | None] = {}

    def picture(wanted: Picture) -> bytes | None:
        document = sources.documents.get(wanted.number)
        key = (wanted.number, wanted.page)
        if key not in drawn:
            drawn[key] = sources.render(document, wanted.page) if document is not None else None
        data = drawn[key]
        return None if data is None else part_of(data, wanted.box)

    return picture


def _put(bundle: zipfile.ZipFile, name: str, annex: Annex, cited: Sequence[int], sources: Sources, files: FileStore
         ) -> Piece:
    made = sources.made.get(annex.number)
    if made is not None:
        return _write(bundle, name, annex, f"{plain_name(annex.title)}.pdf", made)
    document = sources.documents.get(annex.number)
    if document is None:
        return Piece(annex, None, None, None, "No se incluye: no está al alcance de quien exporta.")
    if annex.number in sources.originals and files.exists(document.sha256):
        path = f"anexos/{annex.number:02d}-{safe_name(document.name)}"
        with files.open(document.sha256) as source, bundle.open(f"{name}/{path}", "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target)
        return Piece(annex, path, document.sha256, None)
    pages = [(page, data) for page in cited if (data := sources.render(document, page)) is not None]
    why = "El original no se incluye" + (": contiene lo que un testado debía ocultar." if document.is_quarantined
                                         else ".")
    if not pages:
        return Piece(annex, None, None, None, why)
    data = pages_pdf(annex.title, [(f"Anexo {annex.number}, página {page} del original", data) for page, data in pages])
    piece = _write(bundle, name, annex, f"{plain_name(annex.title)}-paginas-citadas.pdf", data)
    places = {page: at for at, (page, _) in enumerate(pages, start=1)}
    return Piece(annex, piece.path, piece.sha256, places, f"{why} Van como imagen las páginas citadas.")


def _write(bundle: zipfile.ZipFile, name: str, annex: Annex, file: str, data: bytes) -> Piece:
    path = f"anexos/{annex.number:02d}-{file}"
    bundle.writestr(f"{name}/{path}", data)
    return Piece(annex, path, hashlib.sha256(data).hexdigest(), None)


def _links(pieces: Sequence[Piece]) -> Callable[[int, int | None], str | None]:
    by_number = {piece.annex.number: piece for piece in pieces}

    def link(number: int, page: int | None) -> str | None:
        piece = by_number.get(number)
        if piece is None or piece.path is None:
            return None
        at = page if piece.pages is None else piece.pages.get(page or 0)
        return f"{piece.path}#page={at}" if at else piece.path

    return link


def plain_name(title: str) -> str:
    """A title as a file name of plain letters."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60] or "anexo"


def index_of(draft: AppealDraft, pieces: Sequence[Piece]) -> str:
    """The index of the folder as a page without scripts."""
    cited = cited_pages(draft)
    rows = []
    for piece in pieces:
        title = escape(piece.annex.title)
        opened = f'<a href="{escape(piece.path)}">{title}</a>' if piece.path else title
        pages = ", ".join(map(str, cited.get(piece.annex.number, ()))) or "–"
        rows.append(f"<tr><td>{piece.annex.number}</td><td>{opened}<br><small>{escape(piece.note)}</small></td>"
                    f"<td>{pages}</td><td><code>{piece.sha256 or '–'}</code></td></tr>")
    return ("<!doctype html><html lang=\"es\"><meta charset=\"utf-8\"><title>Índice de anexos</title>"
            "<style>body{font:1rem/1.5 sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
            "td,th{text-align:left;vertical-align:top;padding:.4rem;border-bottom:1px solid #ccc}"
            "code{font-size:.75rem;overflow-wrap:anywhere}</style>"
            f"<h1>Recurso de revisión, versión {draft.version}</h1>"
            "<p><a href=\"recurso.pdf\">recurso.pdf</a> · <a href=\"recurso.docx\">recurso.docx</a></p>"
            "<table><tr><th>Anexo</th><th>Qué es</th><th>Páginas citadas</th><th>SHA-256</th></tr>"
            f"{''.join(rows)}</table></html>")
