"""The searchable copy of a document: a PDF whose pages carry their words."""

from __future__ import annotations

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from archive import jobs
from tracker.leaks.deciding import may_give_bytes
from tracker.reasons import reason
from tracker.searchable_pdf import AT_ONCE, JOB, NoCopy, copy_path, make_copy
from tracker.web.seen import seen_document
from tracker.web.site import backends, db

bp = Blueprint("copies", __name__, url_prefix="/documents")


@bp.get("/<int:document_id>/searchable.pdf")
def searchable(document_id: int) -> ResponseReturnValue:
    """The copy, made now or, for a long document, by the worker; of a file that is held back, from what is shown."""
    document = seen_document(document_id)
    from_original = may_give_bytes(db(), document)
    cache = backends().settings.data_dir / "cache"
    kept = copy_path(db(), cache, document, from_original=from_original)
    if not kept.exists() and (document.page_count or 0) > AT_ONCE:
        with backends().sessions.writing() as writing:
            jobs.put(writing, JOB, document.id, now=backends().clock.now())
        return render_template("documents/copy_soon.html", document=document), 202
    try:
        path = make_copy(backends(), db(), document, from_original=from_original)
    except NoCopy as problem:
        why = reason(problem.code, str(get_locale() or "es"))
        return render_template("documents/gone.html", document=document, why=why), 404
    name = document.name.rsplit(".", 1)[0] + ".buscable.pdf"
    return send_file(path, mimetype="application/pdf", as_attachment=True, download_name=name, etag=False)
