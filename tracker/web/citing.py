"""Citing a page, or a passage somebody selected on it, with an address that leads back to exactly that passage."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from archive.models import Document
from tracker import archive_access as archive
from tracker.citations import Source, citations
from tracker.clock import today
from tracker.passage_links import MOST, passage_code
from tracker.shown_pages import find_selected, quoted, shown_page
from tracker.web.seen import seen_page
from tracker.web.selections import selected_in
from tracker.web.site import backends, db, viewer

bp = Blueprint("citing", __name__, url_prefix="/documents")


@bp.get("/<int:document_id>/pages/<int:number>/cite")
def passage(document_id: int, number: int) -> ResponseReturnValue:
    """To the page with the selected passage marked and cited; to a script only the citations and the address."""
    document, page = seen_page(document_id, number)
    shown = shown_page(db(), page)
    span = find_selected(shown, selected_in(request.args))
    is_asked_by_script = request.headers.get("X-Requested-With") == "fetch"
    back: dict[str, Any] = {"document_id": document_id, "number": number, "q": request.args.get("q") or None}
    if span is None or span[1] - span[0] > MOST:
        words = _("This is too long to quote. Select less.") if span else _(
            "These words do not stand on this page. Quote them as the page shows them.")
        if is_asked_by_script:
            return {"problem": words}, 422
        flash(words, "problem")
        return redirect(url_for("documents.page", **back) + "#cite")
    code = passage_code(shown.text, *span)
    if not is_asked_by_script:
        return redirect(url_for("documents.page", **back, passage=code) + "#cite")
    quote = quoted(page, shown, span)
    return {
        "address": address_of(document, number, code), "passage": code, "boxes": shown.boxes(span), "quote": quote,
        "html": render_template("documents/_citations.html", quote=quote, span=span, shown=shown,
                                citations=list(citations(source_of(document, number, code=code, quote=quote)))),
    }


def address_of(document: Document, number: int, code: str = "") -> str:
    """The address of a page, or of a passage on it, as it stands in a citation."""
    path = url_for("documents.page", document_id=document.id, number=number, passage=code or None)
    return backends().settings.site_url + path


def source_of(document: Document, number: int, *, code: str = "", quote: str = "") -> Source:
    """What can be said of the page when it is cited: from the reply it came with, else from what was found in it."""
    known = archive.origin_of(db(), viewer(), document)
    return Source(
        title=document.title or document.name, page=number, address=address_of(document, number, code),
        consulted_on=today(backends().clock), agency=known.agency, oficio=known.oficio, folio=known.folio,
        issued_on=known.issued_on, quote=quote or None)
