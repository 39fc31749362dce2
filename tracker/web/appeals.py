"""Appeals: a procedure of their own, with regulator, number, grounds, steps and resolution."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.appeals import actions, queries
from tracker.appeals.grounds import GROUNDS, grounds_of, words_of
from tracker.appeals.models import Appeal
from tracker.clock import today as today_of
from tracker.exports.tables import FORMATS
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.requests import queries as request_queries
from tracker.requests import recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest
from tracker.requests.timeline import standing_events
from tracker.vocabulary import EVENTS, word_for
from tracker.web.forms import Day, Form, Hour, SelectField, SelectMultipleField
from tracker.web.list_files import MOST_RESULTS, as_file
from tracker.web.request_events import SENSES
from tracker.web.request_parts import case_shown, why_not
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("appeals", __name__)

class AppealForm(Form):
    """An appeal that was filed."""

    filed_on = Day(_l("Filed on"), required=True)
    filed_time = Hour(_l("at"))
    number = StringField(_l("Number of the appeal"), validators=[Length(max=80)])
    grounds = SelectMultipleField(_l("Grounds"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    note = StringField(_l("Note"), validators=[Length(max=2000)])


class StepForm(Form):
    """A step of the appeal."""

    kind = SelectField(_l("What happened"))
    happened_on = Day(_l("On"), required=True)
    hour = Hour(_l("at"))
    sense = SelectField(_l("Sense of the resolution or ruling"), choices=SENSES, default="")
    days = IntegerField(_l("Days given"), validators=[Optional(), NumberRange(1, 400)])
    note = StringField(_l("Note"), validators=[Length(max=2000)])


class DetailsForm(Form):
    """What is known of an appeal beside its steps."""

    number = StringField(_l("Number of the appeal"), validators=[Length(max=80)])
    regulator = StringField(_l("Regulator"), validators=[Length(max=200)])
    grounds = SelectMultipleField(_l("Grounds"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    note = StringField(_l("Note"), validators=[Length(max=2000)])
    folio = StringField(_l("Folio of its request"), validators=[Length(max=80)])


@bp.get("/appeals")
def index() -> ResponseReturnValue:
    """The appeals a person may see."""
    return render_template("appeals/index.html", appeals=queries.listing(db(), viewer()), formats=FORMATS,
                           senses=dict(SENSES))


@bp.get("/appeals/export.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The list of appeals as a file."""
    head = ("number", "folio", "subject", "regulator", "law", "filed_on", "resolved_on", "sense", "grounds")
    return as_file(kind, "recursos", head, ((
        row.number, (row.info_request.folio if row.info_request else None) or row.folio_as_written,
        row.info_request.subject if row.info_request else None, row.regulator, row.law, row.filed_on, row.resolved_on,
        row.sense, " ".join(map(str, row.grounds))) for row in queries.listing(db(), viewer(), MOST_RESULTS)))


@bp.route("/requests/<int:number>/appeals/new", methods=["GET", "POST"])
def new(number: int) -> ResponseReturnValue:
    """Note an appeal that was filed."""
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    require("edit", info_request.project_id)
    day = today_of(backends().clock)
    case = case_shown(info_request)
    form = AppealForm()
    remedy = recompute.remedy(case)
    law = remedy.law if remedy else case.law if case else None
    form.grounds.choices = _ground_choices(law)
    if form.validate_on_submit():
        try:
            if form.filed_on.data > day:
                raise CannotRecord("impossible", why=_("that day has not come yet"))
            appeal = actions.file_appeal(
                db(), info_request, filed_on=form.filed_on.data, filed_time=form.filed_time.data,
                number=(form.number.data or "").strip() or None,
                regulator=remedy.regulator if remedy else (case.regulator if case else None), law=law,
                grounds=form.grounds.data or [], note=form.note.data or "", by=viewer(), clock=backends().clock,
            )
            recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
        except CannotRecord as problem:
            db().rollback()
            form.filed_on.errors = [why_not(problem)]
        else:
            db().commit()
            flash(_("The appeal is recorded."))
            return redirect(url_for("appeals.show", number=appeal.id))
    return render_template("appeals/new.html", form=form, info_request=info_request, remedy=remedy, today=day), (
        422 if form.is_submitted() else 200)


