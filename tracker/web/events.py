"""Dated events of agencies and projects: noted with a source, and taken back."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker import archive_access
from tracker.agencies.events import EVENT_WORDS, add_event, events_of_project, withdraw_event
from tracker.clock import today
from tracker.people import access
from tracker.sources.models import Source
from tracker.sources.store import BadSource, add_source, sources_for
from tracker.web.forms import REQUIRED, Day, Form, SelectField
from tracker.web.seen import agency_to_change
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("events", __name__)

_ID = [Optional(), NumberRange(1, 10**9)]


class EventForm(Form):
    """What happened, when, and the work that says so: a known one or another."""

    happened_on = Day(_l("When it happened"), required=True)
    kind = SelectField(_l("What it was"), choices=tuple((code, _l(words)) for code, words in EVENT_WORDS.items()))
    what = StringField(_l("In one sentence"), validators=[InputRequired(REQUIRED), Length(max=400)])
    source_id = IntegerField(_l("Source"), validators=_ID)
    title = StringField(_l("Title"), validators=[Length(max=400)])
    authors = StringField(_l("Authors"), validators=[Length(max=300)])
    publisher = StringField(_l("Published by"), validators=[Length(max=300)])
    year = StringField(_l("Year"), validators=[Length(max=20)])
    url = StringField(_l("Address"), validators=[Length(max=600)])
    document = StringField(_l("File or page in the archive: its number or address"), validators=[Length(max=300)])
    locator = StringField(_l("Page or paragraph"), validators=[Length(max=60)])


@bp.post("/agencies/<acronym>/events")
def of_agency(acronym: str) -> ResponseReturnValue:
    """Note something that happened to an agency; everybody sees it."""
    name = agency_to_change(acronym).acronym
    _note(agency=name)
    return redirect(url_for("agencies.show", acronym=name, _anchor="events"))


@bp.post("/agencies/<acronym>/events/<int:event_id>/withdraw")
def withdraw_of_agency(acronym: str, event_id: int) -> ResponseReturnValue:
    """Take an event of an agency back."""
    name = agency_to_change(acronym).acronym
    _withdraw(event_id, agency=name)
    return redirect(url_for("agencies.show", acronym=name, _anchor="events"))


@bp.post("/projects/<int:number>/events")
def of_project(number: int) -> ResponseReturnValue:
    """Note something that happened around a project; its readers see it."""
    require("edit", number)
    _note(project_id=number)
    return redirect(url_for("projects.show", number=number, _anchor="events"))


@bp.post("/projects/<int:number>/events/<int:event_id>/withdraw")
def withdraw_of_project(number: int, event_id: int) -> ResponseReturnValue:
    """Take an event of a project back."""
    require("edit", number)
    _withdraw(event_id, project_id=number)
    return redirect(url_for("projects.show", number=number, _anchor="events"))


@bp.app_context_processor
def _for_templates() -> dict[str, object]:
    return {
        "happening_words": EVENT_WORDS,
        "known_sources": _offered,
        "page_of": page_of,
        "project_events": lambda number: events_of_project(db(), number),
        "may_edit_project": lambda number: access.may(db(), viewer(), "edit", number),
        "may_read_document": lambda number: archive_access.find_document(db(), viewer(), number) is not None,
    }


ARCHIVED = re.compile(r"(?:\S*/documents/)?(\d{1,9})(?:/pages/(\d{1,6}))?/?(?:[?#]\S*)?")
"""A file by its number, or a file or page by the address of its page here."""
PAGE = re.compile(r"\s*(?:p|pp|pág|pag|página|page)?\.?\s*(\d{1,6})\b.*", re.IGNORECASE)
"""A place in a work that begins with the number of a page."""


def page_of(locator: str) -> int | None:
    """The page a place in a work names; None for a paragraph or anything else."""
    found = PAGE.fullmatch(locator)
    return int(found.group(1)) if found else None


def _note(*, agency: str | None = None, project_id: int | None = None) -> None:
    form = EventForm()
    if not form.validate_on_submit():
        problems = [f"{form[name].label.text}: {' '.join(str(one) for one in errors)}"
                    for name, errors in form.errors.items() if name in form]
    elif form.happened_on.data > today(backends().clock):
        problems = [_("That day has not come yet.")]
    else:
        source, page = _source(form, project_id)
        if isinstance(source, Source):
            add_event(db(), happened_on=form.happened_on.data, kind=form.kind.data, what=form.what.data, source=source,
                      by=viewer().id, at=backends().clock.now(), agency=agency, project_id=project_id,
                      locator=(form.locator.data or "").strip() or page)
            db().commit()
            flash(_("Noted."))
            return
        problems = [source]
    db().rollback()
    for problem in problems:
        flash(problem, "problem")


def _source(form: EventForm, project_id: int | None) -> tuple[Source | str, str]:
    """The work a form names, or what is wrong with it; and the page of it that an address names."""
    if form.source_id.data:
        known = next((one for one in _offered(project_id) if one.id == form.source_id.data), None)
        if known is None:
            return str(_("That source is not known here; write it below.")), ""
        return known, ""
    written = (form.document.data or "").strip()
    named = ARCHIVED.fullmatch(written)
    document, page = (int(named.group(1)), named.group(2) or "") if named else (None, "")
    there = archive_access.find_document(db(), viewer(), document) if document else None
    if written and there is None:
        return str(_("The archive has no file of that number.")), ""
    if there is not None and page and int(page) > (there.page_count or 0):
        return str(_("That file has no page %(number)s.", number=page)), ""
    try:
        return add_source(db(), title=form.title.data or "", authors=form.authors.data or "",
                          publisher=form.publisher.data or "", year=form.year.data or "", url=form.url.data or "",
                          document_id=document, project_id=project_id), page
    except BadSource as problem:
        if problem.code == "url":
            return str(_("An address begins with https:// or http://.")), ""
        return str(_("Name the source: without one nothing is noted.")), ""


def _offered(project_id: int | None) -> list[Source]:
    """The works an event may cite: everybody's, and on a project's page those of that project."""
    return [one for one in sources_for(db(), viewer()) if one.project_id in (None, project_id)]


def _withdraw(number: int, *, agency: str | None = None, project_id: int | None = None) -> None:
    if withdraw_event(db(), number, by=viewer().id, at=backends().clock.now(), agency=agency, project_id=project_id):
        db().commit()
        flash(_("Taken back."))
    else:
        flash(_("It is no longer there."), "problem")
