"""Commands see the agencies as people corrected them, and work before there is a database."""

from __future__ import annotations

from pathlib import Path

from archive.db import Base, Sessions, open_engine
from tracker.agencies import actions
from tracker.agencies.installed import installed_directory
from tracker.agencies.store import load_seeds


def test_without_a_database_the_seeds_are_read_and_nothing_is_made(tmp_path: Path) -> None:
    directory = installed_directory({"ACUSE_DATA_DIR": str(tmp_path / "data")})
    assert directory.by_acronym("INM")
    assert not (tmp_path / "data").exists()


def test_a_code_a_person_entered_is_known_to_the_folio_reader(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'acuse.sqlite3'}")
    tables = [Base.metadata.tables[name] for name in ("agency", "agency_alias", "agency_code", "agency_kind")]
    Base.metadata.create_all(engine, tables=tables)
    with Sessions(engine).writing() as session:
        load_seeds(session)
        actions.add_code(session, "GN", "3300999", "sisai33", "un acuse")
    engine.dispose()
    found = installed_directory({"ACUSE_DATA_DIR": str(tmp_path)}).by_code("3300999")
    assert found is not None and found.acronym == "GN"


def test_a_database_without_tables_falls_back_on_the_seeds(tmp_path: Path) -> None:
    (tmp_path / "acuse.sqlite3").touch()
    assert installed_directory({"ACUSE_DATA_DIR": str(tmp_path)}).by_acronym("INM")
