"""Every list can be taken as a file, with what the person may see and nothing else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import openpyxl
import pytest

from tests.conftest import Browser, World
from tests.tracker.web.test_requests import form
from tracker.demo.letters import Letter, born_digital
from tracker.worker import tick

SignIn = Callable[[str], Browser]
LISTS = ("/requests/export", "/documents/export", "/appeals/export", "/search/export")


@pytest.fixture
def held(world: World, browser: SignIn) -> World:
    """A request with a reply that was read, and an appeal."""
    alice = browser("alice")
    alice.post("/requests/new", form(world, subject="=1+1 Programas"))
    letter = born_digital(Letter(("INM",), ("Se declara la inexistencia de la bitácora solicitada.",)))
    alice.post("/requests/1/replies/new", {"kind": "replied", "notified_on": "2013-09-02",
                                           "files": [(io.BytesIO(letter), "carta.pdf")]},
               content_type="multipart/form-data")
    alice.post("/requests/1/appeals/new", {"filed_on": "2013-09-10", "number": "RDA 1/13", "note": "", "grounds": []})
    tick(world.backends)
    return world


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_a_file_of_each_kind(held: World, browser: SignIn, address: str) -> None:
    alice = browser("alice")
    rows = json.loads(alice.get(f"{address}.json?q=bitacora").data)
    assert len(rows) == 1
    assert len(alice.get(f"{address}.csv?q=bitacora").data.decode("utf-8-sig").splitlines()) == 2
    sheet = openpyxl.load_workbook(io.BytesIO(alice.get(f"{address}.xlsx?q=bitacora").data)).active
    assert sheet is not None and sheet.max_row == 2 and all(c.data_type != "f" for row in sheet for c in row)
    assert alice.get(f"{address}.exe?q=bitacora").status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_a_stranger_s_file_is_empty(held: World, browser: SignIn, address: str) -> None:
    assert json.loads(browser("charlie").get(f"{address}.json?q=bitacora").data) == []


def test_results_say_where_the_words_stand(held: World, browser: SignIn) -> None:
    [row] = json.loads(browser("alice").get("/search/export.json?q=bitacora").data)
    assert (row["name"], row["page"], row["folio"]) == ("carta.pdf", 1, "0411100064213")
    assert "bitácora" in row["snippet"]
