"""What happened to a request, noted in three fields, corrected and taken back with a trace."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from tracker.agencies.store import directory_of
from tracker.appeals.actions import APPEAL_EVENTS
from tracker.clocks.kinds import EVENT_KINDS
from tracker.laws.store import rulebook_of
from tracker.requests import actions, filing, noting, platform_words, recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.models import Event, InfoRequest
from tracker.vocabulary import EVENTS, OUTCOMES, word_for
from tracker.web.forms import Day, Form, Hour, SelectField, codes_of
from tracker.web.request_parts import found, note_words, standing_event, today_here, why_not
from tracker.web.site import backends, db, viewer

QUICK_KINDS = tuple(kind for kind in EVENT_KINDS if kind != "filed")
OF_AN_APPEAL = ("appeal_filed", *APPEAL_EVENTS)
SENSES = (
    ("", _l("not said")), ("revoca", _l("Revokes")), ("modifica", _l("Modifies")), ("confirma", _l("Confirms")),
    ("ordena_responder", _l("Orders a reply")), ("sobresee", _l("Stays (sobresee)")), ("desecha", _l("Dismisses")),
    ("cumplida", _l("Complied with")), ("incumplimiento", _l("Not complied with")),
)


def beside_date(kind: str) -> tuple[str, ...]:
    """The fields that matter for a kind of event, beside its date, hour and note."""
    if kind in noting.AS_REPLY:
        return ("outcome", "reserve_years", "partial")
    if kind in ("resolution_notified", "compliance_ruled", "inconformidad_resolved"):
        return ("sense", "days")
    if kind in ("extension_notified", "resolution_extended", "inconformidad_extended", "compliance_extension_ruled"):
        return ("days",)
    return () if kind in ("filed", "platform_checked", *OF_AN_APPEAL) else ("partial",)


class FilingForm(Form):
    """That a draft was filed."""

    folio = StringField(_l("Folio"), validators=[Length(max=80)])
    filed_on = Day(_l("Filed on"), required=True)
    filed_time = Hour(_l("at"))


class EventForm(Form):
    """One dated fact: kind, date, note; the rest only where it matters."""

    kind = SelectField(_l("What happened"))
    happened_on = Day(_l("On"), required=True)
    note = StringField(_l("Note"), validators=[Length(max=2000)])
    hour = Hour(_l("at"))
    days = IntegerField(_l("Days (extension)"), validators=[Optional(), NumberRange(1, 400)])
    partial = BooleanField(_l("Only in part"))
    outcome = SelectField(_l("What the reply comes to"), default="", choices=[("", _l("not decided")), *(
        (code, _l(words)) for code, words in OUTCOMES.items() if code not in ("unknown", "silence"))])
    sense = SelectField(_l("Sense of the resolution or ruling"), choices=SENSES, default="")
    reserve_years = IntegerField(_l("Reserved for (years)"), validators=[Optional(), NumberRange(1, 99)])

    def values_given(self) -> dict[str, Any]:
        """What the event carries beside its date."""
        return {name: value for name, value in self.changed().items() if value is not None}

    def changed(self) -> dict[str, Any]:
        """The same for a correction: None for what is to be there no longer."""
        names = beside_date(noting.meaning(self.kind.data)[0])
        values: dict[str, Any] = {name: self[name].data or None for name in names}
        if values.get("reserve_years"):
            # The reserve's own clock starts only on a reply that says the information is reserved.
            values["sense"] = "reserved"
        return values


def event_form(**given: Any) -> EventForm:
    """The form with everything that can be noted, in groups."""
    form = EventForm(**given)

    def words(kinds: tuple[str, ...]) -> list[tuple[str, str]]:
        return [(kind, _(word_for(EVENTS, kind))) for kind in kinds]

    form.kind.choices = {
        _("What happened"): words(tuple(kind for kind in QUICK_KINDS if kind not in OF_AN_APPEAL)),
        _("The appeal"): words(OF_AN_APPEAL),
        _("State on the platform, in its words"): [(one.code, one.words) for one in platform_words.STATES],
        _("Kind of answer on the platform"): [(one.code, one.words) for one in platform_words.ANSWERS],
        _("Kind of answer in Infomex (2003–2021)"): [(one.code, one.words) for one in platform_words.INFOMEX],
    }
    return form


def add_event(number: int) -> ResponseReturnValue:
    """Note that something happened."""
    info_request = found(number, "edit")
    form = event_form()
    if not form.validate_on_submit():
        for errors in form.errors.values():
            flash(" ".join(str(error) for error in errors), "problem")
        return redirect(url_for("requests.show", number=number))
    return _record(info_request, form)


def _record(info_request: InfoRequest, form: EventForm, replaces: Event | None = None) -> ResponseReturnValue:
    on = form.happened_on.data
    given: dict[str, Any] = {"at": form.hour.data, "note": form.note.data or "", "by": viewer(),
                             "clock": backends().clock}
    if on > today_here():
        flash(_("That day has not come yet; note it when it has happened."), "problem")
        return redirect(url_for("requests.show", number=info_request.id))
    try:
        if replaces is not None:
            noting.correct_fact(db(), info_request, replaces, form.kind.data, on, changed=form.changed(),
                                **given)
        else:
            noting.note_fact(db(), info_request, form.kind.data, on, values=form.values_given(),
                             **_remedy(info_request), **given)
        recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    except CannotRecord as problem:
        db().rollback()
        flash(why_not(problem), "problem")
        return redirect(url_for("requests.show", number=info_request.id))
    db().commit()
    flash(_("Noted."))
    return redirect(url_for("requests.show", number=info_request.id))


def _remedy(info_request: InfoRequest) -> dict[str, Any]:
    """Who would hear an appeal filed now, and under which law."""
    try:
        case = recompute.case_of(db(), info_request, rulebook_of(db()), today=today_here())
    except CannotRecord:
        return {}
    open_one = recompute.remedy(case)
    at = open_one or case
    return {"regulator": at.regulator, "law": at.law} if at else {}


def filed(number: int) -> ResponseReturnValue:
    """A draft was filed: its folio and day."""
    info_request, form = found(number, "edit"), FilingForm()
    if form.validate_on_submit() and form.filed_on.data <= today_here():
        try:
            notes = filing.file_draft(db(), info_request, form.folio.data or "", form.filed_on.data,
                                      form.filed_time.data, directory_of(db()), by=viewer(), clock=backends().clock)
            recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
        except CannotRecord as problem:
            db().rollback()
            flash(why_not(problem), "problem")
        else:
            db().commit()
            for note in notes:
                flash(note_words(note))
            flash(_("The filing is noted, and every date is computed."))
    else:
        flash(_("Write the day on which it was filed, today or earlier."), "problem")
    return redirect(url_for("requests.show", number=number))


def checked(number: int) -> ResponseReturnValue:
    """One click from the platform check: nothing new, they asked, or they replied."""
    info_request = found(number, "edit")
    answer = request.form.get("answer")
    try:
        actions.record_event(db(), info_request, "platform_checked", today_here(), by=viewer(), clock=backends().clock)
        if answer == "asked":
            actions.record_event(db(), info_request, "clarification_asked", today_here(), by=viewer(),
                                 clock=backends().clock,
                                 note=_("Seen on the platform; correct the date if the notice is older."))
        recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    except CannotRecord as problem:
        db().rollback()
        flash(why_not(problem), "problem")
        return redirect(url_for("requests.show", number=number))
    db().commit()
    if answer == "replied":
        return redirect(url_for("replies.new", number=number))
    if answer == "asked":
        flash(_("Noted as asked today. If the notice is older, correct its date: your days run from it."))
        return redirect(url_for("requests.show", number=number))
    flash(_("Noted: nothing new on the platform."))
    return redirect(url_for("home.index") if request.form.get("from") == "home"
                    else url_for("requests.show", number=number))


def correct(number: int, event_id: int) -> ResponseReturnValue:
    """Correct a fact; the old row is kept."""
    info_request = found(number, "edit")
    event = standing_event(info_request, event_id)
    form = event_form(kind=event.kind, happened_on=event.happened_on, note=event.note, hour=event.happened_time,
                       days=event.values.get("days"), partial=bool(event.values.get("partial")),
                       outcome=event.values.get("outcome") or "", sense=event.values.get("sense") or "",
                       reserve_years=event.values.get("reserve_years"))
    alone = event.kind in ("filed", "appeal_filed", *noting.AS_REPLY)
    kinds = (event.kind,) if alone else OF_AN_APPEAL[1:] if event.kind in OF_AN_APPEAL else tuple(
        kind for kind in QUICK_KINDS if kind not in (*OF_AN_APPEAL, *noting.AS_REPLY))
    form.kind.choices = [(kind, _(word_for(EVENTS, kind))) for kind in kinds]
    for field in (form.outcome, form.sense):
        # A word that an imported table or an older version used stays choosable.
        if (there := str(event.values.get(field.name) or "")) not in codes_of(field):
            field.choices = [*field.choices, (there, there)]
    if form.validate_on_submit():
        return _record(info_request, form, replaces=event)
    return render_template("requests/correct.html", form=form, info_request=info_request, event=event,
                           fields=sorted({name for kind in kinds for name in beside_date(kind)})), (
        422 if form.is_submitted() else 200)


def retract(number: int, event_id: int) -> ResponseReturnValue:
    """Take a fact back, leaving a trace."""
    info_request = found(number, "edit")
    try:
        noting.take_back(db(), info_request, standing_event(info_request, event_id), by=viewer(),
                         clock=backends().clock)
        recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    except CannotRecord as problem:
        db().rollback()
        flash(why_not(problem), "problem")
        return redirect(url_for("requests.show", number=number))
    db().commit()
    flash(_("Taken back. The trace stays in the history."))
    return redirect(url_for("requests.show", number=number))
