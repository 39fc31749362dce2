"""Citing a passage without scripts, links to passages, and correcting selected words through forms."""

from __future__ import annotations

import html
import re
from typing import Any

from sqlalchemy import select

from archive.models import Page
from archive.words import pack_words
from tests.tracker.web.archive_world import archived, redaction, words_in_rows
from tracker.corrections.models import Correction

LINES = ("los agentes fueron adscritos", "al grupo de proteccion en Oaxaca", "los agentes volvieron")


def text_of(answer: Any) -> str:
    """The page as people read it."""
    return html.unescape(answer.get_data(as_text=True))


def read_anew(world: Any, document: int, lines: tuple[str, ...]) -> None:
    with world.backends.sessions.writing() as session:
        page = session.scalars(select(Page).where(Page.document_id == document)).one()
        page.text, page.words = "\n".join(lines), pack_words(words_in_rows(lines))


def test_words_typed_are_cited_with_a_link_that_outlives_another_reading(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES], is_indexed=False)
    rita, page = browser("rita"), f"/documents/{document}/pages/1"
    answer = rita.client.get(f"{page}/cite?quote=grupo+de+proteccion")
    assert answer.location == f"{page}?passage=32-19.grupo-de-proteccion#cite"
    shown = text_of(rita.get(answer.location))
    assert '<mark class="cited">grupo de proteccion</mark>' in shown and shown.count('class="linked cited"') == 1
    assert "«grupo de proteccion»" in shown and "“grupo de proteccion” (“oficio.pdf”, n.d., p. 1)." in shown
    assert f"{page}?passage=32-19.grupo-de-proteccion." in shown, "the citation carries the link"
    read_anew(world, document, ("SELLO", LINES[0], "al grupo de protección", "en Oaxaca"))
    assert '<mark class="cited">grupo de protección</mark>' in text_of(rita.get(answer.location))
    read_anew(world, document, ("otra cosa",))
    shown = text_of(rita.get(answer.location))
    assert "are not read on this page any more" in shown and 'class="linked cited"' not in shown


def test_words_that_are_not_there_are_told_and_nothing_is_marked(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES], is_indexed=False)
    rita, page = browser("rita"), f"/documents/{document}/pages/1"
    for query in ("quote=nada+de+eso", "words=5-900", "words=x", "near=9999-10000", "", "passage=zzz"):
        shown = text_of(rita.get(f"{page}/cite?{query}"))
        assert "These words do not stand on this page." in shown and 'class="cited"' not in shown, query
    told = rita.client.get(f"{page}/cite?words=90", headers={"X-Requested-With": "fetch"})
    assert told.status_code == 422 and "do not stand" in told.json["problem"]
    assert rita.get(f"/documents/{document}/pages/7/cite?words=1").status_code == 404


def test_a_script_gets_citations_boxes_and_code(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES], is_indexed=False)
    told = browser("rita").client.get(f"/documents/{document}/pages/1/cite?words=2-4",
                                      headers={"X-Requested-With": "fetch"}).json
    assert told["quote"] == "fueron adscritos al" and len(told["boxes"]) == 2
    assert told["passage"] == "12-19.fueron-adscritos-al" and "<script" not in told["html"]


def test_a_quotation_says_what_is_hidden_and_what_was_corrected(world: Any, browser: Any) -> None:
    hidden = {**redaction(), "box": [0.292, 0.1, 0.299, 0.12]}
    document = archived(world.backends, world.project, [LINES], page_values={1: {"redactions": [hidden]}},
                        is_indexed=False)
    page = f"/documents/{document}/pages/1"
    shown = text_of(browser("rita").get(f"{page}/cite?words=0-3"))
    assert "«los agentes [testado] fueron adscritos»" in shown and "agentes [redacted] fueron" in shown
    assert "the quotation says so" in shown and "corrected by hand; compare" not in shown
    bob = browser("bob")
    bob.post(f"{page}/correct-words", {"words": "7", "seen": "proteccion", "text": "protección"}, page=page)
    shown = text_of(bob.get(f"{page}/cite?quote=grupo+de+protección"))
    assert "corrected by hand; compare" in shown and "the quotation says so" not in shown


