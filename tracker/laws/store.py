"""Where the rulebook comes from."""

from __future__ import annotations

from pathlib import Path

from tracker.laws.catalogue import Rulebook, load_rulebook


def seeds_folder() -> Path:
    """The folder of seed data that comes with the product."""
    return Path(__file__).resolve().parents[2] / "seeds"


def rulebook(folder: Path | None = None) -> Rulebook:
    """The rulebook to work with: that of the seeds."""
    return load_rulebook(folder or seeds_folder())
