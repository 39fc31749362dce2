"""A person's own account: name, language, password, reminders, calendar addresses, the browsers signed in."""

from __future__ import annotations

import time
from typing import Any, cast
from zoneinfo import available_timezones

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from tracker.people import actions as people
from tracker.people import queries
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.reminders import accounts, feeds
from tracker.reminders.actions import PERSONAL, drop_personal_reminder, set_personal_reminder
from tracker.reminders.identity import mac
from tracker.reminders.models import Feed, Reminder, ReminderPreference
from tracker.reminders.preferences import resolve, rows_of, save_preference
from tracker.requests.models import InfoRequest
from tracker.web import auth
from tracker.web.forms import REQUIRED, Day, Form, SelectField, SelectMultipleField
from tracker.web.i18n import LANGUAGES
from tracker.web.site import backends, csrf, db, require, viewer

bp = Blueprint("account", __name__, url_prefix="/account")

# Calendar programs and mail programs come without a session; each of these pages checks a secret of its own.
auth.PUBLIC.update({"account.feed", "account.stop", "account.forgot"})

ZONES = sorted(name for name in available_timezones() if name.startswith(("America/", "Europe/", "Pacific/")))
HOURS = [("", _l("none"))] + [(str(hour), f"{hour:02}:00") for hour in range(24)]
RUNGS = {
    10: _l("10 business days before"), 5: _l("5 business days before"), 3: _l("3 business days before"),
    1: _l("1 business day before"), 0: _l("on the last day"), -1: _l("the day after, when something can be saved"),
}
OVERVIEWS = (("daily", _l("every day")), ("weekly", _l("once a week")), ("never", _l("never")))
RESET_TAKES = 0.5
"""Seconds after which somebody who asks for a new password is answered, whether or not there is such an account."""
NEXT = 6
"""Reminders a request's page says are planned next."""
DAYS = ((0, _l("Monday")), (1, _l("Tuesday")), (2, _l("Wednesday")), (3, _l("Thursday")), (4, _l("Friday")),
        (5, _l("Saturday")), (6, _l("Sunday")))


class PersonForm(Form):
    """Who a person is here."""

    name = StringField(_l("Name"), validators=[InputRequired(REQUIRED), Length(max=120)])
    language = SelectField(_l("Language of pages and mails"), choices=tuple(LANGUAGES.items()))
    zone = SelectField(_l("Time zone"), choices=[(name, name.replace("_", " ")) for name in ZONES])


class PasswordForm(Form):
    """The password as it is and as it shall be."""

    current = PasswordField(_l("Password now"), validators=[InputRequired(REQUIRED), Length(max=500)])
    password = PasswordField(_l("New password"), validators=[InputRequired(REQUIRED), Length(max=500)])


class WishForm(Form):
    """When a person is reminded of one project or request."""

    is_off = BooleanField(_l("No mails; only show what is due on the site"))
    ladder = SelectMultipleField(_l("Remind me of what I must do"), coerce=int, choices=list(RUNGS.items()))
    looks = BooleanField(_l("Tell me when to look at the platform"))


class GeneralForm(WishForm):
    """When and how a person is reminded."""

    hour = SelectField(_l("Hour of the day's mail"), choices=HOURS[1:], coerce=int)
    overview = SelectField(_l("List of what is overdue"), choices=OVERVIEWS)
    quiet_from = SelectField(_l("No mails from"), choices=HOURS)
    quiet_to = SelectField(_l("No mails until"), choices=HOURS)
    quiet_days = SelectMultipleField(_l("No mails on"), coerce=int, choices=list(DAYS))


class PersonalForm(Form):
    """A reminder of one's own."""

    text = StringField(_l("Remind me of"), validators=[InputRequired(REQUIRED), Length(max=300)])
    on = Day(_l("On"), required=True)


@bp.get("")
def index() -> ResponseReturnValue:
    """Everything a person can set about themselves."""
    return _page()


@bp.post("")
def save() -> ResponseReturnValue:
    """Change name, language and time zone."""
    form, user = PersonForm(), _account()
    if not form.validate_on_submit():
        return _page(person=form)
    user.name, user.language, user.zone = form.name.data.strip(), form.language.data, form.zone.data
    db().commit()
    flash(_("Saved."))
    return redirect(url_for("account.index"))


@bp.post("/password")
def password() -> ResponseReturnValue:
    """Change the password; every other browser is signed out."""
    form, user, now = PasswordForm(), _account(), backends().clock.now()
    if form.validate_on_submit():
        if people.check_password(db(), user.email, form.current.data) is None:
            form.current.errors = [_("That is not the password you have now.")]
        else:
            try:
                people.set_password(user, form.password.data)
                people.void_tickets(db(), user, now=backends().clock.now())
            except people.AccountProblem:
                form.password.errors = [_("Use at least %(n)s characters.", n=people.MIN_PASSWORD)]
    if form.errors or form.current.errors or form.password.errors:
        return _page(password=form)
    for row in queries.open_sessions(db(), user.id, now=now):
        if row.id != _session_id():
            people.end_session(db(), row.id, user=user, now=now)
    db().commit()
    flash(_("The password is changed; other browsers are signed out."))
    return redirect(url_for("account.index"))


