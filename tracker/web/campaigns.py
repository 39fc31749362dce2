"""Campaigns: one text to many agencies, folios pasted later, answers side by side, and series that come again."""

from __future__ import annotations

import re
from datetime import date

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.agencies.store import directory_of
from tracker.campaigns import actions, queries
from tracker.campaigns.filling import MissingFields, fields_in, read_fields
from tracker.campaigns.models import Campaign
from tracker.campaigns.pasting import read_lines
from tracker.clock import today as today_of
from tracker.exports.tables import FORMATS, table
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.projects.models import Project
from tracker.questions.words import STATUSES as QUESTION_STATUSES
from tracker.requests import recompute
from tracker.web.forms import EARLIEST, LATEST, REQUIRED, Day, Form, SelectField
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("campaigns", __name__, url_prefix="/campaigns")

TURNS = (("", _l("once")), ("1", _l("each month")), ("3", _l("each quarter")), ("6", _l("each half-year")),
         ("12", _l("each year")))


class CampaignForm(Form):
    """What a campaign is started with."""

    project = SelectField(_l("Project"), coerce=int)
    name = StringField(_l("Name of the campaign"), validators=[InputRequired(REQUIRED), Length(max=160)])
    subject = StringField(_l("Subject"), validators=[InputRequired(REQUIRED), Length(max=300)])
    text = TextAreaField(_l("Text of the request"), validators=[InputRequired(REQUIRED), Length(max=50_000)])
    agencies = TextAreaField(_l("Agencies"), validators=[InputRequired(REQUIRED), Length(max=50_000)])
    fields = TextAreaField(_l("Fields"), validators=[Length(max=20_000)])
    every_months = SelectField(_l("How often"), choices=TURNS, default="")
    next_on = Day(_l("Next time on"))


