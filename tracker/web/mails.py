"""Mail as it went out, what could not be sent and why, and what Acuse has told a person."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any, cast

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import joinedload

from tracker.mail import parse
from tracker.people.access import project_ids
from tracker.people.models import User
from tracker.reasons import reason
from tracker.reminders.actions import note_opened
from tracker.reminders.models import Mail, Notice
from tracker.reminders.sending import try_again
from tracker.requests.models import InfoRequest
from tracker.vocabulary import N_
from tracker.web.site import backends, db, viewer

bp = Blueprint("mails", __name__, url_prefix="/mail")

PAGE = 50
NOTICES = 30
STATES = {"waiting": N_("waiting"), "sent": N_("sent"), "refused": N_("refused"), "withdrawn": N_("no longer needed")}
KINDS = {"reminder": N_("reminder"), "digest": N_("summary"), "account": N_("account"), "alert": N_("alert")}


@bp.get("")
def index() -> ResponseReturnValue:
    """Notices and mails, newest first; the installation's owner sees everybody's mails."""
    state = request.args.get("state", "")
    query = _visible().where(Mail.state == state) if state in STATES else _visible()
    total = db().scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    mails = db().scalars(query.order_by(Mail.id.desc()).limit(PAGE).offset((page - 1) * PAGE)).all()
    return render_template("mails/index.html", mails=mails, state=state, states=_states(), kinds=KINDS, page=page,
                           pages=pages, notices=_notices(), folder=_folder(),
                           reason=lambda code: reason(code, str(get_locale() or "es")))


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    """One mail as it goes out: its headers, its plain text, its attachments."""
    mail = _mail(number)
    message = parse(mail.body) if mail.body else None
    return render_template("mails/show.html", mail=mail, message=message, text=_text(mail, message), states=_states(),
                           kinds=KINDS, files=_files(message))


@bp.get("/<int:number>.eml")
def download(number: int) -> ResponseReturnValue:
    """One mail as a file a mail program opens."""
    mail = _mail(number)
    if not mail.body or mail.kind == "account":
        abort(404)
    return Response(mail.body.encode(), mimetype="message/rfc822",
                    headers={"Content-Disposition": f"attachment; filename=mail-{mail.id}.eml"})


@bp.post("/<int:number>/again")
def again(number: int) -> ResponseReturnValue:
    """Try a mail again at once; for the installation's owner."""
    if not viewer().is_owner:
        abort(404)
    mail = _mail(number)
    if try_again(db(), mail, now=backends().clock.now()):
        db().commit()
        flash(_("It is tried again within a minute."))
    else:
        flash(_("It is being sent right now, or was sent."), "problem")
    return redirect(url_for("mails.show", number=number))


@bp.post("/seen")
def seen() -> ResponseReturnValue:
    """Mark the notices a page showed as seen, up to the newest one it showed."""
    newest = request.form.get("newest", type=int) or 0
    db().execute(update(Notice).where(Notice.user_id == viewer().id, Notice.seen_at.is_(None), Notice.id <= newest)
                 .values(seen_at=backends().clock.now()))
    db().commit()
    return redirect(url_for("mails.index"))


@bp.after_app_request
def _opened(response: Response) -> Response:
    """Note that a person opened a request's page, so that a deputy is not told nobody did."""
    if request.endpoint == "requests.show" and request.method == "GET" and response.status_code == 200:
        number = (request.view_args or {}).get("number")
        if isinstance(number, int) and current_user.is_authenticated:
            with backends().sessions.writing() as session:
                note_opened(session, current_user.account.id, number, now=backends().clock.now())
    return response


def _visible() -> Select[Mail]:
    query = select(Mail).options(joinedload(Mail.user))
    return query if viewer().is_owner else query.where(Mail.user_id == viewer().id)


def _mail(number: int) -> Mail:
    mail = db().scalar(_visible().where(Mail.id == number))
    if mail is None:
        abort(404)
    return mail


def _notices() -> list[Notice]:
    person: User = viewer()
    readable = or_(Notice.project_id.is_(None), Notice.project_id.in_(project_ids(person, "read")))
    query = (
        select(Notice).where(Notice.user_id == person.id, readable).order_by(Notice.id.desc()).limit(NOTICES)
        .options(joinedload(Notice.info_request).joinedload(InfoRequest.project))
    )
    return list(db().scalars(query))


def _states() -> dict[str, str]:
    """The states in words; without a mail server nothing is said to be sent."""
    is_kept = backends().settings.mail_url.startswith("folder:")
    return STATES | {"sent": N_("kept as a file, not sent")} if is_kept else STATES


def _folder() -> str:
    url = backends().settings.mail_url
    return url.removeprefix("folder:") if url.startswith("folder:") and viewer().is_owner else ""


def _text(mail: Mail, message: EmailMessage | None) -> str:
    if mail.kind == "account":
        return str(_("A mail about an account is shown to nobody but whom it went to: it holds a secret link."))
    part = message.get_body(("plain",)) if message is not None else None
    return str(cast(Any, part).get_content()) if part is not None else ""


def _files(message: EmailMessage | None) -> list[str]:
    parts = message.iter_attachments() if message is not None else ()
    return [str(part.get_filename() or part.get_content_type()) for part in parts]
