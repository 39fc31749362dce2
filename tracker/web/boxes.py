"""Redactions on a page, judged and corrected by hand: confirmed, dismissed, drawn, moved, and steps taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from archive.models import Page
from tracker.people.models import User
from tracker.redactions import actions, queries
from tracker.redactions.actions import CannotMark, Drawn
from tracker.redactions.models import RedactionMark
from tracker.redactions.syncing import marks_on
from tracker.vocabulary import FINDING_STATES, REDACTIONS
from tracker.web.seen import seen_page
from tracker.web.site import backends, db, viewer

bp = Blueprint("boxes", __name__, url_prefix="/documents/<int:document_id>/pages/<int:number>/boxes")


@bp.app_context_processor
def _for_pages() -> dict[str, Any]:
    return {"boxes_on": boxes_on, "box_styles": REDACTIONS, "page_examined": _examined, "box_people": people_of,
            "box_label": label_of,
            "may_judge": lambda document: queries.may_judge(db(), viewer(), document)}


def people_of(marks: Sequence[RedactionMark]) -> dict[int, str]:
    """Names of those who judged these boxes."""
    numbers = {mark.decided_by for mark in marks if mark.decided_by is not None}
    query = select(User.id, User.name).where(User.id.in_(numbers))
    return {number: name for number, name in db().execute(query)} if numbers else {}


def boxes_on(page: Page) -> list[RedactionMark]:
    """The boxes of a page; while nobody has brought them in step yet, those of the reading itself."""
    found = marks_on(db(), page.document_id, page.number)
    if found or not page.redactions:
        return found
    return [RedactionMark(
        document_id=page.document_id, page_number=page.number, box=list(one["box"]), style=one["kind"],
        ground=one.get("ground"), confidence=one.get("confidence"), origin="detector", status="suggested",
        seen_box=list(one["box"]), seen_style=one["kind"]) for one in page.redactions]


@bp.get("")
def index(document_id: int, number: int) -> ResponseReturnValue:
    """The boxes of a page as JSON: where they are, what they are, and where they stand."""
    _document, page = seen_page(document_id, number)
    return _as_json(page)


@bp.post("")
def change(document_id: int, number: int) -> ResponseReturnValue:
    """One step on a page: `do` says which, `box` which one it is about."""
    _document, page = seen_page(document_id, number, "edit")
    if page.state != "read":
        abort(404)
    what, clock, by = request.form.get("do", ""), backends().clock, viewer()
    problem = ""
    if _is_gone(what):
        problem = _("That box is not there any more: the page was read anew. These are its boxes now.")
    elif what in actions.VERDICTS:
        actions.judge(db(), page, [_box(page)], what, by=by, clock=clock)
    elif what in ("confirm-all", "dismiss-all"):
        waiting = [mark for mark in marks_on(db(), document_id, number) if mark.status == "suggested"]
        actions.judge(db(), page, waiting, what.removesuffix("-all"), by=by, clock=clock)
    elif what in ("draw", "change"):
        try:
            if what == "draw":
                actions.draw(db(), page, _drawn(), by=by, clock=clock)
            else:
                actions.change(db(), page, _box(page), _drawn(_box(page)), by=by, clock=clock)
        except CannotMark as refused:
            db().rollback()
            problem = _why(refused.code)
    elif what == "undo":
        if not actions.undo(db(), page, by=by, clock=clock):
            problem = _("There is no step of yours to take back on this page, or somebody has gone on from it.")
    elif what in ("examined", "not-examined"):
        actions.examine(db(), page, what == "examined", by=by, clock=clock)
    else:
        abort(400)
    db().commit()
    if request.headers.get("X-Requested-With") == "fetch":
        return _as_json(page, problem)
    if problem:
        flash(problem, "problem")
    return redirect(url_for("documents.page", document_id=document_id, number=number, _anchor="boxes"))


def _is_gone(what: str) -> bool:
    """Whether a step is about a box that a new reading has taken away since the page was opened."""
    about = request.form.get("box", 0, int)
    return (what in actions.VERDICTS or what == "change") and about > 0 and db().get(RedactionMark, about) is None


def _box(page: Page) -> RedactionMark:
    mark = db().get(RedactionMark, request.form.get("box", 0, int))
    if mark is None or (mark.document_id, mark.page_number) != (page.document_id, page.number):
        abort(404)
    return mark


def _drawn(there: RedactionMark | None = None) -> Drawn:
    """What the form says; corners as shares, or in per cent when they come from the fields people type in."""
    given = [request.form.get(name, type=float) for name in ("x0", "y0", "x1", "y1")]
    box: Sequence[float] = there.box if there is not None else ()
    if all(value is not None for value in given):
        corners = [value for value in given if value is not None]
        is_typed = request.form.get("unit") == "percent"
        box = _typed(corners, box) if is_typed else corners
    style = request.form.get("style") or (there.style if there is not None else "black")
    ground = request.form.get("ground", there.ground if there is not None else None)
    return Drawn(box, style, ground)


def _typed(corners: Sequence[float], there: Sequence[float]) -> list[float]:
    """Corners in per cent as shares; one that was left as the form showed it is not moved by the form's rounding."""
    return [was if was is not None and f"{was * 100:.1f}" == f"{corner:.1f}" else corner / 100
            for corner, was in zip(corners, there or (None,) * len(corners), strict=True)]


def _why(code: str) -> str:
    words = {"box": _("That box is too small, or not on the page."), "style": _("There is no such style."),
             "many": _("This page has as many boxes as one page may have.")}
    return str(words[code])


def _examined(page: Page) -> Any:
    return queries.examined(db(), page.document_id, page.number)


def _as_json(page: Page, problem: str = "") -> dict[str, Any]:
    marks = marks_on(db(), page.document_id, page.number)
    open_ones = sum(mark.status == "suggested" for mark in marks)
    said = ngettext("%(num)s box waits for a verdict", "%(num)s boxes wait for a verdict", open_ones)
    document = page.document
    listed = render_template("documents/_box_list.html", marks_here=marks, document=document, number=page.number,
                             may_mark=queries.may_judge(db(), viewer(), document))
    return {
        "list": listed, "problem": problem, "share": page.redacted_share,
        "words": said if open_ones else _("all judged"),
        "is_examined": _examined(page) is not None,
        "boxes": [{
            "id": mark.id, "box": mark.box, "style": mark.style, "ground": mark.ground, "status": mark.status,
            "origin": mark.origin, "confidence": mark.confidence,
            "words": label_of(mark, number),
        } for number, mark in enumerate(marks, 1)],
    }


def label_of(mark: RedactionMark, number: int) -> str:
    """A box in a few words: its number on the page, style, ground, place, and where it stands."""
    place = _("%(left)s %% from the left, %(top)s %% from the top", left=f"{mark.box[0] * 100:.0f}",
              top=f"{mark.box[1] * 100:.0f}")
    parts = [_(REDACTIONS.get(mark.style, mark.style)), mark.ground or "", place, _(FINDING_STATES[mark.status])]
    return f"{number}: " + ", ".join(str(part) for part in parts if part)
