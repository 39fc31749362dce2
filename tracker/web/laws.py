"""Laws: every period with its article and source; the installation's owner corrects what is wrong or not verified."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.appeals.grounds import grounds_of
from tracker.appeals.grounds import known_laws as grounds_known
from tracker.clocks.kinds import CLOCK_KINDS, EVENT_KINDS
from tracker.laws import actions, editing
from tracker.laws.errors import LawError
from tracker.laws.law import cite
from tracker.laws.models import LawDocument
from tracker.laws.queries import Entry, changes, entries, numbered_periods
from tracker.laws.store import dump, rulebook, rulebook_of
from tracker.vocabulary import CLOCKS, EVENTS, N_, word_for
from tracker.web.forms import REQUIRED, Form, Hour, SelectField, SelectMultipleField
from tracker.web.i18n import told
from tracker.web.site import backends, db, viewer

bp = Blueprint("laws", __name__, url_prefix="/laws")

LONGEST = 400_000
"""Characters of a document that is taken."""
UNITS = {"business": N_("business days"), "calendar": N_("calendar days"), "months": N_("months"), "years": N_("years")}
PROCEDURES = {"access": N_("Access to information"), "personal_data": N_("Personal data"), "amparo": N_("Amparo")}
EFFECTS = {
    "interrupt": N_("interrupts: the whole term starts again"), "suspend": N_("suspends: the days run are kept"),
    "wait": N_("makes the owner wait"), "append": N_("adds days, once"),
    "not_filed": N_("unanswered: the request counts as not filed"),
    "dismissed": N_("unanswered: the appeal is dismissed"), "silence_appeal": N_("silence can be appealed"),
    "tacit_grant": N_("silence grants the request"), "second_appeal": N_("a second appeal is possible"),
    "no_second_appeal": N_("no second appeal"),
}
KINDS = {"law": N_("Law"), "calendar": N_("Calendar"), "regulators": N_("Regulators")}


class PeriodForm(Form):
    """One period, as a person read it in the text of the law."""

    procedure = HiddenField(validators=[InputRequired(REQUIRED)])
    kind = HiddenField(validators=[InputRequired(REQUIRED)])
    place = IntegerField(validators=[NumberRange(0, 40)])
    days = IntegerField(_l("How long"), validators=[InputRequired(REQUIRED), NumberRange(1, 4000)])
    article = StringField(_l("Article"), validators=[Length(max=120)])
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=400)])
    verified = BooleanField(_l("I read this in the text of the law"))


class NewPeriodForm(Form):
    """A term that the law gives and that is not kept yet."""

    procedure = HiddenField(validators=[InputRequired(REQUIRED)])
    kind = SelectField(_l("Period"))
    days = IntegerField(_l("How long"), validators=[InputRequired(REQUIRED), NumberRange(1, 4000)])
    unit = SelectField(_l("Counted in"), default="business")
    start = SelectField(_l("Starts with"))
    met_by = SelectMultipleField(_l("Fulfilled by"))
    article = StringField(_l("Article"), validators=[Length(max=120)])
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=400)])
    verified = BooleanField(_l("I read this in the text of the law"))

    def fill(self) -> NewPeriodForm:
        """The choices, in the words of the page."""
        self.kind.choices = _choices(CLOCKS, CLOCK_KINDS)
        self.unit.choices = [(code, _(words)) for code, words in UNITS.items()]
        ends = [(f"end:{code}", _("end of: %(clock)s", clock=_(CLOCKS[code]))) for code in CLOCK_KINDS]
        self.start.choices = [*_choices(EVENTS, EVENT_KINDS), *ends]
        self.met_by.choices = _choices(EVENTS, EVENT_KINDS)
        return self


def _choices(words: dict[str, str], codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, _(word_for(words, code))) for code in codes]


class HourForm(Form):
    """The hour after which what is handed in counts from the next business day."""

    closes = Hour(_l("Closing hour"))
    source = StringField(_l("Where it is written"), validators=[InputRequired(REQUIRED), Length(max=400)])
    verified = BooleanField(_l("I read this in the text of the law"))


class DocumentForm(Form):
    """A whole document as YAML."""

    content = TextAreaField(_l("The document (YAML)"), validators=[InputRequired(REQUIRED), Length(max=LONGEST)])


@bp.get("")
def index() -> ResponseReturnValue:
    """Every law, calendar and the table of regulators, with what people corrected."""
    known = entries(db())
    by_key = {one.name: one for one in known if one.kind == "law"}
    laws: dict[str, list[Any]] = {}
    for law in rulebook_of(db()).laws:
        laws.setdefault(law.key, []).append(law)
    rows = sorted(laws.items(), key=lambda row: (row[1][0].jurisdiction, str(row[1][0].valid_from or "")))
    return render_template("laws/index.html", laws=rows, by_key=by_key, procedures=PROCEDURES, kinds=KINDS,
                           others=[one for one in known if one.kind != "law"])


@bp.get("/<key>")
def show(key: str) -> ResponseReturnValue:
    """One law: its closing hour, its periods and what they rest on."""
    return _law_page(key)


@bp.post("/<key>/hour")
def correct_hour(key: str) -> ResponseReturnValue:
    """Correct the closing hour of a law."""
    document = _documents_for(key)[key]
    form = HourForm()
    if not form.validate_on_submit():
        return _refused(form, key)
    closes = form.closes.data.strftime("%H:%M") if form.closes.data else ""
    return _keep_law(key, editing.with_hour(document, closes, source=form.source.data.strip(),
                                            verified=bool(form.verified.data)))


@bp.post("/<key>/period")
def correct_period(key: str) -> ResponseReturnValue:
    """Correct the length, the article or the source of one period."""
    documents = _documents_for(key)
    form = PeriodForm()
    if not form.validate_on_submit():
        return _refused(form, key)
    try:
        changed = editing.with_period(
            documents, key, form.procedure.data, form.kind.data, form.place.data, days=form.days.data,
            article=(form.article.data or "").strip(), source=form.source.data.strip(),
            verified=bool(form.verified.data))
    except LawError as problem:
        flash(told(problem), "problem")
        return redirect(url_for("laws.show", key=key))
    return _keep_law(key, changed)


@bp.post("/<key>/periods")
def add_period(key: str) -> ResponseReturnValue:
    """Add a term the law gives: which, how long, what starts and fulfils it, and where it is written."""
    documents = _documents_for(key)
    form = NewPeriodForm().fill()
    if not form.validate_on_submit():
        return _refused(form, key)
    try:
        changed = editing.with_new_period(
            documents, key, form.procedure.data, form.kind.data, days=form.days.data, unit=form.unit.data,
            start=form.start.data, met_by=form.met_by.data or [], article=(form.article.data or "").strip(),
            source=form.source.data.strip(), verified=bool(form.verified.data))
    except LawError as problem:
        flash(told(problem), "problem")
        return redirect(url_for("laws.show", key=key))
    return _keep_law(key, changed)


@bp.get("/documents/<int:number>")
def document(number: int) -> ResponseReturnValue:
    """A law, a calendar or the regulators as the document they are."""
    return _document_page(_entry(number))


@bp.post("/documents/<int:number>")
def correct_document(number: int) -> ResponseReturnValue:
    """Put another version of a document in place, once it can be read together with everything else."""
    _owner_only()
    entry = _entry(number)
    form = DocumentForm()
    problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    if form.validate_on_submit():
        try:
            actions.correct_document(db(), entry.kind, entry.name, form.content.data.replace("\r\n", "\n"),
                                     by=viewer().id, at=backends().clock.now())
        except LawError as wrong:
            problem = str(wrong)
        else:
            db().commit()
            flash(_saved())
            return redirect(url_for("laws.document", number=_entry_named(entry.kind, entry.name).number))
    db().rollback()
    return _document_page(_entry(number), form, problem or _("Write the document."), 422)


@bp.post("/documents/<int:number>/restore")
def restore(number: int) -> ResponseReturnValue:
    """Take a person's version out, so that the shipped one counts again."""
    _owner_only()
    entry = _entry(number)
    back = url_for("laws.show", key=entry.name) if entry.kind == "law" else url_for("laws.index")
    if request.form.get("sure") != "yes":
        flash(_("Nothing was changed: mark that you are sure first."), "problem")
        return redirect(url_for("laws.document", number=number))
    try:
        actions.restore_document(db(), entry.kind, entry.name, by=viewer().id, at=backends().clock.now())
    except LawError as problem:
        db().rollback()
        flash(told(problem), "problem")
        return redirect(url_for("laws.document", number=number))
    db().commit()
    flash(_("The shipped version counts again; the open requests it touches are computed again within a minute."))
    return redirect(back)


