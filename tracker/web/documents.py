"""The archive on the web: documents listed, uploaded, followed while they are read, downloaded."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any, BinaryIO, cast

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from archive import reading
from archive.files import NO_ROOM, EmptyUpload, FileTooLarge, Kept
from archive.models import Document
from archive.receive import Received, record, safe_name
from tracker import archive_access as archive
from tracker import archive_pages as pages
from tracker.archive_access import PER_PAGE, DocumentFilter
from tracker.arrivals import uploads
from tracker.arrivals.queries import arrival_of, proposed_requests
from tracker.audit.actions import record_act
from tracker.exports.tables import FORMATS
from tracker.facts.actions import facts_of
from tracker.leaks.deciding import may_have_original
from tracker.people import access
from tracker.people.access import Right
from tracker.projects.models import project_scope
from tracker.reasons import reason
from tracker.vocabulary import DOCUMENT_STATES, FACTS, ORIGINS, SOURCES
from tracker.web import page_viewer
from tracker.web.list_files import MOST_RESULTS, as_file
from tracker.web.pace import left_words
from tracker.web.seen import seen_document
from tracker.web.site import backends, db, require, viewer
from tracker.web.uploads import words_for

bp = Blueprint("documents", __name__, url_prefix="/documents")

STRIP = 200
"""Pages listed at once on a document's own page."""


def language() -> str:
    """The reader's language, `es` or `en`."""
    return str(get_locale() or "es")


def may(right: Right, document: Document) -> bool:
    """Whether the viewer has a right on the document's project."""
    project_id = archive.project_id_of(document)
    return viewer().is_owner if project_id is None else access.may(db(), viewer(), right, project_id)