@bp.get("")
def index() -> ResponseReturnValue:
    """The campaigns, due series first."""
    project = request.args.get("project", type=int)
    return render_template("campaigns/index.html", project=project,
                           campaigns=queries.campaigns(db(), viewer(), today_of(backends().clock), project))


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Write a campaign; sending the form makes one draft per agency."""
    form = CampaignForm(project=request.args.get("project", type=int))
    projects = db().scalars(select(Project).where(Project.id.in_(access.project_ids(viewer(), "edit")),
                                                  Project.archived_at.is_(None)).order_by(Project.name))
    form.project.choices = [(project.id, project.name) for project in projects]
    if form.validate_on_submit():
        require("edit", form.project.data)
        agencies = [one.strip()[:300] for one in re.split(r"[\n;]", form.agencies.data) if one.strip()]
        if len(agencies) == 1:
            agencies = [one.strip() for one in agencies[0].split(",") if one.strip()]
        plan = actions.Plan(
            form.project.data, form.name.data, form.subject.data, form.text.data, agencies,
            read_fields(form.fields.data or ""), int(form.every_months.data or 0) or None,
            form.next_on.data if form.every_months.data else None)
        if plan.every_months and plan.next_on is None:
            form.next_on.errors = [_("Write the date.")]
        else:
            try:
                return _started(actions.start_campaign(db(), plan, directory_of(db()), by=viewer(),
                                                       clock=backends().clock))
            except MissingFields as missing:
                db().rollback()
                form.fields.errors = [_("Say what stands for: %(names)s.", names=", ".join(missing.names))]
    return render_template("campaigns/new.html", form=form), 422 if form.is_submitted() else 200


def _started(started: actions.Started) -> ResponseReturnValue:
    number = started.campaign.id
    db().commit()
    flash(_("%(n)s drafts are made.", n=len(started.drafts)))
    for name in started.unknown:
        flash(_("“%(name)s” is not in the directory; its draft keeps the name as you wrote it.", name=name), "problem")
    return redirect(url_for("campaigns.show", number=number))


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """The answers side by side."""
    campaign = _campaign(number)
    return render_template(
        "campaigns/show.html", campaign=campaign, rows=queries.grid(db(), viewer(), campaign), formats=FORMATS,
        question_statuses=QUESTION_STATUSES, open_fields=fields_in(f"{campaign.subject}\n{campaign.text}"),
        today=today_of(backends().clock), pasted=request.args.get("pasted", ""),
        can_edit=access.may(db(), viewer(), "edit", campaign.project_id))


@bp.get("/<int:number>/export.<kind>")
def export(number: int, kind: str) -> ResponseReturnValue:
    """The grid as a file."""
    campaign = _campaign(number)
    if kind not in FORMATS:
        abort(404)
    head = ("agency", "folio", "filed_on", "status", "outcome", "days", "hidden_share", *QUESTION_STATUSES)
    data = table(kind, head, ((
        row.info_request.agency or row.info_request.agency_as_written, row.info_request.folio,
        row.info_request.filed_on, row.info_request.status, row.info_request.outcome, row.days,
        None if row.hidden is None else round(row.hidden, 4),
        *(row.questions.get(status, 0) for status in QUESTION_STATUSES),
    ) for row in queries.grid(db(), viewer(), campaign)))
    return Response(data, headers={"Content-Type": FORMATS[kind],
                                   "Content-Disposition": f"attachment; filename=campana-{number}.{kind}"})


@bp.post("/<int:number>/folios")
def folios(number: int) -> ResponseReturnValue:
    """Folios pasted after filing: each goes to the draft of its agency."""
    campaign = _campaign(number)
    require("edit", campaign.project_id)
    today = today_of(backends().clock)
    filed_on = request.form.get("filed_on", type=date.fromisoformat)
    if filed_on is not None and not EARLIEST <= filed_on <= LATEST:
        filed_on = None
    lines = read_lines(request.form.get("folios", "")[:200_000], directory_of(db()), today=today, filed_on=filed_on)
    done = actions.file_drafts(db(), campaign, lines, by=viewer(), clock=backends().clock)
    book, directory, now = rulebook_of(db()), directory_of(db()), backends().clock.now()
    for info_request in done.requests:
        recompute.recompute(db(), info_request, book, now=now, directory=directory)
    db().commit()
    flash(_("%(n)s requests are filed.", n=len(done.requests)))
    for text, code in done.left[:30]:
        flash(f"{text}: {_why(code)}", "problem")
    return redirect(url_for("campaigns.show", number=number))


@bp.post("/<int:number>/next")
def prepare_next(number: int) -> ResponseReturnValue:
    """The next turn of a series, as drafts."""
    campaign = _campaign(number)
    require("edit", campaign.project_id)
    wanted = fields_in(f"{campaign.subject}\n{campaign.text}")
    fields = {name: request.form.get(f"field-{at}", "")[:500] for at, name in enumerate(wanted)}
    name = request.form.get("name", "").strip()[:160] or campaign.name
    try:
        return _started(actions.prepare_next(db(), campaign, name, fields, directory_of(db()), by=viewer(),
                                             clock=backends().clock))
    except MissingFields as missing:
        db().rollback()
        flash(_("Say what stands for: %(names)s.", names=", ".join(missing.names)), "problem")
        return redirect(url_for("campaigns.show", number=number))


def _why(code: str) -> str:
    words = {
        "no-folio": _("no folio of a form we know stands in this line."),
        "two-folios": _("more than one folio stands in this line; write one a line."),
        "agencies": _("the agency named is not the one the folio belongs to."),
        "no-agency": _("no agency is known for this folio; write its acronym before it."),
        "no-draft": _("this campaign has no draft for that agency any more."),
        "no-date": _("the filing date is missing."), "bad-date": _("its date cannot be read with certainty."),
        "future": _("this day has not come yet."), "already": _("this folio is already in the project."),
        "does-not-fit": _("something else is noted before that day; correct that first."),
    }
    return str(words[code])


def _campaign(number: int) -> Campaign:
    campaign = queries.find_campaign(db(), viewer(), number)
    if campaign is None:
        abort(404)
    return campaign
