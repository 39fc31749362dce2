"""Preparing an appeal: what would have it thrown out, the grounds that fit, a draft to edit, and its papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from tracker.appeals.annexes import Annex, annexes_of, cites_in, unknown_cites
from tracker.appeals.contradictions import Proposed, chosen, proposed
from tracker.appeals.drafting import compose, gaps
from tracker.appeals.gathering import Chosen, gather, hidden_pages
from tracker.appeals.grounds import grounds_of
from tracker.appeals.models import AppealDraft
from tracker.appeals.preflight import Declared, preflight
from tracker.appeals.suggesting import suggested_grounds
from tracker.appeals.versions import compared
from tracker.audit.actions import record_act
from tracker.clock import MEXICO_CITY
from tracker.clocks.types import CaseClocks
from tracker.people import access
from tracker.questions.queries import with_pages
from tracker.replies.models import Reply
from tracker.replies.queries import replies_of
from tracker.requests import queries as request_queries
from tracker.requests import recompute
from tracker.requests.models import InfoRequest
from tracker.web import draft_papers
from tracker.web.request_parts import case_shown
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("drafts", __name__)
bp.add_url_rule("/drafts/<int:number>/papers", "papers", draft_papers.papers, methods=["POST"])
bp.add_url_rule("/drafts/<int:number>/folder", "folder", draft_papers.folder, methods=["POST"])

LONGEST = 400_000
"""Letters of a section: the longest request with everything around it."""
QUESTIONS = ("court_pending", "disputes_truth", "is_consultation", "widens")


@bp.route("/requests/<int:number>/appeals/prepare", methods=["GET", "POST"])
def prepare(number: int) -> ResponseReturnValue:
    """Choose grounds, annexes and answer four questions; every hurdle is shown before the draft is written."""
    info_request = _request(number)
    require("edit", info_request.project_id)
    case = case_shown(info_request)
    if case is None:
        # A draft has no reply to appeal against; where dates contradict each other that page says so.
        return redirect(url_for("requests.show", number=number))
    replies = replies_of(db(), info_request)
    law = grounds_of(case.law)
    suggested = suggested_grounds(db(), info_request, replies, case)
    given = request.form if request.method == "POST" else None
    grounds = given.getlist("grounds") if given else [one.code for one in suggested if one.is_strong]
    grounds = law.in_order(grounds)
    declared = Declared(**{name: _said(given.get(name) if given else None) for name in QUESTIONS})
    candidates = _candidates(info_request, {"INEXIST"} & {*grounds, *(one.code for one in suggested)})
    hidden = hidden_pages(db(), replies)
    ticked = Chosen(
        grounds, chosen(candidates, given.getlist("contradictions") if given else ()),
        _pages(given.getlist("hidden")) if given else {(p.document_id, p.page) for p in hidden if p.is_confirmed})
    labels = {f.label for reply in replies for f in reply.findings if f.status != "dismissed"}
    hurdles = preflight(
        case, moment=backends().clock.now().astimezone(MEXICO_CITY), grounds=grounds,
        is_answered=recompute.is_answered(info_request), labels=labels | ({"redacted"} if hidden else set()),
        declared=declared, missing=_missing(info_request, replies),
    )
    if given and given.get("write") and grounds:
        draft = _write(info_request, case, replies, ticked)
        db().commit()
        return redirect(url_for("drafts.edit", number=draft.id))
    if given and given.get("write"):
        flash(_("Choose at least one ground: without one the appeal is thrown out."), "problem")
    return render_template(
        "drafts/prepare.html", info_request=info_request, hurdles=hurdles, law=law, ticked=ticked,
        suggested={one.code: one for one in suggested}, declared=declared, remedy=recompute.remedy(case), case=case,
        candidates=candidates, hidden=hidden, contradicting={one.key for one in ticked.contradictions})


@bp.route("/drafts/<int:number>", methods=["GET", "POST"])
def edit(number: int) -> ResponseReturnValue:
    """The draft, section by section; saving makes a new version."""
    draft = draft_papers.find_draft(number)
    if request.method == "POST":
        require("edit", draft.info_request.project_id)
        sections = [{**section, "text": _plain(request.form.get(section["key"], section["text"]))[:LONGEST]}
                    for section in draft.sections]
        if sections != draft.sections:
            draft = _new_version(draft.info_request, sections, draft.grounds, annexes_of(draft.annexes), draft.law)
            db().commit()
            flash(_("Saved as version %(n)s.", n=draft.version))
        return redirect(url_for("drafts.edit", number=draft.id))
    annexes = annexes_of(draft.annexes)
    can_edit = access.may(db(), viewer(), "edit", draft.info_request.project_id)

    def opened(annex: Annex) -> str | None:
        return _address(draft, annex, None, "")

    return render_template(
        "drafts/edit.html", draft=draft, info_request=draft.info_request, versions=_versions(draft.info_request),
        gaps=gaps(draft.sections), can_edit=can_edit, annexes=annexes, unknown=unknown_cites(draft.sections, annexes),
        places={section["key"]: _places(draft, section["text"], annexes) for section in draft.sections},
        held_back=draft_papers.held_back(draft) if can_edit else [], opened=opened)


@bp.get("/drafts/<int:number>/compare")
def compare(number: int) -> ResponseReturnValue:
    """What changed between this version and an older one (`with`), the one before it when none is named."""
    draft = draft_papers.find_draft(number)
    versions = _versions(draft.info_request)
    older = [version for version in versions if version.version < draft.version]
    wanted = request.args.get("with", type=int)
    other = next((version for version in older if version.id == wanted), older[0] if older else None)
    if other is None:
        return redirect(url_for("drafts.edit", number=number))
    return render_template("drafts/compare.html", draft=draft, other=other, older=older,
                           info_request=draft.info_request, changes=compared(other.sections, draft.sections))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _said(word: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(word or "")


def _pages(keys: list[str]) -> set[tuple[int, int]]:
    pairs = (key.partition(":") for key in keys)
    return {(int(document), int(page)) for document, _colon, page in pairs
            if document.isdecimal() and page.isdecimal() and len(document) < 12 and len(page) < 8}


def _candidates(info_request: InfoRequest, declared: set[str]) -> list[Proposed]:
    if not declared:
        return []
    return proposed(backends(), db(), viewer(), info_request, with_pages(db(), info_request))


def _missing(info_request: InfoRequest, replies: list[Reply]) -> list[str]:
    there = {
        "agency": info_request.agency or info_request.agency_as_written,
        "folio": info_request.folio or info_request.folio_as_written,
        "notified_on": bool(replies) or not recompute.is_answered(info_request),
        "request_text": info_request.text.strip(),
    }
    return [name for name, value in there.items() if not value]


def _write(info_request: InfoRequest, case: CaseClocks, replies: list[Reply], ticked: Chosen) -> AppealDraft:
    remedy = recompute.remedy(case)
    matter = gather(db(), info_request, replies, case, ticked, has_clock=remedy is not None)
    return _new_version(info_request, compose(case, remedy, matter), list(ticked.grounds), list(matter.annexes),
                        case.law)


def _new_version(info_request: InfoRequest, sections: list[dict[str, str]], grounds: list[str], annexes: list[Annex],
                 law: str | None) -> AppealDraft:
    last = db().scalar(select(func.max(AppealDraft.version)).where(AppealDraft.info_request_id == info_request.id))
    now: datetime = backends().clock.now()
    draft = AppealDraft(info_request_id=info_request.id, version=(last or 0) + 1, grounds=grounds, sections=sections,
                        annexes=[annex.as_row() for annex in annexes], law=law, created_by=viewer().id, created_at=now)
    db().add(draft)
    db().flush()
    record_act(db(), "draft.written", "appeal_draft", draft.id, by=viewer().id, at=now,
               content={"version": draft.version, "sections": sections})
    return draft


def _versions(info_request: InfoRequest) -> list[AppealDraft]:
    return list(db().scalars(select(AppealDraft).where(AppealDraft.info_request_id == info_request.id)
                             .order_by(AppealDraft.version.desc())))


def _places(draft: AppealDraft, text: str, annexes: list[Annex]) -> list[dict[str, Any]]:
    """What a section rests on: each annex and page it cites, once, and where it opens."""
    by_number = {annex.number: annex for annex in annexes}
    found: dict[tuple[int, int | None], dict[str, Any]] = {}
    for cite in cites_in(text):
        annex = by_number.get(cite.number)
        if annex is not None and (cite.number, cite.page) not in found:
            found[cite.number, cite.page] = {
                "annex": annex, "page": cite.page,
                "address": _address(draft, annex, cite.page, _quote_after(text, cite.end))}
    return list(found.values())


def _quote_after(text: str, at: int) -> str:
    line = text[at:].split("\n", 1)[0]
    before, sign, rest = line.partition("«")
    if not sign or len(before) > 40:
        return ""
    quote = " ".join(rest.partition("»")[0].split())
    # A phrase that ends within a word is found nowhere.
    return quote if len(quote) <= 120 else quote[:120].rsplit(" ", 1)[0]


def _address(draft: AppealDraft, annex: Annex, page: int | None, quote: str) -> str | None:
    number = draft.info_request_id
    if annex.kind == "request":
        return url_for("requests.show", number=number)
    if annex.kind == "acts":
        return url_for("requests.show", number=number, _anchor="timeline")
    if annex.kind == "proof":
        return url_for("requests.proof", number=number, kind="appeal")
    if annex.kind == "reply_text" and annex.reply_id:
        return url_for("replies.show", number=annex.reply_id)
    if annex.document_id is None:
        return None
    if page is None:
        return url_for("documents.show", document_id=annex.document_id)
    return url_for("documents.page", document_id=annex.document_id, number=page, q=f'"{quote}"' if quote else None)


def _request(number: int) -> InfoRequest:
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    return info_request
