"""The calendar of an agency: what is known of its days, what people add and withdraw, what stated limits suggest."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as May

from tracker.agencies.directory import Directory
from tracker.agencies.facts import Agency
from tracker.agencies.store import directory_of
from tracker.clock import today as today_of
from tracker.clocks.bodies import known_body
from tracker.laws import bodies, store
from tracker.laws.errors import LawError
from tracker.laws.models import ClosedDays
from tracker.requests import recompute
from tracker.requests.stated import Compared, compare, proposals
from tracker.vocabulary import N_
from tracker.web.forms import REQUIRED, Day, Form, SelectField
from tracker.web.i18n import told
from tracker.web.list_files import as_file
from tracker.web.seen import agency_to_change
from tracker.web.site import backends, db, viewer

bp = Blueprint("calendars", __name__, url_prefix="/calendars")

VERDICTS = {"agrees": N_("agree"), "extended": N_("agree if the term was extended"),
            "closed": N_("agree with more closed days"), "open": N_("agree with fewer closed days"),
            "differs": N_("explained by nothing")}
SHOWN = 500
"""Limits on one page; the file has them all."""

KINDS = {"statutory": N_("closed by statute"), "closed": N_("closed"), "possible": N_("possibly closed")}


class ClosedDaysForm(Form):
    """Days that do not count for an agency, or for everybody where it is."""

    first = Day(_l("First day"), required=True)
    last = Day(_l("Last day"))
    scope = SelectField(_l("For whom"), choices=(("agency", _l("this agency")), ("all", _l("its whole jurisdiction"))),
                        default="agency", validators=[May()])
    status = SelectField(_l("How sure"), choices=(("verified", _l("I read it in a notice")),
                                                  ("unverified", _l("not verified: it moves only the latest date"))),
                         default="verified", validators=[May()])
    reason = StringField(_l("Reason"), validators=[InputRequired(REQUIRED), Length(max=200)])
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=400)])


class WholeForm(Form):
    """The published calendar of an agency, all of it."""

    since = Day(_l("It speaks of the days from"), required=True)
    until = Day(_l("to"), required=True)
    closed = TextAreaField(_l("Its closed days"), validators=[Length(max=4000)])
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=400)])


@bp.get("/<acronym>")
def show(acronym: str) -> ResponseReturnValue:
    """What is known of the days of one agency in one year."""
    directory, agency = _agency(acronym)
    today = today_of(backends().clock)
    year = _year(today)
    body = known_body(directory, agency.acronym)
    assert body is not None
    book = store.rulebook_of(db())
    known = bodies.known_year(book, body, year)
    own = bodies.written((one.first, one.last) for one in known if one.kind == "closed")
    form = ClosedDaysForm(formdata=None, data={
        "first": _day("first"), "last": _day("last"), "reason": request.args.get("reason", "")[:200],
        "source": request.args.get("source", "")[:400], "scope": "agency",
        "status": "unverified" if "first" in request.args else "verified"})
    whole = WholeForm(formdata=None, data={"since": date(year, 1, 1), "until": date(year, 12, 31), "closed": own})
    covered = [span for span in bodies.whole_years(book, agency.acronym) if span[0].year <= year <= span[1].year]
    found = compare(db(), viewer(), book, directory, agency.acronym, year, today=today, is_ending=True)
    filed = Counter(one.verdict for one in found if one.filed_on and one.filed_on.year == year)
    return render_template(
        "calendars/show.html", agency=agency, year=year, known=known, kinds=KINDS, verdicts=VERDICTS, form=form,
        whole=whole, covered=covered, added=bodies.added_days(db(), agency.acronym, agency.jurisdiction),
        compared=filed, proposals=proposals(found))


@bp.get("/<acronym>/limits")
def limits(acronym: str) -> ResponseReturnValue:
    """The limits others printed for the requests filed in a year beside ours, with what would make them agree."""
    agency, year, verdict, found = _limits(acronym)
    shown = [one for one in found if verdict in ("", one.verdict)]
    return render_template("calendars/limits.html", agency=agency, year=year, limits=shown[:SHOWN], found=len(shown),
                           count=Counter(one.verdict for one in found), verdict=verdict, verdicts=VERDICTS)


@bp.get("/<acronym>/limits.<kind>")
def limits_file(acronym: str, kind: str) -> ResponseReturnValue:
    """The same list as a file."""
    agency, year, verdict, found = _limits(acronym)
    head = [
        _("Request"),
        _("Folio"),
        _("Filed on"),
        _("Stated limit"),
        _("Computed limit"),
        _("Verdict"),
        _("They agree if"),
    ]
    rows = [
        (
            one.request,
            one.folio,
            one.filed_on,
            one.stated,
            one.computed,
            str(_(VERDICTS[one.verdict])),
            f"; {_('or if')} ".join(told(way.in_words()) for way in one.ways),
        )
        for one in found
        if verdict in ("", one.verdict)
    ]
    return as_file(kind, f"limits-{agency.acronym}-{year}", head, rows)


def _limits(acronym: str) -> tuple[Agency, int, str, list[Compared]]:
    directory, agency = _agency(acronym)
    today = today_of(backends().clock)
    year = _year(today)
    found = compare(db(), viewer(), store.rulebook_of(db()), directory, agency.acronym, year, today=today)
    return agency, year, request.args.get("verdict", ""), found


def _year(today: date) -> int:
    wanted = request.args.get("year", default=today.year, type=int)
    return wanted if 1990 <= wanted <= 2100 else today.year


@bp.post("/<acronym>/closed")
def close_days(acronym: str) -> ResponseReturnValue:
    """Add closed days for an agency or its jurisdiction; the clocks they touch are computed again."""
    agency = agency_to_change(acronym)
    form = ClosedDaysForm()
    if not form.validate_on_submit():
        return _back(agency, *_problems(form))
    first: date = form.first.data
    last: date = form.last.data or first
    if last < first or (last - first).days > 120:
        return _back(agency, _("The last day must follow the first, at most 120 days later."), year=first.year)
    for_all = form.scope.data == "all"
    store.add_closed_days(
        db(), agency=None if for_all else agency.acronym, jurisdiction=agency.jurisdiction, first=first, last=last,
        reason=form.reason.data, source=form.source.data, by=viewer().id, at=backends().clock.now(),
        verified=form.status.data != "unverified")
    _recomputed(agency, for_all)
    return _back(agency, year=first.year)


@bp.post("/<acronym>/closed/<int:number>/withdraw")
def withdraw(acronym: str, number: int) -> ResponseReturnValue:
    """Take closed days out of a calendar again; that they were there stays on record."""
    agency = agency_to_change(acronym)
    row = db().get(ClosedDays, number)
    if row is None or row.agency not in (None, agency.acronym):
        return _back(agency, _("These days are no longer in the calendar."))
    store.withdraw_closed_days(db(), number, by=viewer().id, at=backends().clock.now())
    _recomputed(agency, row.agency is None)
    return _back(agency, year=row.first_on.year)


@bp.post("/<acronym>/whole")
def whole(acronym: str) -> ResponseReturnValue:
    """Say that a calendar is known whole: its earliest and latest dates become one."""
    agency = agency_to_change(acronym)
    form = WholeForm()
    if not form.validate_on_submit():
        return _back(agency, *_problems(form))
    try:
        bodies.set_whole_calendar(
            db(), agency=agency.acronym, jurisdiction=agency.jurisdiction, covers=(form.since.data, form.until.data),
            closed=bodies.read_spans(form.closed.data or ""), source=form.source.data.strip(), by=viewer().id,
            at=backends().clock.now())
    except LawError as problem:
        db().rollback()
        return _back(agency, told(problem), year=form.since.data.year)
    _recomputed(agency, False)
    return _back(agency, year=form.since.data.year)


@bp.post("/<acronym>/whole/withdraw")
def withdraw_whole(acronym: str) -> ResponseReturnValue:
    """Take back that a calendar is known whole."""
    agency = agency_to_change(acronym)
    try:
        since = date.fromisoformat(request.form.get("since", ""))
    except ValueError:
        return _back(agency, _("Write the date."))
    if not bodies.drop_whole_calendar(db(), agency.acronym, since, by=viewer().id, at=backends().clock.now()):
        return _back(agency, _("These days are no longer in the calendar."), year=since.year)
    _recomputed(agency, False)
    return _back(agency, year=since.year)


def _agency(acronym: str) -> tuple[Directory, Agency]:
    directory = directory_of(db())
    agency = directory.by_acronym(acronym)
    if agency is None:
        abort(404)
    return directory, agency


def _recomputed(agency: Agency, for_all: bool) -> None:
    """Compute the requests to one agency again at once; those of a jurisdiction follow with the next round."""
    moved = recompute.refresh_agency(db(), store.rulebook_of(db()), agency.acronym, now=backends().clock.now())
    db().commit()
    flash(_("The calendar is changed; %(n)s open requests were computed again.", n=moved))
    if for_all:
        flash(_("Those to other agencies of %(where)s follow within a minute.", where=agency.jurisdiction))


def _problems(form: Form) -> list[str]:
    return [f"{form[name].label.text}: {' '.join(str(one) for one in errors)}" if name in form else
            " ".join(str(one) for one in errors) for name, errors in form.errors.items()]


def _back(agency: Agency, *problems: str, year: int | None = None) -> ResponseReturnValue:
    for problem in problems:
        flash(problem, "problem")
    return redirect(url_for("calendars.show", acronym=agency.acronym, year=year))


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
