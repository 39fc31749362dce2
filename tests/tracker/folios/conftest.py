from __future__ import annotations

from pathlib import Path

import pytest

from tracker.agencies.directory import Directory, load_directory


@pytest.fixture(scope="session")
def directory(seeds: Path) -> Directory:
    return load_directory(seeds / "agencies")
