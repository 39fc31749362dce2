"""Searches a person keeps: what they look for, how often they want to hear of new pages, and what was told."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from archive.search.types import SearchError
from tracker.searches.actions import TooManySearches, change_search, drop_search, save_search
from tracker.searches.models import SavedSearch
from tracker.searches.queries import find_search, last_notices, notices_of, searches_of
from tracker.searches.telling import told_pages
from tracker.searches.wishes import FREQUENCIES, wanted_of
from tracker.web.searching import FREQUENCY_WORDS, address, narrowed_words, wanted_from
from tracker.web.site import backends, db, viewer

bp = Blueprint("searches", __name__, url_prefix="/searches")

TOLD = 200


@bp.get("")
def index() -> ResponseReturnValue:
    """A person's saved searches."""
    rows = searches_of(db(), viewer())
    return render_template(
        "searches/index.html", rows=rows, words=FREQUENCY_WORDS, last=last_notices(db(), rows),
        narrowed={row.id: narrowed_words(wanted_of(row.query, row.narrowed)) for row in rows},
        addresses={row.id: address(wanted_of(row.query, row.narrowed)) for row in rows})


@bp.post("")
def save() -> ResponseReturnValue:
    """Keep the search whose address the form carries."""
    wanted = wanted_from(request.form)
    frequency = request.form.get("frequency", "daily")
    if not wanted.is_anything or frequency not in FREQUENCIES:
        abort(400)
    try:
        save_search(db(), backends(), viewer(), request.form.get("name", ""), wanted, frequency,
                    now=backends().clock.now())
    except SearchError:
        flash(_("The search index cannot be asked now. Try again in a moment."), "problem")
        return redirect(address(wanted))
    except TooManySearches:
        flash(_("You keep as many searches as can be looked after; delete one first."), "problem")
        return redirect(url_for("searches.index"))
    db().commit()
    flash(_("The search is saved. What it finds already is known; you are told of new pages."))
    return redirect(url_for("searches.index"))


@bp.post("/<int:number>")
def change(number: int) -> ResponseReturnValue:
    """Rename a search or change how often it is looked at."""
    row, frequency = _mine(number), request.form.get("frequency", "")
    if frequency not in FREQUENCIES:
        abort(400)
    change_search(row, name=request.form.get("name", ""), frequency=frequency)
    db().commit()
    flash(_("Saved."))
    return redirect(url_for("searches.index"))


@bp.post("/<int:number>/delete")
def drop(number: int) -> ResponseReturnValue:
    """Keep a search no longer."""
    drop_search(db(), _mine(number))
    db().commit()
    flash(_("The search is deleted."))
    return redirect(url_for("searches.index"))


@bp.get("/<int:number>/new")
def new(number: int) -> ResponseReturnValue:
    """Pages a search has told of, those of one notice or the latest; only what the person may read now."""
    row = _mine(number)
    notices = notices_of(db(), row)
    asked = request.args.get("notice", type=int)
    chosen = next((notice for notice in notices if notice.id == asked), notices[0] if notices else None)
    pages, total = told_pages(db(), viewer(), chosen.id, limit=TOLD) if chosen is not None else ([], 0)
    return render_template("searches/new.html", row=row, notices=notices, chosen=chosen, pages=pages, total=total,
                           again=address(wanted_of(row.query, row.narrowed)))


def _mine(number: int) -> SavedSearch:
    row = find_search(db(), viewer(), number)
    if row is None:
        abort(404)
    return row
