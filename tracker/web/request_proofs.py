"""The day-by-day account of one clock: as a page, as data, and as a file a lawyer can attach."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from tracker.clocks.kinds import CLOCK_KINDS
from tracker.clocks.proof_pdf import proof_pdf
from tracker.clocks.types import CaseClocks, Clock
from tracker.requests.models import InfoRequest
from tracker.vocabulary import CLOCKS, word_for
from tracker.web.request_parts import case_shown, found


def proof(number: int, kind: str) -> ResponseReturnValue:
    """The day-by-day account of one clock."""
    info_request = found(number)
    case, clock = _clock(info_request, kind)
    return render_template("requests/proof.html", info_request=info_request, clock=clock, case=case, kind=kind,
                           position=request.args.get("n", default=0, type=int), name=word_for(CLOCKS, kind))


def proof_json(number: int, kind: str) -> ResponseReturnValue:
    """The same account as data."""
    _case, clock = _clock(found(number), kind)
    days = [asdict(line) | {"date": line.date.isoformat()} for line in clock.proof]
    return jsonify(clock.as_json() | {"proof": days})


def proof_as_pdf(number: int, kind: str) -> ResponseReturnValue:
    """The same account as a file a lawyer can attach; the same facts give the same bytes."""
    info_request = found(number)
    case, clock = _clock(info_request, kind)
    data = proof_pdf(case, [clock], folio=info_request.folio or info_request.folio_as_written or "",
                     agency=info_request.agency or info_request.agency_as_written)
    return Response(data, mimetype="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="computo-{number}-{kind}.pdf"'})


def _clock(info_request: InfoRequest, kind: str) -> tuple[CaseClocks, Clock]:
    case = case_shown(info_request)
    position = request.args.get("n", default=0, type=int)
    clocks = [clock for clock in (case.clocks if case else ()) if clock.kind == kind]
    if case is None or kind not in CLOCK_KINDS or not 0 <= position < len(clocks):
        abort(404)
    return case, clocks[position]
