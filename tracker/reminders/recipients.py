"""Who is reminded of a request: its owner and, when the owner looks away, the project's deputy."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.people.access import may
from tracker.people.models import User
from tracker.projects.models import Membership
from tracker.requests.models import InfoRequest


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person to be reminded; a deputy only of what is urgent and unopened."""

    user: User
    is_deputy: bool = False


def recipients(session: Session, info_request: InfoRequest) -> list[Recipient]:
    """The owner and the deputy; where the owner has no account or no access any more, who stands in.

    That is the deputy, else the project's admins, else the installation's owner.
    """
    owner = session.get(User, info_request.owner_id)
    members = session.execute(
        select(User, Membership.role, Membership.is_deputy).join(Membership, Membership.user_id == User.id)
        .where(Membership.project_id == info_request.project_id, User.is_active).order_by(User.id)
    ).all()
    deputies = [user for user, _role, is_deputy in members if is_deputy]
    if owner is not None and owner.is_active and may(session, owner, "read", info_request.project_id):
        return [Recipient(owner), *(Recipient(user, True) for user in deputies if user.id != owner.id)]
    admins = [user for user, role, _ in members if role == "admin"]
    return [Recipient(user) for user in deputies or admins or _installation_owner(session)]


def can_be_mailed(user: User) -> bool:
    """Whether mails may go to a person: an account in use, or the nameless owner of one without accounts."""
    return user.is_active or (user.is_owner and user.password_hash is None)


def _installation_owner(session: Session) -> list[User]:
    owners = session.scalars(select(User).where(User.role == "owner").order_by(User.id)).all()
    in_use = [owner for owner in owners if owner.is_active]
    return in_use or [owner for owner in owners if can_be_mailed(owner)][:1]
