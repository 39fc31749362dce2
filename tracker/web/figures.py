"""The figures of a series side by side, with past figures that changed."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker.campaigns.models import Campaign
from tracker.campaigns.queries import find_campaign
from tracker.exports.tables import FORMATS
from tracker.series.comparing import compare
from tracker.web.list_files import as_file
from tracker.web.site import db, viewer

bp = Blueprint("figures", __name__, url_prefix="/campaigns/<int:number>/figures")


@bp.get("")
def index(number: int) -> ResponseReturnValue:
    """What each turn's replies say, a column a turn."""
    campaign = _campaign(number)
    found = compare(db(), viewer(), campaign)
    only_changed = request.args.get("changed") == "yes"
    agency = request.args.get("agency", "")
    rows = [row for row in found.rows if (row.is_changed or not only_changed) and agency in ("", row.agency)]
    return render_template("figures/index.html", campaign=campaign, found=found, rows=rows, only_changed=only_changed,
                           agency=agency, agencies=sorted({row.agency for row in found.rows}), formats=FORMATS)


@bp.get("/export.<kind>")
def export(number: int, kind: str) -> ResponseReturnValue:
    """Every figure as a file, a line a value."""
    found = compare(db(), viewer(), _campaign(number))
    head = ("agency", "label", "period", "turn", "value", "is_percent", "value_before", "contradictory", "reply",
            "document", "page", "line")
    return as_file(kind, "cifras", head, ((
        row.agency, row.label, row.period, turn.name, float(one.figure.value), one.figure.is_share,
        None if cell.before is None else float(cell.before), cell.is_contradictory, one.reply_id, one.document_id,
        one.page_number, one.figure.line)
        for row in found.rows for turn, cell in zip(found.turns, row.cells, strict=True) for one in cell.given))


def _campaign(number: int) -> Campaign:
    campaign = find_campaign(db(), viewer(), number)
    if campaign is None:
        abort(404)
    return campaign
