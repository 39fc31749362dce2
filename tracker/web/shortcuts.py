"""The page that says which keys do what."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("shortcuts", __name__)


@bp.get("/keyboard")
def index() -> ResponseReturnValue:
    """Every key of the site, and how to switch single keys off."""
    return render_template("shortcuts/index.html")
