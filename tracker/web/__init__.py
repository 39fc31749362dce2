"""The web site: views read input, call one action, answer."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

AREAS = ("auth", "home", "requests", "replies", "appeals", "drafts", "outcomes", "reserves", "documents",
         "uploads", "arrivals", "searching", "saved_searches", "batch_searches", "thesaurus", "agencies",
         "laws", "calendars", "events", "projects", "dossiers", "imports", "mails", "account", "shortcuts",
         "questions", "campaigns", "notices", "corrections", "annotations", "citing", "rereading", "copies", "facts",
         "rescues", "boxes", "review", "hidden", "held_back", "silences", "figures")
"""Modules of this package; each has a blueprint `bp`."""


def register(app: Flask) -> None:
    """Attach every area of the site to the application."""
    from tracker.web import auth, errors, i18n, site

    i18n.init_app(app)
    site.init_app(app)
    auth.init_app(app)
    errors.init_app(app)
    for area in AREAS:
        app.register_blueprint(import_module(f"tracker.web.{area}").bp)
