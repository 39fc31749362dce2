"""The ways in, for whoever runs the installation: what came by itself, what was refused, what is wrong."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from tracker.archive_access import find_document
from tracker.arrivals import actions, imap, queries, ways
from tracker.arrivals.models import Way
from tracker.reasons import reason
from tracker.vocabulary import MAIL_ARRIVALS
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("arrivals", __name__)


@bp.get("/arrivals")
def index() -> ResponseReturnValue:
    """The watched folder and the mailbox."""
    _owner_only()
    settings = backends().settings
    return render_template(
        "arrivals/index.html", folder=settings.watch_folder, box=_box(settings.imap_url), senders=settings.imap_from,
        folder_way=db().get(Way, ways.FOLDER), box_way=db().get(Way, ways.MAILBOX), counts=queries.counts(db()),
        refused=queries.refused_files(db()), mails=queries.recent_mails(db()), mail_states=MAIL_ARRIVALS, reason=reason,
        now=backends().clock.now(), language=str(get_locale() or "es"),
    )


@bp.post("/arrivals/again")
def again() -> ResponseReturnValue:
    """Try a way in at the next look, whatever went wrong before."""
    _owner_only()
    name = request.form.get("way", "")
    if name not in (ways.FOLDER, ways.MAILBOX):
        abort(400)
    ways.try_at_once(db(), name)
    db().commit()
    flash(_("It is tried again within a minute."))
    return redirect(url_for("arrivals.index"))


@bp.post("/documents/<int:document_id>/belongs")
def belongs(document_id: int) -> ResponseReturnValue:
    """Put a document to the request that the subject of its mail names."""
    document = find_document(db(), viewer(), document_id)
    if document is None:
        abort(404)
    project = document.scope.partition(":")[2]
    require("edit", int(project) if project.isdecimal() and len(project) < 12 else 0)
    wanted = request.form.get("request", 0, int)
    proposed = queries.proposed_requests(db(), viewer(), document, queries.arrival_of(db(), document))
    chosen = next((one for one in proposed if one.id == wanted), None)
    if chosen is None:
        abort(400)
    actions.put_to_request(db(), document, chosen, by=viewer(), clock=backends().clock)
    db().commit()
    flash(_("Put to the request. Record it as a reply there if it is one."))
    return redirect(url_for("documents.show", document_id=document_id))


def _owner_only() -> None:
    if not viewer().is_owner:
        abort(404)


def _box(url: str) -> str:
    """The mailbox as a page may show it: never with its password."""
    if not url:
        return ""
    try:
        return imap.parse(url).shown
    except ValueError:
        return str(_("an address that is not understood"))
