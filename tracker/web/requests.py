"""Requests: the list, logging, one request with its clocks and timeline, and what happens to it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.agencies.store import directory_of
from tracker.clock import today as today_of
from tracker.clocks.kinds import CLOCK_KINDS, EVENT_KINDS
from tracker.clocks.proof_pdf import proof_pdf
from tracker.clocks.types import CaseClocks, Clock
from tracker.exports.tables import FORMATS, table
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.projects.models import Project
from tracker.requests import actions, filing, queries, recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.models import Event, InfoRequest, SavedFilter
from tracker.requests.queries import Filter
from tracker.requests.timeline import standing_events
from tracker.vocabulary import CLOCKS, EVENTS, word_for
from tracker.web.forms import REQUIRED, Day, Form, Hour
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("requests", __name__, url_prefix="/requests")

CHANNELS = (
    ("", _l("not said")), ("platform", _l("Transparency platform")), ("email", _l("E-mail")),
    ("paper", _l("On paper, in person")), ("post", _l("By post")), ("phone", _l("By telephone")),
)
PROCEDURES = (("access", _l("Access to information")), ("personal_data", _l("Personal data (ARCO)")))
QUICK_KINDS = tuple(kind for kind in EVENT_KINDS if kind not in ("filed", "appeal_filed", "replied",
                                                                 "supplementary_reply"))


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
    filed_as = StringField(_l("Filed under the name or account"), validators=[Length(max=200)])


class EventForm(Form):
    """One dated fact: kind, date, note; the rest only where it matters."""

    kind = SelectField(_l("What happened"))
    happened_on = Day(_l("On"), required=True)
    note = StringField(_l("Note"), validators=[Length(max=2000)])
    hour = Hour(_l("at"))
    days = StringField(_l("Days (extension)"), validators=[Length(max=4)])
    partial = BooleanField(_l("Only in part"))

    def values_given(self) -> dict[str, Any]:
        """What the event carries beside its date."""
        values: dict[str, Any] = {}
        if self.days.data and self.days.data.isdigit():
            values["days"] = int(self.days.data)
        if self.partial.data:
            values["partial"] = True
        return values


@bp.get("")
def index() -> ResponseReturnValue:
    """The list of requests, with filters that stay in the address."""
    wanted = Filter.from_args(request.args)
    listed = queries.listing(db(), viewer(), wanted)
    projects = _projects("read")
    return render_template("requests/index.html", listing=listed, wanted=wanted, projects=projects,
                           menus=queries.facts_for_filters(db(), viewer()), formats=FORMATS, saved=list(
                               db().scalars(select(SavedFilter).where(SavedFilter.user_id == viewer().id)
                                            .order_by(SavedFilter.name))),
                           query=request.query_string.decode("utf-8", "replace"))


@bp.get("/export.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The list as a file, with the filters it has on the page."""
    if kind not in FORMATS:
        abort(404)
    rows = queries.every_row(db(), viewer(), Filter.from_args(request.args))
    head = ("folio", "agency", "subject", "text", "filed_on", "received_on", "law", "status", "outcome", "next_on",
            "next_kind", "project", "owner")
    data = table(kind, head, ((
        row.folio or row.folio_as_written, row.agency or row.agency_as_written, row.subject, row.text, row.filed_on,
        row.received_on, row.law, row.status, row.outcome, row.next_on, row.next_kind, row.project.name,
        row.owner.name) for row in rows))
    return Response(data, headers={"Content-Type": FORMATS[kind],
                                   "Content-Disposition": f"attachment; filename=solicitudes.{kind}"})


@bp.post("/filters")
def save_filter() -> ResponseReturnValue:
    """Keep a list's filters under a name, or forget them."""
    query = request.form.get("query", "")[:1000]
    if (number := request.form.get("forget", type=int)) is not None:
        db().execute(delete(SavedFilter).where(SavedFilter.id == number, SavedFilter.user_id == viewer().id))
    elif name := request.form.get("name", "").strip()[:80]:
        db().add(SavedFilter(user_id=viewer().id, name=name, query=query))
    else:
        flash(_("Give the list a name."), "problem")
    db().commit()
    return redirect(url_for("requests.index") + (f"?{query}" if query else ""))


