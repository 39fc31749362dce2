"""Agencies: the directory, one agency with its names, codes, calendar, events, requests and how they went."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from tracker.agencies import actions
from tracker.agencies.events import events_of_agency
from tracker.agencies.facts import Agency
from tracker.agencies.store import directory_of
from tracker.clock import today as today_of
from tracker.clocks.bodies import known_body
from tracker.exports.tables import FORMATS
from tracker.laws import store as laws
from tracker.requests import recompute
from tracker.requests.models import InfoRequest
from tracker.requests.outcomes import record_of
from tracker.requests.queries import Filter, listing, visible
from tracker.vocabulary import N_
from tracker.web.forms import REQUIRED, Day, Form, SelectField
from tracker.web.list_files import as_file
from tracker.web.seen import agency_to_change
from tracker.web.site import backends, db, viewer

bp = Blueprint("agencies", __name__, url_prefix="/agencies")

KINDS = {
    "executive": N_("executive branch"), "judiciary": N_("judiciary"), "congress": N_("congress"),
    "autonomous": N_("autonomous body"), "party": N_("political party"), "union": N_("union"),
    "state": N_("body of a state"), "municipality": N_("municipality"),
}
SERIES = {"infomex": "Infomex", "sisai33": "SISAI 33", "sisai34": "SISAI 34",
          "sisai_state": N_("SISAI of a state")}


class CodeForm(Form):
    """A unit code, as a folio or a letter prints it."""

    code = StringField(_l("Unit code"), validators=[InputRequired(REQUIRED), Length(max=7)])
    series = SelectField(_l("Series"), choices=tuple((code, _l(words)) for code, words in SERIES.items()))
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=300)])
    verified = BooleanField(_l("I read it there"))


class KindForm(Form):
    """What kind of body an agency is between two days."""

    kind = SelectField(_l("Kind of body"), choices=tuple((code, _l(words)) for code, words in KINDS.items()))
    since = Day(_l("From"))
    until = Day(_l("Until"))
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=300)])
    verified = BooleanField(_l("I read it there"))


@bp.get("")
def index() -> ResponseReturnValue:
    """The directory; agencies with requests first."""
    agencies, counts, words = _listed()
    return render_template("agencies/index.html", agencies=agencies, counts=counts, words=words, formats=FORMATS)


@bp.get("/export.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The directory as a file."""
    agencies, counts, _words = _listed()
    head = ("acronym", "name", "jurisdiction", "since", "until", "successor", "requests")
    return as_file(kind, "sujetos-obligados", head, (
        (a.acronym, a.name, a.jurisdiction, a.since, a.until, a.successor, counts.get(a.acronym, 0))
        for a in agencies))


def _listed() -> tuple[list[Agency], dict[str, int], str]:
    """The agencies whose names fit the words of the address, how many requests each has, and the words."""
    counted = visible(viewer()).with_only_columns(InfoRequest.agency, func.count()).group_by(InfoRequest.agency)
    counts = {acronym: number for acronym, number in db().execute(counted) if acronym}
    words = request.args.get("words", "").strip().casefold()
    agencies = [a for a in directory_of(db()).agencies
                if not words or words in f"{a.acronym} {a.name} {' '.join(a.aliases)}".casefold()]
    agencies.sort(key=lambda a: (-counts.get(a.acronym, 0), a.acronym))
    return agencies, counts, words


@bp.get("/<acronym>")
def show(acronym: str) -> ResponseReturnValue:
    """One agency: what is known of it, what happened to it, its requests and how they went."""
    directory = directory_of(db())
    agency = directory.by_acronym(acronym)
    if agency is None:
        abort(404)
    day = today_of(backends().clock)
    body = known_body(directory, agency.acronym)
    assert body is not None
    return render_template(
        "agencies/show.html", agency=agency, today=day, kind=agency.kind_span_on(day), kinds=KINDS, series=SERIES,
        closed=laws.closed_days_of(db(), agency.acronym), events=events_of_agency(db(), agency.acronym),
        record=record_of(db(), viewer(), laws.rulebook_of(db()), body), code_form=CodeForm(), kind_form=KindForm(),
        listing=listing(db(), viewer(), Filter(agency=agency.acronym, sort="filed")),
    )


@bp.post("/<acronym>/names")
def change_names(acronym: str) -> ResponseReturnValue:
    """Add another name people write for an agency, or take one away."""
    name = agency_to_change(acronym).acronym
    try:
        if request.form.get("remove"):
            actions.remove_alias(db(), name, request.form["remove"])
        else:
            actions.add_alias(db(), name, request.form.get("name", "")[:300])
    except actions.BadAgency as problem:
        return _refused(name, str(problem))
    return _changed(name)


@bp.post("/<acronym>/codes")
def change_codes(acronym: str) -> ResponseReturnValue:
    """Add or correct a unit code of an agency, or take one away."""
    name = agency_to_change(acronym).acronym
    if request.form.get("remove"):
        actions.remove_code(db(), name, request.form["remove"])
        return _changed(name)
    form = CodeForm()
    if not form.validate_on_submit():
        return _refused(name, *_problems(form))
    try:
        actions.add_code(db(), name, form.code.data.strip(), form.series.data, form.source.data.strip(),
                         verified=bool(form.verified.data))
    except actions.BadAgency as problem:
        return _refused(name, str(problem))
    return _changed(name)


@bp.post("/<acronym>/kind")
def change_kind(acronym: str) -> ResponseReturnValue:
    """Say what kind of body an agency is between two days; it decides who hears its appeals."""
    name = agency_to_change(acronym).acronym
    form = KindForm()
    if not form.validate_on_submit():
        return _refused(name, *_problems(form))
    if form.since.data and form.until.data and form.until.data < form.since.data:
        return _refused(name, _("The last day comes before the first."))
    actions.set_kind(db(), name, form.kind.data, since=form.since.data, until=form.until.data,
                     source=form.source.data.strip(), verified=bool(form.verified.data))
    recompute.refresh_agency(db(), laws.rulebook_of(db()), name, now=backends().clock.now())
    return _changed(name)


def _changed(acronym: str) -> ResponseReturnValue:
    db().commit()
    flash(_("The agency's entry is changed."))
    return redirect(url_for("agencies.show", acronym=acronym))


def _refused(acronym: str, *problems: str) -> ResponseReturnValue:
    db().rollback()
    for problem in problems:
        flash(problem, "problem")
    return redirect(url_for("agencies.show", acronym=acronym))


def _problems(form: Form) -> list[str]:
    return [f"{form[name].label.text}: {' '.join(str(one) for one in errors)}" for name, errors in form.errors.items()
            if name in form]