@bp.post("/sessions/<int:number>/end")
def end_session(number: int) -> ResponseReturnValue:
    """Sign one browser out."""
    people.end_session(db(), number, user=_account(), now=backends().clock.now())
    db().commit()
    return redirect(url_for("account.index"))


@bp.post("/sessions/end")
def end_sessions() -> ResponseReturnValue:
    """Sign every browser out, this one too."""
    people.end_all_sessions(db(), _account(), now=backends().clock.now())
    db().commit()
    return redirect(url_for("auth.login"))


@bp.post("/reminders")
def reminders() -> ResponseReturnValue:
    """Keep how a person wants to be reminded in general."""
    form = GeneralForm()
    if not form.validate_on_submit():
        return _page(general=form)
    save_preference(
        db(), _account().id, is_off=bool(form.is_off.data), ladder=form.ladder.data, looks=bool(form.looks.data),
        hour=form.hour.data, overview=form.overview.data, quiet_from=_hour(form.quiet_from.data),
        quiet_to=_hour(form.quiet_to.data), quiet_days=form.quiet_days.data if len(form.quiet_days.data) < 7 else [],
    )
    db().commit()
    flash(_("Saved. What is planned already follows within a minute."))
    return redirect(url_for("account.index"))


@bp.route("/reminders/request/<int:number>", methods=["GET", "POST"])
def of_request(number: int) -> ResponseReturnValue:
    """How a person is reminded of one request."""
    info_request = db().get(InfoRequest, number)
    if info_request is None:
        abort(404)
    require("read", info_request.project_id)
    back = url_for("requests.show", number=number)
    return _narrow(info_request.subject, back, project_id=info_request.project_id, info_request_id=number)


@bp.route("/reminders/project/<int:number>", methods=["GET", "POST"])
def of_project(number: int) -> ResponseReturnValue:
    """How a person is reminded of one project's requests."""
    require("read", number)
    project = db().get_one(Project, number)
    return _narrow(project.name, url_for("projects.show", number=number), project_id=number)


@bp.post("/personal")
def personal() -> ResponseReturnValue:
    """Set a reminder of one's own, of a request or of anything."""
    form = PersonalForm()
    number = request.form.get("request", type=int)
    info_request = db().get(InfoRequest, number) if number else None
    if info_request is not None:
        require("read", info_request.project_id)
    if not form.validate_on_submit():
        return _page(personal=form)
    set_personal_reminder(db(), _account(), cast(Any, form.on.data), form.text.data, info_request=info_request)
    db().commit()
    flash(_("You will be reminded."))
    return redirect(url_for("requests.show", number=number) if info_request else url_for("account.index"))


@bp.post("/personal/<int:number>/drop")
def drop_personal(number: int) -> ResponseReturnValue:
    """Take back a reminder of one's own."""
    drop_personal_reminder(db(), _account().id, number)
    db().commit()
    return redirect(url_for("account.index"))


@bp.post("/feeds")
def make_feed() -> ResponseReturnValue:
    """Make a calendar address, or a new one in place of the old."""
    project, info_request = request.form.get("project", type=int), request.form.get("request", type=int)
    if project is not None:
        require("read", project)
    if info_request is not None:
        row = db().get(InfoRequest, info_request)
        if row is None:
            abort(404)
        require("read", row.project_id)
    feeds.make_feed(db(), _account(), project_id=None if info_request else project, info_request_id=info_request,
                    now=backends().clock.now())
    db().commit()
    flash(_("The calendar address is new; an older one no longer works."))
    return redirect(url_for("account.index", _anchor="calendars"))


@bp.post("/feeds/<int:number>/drop")
def drop_feed(number: int) -> ResponseReturnValue:
    """End a calendar address."""
    feeds.drop_feed(db(), _account().id, number)
    db().commit()
    return redirect(url_for("account.index", _anchor="calendars"))


