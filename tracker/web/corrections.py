"""Correcting a page's text by hand: its lines beside their pictures, what was corrected by whom, and undoing it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from archive.models import Document, Page
from tracker import archive_access as archive
from tracker import archive_pages as pages
from tracker.corrections import actions
from tracker.corrections.actions import CannotCorrect
from tracker.corrections.applying import live
from tracker.corrections.models import Correction
from tracker.people.models import User
from tracker.sentences import N_
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("corrections", __name__, url_prefix="/documents")

REFUSALS = {
    "hidden": N_("Part of this line is hidden in the document. Type only what the page shows: what was hidden stays "
                 "out of the archive."),
    "too-long": N_("This line is too long."),
    "unread": N_("This page has not been read yet."),
    "changed": N_("The page was read anew meanwhile. Look at it again before you correct it."),
}


def editable(document_id: int, number: int) -> tuple[Document, Page]:
    """The document and its page, for those who may change it."""
    document = archive.find_document(db(), viewer(), document_id)
    page = pages.find_page(db(), document_id, number) if document is not None else None
    if document is None or page is None:
        abort(404)
    require("edit", archive.project_id_of(document) or 0)
    return document, page


@bp.get("/<int:document_id>/pages/<int:number>/correct")
def edit(document_id: int, number: int) -> ResponseReturnValue:
    """The lines of a page, each under its picture, ready to be corrected."""
    document, page = editable(document_id, number)
    return _form(document, page, {}, {})


@bp.post("/<int:document_id>/pages/<int:number>/correct")
def save(document_id: int, number: int) -> ResponseReturnValue:
    """Keep the lines that were changed; a refused one is shown again with the reason."""
    document, page = editable(document_id, number)
    now, by = backends().clock.now(), viewer().id
    kept, refused, typed = 0, {}, {}
    for start in request.form.getlist("start", type=int):
        text = request.form.get(f"line-{start}", "")
        try:
            before = page.corrected
            made = actions.correct_line(
                db(), page, start, text, machine=request.form.get(f"machine-{start}", ""), by=by, now=now)
            kept += made is not None or page.corrected != before
        except CannotCorrect as problem:
            refused[start], typed[start] = problem.code, text
    try:
        kept += actions.add_line(db(), page, request.form.get("added", ""), by=by, now=now) is not None
    except CannotCorrect as problem:
        refused[-1], typed[-1] = problem.code, request.form.get("added", "")
    db().commit()
    if kept:
        flash(ngettext("%(num)d line is corrected.", "%(num)d lines are corrected.", kept))
    if refused:
        return _form(document, page, refused, typed), 422
    return redirect(url_for("documents.page", document_id=document.id, number=number))


@bp.post("/<int:document_id>/corrections/<int:correction_id>/undo")
def undo(document_id: int, correction_id: int) -> ResponseReturnValue:
    """Take a correction back; what it had replaced holds again."""
    document = archive.find_document(db(), viewer(), document_id)
    if document is None:
        abort(404)
    require("edit", archive.project_id_of(document) or 0)
    correction = db().get(Correction, correction_id)
    page = pages.find_page(db(), document_id, correction.page_number) if correction else None
    if correction is None or page is None or correction.document_id != document_id:
        abort(404)
    if correction.withdrawn_at is None:
        actions.undo(db(), correction, page, by=viewer().id, now=backends().clock.now())
        db().commit()
        flash(_("The correction is undone."))
    return redirect(url_for("corrections.edit", document_id=document_id, number=page.number))


def _form(document: Document, page: Page, refused: dict[int, str], typed: dict[int, str]) -> str:
    history = actions.corrections_of(db(), document.id, page.number)
    return render_template(
        "documents/correct.html", document=document, page=page, number=page.number,
        lines=actions.editable_lines(page, actions.corrected_page(db(), page)), refused=refused, typed=typed,
        refusals=REFUSALS, history=history[::-1], live={one.id for one in live(history)},
        people=people_of(history), may_add=not any(actions.hidden_boxes(page)),
    )


def people_of(corrections: list[Correction]) -> dict[int, str]:
    """Names of those who wrote or undid these corrections."""
    numbers = {n for one in corrections for n in (one.created_by, one.withdrawn_by) if n is not None}
    rows = db().execute(select(User.id, User.name).where(User.id.in_(numbers)))
    return {number: name for number, name in rows}
