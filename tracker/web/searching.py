"""The search page: pages found in the archive, grouped by document, narrowed by facets that live in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from archive import jobs
from archive.models import Document
from archive.reading import INDEX_JOB
from archive.search.service import should_move
from archive.search.types import FACETS, IndexDamaged, SearchError, SortOrder
from tracker import archive_access as archive
from tracker.archive_search import PER_PAGE, Answer, Wanted, hit_documents, search_archive
from tracker.corrections.queries import corrected_by
from tracker.exports.tables import FORMATS
from tracker.page_search import pieces
from tracker.vocabulary import LABELS, N_, SOURCES, word_for
from tracker.web.list_files import MOST_RESULTS, as_file
from tracker.web.site import backends, db, viewer

bp = Blueprint("search", __name__, url_prefix="/search")

SORTS: tuple[SortOrder, ...] = ("rank", "newest", "oldest")
SHOWN = ("agency", "year", "project", "kind", "finding", "source", "redacted")
"""Facets offered, in order."""
MOST_VALUES = 12
MOST_BESIDE = 2000
"""Pages looked at to find the next document."""


FREQUENCY_WORDS = {"daily": N_("daily"), "immediately": N_("at once"),
                   "weekly": N_("weekly"), "never": N_("no alerts")}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its words, how many pages have it, whether it is chosen, and the address that turns it."""

    words: str
    count: int
    is_chosen: bool
    address: str


