"""After the appeal: outcome by point, pages before and after a second release, and what worked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from archive.models import Document, Page
from archive.words import unpack_words
from tracker.appeals import points, releases, worked
from tracker.appeals.grounds import grounds_of, words_of
from tracker.appeals.models import Appeal
from tracker.appeals.pictures import page_png
from tracker.appeals.queries import find_appeal
from tracker.clock import today as today_of
from tracker.people import access
from tracker.redactions.models import RedactionMark
from tracker.replies.queries import replies_of
from tracker.requests import queries as request_queries
from tracker.requests.models import InfoRequest
from tracker.web.request_parts import case_shown
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("outcomes", __name__)

COMPLIANCE_CLOCKS = ("compliance", "compliance_extension_request", "compliance_extension_ruling", "compliance_report",
                     "compliance_contest", "compliance_ruling")
MOST_LOOKS = 12
"""Pages of one release that are drawn to be told by their picture."""


@bp.route("/appeals/<int:number>/points", methods=["GET", "POST"])
def of_appeal(number: int) -> ResponseReturnValue:
    """What was decided on each point, and whether the agency complied; the clocks of compliance beside."""
    appeal = find_appeal(db(), viewer(), number)
    if appeal is None:
        abort(404)
    info_request = _request_of(appeal)
    if request.method == "POST":
        require("edit", appeal.project_id)
        try:
            points.write_points(db(), appeal, _written(), by=viewer(), clock=backends().clock)
        except ValueError:
            abort(400)
        db().commit()
        flash(_("Saved."))
        return redirect(url_for("outcomes.of_appeal", number=number))
    case = None if info_request is None else case_shown(info_request)
    kept = points.points_of(db(), appeal)
    law = grounds_of(case.law if case else appeal.law)
    words = [_(words_of(code)) for code in law.in_order([str(code) for code in appeal.grounds])]
    documents = {row.document_id: row.document for reply in (replies_of(db(), info_request) if info_request else ())
                 for row in reply.documents}
    return render_template(
        "outcomes/points.html", appeal=appeal, info_request=info_request, points=kept, documents=documents,
        proposed=[] if kept else points.proposed_points(db(), info_request, words),
        outcomes_of=points.OUTCOMES, compliance_of=points.COMPLIANCE, today=today_of(backends().clock),
        clocks=[c for c in (case.clocks if case else ()) if c.kind in COMPLIANCE_CLOCKS],
        can_edit=access.may(db(), viewer(), "edit", appeal.project_id))


@bp.get("/requests/<int:number>/releases")
def releases_of(number: int) -> ResponseReturnValue:
    """The same pages in two releases side by side, and what the later one freed."""
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    groups = [(reply, [row.document for row in reply.documents if (row.document.page_count or 0) > 0])
              for reply in replies_of(db(), info_request)]
    groups = [(reply, found) for reply, found in groups if found]
    known = {document.id: document for _reply, found in groups for document in found}
    chosen = _chosen_pair(groups, known)
    pairs: list[releases.Pair] = []
    left_out = 0
    if chosen is not None:
        sides = [_sides(known[one]) for one in chosen]
        pairs = releases.compare(*sides)
        left_out = sum(max(0, (known[one].page_count or 0) - releases.MOST_PAGES) for one in chosen)
    return render_template("outcomes/releases.html", info_request=info_request, groups=groups, chosen=chosen,
                           pairs=pairs, totals=releases.totals(pairs), documents=known, left_out=left_out)


@bp.get("/appeals/worked")
def what_worked() -> ResponseReturnValue:
    """Appeals by ground, agency and regulator: filed, decided, won; each number opens its list."""
    chosen = _narrowing()
    everything = worked.appeals_seen(db(), viewer())
    appeals = worked.narrowed(everything, chosen)
    rows = worked.counted(appeals, worked.points_of(db(), appeals))
    if chosen.ground is not None:
        rows = [row for row in rows if row.ground == chosen.ground]
    decided = sum(worked.result_of(appeal.sense) != "pending" for appeal in appeals)
    return render_template("outcomes/worked.html", rows=rows, sums=worked.summed(rows), chosen=chosen,
                           total=len(appeals), words_of=words_of, few=worked.FEW, address=_list_address,
                           decided=decided, agencies=sorted({worked.agency_of(one) for one in everything} - {""}),
                           regulators=sorted({one.regulator or "" for one in everything} - {""}))


@bp.get("/appeals/worked/list")
def behind() -> ResponseReturnValue:
    """The appeals behind a number."""
    chosen = _narrowing()
    return render_template("outcomes/behind.html", chosen=chosen, words_of=words_of,
                           appeals=worked.narrowed(worked.appeals_seen(db(), viewer()), chosen)[:1000])


def _narrowing() -> worked.Chosen:
    given = {name: request.args.get(name) for name in ("ground", "agency", "regulator", "result")}
    if request.endpoint != "outcomes.behind":
        # An empty choice of the form narrows nothing; in a list's address it means “not known”.
        given = {name: value or None for name, value in given.items()}
    return worked.Chosen(**given)


def _list_address(row: worked.Row, result: str | None = None, *, is_sum: bool = False) -> str:
    parts: dict[str, Any] = {"ground": row.ground} if is_sum else {"ground": row.ground, "agency": row.agency,
                                                  "regulator": row.regulator}
    if is_sum:
        parts |= {name: value for name in ("agency", "regulator") if (value := request.args.get(name))}
    # Flask leaves a None out and keeps an empty text.
    return url_for("outcomes.behind", **parts, result=result)


def _request_of(appeal: Appeal) -> InfoRequest | None:
    return None if appeal.info_request_id is None else request_queries.find(db(), viewer(), appeal.info_request_id)


def _written() -> list[points.Written]:
    form = request.form
    lists = {name: form.getlist(name) for name in ("id", "text", "outcome", "compliance", "note", "document", "page")}
    if len({len(values) for values in lists.values()}) != 1:
        abort(400)
    return [
        points.Written(text=text, outcome=outcome, compliance=compliance, note=note, document_id=_number(document),
                       page_number=_number(page), id=_number(known))
        for known, text, outcome, compliance, note, document, page in zip(*lists.values(), strict=True)
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and 0 < len(text) < 10 else None


def _chosen_pair(groups: Sequence[tuple[Any, list[Document]]], known: dict[int, Document]) -> tuple[int, int] | None:
    before, after = request.args.get("before", type=int), request.args.get("after", type=int)
    if before in known and after in known and before != after and before is not None and after is not None:
        return before, after
    if len(groups) < 2:
        return None
    names = {number: (document.name, document.page_count or 0) for number, document in known.items()}
    return releases.likely(names, [one.id for one in groups[0][1]], [one.id for one in groups[-1][1]])


def _sides(document: Document) -> list[releases.Side]:
    marks: dict[int, list[Any]] = {}
    judged: set[int] = set()
    for row in db().scalars(select(RedactionMark).where(RedactionMark.document_id == document.id)):
        judged.add(row.page_number)
        if row.status != "dismissed":
            marks.setdefault(row.page_number, []).append(tuple(row.box))
    pages = list(db().scalars(select(Page).where(Page.document_id == document.id, Page.state == "read")
                              .order_by(Page.number).limit(releases.MOST_PAGES)))
    found = []
    looked = 0
    for page in pages:
        words = tuple(unpack_words(page.words))
        look = None
        if len(words) < releases.POOR and looked < MOST_LOOKS:
            looked += 1
            data = page_png(db(), backends().files, backends().settings.data_dir / "cache", document, page.number,
                            width=160)
            look = releases.look_of(data) if data is not None else None
        boxes = marks.get(page.number, []) if page.number in judged else [
            tuple(one["box"]) for one in page.redactions or ()]
        found.append(releases.Side(page.number, words, tuple(boxes), page.redacted_share, look))
    return found