def _law_page(key: str) -> ResponseReturnValue:
    book = rulebook_of(db())
    laws = [law for law in book.laws if law.key == key]
    if not laws:
        abort(404)
    entry = _entry_named("law", key)
    shipped = changes(book, rulebook(), key) if entry.is_corrected and entry.is_shipped else {}
    return render_template("laws/show.html", laws=laws, law=laws[0], entry=entry, shipped=shipped, units=UNITS,
                           periods=numbered_periods, cite=cite, procedures=PROCEDURES, effects=EFFECTS,
                           more=NewPeriodForm(formdata=None).fill() if viewer().is_owner else None,
                           grounds=grounds_of(key) if key in grounds_known() else None)


def _document_page(entry: Entry, form: DocumentForm | None = None, problem: str = "",
                   status: int = 200) -> ResponseReturnValue:
    if form is None:
        form = DocumentForm(data={"content": actions.standing_documents(db())[entry.kind, entry.name].content})
    return render_template("laws/document.html", entry=entry, form=form, problem=problem, kinds=KINDS), status


def _keep_law(key: str, document: dict[str, Any]) -> ResponseReturnValue:
    try:
        actions.correct_document(db(), "law", key, dump(document), by=viewer().id, at=backends().clock.now())
    except LawError as problem:
        db().rollback()
        flash(told(problem), "problem")
    else:
        db().commit()
        flash(_saved())
    return redirect(url_for("laws.show", key=key))


def _saved() -> str:
    return str(_("Corrected. The open requests it touches are computed again within a minute; "
                 "a date that moves is told to whoever was shown the old one."))


def _refused(form: Form, key: str) -> ResponseReturnValue:
    for name, errors in form.errors.items():
        flash(f"{form[name].label.text}: {' '.join(str(error) for error in errors)}", "problem")
    return redirect(url_for("laws.show", key=key))


def _documents_for(key: str) -> dict[str, Any]:
    """Every law's document for a correction of one; refuses who may not correct."""
    _owner_only()
    found = {name: actions.content_of(row) for (kind, name), row in actions.standing_documents(db()).items()
             if kind == "law"}
    if key not in found:
        abort(404)
    return found


def _owner_only() -> None:
    if not viewer().is_owner:
        abort(403)


def _entry(number: int) -> Entry:
    row = db().get(LawDocument, number)
    if row is None:
        abort(404)
    return _entry_named(row.kind, row.name)


def _entry_named(kind: str, name: str) -> Entry:
    return next(one for one in entries(db()) if (one.kind, one.name) == (kind, name))
