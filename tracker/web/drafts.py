"""Preparing an appeal: what would have it thrown out, the grounds that fit, a draft to edit, and its papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from tracker.appeals.drafting import Asked, Fact, Matter, Quote, compose, gaps
from tracker.appeals.grounds import GROUNDS
from tracker.appeals.models import AppealDraft
from tracker.appeals.papers import Signatory, docx_of, pdf_of
from tracker.appeals.preflight import Declared, preflight
from tracker.appeals.suggesting import Suggested, suggested_grounds
from tracker.audit.actions import record_act
from tracker.clock import MEXICO_CITY
from tracker.clock import today as today_of
from tracker.clocks.types import CaseClocks
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.questions.queries import with_pages
from tracker.questions.words import SPANISH, SPANISH_GROUNDS
from tracker.replies.queries import replies_of
from tracker.requests import queries as request_queries
from tracker.requests import recompute
from tracker.requests.models import InfoRequest
from tracker.requests.timeline import standing_events
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("drafts", __name__)

QUESTIONS = ("court_pending", "disputes_truth", "is_consultation", "widens")
PAPERS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}


@bp.route("/requests/<int:number>/appeals/prepare", methods=["GET", "POST"])
def prepare(number: int) -> ResponseReturnValue:
    """Choose grounds and answer four questions; every hurdle is shown before the draft is written."""
    info_request = _request(number)
    require("edit", info_request.project_id)
    case = recompute.case_of(db(), info_request, rulebook_of(db()), today=today_of(backends().clock))
    if case is None:
        abort(404)
    replies = replies_of(db(), info_request)
    suggested = suggested_grounds(db(), info_request, replies, case)
    given = request.form if request.method == "POST" else None
    grounds = given.getlist("grounds") if given else [one.code for one in suggested if one.is_strong]
    grounds = [ground.code for ground in GROUNDS if ground.code in grounds]
    declared = Declared(**{name: _said(given.get(name) if given else None) for name in QUESTIONS})
    labels = {f.label for reply in replies for f in reply.findings if f.status != "dismissed"}
    hurdles = preflight(
        case, moment=backends().clock.now().astimezone(MEXICO_CITY), grounds=grounds,
        is_answered=recompute.is_answered(info_request), labels=labels, declared=declared,
    )
    if given and given.get("write") and grounds:
        draft = _new_version(info_request, _sections(info_request, case, grounds, replies), grounds)
        db().commit()
        return redirect(url_for("drafts.edit", number=draft.id))
    return render_template("drafts/prepare.html", info_request=info_request, hurdles=hurdles, grounds=GROUNDS,
                           chosen=grounds, suggested={one.code: one for one in suggested}, declared=declared,
                           remedy=recompute.remedy(case), case=case, asked=given is not None)


@bp.route("/drafts/<int:number>", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """The draft, section by section; saving makes a new version."""
    draft = _draft(number)
    if request.method == "POST":
        require("edit", draft.info_request.project_id)
        sections = [{**section, "text": request.form.get(section["key"], section["text"])[:50_000]}
                    for section in draft.sections]
        if sections != draft.sections:
            draft = _new_version(draft.info_request, sections, draft.grounds)
            db().commit()
            flash(_("Saved as version %(n)s.", n=draft.version))
        return redirect(url_for("drafts.edit", number=draft.id))
    versions = db().scalars(select(AppealDraft).where(AppealDraft.info_request_id == draft.info_request_id)
                            .order_by(AppealDraft.version.desc()))
    return render_template("drafts/edit.html", draft=draft, info_request=draft.info_request, versions=list(versions),
                           gaps=gaps(draft.sections),
                           can_edit=access.may(db(), viewer(), "edit", draft.info_request.project_id))


@bp.post("/drafts/<int:number>/papers")
def papers(number: int) -> ResponseReturnValue:
    """The draft as a file, with the name and contact typed now and kept nowhere; every gap must be ticked first."""
    draft = _draft(number)
    require("edit", draft.info_request.project_id)
    kind = request.form.get("kind", "")
    if kind not in PAPERS:
        abort(400)
    if set(request.form.getlist("settled")) != {str(at) for at in range(len(gaps(draft.sections)))}:
        flash(_("Tick every point to verify: what nobody has checked must not be filed unseen."), "problem")
        return redirect(url_for("drafts.edit", number=number, _anchor="papers"))
    signatory = Signatory(request.form.get("name", "")[:200], request.form.get("contact", "")[:300])
    data = (docx_of if kind == "docx" else pdf_of)(draft.sections, signatory)
    record_act(db(), "draft.exported", "appeal_draft", draft.id, by=viewer().id, at=backends().clock.now())
    db().commit()
    return Response(data, mimetype=PAPERS[kind], headers={
        "Content-Disposition": f"attachment; filename=recurso-{draft.info_request_id}-v{draft.version}.{kind}"})


def _said(word: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(word or "")


def _sections(info_request: InfoRequest, case: CaseClocks, grounds: list[str], replies: list[Any]
              ) -> list[dict[str, str]]:
    by_label = {one: ground.code for ground in GROUNDS for one in Suggested.labels_of(ground.code)}
    names = {row.document_id: row.document.name for reply in replies for row in reply.documents}
    quotes = [
        Quote(by_label[f.label], names.get(f.document_id, "el texto de la plataforma"), f.page_number, f.quote)
        for reply in replies for f in reply.findings
        if f.kind == "label" and f.status == "confirmed" and f.quote and f.label in by_label
    ]
    matter = Matter(
        folio=info_request.folio or info_request.folio_as_written or "(sin folio)",
        agency=info_request.agency or info_request.agency_as_written or "el sujeto obligado",
        request_text=info_request.text,
        facts=[Fact(e.kind, e.happened_on) for e in standing_events(info_request.events)], quotes=quotes,
        grounds=grounds,
        questions=[
            Asked(q.number, q.text, SPANISH[q.status], SPANISH_GROUNDS.get(q.ground or "", ""),
                  q.document.name if q.document else "", q.page_number, q.note)
            for q in with_pages(db(), info_request) if q.status != "open"
        ],
    )
    return compose(case, recompute.remedy(case), matter)


def _new_version(info_request: InfoRequest, sections: list[dict[str, str]], grounds: list[str]) -> AppealDraft:
    last = db().scalar(select(func.max(AppealDraft.version)).where(AppealDraft.info_request_id == info_request.id))
    now: datetime = backends().clock.now()
    draft = AppealDraft(info_request_id=info_request.id, version=(last or 0) + 1, grounds=grounds, sections=sections,
                        created_by=viewer().id, created_at=now)
    db().add(draft)
    db().flush()
    record_act(db(), "draft.written", "appeal_draft", draft.id, by=viewer().id, at=now,
               content={"version": draft.version, "sections": sections})
    return draft


def _request(number: int) -> InfoRequest:
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    return info_request


def _draft(number: int) -> AppealDraft:
    draft = db().get(AppealDraft, number)
    if draft is None or not access.may(db(), viewer(), "read", draft.info_request.project_id):
        abort(404)
    return draft
