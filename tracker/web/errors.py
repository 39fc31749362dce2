"""Error pages: one clear sentence in the person's language, never a traceback."""

from __future__ import annotations

import logging

from flask import Flask, Response, g, make_response, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from tracker.requests.actions import CannotRecord
from tracker.web.request_parts import why_not

log = logging.getLogger(__name__)


def _page(code: int, title: str, advice: str) -> Response:
    session = g.get("db")
    if session is not None:
        # After a failed write the page itself still asks who is signed in.
        session.rollback()
    return make_response(render_template("errors/error.html", code=code, title=title, advice=advice), code)


def init_app(app: Flask) -> None:
    """Attach the pages people see when something cannot be done."""

    @app.errorhandler(CSRFError)
    def _csrf(_error: CSRFError) -> Response:
        return _page(400, _("This form has grown old"), _("Go back, reload the page and send it again."))

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response | HTTPException:
        code = error.code or 500
        if code < 400:
            return error
        words = {
            400: (_("That could not be understood"), _("Go back and check what was sent.")),
            403: (_("You may read this, but not change it"), _("Ask an administrator of the project for the right.")),
            404: (_("There is nothing here for you"), _("The address is wrong, or you have no access to it.")),
            405: (_("That could not be understood"), _("Go back and use the page's own buttons.")),
            413: (_("That is too large"), _("Send fewer or smaller files at once.")),
        }
        title, advice = words.get(code, (_("That did not work"), _("Try again in a moment.")))
        return _page(code, title, advice)

    @app.errorhandler(CannotRecord)
    def _does_not_fit(error: CannotRecord) -> Response:
        return _page(409, _("That does not fit what is noted"), why_not(error))

    @app.errorhandler(OverflowError)
    def _too_big(_error: OverflowError) -> Response:
        return _page(404, _("There is nothing here for you"), _("The address is wrong, or you have no access to it."))

    @app.errorhandler(OperationalError)
    def _busy(_error: OperationalError) -> Response:
        log.exception("the database did not answer")
        return _page(503, _("The database is busy"), _("Nothing was lost. Try again in a moment."))

    @app.errorhandler(Exception)
    def _unexpected(_error: Exception) -> Response:
        log.exception("a page failed")
        return _page(500, _("Something went wrong on our side"), _("Nothing was half saved. Try again in a moment."))
