"""Reading pages again with other settings, following it, and choosing among the readings of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from archive import rereading
from archive.models import Document, Page
from archive.pace import pace_of
from archive.rereading import CannotReadAgain, Wanted
from archive.rereading_models import OtherReading, ReadingOrder
from tracker import archive_access as archive
from tracker import archive_pages as pages
from tracker.audit.actions import record_act
from tracker.projects.models import project_scope
from tracker.reasons import reason
from tracker.sentences import N_
from tracker.vocabulary import SOURCES
from tracker.web.pace import pace_words
from tracker.web.seen import seen_document
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("rereading", __name__)

REFUSALS = {
    "busy": N_("The document is being read. Wait until that has ended."),
    "no-such-page": N_("The document has no such page. Write numbers like 1-3, 7."),
    "no-such-language": N_("That language is not installed for OCR."),
    "no-such-engine": N_("That OCR engine is not installed."),
    "hides-less": N_("That reading says words where something is hidden. It is not put in use."),
}
ORDER_STATES = {"waiting": N_("waiting to be read again"), "running": N_("being read again"),
                "done": N_("read again"), "failed": N_("could not be read again"), "cancelled": N_("stopped")}
UNFINISHED = ("waiting", "running")


@bp.get("/documents/<int:document_id>/read-again")
def ask(document_id: int) -> ResponseReturnValue:
    """The form: which pages, which languages, which engine, from the picture, turned how."""
    document = seen_document(document_id, "edit")
    languages, engines = rereading.choices()
    orders = db().scalars(select(ReadingOrder).where(ReadingOrder.document_id == document_id)
                          .order_by(ReadingOrder.id.desc()).limit(20)).all()
    offered = db().execute(select(OtherReading.number).where(
        OtherReading.document_id == document_id, OtherReading.kind == "offered").order_by(OtherReading.number))
    return render_template(
        "documents/read_again.html", document=document, languages_installed=languages, engines=engines, orders=orders,
        usual=backends().settings.ocr_lang.split("+"), pages=request.args.get("pages", ""), states=ORDER_STATES,
        offered=[number for number, in offered], running=rereading.running_order(db(), document_id), reason=reason,
        told=_told(orders[:1]))


@bp.post("/documents/<int:document_id>/read-again")
def order(document_id: int) -> ResponseReturnValue:
    """Queue the re-reading of a document or of some of its pages."""
    document = seen_document(document_id, "edit")
    now = backends().clock.now()
    try:
        made = rereading.order_reading(db(), document, wanted(document), by=str(viewer().id), now=now)
    except CannotReadAgain as problem:
        flash(_(REFUSALS[problem.code]), "problem")
        return redirect(url_for("rereading.ask", document_id=document_id, pages=request.form.get("pages")))
    record_act(db(), "read-again", "document", document.id, by=viewer().id, at=now,
               content={"pages": made.pages, **made.settings})
    db().commit()
    flash(ngettext("%(num)d page will be read again.", "%(num)d pages will be read again.", made.total))
    return redirect(url_for("rereading.ask", document_id=document_id))


@bp.get("/projects/<int:number>/read-again")
def ask_project(number: int) -> ResponseReturnValue:
    """The form for all documents of a project."""
    require("admin", number)
    languages, engines = rereading.choices()
    orders = _of_project(number)
    count = db().scalar(select(func.count(Document.id)).where(
        Document.scope == project_scope(number), Document.state == "read", Document.page_count > 0))
    return render_template(
        "documents/read_project_again.html", project=archive.find_project(db(), number), count=count,
        languages_installed=languages, engines=engines, usual=backends().settings.ocr_lang.split("+"),
        told=_told(orders), orders=orders, unfinished=UNFINISHED, names=_names(orders), states=ORDER_STATES)


def _names(orders: Sequence[ReadingOrder]) -> dict[int, str]:
    """Names of the documents that orders are about."""
    rows = db().execute(select(Document.id, Document.title, Document.name).where(
        Document.id.in_({order.document_id for order in orders})))
    return {number: title or name for number, title, name in rows}


@bp.post("/projects/<int:number>/read-again")
def order_project(number: int) -> ResponseReturnValue:
    """Queue the re-reading of every document of a project that is read and not at it already."""
    require("admin", number)
    now = backends().clock.now()
    asked = 0
    for document in db().scalars(select(Document).where(
            Document.scope == project_scope(number), Document.state == "read", Document.page_count > 0)).all():
        try:
            rereading.order_reading(db(), document, wanted(document), by=str(viewer().id), now=now)
            asked += 1
        except CannotReadAgain as problem:
            if problem.code not in ("busy", "no-such-page"):
                flash(_(REFUSALS[problem.code]), "problem")
                break
    record_act(db(), "read-again", "project", number, by=viewer().id, at=now, content={"documents": asked})
    db().commit()
    flash(ngettext("%(num)d document will be read again.", "%(num)d documents will be read again.", asked))
    return redirect(url_for("rereading.ask_project", number=number))


def wanted(document: Document) -> Wanted:
    """What the form asks for; raises CannotReadAgain for pages nobody can make sense of."""
    chosen = "+".join(code for code in request.form.getlist("languages") if re.fullmatch(r"[A-Za-z_]{2,20}", code))
    quarters = request.form.get("quarters", 0, int)
    return Wanted(
        pages=rereading.page_numbers(request.form.get("pages", ""), document.page_count or 0), languages=chosen or None,
        engine=request.form.get("engine") or None, force_ocr=request.form.get("force_ocr") == "1",
        quarters=quarters if quarters in (1, 2, 3) else 0)


@bp.get("/documents/<int:document_id>/read-again/progress.json")
def progress(document_id: int) -> ResponseReturnValue:
    """Live numbers of the latest order: done, total, speed, seconds left, and the words to show; `read` at the end."""
    document = seen_document(document_id, "edit")
    latest = db().scalar(select(ReadingOrder).where(ReadingOrder.document_id == document.id)
                         .order_by(ReadingOrder.id.desc()).limit(1))
    return _told([latest] if latest else [])


@bp.post("/documents/<int:document_id>/read-again/cancel")
def cancel(document_id: int) -> ResponseReturnValue:
    """Stop reading the document again."""
    document = seen_document(document_id, "edit")
    _cancel(db().scalars(select(ReadingOrder).where(
        ReadingOrder.document_id == document.id, ReadingOrder.state.in_(UNFINISHED))).all(), "document", document.id)
    return redirect(url_for("rereading.ask", document_id=document_id))


@bp.get("/projects/<int:number>/read-again/progress.json")
def project_progress(number: int) -> ResponseReturnValue:
    """The same of all orders of a project that were asked for since the oldest that is not finished."""
    require("admin", number)
    return _told(_of_project(number))


@bp.post("/projects/<int:number>/read-again/cancel")
def cancel_project(number: int) -> ResponseReturnValue:
    """Stop reading the project's documents again."""
    require("admin", number)
    _cancel([order for order in _of_project(number) if order.state in UNFINISHED], "project", number)
    return redirect(url_for("rereading.ask_project", number=number))


