"""Bringing a table in: it is tried first and shown row by row, columns can be named by hand, then it is imported."""

from __future__ import annotations

import json
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.utils import secure_filename

from tracker.exports.tables import FORMATS, table
from tracker.imports.columns import SEEDS
from tracker.imports.preview import field_names, preview
from tracker.imports.running import Wanted, import_file
from tracker.imports.tables import Unreadable
from tracker.imports.trials import folder_of
from tracker.people import access
from tracker.projects.models import Project
from tracker.settings_table import Setting
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("imports", __name__, url_prefix="/imports")

KINDS = ("requests", "appeals")
SHOWN_PROBLEMS = 200
MAX_MB = 50


@bp.route("", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Choose a table, what it holds, and the project it goes to."""
    projects = list(db().scalars(select(Project).where(Project.id.in_(access.project_ids(viewer(), "edit")))
                                 .order_by(Project.name)))
    if request.method == "POST":
        sent, project, kind = request.files.get("file"), request.form.get("project", type=int), request.form.get("kind")
        if sent is None or not sent.filename:
            flash(_("Choose a file."), "problem")
            return redirect(url_for("imports.index"))
        if project is None or kind not in KINDS:
            abort(400)
        require("edit", project)
        token = secrets.token_urlsafe(16)
        folder = _folder(token)
        folder.mkdir(parents=True)
        name = secure_filename(sent.filename) or "tabla"
        sent.save(folder / name)
        facts = {"name": name, "kind": kind, "project": project, "user": viewer().id, "mapping": _remembered()}
        (folder / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
        return redirect(url_for("imports.show", token=token))
    return render_template("imports/index.html", projects=projects, max_mb=MAX_MB)


@bp.get("/template.xlsx")
def template() -> ResponseReturnValue:
    """An empty table with the columns this installation knows best."""
    head = ("Folio", "Sujeto obligado", "Fecha de la solicitud", "Asunto", "Descripción de la solicitud", "Estatus",
            "Fecha límite", "Fecha de respuesta", "Texto de la respuesta")
    return Response(table("xlsx", head, []), headers={
        "Content-Type": FORMATS["xlsx"], "Content-Disposition": "attachment; filename=plantilla-solicitudes.xlsx"})


@bp.route("/<token>", methods=["GET", "POST"])
def show(token: str) -> ResponseReturnValue:
    """What the import would do; named columns are tried at once, and the import itself is one more click."""
    facts = _facts(token)
    require("edit", facts["project"])
    fields = field_names(facts["kind"])
    if request.method == "POST" and request.form.get("action") == "map":
        rows = zip(*(request.form.getlist(name) for name in ("column", "was", "field")), strict=False)
        # Only what a person changed is remembered: what was left alone stays as it was understood.
        mapping = {name: to for name, was, to in rows if to != was and (to == "" or to in fields)}
        facts["mapping"] = {**facts["mapping"], **mapping}
        (_folder(token) / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
        _remember(facts["mapping"])
        return redirect(url_for("imports.show", token=token))
    write = request.method == "POST" and request.form.get("action") == "import"
    user_id, running, path = viewer().id, backends(), _folder(token) / facts["name"]
    # The session of this request holds the write lock on a POST; the import writes with its own.
    db().rollback()
    try:
        report = import_file(
            running, path,
            Wanted(kind=facts["kind"], write=write, project=str(facts["project"]), mapping=facts["mapping"],
                   user_id=user_id),
        )
    except Unreadable as problem:
        flash(str(problem), "problem")
        return redirect(url_for("imports.index"))
    if write:
        _forget(token)
        flash(_("%(new)s rows are new, %(changed)s updated, %(same)s unchanged. Their clocks are computed within a "
                "minute.", new=report.created, changed=report.updated, same=report.unchanged))
        return redirect(url_for("requests.index" if facts["kind"] == "requests" else "appeals.index", sort="moved"))
    sheets = preview(path, facts["kind"], facts["mapping"])
    return render_template(
        "imports/show.html", report=report, sheets=sheets, names=column_names(facts["kind"]), facts=facts, token=token,
        fields=fields, problems=report.problems[:SHOWN_PROBLEMS], more=len(report.problems) - SHOWN_PROBLEMS,
    )


@lru_cache
def column_names(kind: str) -> dict[str, str]:
    """What people call each field: the first name the vocabulary of columns gives it."""
    given = yaml.safe_load((SEEDS / "columns.yaml").read_text(encoding="utf-8"))[kind]
    return {field: str(names[0]) for field, names in given.items() if names}


def _folder(token: str) -> Path:
    if not token.replace("-", "").replace("_", "").isalnum() or len(token) > 40:
        abort(404)
    return folder_of(backends().settings.data_dir) / token


def _facts(token: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((_folder(token) / "facts.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        abort(404)
    if facts["user"] != viewer().id:
        abort(404)
    return facts


def _forget(token: str) -> None:
    for path in _folder(token).iterdir():
        path.unlink()
    _folder(token).rmdir()


def _remembered() -> dict[str, str]:
    row = db().get(Setting, f"import-columns:{viewer().id}")
    kept: dict[str, str] = json.loads(row.value) if row else {}
    return kept


def _remember(mapping: dict[str, str]) -> None:
    name = f"import-columns:{viewer().id}"
    row = db().get(Setting, name)
    if row is None:
        db().add(Setting(name=name, value=json.dumps(mapping)))
    else:
        row.value = json.dumps(mapping)
    db().commit()
