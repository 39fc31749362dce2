"""The review queue: one finding after the other beside its page, judged by key; how often each rule was right."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker import page_search
from tracker.addresses import page_in
from tracker.corrections.actions import corrected_page
from tracker.people import access
from tracker.people.access import Right
from tracker.redactions.precision import detector_precision
from tracker.replies.models import Finding
from tracker.review import actions, labelled, queries
from tracker.review.queries import Wanted
from tracker.sentences import N_
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("review", __name__, url_prefix="/review")

KINDS = {"label": N_("What it says"), "check": N_("Against the law"), "redaction": N_("Redactions"),
         "link": N_("Links"), "leak": N_("Leaks")}
LONGEST_MARK = 200
"""Characters of a quote that are marked on the picture; the rest follows from them."""


@bp.get("")
def index() -> ResponseReturnValue:
    """The finding to judge now, with its page beside it."""
    wanted = Wanted.from_args(request.args)
    place = queries.place(db(), viewer(), wanted, request.args.get("at", type=int), request.args.get("after", type=int))
    page = actions.page_of(db(), place.finding) if place.finding else None
    marks = page_search.NO_MARKS
    if place.finding is not None and page is not None and place.finding.quote and place.finding.kind != "redaction":
        marks = page_search.marks_on_page(_phrase(place.finding.quote), page, corrected_page(db(), page))
    return render_template(
        "review/index.html", wanted=wanted, place=place, finding=place.finding, page=page, marks=marks, kinds=KINDS,
        menus=queries.menus(db(), viewer()), projects=_projects(),
        can_judge=place.finding is not None and access.may(
            db(), viewer(), _right_for(place.finding), place.finding.reply.info_request.project_id))


def _phrase(quote: str) -> str:
    return '"' + " ".join(quote.replace('"', " ").split())[:LONGEST_MARK] + '"'


def _projects() -> Any:
    from tracker.archive_access import readable_projects

    return readable_projects(db(), viewer())


def _right_for(finding: Finding) -> Right:
    return "admin" if finding.kind == "leak" else "edit"


@bp.get("/list")
def listing() -> ResponseReturnValue:
    """The findings behind a number, as a list."""
    wanted = Wanted.from_args(request.args)
    number = page_in(request.args)
    rows, total = queries.findings(db(), viewer(), wanted, number)
    return render_template("review/list.html", wanted=wanted, rows=rows, kinds=KINDS, total=total, number=number,
                           pages=-(-total // queries.MOST_SHOWN), menus=queries.menus(db(), viewer()),
                           projects=_projects())


@bp.get("/rules")
def rules() -> ResponseReturnValue:
    """How often each rule and each style of redaction was right, as people judged."""
    wanted = Wanted.from_args(request.args)
    return render_template("review/rules.html", wanted=wanted, rules=queries.rule_precision(db(), viewer(), wanted),
                           styles=detector_precision(db(), viewer()), kinds=KINDS)


@bp.post("/<int:number>")
def judge(number: int) -> ResponseReturnValue:
    """A verdict; then the next one."""
    finding = db().scalar(queries.visible(viewer()).where(Finding.id == number))
    if finding is None:
        abort(404)
    require(_right_for(finding), finding.reply.info_request.project_id)
    verdict = request.form.get("verdict", "")
    if verdict not in actions.BOX_VERDICTS:
        abort(400)
    actions.judge(db(), finding, verdict, by=viewer(), clock=backends().clock)
    db().commit()
    narrowed = Wanted.from_args(request.args).as_args()
    narrowed["at" if verdict == "suggested" else "after"] = number
    return redirect(url_for("review.index", **narrowed))


@bp.post("/undo")
def undo() -> ResponseReturnValue:
    """One's own last verdict taken back, and its finding shown again."""
    finding = actions.undo_last(db(), by=viewer(), clock=backends().clock)
    number = finding.id if finding is not None else None
    db().commit()
    if number is None:
        flash(_("There is no verdict of yours to take back."), "problem")
    return redirect(url_for("review.index", **Wanted.from_args(request.args).as_args(), at=number))


@bp.get("/labelled.jsonl")
def labelled_set() -> ResponseReturnValue:
    """Judged passages as JSON lines; files held back are left out."""
    return json_lines(labelled.passages(db(), viewer(), Wanted.from_args(request.args)), "acuse-hallazgos")


def json_lines(entries: Iterable[dict[str, Any]], name: str) -> Response:
    """Entries as a file of JSON lines to download."""
    written = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
    return Response(written, headers={"Content-Type": "application/x-ndjson",
                                      "Content-Disposition": f"attachment; filename={name}.jsonl"})
