"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real files, or a skipped test where it is not at hand."""
    folder = os.environ.get("ACUSE_SAMPLES")
    if not folder or not Path(folder).is_dir():
        pytest.skip("ACUSE_SAMPLES does not name a folder of sample files")
    return Path(folder)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The project's own seed data."""
    return Path(__file__).resolve().parent.parent / "seeds"
