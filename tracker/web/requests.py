"""Requests: the list, logging, one request with its clocks and timeline, and what happens to it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.agencies.store import directory_of
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.requests import actions, filing, recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.beside import beside
from tracker.requests.details import DELIVERY_MODES, REFERENCE_KINDS
from tracker.requests.extensions import doubts
from tracker.requests.models import InfoRequest
from tracker.requests.moving import bring_files, left_behind, projects_of
from tracker.requests.timeline import standing_events
from tracker.web import request_details, request_events, request_lists, request_proofs
from tracker.web.forms import REQUIRED, Day, Form, Hour, SelectField
from tracker.web.request_events import SENSES, FilingForm, event_form
from tracker.web.request_parts import case_shown, found, note_words, projects_with, today_here, why_not
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("requests", __name__, url_prefix="/requests")
bp.add_url_rule("", "index", request_lists.index)
bp.add_url_rule("/export.<kind>", "export", request_lists.export)
bp.add_url_rule("/filters", "save_filter", request_lists.save_filter, methods=["POST"])
bp.add_url_rule("/bulk", "bulk", request_lists.bulk, methods=["POST"])
bp.add_url_rule("/<int:number>/events", "add_event", request_events.add_event, methods=["POST"])
bp.add_url_rule("/<int:number>/filed", "filed", request_events.filed, methods=["POST"])
bp.add_url_rule("/<int:number>/checked", "checked", request_events.checked, methods=["POST"])
bp.add_url_rule("/<int:number>/events/<int:event_id>", "correct", request_events.correct, methods=["GET", "POST"])
bp.add_url_rule("/<int:number>/events/<int:event_id>/retract", "retract", request_events.retract, methods=["POST"])
bp.add_url_rule("/<int:number>/details", "details", request_details.show)
bp.add_url_rule("/<int:number>/details/<what>", "change_details", request_details.change, methods=["POST"])
bp.add_url_rule("/<int:number>/again", "again", request_details.again, methods=["POST"])
bp.add_url_rule("/<int:number>/notes", "note", request_details.note, methods=["POST"])
bp.add_url_rule("/<int:number>/file-folio", "file_folio", request_details.file_folio, methods=["POST"])
bp.add_url_rule("/<int:number>/proof/<kind>", "proof", request_proofs.proof)
bp.add_url_rule("/<int:number>/proof/<kind>.json", "proof_json", request_proofs.proof_json)
bp.add_url_rule("/<int:number>/proof/<kind>.pdf", "proof_as_pdf", request_proofs.proof_as_pdf)


@bp.app_context_processor
def _for_templates() -> dict[str, object]:
    return {"strange_files": lambda info_request: request_details.strange_files(info_request)}


CHANNELS = (
    ("", _l("not said")), ("platform", _l("Transparency platform")), ("email", _l("E-mail")),
    ("paper", _l("On paper, in person")), ("post", _l("By post")), ("phone", _l("By telephone")),
)
PROCEDURES = (("access", _l("Access to information")), ("personal_data", _l("Personal data (ARCO)")))


class RequestForm(Form):
    """What is known of a request when it is logged."""

    folios = TextAreaField(_l("Folio or folios"), validators=[Length(max=20_000)])
    subject = StringField(_l("Subject"), validators=[InputRequired(REQUIRED), Length(max=300)])
    text = TextAreaField(_l("Text of the request"), validators=[Length(max=100_000)])
    agency = StringField(_l("Agency"), validators=[Length(max=300)])
    project = SelectField(_l("Project"), coerce=int)
    filed_on = Day(_l("Filed on"))
    filed_time = Hour(_l("at"))
    received_on = Day(_l("Official reception printed on the acuse"))
    response_limit = Day(_l("Response limit printed on the acuse"))
    clarification_limit = Day(_l("Clarification limit printed on the acuse"))
    procedure = SelectField(_l("Procedure"), choices=PROCEDURES, default="access")
    channel = SelectField(_l("Channel"), choices=CHANNELS, default="platform")
    delivery_mode = StringField(_l("How it is to be delivered"), validators=[Length(max=120)])
    filed_as = StringField(_l("Filed under the name or account"), validators=[Length(max=200)])


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Log one or several requests with the same text."""
    form = RequestForm(project=request.args.get("project", type=int))
    projects = projects_with("edit")
    form.project.choices = [(project.id, project.name) for project in projects]
    if not projects:
        flash(_("Make a project first: every request belongs to one."), "problem")
        return redirect(url_for("projects.index"))
    directory = directory_of(db())
    if form.validate_on_submit() and _filing_fits(form):
        require("edit", form.project.data)
        made = filing.log_several(db(), _draft(form), form.folios.data or "", directory, by=viewer(),
                                  clock=backends().clock)
        try:
            for info_request in made.logged:
                recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
        except CannotRecord as problem:
            db().rollback()
            form.filed_on.errors = [why_not(problem)]
            return render_template("requests/new.html", form=form, agencies=directory.agencies,
                                   modes=DELIVERY_MODES), 422
        db().commit()
        for note in made.notes:
            flash(note_words(note), "problem" if note[0] == "already" else "message")
        if len(made.logged) == 1:
            flash(_("The request is logged."))
            return redirect(url_for("requests.show", number=made.logged[0].id))
        if made.logged:
            flash(_("%(n)s requests are logged.", n=len(made.logged)))
            return redirect(url_for("requests.index", sort="moved"))
    return render_template("requests/new.html", form=form, agencies=directory.agencies, modes=DELIVERY_MODES), (
        422 if form.is_submitted() else 200)


