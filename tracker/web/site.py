"""What every view leans on: the request's database session, who is asking, and headers that keep pages private."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, abort, current_app, g, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.orm import Session

from tracker import vocabulary
from tracker.backends import Backends
from tracker.people import access
from tracker.people.access import Right
from tracker.people.models import User

csrf = CSRFProtect()

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def backends() -> Backends:
    """What the installation runs on."""
    return cast(Backends, current_app.extensions["acuse"])


def db() -> Session:
    """This request's database session; it takes the write lock at once when the request may change something."""
    if "db" not in g:
        g.db = backends().sessions.open(write=request.method not in ("GET", "HEAD", "OPTIONS"))
    return cast(Session, g.db)


def viewer() -> User:
    """The person who is signed in."""
    return cast(User, current_user)


def require(right: Right, project_id: int) -> None:
    """Answer “not found” to a person who may not read a project, “forbidden” to one who may read but not change it."""
    if access.may(db(), viewer(), right, project_id):
        return
    abort(403 if right != "read" and access.may(db(), viewer(), "read", project_id) else 404)


def check_words(code: str) -> str:
    """What a check of a reply against the law found, in Spanish, the language of the law it cites."""
    from tracker.replies.reading.checks import meaning_of

    return meaning_of(code)


def url_with(**changed: object) -> str:
    """This page's own address with some of its query changed."""
    query = {**request.args.to_dict(), **{name: str(value) for name, value in changed.items()}}
    return url_for(request.endpoint or "home.index", **{**(request.view_args or {}), **query})


def init_app(app: Flask) -> None:
    """Attach CSRF protection, the session's end, and the headers of every answer."""
    csrf.init_app(app)

    @app.context_processor
    def _words() -> dict[str, object]:
        return {
            "statuses": vocabulary.STATUSES, "outcomes": vocabulary.OUTCOMES, "clock_words": vocabulary.CLOCKS,
            "owner_words": vocabulary.OWNERS, "clock_states": vocabulary.CLOCK_STATES,
            "event_words": vocabulary.EVENTS, "label_words": vocabulary.LABELS,
            "finding_states": vocabulary.FINDING_STATES, "document_states": vocabulary.DOCUMENT_STATES,
            "source_words": vocabulary.SOURCES, "role_words": vocabulary.ROLES,
            "redaction_words": vocabulary.REDACTIONS, "url_with": url_with, "check_words": check_words,
        }

    @app.teardown_request
    def _close(_error: BaseException | None) -> None:
        session = g.pop("db", None)
        if session is not None:
            session.close()

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if backends().settings.site_url.startswith("https:"):
            # Whoever came over TLS once is not sent over plain HTTP by a stale link any more.
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