def test_selected_words_are_corrected_and_refusals_said(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES], is_indexed=False)
    bob, page = browser("bob"), f"/documents/{document}/pages/1"
    answer = bob.post(f"{page}/correct-words", {"words": "7", "seen": "proteccion", "text": "protección"}, page=page,
                      follow=False)
    assert answer.location.endswith(f"{page}#w7-7")
    shown = text_of(bob.get(page))
    assert re.search(r'<ins[^>]*title="The machine read: proteccion">protección</ins>', shown)
    for sent, words in (({"words": "7", "seen": "proteccion", "text": "x"}, "read anew meanwhile"),
                        ({"words": "3-4", "seen": "adscritos al", "text": "x"}, "one line at a time"),
                        ({"words": "900", "seen": "x", "text": "y"}, "read anew meanwhile")):
        assert words in text_of(bob.post(f"{page}/correct-words", sent, page=page))
    assert browser("rita").post(f"{page}/correct-words", {"words": "0", "seen": "los", "text": "las"},
                                page="/").status_code == 403
    near = {"near": "66-73", "seen": "agentes", "text": "policías"}
    shown = text_of(bob.post(f"{page}/correct-words", near, page=page))
    assert re.search(r"los <ins[^>]*>policías</ins> volvieron", shown), "the second of two equal words"
    with world.backends.sessions.reading() as session:
        assert [one.exact for one in session.scalars(select(Correction))] == ["proteccion", "agentes"]


def test_lines_are_put_in_changed_and_taken_away_through_the_form(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES], is_indexed=False)
    bob, form = browser("bob"), f"/documents/{document}/pages/1/correct"

    def text() -> str | None:
        with world.backends.sessions.reading() as session:
            return session.scalars(select(Page.corrected).where(Page.document_id == document)).one()

    starts = [0, len(LINES[0]) + 1]
    seen = list(zip(starts, LINES, strict=False))
    typed = {f"{kind}-{start}": line for kind in ("line", "machine") for start, line in seen}
    typed |= {"below-0": "Recibido", "below--1": "Copia", "added": "Fin"}
    bob.post(form, {"start": starts, **typed}, page=form)
    assert text() == "\n".join(("Copia", LINES[0], "Recibido", *LINES[1:], "Fin"))
    shown = text_of(bob.get(form))
    numbers = dict(re.findall(r'name="added-(\d+)"[^>]*value="(\w+)"', shown))
    assert sorted(numbers.values()) == ["Copia", "Fin", "Recibido"]
    places = [shown.index(f'value="{word}"') for word in ("Copia", LINES[0], "Recibido", LINES[1], "Fin")]
    assert places == sorted(places), "the form has them in the order of the page"
    by_word = {word: number for number, word in numbers.items()}
    bob.post(form, {"added-line": [*numbers], f"added-{by_word['Recibido']}": "Recibido 14 MAR",
                    f"added-{by_word['Copia']}": "", f"added-{by_word['Fin']}": "Fin"}, page=form)
    assert text() == "\n".join((LINES[0], "Recibido 14 MAR", *LINES[1:], "Fin"))


def test_a_note_leads_to_its_citation(world: Any, browser: Any) -> None:
    document = archived(world.backends, world.project, [LINES], is_indexed=False)
    rita, page = browser("rita"), f"/documents/{document}/pages/1"
    rita.post(f"{page}/notes", {"near": "66-73", "quote": "agentes", "body": "otra vez"}, page=page)
    (link,) = re.findall(r'href="([^"]*passage=[^"]*)#cite"', text_of(rita.get(page)))
    shown = text_of(rita.get(link))
    assert shown.index('<mark class="cited">') > shown.index(LINES[1]) or "«agentes»" in shown
    assert link.endswith("passage=66-7.agentes"), "the second of two equal words"
