"""Searching the archive as a person: scopes, the thesaurus, and the words to mark on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sqlalchemy.orm import Session, object_session

from archive.models import Page
from archive.search.thesaurus import Thesaurus
from archive.search.tree import Everything, Node
from archive.search.types import Filters, SearchError
from archive.words import unpack_words
from ocr.types import Box
from tracker.backends import Backends
from tracker.corrections.applying import Corrected, corrected_words
from tracker.corrections.models import Correction
from tracker.people.access import scopes_of
from tracker.people.models import User
from tracker.seeding import seeds_folder
from tracker.settings_table import Setting

MOST_HIT_PAGES = 5000
THESAURUS = "thesaurus"
"""The setting that holds the thesaurus when it was changed on the site."""


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What to mark on a page: `boxes` as (index of the word as corrected, box), and stretches of the corrected text."""

    boxes: tuple[tuple[int, Box], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


NO_MARKS = PageMarks()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a page's text that is shown in one way: whether it answers, and who corrected it from what."""

    text: str
    is_marked: bool = False
    correction: Correction | None = None
    is_first: bool = False
    """It begins the corrected stretch."""
    note_id: int | None = None
    """The note whose passage it belongs to."""
    is_cited: bool = False
    """It belongs to the passage the address names."""


def thesaurus(session: Session | None) -> Thesaurus:
    """The thesaurus of this installation: as people changed it, else as it came; an empty one where there is none."""
    text = thesaurus_text(session)
    return _thesaurus(text) if text else Thesaurus()


def thesaurus_text(session: Session | None) -> str:
    """The thesaurus as it is written: changed on the site, else the file that came with Acuse."""
    changed = session.get(Setting, THESAURUS) if session is not None else None
    if changed is not None:
        return changed.value
    path = seeds_folder() / "thesaurus.yaml"
    try:
        return _file(str(path), path.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=2)
def _file(path: str, _changed: int) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


@lru_cache(maxsize=4)
def _thesaurus(text: str) -> Thesaurus:
    from archive.search.thesaurus import make_thesaurus, read_groups

    return make_thesaurus([(group.terms, group.also) for group in read_groups(text)])


def planned(query: str, session: Session | None = None, *, for_marking: bool = False, synonyms: bool = True) -> Node:
    """The query as engines take it, or as markers do: without words too common to be worth a mark."""
    from archive.search.common_words import without_common
    from archive.search.plan import Planner
    from archive.search.query import parse_query

    tree = parse_query(query).tree
    names = thesaurus(session) if synonyms else Thesaurus()
    return Planner(names).plan(without_common(tree) if for_marking else tree)


def marks_on_page(query: str, page: Page, corrected: Corrected) -> PageMarks:
    """The words and the stretches of text of a page that answer the query, as corrected or as the machine read them."""
    from archive.search.marks import Marker, matching_words

    tree = planned(query, object_session(page), for_marking=True)
    machine = unpack_words(page.words)
    words, places = corrected_words(page.text or "", machine, corrected.placed)
    indexes = set(matching_words(tree, [word.text for word in words]))
    if corrected.placed:
        indexes |= {places[index] for index in matching_words(tree, [word.text for word in machine])}
    found = tuple((start, end) for start, end, _ in Marker(tree).find(corrected.text))
    return PageMarks(tuple((index, words[index].box) for index in sorted(indexes)), found)


def page_pieces(
    corrected: Corrected, marks: Sequence[tuple[int, int]] = (), notes: Sequence[tuple[int, tuple[int, int]]] = (),
    cited: tuple[int, int] | None = None,
) -> list[Piece]:
    """The corrected text cut wherever a mark, a correction, a noted passage (its id, its place) or the cited one begins
    or ends."""
    text = corrected.text
    placed = sorted(corrected.placed, key=lambda one: one.now)
    cuts = {0, len(text)} | {edge for span in marks for edge in span} | {edge for one in placed for edge in one.now}
    cuts |= {edge for _, span in notes for edge in span} | set(cited or ())
    ordered = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    made = []
    for start, end in pairwise(ordered):
        mine = next((one for one in placed if one.now[0] <= start < one.now[1]), None)
        made.append(Piece(text[start:end], any(low <= start < high for low, high in marks),
                          mine.correction if mine else None, mine is not None and mine.now[0] == start,
                          next((note for note, (low, high) in notes if low <= start < high), None),
                          cited is not None and cited[0] <= start < cited[1]))
    return made


def pieces(text: str, marks: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """The text cut at its marks: pieces in order, each with whether it is marked; marks may overlap."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(marks):
        start = max(start, at)
        if end <= start:
            continue
        if start > at:
            cut.append((text[at:start], False))
        cut.append((text[start:end], True))
        at = end
    if at < len(text):
        cut.append((text[at:], False))
    return tuple(cut)


def hit_pages(backends: Backends, session: Session, user: User, document_id: int, query: str) -> tuple[int, ...]:
    """Numbers of the pages of a document that answer the query, rising; none while the index cannot be asked."""
    tree = planned(query, session)
    if isinstance(tree, Everything):
        return ()
    try:
        results = backends.search.search(
            tree, scopes_of(session, user), Filters(document_id=document_id), limit=MOST_HIT_PAGES
        )
    except SearchError:
        return ()
    return tuple(sorted(hit.number for hit in results.hits))
