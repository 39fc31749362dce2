"""A draft as it leaves the house: as a file, or with its annexes as one folder; names put in then are kept nowhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable

from flask import Response, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from archive.models import Document
from tracker import archive_access as archive
from tracker.appeals.annexes import Annex, annexes_of
from tracker.appeals.drafting import gaps, long_day
from tracker.appeals.folder import Sources, pictures_from, plain_name, write_folder
from tracker.appeals.models import AppealDraft
from tracker.appeals.papers import Signatory, docx_of, pdf_of, plain_pdf
from tracker.appeals.phrases import ACTS
from tracker.appeals.pictures import page_png
from tracker.audit.actions import record_act
from tracker.clocks.proof_pdf import proof_pdf
from tracker.people import access
from tracker.replies.models import Reply
from tracker.requests import recompute
from tracker.requests.models import InfoRequest
from tracker.requests.timeline import standing_events
from tracker.vocabulary import EVENTS
from tracker.web.request_parts import case_shown
from tracker.web.site import backends, db, require, viewer

PAPERS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}


def find_draft(number: int) -> AppealDraft:
    """A draft the person may read, or “not found”."""
    draft = db().get(AppealDraft, number)
    if draft is None or not access.may(db(), viewer(), "read", draft.info_request.project_id):
        abort(404)
    return draft


def papers(number: int) -> ResponseReturnValue:
    """The draft as a file, with the name and contact typed now; every gap must be ticked first."""
    draft = find_draft(number)
    require("edit", draft.info_request.project_id)
    kind = request.form.get("kind", "")
    if kind not in PAPERS:
        abort(400)
    if (refused := _unsettled(draft)) is not None:
        return refused
    sources = Sources({}, _documents(draft), (), _render())
    write = docx_of if kind == "docx" else pdf_of
    data = write(draft.sections, _signatory(), pictures_from(sources))
    _note(draft)
    return Response(data, mimetype=PAPERS[kind], headers={
        "Content-Disposition": f"attachment; filename=recurso-{draft.info_request_id}-v{draft.version}.{kind}"})


def folder(number: int) -> ResponseReturnValue:
    """The draft with its annexes as one zip; what is held back stays out unless somebody with the right ticked it."""
    draft = find_draft(number)
    require("edit", draft.info_request.project_id)
    if (refused := _unsettled(draft)) is not None:
        return refused
    documents, held = _documents(draft), {annex.number: may for annex, _document, may in held_back(draft)}
    ticked = {int(one) for one in request.form.getlist("held") if one.isdecimal() and len(one) < 6}
    if not all(held.get(one, False) for one in ticked):
        abort(403)
    annexes = annexes_of(draft.annexes)
    sources = Sources(_made(draft, annexes), documents, (set(documents) - set(held)) | ticked, _render())
    # A file without a name: it is gone when it is closed, whatever happens.
    out = tempfile.TemporaryFile()  # noqa: SIM115
    name = f"recurso-{plain_name(draft.info_request.folio or str(draft.info_request_id))}-v{draft.version}"
    write_folder(out, draft, annexes, _signatory(), sources, backends().files, name=name)
    for one in sorted(ticked):
        record_act(db(), "download-held-back", "document", documents[one].id, by=viewer().id,
                   at=backends().clock.now())
    _note(draft)
    out.seek(0)
    return send_file(out, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip", etag=False)


def held_back(draft: AppealDraft) -> list[tuple[Annex, Document, bool]]:
    """The annexes whose original stays out unless ticked, and whether this person may tick it."""
    found = []
    documents = _documents(draft)
    for annex in annexes_of(draft.annexes):
        document = documents.get(annex.number)
        if document is None or (not document.is_quarantined and archive.is_examined(db(), document)):
            continue
        right: access.Right = "admin" if document.is_quarantined else "edit"
        may = archive.find_document(db(), viewer(), document.id, right) is not None
        found.append((annex, document, may))
    return found


def _unsettled(draft: AppealDraft) -> ResponseReturnValue | None:
    if set(request.form.getlist("settled")) == {str(at) for at in range(len(gaps(draft.sections)))}:
        return None
    flash(_("Tick every point to verify: what nobody has checked must not be filed unseen."), "problem")
    return redirect(url_for("drafts.edit", number=draft.id, _anchor="papers"))


def _signatory() -> Signatory:
    return Signatory(request.form.get("name", "")[:200], request.form.get("contact", "")[:300])


def _note(draft: AppealDraft) -> None:
    record_act(db(), "draft.exported", "appeal_draft", draft.id, by=viewer().id, at=backends().clock.now())
    db().commit()


def _documents(draft: AppealDraft) -> dict[int, Document]:
    """Annex number → its document, of those this person may read."""
    found = ((annex.number, archive.find_document(db(), viewer(), annex.document_id))
             for annex in annexes_of(draft.annexes) if annex.document_id is not None)
    return {number: document for number, document in found if document is not None}


def _render() -> Callable[[Document, int], bytes | None]:
    cache = backends().settings.data_dir / "cache"
    return lambda document, page: page_png(db(), backends().files, cache, document, page)


def _made(draft: AppealDraft, annexes: list[Annex]) -> dict[int, bytes]:
    made: dict[int, bytes] = {}
    for annex in annexes:
        data = _anew(draft.info_request, annex)
        if data is not None:
            made[annex.number] = data
    return made


def _anew(info_request: InfoRequest, annex: Annex) -> bytes | None:
    folio = info_request.folio or info_request.folio_as_written or ""
    if annex.kind == "request":
        filed = f"Presentada el {long_day(info_request.filed_on)}." if info_request.filed_on else ""
        return plain_pdf(annex.title, [f"Ante: {info_request.agency or info_request.agency_as_written}", filed,
                                       info_request.subject, info_request.text])
    if annex.kind == "acts":
        return plain_pdf(f"{annex.title}: {folio}", [
            f"{long_day(event.happened_on)}{f', {event.happened_time:%H:%M}' if event.happened_time else ''}: "
            f"{ACTS.get(event.kind) or _spanish(event.kind)}." for event in standing_events(info_request.events)])
    if annex.kind == "proof":
        case = case_shown(info_request)
        remedy = recompute.remedy(case) or (case.live("appeal") if case else None)
        return None if case is None or remedy is None else proof_pdf(
            case, [remedy], folio=folio, agency=info_request.agency or info_request.agency_as_written)
    if annex.kind == "reply_text" and annex.reply_id is not None:
        reply = db().get(Reply, annex.reply_id)
        if reply is not None and reply.info_request_id == info_request.id:
            return plain_pdf(annex.title, [reply.text])
    return None


def _spanish(kind: str) -> str:
    from flask_babel import force_locale

    with force_locale("es"):
        return str(_(EVENTS.get(kind, kind))).lower()
