"""`acuse search`: finds pages of the archive, with the piece of text and the places on the page that answer."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from tracker.commands.output import OK, Output, WrongUse
from tracker.sentences import N_

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.archive_search import Answer, Wanted
    from tracker.backends import Backends

HELP = 'Searches every page: words, "phrases", OR, -not, prefix*, near~5, agencia: folio: año: testado:>20.'


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("query", nargs="+", metavar="QUERY", help="what to search for")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many pages to list (20)")
    parser.add_argument("--agency", help="only documents of this agency, by its acronym")
    parser.add_argument("--folio", help="only documents of this request")
    parser.add_argument("--year", type=int, help="only requests filed in this year")


def run(args: argparse.Namespace, out: Output) -> int:
    """Search as the installation's owner, who sees everything."""
    from archive.search.types import SearchError
    from tracker.setup import ready_backends

    if not 0 <= args.limit <= 10_000:
        raise WrongUse(N_("--limit takes a number from 0 to 10000."))
    backends = ready_backends(os.environ)
    try:
        with backends.sessions.reading() as session:
            wanted = _wanted(args, session)
            answer = _search(backends, session, wanted, args.limit, out)
            hits = _hits(session, answer, wanted)
        for hint in answer.page.hints:
            out.notice(hint.sentence(backends.settings.language))
        if answer.page.most_total:
            out.notice(f"{answer.page.most_total} pages have most of these words, not all; see them on the site.")
        data = {"total": answer.page.total, "took_ms": round(answer.page.took_ms, 1), "hits": hits}
        out.result(data, _words(answer.page.total, hits))
        return OK
    except SearchError as problem:
        raise WrongUse(str(problem)) from problem
    finally:
        backends.close()


def _wanted(args: argparse.Namespace, session: Session) -> Wanted:
    from tracker.agencies.store import directory_of
    from tracker.archive_search import Wanted
    from tracker.folios.read import read_one

    facets: dict[str, frozenset[str]] = {}
    folio = args.folio
    if args.agency or folio:
        directory = directory_of(session)
        if args.agency:
            known = directory.by_acronym(args.agency)
            facets["agency"] = frozenset({known.acronym if known else args.agency})
        if folio:
            read = read_one(folio, directory)
            folio = read.folio if read else folio
    if args.year is not None:
        facets["year"] = frozenset({str(args.year)})
    return Wanted(query=" ".join(args.query), facets=facets, folio=folio)


def _search(backends: Backends, session: Session, wanted: Wanted, limit: int, out: Output) -> Answer:
    from archive.indexing import rebuild_index
    from archive.search.types import IndexDamaged
    from tracker.archive_search import search_archive

    try:
        return search_archive(backends, session, None, wanted, limit=limit, with_facets=False)
    except IndexDamaged as problem:
        out.notice(f"{problem} It is being rebuilt now.")
        rebuild_index(backends.sessions, backends.settings.search_url, now=backends.clock.now)
        return search_archive(backends, session, None, wanted, limit=limit, with_facets=False)


def _hits(session: Session, answer: Answer, wanted: Wanted) -> list[dict[str, Any]]:
    from archive.search.marks import matching_words
    from archive.words import unpack_words
    from tracker.archive_pages import folios_named, packed_words
    from tracker.page_search import planned

    tree = planned(wanted.query, session, for_marking=True)
    packed = packed_words(session, [hit.page_id for hit in answer.page.hits])
    documents = {group.document.id: group for group in answer.groups}
    named = folios_named(session, [(hit.document_id, hit.number) for hit in answer.page.hits])
    hits = []
    for hit in answer.page.hits:
        group = documents.get(hit.document_id)
        if group is None:
            continue
        words = unpack_words(packed.get(hit.page_id))
        boxes = [list(words[index].box) for index in matching_words(tree, [word.text for word in words])]
        hits.append({
            "document": hit.document_id, "page": hit.number,
            "folio": group.folio or named.get((hit.document_id, hit.number)), "agency": group.agency,
            "title": group.document.title or group.document.name, "score": round(hit.score, 4),
            "snippet": hit.snippet.text if hit.snippet else "", "boxes": boxes,
            "marks": [list(mark) for mark in hit.snippet.marks] if hit.snippet else [],
        })
    return hits


def _words(total: int, hits: list[dict[str, Any]]) -> str:
    lines = [f"{total} page{'' if total == 1 else 's'}"]
    for hit in hits:
        facts = " · ".join(filter(None, (hit["agency"], hit["folio"])))
        where = f"\n{hit['title']}, page {hit['page']} (document {hit['document']})"
        lines.append(where + (f" · {facts}" if facts else ""))
        text, at = "", 0
        for start, end in hit["marks"]:
            text += hit["snippet"][at:start] + "[" + hit["snippet"][start:end] + "]"
            at = end
        lines.append("  " + text + hit["snippet"][at:])
    return "\n".join(lines)
