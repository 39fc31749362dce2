"""Assembles the web site from settings and opened backends."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from tracker.backends import Backends, secret_key
from tracker.settings import Settings


def create_app(settings: Settings, backends: Backends) -> Flask:
    """The web site. Starting it never migrates, seeds or mails."""
    from tracker.web import register

    app = Flask("tracker.web", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=secret_key(settings.data_dir),
        MAX_CONTENT_LENGTH=settings.max_upload_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=2000,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.site_url.startswith("https:"),
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    app.extensions["acuse"] = backends
    register(app)
    return app
