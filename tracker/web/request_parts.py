"""What the request pages share: finding one within what the viewer may see, and saying why something cannot be."""

from __future__ import annotations

from datetime import date

from flask import abort, flash
from flask_babel import gettext as _
from sqlalchemy import select

from tracker.clock import today as today_of
from tracker.clocks.types import CaseClocks
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.projects.models import Project
from tracker.requests import queries, recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.models import Event, InfoRequest
from tracker.requests.timeline import standing_events
from tracker.web.i18n import told
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
        "filed-already": _("Another filing date is noted; correct it in the timeline if it is wrong."),
        "replied-already": _("A reply is noted already, and its days to appeal run on. Note this one as supplementary, "
                             "or correct the date of the first."),
        "no-appeal": _("Note first when the appeal was filed."),
        "appeal-goes-on": _("Steps of this appeal are noted; take those back first."),
        "impossible": _("That does not fit what is already noted: %(why)s", why=told(problem.data.get("why", ""))),
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


def case_shown(info_request: InfoRequest) -> CaseClocks | None:
    """The clocks of a request for a page that shows it; None, and said on the page, when no date can be computed."""
    try:
        return recompute.case_of(db(), info_request, rulebook_of(db()), today=today_here())
    except CannotRecord as problem:
        flash(_("No date of this request can be computed; correct its timeline. %(why)s", why=why_not(problem)),
              "problem")
        return None


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


def note_words(note: tuple[str, str]) -> str:
    """What a person should know of a folio that was read."""
    code, what = note
    words = {
        "already": _("%(what)s is already logged in this project with the same filing date.", what=what),
        "unread": _("“%(what)s” is not a folio of a form we know; it is kept as you wrote it.", what=what),
        "year": _("The folio is of another year than the filing date: %(what)s. Check both.", what=what),
        "repaired": _("We read the folio as %(what)s; check it against the acuse.", what=what),
        "agency-unknown": _("No agency is known for %(what)s; choose it on the request's page.", what=what),
    }
    return str(words.get(code, what))
