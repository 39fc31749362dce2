"""The directory of this installation, found fast: from its database when there is one, else from the seeds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tracker.agencies.directory import Directory, load_directory
from tracker.agencies.loading import SEEDS
from tracker.settings import Settings


def installed_directory(environ: Mapping[str, str]) -> Directory:
    """Agencies with what people changed, where a database exists; makes none, and falls back on the seed files."""
    named = environ.get("ACUSE_SEEDS_DIR")
    folder = Path(named) / "agencies" if named else SEEDS
    url = Settings.from_environ(environ).database_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return load_directory(folder)
    return _from_database(url, folder)


def _from_database(url: str, folder: Path) -> Directory:
    from sqlalchemy.exc import SQLAlchemyError

    from archive.db import Sessions, open_engine
    from tracker.agencies.store import directory_of

    engine = open_engine(url)
    try:
        with Sessions(engine).reading() as session:
            directory = directory_of(session, folder)
    except SQLAlchemyError:
        return load_directory(folder)
    finally:
        engine.dispose()
    return directory if directory.agencies else load_directory(folder)
