"""The rulebook of this installation, found fast: its tables when people changed something there, else the seeds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tracker.laws.catalogue import Rulebook
from tracker.laws.store import rulebook, rulebook_of
from tracker.settings import Settings


def installed_rulebook(environ: Mapping[str, str]) -> Rulebook:
    """Laws and calendars with what people corrected, where a database exists; makes none."""
    named = environ.get("ACUSE_SEEDS_DIR")
    folder = Path(named) if named else None
    url = Settings.from_environ(environ).database_url
    if url.startswith("sqlite:///") and not _has_changes(Path(url.removeprefix("sqlite:///"))):
        return rulebook(folder)
    return _from_database(url) or rulebook(folder)


def _has_changes(path: Path) -> bool:
    """Whether people corrected a law or added closed days; asked without the heavy database library."""
    if not path.exists():
        return False
    import sqlite3

    question = (
        "select exists(select 1 from law_document where origin = 'user')"
        " or exists(select 1 from closed_days where withdrawn_at is null)"
    )
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            return bool(connection.execute(question).fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def _from_database(url: str) -> Rulebook | None:
    from sqlalchemy.exc import SQLAlchemyError

    from archive.db import Sessions, open_engine

    engine = open_engine(url)
    try:
        with Sessions(engine).reading() as session:
            book = rulebook_of(session)
    except SQLAlchemyError:
        return None
    finally:
        engine.dispose()
    return book if book.laws else None