def _of_project(number: int) -> Sequence[ReadingOrder]:
    """Orders of a project from the oldest unfinished one on; empty when all have ended."""
    of_project = select(ReadingOrder).join(Document, Document.id == ReadingOrder.document_id).where(
        Document.scope == project_scope(number))
    oldest = db().scalar(of_project.where(ReadingOrder.state.in_(UNFINISHED)).order_by(ReadingOrder.asked_at).limit(1))
    if oldest is None:
        return []
    return db().scalars(of_project.where(ReadingOrder.asked_at >= oldest.asked_at).order_by(ReadingOrder.id)).all()


def _told(orders: Sequence[ReadingOrder]) -> dict[str, Any]:
    pace = pace_of(orders, now=backends().clock.now())
    is_busy = any(order.state in UNFINISHED for order in orders)
    return {"state": "reading" if is_busy else "read", "done": pace.done, "total": pace.total or None,
            "pages_a_minute": pace.pages_a_minute, "seconds_left": pace.seconds_left,
            "words": pace_words(pace) if orders else ""}


def _cancel(orders: Sequence[ReadingOrder], what: str, number: int) -> None:
    now = backends().clock.now()
    stopped = sum(rereading.cancel(order, now=now) for order in orders)
    if stopped:
        record_act(db(), "read-again.cancel", what, number, by=viewer().id, at=now, content={"orders": stopped})
        flash(_("Stopped. What was read again so far stays in use."))
    db().commit()


@bp.get("/documents/<int:document_id>/pages/<int:number>/readings")
def compare(document_id: int, number: int) -> ResponseReturnValue:
    """The reading of a page that is in use beside the others, each with engine, version and settings."""
    document = seen_document(document_id, "edit")
    page = pages.find_page(db(), document_id, number)
    if page is None:
        abort(404)
    return render_template(
        "documents/readings.html", document=document, page=page, number=number, sources=SOURCES, reason=reason,
        others=rereading.other_readings(db(), document_id, number), language=str(get_locale() or "es"))


@bp.post("/documents/<int:document_id>/pages/<int:number>/readings/<int:reading_id>")
def use(document_id: int, number: int, reading_id: int) -> ResponseReturnValue:
    """Put another reading of a page in use."""
    document = seen_document(document_id, "edit")
    page, other = pages.find_page(db(), document_id, number), db().get(OtherReading, reading_id)
    if page is None or other is None or (other.document_id, other.number) != (document.id, number):
        abort(404)
    now = backends().clock.now()
    try:
        _use(page, other, document)
    except CannotReadAgain as problem:
        flash(_(REFUSALS[problem.code]), "problem")
        return redirect(url_for("rereading.compare", document_id=document_id, number=number))
    record_act(db(), "use-reading", "document", document.id, by=viewer().id, at=now,
               content={"page": number, "read_with": page.read_with})
    db().commit()
    flash(_("This reading is now in use; the one before is kept."))
    return redirect(url_for("documents.page", document_id=document_id, number=number))


def _use(page: Page, other: OtherReading, document: Document) -> None:
    from tracker.corrections.actions import refresh

    rereading.use_reading(db(), page, other, now=backends().clock.now())
    db().flush()
    refresh(db(), page)
