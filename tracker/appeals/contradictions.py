"""Documents of other agencies that speak of what was declared not to exist: proposed, never put in by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.models import Document, Page
from archive.search.analysis import stems
from archive.search.types import SearchError
from tracker.archive_access import origin_of, project_id_of
from tracker.archive_search import Wanted, first_of, search_archive
from tracker.backends import Backends
from tracker.people.models import User
from tracker.questions.models import Question
from tracker.questions.pages import rare_words
from tracker.replies.models import Reply, ReplyDocument
from tracker.requests.models import InfoRequest

ASKED_AT_ONCE = 60
PROPOSED = 8
MOST_WORDS = 10
LONGEST_QUOTE = 400
_WORD = re.compile(r"\w{3,}")
_STOP = re.compile(r"[.;]")


@dataclass(frozen=True, slots=True)
class Proposed:
    """A page that may contradict the non-existence: its document, whose it is, the words that stand there."""

    document_id: int
    page: int
    title: str
    agency: str
    project_id: int | None
    quote: str
    query: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.document_id}:{self.page}"


def subject_words(texts: Sequence[str]) -> list[str]:
    """The words that say what was asked, rarest first as far as the texts themselves tell."""
    return rare_words(texts, MOST_WORDS)


def proposed(backends: Backends, session: Session, user: User, info_request: InfoRequest,
             questions: Sequence[Question] = ()) -> list[Proposed]:
    """Pages of other agencies that hold most of the words asked for, of what this person may read; best first."""
    denied = [question.text for question in questions if question.ground == "inexistence"]
    words = subject_words(denied or [f"{info_request.subject} {info_request.text}"])
    if len(words) < 2:
        return []
    own = set(session.scalars(select(ReplyDocument.document_id).join(Reply).where(
        Reply.info_request_id == info_request.id)))
    try:
        answer = search_archive(backends, session, user, Wanted(" OR ".join(words)), limit=ASKED_AT_ONCE,
                                with_facets=False)
    except SearchError:
        return []
    texts = texts_of(session, [hit.page_id for group in answer.groups for hit in group.hits])
    wanted = [frozenset(stems(word)) for word in words]
    held: list[tuple[int, float, Document, int, Passage]] = []
    for group in answer.groups:
        if group.document.id in own or _is_of(group.document, info_request):
            continue
        for hit in group.hits:
            passage = best_passage(texts.get(hit.page_id, ""), wanted)
            if passage is not None and passage.words >= enough(len(words)):
                held.append((-passage.words, -hit.score, group.document, hit.number, passage))
    held.sort(key=lambda one: one[:2])
    found: list[Proposed] = []
    for _, _, document, number, passage in held:
        if any(one.document_id == document.id for one in found):
            continue
        found.append(Proposed(
            document.id, number, document.title or document.name, origin_of(session, user, document).agency or "",
            project_id_of(document), passage.text, " ".join(words)))
        if len(found) == PROPOSED:
            break
    return found


def enough(asked: int) -> int:
    """How many of the words asked for must stand close together on a page."""
    return min(asked, max(2, -(-asked * 2 // 5)))


def texts_of(session: Session, page_ids: Sequence[int]) -> dict[int, str]:
    """The text of pages, by their ids; what lies under a redaction is in none."""
    return {row.id: row.text or "" for row in session.execute(
        select(Page.id, Page.text).where(Page.id.in_(page_ids), Page.state == "read"))}


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim stretch of a page, and how many of the words asked for it holds."""

    text: str
    words: int


def best_passage(text: str, wanted: Sequence[frozenset[str]]) -> Passage | None:
    """The stretch of at most 400 letters that holds most of the wanted words (each a set of stems), from the beginning
    of its sentence where that is near."""
    hits = []
    for start, end in ((found.start(), found.end()) for found in _WORD.finditer(text)):
        forms = set(stems(text[start:end]))
        hits += [(start, end, at) for at, one in enumerate(wanted) if one & forms]
    best: tuple[int, int, int] | None = None
    first = 0
    for last, (_, end, _at) in enumerate(hits):
        while end - hits[first][0] > LONGEST_QUOTE:
            first += 1
        count = len({at for _, _, at in hits[first:last + 1]})
        if best is None or count > best[0]:
            best = (count, hits[first][0], end)
    if best is None:
        return None
    count, start, end = best
    sentence = max(text.rfind(sign, max(0, start - 200), start) for sign in (".", ";", "\n\n")) + 1
    if end - sentence <= LONGEST_QUOTE:
        start = max(sentence, start - 200)
    stop = _STOP.search(text, end, start + LONGEST_QUOTE)
    piece = text[start:stop.end() if stop else end].strip()
    return Passage(piece, count)


def chosen(candidates: Collection[Proposed], keys: Collection[str]) -> list[Proposed]:
    """Those a person ticked."""
    return [one for one in candidates if one.key in keys]


def _is_of(document: Document, info_request: InfoRequest) -> bool:
    agency = first_of(document.facets, "agency")
    return agency is not None and agency == info_request.agency
