"""Notes and highlights on the web: added on a page, listed, changed, taken away and put back."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import archive_access as archive
from tracker.annotations import actions, queries
from tracker.annotations.actions import AUDIENCES, Audience, CannotAnnotate
from tracker.annotations.models import Annotation
from tracker.annotations.queries import PER_PAGE, NoteFilter
from tracker.exports.tables import FORMATS
from tracker.people import access
from tracker.sentences import N_
from tracker.web.list_files import MOST_RESULTS, as_file
from tracker.web.seen import seen_page
from tracker.web.selections import selected_in
from tracker.web.site import backends, db, viewer

bp = Blueprint("annotations", __name__)

AUDIENCE_WORDS = {"author": N_("only you"), "editors": N_("those who may edit the project"),
                  "readers": N_("all who may read the project")}
REFUSALS = {"not-there": N_("These words do not stand on this page. Quote them as the page shows them."),
            "too-long": N_("This is too long for a note."), "empty": N_("Quote a passage or write a note.")}


@bp.post("/documents/<int:document_id>/pages/<int:number>/notes")
def add(document_id: int, number: int) -> ResponseReturnValue:
    """Put a note or a mark on a passage of a page; who may only read writes for themselves."""
    document, page = seen_page(document_id, number)
    selected = selected_in(request.form)
    back = url_for("documents.page", document_id=document_id, number=number)
    try:
        note = actions.annotate(
            db(), page, quote=selected.quote, words=selected.words, place=selected.place,
            body=request.form.get("body", ""),
            audience=_audience(archive.project_id_of(document)), by=viewer().id, now=backends().clock.now())
    except CannotAnnotate as problem:
        flash(_(REFUSALS[problem.code]), "problem")
        return redirect(f"{back}#new-note")
    db().commit()
    return redirect(f"{back}#note-{note.id}")


def _audience(project_id: int | None) -> Audience:
    wanted = request.form.get("audience")
    may_share = project_id is not None and access.may(db(), viewer(), "edit", project_id)
    return next((known for known in AUDIENCES if known == wanted and may_share), "author")


@bp.get("/notes")
def index() -> ResponseReturnValue:
    """The notes the viewer may see, newest first; of one document in the order of its pages."""
    wanted, number = _wanted(), max(1, request.args.get("page", 1, int))
    rows, total = queries.list_notes(db(), viewer(), wanted, page=number)
    document = archive.find_document(db(), viewer(), wanted.document_id) if wanted.document_id else None
    return render_template(
        "notes/index.html", notes=rows, total=total, wanted=wanted, page=number, pages=-(-total // PER_PAGE),
        document=document, projects=archive.readable_projects(db(), viewer()), formats=FORMATS,
        audience_words=AUDIENCE_WORDS,
    )


@bp.get("/notes/export.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The list of notes as a file, with the filters it has on the page."""
    rows, _total = queries.list_notes(db(), viewer(), _wanted(), per_page=MOST_RESULTS)
    head = ("note", "document", "name", "page", "quote", "text", "author", "written_at", "address")
    site = backends().settings.site_url
    return as_file(kind, "notas", head, ((
        note.id, note.document_id, note.document.title or note.document.name, note.page_number, note.exact or None,
        note.body or None, note.author.name if note.author else None, note.created_at,
        f"{site}{url_for('annotations.show', note_id=note.id)}") for note in rows))


def _wanted() -> NoteFilter:
    return NoteFilter(
        project_id=request.args.get("project", type=int), document_id=request.args.get("document", type=int),
        mine=request.args.get("mine") == "1", words=request.args.get("words", "")[:200])


def found(note_id: int, *, mine: bool = False, or_admin: bool = False) -> Annotation:
    """The note, or “not found”; `mine`: only its author goes on, `or_admin`: so do the project's administrators."""
    note = queries.find_note(db(), viewer(), note_id)
    if note is None:
        abort(404)
    is_mine = note.created_by == viewer().id
    if mine and not is_mine and not (or_admin and archive.find_document(db(), viewer(), note.document_id, "admin")):
        abort(403)
    return note


@bp.get("/notes/<int:note_id>")
def show(note_id: int) -> ResponseReturnValue:
    """To the note on its page: an address that holds whatever becomes of the page's reading."""
    note = found(note_id)
    page = url_for("documents.page", document_id=note.document_id, number=note.page_number)
    return redirect(f"{page}#note-{note.id}")


@bp.post("/notes/<int:note_id>")
def change(note_id: int) -> ResponseReturnValue:
    """Write one's own note anew."""
    note = found(note_id, mine=True)
    project_id = archive.project_id_of(note.document)
    try:
        actions.change(db(), note, body=request.form.get("body", ""), audience=_audience(project_id),
                       by=viewer().id, now=backends().clock.now())
    except CannotAnnotate as problem:
        flash(_(REFUSALS[problem.code]), "problem")
    db().commit()
    return redirect(url_for("annotations.show", note_id=note.id))


@bp.post("/notes/<int:note_id>/remove")
def remove(note_id: int) -> ResponseReturnValue:
    """Take a note away: one's own, or any as an administrator of the project; the page then offers to put it back."""
    note = found(note_id, mine=True, or_admin=True)
    actions.remove(db(), note, by=viewer().id, now=backends().clock.now())
    db().commit()
    return redirect(url_for("documents.page", document_id=note.document_id, number=note.page_number,
                            removed=note.id) + "#notes")


@bp.post("/notes/<int:note_id>/put-back")
def put_back(note_id: int) -> ResponseReturnValue:
    """Undo the removal."""
    note = found(note_id, mine=True, or_admin=True)
    actions.put_back(db(), note, by=viewer().id, now=backends().clock.now())
    db().commit()
    return redirect(url_for("annotations.show", note_id=note.id))
