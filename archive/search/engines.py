"""Opens the search engine that an address names."""

from __future__ import annotations

from pathlib import Path

from archive.search.folder import IndexFolder
from archive.search.forwarding import ForwardedEngine, drop_note, follow, leave_note
from archive.search.types import SearchEngine, UnknownEngine

LAYOUTS = {"whoosh": 2, "tantivy": 2}
"""Version of what each engine writes: an index of another version is rebuilt."""

ENGINES = tuple(LAYOUTS)


def split_address(url: str) -> tuple[str, Path]:
    """Engine name and folder of `whoosh:PATH`; anything else is refused with what there is."""
    name, _, path = url.partition(":")
    if name not in ENGINES or not path.strip():
        known = " or ".join(f"{engine}:PATH" for engine in ENGINES)
        raise UnknownEngine(f"“{url}” is not a search address. Use {known}.")
    return name, Path(path)


def index_folder(url: str) -> IndexFolder:
    """The folder of an address, with its generations."""
    name, path = split_address(url)
    return IndexFolder(path, name, LAYOUTS[name])


def address_in_use(url: str) -> str:
    """The address an index is at now: after a move, a note in the old folder says where. Raises IndexDamaged."""
    return follow(url, lambda address: split_address(address)[1])


def move_index(old: str, new: str) -> None:
    """Let whoever opens `old` find the index at `new`; both the same means: it is back."""
    kept = split_address(old)[1]
    if split_address(new) == split_address(old):
        drop_note(kept)
        return
    drop_note(split_address(new)[1])
    leave_note(kept, new)


def open_search(url: str, *, generation: Path | None = None) -> SearchEngine:
    """The engine at an address, or where it moved to. Nothing is read yet; a missing folder is made when the first page
    is added."""
    folder = index_folder(url)
    if generation is not None:
        return _open(folder, generation)
    return ForwardedEngine(folder.path, lambda: _open(index_folder(address_in_use(url)), None))


def _open(folder: IndexFolder, generation: Path | None) -> SearchEngine:
    if folder.engine == "tantivy":
        from archive.search.tantivy_engine import TantivyEngine

        return TantivyEngine(folder, generation=generation)
    from archive.search.whoosh_engine import WhooshEngine

    return WhooshEngine(folder, generation=generation)
