"""Making an installation ready: data folder, migrated database, seeds. Safe to run again: then it changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from tracker.backends import Backends, open_backends
from tracker.clock import Clock
from tracker.people.models import User
from tracker.projects.models import Project
from tracker.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"
DEFAULT_PROJECT = "Archivo general"


def ready_backends(environ: Mapping[str, str], clock: Clock | None = None) -> Backends:
    """Opened backends over a database that is migrated and seeded; never makes an account."""
    settings = Settings.from_environ(environ)
    backends = open_backends(settings, clock)
    make_ready(backends)
    return backends


def make_ready(backends: Backends) -> bool:
    """Migrate and seed when the database is behind; False when there was nothing to do."""
    from tracker.seeding import load_seeds, seeds_digest

    behind = not is_migrated(backends)
    if behind:
        migrate(backends)
    with backends.sessions.reading() as session:
        loaded = session.scalar(text("select value from setting where name = 'seeds'"))
    digest = seeds_digest()
    if loaded == digest:
        return behind
    with backends.sessions.writing() as session:
        load_seeds(session)
        session.execute(text("delete from setting where name = 'seeds'"))
        session.execute(text("insert into setting (name, value) values ('seeds', :digest)"), {"digest": digest})
    return True


def head_revision() -> str:
    """The newest revision, read from the names of the migration files (`NNNN_what.py`)."""
    return max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_migrated(backends: Backends) -> bool:
    """Whether the database is at the newest revision."""
    with backends.sessions.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return bool(connection.scalar(text("select version_num from alembic_version")) == head_revision())


def migrate(backends: Backends) -> None:
    """Bring the database to the newest revision."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with backends.sessions.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def default_project(session: Session, now: datetime) -> Project:
    """The project for what comes in without one; made when it is missing."""
    there = session.scalar(select(Project).order_by(Project.id).limit(1))
    if there is None:
        there = Project(name=DEFAULT_PROJECT, description="", visibility="private", is_discreet=False, created_at=now)
        session.add(there)
        session.flush()
    return there


NAMELESS = "owner@localhost"
"""The account commands act as where nobody has one."""


def first_account(backends: Backends, email: str = "admin@acuse.local") -> tuple[str, str] | None:
    """Make the owner's account with a random password when nobody has one; gives both, to be shown once.

    The nameless owner that commands acted as becomes it, so that what they added has an owner who can sign in.
    """
    from tracker.people.actions import create_user, set_password
    from tracker.projects.models import Membership

    with backends.sessions.writing() as session:
        if session.scalar(select(User.id).where(User.email != NAMELESS).limit(1)) is not None:
            return None
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        now = backends.clock.now()
        user = session.scalar(select(User).where(User.email == NAMELESS))
        if user is None:
            user = create_user(session, email=email, name="Administración", password=password, role="owner",
                               language=backends.settings.language, now=now)
        else:
            user.email, user.name, user.language, user.is_active = (
                email, "Administración", backends.settings.language, True)
            set_password(user, password)
        project = default_project(session, now)
        belongs = select(Membership.id).filter_by(project_id=project.id, user_id=user.id)
        if session.scalar(belongs) is None:
            session.add(Membership(project_id=project.id, user_id=user.id, role="admin", is_deputy=False))
    return email, password


def acting_owner(session: Session, now: datetime) -> User:
    """Who commands act as: the installation's owner, or a nameless one without a password where there is no account."""
    there = session.scalar(select(User).where(User.role == "owner").order_by(User.id).limit(1))
    if there is None:
        there = User(email=NAMELESS, name="Acuse", role="owner", language="es", zone="America/Mexico_City",
                     is_active=False, created_at=now)
        session.add(there)
        session.flush()
    return there
