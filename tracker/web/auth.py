"""Signing in and out, by a token per browser that can be ended from anywhere."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, UserMixin, login_user, logout_user
from wtforms import PasswordField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from tracker.people import actions
from tracker.people.models import User, UserSession
from tracker.web.forms import Form
from tracker.web.i18n import LANGUAGES
from tracker.web.site import backends, db

bp = Blueprint("auth", __name__)

PUBLIC = {"auth.login", "auth.language", "auth.ticket", "static"}
FAILURES_ALLOWED = 8
FAILURES_FORGOTTEN_AFTER = timedelta(minutes=10)


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person as Flask-Login wants one; reads through to the account."""

    def __init__(self, user: User, row: UserSession, token: str) -> None:
        self.account, self.row, self.token = user, row, token

    def get_id(self) -> str:
        return self.token

    def __getattr__(self, name: str) -> Any:
        return getattr(self.account, name)


class LoginForm(Form):
    """E-mail and password."""

    email = StringField(_l("E-mail"), validators=[InputRequired(_l("Write your e-mail.")), Length(max=254)])
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Write your password.")), Length(max=500)])
    submit = SubmitField(_l("Sign in"))


class PasswordForm(Form):
    """A new password."""

    password = PasswordField(_l("New password"), validators=[InputRequired(), Length(max=500)])
    submit = SubmitField(_l("Save password"))


def init_app(app: Flask) -> None:
    """Attach the login manager and close every page but the public ones."""
    manager = LoginManager(app)
    manager.login_view = "auth.login"
    manager.session_protection = None

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> SignedIn | None:
        found = actions.session_of(db(), token, now=backends().clock.now())
        return None if found is None else SignedIn(*found, token)

    @app.before_request
    def _closed() -> ResponseReturnValue | None:
        from flask_login import current_user

        if request.endpoint is None or request.endpoint in PUBLIC:
            return None
        if not current_user.is_authenticated:
            if request.path.startswith("/api/") or request.headers.get("X-Requested-With"):
                return {"error": "sign in"}, 401
            return redirect(url_for("auth.login", next=request.full_path if request.query_string else request.path))
        _touch(current_user.row)
        return None


def _touch(row: UserSession) -> None:
    now = backends().clock.now()
    if now - row.seen_at > actions.SEEN_EVERY:
        with backends().sessions.writing() as writing:
            fresh = writing.get(UserSession, row.id)
            if fresh is not None:
                if now - fresh.seen_at > actions.NEW_VISIT_AFTER:
                    fresh.before_at = fresh.seen_at
                fresh.seen_at = now


def _failures() -> dict[str, list[datetime]]:
    """When wrong passwords were tried, by what they are counted by; kept with the application, in memory."""
    counts: dict[str, list[datetime]] = current_app.extensions.setdefault("acuse-failures", {})
    return counts


def _tried(address: str, email: str) -> dict[str, int]:
    """What wrong passwords are counted by, and how many are allowed: one account from one address, and one account.

    An address alone is not blocked: a whole team can stand behind one.
    """
    account = email.strip().lower()
    return {f"{address} {account}": FAILURES_ALLOWED, account: 5 * FAILURES_ALLOWED}


def _is_blocked(key: str, allowed: int, now: datetime) -> bool:
    if len(_failures()) > 10_000:
        _failures().clear()
    recent = [at for at in _failures().get(key, []) if now - at < FAILURES_FORGOTTEN_AFTER]
    if recent:
        _failures()[key] = recent
    else:
        _failures().pop(key, None)
    return len(recent) >= allowed


@bp.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    """Sign in."""
    form = LoginForm()
    if form.validate_on_submit():
        now, keys = backends().clock.now(), _tried(request.remote_addr or "?", form.email.data)
        if any(_is_blocked(key, allowed, now) for key, allowed in keys.items()):
            form.email.errors = [_("Too many tries. Wait ten minutes and try again.")]
            return render_template("auth/login.html", form=form), 429
        user = actions.check_password(db(), form.email.data, form.password.data)
        if user is not None:
            token = actions.open_session(db(), user, agent=request.user_agent.string, now=now)
            found = actions.session_of(db(), token, now=now)
            db().commit()
            session.clear()
            if found is not None:
                login_user(SignedIn(*found, token), remember=False)
            session.permanent = True
            for key in keys:
                _failures().pop(key, None)
            return redirect(_safe_next(request.args.get("next")))
        for key in keys:
            _failures().setdefault(key, []).append(now)
        form.email.errors = [_("That e-mail and password do not go together.")]
    return render_template("auth/login.html", form=form), 422 if form.is_submitted() else 200


def _safe_next(target: str | None) -> str:
    """An address of this site to go on to; anything that could lead elsewhere leads home."""
    plain = target or ""
    if plain.startswith("/") and not plain.startswith("//") and not re.search(r"[\x00-\x20\x7f\\]", plain):
        parts = urlsplit(plain)
        if not parts.scheme and not parts.netloc:
            return plain
    return url_for("home.index")


@bp.post("/logout")
def logout() -> ResponseReturnValue:
    """Sign this browser out."""
    from flask_login import current_user

    if current_user.is_authenticated:
        actions.end_session(db(), current_user.row.id, user=current_user.account, now=backends().clock.now())
        db().commit()
    logout_user()
    g.pop("_login_user", None)
    flash(_("You are signed out."))
    return redirect(url_for("auth.login"))


@bp.post("/language")
def language() -> ResponseReturnValue:
    """Change the interface's language, for the person or, before signing in, for the browser."""
    from flask_login import current_user

    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if current_user.is_authenticated:
            current_user.account.language = chosen
            db().commit()
    return redirect(_safe_next(request.form.get("next")))


@bp.route("/ticket/<token>", methods=["GET", "POST"])
def ticket(token: str) -> ResponseReturnValue:
    """Set a password with a single-use link: an invitation or a reset."""
    found = actions.ticket_of(db(), token, now=backends().clock.now())
    if found is None:
        return render_template("auth/ticket_gone.html"), 404
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            actions.use_ticket(db(), found[0], found[1], form.password.data, now=backends().clock.now())
        except actions.AccountProblem:
            form.password.errors = [_("Use at least %(n)s characters.", n=actions.MIN_PASSWORD)]
        else:
            db().commit()
            flash(_("The password is saved. Sign in with it."))
            return redirect(url_for("auth.login"))
    return render_template("auth/ticket.html", form=form, person=found[1]), 422 if form.is_submitted() else 200