@bp.get("/feed/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """The calendar behind a secret address."""
    settings = backends().settings
    found = feeds.feed_with(db(), settings, token)
    if found is None:
        abort(404)
    body = feeds.feed_calendar(db(), settings, found, now=backends().clock.now())
    return Response(body, content_type="text/calendar; charset=utf-8",
                    headers={"Content-Disposition": "inline; filename=acuse.ics"})


@bp.route("/stop/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]
def stop(token: str) -> ResponseReturnValue:
    """Stop all mails to one person by the secret link of a mail (RFC 8058: a mail program posts without a session)."""
    number, _sep, code = token.partition("-")
    if not number.isdigit() or len(number) > 11 or code != mac(backends().settings, "stop", int(number)):
        abort(404)
    user = db().get(User, int(number))
    if user is None:
        abort(404)
    if request.method == "POST":
        save_preference(db(), user.id, is_off=True)
        db().commit()
    return render_template("account/stop.html", done=request.method == "POST", token=token)


@bp.route("/forgot", methods=["GET", "POST"])
def forgot() -> ResponseReturnValue:
    """Ask for a link by mail with which a forgotten password is set anew; never tells whether the account exists."""
    if request.method == "POST":
        began = time.monotonic()
        accounts.mail_reset_link(db(), backends().settings, request.form.get("email", "")[:254],
                                 now=backends().clock.now())
        db().commit()
        # A known e-mail costs a row and a commit more than an unknown one; the answer takes as long either way.
        time.sleep(max(0.0, RESET_TAKES - (time.monotonic() - began)))
    return render_template("account/forgot.html", done=request.method == "POST")


@bp.app_context_processor
def _reminding() -> dict[str, object]:
    return {"my_reminders": _my_reminders}


def _my_reminders(number: int) -> list[Reminder]:
    return list(db().scalars(select(Reminder).where(
        Reminder.user_id == viewer().id, Reminder.info_request_id == number, Reminder.state == "planned",
    ).order_by(Reminder.due_at, Reminder.id).limit(NEXT)))


def _page(**forms: Form) -> ResponseReturnValue:
    user, now = _account(), backends().clock.now()
    wishes = resolve(rows_of(db(), user.id))
    mine = feeds.feeds_of(db(), user.id)
    shown = {
        "person": forms.get("person") or PersonForm(formdata=None, obj=user),
        "password": forms.get("password") or PasswordForm(formdata=None),
        "general": forms.get("general") or GeneralForm(
            formdata=None, is_off=wishes.is_off, ladder=list(wishes.ladder), looks=wishes.looks, hour=wishes.hour,
            overview=wishes.overview, quiet_from="" if wishes.quiet_from is None else str(wishes.quiet_from),
            quiet_to="" if wishes.quiet_to is None else str(wishes.quiet_to), quiet_days=list(wishes.quiet_days)),
        "personal": forms.get("personal") or PersonalForm(formdata=None),
    }
    return render_template(
        "account/index.html", **shown, sessions=queries.open_sessions(db(), user.id, now=now),
        this_session=_session_id(), feeds=[(row, *_about(row)) for row in mine], planned=_personal(user),
        has_general_feed=any(row.project_id is None and row.info_request_id is None for row in mine), user=user,
    ), 422 if forms else 200


def _about(row: Feed) -> tuple[str, str]:
    token = feeds.feed_token(backends().settings, row)
    address = f"{backends().settings.site_url}{url_for('account.feed', token=token)}"
    if row.info_request_id is not None:
        return _("Request no. %(number)s", number=row.info_request_id), address
    if row.project_id is not None:
        return _("Project no. %(number)s", number=row.project_id), address
    return _("All your requests"), address


def _personal(user: User) -> list[Reminder]:
    return list(db().scalars(select(Reminder).where(
        Reminder.user_id == user.id, Reminder.clock_kind == PERSONAL, Reminder.state == "planned",
    ).order_by(Reminder.due_on, Reminder.id)))


def _narrow(title: str, back: str, *, project_id: int, info_request_id: int | None = None) -> ResponseReturnValue:
    user = _account()
    wishes = resolve(rows_of(db(), user.id), project_id, info_request_id)
    form = WishForm(is_off=wishes.is_off, ladder=list(wishes.ladder), looks=wishes.looks)
    if form.validate_on_submit():
        own = {"info_request_id": info_request_id} if info_request_id else {"project_id": project_id}
        if request.form.get("as_in_general"):
            row = next((r for r in rows_of(db(), user.id) if _is_of(r, own)), None)
            if row is not None:
                db().delete(row)
        else:
            save_preference(db(), user.id, **own, is_off=bool(form.is_off.data), ladder=form.ladder.data,
                            looks=bool(form.looks.data))
        db().commit()
        flash(_("Saved. What is planned already follows within a minute."))
        return redirect(back)
    return render_template("account/narrow.html", form=form, title=title, back=back), (
        422 if form.is_submitted() else 200)


def _is_of(row: ReminderPreference, own: dict[str, int]) -> bool:
    return (row.project_id, row.info_request_id) == (own.get("project_id"), own.get("info_request_id"))


def _hour(text: str) -> int | None:
    return int(text) if text else None


def _account() -> User:
    return cast(User, getattr(viewer(), "account", viewer()))


def _session_id() -> int:
    return int(getattr(viewer(), "row").id)  # noqa: B009 (the login object carries it, the account does not)
