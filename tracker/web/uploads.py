"""Uploads in pieces: the browser says what it will send, sends it bit by bit, and goes on after a broken line."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.arrivals import uploads
from tracker.arrivals.models import Upload
from tracker.arrivals.uploads import MOST_AT_ONCE, PIECE, Announced, Refused
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("uploads", __name__, url_prefix="/uploads")


def words_for(code: str, name: str) -> str:
    """Why a file was not taken, in the person's language."""
    limit = backends().settings.max_upload_mb
    return str({
        "empty": _("“%(name)s” is empty; nothing was kept of it.", name=name),
        "too_large": _("“%(name)s” is larger than %(mb)s MB; nothing was kept of it.", name=name, mb=limit),
        "no_room": _("There is no room left on the disk for “%(name)s”. Nothing else was lost; make room, then go on.",
                     name=name),
        "too_many": _("Too many files are half sent. Go on with those, or drop them, before you begin more."),
        "incomplete": _("“%(name)s” has not arrived whole; send it again.", name=name),
    }.get(code, _("“%(name)s” could not be taken; try again.", name=name)))


@bp.post("")
def begin() -> ResponseReturnValue:
    """Say what will be sent; the answer says where to, and how much of it is here already."""
    project_id = request.form.get("project", 0, int)
    require("edit", project_id)
    name, size = request.form.get("name", ""), request.form.get("size", -1, int)
    if not name or size < 0:
        abort(400)
    try:
        upload = uploads.begin(backends(), db(), viewer(), project_id,
                               Announced(name, size, request.form.get("mark", "")))
    except Refused as problem:
        return _refused(problem, name)
    db().commit()
    return jsonify(_state(upload))


@bp.get("/<token>")
def state(token: str) -> ResponseReturnValue:
    """How much of a file is here."""
    return jsonify(_state(_mine(token)))


@bp.post("/<token>/pieces/<int:at>")
def piece(token: str, at: int) -> ResponseReturnValue:
    """The bytes from `at` on; what is out of step is answered with where to go on."""
    if (request.content_length or 0) > MOST_AT_ONCE:
        abort(413)
    data = request.get_data(cache=False)
    upload = _mine(token)
    try:
        uploads.add_piece(backends(), upload, at, data)
    except Refused as problem:
        if problem.code == "out_of_step":
            db().commit()
            return jsonify(_state(upload)), 409
        return _refused(problem, upload.name)
    db().commit()
    return jsonify(_state(upload))


@bp.post("/<token>/finish")
def finish(token: str) -> ResponseReturnValue:
    """Make a document of a file that is here whole."""
    upload = _mine(token)
    # The bytes are kept before the database is written to, so that a large file makes nobody wait.
    db().rollback()
    try:
        kept = uploads.keep(backends(), upload)
    except Refused as problem:
        return _refused(problem, upload.name)
    received = uploads.finish(backends(), db(), _mine(token), kept, viewer())
    document = received.document
    db().commit()
    uploads.forget(backends(), token)
    words = _("“%(name)s” was already there.", name=document.name) if received.is_duplicate else ""
    return jsonify({"document": document.id, "duplicate": received.is_duplicate, "words": words,
                    "address": url_for("documents.show", document_id=document.id)})


@bp.post("/<token>/drop")
def drop(token: str) -> ResponseReturnValue:
    """Give a half-sent file up."""
    upload = _mine(token)
    db().delete(upload)
    db().commit()
    uploads.forget(backends(), token)
    flash(_("The half-sent file is dropped."))
    return redirect(url_for("documents.index"))


def _mine(token: str) -> Upload:
    """One's own upload into a project one may still change."""
    upload = uploads.find(db(), viewer(), token)
    if upload is None:
        abort(404)
    require("edit", upload.project_id)
    return upload


def _state(upload: Upload) -> dict[str, Any]:
    return {"token": upload.token, "received": upload.received, "size": upload.size, "piece": PIECE,
            "address": url_for("uploads.state", token=upload.token)}


def _refused(problem: Refused, name: str) -> tuple[Any, int]:
    db().rollback()
    status = {"too_large": 413, "no_room": 507, "too_many": 429, "incomplete": 409}.get(problem.code, 422)
    return jsonify({"problem": problem.code, "words": words_for(problem.code, name)}), status
