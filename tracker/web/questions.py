"""The questions of a request: split by proposal, edited by hand, each marked with how far it was answered."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.people import access
from tracker.questions import actions, queries
from tracker.questions.actions import Verdict, Written
from tracker.questions.splitting import split
from tracker.questions.words import REFUSALS, STATUSES, TONES
from tracker.requests import queries as request_queries
from tracker.requests.models import InfoRequest
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("questions", __name__, url_prefix="/requests")


@bp.get("/<int:number>/questions")
def show(number: int) -> ResponseReturnValue:
    """The questions with the pages that may answer each; before there are any, the proposed split."""
    info_request = _request(number)
    questions = queries.with_pages(db(), info_request)
    proposed = None if questions else split(info_request.text or info_request.subject)
    return render_template(
        "questions/show.html", info_request=info_request, questions=questions, proposed=proposed, statuses_of=STATUSES,
        tones=TONES, refusals=REFUSALS, coverage=queries.coverage_of(db(), info_request, questions),
        said=queries.said_on(db(), info_request) if questions else [],
        can_edit=access.may(db(), viewer(), "edit", info_request.project_id))


@bp.post("/<int:number>/questions")
def write(number: int) -> ResponseReturnValue:
    """Keep the questions as written in the form."""
    info_request = _request(number, edit=True)
    form = request.form
    if form.get("again"):
        actions.write_proposed(db(), info_request, by=viewer(), clock=backends().clock)
    else:
        rows = zip(form.getlist("id"), form.getlist("number"), form.getlist("text"), strict=False)
        actions.write_questions(
            db(), info_request, [Written(name, text[:20_000], _number(key))
                                 for key, name, text in list(rows)[:400]], by=viewer(), clock=backends().clock)
    db().commit()
    flash(_("The questions are kept."))
    return redirect(url_for("questions.show", number=number))


@bp.post("/<int:number>/questions/answers")
def decide(number: int) -> ResponseReturnValue:
    """Keep how far each question was answered, and on which page."""
    info_request = _request(number, edit=True)
    changed = 0
    for question in actions.questions_of(db(), info_request):
        status = request.form.get(f"status-{question.id}")
        if status is None:
            continue
        document, _colon, page = request.form.get(f"page-{question.id}", "").partition(":")
        verdict = Verdict(status, request.form.get(f"ground-{question.id}") or None,
                          request.form.get(f"note-{question.id}", ""),
                          _number(document), _number(page))
        try:
            changed += actions.decide(db(), question, verdict, by=viewer(), clock=backends().clock)
        except ValueError:
            abort(400)
    db().commit()
    flash(_("Kept: %(n)s questions changed.", n=changed))
    return redirect(url_for("questions.show", number=number))


def _request(number: int, *, edit: bool = False) -> InfoRequest:
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    if edit:
        require("edit", info_request.project_id)
    return info_request


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 12 else None
