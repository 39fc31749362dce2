"""One page of a document: its picture with marks, redactions and leaks on it, its text beside it, and what to cite."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from archive.models import Document, Page
from ocr.types import Box
from tracker import archive_access as archive
from tracker import archive_pages as pages
from tracker import page_search
from tracker.annotations import queries as note_queries
from tracker.citations import citations
from tracker.page_images import WIDTHS, NoPicture, page_picture
from tracker.passage_links import code_of
from tracker.people.access import Right
from tracker.reasons import reason
from tracker.shown_pages import Selected, find_selected, quoted, shown_page
from tracker.vocabulary import REDACTIONS, SOURCES
from tracker.web import rescues
from tracker.web.annotations import AUDIENCE_WORDS
from tracker.web.citing import source_of
from tracker.web.corrections import people_of
from tracker.web.seen import seen_document, seen_page
from tracker.web.site import backends, db, viewer

AROUND = 12
"""Thumbnails shown on each side of the current page."""


def may(right: Right, document: Document) -> bool:
    """Whether the viewer has a right on the document's project."""
    return archive.find_document(db(), viewer(), document.id, right) is not None


def goto(document_id: int) -> ResponseReturnValue:
    """To the page somebody typed the number of, or the nearest there is."""
    document = seen_document(document_id)
    number = min(max(1, request.args.get("n", 1, int)), document.page_count or 1)
    query = request.args.get("q") or None
    return redirect(url_for("documents.page", document_id=document.id, number=number, q=query))


def show(document_id: int, number: int) -> ResponseReturnValue:
    """The page viewer; `q` says which words to mark."""
    document, page = seen_page(document_id, number)
    query = request.args.get("q", "").strip()
    shown = shown_page(db(), page)
    corrected = shown.corrected
    by_hand = [one.correction for one in corrected.placed]
    marks = page_search.marks_on_page(query, page, corrected) if query else page_search.NO_MARKS
    notes = note_queries.placed(corrected.text, shown.words, note_queries.notes_on_page(
        db(), viewer(), document.id, number))
    around = page_search.hit_pages(backends(), db(), viewer(), document.id, query) if query else ()
    code = request.args.get("passage", "")[:700]
    span = find_selected(shown, Selected(code=code)) if code else None
    quote = quoted(page, shown, span) if span else ""
    total = document.page_count or number
    first, last = max(1, number - AROUND), min(total, number + AROUND)
    facts = pages.page_facts(db(), document.id, between=(first, last))
    return render_template(
        "documents/page.html", document=document, page=page, number=number, total=total, query=query, marks=marks,
        hit_pages=around, previous_hit=max((n for n in around if n < number), default=None),
        next_hit=min((n for n in around if n > number), default=None), thumbs=facts, widths=WIDTHS[1:],
        has_picture=has_picture(document, page), span=span, quote=quote, shown=shown, passage=code,
        cited_boxes=shown.boxes(span) if span else (), code_of=code_of,
        citations=list(citations(source_of(document, number, code=code if span else "", quote=quote))),
        pieces=page_search.page_pieces(
            corrected, marks.spans, [(one.note.id, one.span) for one in notes if one.span], span), notes=notes,
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
    document, page = seen_page(document_id, number)
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
    _, page = seen_page(document_id, number)
    rows: list[list[Any]] = [[word.text, *word.box] for word in shown_page(db(), page).words]
    return {"width": page.width_pt, "height": page.height_pt, "words": rows}
