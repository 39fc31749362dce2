"""Reserves with their terms: read from replies, confirmed by a person, watched, asked for again."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from tracker.clock import today as today_of
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.people.access import Right
from tracker.requests import queries as request_queries
from tracker.requests import recompute
from tracker.requests.actions import CannotRecord
from tracker.reserves import actions, queries
from tracker.reserves.days import after_months
from tracker.reserves.looking import look_through
from tracker.reserves.models import Reserve
from tracker.web.forms import Day, Form, SelectField
from tracker.web.request_parts import why_not
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("reserves", __name__)

UNITS = (("years", _l("years")), ("months", _l("months")))


class TermForm(Form):
    """The term of a reserve as a person confirms it."""

    length = IntegerField(_l("Reserved for"), validators=[Optional(), NumberRange(1, 480)])
    unit = SelectField(_l("years or months"), choices=UNITS, default="years")
    starts_on = Day(_l("Counted from"))
    ends_on = Day(_l("Last day, where it is printed"))


@bp.get("/reserves")
def index() -> ResponseReturnValue:
    """Every reserve a person may see, by its last day."""
    return render_template("reserves/index.html", reserves=queries.watched(db(), viewer()),
                           today=today_of(backends().clock))


@bp.get("/requests/<int:number>/reserves")
def of_request(number: int) -> ResponseReturnValue:
    """The reserves of one request, each with the words it stands in, to be confirmed or dismissed."""
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    rows = queries.of_request(db(), info_request)
    return render_template(
        "reserves/of_request.html", info_request=info_request, today=today_of(backends().clock),
        rows=[(row, _form_of(row)) for row in rows],
        can_edit=access.may(db(), viewer(), "edit", info_request.project_id))


@bp.post("/requests/<int:number>/reserves")
def look(number: int) -> ResponseReturnValue:
    """Look for terms in the replies of a request that were read before terms were."""
    from tracker.replies.queries import replies_of

    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    require("edit", info_request.project_id)
    for reply in replies_of(db(), info_request):
        look_through(db(), reply)
    db().commit()
    return redirect(url_for("reserves.of_request", number=number))


@bp.post("/reserves/<int:number>")
def decide(number: int) -> ResponseReturnValue:
    """Confirm a term, corrected or as read, or say that it is none."""
    reserve = _found(number)
    back = redirect(url_for("reserves.of_request", number=reserve.info_request_id, _anchor=f"reserve-{number}"))
    form = TermForm()
    if request.form.get("verdict") not in ("confirmed", "dismissed"):
        abort(400)
    try:
        if request.form["verdict"] == "dismissed":
            actions.dismiss(db(), reserve, by=viewer(), clock=backends().clock)
        elif form.validate_on_submit():
            length = form.length.data
            months = length * 12 if length and form.unit.data == "years" else length
            said = actions.Decided(months, form.starts_on.data, form.ends_on.data)
            actions.confirm(db(), reserve, said, by=viewer(), clock=backends().clock)
        else:
            raise ValueError
        recompute.recompute(db(), reserve.info_request, rulebook_of(db()), now=backends().clock.now())
    except ValueError:
        db().rollback()
        flash(_("Write for how long and from which day it is reserved, or the last day; the last day comes after the "
                "first."), "problem")
        return back
    except CannotRecord as problem:
        db().rollback()
        flash(why_not(problem), "problem")
        return back
    db().commit()
    flash(_("Saved."))
    return back


@bp.post("/reserves/<int:number>/again")
def again(number: int) -> ResponseReturnValue:
    """Prepare the request that asks again, now."""
    reserve = _found(number)
    made = actions.prepare_again(db(), reserve, by=viewer(), clock=backends().clock)
    db().commit()
    flash(_("The new request is prepared as a draft. File it yourself, then note its folio and date."))
    return redirect(url_for("requests.show", number=made.id))


def _form_of(row: Reserve) -> TermForm:
    months, starts_on = row.months, row.starts_on
    whole = months is not None and months % 12 == 0
    computed = after_months(starts_on, months) if months is not None and starts_on is not None else None
    return TermForm(formdata=None, length=months // 12 if whole and months else months,
                    unit="years" if whole or months is None else "months", starts_on=starts_on,
                    ends_on=None if computed == row.ends_on else row.ends_on)


def _found(number: int, right: Right = "edit") -> Reserve:
    reserve = queries.find_reserve(db(), viewer(), number)
    if reserve is None:
        abort(404)
    require(right, reserve.info_request.project_id)
    return reserve
