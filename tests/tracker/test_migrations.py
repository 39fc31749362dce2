"""Migrations make the very tables the models describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tracker.backends import Backends
from tracker.setup import make_ready
from tracker.tables import metadata


def test_migrations_and_models_agree(backends: Backends) -> None:
    with backends.sessions.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, metadata) == []


def test_making_ready_a_second_time_changes_nothing(backends: Backends) -> None:
    assert make_ready(backends) is False


def test_seeding_again_keeps_what_people_edited(backends: Backends) -> None:
    from tracker.agencies.actions import add_alias
    from tracker.agencies.store import directory_of
    from tracker.seeding import load_seeds

    with backends.sessions.writing() as session:
        add_alias(session, "INM", "La Migra de Prueba")
    with backends.sessions.writing() as session:
        load_seeds(session)
    with backends.sessions.reading() as session:
        agency = directory_of(session).match("La Migra de Prueba").agency
        assert agency is not None and agency.acronym == "INM"