@bp.get("/appeals/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One appeal: its steps and clocks."""
    appeal = queries.find_appeal(db(), viewer(), number)
    if appeal is None:
        abort(404)
    info_request = _request_of(appeal.info_request_id)
    day = today_of(backends().clock)
    case = case_shown(info_request) if info_request else None
    standing = standing_events(info_request.events) if info_request else []
    steps = [e for e in standing if e.appeal_id == appeal.id]
    clocks = [c for c in (case.clocks if case else ()) if c.event_id in {e.id for e in steps}]
    return render_template(
        "appeals/show.html", appeal=appeal, info_request=info_request, steps=steps, clocks=clocks, today=day,
        form=_step_form(), can_edit=access.may(db(), viewer(), "edit", appeal.project_id),
        grounds={ground.code: ground for ground in (*GROUNDS, *grounds_of(appeal.law).grounds)}, senses=dict(SENSES),
        case=case, others=[one for one in queries.appeals_of(db(), info_request) if one.id != appeal.id]
        if info_request else [],
    )


@bp.route("/appeals/<int:number>/edit", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """Change number, regulator, grounds and note of an appeal; tie one that was imported to its request."""
    appeal = queries.find_appeal(db(), viewer(), number)
    if appeal is None:
        abort(404)
    require("edit", appeal.project_id)
    form = DetailsForm(number=appeal.number, regulator=appeal.regulator, grounds=appeal.grounds, note=appeal.note,
                       folio=appeal.folio_as_written)
    form.grounds.choices = _ground_choices(appeal.law, appeal.grounds)
    if form.validate_on_submit():
        try:
            if appeal.info_request_id is None and (form.folio.data or "").strip():
                _tie(appeal, form.folio.data.strip())
            actions.change_appeal(
                db(), appeal, number=(form.number.data or "").strip() or None, grounds=form.grounds.data or [],
                regulator=(form.regulator.data or "").strip() or None, note=form.note.data or "", by=viewer(),
                clock=backends().clock)
        except CannotRecord as problem:
            db().rollback()
            form.folio.errors = [why_not(problem)]
        else:
            db().commit()
            flash(_("Saved."))
            return redirect(url_for("appeals.show", number=number))
    return render_template("appeals/edit.html", form=form, appeal=appeal), 422 if form.is_submitted() else 200


def _tie(appeal: Appeal, folio: str) -> None:
    """Say which request an imported appeal is about; its filing goes into that request's timeline."""
    rows = [row for row in actions.requests_with(db(), appeal.project_id, folio)]
    info_request = _request_of(rows[0]) if len(rows) == 1 else None
    if info_request is None:
        raise CannotRecord("no-such-request")
    actions.tie(db(), appeal, info_request, by=viewer(), clock=backends().clock)
    recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())


def _ground_choices(law: str | None, there: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The grounds of the law an appeal rests on; those it carries already stay choosable."""
    known = grounds_of(law).grounds
    choices = [(ground.code, f"{ground.fraction}. {_(ground.words)}" if ground.fraction else str(_(ground.words)))
               for ground in known]
    codes = {ground.code for ground in known}
    return [*choices, *((code, str(_(words_of(code)))) for code in there if code not in codes)]


@bp.post("/appeals/<int:number>/steps")
def add_step(number: int) -> ResponseReturnValue:
    """Note how the appeal goes on."""
    appeal = queries.find_appeal(db(), viewer(), number)
    if appeal is None:
        abort(404)
    require("edit", appeal.project_id)
    info_request = _request_of(appeal.info_request_id)
    form = _step_form()
    if info_request is None or not form.validate_on_submit():
        flash(_("Choose what happened and write the date."), "problem")
        return redirect(url_for("appeals.show", number=number))
    try:
        if form.happened_on.data > today_of(backends().clock):
            raise CannotRecord("future")
        actions.note_step(db(), appeal, form.kind.data, form.happened_on.data, by=viewer(), clock=backends().clock,
                          note=form.note.data or "", sense=form.sense.data or None, days=form.days.data,
                          at=form.hour.data)
        recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    except CannotRecord as problem:
        db().rollback()
        flash(why_not(problem), "problem")
    else:
        db().commit()
        flash(_("Noted."))
    return redirect(url_for("appeals.show", number=number))


def _step_form() -> StepForm:
    form = StepForm()
    form.kind.choices = [(kind, _(word_for(EVENTS, kind))) for kind in actions.APPEAL_EVENTS]
    return form


def _request_of(number: int | None) -> InfoRequest | None:
    return None if number is None else request_queries.find(db(), viewer(), number)
