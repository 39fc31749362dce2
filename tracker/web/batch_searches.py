"""A list of names or terms in, a table of what the archive has of each out."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from archive.search.types import SearchError
from tracker.exports.tables import FORMATS
from tracker.searches import batches
from tracker.searches.models import BatchSearch
from tracker.searches.terms import MAX_BYTES, MOST_TERMS, WAYS, BadList, terms_in_file, terms_of
from tracker.vocabulary import N_
from tracker.web.list_files import as_file
from tracker.web.site import backends, db, viewer

bp = Blueprint("batches", __name__, url_prefix="/search/lists")

WORDS = {
    "close": N_("all its words close together, in any order (names)"), "phrase": N_("these very words in this order"),
    "all": N_("all its words on one page"), "typed": N_("as in the search box, with operators and fields"),
}
AT_ONCE = 2.0
"""Seconds a list is looked up for before the page answers; the worker does the rest."""


@bp.get("")
def index() -> ResponseReturnValue:
    """The form, and the lists a person has looked up."""
    return render_template("searches/lists.html", rows=batches.batches_of(db(), viewer()), words=WORDS, text="",
                           most=MOST_TERMS)


@bp.post("")
def begin() -> ResponseReturnValue:
    """Look a list up: pasted, or from a file."""
    sent, text, way = request.files.get("file"), request.form.get("terms", ""), request.form.get("way", "close")
    if way not in WAYS:
        abort(400)
    has_file = sent is not None and bool(sent.filename)
    try:
        terms = terms_in_file(sent.read(MAX_BYTES + 1)) if sent is not None and has_file else terms_of(
            text.splitlines())
    except BadList as problem:
        words = {"unreadable": _("That file is no table or text that can be read."),
                 "long": _("A list may have up to %(most)s lines.", most=MOST_TERMS)}
        flash(words.get(str(problem), _("Paste a list, one name or term a line, or choose a file.")), "problem")
        return render_template("searches/lists.html", rows=batches.batches_of(db(), viewer()), words=WORDS, text=text,
                               most=MOST_TERMS), 422
    row = batches.begin_batch(db(), viewer(), request.form.get("name", ""), terms, way,
                              is_fuzzy=request.form.get("fuzzy") == "1", now=backends().clock.now())
    number = row.id
    db().commit()
    _go_on(number)
    return redirect(url_for("batches.show", number=number))


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """What was found so far, line by line; the page asks again by itself until all is done."""
    row = _mine(number)
    return render_template("searches/list.html", row=row, lines=batches.lines_of(db(), viewer(), row), words=WORDS,
                           is_stale=row.scopes != batches.scopes_key(db(), viewer()), formats=FORMATS)


@bp.post("/<int:number>/again")
def again(number: int) -> ResponseReturnValue:
    """Look the list up anew."""
    batches.again(db(), _mine(number))
    db().commit()
    _go_on(number)
    return redirect(url_for("batches.show", number=number))


@bp.post("/<int:number>/delete")
def drop(number: int) -> ResponseReturnValue:
    """Throw a list and what was found away."""
    db().delete(_mine(number))
    db().commit()
    flash(_("The list is deleted."))
    return redirect(url_for("batches.index"))


@bp.get("/<int:number>.<ending>")
def export(number: int, ending: str) -> ResponseReturnValue:
    """What was found as a file: one row a line of the list."""
    row = _mine(number)
    site = backends().settings.site_url
    head = ("term", "pages", "documents", *(f"page_{place}" for place in range(1, batches.FIRST_PAGES + 1)))
    rows = []
    for line in batches.lines_of(db(), viewer(), row):
        links = [site + url_for("documents.page", document_id=place.document_id, number=place.number, q=line.query)
                 for place in line.first]
        rows.append((line.term, line.pages, line.documents, *links, *[None] * (batches.FIRST_PAGES - len(links))))
    return as_file(ending, "lista", head, rows)


def _go_on(number: int) -> None:
    try:
        batches.go_on(backends(), number, seconds=AT_ONCE)
    except SearchError:
        flash(_("The search index cannot be asked now. The list is looked up as soon as it can."), "problem")


def _mine(number: int) -> BatchSearch:
    row = batches.find_batch(db(), viewer(), number)
    if row is None:
        abort(404)
    return row
