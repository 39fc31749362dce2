"""Mails about accounts: the link with which a forgotten password is set anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.people.actions import issue_ticket
from tracker.people.models import User
from tracker.reminders.identity import message_id
from tracker.reminders.messages import plain_message
from tracker.reminders.models import Mail
from tracker.settings import Settings
from tracker.translating import translations

AGAIN_AFTER = timedelta(minutes=10)


def mail_reset_link(session: Session, settings: Settings, email: str, *, now: datetime) -> bool:
    """Queue a mail with a link for a new password; False (and no mail) when no account has this e-mail.

    At most one every ten minutes goes to a person. Whoever asked must not learn which it was.
    """
    user = session.scalar(select(User).where(User.email == email.strip().lower(), User.is_active))
    if user is None:
        return False
    recent = select(Mail.id).where(Mail.user_id == user.id, Mail.kind == "account", Mail.created_at > now - AGAIN_AFTER)
    if session.scalar(recent.limit(1)) is not None:
        return False
    link = f"{settings.site_url}/ticket/{issue_ticket(session, 'reset', user, now=now)}"
    _ = translations(user.language).ugettext
    text = "\n\n".join((
        _("Somebody asked for a new password for your account. With this link you choose one; it works once, for "
          "two hours:"), link, _("If it was not you, do nothing: your password stays."),
    ))
    identity = message_id(settings, "account", user.id, now.isoformat())
    message = plain_message(settings, user.email, _("A new password"), text, identity, now=now)
    session.add(Mail(
        user_id=user.id, kind="account", message_id=identity, to=user.email, subject=str(message["Subject"]),
        body=message.as_bytes().decode("ascii", "replace"), state="waiting", created_at=now, next_try_at=now, token=0,
        attempts=0, is_uncertain=False, is_overview=False,
    ))
    session.flush()
    return True