@bp.post("/bulk")
def bulk() -> ResponseReturnValue:
    """Do one thing to several requests at once."""
    action = request.form.get("action", "")
    numbers = request.form.getlist("number", type=int)[:500]
    rows = [row for number in numbers if (row := queries.find(db(), viewer(), number)) is not None
            and access.may(db(), viewer(), "edit", row.project_id)]
    done = 0
    for row in rows:
        try:
            if action == "checked":
                actions.record_event(db(), row, "platform_checked", _today(), by=viewer(), clock=backends().clock)
                row.looked_on = _today()
            elif action == "closed":
                actions.record_event(db(), row, "closed", _today(), by=viewer(), clock=backends().clock)
            elif action == "mine":
                row.owner_id = viewer().id
                db().flush()
            else:
                abort(400)
            recompute.recompute(db(), row, rulebook_of(db()), now=backends().clock.now())
            done += 1
        except CannotRecord as problem:
            flash(f"{row.subject}: {why_not(problem)}", "problem")
    db().commit()
    if not rows:
        flash(_("Choose at least one request."), "problem")
    else:
        flash(_("Done for %(n)s requests.", n=done))
    back = request.form.get("query", "")
    return redirect(url_for("requests.index") + (f"?{back}" if back else ""))


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Log one or several requests with the same text."""
    form = RequestForm(project=request.args.get("project", type=int))
    projects = _projects("edit")
    form.project.choices = [(project.id, project.name) for project in projects]
    if not projects:
        flash(_("Make a project first: every request belongs to one."), "problem")
        return redirect(url_for("projects.index"))
    directory = directory_of(db())
    if form.validate_on_submit() and _filing_fits(form):
        require("edit", form.project.data)
        made = filing.log_several(db(), _draft(form), form.folios.data or "", directory, by=viewer(),
                                  clock=backends().clock)
        for info_request in made.logged:
            recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
        db().commit()
        for note in made.notes:
            flash(_note(note), "problem" if note[0] == "already" else "message")
        if len(made.logged) == 1:
            flash(_("The request is logged."))
            return redirect(url_for("requests.show", number=made.logged[0].id))
        if made.logged:
            flash(_("%(n)s requests are logged.", n=len(made.logged)))
            return redirect(url_for("requests.index", sort="moved"))
    return render_template("requests/new.html", form=form, agencies=directory.agencies), (
        422 if form.is_submitted() else 200)


def _filing_fits(form: RequestForm) -> bool:
    if form.filed_on.data and form.filed_on.data > _today():
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
        channel=form.channel.data or None, filed_as=(form.filed_as.data or "").strip() or None,
        filed_on=form.filed_on.data, filed_time=form.filed_time.data, received_on=form.received_on.data,
        stated=tuple((kind, on) for kind, on in stated if on is not None),
    )


def _note(note: tuple[str, str]) -> str:
    code, what = note
    words = {
        "already": _("%(what)s is already logged in this project with the same filing date.", what=what),
        "unread": _("“%(what)s” is not a folio of a form we know; it is kept as you wrote it.", what=what),
        "repaired": _("We read the folio as %(what)s; check it against the acuse.", what=what),
        "agency-unknown": _("No agency is known for %(what)s; choose it on the request's page.", what=what),
    }
    return str(words.get(code, what))


@bp.get("/folio")
def recognise() -> ResponseReturnValue:
    """What the folios in a text are, for the form's live help."""
    found = filing.recognise(request.args.get("text", "")[:5000], directory_of(db()))
    return jsonify(found)


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One request: where it stands, its clocks, its timeline."""
    info_request = _found(number)
    rulebook = rulebook_of(db())
    case = recompute.case_of(db(), info_request, rulebook, today=_today())
    return render_template("requests/show.html", **_context(info_request, case), form=_event_form())


def _context(info_request: InfoRequest, case: Any) -> dict[str, Any]:
    from tracker.appeals.queries import appeals_of
    from tracker.replies.queries import replies_of

    can_edit = access.may(db(), viewer(), "edit", info_request.project_id)
    standing = {event.id for event in standing_events(info_request.events)}
    ordered = sorted((e for e in info_request.events if not e.is_retraction), key=lambda e: (e.happened_on, e.id))
    return {
        "info_request": info_request, "case": case, "can_edit": can_edit, "today": _today(),
        "events": ordered, "standing": standing, "replies": replies_of(db(), info_request),
        "appeals": appeals_of(db(), info_request), "remedy": recompute.remedy(case),
        "agency": directory_of(db()).by_acronym(info_request.agency) if info_request.agency else None,
    }


def _event_form(**given: Any) -> EventForm:
    form = EventForm(**given)
    form.kind.choices = [(kind, _(word_for(EVENTS, kind))) for kind in QUICK_KINDS]
    return form


@bp.post("/<int:number>/events")
def add_event(number: int) -> ResponseReturnValue:
    """Note that something happened."""
    info_request = _found(number, "edit")
    form = _event_form()
    if not form.validate_on_submit():
        for errors in form.errors.values():
            flash(" ".join(str(error) for error in errors), "problem")
        return redirect(url_for("requests.show", number=number))
    return _record(info_request, form.kind.data, form.happened_on.data, form)


def _record(info_request: InfoRequest, kind: str, on: date, form: EventForm, replaces: Event | None = None
            ) -> ResponseReturnValue:
    if on > _today():
        flash(_("That day has not come yet; note it when it has happened."), "problem")
        return redirect(url_for("requests.show", number=info_request.id))
    try:
        actions.record_event(db(), info_request, kind, on, by=viewer(), clock=backends().clock, at=form.hour.data,
                             note=form.note.data or "", values=form.values_given(), replaces=replaces)
        recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    except CannotRecord as problem:
        db().rollback()
        flash(why_not(problem), "problem")
        return redirect(url_for("requests.show", number=info_request.id))
    db().commit()
    flash(_("Noted."))
    return redirect(url_for("requests.show", number=info_request.id))


def why_not(problem: CannotRecord) -> str:
    """Why something cannot be recorded, and what to do."""
    words = {
        "before-filing": _("That is before the request was filed; check both dates."),
        "not-filed": _("This request is a draft; note first when it was filed."),
        "filing-stays": _("The filing can be corrected, not taken back."),
        "filed-after-events": _("Something else is noted before that day; correct that first."),
        "impossible": _("That does not fit what is already noted: %(why)s", why=problem.data.get("why", "")),
    }
    return str(words.get(problem.code, problem.code))


@bp.post("/<int:number>/checked")
def checked(number: int) -> ResponseReturnValue:
    """One click from the platform check: nothing new, they asked, or they replied."""
    info_request = _found(number, "edit")
    answer = request.form.get("answer")
    actions.record_event(db(), info_request, "platform_checked", _today(), by=viewer(), clock=backends().clock)
    info_request.looked_on = _today()
    if answer == "asked":
        actions.record_event(db(), info_request, "clarification_asked", _today(), by=viewer(), clock=backends().clock,
                             note=_("Seen on the platform; correct the date if the notice is older."))
    recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    db().commit()
    if answer == "replied":
        return redirect(url_for("replies.new", number=number))
    if answer == "asked":
        flash(_("Noted as asked today. If the notice is older, correct its date: your days run from it."))
        return redirect(url_for("requests.show", number=number))
    flash(_("Noted: nothing new on the platform."))
    return redirect(url_for("home.index") if request.form.get("from") == "home"
                    else url_for("requests.show", number=number))


@bp.route("/<int:number>/events/<int:event_id>", methods=["GET", "POST"])
def correct(number: int, event_id: int) -> ResponseReturnValue:
    """Correct a fact; the old row is kept."""
    info_request = _found(number, "edit")
    event = _event(info_request, event_id)
    form = _event_form(kind=event.kind, happened_on=event.happened_on, note=event.note, hour=event.happened_time,
                       days=str(event.values.get("days", "")), partial=bool(event.values.get("partial")))
    if event.kind not in QUICK_KINDS:
        form.kind.choices = [(event.kind, _(word_for(EVENTS, event.kind)))]
    if form.validate_on_submit():
        return _record(info_request, form.kind.data, form.happened_on.data, form, replaces=event)
    return render_template("requests/correct.html", form=form, info_request=info_request, event=event), (
        422 if form.is_submitted() else 200)


@bp.post("/<int:number>/events/<int:event_id>/retract")
def retract(number: int, event_id: int) -> ResponseReturnValue:
    """Take a fact back, leaving a trace."""
    info_request = _found(number, "edit")
    try:
        actions.retract_event(db(), _event(info_request, event_id), by=viewer(), clock=backends().clock)
    except CannotRecord as problem:
        flash(why_not(problem), "problem")
        return redirect(url_for("requests.show", number=number))
    recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    db().commit()
    flash(_("Taken back. The trace stays in the history."))
    return redirect(url_for("requests.show", number=number))


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """Change what is known of a request; its filing date is corrected as an event."""
    info_request = _found(number, "edit")
    stated = {row.clock_kind: row.stated_on for row in info_request.stated}
    form = RequestForm(
        folios=info_request.folio_as_written or info_request.folio, subject=info_request.subject,
        text=info_request.text, agency=info_request.agency or info_request.agency_as_written,
        project=info_request.project_id, filed_on=info_request.filed_on, filed_time=info_request.filed_time,
        received_on=info_request.received_on, response_limit=stated.get("response"),
        clarification_limit=stated.get("clarification_request"), procedure=info_request.procedure,
        channel=info_request.channel or "", filed_as=info_request.filed_as,
    )
    form.project.choices = [(project.id, project.name) for project in _projects("edit")]
    directory = directory_of(db())
    if form.validate_on_submit() and _filing_fits(form):
        require("edit", form.project.data)
        try:
            notes = filing.change(db(), info_request, _draft(form), form.folios.data or "", directory, by=viewer(),
                                  clock=backends().clock)
        except CannotRecord as problem:
            db().rollback()
            flash(why_not(problem), "problem")
            return redirect(url_for("requests.edit", number=number))
        recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
        db().commit()
        for note in notes:
            flash(_note(note))
        flash(_("Saved."))
        return redirect(url_for("requests.show", number=number))
    return render_template("requests/edit.html", form=form, info_request=info_request,
                           agencies=directory.agencies), 422 if form.is_submitted() else 200


@bp.get("/<int:number>/proof/<kind>")
def proof(number: int, kind: str) -> ResponseReturnValue:
    """The day-by-day account of one clock."""
    info_request = _found(number)
    case, clock = _clock(info_request, kind)
    return render_template("requests/proof.html", info_request=info_request, clock=clock, case=case, kind=kind,
                           position=request.args.get("n", default=0, type=int), name=word_for(CLOCKS, kind))


@bp.get("/<int:number>/proof/<kind>.json")
def proof_json(number: int, kind: str) -> ResponseReturnValue:
    """The same account as data."""
    _case, clock = _clock(_found(number), kind)
    days = [asdict(line) | {"date": line.date.isoformat()} for line in clock.proof]
    return jsonify(clock.as_json() | {"proof": days})


@bp.get("/<int:number>/proof/<kind>.pdf")
def proof_as_pdf(number: int, kind: str) -> ResponseReturnValue:
    """The same account as a file a lawyer can attach; the same facts give the same bytes."""
    info_request = _found(number)
    case, clock = _clock(info_request, kind)
    data = proof_pdf(case, [clock], folio=info_request.folio or info_request.folio_as_written or "",
                     agency=info_request.agency or info_request.agency_as_written)
    return Response(data, mimetype="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="computo-{number}-{kind}.pdf"'})


def _clock(info_request: InfoRequest, kind: str) -> tuple[CaseClocks, Clock]:
    case = recompute.case_of(db(), info_request, rulebook_of(db()), today=_today())
    position = request.args.get("n", default=0, type=int)
    clocks = [clock for clock in (case.clocks if case else ()) if clock.kind == kind]
    if case is None or kind not in CLOCK_KINDS or not 0 <= position < len(clocks):
        abort(404)
    return case, clocks[position]


def _found(number: int, right: access.Right = "read") -> InfoRequest:
    info_request = queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    if right != "read":
        require(right, info_request.project_id)
    return info_request


def _event(info_request: InfoRequest, event_id: int) -> Event:
    for event in standing_events(info_request.events):
        if event.id == event_id:
            return event
    abort(404)


def _projects(right: access.Right) -> list[Project]:
    ids = access.project_ids(viewer(), right)
    return list(db().scalars(select(Project).where(Project.id.in_(ids)).order_by(Project.name)))


def _today() -> date:
    return today_of(backends().clock)
