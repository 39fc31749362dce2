"""Correcting a page's text by hand: its lines beside their pictures, what was corrected by whom, and undoing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from archive.models import Document, Page
from tracker import archive_pages as pages
from tracker.corrections import actions
from tracker.corrections.actions import CannotCorrect
from tracker.corrections.applying import live
from tracker.corrections.models import Correction
from tracker.corrections.stretches import correct_words
from tracker.passages import words_within
from tracker.people.models import User
from tracker.sentences import N_
from tracker.shown_pages import find_selected, shown_page
from tracker.web.seen import seen_document, seen_page
from tracker.web.selections import selected_in
from tracker.web.site import backends, db, viewer

bp = Blueprint("corrections", __name__, url_prefix="/documents")

REFUSALS = {
    "hidden": N_("Part of this line is hidden in the document. Type only what the page shows: what was hidden stays "
                 "out of the archive."),
    "too-long": N_("This line is too long."),
    "unread": N_("This page has not been read yet."),
    "lines": N_("Correct one line at a time."),
    "changed": N_("The page was read anew meanwhile. Look at it again before you correct it."),
}


@bp.get("/<int:document_id>/pages/<int:number>/correct")
def edit(document_id: int, number: int) -> ResponseReturnValue:
    """The lines of a page, each under its picture, ready to be corrected."""
    document, page = seen_page(document_id, number, "edit")
    return _form(document, page, {}, {})


@bp.post("/<int:document_id>/pages/<int:number>/correct")
def save(document_id: int, number: int) -> ResponseReturnValue:
    """Keep the lines that were changed; a refused one is shown again with the reason."""
    document, page = seen_page(document_id, number, "edit")
    now, by = backends().clock.now(), viewer().id
    kept = 0
    refused: dict[str, str] = {}

    def keep(field: str, change: Callable[[str], object]) -> None:
        nonlocal kept
        before = page.corrected
        try:
            kept += change(request.form.get(field, "")) is not None or page.corrected != before
        except CannotCorrect as problem:
            refused[field] = problem.code

    added = {one.id: one for one in live(actions.corrections_of(db(), document.id, number)) if not one.exact}
    for start in request.form.getlist("start", type=int):
        machine = request.form.get(f"machine-{start}", "")
        keep(f"line-{start}", partial(_correct_line, page, start, machine, by, now))
    for known in request.form.getlist("added-line", type=int):
        if known in added:
            keep(f"added-{known}", partial(_change_added, page, added[known], by, now))
    for above in (-1, *request.form.getlist("start", type=int)):
        keep(f"below-{above}", partial(_add_line, page, above, by, now))
    keep("added", partial(_add_line, page, None, by, now))
    db().commit()
    if kept:
        flash(ngettext("%(num)d line is corrected.", "%(num)d lines are corrected.", kept))
    if refused:
        return _form(document, page, refused, {field: request.form[field] for field in refused}), 422
    return redirect(url_for("documents.page", document_id=document.id, number=number))


def _correct_line(page: Page, start: int, machine: str, by: int, now: datetime, text: str) -> Correction | None:
    return actions.correct_line(db(), page, start, text, machine=machine, by=by, now=now)


def _change_added(page: Page, added: Correction, by: int, now: datetime, text: str) -> Correction | None:
    return actions.change_added(db(), page, added, text, by=by, now=now)


def _add_line(page: Page, below: int | None, by: int, now: datetime, text: str) -> Correction | None:
    return actions.add_line(db(), page, text, below=below, by=by, now=now)


@bp.post("/<int:document_id>/pages/<int:number>/correct-words")
def words(document_id: int, number: int) -> ResponseReturnValue:
    """Correct the words somebody selected on the page (empty: nothing stands there), and go back to them."""
    document, page = seen_page(document_id, number, "edit")
    back: dict[str, Any] = {"document_id": document.id, "number": number, "q": request.form.get("q") or None}
    span = find_selected(shown_page(db(), page), selected_in(request.form))
    try:
        if span is None:
            raise CannotCorrect("changed")
        correct_words(db(), page, span, request.form["text"], seen=request.form.get("seen", ""),
                      by=viewer().id, now=backends().clock.now())
    except CannotCorrect as problem:
        flash(_(REFUSALS[problem.code]), "problem")
        return redirect(url_for("documents.page", **back))
    db().commit()
    flash(_("The correction is kept beside what the machine read."))
    now = words_within(shown_page(db(), page).spans, span[0], span[0] + max(1, len(request.form["text"].strip())))
    anchor = f"w{now[0]}-{now[-1]}" if now else None
    return redirect(url_for("documents.page", **back, _anchor=anchor))


@bp.post("/<int:document_id>/corrections/<int:correction_id>/undo")
def undo(document_id: int, correction_id: int) -> ResponseReturnValue:
    """Take a correction back; what it had replaced holds again."""
    seen_document(document_id, "edit")
    correction = db().get(Correction, correction_id)
    page = pages.find_page(db(), document_id, correction.page_number) if correction else None
    if correction is None or page is None or correction.document_id != document_id:
        abort(404)
    if correction.withdrawn_at is None:
        actions.undo(db(), correction, page, by=viewer().id, now=backends().clock.now())
        db().commit()
        flash(_("The correction is undone."))
    return redirect(url_for("corrections.edit", document_id=document_id, number=page.number))


def _form(document: Document, page: Page, refused: dict[str, str], typed: dict[str, str]) -> str:
    history = actions.corrections_of(db(), document.id, page.number)
    corrected = actions.corrected_page(db(), page)
    lines = actions.editable_lines(page, corrected)
    under = {correction.id for _, correction in corrected.covered}
    return render_template(
        "documents/correct.html", document=document, page=page, number=page.number, lines=lines, refused=refused,
        typed=typed, on_top=actions.added_on_top(corrected, lines), refusals=REFUSALS, history=history[::-1],
        live={one.id for one in live(history)} - under, people=people_of(history),
        may_add=not any(actions.hidden_boxes(page)),
    )


def people_of(corrections: list[Correction]) -> dict[int, str]:
    """Names of those who wrote or undid these corrections."""
    numbers = {n for one in corrections for n in (one.created_by, one.withdrawn_by) if n is not None}
    rows = db().execute(select(User.id, User.name).where(User.id.in_(numbers)))
    return {number: name for number, name in rows}
