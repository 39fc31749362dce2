"""`acuse user`: accounts from the command line; passwords are set by a link that works once."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from tracker.commands.output import OK, Output, WrongUse
from tracker.sentences import N_

if TYPE_CHECKING:
    from tracker.backends import Backends
    from tracker.people.models import User

HELP = "Makes accounts and links to set a password; lists who has one."
PROBLEMS = {
    "email-taken": "that e-mail already has an account; use: acuse user reset E-MAIL",
    "bad-email": "that is not an e-mail address; write it like name@example.org.",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands and their arguments."""
    what = parser.add_subparsers(dest="what", required=True, metavar="add|reset|list")
    add = what.add_parser("add", help="make an account and print the link with which its password is set")
    add.add_argument("email", metavar="E-MAIL")
    add.add_argument("--name", default="", help="the person's name")
    add.add_argument("--owner", action="store_true", help="the account runs the installation")
    add.add_argument("--language", choices=("es", "en"), help="the language of its mails and pages")
    reset = what.add_parser("reset", help="print a link with which the password is set anew")
    reset.add_argument("email", metavar="E-MAIL")
    what.add_parser("list", help="list the accounts")


def run(args: argparse.Namespace, out: Output) -> int:
    """Do what was asked of accounts."""
    from tracker.setup import ready_backends

    backends = ready_backends(os.environ)
    try:
        if args.what == "list":
            return _list(backends, out)
        return _add(backends, args, out) if args.what == "add" else _reset(backends, args.email, out)
    finally:
        backends.close()


def _add(backends: Backends, args: argparse.Namespace, out: Output) -> int:
    from tracker.people.actions import AccountProblem, create_user, issue_ticket

    now = backends.clock.now()
    try:
        with backends.sessions.writing() as session:
            user = create_user(session, email=args.email, name=args.name, password=None,
                               role="owner" if args.owner else "member",
                               language=args.language or backends.settings.language, now=now)
            token = issue_ticket(session, "invitation", user, now=now)
    except AccountProblem as problem:
        raise WrongUse(PROBLEMS[problem.code]) from problem
    return _link(backends, user, token, "7 días", out)


def _reset(backends: Backends, email: str, out: Output) -> int:
    from sqlalchemy import select

    from tracker.people.actions import issue_ticket
    from tracker.people.models import User

    with backends.sessions.writing() as session:
        user = session.scalar(select(User).where(User.email == email.strip().lower(), User.is_active))
        if user is None:
            raise WrongUse(N_("there is no account %(email)s; see: acuse user list"), email=email)
        token = issue_ticket(session, "reset", user, now=backends.clock.now())
    return _link(backends, user, token, "2 horas", out)


def _link(backends: Backends, user: User, token: str, lasts: str, out: Output) -> int:
    link = f"{backends.settings.site_url}/ticket/{token}"
    data: dict[str, Any] = {"email": user.email, "name": user.name, "role": user.role, "link": link}
    words = f"{user.email}: para elegir contraseña, abrir esta dirección (una sola vez, vale {lasts}):"
    out.result(data, f"{words}\n{link}")
    return OK


def _list(backends: Backends, out: Output) -> int:
    from sqlalchemy import select

    from tracker.people.models import User

    with backends.sessions.reading() as session:
        users = session.scalars(select(User).order_by(User.id)).all()
    rows = [{"email": user.email, "name": user.name, "role": user.role, "active": user.is_active,
             "has_password": user.password_hash is not None} for user in users]
    out.result(rows, "\n".join(
        f"{user.email}  {user.name}  {user.role}{'' if user.is_active else '  (sin uso)'}" for user in users))
    return OK
