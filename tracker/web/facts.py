"""Facts found in a document, taken over with one click, and the folios that documents name and nobody logged."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import archive_access as archive
from tracker.agencies.store import directory_of
from tracker.archive_access import PER_PAGE, UnheldFolio
from tracker.exports.tables import FORMATS
from tracker.facts import actions
from tracker.facts.models import DocumentFact
from tracker.folios.read import read_one
from tracker.web.list_files import MOST_RESULTS, as_file
from tracker.web.seen import seen_document
from tracker.web.site import backends, db, viewer

bp = Blueprint("facts", __name__)


@bp.post("/documents/<int:document_id>/facts/<int:fact_id>")
def decide(document_id: int, fact_id: int) -> ResponseReturnValue:
    """Take a fact over into what is known of the document, leave it aside, or open it again."""
    document = seen_document(document_id, "edit")
    fact, status = db().get(DocumentFact, fact_id), request.form.get("status", "accepted")
    if fact is None or fact.document_id != document.id:
        abort(404)
    if status not in ("accepted", "dismissed", "suggested"):
        abort(400)
    actions.decide(db(), fact, document, status, by=viewer().id, now=backends().clock.now())
    db().commit()
    flash({"accepted": _("Taken over."), "dismissed": _("Left aside."), "suggested": _("Open again.")}[status])
    return redirect(url_for("documents.show", document_id=document.id) + "#facts")


@bp.get("/documents/folios-not-held")
def unheld() -> ResponseReturnValue:
    """Folios that documents the viewer may read mention and that no request the viewer may read has."""
    number, project = max(1, request.args.get("page", 1, int)), request.args.get("project", type=int)
    rows, total = archive.unheld_folios(db(), viewer(), project_id=project, page=number)
    return render_template(
        "documents/unheld.html", rows=rows, total=total, page=number, pages=-(-total // PER_PAGE), project=project,
        projects=archive.readable_projects(db(), viewer()), agencies=_agencies(rows), formats=FORMATS)


@bp.get("/documents/folios-not-held.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The same list as a file."""
    rows, _total = archive.unheld_folios(db(), viewer(), project_id=request.args.get("project", type=int),
                                         per_page=MOST_RESULTS)
    agencies = _agencies(rows)
    return as_file(kind, "folios-sin-solicitud", ("folio", "agency", "documents", "pages", "first_document", "page"), (
        (row.folio, agencies.get(row.folio), row.documents, row.pages,
         row.places[0][0].name if row.places else None, row.places[0][1] if row.places else None) for row in rows))


def _agencies(rows: list[UnheldFolio]) -> dict[str, str]:
    directory = directory_of(db())
    found = {row.folio: read_one(row.folio, directory) for row in rows}
    return {folio: one.agency for folio, one in found.items() if one is not None and one.agency}
