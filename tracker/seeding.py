"""Loads what a fresh install starts from; loading again changes nothing and never touches what people edited."""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session


@lru_cache
def seeds_folder() -> Path:
    """Where the seed data lies: beside the packages, or where `ACUSE_SEEDS_DIR` says."""
    named = os.environ.get("ACUSE_SEEDS_DIR")
    return Path(named) if named else Path(__file__).resolve().parent.parent / "seeds"


def seeds_digest() -> str:
    """A digest of every seed file that is loaded into tables."""
    digest = hashlib.sha256()
    for folder in ("agencies", "calendars", "laws"):
        for path in sorted((seeds_folder() / folder).glob("**/*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for path in sorted(seeds_folder().glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def load_seeds(session: Session) -> None:
    """Put laws, calendars, agencies and citable works into their tables."""
    import tracker.agencies.store as agencies
    import tracker.laws.store as laws
    import tracker.sources.store as sources
    import tracker.tables  # noqa: F401  (tables point at each other: all of them must be known)

    agencies.load_seeds(session, seeds_folder() / "agencies")
    laws.load_seeds(session, seeds_folder())
    sources.load_seeds(session, seeds_folder())
