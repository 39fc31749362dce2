"""Where an index lives: a folder of ours with numbered generations, of which one is current.

A new generation is built beside the current one and swapped in by renaming one small file, so that searches go on all
the while. A folder we did not make is never opened: an index file can carry code.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from archive.search.analysis import ANALYSIS_VERSION
from archive.search.types import IndexDamaged, SearchError

_CURRENT = "current.json"
_MARK = "acuse-index.json"


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """A folder for one engine's index; `layout` is the version of what that engine writes."""

    path: Path
    engine: str
    layout: int

    def current(self) -> Path | None:
        """The generation in use, or None when there is no index yet."""
        try:
            name = json.loads((self.path / _CURRENT).read_text(encoding="utf-8"))["generation"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as problem:
            raise IndexDamaged("The search index has lost its place mark: rebuild it.") from problem
        if not isinstance(name, str) or not name.startswith("generation-") or "/" in name:
            raise IndexDamaged("The search index has lost its place mark: rebuild it.")
        return self.path / name

    def check(self, generation: Path) -> None:
        """Refuse a generation that is not ours, or that another version made."""
        try:
            mark = json.loads((generation / _MARK).read_text(encoding="utf-8"))
        except (OSError, ValueError) as problem:
            raise IndexDamaged("The search index is not one this program made, or is damaged: rebuild it.") from problem
        if mark != self._mark():
            raise IndexDamaged("The search index was made by another version: rebuild it.")

    def start(self, generation: Path | None = None) -> Path:
        """Make an empty, marked folder for a new generation (or for this one)."""
        self.path.mkdir(parents=True, exist_ok=True)
        if generation is None:
            numbers = [int(name.name[11:]) for name in self.path.glob("generation-*") if name.name[11:].isdigit()]
            generation = self.path / f"generation-{max(numbers, default=0) + 1:06}"
        generation.mkdir(exist_ok=True)
        _write(generation / _MARK, self._mark())
        return generation

    def unfinished(self) -> Path | None:
        """A generation that an interrupted rebuild left and that can be gone on with."""
        current = self.current_name()
        for generation in sorted(self.path.glob("generation-*"), reverse=True):
            if generation.name > (current or ""):
                try:
                    self.check(generation)
                except SearchError:
                    continue
                return generation
        return None

    def current_name(self) -> str | None:
        """The name of the current generation; None when there is none that can be told."""
        try:
            current = self.current()
        except IndexDamaged:
            return None
        return current.name if current else None

    def swap(self, generation: Path) -> None:
        """Make a generation current, and throw the others away."""
        _write(self.path / _CURRENT, {"generation": generation.name})
        for other in self.path.glob("generation-*"):
            if other != generation:
                shutil.rmtree(other, ignore_errors=True)

    def discard(self, generation: Path) -> None:
        """Throw a generation away."""
        shutil.rmtree(generation, ignore_errors=True)

    def size_bytes(self) -> int:
        """Room taken by the current generation."""
        current = self.current()
        if current is None:
            return 0
        return sum(file.stat().st_size for file in current.rglob("*") if file.is_file())

    def _mark(self) -> dict[str, object]:
        return {"made_by": "acuse", "engine": self.engine, "layout": self.layout, "analysis": ANALYSIS_VERSION}


def _write(path: Path, data: object) -> None:
    """Write a small file so that it is either the old one or the new one, also after a crash."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