def _filing_fits(form: RequestForm) -> bool:
    if form.filed_on.data and form.filed_on.data > today_here():
        form.filed_on.errors = [_("This day has not come yet; leave it empty for a draft.")]
        return False
    if form.received_on.data and form.filed_on.data and form.received_on.data < form.filed_on.data:
        form.received_on.errors = [_("The reception cannot be before the filing.")]
        return False
    for field in (form.response_limit, form.clarification_limit):
        if field.data and form.filed_on.data and field.data < form.filed_on.data:
            field.errors = [_("A limit cannot be before the filing.")]
            return False
    return True


def _draft(form: RequestForm) -> actions.RequestDraft:
    stated = [("response", form.response_limit.data), ("clarification_request", form.clarification_limit.data)]
    return actions.RequestDraft(
        project_id=form.project.data, subject=form.subject.data, text=form.text.data or "",
        agency_as_written=(form.agency.data or "").strip(), procedure=form.procedure.data,
        channel=form.channel.data or None, delivery_mode=(form.delivery_mode.data or "").strip() or None,
        filed_as=(form.filed_as.data or "").strip() or None,
        filed_on=form.filed_on.data, filed_time=form.filed_time.data, received_on=form.received_on.data,
        stated=tuple((kind, on) for kind, on in stated if on is not None),
    )


@bp.get("/folio")
def recognise() -> ResponseReturnValue:
    """What the folios in a text are, for the form's live help."""
    found = filing.recognise(request.args.get("text", "")[:5000], directory_of(db()))
    return jsonify(found)


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One request: where it stands, its clocks, its timeline."""
    info_request = found(number)
    return render_template("requests/show.html", **_context(info_request, case_shown(info_request)),
                           form=event_form(), filing=FilingForm(formdata=None))


def _context(info_request: InfoRequest, case: Any) -> dict[str, Any]:
    from tracker.appeals.queries import appeals_of
    from tracker.replies.queries import replies_of

    can_edit = access.may(db(), viewer(), "edit", info_request.project_id)
    standing = {event.id for event in standing_events(info_request.events)}
    ordered = sorted((e for e in info_request.events if not e.is_retraction), key=lambda e: (e.happened_on, e.id))
    return {
        "info_request": info_request, "case": case, "can_edit": can_edit, "today": today_here(),
        "events": ordered, "standing": standing,
        "replaced_by": {e.replaces_id: e for e in info_request.events if e.replaces_id is not None},
        "replies": replies_of(db(), info_request),
        "behind": left_behind(db(), viewer(), info_request) if can_edit else None,
        "beside": beside(db(), viewer(), info_request), "appeals": appeals_of(db(), info_request),
        "remedy": recompute.remedy(case),
        "references": REFERENCE_KINDS, "senses": dict(SENSES),
        "doubts": doubts(rulebook_of(db()), case, standing_events(info_request.events)),
        "agency": directory_of(db()).by_acronym(info_request.agency) if info_request.agency else None,
    }


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """Change what is known of a request; its filing date is corrected as an event."""
    info_request = found(number, "edit")
    stated = {row.clock_kind: row.stated_on for row in info_request.stated}
    form = RequestForm(
        folios=info_request.folio_as_written or info_request.folio, subject=info_request.subject,
        text=info_request.text, agency=info_request.agency or info_request.agency_as_written,
        project=info_request.project_id, filed_on=info_request.filed_on, filed_time=info_request.filed_time,
        received_on=info_request.received_on, response_limit=stated.get("response"),
        clarification_limit=stated.get("clarification_request"), procedure=info_request.procedure,
        channel=info_request.channel or "", delivery_mode=info_request.delivery_mode, filed_as=info_request.filed_as,
    )
    form.project.choices = [(project.id, project.name) for project in projects_with("edit")]
    directory = directory_of(db())
    if form.validate_on_submit() and _filing_fits(form):
        require("edit", form.project.data)
        if form.project.data != info_request.project_id:
            # Whoever moves a request takes it away from the people of its project.
            require("admin", info_request.project_id)
        try:
            notes = filing.change(db(), info_request, _draft(form), form.folios.data or "", directory, by=viewer(),
                                  clock=backends().clock)
            recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
        except CannotRecord as problem:
            db().rollback()
            flash(why_not(problem), "problem")
            return redirect(url_for("requests.edit", number=number))
        db().commit()
        for note in notes:
            flash(note_words(note))
        flash(_("Saved."))
        return redirect(url_for("requests.show", number=number))
    return render_template("requests/edit.html", form=form, info_request=info_request,
                           agencies=directory.agencies, modes=DELIVERY_MODES), 422 if form.is_submitted() else 200


@bp.post("/<int:number>/files/bring")
def bring(number: int) -> ResponseReturnValue:
    """Bring the files that stayed in another project after the request was moved."""
    info_request = found(number, "edit")
    movable = left_behind(db(), viewer(), info_request).movable
    if not movable:
        flash(_("No file could be brought along."), "problem")
        return redirect(url_for("requests.show", number=number))
    places = ", ".join(projects_of(db(), movable))
    bring_files(db(), info_request, by=viewer(), clock=backends().clock)
    db().commit()
    flash(ngettext("%(num)s file was brought from “%(where)s”; search finds it here in a moment.",
                   "%(num)s files were brought from “%(where)s”; search finds them here in a moment.", len(movable),
                   where=places))
    return redirect(url_for("requests.show", number=number))
