"""Requests nobody answered: listed with how sure the silence is and what can be done until when."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.archive_access import readable_projects
from tracker.clock import today as today_of
from tracker.exports.tables import FORMATS
from tracker.nonresponse import queries
from tracker.nonresponse.queries import PER_PAGE, Wanted
from tracker.nonresponse.silence import Silence, silence_of
from tracker.requests.timeline import standing_events
from tracker.sentences import N_
from tracker.web.list_files import MOST_RESULTS, as_file
from tracker.web.site import backends, db, viewer

bp = Blueprint("silences", __name__, url_prefix="/silences")

STATES = {"silent": N_("No reply"), "unseen": N_("No reply noted: look at the platform"),
          "may_be": N_("May be overdue")}


@bp.app_context_processor
def _for_pages() -> dict[str, Any]:
    return {"silence_of": _silence_of, "silence_states": STATES}


def _silence_of(case: Any, info_request: Any) -> Silence | None:
    return silence_of(case, standing_events(info_request.events))


@bp.get("")
def index() -> ResponseReturnValue:
    """The unanswered requests, those that can still be appealed first."""
    wanted, today = Wanted.from_args(request.args), today_of(backends().clock)
    rows, total = queries.silences(db(), viewer(), wanted, today)
    return render_template(
        "silences/index.html", wanted=wanted, rows=rows, total=total, pages=-(-total // PER_PAGE), states=STATES,
        today=today, counts=queries.count_by_state(db(), viewer(), wanted), formats=FORMATS,
        agencies=queries.agencies(db(), viewer()), projects=readable_projects(db(), viewer()))


@bp.get("/export.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """The list as a file, with the filters of the page."""
    today = today_of(backends().clock)
    wanted = Wanted.from_args({**request.args.to_dict(), "page": "1"})
    rows, _total = queries.silences(db(), viewer(), wanted, today, MOST_RESULTS)
    head = ("request", "folio", "agency", "subject", "filed_on", "state", "limit_earliest", "limit_latest",
            "looked_on", "appeal_opens_on", "appeal_due_on")
    return as_file(kind, "sin-respuesta", head, ((
        row.info_request.id, row.info_request.folio, row.info_request.agency, row.info_request.subject,
        row.info_request.filed_on, row.state, row.limit_on, row.latest_on, row.info_request.looked_on,
        row.remedy.opens_on if row.remedy else None, row.remedy.due_on if row.remedy else None) for row in rows))
