"""A project's dossier: taken out as a verified bundle, taken in from another installation."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from archive.receive import safe_name
from tracker.audit.actions import record_act
from tracker.exports.dossier import write_dossier
from tracker.exports.taking_in import BadDossier, take_in
from tracker.projects.models import Project
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("dossiers", __name__)


@bp.post("/projects/<int:number>/dossier")
def take_out(number: int) -> ResponseReturnValue:
    """The dossier of a project, for its administrators."""
    require("admin", number)
    project = db().get(Project, number)
    if project is None:
        abort(404)
    record_act(db(), "dossier.written", "project", number, by=viewer().id, at=backends().clock.now())
    db().commit()
    name = f"{safe_name(project.name).replace(' ', '-')}.zip"
    # An anonymous file: it is gone when the answer has been sent.
    with tempfile.TemporaryDirectory(prefix="acuse-out-") as folder:
        target = Path(folder) / "dossier.zip"
        with backends().sessions.reading() as session:
            write_dossier(session, backends().files, session.get_one(Project, number), target,
                          now=backends().clock.now(), with_quarantined=bool(request.form.get("quarantined")),
                          with_filed_as=bool(request.form.get("filed_as")))
        return send_file(target.open("rb"), mimetype="application/zip", as_attachment=True, download_name=name)


@bp.post("/dossiers")
def bring_in() -> ResponseReturnValue:
    """Take a dossier in: for the installation's owner alone, because it writes what others are said to have done."""
    if not viewer().is_owner:
        abort(403)
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        flash(_("Choose a file."), "problem")
        return redirect(url_for("projects.index"))
    with tempfile.TemporaryDirectory(prefix="acuse-in-") as folder:
        path = Path(folder) / "dossier.zip"
        sent.save(path)
        try:
            project = take_in(db(), backends().files, path, by=viewer(), now=backends().clock.now())
        except BadDossier as problem:
            db().rollback()
            flash(_why(problem), "problem")
            return redirect(url_for("projects.index"))
    db().commit()
    flash(_("The dossier is verified and its project is here."))
    return redirect(url_for("projects.show", number=project.id))


def _why(problem: BadDossier) -> str:
    words = {
        "changed": _("Its checksums do not match: the file was changed or cut short. Ask for it again."),
        "too-large": _("The dossier is larger than this installation takes in."),
        "unsafe": _("The file holds paths that lead outside of it; it was refused."),
    }
    return str(words.get(problem.code, _("That is not a dossier made by Acuse.")))
