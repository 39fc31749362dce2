"""Agencies: the directory, one agency with its calendar, codes and requests."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from tracker.agencies.store import directory_of
from tracker.clock import today as today_of
from tracker.laws import store as laws
from tracker.requests import recompute
from tracker.requests.models import InfoRequest
from tracker.requests.queries import Filter, listing, visible
from tracker.web.forms import REQUIRED, Day, Form
from tracker.web.site import backends, db, viewer

bp = Blueprint("agencies", __name__, url_prefix="/agencies")


class ClosedDaysForm(Form):
    """Days on which an agency did not work."""

    first = Day(_l("First day"), required=True)
    last = Day(_l("Last day"))
    reason = StringField(_l("Reason"), validators=[InputRequired(REQUIRED), Length(max=200)])
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=400)])


@bp.get("")
def index() -> ResponseReturnValue:
    """The directory; agencies with requests first."""
    counted = visible(viewer()).with_only_columns(InfoRequest.agency, func.count()).group_by(InfoRequest.agency)
    counts = {acronym: number for acronym, number in db().execute(counted) if acronym}
    words = request.args.get("words", "").strip().casefold()
    agencies = [a for a in directory_of(db()).agencies
                if not words or words in f"{a.acronym} {a.name} {' '.join(a.aliases)}".casefold()]
    agencies.sort(key=lambda a: (-counts.get(a.acronym, 0), a.acronym))
    return render_template("agencies/index.html", agencies=agencies, counts=counts, words=words)


@bp.get("/<acronym>")
def show(acronym: str) -> ResponseReturnValue:
    """One agency: names, codes, kind, closed days, requests."""
    agency = directory_of(db()).by_acronym(acronym)
    if agency is None:
        abort(404)
    day = today_of(backends().clock)
    return render_template(
        "agencies/show.html", agency=agency, today=day, form=ClosedDaysForm(), kind=agency.kind_span_on(day),
        closed=laws.closed_days_of(db(), agency.acronym),
        listing=listing(db(), viewer(), Filter(agency=agency.acronym, sort="filed")),
    )


@bp.post("/<acronym>/closed")
def close_days(acronym: str) -> ResponseReturnValue:
    """Add closed days to an agency's calendar; every open clock is computed again."""
    agency = directory_of(db()).by_acronym(acronym)
    if agency is None:
        abort(404)
    if not viewer().is_owner:
        abort(403)
    form = ClosedDaysForm()
    if not form.validate_on_submit():
        for errors in form.errors.values():
            flash(" ".join(str(error) for error in errors), "problem")
        return redirect(url_for("agencies.show", acronym=agency.acronym))
    first: date = form.first.data
    last: date = form.last.data or first
    if last < first or (last - first).days > 120:
        flash(_("The last day must follow the first, at most 120 days later."), "problem")
        return redirect(url_for("agencies.show", acronym=agency.acronym))
    laws.add_closed_days(db(), agency=agency.acronym, first=first, last=last, reason=form.reason.data,
                         source=form.source.data, jurisdiction=agency.jurisdiction, by=viewer().id,
                         at=backends().clock.now())
    moved = recompute.refresh_agency(db(), laws.rulebook_of(db()), agency.acronym, now=backends().clock.now())
    db().commit()
    flash(_("The days are added; %(n)s open requests were computed again.", n=moved))
    return redirect(url_for("agencies.show", acronym=agency.acronym))


@bp.post("/<acronym>/closed/<int:number>/withdraw")
def withdraw(acronym: str, number: int) -> ResponseReturnValue:
    """Take closed days out of an agency's calendar again."""
    if not viewer().is_owner:
        abort(403)
    laws.withdraw_closed_days(db(), number, by=viewer().id, at=backends().clock.now())
    recompute.refresh_agency(db(), laws.rulebook_of(db()), acronym, now=backends().clock.now())
    db().commit()
    flash(_("Taken out of the calendar; open requests were computed again."))
    return redirect(url_for("agencies.show", acronym=acronym))
