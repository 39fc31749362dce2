"""Tables that were sent to be tried and wait for the click that imports them, each in a folder of its own."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path

KEPT_FOR = timedelta(days=7)
"""A trial nobody has touched for so long is dropped with its table."""


def folder_of(data_dir: Path) -> Path:
    """Where the trials of an installation wait."""
    return data_dir / "imports"


def clean(data_dir: Path, now: datetime) -> int:
    """Drop the trials nobody has touched for a week; gives how many."""
    folder = folder_of(data_dir)
    if not folder.is_dir():
        return 0
    old = [path for path in folder.iterdir()
           if path.is_dir() and _touched(path) < (now - KEPT_FOR).timestamp()]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def _touched(trial: Path) -> float:
    return max(path.stat().st_mtime for path in (trial, *trial.iterdir()))
