"""Agencies in the database: seeds come in once, and what people changed stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

import tracker.agencies.models
from archive.db import Base, Sessions, open_engine
from tracker.agencies import actions
from tracker.agencies.directory import load_directory
from tracker.agencies.store import directory_of, load_seeds

SEED = """
jurisdiction: MX-FED
sources: {s: Diario}
agencies:
- {acronym: UNO, name: Instituto Uno, aliases: [Primero], kinds: [[executive, null, null, true, s]],
   codes: [["11111", infomex, true, s]]}
- {acronym: DOS, name: Instituto Dos, predecessors: [UNO]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seed").mkdir()
    (tmp_path / "seed" / "federal.yaml").write_text(SEED, encoding="utf-8")
    return tmp_path / "seed"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_engine(f"sqlite:///{tmp_path / 'agencies.sqlite3'}")
    tables = [Base.metadata.tables[name] for name in ("agency", "agency_alias", "agency_code", "agency_kind")]
    Base.metadata.create_all(engine, tables=tables)
    with Sessions(engine).writing() as opened:
        yield opened
    engine.dispose()


def test_the_database_gives_back_the_directory_of_the_seeds(session: Session, folder: Path) -> None:
    assert load_seeds(session, folder) == 2
    session.expire_all()
    assert directory_of(session, folder).agencies == load_directory(folder).agencies


def test_loading_the_seeds_again_changes_nothing(session: Session, folder: Path) -> None:
    load_seeds(session, folder)
    before = directory_of(session, folder).agencies
    assert load_seeds(session, folder) == 0
    assert not session.dirty and not session.new
    session.expire_all()
    assert directory_of(session, folder).agencies == before


def test_what_a_person_changed_survives_new_seeds(session: Session, folder: Path) -> None:
    load_seeds(session, folder)
    actions.rename_agency(session, "UNO", "Instituto Primero y Único")
    actions.add_code(session, "DOS", "22222", "infomex", "un oficio")
    actions.remove_alias(session, "UNO", "Primero")
    actions.remove_code(session, "UNO", "11111")
    load_seeds(session, folder)
    session.expire_all()
    directory = directory_of(session, folder)
    uno = directory.by_acronym("UNO")
    assert uno is not None
    assert (uno.name, uno.codes) == ("Instituto Primero y Único", ())
    assert directory.match("Instituto Uno").agency is uno
    assert directory.match("Primero").agency is None
    assert directory.by_code("22222") is directory.by_acronym("DOS")


def test_a_correction_in_the_seeds_reaches_rows_nobody_edited(session: Session, folder: Path) -> None:
    load_seeds(session, folder)
    corrected = (
        SEED.replace("Instituto Dos", "Instituto Segundo").replace("11111", "33333").replace("Primero", "Decano")
    )
    (folder / "federal.yaml").write_text(corrected, encoding="utf-8")
    load_seeds(session, folder)
    session.expire_all()
    assert directory_of(session, folder).agencies == load_directory(folder).agencies


def test_an_agency_of_ones_own_can_be_entered(session: Session, folder: Path) -> None:
    load_seeds(session, folder)
    actions.add_agency(session, "TRES", "Ayuntamiento Tres", "MX-CHP", kind="municipality")
    load_seeds(session, folder)
    tres = directory_of(session, folder).by_acronym("tres")
    assert tres is not None and tres.kinds[0].kind == "municipality"


@pytest.mark.parametrize(
    ("code", "series"), [("1234", "infomex"), ("330020", "sisai33"), ("12E45", "infomex"), ("12345", "otra")]
)
def test_a_code_of_another_length_is_refused(session: Session, folder: Path, code: str, series: str) -> None:
    load_seeds(session, folder)
    with pytest.raises(actions.BadAgency):
        actions.add_code(session, "UNO", code, series, "")


def test_an_acronym_that_is_taken_is_refused(session: Session, folder: Path) -> None:
    load_seeds(session, folder)
    with pytest.raises(actions.BadAgency, match="UNO"):
        actions.add_agency(session, "UNO", "Otro", "MX-FED")


assert tracker.agencies.models.AgencyRow
