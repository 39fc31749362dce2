"""Replies: recorded with their files, read in the background, findings decided by a person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from archive import jobs
from archive.files import EmptyUpload, FileTooLarge
from archive.models import Document
from archive.reading import AFTER_JOB
from archive.receive import READ_JOB, receive
from tracker.clock import today as today_of
from tracker.laws.store import rulebook_of
from tracker.people import access
from tracker.repetition import queries as repetition
from tracker.replies import actions, queries
from tracker.replies.models import Reply
from tracker.requests import queries as request_queries
from tracker.requests import recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.models import InfoRequest
from tracker.requests.timeline import standing_events
from tracker.review import actions as review
from tracker.vocabulary import OUTCOMES
from tracker.web.forms import Day, Form, Hour, SelectField
from tracker.web.request_parts import why_not
from tracker.web.site import backends, db, require, viewer

bp = Blueprint("replies", __name__)

KINDS = (
    ("replied", _l("Reply to the request")), ("supplementary_reply", _l("Supplementary or later reply")),
    ("incompetence_notified", _l("Says it is not competent")),
    ("public_information_notified", _l("Says it is already public")),
    ("extension_notified", _l("Extends the period (prórroga)")),
    ("clarification_asked", _l("Asks for a clarification (prevención)")),
    ("available", _l("Makes it available at a cost")), ("delivered", _l("Delivers the material")),
)


class ReplyForm(Form):
    """What the agency sent."""

    kind = SelectField(_l("What it is"), choices=KINDS, default="replied")
    notified_on = Day(_l("Notified on (platform)"), required=True)
    notified_time = Hour(_l("at"))
    found_on = Day(_l("You saw it on"))
    letter_on = Day(_l("Date of the letter"))
    oficio = StringField(_l("Oficio number"), validators=[Length(max=120)])
    days = IntegerField(_l("Days (extension)"), validators=[Optional(), NumberRange(1, 400)])
    reserve_years = IntegerField(_l("Reserved for (years)"), validators=[Optional(), NumberRange(1, 30)])
    text = TextAreaField(_l("Text of the platform's box"), validators=[Length(max=200_000)])
    note = StringField(_l("Note"), validators=[Length(max=2000)])
    files = MultipleFileField(_l("Files"))


@bp.route("/requests/<int:number>/replies/new", methods=["GET", "POST"])
def new(number: int) -> ResponseReturnValue:
    """Record a reply with several files at once."""
    info_request = request_queries.find(db(), viewer(), number)
    if info_request is None:
        abort(404)
    require("edit", info_request.project_id)
    day = today_of(backends().clock)
    answered = any(event.kind == "replied" for event in standing_events(info_request.events))
    form = ReplyForm(found_on=day, kind="supplementary_reply" if answered else "replied")
    if form.validate_on_submit():
        if answered and form.kind.data == "replied":
            form.kind.errors = [_("A reply is noted already, and its days to appeal run on. Note this one as "
                                  "supplementary, or correct the date of the first.")]
        elif form.notified_on.data > day:
            form.notified_on.errors = [_("That day has not come yet.")]
        else:
            try:
                return _keep(info_request, form)
            except CannotRecord as problem:
                db().rollback()
                form.notified_on.errors = [why_not(problem)]
            except FileTooLarge as problem:
                db().rollback()
                form.files.errors = [_("One of the files is larger than %(n)s MB.", n=problem.limit // 2**20)]
    return render_template("replies/new.html", form=form, info_request=info_request, today=day), (
        422 if form.is_submitted() else 200)


def _keep(info_request: InfoRequest, form: ReplyForm) -> ResponseReturnValue:
    documents, empty = keep_files(db(), form.files.data or [], info_request)
    draft = actions.ReplyDraft(
        notified_on=form.notified_on.data, kind=form.kind.data, notified_time=form.notified_time.data,
        letter_on=form.letter_on.data, found_on=form.found_on.data, oficio=(form.oficio.data or "").strip() or None,
        text=form.text.data or "", extension_days=form.days.data, reserve_years=form.reserve_years.data,
        note=form.note.data or "",
    )
    reply = actions.record_reply(db(), info_request, draft, documents, by=viewer(), clock=backends().clock)
    if draft.text and not documents:
        from tracker.intake import suggest_findings

        suggest_findings(db(), reply)
    recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    db().commit()
    for name in empty:
        flash(_("%(name)s is empty and was not kept; ask for it again.", name=name), "problem")
    flash(_("The reply is recorded. Its files are read in the background."))
    return redirect(url_for("replies.show", number=reply.id))


def keep_files(session: Session, uploads: list[Any], info_request: InfoRequest) -> tuple[list[Document], list[str]]:
    """Keep uploaded files for a request's project; also gives the names of empty ones."""
    documents: list[Document] = []
    empty: list[str] = []
    limit = backends().settings.max_upload_mb * 2**20
    for upload in uploads:
        if not upload or not upload.filename:
            continue
        try:
            kept = receive(
                session, backends().files, upload.stream, name=upload.filename, scope=info_request.project.scope,
                origin="upload", by=str(viewer().id), now=backends().clock.now(), limit=limit,
                facets={"request": info_request.id},
            )
        except EmptyUpload:
            empty.append(upload.filename)
            continue
        documents.append(kept.document)
    return [*documents, *_sent_before(session, info_request, documents)], empty


