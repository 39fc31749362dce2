"""What the request pages share: finding one within what the viewer may see, and saying why something cannot be."""

from __future__ import annotations

from datetime import date

from flask import abort
from flask_babel import gettext as _
from sqlalchemy import select

from tracker.clock import today as today_of
from tracker.people import access
from tracker.projects.models import Project
from tracker.requests import queries
from tracker.requests.actions import CannotRecord
from tracker.requests.models import Event, InfoRequest
from tracker.requests.timeline import standing_events
from tracker.web.site import backends, db, require, viewer


def why_not(problem: CannotRecord) -> str:
    """Why something cannot be recorded, and what to do."""
    words = {
        "before-filing": _("That is before the request was filed; check both dates."),
        "not-filed": _("This request is a draft; note first when it was filed."),
        "filing-stays": _("The filing can be corrected, not taken back."),
        "filed-after-events": _("Something else is noted before that day; correct that first."),
        "no-number": _("Write the number."),
        "no-name": _("Write the name of the unit or of the official."),
        "no-cost": _("Write the amount, the sheets, or both."),
        "bad-amount": _("“%(what)s” is no amount; write it like 1,234.50.", what=problem.data.get("what", "")),
        "no-text": _("Write the note."),
        "same-request": _("That is this request."),
        "no-such-request": _("No other request of that folio or number is here, or several are: use its number in the "
                             "address of its page."),
        "future": _("That day has not come yet; note it when it has happened."),
        "impossible": _("That does not fit what is already noted: %(why)s", why=problem.data.get("why", "")),
    }
    return str(words.get(problem.code, problem.code))


def found(number: int, right: access.Right = "read") -> InfoRequest:
    """A request the viewer may see (and change, when asked for); “not found” otherwise."""
    info_request = queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    if right != "read":
        require(right, info_request.project_id)
    return info_request


def standing_event(info_request: InfoRequest, event_id: int) -> Event:
    """One of a request's standing events by its number; “not found” otherwise."""
    for event in standing_events(info_request.events):
        if event.id == event_id:
            return event
    abort(404)


def projects_with(right: access.Right) -> list[Project]:
    """The projects on which the viewer has a right, by name."""
    ids = access.project_ids(viewer(), right)
    return list(db().scalars(select(Project).where(Project.id.in_(ids)).order_by(Project.name)))


def today_here() -> date:
    """The day it is in Mexico City."""
    return today_of(backends().clock)
