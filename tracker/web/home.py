"""The page a person lands on: what must I do today?"""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.clock import today
from tracker.replies.queries import to_review
from tracker.requests.queries import today_page
from tracker.web.site import backends, db, viewer

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """What is due, what to look at, what moved; for the whole team or for me alone."""
    day = today(backends().clock)
    person = viewer()
    whose = request.args.get("whose", "team")
    page = today_page(db(), person, day, only=person if whose == "me" else None)
    return render_template("home/index.html", page=page, today=day, whose=whose,
                           review=len(to_review(db(), person)))
