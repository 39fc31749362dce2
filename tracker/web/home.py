"""The page a person lands on: what must I do today?"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.clock import today
from tracker.people.actions import NEW_VISIT_AFTER
from tracker.requests.today import HORIZON, MANY, Whose, colleagues, today_page
from tracker.review.queries import waiting
from tracker.web.request_parts import projects_with
from tracker.web.site import backends, db, viewer

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """What is due, what to look at, what moved; for everybody, for me, for a colleague, for one project."""
    day, person = today(backends().clock), viewer()
    chosen = request.args.get("whose", "")
    owner = person.id if chosen == "me" else request.args.get("whose", type=int)
    whose = Whose(owner, request.args.get("project", type=int))
    since = last_visit()
    return render_template(
        "home/index.html", page=today_page(db(), person, day, whose=whose, since=since), today=day, whose=whose,
        many=MANY, most=HORIZON, since=since, people=colleagues(db(), person), projects=projects_with("read"),
        review=waiting(db(), person))


def last_visit() -> datetime | None:
    """When the person was here before this visit, as far as this browser knows."""
    row = viewer().row  # type: ignore[attr-defined]
    is_new_visit = backends().clock.now() - row.seen_at > NEW_VISIT_AFTER
    found: datetime | None = row.seen_at if is_new_visit else row.before_at
    return found
