"""What search may filter a document by follows from its request, the folios it names, and what people decided."""

from __future__ import annotations

from typing import Any

from archive.models import Document
from tests.tracker.web.archive_world import archived
from tracker.agencies.store import directory_of
from tracker.backends import Backends
from tracker.intake import mention_folios, read_pages, set_facets


def test_every_folio_a_document_names_is_kept_and_what_was_dismissed_is_not(world: Any, backends: Backends) -> None:
    lines = ("Folios 0411100064213 y 0411100064413,", "otra vez 0411100064413")
    number = archived(backends, world.project, [lines], facets={"kind": ["denied"], "finding": ["denied"]})
    with backends.sessions.writing() as session:
        document = session.get_one(Document, number)
        mention_folios(session, document, read_pages(session, document), directory_of(session))
        set_facets(session, document, directory_of(session))
        assert set(document.facets["folios"]) == {"0411100064213", "0411100064413"}
        assert "folio" not in document.facets and "kind" not in document.facets
