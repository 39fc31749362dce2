"""What is hidden: totals whose every number opens its list, the pages behind them, and the labelled set."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from archive.models import Document, Page
from tracker.addresses import page_in
from tracker.archive_access import readable_projects
from tracker.exports.tables import FORMATS
from tracker.page_images import NoPicture, page_picture
from tracker.redactions import precision, queries
from tracker.redactions.labelled_set import WIDTH, write_set
from tracker.redactions.models import RedactionMark
from tracker.redactions.queries import PER_PAGE, Totals, Wanted
from tracker.review.labelled import labelled_pages
from tracker.sentences import N_
from tracker.vocabulary import FINDING_STATES, REDACTIONS
from tracker.web.list_files import MOST_RESULTS, as_file
from tracker.web.review import json_lines
from tracker.web.site import backends, db, viewer

bp = Blueprint("hidden", __name__, url_prefix="/hidden")

BANDS = {"whole": N_("95 %% or more of the page"), "most": N_("50–95 %%"), "part": N_("10–50 %%"),
         "little": N_("under 10 %%")}
COUNTED = {"right": N_("confirmed where the detector saw them"), "wrong": N_("dismissed, or moved far away"),
           "waiting": N_("nobody judged yet"), "missed": N_("drawn by hand"),
           "right_on_examined": N_("found, on pages gone through"),
           "missed_on_examined": N_("missed, on pages gone through")}
ALL_BANDS = {**BANDS, queries.READ: N_("every page read")}


@bp.app_context_processor
def _for_pages() -> dict[str, Any]:
    return {"hidden_totals": hidden_totals, "hidden_shares": lambda document: queries.shares_of(db(), document.id),
            "hidden_bands": BANDS}


def hidden_totals(**narrowed: Any) -> tuple[Totals, dict[str, Any]]:
    """What is hidden in a project, of an agency, in a reply; and the same filter for addresses."""
    wanted = Wanted(**narrowed)
    return queries.totals(db(), viewer(), wanted), wanted.as_args()


@bp.get("")
def index() -> ResponseReturnValue:
    """Totals, and the pages behind the number that was opened."""
    wanted = Wanted.from_args(request.args)
    rows, total, boxes = queries.hidden_pages(db(), viewer(), wanted)
    return render_template(
        "hidden/index.html", wanted=wanted, rows=rows, total=total, boxes=boxes, pages=-(-total // PER_PAGE),
        formats=FORMATS, styles=REDACTIONS, states=FINDING_STATES, bands=ALL_BANDS,
        projects=readable_projects(db(), viewer()), narrowed=wanted.as_args())


@bp.get("/export.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The pages with something hidden as a file, with the filters of the page."""
    wanted = replace(Wanted.from_args(request.args), page=1)
    rows, _total, _boxes = queries.hidden_pages(db(), viewer(), wanted, MOST_RESULTS)
    head = ("document", "name", "page", "boxes", "undecided", "share", "grounds", "gone_through")
    return as_file(kind, "testado", head, ((row.document_id, row.name, row.number, row.boxes, row.undecided,
                                            round(row.share, 4), "; ".join(row.grounds), row.is_examined)
                                           for row in rows))


@bp.get("/detector")
def detector() -> ResponseReturnValue:
    """The boxes behind a number of how often the detector was right: `style` as it counts, and `what` it counts as."""
    style, what, page = request.args.get("style", ""), request.args.get("what", ""), page_in(request.args)
    if what not in precision.COUNTS:
        abort(404)
    found = [one for one in precision.counted_boxes(db(), viewer()) if (one.style, one.what) == (style, what)]
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    marks = {mark.id: (mark, title or name) for mark, title, name in db().execute(
        select(RedactionMark, Document.title, Document.name).join(Document, Document.id == RedactionMark.document_id)
        .where(RedactionMark.id.in_([one.mark for one in shown])))}
    return render_template("hidden/detector.html", style=style, what=what, words=COUNTED[what], total=len(found),
                           rows=[marks[one.mark] for one in shown], page=page, pages=-(-len(found) // PER_PAGE))


@bp.get("/labelled.jsonl")
def labelled_set() -> ResponseReturnValue:
    """Judged boxes as JSON lines, a page a line; files held back are left out."""
    return json_lines(labelled_pages(db(), viewer(), Wanted.from_args(request.args)), "acuse-testado")


@bp.get("/labelled.zip")
def labelled_images() -> ResponseReturnValue:
    """The same with the pictures of the pages; a page that leaks has none, since it would have to be painted over."""
    entries = list(labelled_pages(db(), viewer(), Wanted.from_args(request.args)))
    numbers = {entry["document_sha256"] for entry in entries}
    names = {sha256: name for sha256, name in db().execute(
        select(Document.sha256, Document.name).where(Document.sha256.in_(numbers)))}
    leaking = {(sha256, number) for sha256, number, leaks in db().execute(
        select(Document.sha256, Page.number, Page.leaks).join(Page).where(Document.sha256.in_(numbers))) if leaks}
    db().rollback()

    def picture(entry: dict[str, Any]) -> Path | None:
        sha256, number = entry["document_sha256"], entry["page"]
        if (sha256, number) in leaking:
            return None
        try:
            return page_picture(backends().files, backends().settings.data_dir / "cache", sha256, names[sha256], number,
                                WIDTH).path
        except NoPicture:
            return None

    out = tempfile.SpooledTemporaryFile(max_size=16 * 2**20)  # noqa: SIM115  (it is closed when it has been sent)
    write_set(out, entries, picture)
    out.seek(0)
    return send_file(out, "application/zip", as_attachment=True, download_name="acuse-testado.zip", etag=False)
