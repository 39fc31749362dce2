"""The web site: views read input, call one action, answer."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Attach every area of the site to the application."""
    from tracker.web import (
        account,
        agencies,
        appeals,
        auth,
        documents,
        errors,
        home,
        i18n,
        mails,
        projects,
        replies,
        requests,
        searching,
        site,
    )

    i18n.init_app(app)
    site.init_app(app)
    auth.init_app(app)
    errors.init_app(app)
    for area in (auth, home, requests, replies, appeals, documents, searching, agencies, projects, mails, account):
        app.register_blueprint(area.bp)
