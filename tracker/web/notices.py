"""Notices: the text of a receipt or a forwarded mail proposes facts, each for a person to confirm."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.agencies.store import directory_of
from tracker.clock import today as today_of
from tracker.laws.store import rulebook_of
from tracker.notices import actions
from tracker.notices.labels import OWN, BadLabels, Labels, load_labels
from tracker.notices.mails import MAX_BYTES, NotAMail, text_of_mail
from tracker.notices.reading import MAX_TEXT, read_notices
from tracker.requests import queries as request_queries
from tracker.requests import recompute
from tracker.requests.actions import CannotRecord
from tracker.seeding import seeds_folder
from tracker.web.forms import EARLIEST, LATEST
from tracker.web.i18n import told
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("notices", __name__)


@bp.route("/notices", methods=["GET", "POST"])
def index() -> ResponseReturnValue:
    """Paste the text of a receipt or notice, or give the mail it came in; what it says is proposed."""
    if request.method == "GET":
        return render_template("notices/index.html", notices=None, text="", mailed_on=None)
    text, mailed_on = request.form.get("text", "")[:MAX_TEXT], None
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        try:
            text, mailed_on = text_of_mail(upload.stream.read(MAX_BYTES + 1))
        except NotAMail:
            flash(_("This is no mail that can be read: save it as .eml, or paste its text."), "problem")
            return render_template("notices/index.html", notices=None, text=text, mailed_on=None), 422
    return _shown(text, mailed_on)


@bp.post("/requests/<int:number>/notices")
def confirm(number: int) -> ResponseReturnValue:
    """Record one thing that a notice says of a request."""
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    require("edit", info_request.project_id)
    form = request.form
    on, clock = form.get("on", type=date.fromisoformat), backends().clock
    at = form.get("at", type=time.fromisoformat)
    text, mailed_on = form.get("text", "")[:MAX_TEXT], form.get("mailed_on", type=date.fromisoformat)
    if on is None or not EARLIEST <= on <= LATEST:
        flash(_("Write a date between 1990 and 2100."), "problem")
        return _shown(text, mailed_on)
    try:
        actions.take_up(db(), info_request, form.get("what", ""), form.get("kind", ""), on, at, by=viewer(),
                        clock=clock, today=today_of(clock))
        recompute.recompute(db(), info_request, rulebook_of(db()), now=clock.now())
    except CannotRecord as problem:
        db().rollback()
        flash(_why_not(problem), "problem")
        return _shown(text, mailed_on)
    except ValueError:
        abort(400)
    db().commit()
    flash(_("Noted."))
    return _shown(text, mailed_on)


def _shown(text: str, mailed_on: date | None) -> ResponseReturnValue:
    try:
        labels = _labels()
    except BadLabels as problem:
        flash(str(problem), "problem")
        return render_template("notices/index.html", notices=None, text=text, mailed_on=mailed_on), 422
    notices = read_notices(text, labels, directory_of(db()), today=today_of(backends().clock), mailed_on=mailed_on)
    there = actions.editable_by_folio(db(), viewer(), [notice.folio for notice in notices])
    rows: list[dict[str, Any]] = [
        {"notice": notice, "requests": [
            {"info_request": one, "known": [actions.is_known(one, proposal) for proposal in notice.proposals]}
            for one in there.get(notice.folio, [])]}
        for notice in notices]
    return render_template("notices/index.html", notices=rows, text=text, mailed_on=mailed_on,
                           as_reply=actions.AS_REPLY)


def _labels() -> Labels:
    return load_labels(seeds_folder() / OWN, backends().settings.data_dir / OWN)


def _why_not(problem: CannotRecord) -> str:
    words = {
        "before-filing": _("That is before the request was filed; check both dates."),
        "not-filed": _("This request is a draft; note first when it was filed."),
        "filed-after-events": _("Something else is noted before that day; correct that first."),
        "filed-already": _("Another filing date is noted; correct it on the request's page if this one is right."),
        "future": _("That day has not come yet; note it when it has happened."),
        "impossible": _("That does not fit what is already noted: %(why)s", why=told(problem.data.get("why", ""))),
    }
    return str(words.get(problem.code, problem.code))
