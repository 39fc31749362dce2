"""Texts a PDF keeps where no reader looks: structure, destinations, threads, scripts, private data, other metadata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_MOST_NODES = 50_000
_MOST_TEXT = 2_000_000
_MOST_PAGES = 500
_PLACES = ("/StructTreeRoot", "/Threads", "/Dests", "/PieceInfo", "/Metadata", "/OpenAction", "/AA", "/PageLabels")
_ON_PAGES = ("/PieceInfo", "/Metadata", "/AA")
_OWN_INFO = {"/Title", "/Subject", "/Keywords", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate"}
"""Entries of the document information that are told by others, or hold no names."""


@dataclass
class Buried:
    """Texts by how far they are believed; for comparing within the file, never to be passed on."""

    called: list[str] = field(default_factory=list)
    """What stands for the page's own words (`ActualText`): all of it should be on a page."""
    titles: list[str] = field(default_factory=list)
    """Names of places and threads: a name in them should be on a page."""
    others: list[str] = field(default_factory=list)
    """Anything else: a leak only where a box hides that very word."""


def has_buried(pdf: Any) -> bool:
    """Whether an open pikepdf document has any place for such texts."""
    names = pdf.Root.get("/Names", {})
    if any(key not in _OWN_INFO for key in pdf.trailer.get("/Info", {})):
        return True
    if any(key in page.obj for page in pdf.pages[:_MOST_PAGES] for key in _ON_PAGES):
        return True
    return any(key in pdf.Root for key in _PLACES) or "/Dests" in names or "/JavaScript" in names


def buried_texts(path: Path) -> Buried:
    """Such texts of a PDF; nothing for one that cannot be opened."""
    import pikepdf

    found = Buried()
    try:
        with pikepdf.open(path) as pdf:
            for look in (_structure, _titles, _others):
                try:
                    look(pdf, found)
                except MemoryError:
                    raise
                except Exception:  # a damaged part hides nothing that stands in the others
                    continue
    except MemoryError:
        raise
    except Exception:  # damaged files make the parser raise anything; whoever reads the file tells of it
        return found
    return found


def _structure(pdf: Any, found: Buried) -> None:
    """What the elements of the structure tree say beside what they mark (ISO 32000-2, 14.9)."""
    for node in _nodes(pdf.Root.get("/StructTreeRoot"), "/K"):
        found.called += _strings(node, ("/ActualText",))
        found.others += _strings(node, ("/Alt", "/E", "/T"))


def _titles(pdf: Any, found: Buried) -> None:
    import pikepdf

    root = pdf.Root
    dests = root.get("/Dests")
    if isinstance(dests, pikepdf.Dictionary):
        found.titles += [str(key)[1:] for key in list(dests.keys())[:_MOST_NODES]]
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for node in _nodes(names.get("/Dests"), "/Kids"):
            found.titles += [str(key) for key in list(node.get("/Names", ()))[:_MOST_NODES:2]]
    threads = root.get("/Threads")
    for thread in list(threads)[:_MOST_NODES] if isinstance(threads, pikepdf.Array) else ():
        found.titles += _strings(thread.get("/I"), ("/Title", "/Subject", "/Keywords"))


def _others(pdf: Any, found: Buried) -> None:
    """Scripts, labels of pages, private data of programs, XMP and entries of one's own in the document information."""
    root = pdf.Root
    holders = [root.get(key) for key in ("/OpenAction", "/AA", "/PageLabels", "/PieceInfo", "/Metadata")]
    names = root.get("/Names", {})
    holders.append(names.get("/JavaScript"))
    for page in pdf.pages[:_MOST_PAGES]:
        holders += [page.obj.get(key) for key in _ON_PAGES]
    left = _MOST_TEXT
    for text in _every_string([holder for holder in holders if holder is not None]):
        found.others.append(text[:left])
        left -= len(text)
        if left <= 0:
            return
    info = pdf.trailer.get("/Info", {})
    found.others += [str(value) for key, value in info.items() if key not in _OWN_INFO and _is_string(value)]


def _nodes(start: Any, below: str) -> Iterator[Any]:
    """Each dictionary of a tree, however crooked."""
    import pikepdf

    seen: set[tuple[int, int]] = set()
    todo, count = [start], 0
    while todo and count < _MOST_NODES:
        thing = todo.pop()
        if isinstance(thing, pikepdf.Array):
            todo += list(thing)[:_MOST_NODES]
        elif isinstance(thing, pikepdf.Dictionary):
            if thing.is_indirect:
                if thing.objgen in seen:
                    continue
                seen.add(thing.objgen)
            count += 1
            yield thing
            todo.append(thing.get(below))


def _every_string(start: list[Any]) -> Iterator[str]:
    """Every string and stream below these, pages left aside."""
    import pikepdf

    seen: set[tuple[int, int]] = set()
    todo, count = list(start), 0
    while todo and count < _MOST_NODES:
        thing = todo.pop()
        count += 1
        if _is_string(thing):
            yield str(thing)
            continue
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Array | pikepdf.Stream):
            continue
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Stream):
            yield _decoded(thing)
        elif isinstance(thing, pikepdf.Array):
            todo += list(thing)[:_MOST_NODES]
        elif str(thing.get("/Type", "")) not in ("/Page", "/Pages"):
            todo += [value for key, value in thing.items() if key != "/Parent"]


def _decoded(stream: Any) -> str:
    import pikepdf

    try:
        data = bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return ""
    return data[:_MOST_TEXT].decode("utf-8", "replace")


def _strings(holder: Any, keys: tuple[str, ...]) -> list[str]:
    import pikepdf

    if not isinstance(holder, pikepdf.Dictionary):
        return []
    return [str(holder[key]) for key in keys if key in holder and _is_string(holder[key])]


def _is_string(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.String | str)