@bp.get("")
def index() -> ResponseReturnValue:
    """Results of a query, or the help of the query language."""
    wanted, number = _wanted(), max(1, request.args.get("page", 1, int))
    answer: Answer | None = None
    problem = ""
    if wanted.is_anything:
        try:
            answer = search_archive(backends(), db(), viewer(), wanted, offset=(number - 1) * PER_PAGE)
        except SearchError as error:
            problem = _problem(error)
    groups = answer.groups if answer else ()
    by_hand = corrected_by(db(), {(hit.document_id, hit.number) for group in groups for hit in group.hits})
    inside: Document | None = None
    if wanted.document_id is not None:
        inside = archive.find_document(db(), viewer(), wanted.document_id)
    return render_template(
        "search/index.html", wanted=wanted, answer=answer, problem=problem, inside=inside, page=number,
        pages=-(-answer.page.total // PER_PAGE) if answer else 0, facets=_choices(answer, wanted) if answer else [],
        chosen=_chosen(wanted), address=address, pieces=pieces, language=str(get_locale() or "es"), sorts=SORTS,
        loose=address(replace(wanted, is_loose=True)), most=address(replace(wanted, is_most=True)),
        every_word=address(replace(wanted, is_most=False)), strict=address(replace(wanted, with_synonyms=False)),
        frequencies=FREQUENCY_WORDS, hidden=hidden_fields(wanted),
        is_outgrown=viewer().is_owner and should_move(backends().search),
        everywhere=address(replace(wanted, document_id=None)), replace=replace, formats=FORMATS,
        by_hand=by_hand,
    )


@bp.get("/beside")
def beside() -> ResponseReturnValue:
    """From a document to the next one (or, with `step=-1`, the one before) in the order of the results: to its first
    page that answers, or its last."""
    wanted, back = _wanted(), request.args.get("step") == "-1"
    here = wanted.document_id
    wanted = replace(wanted, document_id=None)
    try:
        found = hit_documents(backends(), db(), viewer(), wanted, MOST_BESIDE) if wanted.is_anything else {}
    except SearchError as error:
        flash(_problem(error), "problem")
        return redirect(address(wanted))
    order = list(found)
    place = order.index(here) + (-1 if back else 1) if here in found else 0
    if not 0 <= place < len(order):
        flash(_("That was the last document with this.") if order else _("No page has that."))
        return redirect(address(wanted))
    pages = found[order[place]]
    return redirect(url_for("documents.page", document_id=order[place], number=max(pages) if back else min(pages),
                            q=wanted.query or None))


@bp.get("/export.<ending>")
def export(ending: str) -> ResponseReturnValue:
    """The results of a query as a file: one row a page, with the words that answer."""
    try:
        answer = search_archive(backends(), db(), viewer(), _wanted(), limit=MOST_RESULTS, with_facets=False)
    except SearchError as error:
        flash(_problem(error), "problem")
        return redirect(address(_wanted()))
    # The place among the results, not the score: a score may count pages that this person does not see.
    order = {hit.page_id: place for place, hit in enumerate(answer.page.hits, 1)}
    head = ("document", "name", "page", "agency", "folio", "place", "snippet")
    rows = [
        (group.document.id, group.document.name, hit.number, (group.document.facets or {}).get("agency"),
         str((group.document.facets or {}).get("folio") or "") or None, order[hit.page_id],
         hit.snippet.text if hit.snippet else None)
        for group in answer.groups for hit in group.hits
    ]
    return as_file(ending, "resultados", head, rows)


def _wanted() -> Wanted:
    return wanted_from(request.args)


def wanted_from(asked: MultiDict[str, str]) -> Wanted:
    """The search an address or a form carries."""
    sort = asked.get("sort", "rank")
    return Wanted(
        query=asked.get("q", "")[:4000],
        facets={name: frozenset(filter(None, asked.getlist(name)[:50])) for name in FACETS if asked.get(name)},
        document_id=asked.get("document", type=int),
        date_from=_day(asked.get("from")),
        date_to=_day(asked.get("to")),
        sort=next((known for known in SORTS if known == sort), "rank"),
        is_loose=asked.get("loose") == "1",
        with_synonyms=asked.get("synonyms") != "0",
        is_most=asked.get("most") == "1",
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def address(wanted: Wanted, page: int | None = None) -> str:
    """The address of a search."""
    parts: dict[str, Any] = {name: sorted(values) for name, values in wanted.facets.items() if values}
    parts |= {"from": wanted.date_from, "to": wanted.date_to}
    return url_for(
        "search.index", q=wanted.query, document=wanted.document_id, **parts,
        sort=None if wanted.sort == "rank" else wanted.sort,
        loose="1" if wanted.is_loose else None, synonyms=None if wanted.with_synonyms else "0",
        most="1" if wanted.is_most else None, page=page if page and page > 1 else None,
    )


def _turned(wanted: Wanted, name: str, value: str) -> Wanted:
    values = wanted.facets.get(name, frozenset()) ^ {value}
    return replace(wanted, facets={**wanted.facets, name: values})


def _choices(answer: Answer, wanted: Wanted) -> list[tuple[str, list[Choice]]]:
    """The facets to offer: name and its values, most pages first; a facet that cannot narrow is left out."""
    offered = []
    for name in SHOWN:
        counts = answer.page.facets.get(name, {})
        mine = wanted.facets.get(name, frozenset())
        if len(counts) < 2 and not mine:
            continue
        words = _value_words(name)
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
        if name in ("year", "redacted"):
            ranked.sort(key=lambda item: item[0].zfill(6), reverse=name == "year")
        offered.append((_facet_words(name), [
            Choice(words.get(value, value), count, value in mine, address(_turned(wanted, name, value)))
            for value, count in ranked
        ]))
    return offered


def narrowed_words(wanted: Wanted) -> list[str]:
    """What a search is narrowed by, in words."""
    words = [choice.words for choice in _chosen(wanted)]
    if wanted.document_id is not None:
        words.append(_("document no. %(number)s", number=wanted.document_id))
    dates = ((_("from"), wanted.date_from), (_("to"), wanted.date_to))
    words += [f"{name}: {day:%Y-%m-%d}" for name, day in dates if day]
    return words


def hidden_fields(wanted: Wanted) -> list[tuple[str, str]]:
    """What a form must carry to speak of this search."""
    fields = [(name, value) for name, values in wanted.facets.items() for value in sorted(values)]
    fields += [("q", wanted.query)]
    fields += [("document", str(wanted.document_id))] if wanted.document_id is not None else []
    fields += [(name, day.isoformat()) for name, day in (("from", wanted.date_from), ("to", wanted.date_to)) if day]
    fields += [("loose", "1")] if wanted.is_loose else []
    return fields + ([] if wanted.with_synonyms else [("synonyms", "0")])


def _chosen(wanted: Wanted) -> list[Choice]:
    """What results are narrowed by now, each with the address that takes it away."""
    return [
        Choice(f"{_facet_words(name)}: {_value_words(name).get(value, value)}", 0, True,
               address(_turned(wanted, name, value)))
        for name, values in wanted.facets.items() for value in sorted(values)
    ]


def _facet_words(name: str) -> str:
    words = {
        "agency": _("Agency"), "year": _("Year"), "project": _("Project"), "kind": _("Kind of reply"),
        "finding": _("Finding"), "source": _("Source"), "language": _("Language"), "redacted": _("Hidden share"),
    }
    return str(words[name])


def _value_words(name: str) -> Mapping[str, str]:
    if name == "project":
        return {str(project.id): project.name for project in archive.readable_projects(db(), viewer())}
    if name in ("kind", "finding"):
        return {code: _(word_for(LABELS, code)) for code in LABELS}
    if name == "source":
        return {code: _(words) for code, words in SOURCES.items()}
    if name == "redacted":
        return {"0": _("nothing"), "1-5": "≤ 5 %", "5-20": "5–20 %", "20-50": "20–50 %", "50-100": "> 50 %"}
    return {}


def _problem(error: SearchError) -> str:
    """What to tell while the index cannot be asked; a damaged one is put down for repair."""
    if isinstance(error, IndexDamaged):
        with backends().sessions.writing() as session:
            # A job about no document: the indexer meets the damage and rebuilds.
            jobs.put(session, INDEX_JOB, 0, now=backends().clock.now())
        return str(_("The search index is being rebuilt. Nothing is lost; try again in a few minutes."))
    return str(_("The search index cannot be asked now. Try again in a moment."))