@bp.get("")
def index() -> ResponseReturnValue:
    """Documents the viewer may see, newest first."""
    number, wanted = max(1, request.args.get("page", 1, int)), _wanted()
    rows, total = archive.list_documents(db(), viewer(), wanted, page=number)
    return render_template(
        "documents/index.html", rows=rows, total=total, wanted=wanted, page=number, pages=-(-total // PER_PAGE),
        projects=archive.readable_projects(db(), viewer()), writable=archive.writable_projects(db(), viewer()),
        agencies=archive.agencies_of(db(), viewer()), states=DOCUMENT_STATES,
        is_reading=any(row.document.state in ("queued", "reading") for row in rows),
        max_mb=backends().settings.max_upload_mb, reason=reason, formats=FORMATS,
        half_sent=uploads.half_sent(db(), viewer()),
    )


def _wanted() -> DocumentFilter:
    state = request.args.get("state")
    return DocumentFilter(
        project_id=request.args.get("project", type=int), state=state if state in DOCUMENT_STATES else None,
        agency=request.args.get("agency") or None, folio=(request.args.get("folio") or "").strip() or None,
        name=(request.args.get("name") or "").strip() or None,
    )


@bp.get("/export.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The list of documents as a file, with the filters it has on the page."""
    rows, _total = archive.list_documents(db(), viewer(), _wanted(), per_page=MOST_RESULTS)
    head = ("document", "name", "title", "project", "folios", "media_type", "pages", "state", "added_at", "sha256")
    return as_file(kind, "documentos", head, ((
        row.document.id, row.document.name, row.document.title, row.project.name if row.project else None,
        " ".join(row.folios), row.document.media_type, row.document.page_count, row.document.state,
        row.document.added_at, row.document.sha256) for row in rows))


@bp.post("")
def upload() -> ResponseReturnValue:
    """Add one or several files to a project; what is there already is said, what cannot be taken too."""
    project_id = request.form.get("project", type=int) or 0
    require("edit", project_id)
    sent = [file for file in request.files.getlist("files") if file.filename]
    if not sent:
        flash(_("Choose at least one file."), "problem")
        return redirect(url_for("documents.index"))
    # The bytes are kept before the database is written to, so that a large file makes nobody wait.
    db().rollback()
    kept = _keep_all(sent)
    require("edit", project_id)
    received = [_record(name, bytes_kept, project_id) for name, bytes_kept in kept]
    db().commit()
    if not received:
        return redirect(url_for("documents.index", project=project_id))
    new = [one.document for one in received if not one.is_duplicate]
    if new:
        flash(ngettext("%(num)d file is kept and will be read.", "%(num)d files are kept and will be read.", len(new)))
    for one in received:
        if one.is_duplicate:
            flash(_("“%(name)s” was already there.", name=one.document.name))
    if len(received) == 1:
        return redirect(url_for("documents.show", document_id=received[0].document.id))
    return redirect(url_for("documents.index", project=project_id))


def _keep_all(sent: list[FileStorage]) -> list[tuple[str, Kept]]:
    kept = []
    limit = backends().settings.max_upload_mb
    for file in sent:
        name = safe_name(file.filename or "")
        try:
            kept.append((name, backends().files.keep(cast(BinaryIO, file.stream), limit=limit * 1024 * 1024)))
        except EmptyUpload:
            flash(_("“%(name)s” is empty; nothing was kept of it.", name=name), "problem")
        except FileTooLarge:
            flash(_("“%(name)s” is larger than %(mb)s MB; nothing was kept of it.", name=name, mb=limit), "problem")
        except OSError as problem:
            if problem.errno not in NO_ROOM:
                raise
            flash(words_for("no_room", name), "problem")
    return kept


def _record(name: str, kept: Kept, project_id: int) -> Received:
    now = backends().clock.now()
    received = record(
        db(), kept, name=name, scope=project_scope(project_id), origin="upload", by=viewer().email, now=now
    )
    if not received.is_duplicate:
        record_act(db(), "add", "document", received.document.id, by=viewer().id, at=now,
                   content={"sha256": kept.sha256, "name": name})
    return received


@bp.get("/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """One document: how far its reading is, its pages, what it is linked to, and its downloads."""
    document = seen_document(document_id)
    facts = pages.page_facts(db(), document.id)
    strip = max(1, request.args.get("page", 1, int))
    project_id = archive.project_id_of(document)
    _outside, inside = archive.around(db(), document)
    arrival = arrival_of(db(), document)
    return render_template(
        "documents/show.html", document=document, inside=inside, arrival=arrival, origins=ORIGINS,
        proposed=proposed_requests(db(), viewer(), document, arrival),
        pages=facts[(strip - 1) * STRIP : strip * STRIP], page=strip,
        strips=-(-len(facts) // STRIP), done=sum(page.state != "queued" for page in facts),
        failed=sum(page.state == "failed" for page in facts), links=archive.links_of(db(), viewer(), document.id),
        project=archive.find_project(db(), project_id), size=document.blob.size, states=DOCUMENT_STATES,
        sources=SOURCES, reason=reason, may_edit=may("edit", document), may_have_original=_may_have_original(document),
        is_busy=document.state in ("queued", "reading"), facts=facts_of(db(), document.id), fact_words=FACTS,
    )


@bp.get("/<int:document_id>/progress.json")
def progress(document_id: int) -> ResponseReturnValue:
    """Live numbers of a reading: state, pages done and failed of how many, seconds left (null when unknown)."""
    document = seen_document(document_id)
    numbers: dict[str, Any] = asdict(pages.reading_progress(db(), document, now=backends().clock.now()))
    left = numbers["seconds_left"]
    words = ""
    if numbers["total"]:
        words = _("%(done)s of %(total)s pages", done=numbers["done"], total=numbers["total"])
    if left is not None:
        words += " · " + left_words(left)
    return {**numbers, "words": words or _(DOCUMENT_STATES[document.state])}


@bp.post("/<int:document_id>/retry")
def retry(document_id: int) -> ResponseReturnValue:
    """Read again what could not be read."""
    document = seen_document(document_id)
    require("edit", archive.project_id_of(document) or 0)
    now = backends().clock.now()
    if document.state in ("read", "failed"):
        reading.retry_document(db(), document, now=now)
        record_act(db(), "retry", "document", document.id, by=viewer().id, at=now)
        db().commit()
        flash(_("It will be read again."))
    return redirect(url_for("documents.show", document_id=document.id))


def _may_have_original(document: Document) -> bool:
    return may_have_original(db(), viewer(), document)


@bp.get("/<int:document_id>/original")
def original(document_id: int) -> ResponseReturnValue:
    """The file as it came, byte for byte, never opened by the browser itself."""
    document = seen_document(document_id)
    if not _may_have_original(document):
        return render_template("documents/held_back.html", document=document), 403
    try:
        data = backends().files.open(document.sha256)
    except FileNotFoundError:
        return render_template("documents/gone.html", document=document, why=reason("missing", language())), 404
    if document.is_quarantined:
        now = backends().clock.now()
        with backends().sessions.writing() as writing:
            record_act(writing, "download-held-back", "document", document.id, by=viewer().id, at=now)
    answer = send_file(
        data, mimetype="application/octet-stream", as_attachment=True, download_name=document.name, etag=False
    )
    answer.content_length = document.blob.size
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@bp.get("/<int:document_id>/text")
def text(document_id: int) -> ResponseReturnValue:
    """The text of all pages, as it was read, each page under its number."""
    document = seen_document(document_id)
    read = pages.page_texts(db(), document.id)
    parts = [f"[{_('Page')} {number}]\n\n{words or ''}\n" for number, words in read]
    return send_file(
        io.BytesIO("\n\f".join(parts).encode()), mimetype="text/plain", as_attachment=True,
        download_name=document.name.rsplit(".", 1)[0] + ".txt", etag=False,
    )


bp.add_url_rule("/<int:document_id>/pages", "goto", page_viewer.goto)
bp.add_url_rule("/<int:document_id>/pages/<int:number>", "page", page_viewer.show)
bp.add_url_rule("/<int:document_id>/pages/<int:number>/image/<int:width>", "image", page_viewer.image)
bp.add_url_rule("/<int:document_id>/pages/<int:number>/words.json", "words", page_viewer.words)
