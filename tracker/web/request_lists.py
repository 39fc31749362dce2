"""The list of requests: filters in the address, kept lists, files, and one act on several at once."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, select

from tracker.agencies.store import directory_of
from tracker.exports.tables import FORMATS
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.requests import actions, noting, queries, recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest, SavedFilter
from tracker.requests.queries import Filter
from tracker.requests.timeline import standing_events
from tracker.requests.today import colleagues
from tracker.web.list_files import as_file
from tracker.web.request_parts import projects_with, today_here, why_not
from tracker.web.site import backends, db, viewer

BULK_MOST = 500
"""Requests one act changes at most, so that nobody waits long for it."""
BULK_EVENTS = {"checked": "platform_checked", "closed": "closed"}


def index() -> ResponseReturnValue:
    """The list of requests, with filters that stay in the address."""
    wanted = Filter.from_args(request.args, today=today_here())
    listed = queries.listing(db(), viewer(), wanted)
    projects = projects_with("read")
    return render_template("requests/index.html", listing=listed, wanted=wanted, projects=projects,
                           people=colleagues(db(), viewer()),
                           menus=queries.facts_for_filters(db(), viewer()), formats=FORMATS, saved=list(
                               db().scalars(select(SavedFilter).where(SavedFilter.user_id == viewer().id)
                                            .order_by(SavedFilter.name))),
                           query=request.query_string.decode("utf-8", "replace"))


def export(kind: str) -> ResponseReturnValue:
    """The list as a file, with the filters it has on the page."""
    rows = queries.every_row(db(), viewer(), Filter.from_args(request.args, today=today_here()))
    head = ("folio", "agency", "subject", "text", "filed_on", "received_on", "law", "status", "outcome", "next_on",
            "next_kind", "project", "owner", "delivery_mode", "filed_as")
    editable = set(db().scalars(access.project_ids(viewer(), "edit")))
    return as_file(kind, "solicitudes", head, ((
        row.folio or row.folio_as_written, row.agency or row.agency_as_written, row.subject, row.text, row.filed_on,
        row.received_on, row.law, row.status, row.outcome, row.next_on, row.next_kind, row.project.name,
        row.owner.name, row.delivery_mode, row.filed_as if row.project_id in editable else None) for row in rows))


def save_filter() -> ResponseReturnValue:
    """Keep a list's filters under a name, or forget them."""
    query = _query()
    if (number := request.form.get("forget", type=int)) is not None:
        db().execute(delete(SavedFilter).where(SavedFilter.id == number, SavedFilter.user_id == viewer().id))
    elif name := request.form.get("name", "").strip()[:80]:
        db().add(SavedFilter(user_id=viewer().id, name=name, query=query))
    else:
        flash(_("Give the list a name."), "problem")
    db().commit()
    return redirect(url_for("requests.index") + (f"?{query}" if query else ""))


def bulk() -> ResponseReturnValue:
    """Do one thing to several requests at once."""
    action = request.form.get("action", "")
    if request.form.get("all"):
        wanted = Filter.from_args(dict(parse_qsl(_query())), today=today_here())
        rows, left = queries.editable_of_list(db(), viewer(), wanted, limit=BULK_MOST)
    else:
        rows, left = queries.editable(db(), viewer(), request.form.getlist("number", type=int)[:BULK_MOST]), 0
    book, directory, now, done = rulebook_of(db()), directory_of(db()), backends().clock.now(), 0
    for row in rows:
        try:
            # A request whose act cannot stand keeps nothing of it; the others go on.
            with db().begin_nested():
                if action in BULK_EVENTS:
                    actions.record_event(db(), row, BULK_EVENTS[action], today_here(), by=viewer(),
                                         clock=backends().clock, note=request.form.get("note", "")[:2000])
                elif action == "reopened":
                    _reopen(row)
                elif action == "mine":
                    row.owner_id = viewer().id
                    db().flush()
                else:
                    abort(400)
                recompute.recompute(db(), row, book, now=now, directory=directory)
            done += 1
        except CannotRecord as problem:
            flash(f"{row.subject}: {why_not(problem)}", "problem")
    db().commit()
    if not rows:
        flash(_("Choose at least one request."), "problem")
    else:
        flash(ngettext("Done for %(num)s request.", "Done for %(num)s requests.", done))
    if left:
        flash(ngettext("%(num)s more is in the list: do the same again.",
                       "%(num)s more are in the list: do the same again.", left))
    back = _query()
    return redirect(url_for("requests.index") + (f"?{back}" if back else ""))


def _reopen(row: InfoRequest) -> None:
    """Take the note back that a request is closed, if one stands."""
    closed = [event for event in standing_events(row.events) if event.kind == "closed"]
    if closed:
        noting.take_back(db(), row, closed[-1], by=viewer(), clock=backends().clock)


def _query() -> str:
    """The filters a form came from, as the query part of an address and nothing else."""
    return urlencode(parse_qsl(request.form.get("query", "")[:1000]))
