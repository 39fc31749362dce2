"""Other official names: seen by everybody, changed by the owner, used by the very next search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.tracker.web.archive_world import archived
from tracker.backends import Backends


def test_a_name_added_on_the_page_is_found_by_the_next_search_and_marked(
    world: Any, backends: Backends, browser: Callable[[str], Any]
) -> None:
    number = archived(backends, world.project, [("los pernoctantes de la sede",)], name="a.pdf")
    olga, rita = browser("olga"), browser("rita")
    assert "aseguramiento" in rita.get("/search/names").get_data(as_text=True)
    assert "No page has that" in rita.get("/search?q=detenidos").get_data(as_text=True)
    olga.post("/search/names", {"about": ["x", ""], "terms": ["detenido, pernoctante", ""], "also": ["", ""]})
    found = rita.get("/search?q=detenidos").get_data(as_text=True)
    assert "a.pdf" in found and "<b>detenidos</b> → pernoctante" in found and "<mark>pernoctantes</mark>" in found
    assert 'class="hit"' in rita.get(f"/documents/{number}/pages/1?q=detenidos").get_data(as_text=True)
    assert "aseguramiento" not in rita.get("/search/names").get_data(as_text=True)
    assert "in use again" in olga.post("/search/names/restore", {}).get_data(as_text=True)
    assert "aseguramiento" in rita.get("/search/names").get_data(as_text=True)


def test_nobody_else_changes_the_names_and_an_empty_list_is_refused(
    world: Any, browser: Callable[[str], Any]
) -> None:
    assert browser("rita").post("/search/names", {"about": "x", "terms": "a1, b1", "also": ""}).status_code == 403
    page = browser("olga").post("/search/names", {"about": "x", "terms": " , ;", "also": "uno"})
    assert "at least one group" in page.get_data(as_text=True) and "aseguramiento" in page.get_data(as_text=True)