def _sent_before(session: Session, info_request: InfoRequest, others: list[Document]) -> list[Document]:
    """Files of this form that came in pieces ahead of it, by number; those of another project are nobody's here."""
    numbers = [int(value) for value in request.form.getlist("document") if value.isdecimal() and len(value) < 12]
    query = select(Document).where(Document.id.in_(numbers), Document.scope == info_request.project.scope)
    found = [document for document in session.scalars(query.order_by(Document.id)) if document not in others]
    for document in found:
        document.facets = {"request": info_request.id, **(document.facets or {})}
        if document.state in ("read", "failed"):
            # It was read before anybody said which reply it came with.
            jobs.put(session, AFTER_JOB, document.id, now=backends().clock.now())
    return found


@bp.get("/replies/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One reply: its files with progress, and what was found in them."""
    reply = _found(number)
    can_edit = access.may(db(), viewer(), "edit", reply.info_request.project_id)
    is_reading = jobs.is_pending(db(), (READ_JOB, AFTER_JOB), [row.document_id for row in reply.documents])
    again = repetition.repeated(db(), viewer(), reply)
    return render_template("replies/show.html", reply=reply, info_request=reply.info_request, can_edit=can_edit,
                           may_decide_leaks=access.may(db(), viewer(), "admin", reply.info_request.project_id),
                           again=again, files_again=repetition.sent_before(db(), viewer(), reply),
                           often={finding.id: found for finding in reply.findings
                                  if (found := repetition.around(again, finding)) is not None},
                           is_reading=is_reading, outcome_words=OUTCOMES, chosen=reply.event.values.get("outcome"))


@bp.post("/replies/<int:number>/files")
def add_files(number: int) -> ResponseReturnValue:
    """Add files that came later to a reply."""
    reply = _found(number, "edit")
    documents, empty = keep_files(db(), request.files.getlist("files"), reply.info_request)
    actions.attach(db(), reply, documents)
    if documents and all(document.state == "read" for document in documents):
        from tracker.intake import suggest_findings

        suggest_findings(db(), reply)
    db().commit()
    for name in empty:
        flash(_("%(name)s is empty and was not kept; ask for it again.", name=name), "problem")
    return redirect(url_for("replies.show", number=number))


@bp.post("/replies/<int:number>/outcome")
def outcome(number: int) -> ResponseReturnValue:
    """What the reply comes to, in a person's word."""
    reply = _found(number, "edit")
    chosen = request.form.get("outcome", "")
    if chosen and chosen not in OUTCOMES:
        abort(400)
    actions.settle_outcome(db(), reply, chosen or None, by=viewer(), clock=backends().clock)
    recompute.recompute(db(), reply.info_request, rulebook_of(db()), now=backends().clock.now())
    db().commit()
    flash(_("Saved."))
    return redirect(url_for("replies.show", number=number))


@bp.post("/findings/<int:number>")
def decide(number: int) -> ResponseReturnValue:
    """Confirm, dismiss or reopen a finding."""
    finding = queries.find_finding(db(), viewer(), number)
    if finding is None:
        abort(404)
    require("admin" if finding.kind == "leak" else "edit", finding.reply.info_request.project_id)
    verdict = request.form.get("verdict", "")
    if verdict not in ("confirmed", "dismissed", "suggested"):
        abort(400)
    review.judge(db(), finding, verdict, by=viewer(), clock=backends().clock)
    db().commit()
    return redirect(url_for("replies.show", number=finding.reply_id, _anchor=f"finding-{finding.id}"))


def _found(number: int, right: access.Right = "read") -> Reply:
    reply = queries.find_reply(db(), viewer(), number)
    if reply is None:
        abort(404)
    if right != "read":
        require(right, reply.info_request.project_id)
    return reply
