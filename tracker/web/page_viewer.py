"""One page of a document: its picture with marks, redactions and leaks on it, its text beside it, and what to cite."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from archive.models import Document, Page
from archive.words import unpack_words
from ocr.types import Box
from tracker import archive_access as archive
from tracker import archive_pages as pages
from tracker import page_search
from tracker.annotations import queries as note_queries
from tracker.citations import Source, citations
from tracker.clock import today
from tracker.corrections.actions import corrected_page
from tracker.corrections.applying import corrected_words
from tracker.page_images import WIDTHS, NoPicture, page_picture
from tracker.people.access import Right
from tracker.reasons import reason
from tracker.vocabulary import REDACTIONS, SOURCES
from tracker.web import rescues
from tracker.web.annotations import AUDIENCE_WORDS
from tracker.web.corrections import people_of
from tracker.web.site import backends, db, viewer

AROUND = 12
"""Thumbnails shown on each side of the current page."""


def find(document_id: int, number: int) -> tuple[Document, Page]:
    """The document and its page, or “not found” for those who may not see them."""
    document = archive.find_document(db(), viewer(), document_id)
    page = pages.find_page(db(), document_id, number) if document is not None else None
    if document is None or page is None:
        abort(404)
    return document, page


def may(right: Right, document: Document) -> bool:
    """Whether the viewer has a right on the document's project."""
    return archive.find_document(db(), viewer(), document.id, right) is not None


def goto(document_id: int) -> ResponseReturnValue:
    """To the page somebody typed the number of, or the nearest there is."""
    document = archive.find_document(db(), viewer(), document_id)
    if document is None:
        abort(404)
    number = min(max(1, request.args.get("n", 1, int)), document.page_count or 1)
    query = request.args.get("q") or None
    return redirect(url_for("documents.page", document_id=document.id, number=number, q=query))


def show(document_id: int, number: int) -> ResponseReturnValue:
    """The page viewer; `q` says which words to mark."""
    document, page = find(document_id, number)
    query = request.args.get("q", "").strip()
    corrected = corrected_page(db(), page)
    by_hand = [one.correction for one in corrected.placed]
    marks = page_search.marks_on_page(query, page, corrected) if query else page_search.NO_MARKS
    shown, _places = corrected_words(page.text or "", unpack_words(page.words), corrected.placed)
    notes = note_queries.placed(corrected.text, shown, note_queries.notes_on_page(
        db(), viewer(), document.id, number))
    around = page_search.hit_pages(backends(), db(), viewer(), document.id, query) if query else ()
    total = document.page_count or number
    first, last = max(1, number - AROUND), min(total, number + AROUND)
    facts = pages.page_facts(db(), document.id, between=(first, last))
    return render_template(
        "documents/page.html", document=document, page=page, number=number, total=total, query=query, marks=marks,
        hit_pages=around, previous_hit=max((n for n in around if n < number), default=None),
        next_hit=min((n for n in around if n > number), default=None), thumbs=facts, widths=WIDTHS[1:],
        has_picture=has_picture(document, page), citations=list(citations(_source(document, number))),
        pieces=page_search.page_pieces(
            corrected, marks.spans, [(one.note.id, one.span) for one in notes if one.span]), notes=notes,
        removed=_removed_note(document.id), audience_words=AUDIENCE_WORDS, corrections=by_hand,
        people=people_of(by_hand), may_edit=may("edit", document), may_admin=may("admin", document),
        page_links=rescues.offered(db(), page) if page.state == "read" else [], link_states=rescues.STATES,
        link_reasons=rescues.REASONS,
        sources=SOURCES, redaction_words=REDACTIONS, reason=reason, links=archive.links_of(db(), viewer(), document.id),
    )


def _removed_note(document_id: int) -> int | None:
    """The note that was just taken away, so that it can be put back."""
    number = request.args.get("removed", type=int)
    note = note_queries.find_note(db(), viewer(), number) if number else None
    return note.id if note is not None and note.removed_at is not None and note.document_id == document_id else None


def has_picture(document: Document, page: Page) -> bool:
    """Whether a picture may be shown: of a page searched for what it must not show; of a failed one only to editors."""
    if page.state != "failed":
        return page.state == "read"
    return not document.is_quarantined and archive.find_document(db(), viewer(), document.id, "edit") is not None


def box_of(marked: dict[str, Any]) -> Box:
    """The box of a redaction or leak as it is kept in the page's row."""
    x0, y0, x1, y1 = marked["box"]
    return x0, y0, x1, y1


def image(document_id: int, number: int, width: int) -> ResponseReturnValue:
    """The page's picture at one of the widths we draw; what leaks is covered for everybody."""
    document, page = find(document_id, number)
    if width not in WIDTHS or not has_picture(document, page):
        abort(404)
    cover = [box_of(leak) for leak in page.leaks or () if leak.get("box")]
    tag = sha256(f"{document.sha256} {number} {width} {cover}".encode()).hexdigest()[:32]
    answer: Response
    if request.if_none_match.contains(tag):
        answer = make_response("", 304)
    else:
        try:
            picture = page_picture(
                backends().files, backends().settings.data_dir / "cache", document.sha256, document.name, number, width,
                cover=cover,
            )
        except NoPicture as problem:
            return make_response(reason(problem.code, str(get_locale() or "es")), 404, {"Content-Type": "text/plain"})
        answer = send_file(picture.path, mimetype=picture.media_type, etag=False, conditional=False)
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def words(document_id: int, number: int) -> ResponseReturnValue:
    """The page's words as `[text, x0, y0, x1, y1]` in shares of the page, in reading order, and its size in points."""
    _, page = find(document_id, number)
    shown, _places = corrected_words(page.text or "", unpack_words(page.words), corrected_page(db(), page).placed)
    rows: list[list[Any]] = [[word.text, *word.box] for word in shown]
    return {"width": page.width_pt, "height": page.height_pt, "words": rows}


def _source(document: Document, number: int) -> Source:
    """What can be said of the page when it is cited: from the reply it came with, else from what was found in it."""
    known = archive.origin_of(db(), viewer(), document)
    return Source(
        title=document.title or document.name, page=number,
        address=backends().settings.site_url + url_for("documents.page", document_id=document.id, number=number),
        consulted_on=today(backends().clock), agency=known.agency, oficio=known.oficio, folio=known.folio,
        issued_on=known.issued_on,
    )
