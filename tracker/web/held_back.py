"""Deciding about originals that are held back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from archive.models import Document
from tracker import archive_access as archive
from tracker.addresses import page_in
from tracker.leaks import deciding
from tracker.leaks.deciding import CannotDecide
from tracker.vocabulary import LEAKS
from tracker.web.seen import seen_document
from tracker.web.site import backends, db, viewer

bp = Blueprint("held_back", __name__, url_prefix="/documents")


@bp.app_context_processor
def _for_documents() -> dict[str, Any]:
    return {"leaks_in": leaks_in, "leak_words": LEAKS, "decision_on": decision_on, "may_decide_on": may_decide_on,
            "held_back_count": lambda: deciding.held_back_for(db(), viewer(), per_page=0)[1]}


def leaks_in(document: Document) -> list[deciding.Found]:
    """What the file still carries."""
    return deciding.found_in(db(), document.id)


def decision_on(document: Document) -> deciding.Decision | None:
    """What was decided last."""
    return deciding.last_decision(db(), document.id)


def may_decide_on(document: Document) -> bool:
    """Whether the viewer administers the document's project."""
    return archive.find_document(db(), viewer(), document.id, "admin") is not None


@bp.get("/held-back")
def index() -> ResponseReturnValue:
    """What is held back in the projects the viewer administers; nobody else learns of it here."""
    number = page_in(request.args)
    rows, total = deciding.held_back_for(db(), viewer(), number)
    return render_template("documents/held_list.html", rows=rows, total=total, page=number,
                           pages=-(-total // deciding.PER_PAGE))


@bp.post("/<int:document_id>/original")
def decide(document_id: int) -> ResponseReturnValue:
    """Release the original or hold it back: for the project's administrators."""
    document = seen_document(document_id, "admin")
    now = backends().clock.now()
    try:
        if request.form.get("verdict") == "release":
            deciding.release(db(), document, by=viewer().id, now=now)
            flash(_("The original can now be downloaded by everybody who may see the document."))
        elif request.form.get("verdict") == "hold":
            deciding.withhold(db(), document, by=viewer().id, now=now)
            flash(_("The original is held back: only the administrators of the project can download it."))
        db().commit()
    except CannotDecide as problem:
        db().rollback()
        flash(_("Decide first about the files inside that are held back.") if problem.code == "inside"
              else _("The file is still being read; decide when that is done."), "problem")
    return redirect(url_for("documents.show", document_id=document_id))
