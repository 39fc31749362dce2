"""Agencies: the directory, one agency with its calendar, codes and requests."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func

from tracker.agencies.store import directory_of
from tracker.clock import today as today_of
from tracker.laws import store as laws
from tracker.requests.models import InfoRequest
from tracker.requests.queries import Filter, listing, visible
from tracker.web.site import backends, db, viewer

bp = Blueprint("agencies", __name__, url_prefix="/agencies")


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
        "agencies/show.html", agency=agency, today=day, kind=agency.kind_span_on(day),
        closed=laws.closed_days_of(db(), agency.acronym),
        listing=listing(db(), viewer(), Filter(agency=agency.acronym, sort="filed")),
    )
