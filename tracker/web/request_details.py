"""What stands beside a request, changed on one page; notes, repeated requests and files that print other folios."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from wtforms import IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from tracker.audit.actions import record_act
from tracker.laws.store import rulebook_of
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests import details, queries, recompute
from tracker.requests.actions import CannotRecord
from tracker.requests.beside import OtherFolio, beside, other_folios
from tracker.requests.models import InfoRequest, KeptHere, Reference, RequestNote
from tracker.web.forms import Day, Form, SelectField
from tracker.web.request_parts import found, today_here, why_not
from tracker.web.site import backends, db, viewer


class ReferenceForm(Form):
    """Another number a request goes by."""

    kind = SelectField(_l("What it is"), choices=[(code, _l(words)) for code, words in details.REFERENCE_KINDS.items()])
    number = StringField(_l("Number"), validators=[Length(max=120)])
    remark = StringField(_l("Remark"), validators=[Length(max=120)])


class ContactForm(Form):
    """Whom to write to at the agency."""

    name = StringField(_l("Unit or official"), validators=[Length(max=200)])
    role = StringField(_l("Post"), validators=[Length(max=160)])
    email = StringField(_l("E-mail"), validators=[Length(max=254)])
    phone = StringField(_l("Telephone"), validators=[Length(max=80)])
    address = StringField(_l("Address"), validators=[Length(max=400)])


class CostForm(Form):
    """What the agency asks for."""

    amount = StringField(_l("Amount (pesos)"), validators=[Length(max=40)])
    sheets = IntegerField(_l("Sheets"), validators=[Optional(), NumberRange(1, 10**7)])
    what = StringField(_l("For what"), validators=[Length(max=160)])
    paid_on = Day(_l("Paid on"))


class LinkForm(Form):
    """Which request belongs with this one."""

    kind = SelectField(_l("This request"), choices=[(code, _l(both[0])) for code, both in details.LINK_KINDS.items()],
                       default="related")
    other = StringField(_l("Folio of the other request, or its number here"), validators=[Length(max=80)])


FORMS: dict[str, type[Form]] = {"reference": ReferenceForm, "contact": ContactForm, "cost": CostForm,
                                "link": LinkForm}


def show(number: int) -> ResponseReturnValue:
    """The page on which numbers, contacts, costs and related requests are changed."""
    return _page(found(number, "edit"), {}, 200)


def change(number: int, what: str) -> ResponseReturnValue:
    """Add one detail, or take one out."""
    info_request = found(number, "edit")
    if what not in FORMS:
        abort(404)
    here = redirect(url_for("requests.details", number=number, _anchor=what))
    if (row := request.form.get("remove", type=int)) is not None:
        details.remove(db(), info_request, what, row, by=viewer(), clock=backends().clock)
        db().commit()
        flash(_("Taken out."))
        return here
    form = FORMS[what](prefix=what)
    if not form.validate_on_submit():
        return _page(info_request, {what: form}, 422)
    try:
        _add(info_request, what, form)
        recompute.recompute(db(), info_request, rulebook_of(db()), now=backends().clock.now())
    except CannotRecord as problem:
        db().rollback()
        next(iter(field for field in form if field.name != "csrf_token")).errors = [why_not(problem)]
        return _page(found(number, "edit"), {what: form}, 422)
    db().commit()
    flash(_("Noted."))
    return here


def _add(info_request: InfoRequest, what: str, form: Form) -> None:
    given: dict[str, Any] = {"by": viewer(), "clock": backends().clock}
    if what == "reference":
        details.add_reference(db(), info_request, form.number.data or "", form.kind.data, form.remark.data or "",
                              **given)
    elif what == "contact":
        details.add_contact(db(), info_request, *((form[name].data or "") for name in (
            "name", "role", "email", "phone", "address")), **given)
    elif what == "cost":
        if form.paid_on.data and form.paid_on.data > today_here():
            raise CannotRecord("future")
        details.add_cost(db(), info_request, form.amount.data or "", form.sheets.data, form.what.data or "",
                         form.paid_on.data, **given)
    else:
        other = queries.named(db(), viewer(), (form.other.data or "").strip(), near=info_request)
        if other is None:
            raise CannotRecord("no-such-request")
        details.link(db(), info_request, other, form.kind.data, **given)


def _page(info_request: InfoRequest, forms: dict[str, Form], code: int) -> ResponseReturnValue:
    shown = {name: forms.get(name) or form(formdata=None, prefix=name) for name, form in FORMS.items()}
    return render_template("requests/details.html", info_request=info_request, forms=shown,
                           reference_kinds=details.REFERENCE_KINDS, beside=beside(db(), viewer(), info_request)), code


def again(number: int) -> ResponseReturnValue:
    """Ask the same once more: a draft with the same text, tied to this request."""
    info_request = found(number, "edit")
    draft = details.ask_again(db(), info_request, by=viewer(), clock=backends().clock)
    recompute.recompute(db(), draft, rulebook_of(db()), now=backends().clock.now())
    db().commit()
    flash(_("This is a draft with the same text. Change what is to be asked now; note the folio when it is filed."))
    return redirect(url_for("requests.edit", number=draft.id))


def note(number: int) -> ResponseReturnValue:
    """Write a note, change one, take it out, or undo its last change."""
    info_request = found(number, "edit")
    given: dict[str, Any] = {"by": viewer(), "clock": backends().clock}
    key = request.form.get("note", type=int)
    row = None if key is None else db().get(RequestNote, key)
    if key is not None and (row is None or row.info_request_id != info_request.id):
        abort(404)
    text = "" if request.form.get("remove") else request.form.get("text", "")[:20_000]
    try:
        if row is None:
            row = details.write_note(db(), info_request, text, **given)
        elif request.form.get("undo"):
            details.undo_note(db(), row, **given)
        else:
            details.change_note(db(), row, text, **given)
    except CannotRecord as problem:
        flash(why_not(problem), "problem")
        return redirect(url_for("requests.show", number=number, _anchor="notes"))
    info_request.moved_at = backends().clock.now()
    db().commit()
    flash(_("The note is taken out; it can be brought back.") if row.is_removed else _("Noted."))
    return redirect(url_for("requests.show", number=number, _anchor="notes"))


def file_folio(number: int) -> ResponseReturnValue:
    """Say that a file belongs here although it prints another folio, or take it out of the reply."""
    info_request = found(number, "edit")
    document, verdict = request.form.get("document", type=int), request.form.get("verdict")
    of_reply = select(Reply.id).where(Reply.info_request_id == info_request.id)
    there = db().scalars(select(ReplyDocument).where(ReplyDocument.reply_id.in_(of_reply),
                                                     ReplyDocument.document_id == document)).first()
    if there is None or document is None or verdict not in ("keep", "out"):
        flash(_("That file is not part of a reply here any more."), "problem")
        return redirect(url_for("requests.show", number=number))
    now = backends().clock.now()
    if verdict == "keep":
        db().add(KeptHere(info_request_id=info_request.id, document_id=document, created_by=viewer().id,
                          created_at=now))
    else:
        db().execute(delete(ReplyDocument).where(ReplyDocument.reply_id.in_(of_reply),
                                                 ReplyDocument.document_id == document))
    record_act(db(), f"file.{verdict}", "info_request", info_request.id, by=viewer().id, at=now,
               content={"document": document})
    db().commit()
    flash(_("Noted: the file belongs here.") if verdict == "keep"
          else _("The file is no longer part of the reply; it stays in the archive."))
    return redirect(url_for("requests.show", number=number))


def strange_files(info_request: InfoRequest) -> list[OtherFolio]:
    """Files of a request's replies that print other folios and not its own."""
    numbers = list(db().scalars(select(Reference.number).where(Reference.info_request_id == info_request.id)))
    return other_folios(db(), viewer(), info_request, numbers)
