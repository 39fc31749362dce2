"""Links that documents and replies point to: asked for with a click after a warning, and what came of it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from tracker import archive_access as archive
from tracker.audit.actions import record_act
from tracker.leaks.deciding import may_have_original
from tracker.people import access
from tracker.replies.models import Reply
from tracker.rescue import actions
from tracker.rescue.actions import CannotRescue
from tracker.rescue.links import is_home_page, links_in
from tracker.rescue.models import Rescue
from tracker.sentences import N_
from tracker.web.seen import seen_page
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("rescues", __name__, url_prefix="/links")

PER_PAGE = 50
STATES = {"queued": N_("waiting to be fetched"), "kept": N_("kept"), "absent": N_("answered that there is nothing"),
          "failed": N_("could not be fetched")}
REASONS = {
    "bad-address": N_("The address is not one of the web."),
    "private-address": N_("The address is not on the public internet."),
    "no-such-host": N_("The name leads nowhere."), "no-answer": N_("Nobody answered."),
    "tls": N_("The certificate of the other side is not valid."), "too-large": N_("It is larger than a file may be."),
    "too-slow": N_("It took too long."), "too-many-redirects": N_("It sent us from one address to the next."),
    "bad-answer": N_("The answer was empty or not one of the web."),
    "switched-off": N_("Fetching links is switched off on this installation."),
    "not-in-the-text": N_("This address does not stand in the text."), "waiting": N_("It waits to be fetched already."),
}


@bp.get("")
def index() -> ResponseReturnValue:
    """What was fetched, newest first, in the projects the viewer may read."""
    number = max(1, request.args.get("page", 1, int))
    readable = Rescue.project_id.in_(access.project_ids(viewer(), "read"))
    total = db().scalar(select(func.count(Rescue.id)).where(readable)) or 0
    rows = db().scalars(select(Rescue).where(readable).order_by(Rescue.id.desc())
                        .limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    return render_template("links/index.html", rows=rows, page=number, pages=-(-total // PER_PAGE), states=STATES,
                           reasons=REASONS, is_on=backends().settings.link_rescue)


@bp.get("/documents/<int:document_id>/pages/<int:number>")
def ask(document_id: int, number: int) -> ResponseReturnValue:
    """The warning before a link of a page is fetched: who asks can be seen."""
    document, page = seen_page(document_id, number, "edit")
    url = request.args.get("url", "")
    back = url_for("documents.page", document_id=document_id, number=number)
    if url not in links_of_page(page):
        _refuse("not-in-the-text")
        return redirect(f"{back}#links")
    return render_template("links/ask.html", document=document, number=number, url=url, back=back,
                           is_home=is_home_page(url), is_on=backends().settings.link_rescue)


@bp.post("/documents/<int:document_id>/pages/<int:number>")
def fetch(document_id: int, number: int) -> ResponseReturnValue:
    """Queue the fetching of one link of a page."""
    document, page = seen_page(document_id, number, "edit")
    project_id = archive.project_id_of(document)
    try:
        actions.ask(backends(), db(), project_id or 0, request.form.get("url", ""), page=page, by=viewer().id)
    except CannotRescue as problem:
        _refuse(problem.code)
    else:
        db().commit()
        flash(_("The link will be fetched. What comes back stands here."))
    return redirect(url_for("documents.page", document_id=document_id, number=number) + "#links")


@bp.get("/replies/<int:number>")
def ask_of_reply(number: int) -> ResponseReturnValue:
    """The same warning for a link of a reply's own text."""
    reply, url = _reply(number), request.args.get("url", "")
    back = url_for("replies.show", number=number)
    if url not in links_in(reply.text):
        _refuse("not-in-the-text")
        return redirect(back)
    return render_template("links/ask.html", document=None, number=number, url=url, back=back,
                           is_home=is_home_page(url), is_on=backends().settings.link_rescue)


def _refuse(code: str) -> None:
    flash(_(REASONS[code]), "problem")


def _reply(number: int) -> Reply:
    reply = db().get(Reply, number)
    if reply is None:
        abort(404)
    require("edit", reply.info_request.project_id)
    return reply


@bp.post("/replies/<int:number>")
def fetch_of_reply(number: int) -> ResponseReturnValue:
    """Queue the fetching of one link of a reply's own text."""
    reply = _reply(number)
    try:
        actions.ask(backends(), db(), reply.info_request.project_id, request.form.get("url", ""), reply=reply,
                    by=viewer().id)
    except CannotRescue as problem:
        _refuse(problem.code)
    else:
        db().commit()
        flash(_("The link will be fetched. What comes back stands here."))
    return redirect(url_for("replies.show", number=number) + "#links")


@bp.get("/<int:rescue_id>/warc")
def warc(rescue_id: int) -> ResponseReturnValue:
    """The exchange as it was, as a WARC file: for whoever may have the file that came back, which it holds whole."""
    found = db().get(Rescue, rescue_id)
    if found is None:
        abort(404)
    require("read", found.project_id)
    if found.warc_sha256 is None or not backends().files.exists(found.warc_sha256):
        abort(404)
    body = db().get(Document, found.body_id) if found.body_id is not None else None
    if body is not None and not may_have_original(db(), viewer(), body):
        return render_template("documents/held_back.html", document=body), 403
    if body is None and found.state != "absent":
        require("edit", found.project_id)
    if body is not None and body.is_quarantined:
        record_act(db(), "download-held-back", "document", body.id, by=viewer().id, at=backends().clock.now())
        db().commit()
    return send_file(backends().files.open(found.warc_sha256), mimetype="application/warc", as_attachment=True,
                     download_name=f"liga-{found.id}.warc.gz", etag=False)


def links_of_page(page: Page) -> list[str]:
    """The links of a page's text, as corrected and as read."""
    from archive.indexing import indexed_text

    return links_in(indexed_text(page.text, page.corrected))


def offered(session: Session, page: Page) -> list[tuple[str, Rescue | None]]:
    """Each link of a page with the last try to fetch it."""
    last: dict[str, Rescue] = {}
    for row in actions.rescues_of(session, document_id=page.document_id):
        last.setdefault(row.url, row)
    return [(url, last.get(url)) for url in links_of_page(page)]


@bp.app_context_processor
def _for_replies() -> dict[str, object]:
    def links_of_reply(reply: Reply) -> list[tuple[str, Rescue | None]]:
        last: dict[str, Rescue] = {}
        urls = links_in(reply.text)
        for row in actions.rescues_of(db(), reply_id=reply.id) if urls else ():
            last.setdefault(row.url, row)
        return [(url, last.get(url)) for url in urls]

    def links_may_fetch(reply: Reply) -> bool:
        return access.may(db(), viewer(), "edit", reply.info_request.project_id)

    return {"links_of_reply": links_of_reply, "links_may_fetch": links_may_fetch, "link_words": (STATES, REASONS)}
