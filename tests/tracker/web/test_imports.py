"""Tables on the web: tried first, columns named by hand and remembered, imported once."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import Browser, World
from tests.tracker.imports.shapes import SHAPES, TRUTH
from tracker.arrivals.looking import look_around
from tracker.imports.preview import preview
from tracker.requests.models import InfoRequest

SignIn = Callable[[str], Browser]
TABLE = ("Folio,Cuándo la mandé,Fecha de solicitud,Asunto,Estatus\n"
         "0411100064213,x,05/08/2013,Programas,Terminada\n0411100064413,x,31/02/2013,Operativo,Terminada\n")


def send(person: Browser, world: World, text: str = TABLE, name: str = "mias.csv") -> tuple[str, str]:
    """Upload a table; gives the trial's address and page."""
    answer = person.post("/imports", {"file": (io.BytesIO(text.encode()), name), "kind": "requests",
                                      "project": world.project}, content_type="multipart/form-data")
    return answer.request.path, answer.get_data(as_text=True)


def held(world: World) -> int:
    with world.backends.sessions.reading() as session:
        return session.scalar(select(func.count()).select_from(InfoRequest)) or 0


def test_a_trial_keeps_nothing_and_shows_each_problem(world: World, browser: SignIn) -> None:
    _address, page = send(browser("alice"), world)
    assert "nothing has been kept yet" in page and "31/02/2013" in page and held(world) == 0


def test_the_import_itself_is_one_click_and_twice_changes_nothing(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    address, _page = send(alice, world)
    alice.post(address, {"action": "import"}, page=address)
    assert held(world) == 2
    _address, page = send(alice, world)
    assert "<dt>Unchanged</dt><dd>2</dd>" in page


def test_a_column_named_by_hand_is_remembered(world: World, browser: SignIn) -> None:
    alice, table = browser("alice"), "Clave rara,Folio,Fecha de solicitud\nAlgo,0411100064213,05/08/2013\n"
    address, page = send(alice, world, table)
    assert "Clave rara" in page
    page = alice.post(address, {"action": "map", "column": "Clave rara", "was": "", "field": "subject"}, page=address
                      ).get_data(as_text=True)
    address, page = send(alice, world, table)
    assert re.search(r'value="Clave rara">.*?<option value="subject" selected>Asunto', page, re.DOTALL)
    alice.post(address, {"action": "import"}, page=address)
    with world.backends.sessions.reading() as session:
        assert session.scalars(select(InfoRequest.subject)).one() == "Algo"


def test_a_file_that_is_no_table_gets_one_clear_sentence(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    answer = alice.post("/imports", {"file": (io.BytesIO(b"PK\x03\x04 not a workbook"), "a.xlsx"), "kind": "requests",
                                     "project": world.project}, content_type="multipart/form-data")
    assert answer.status_code == 200 and "flash problem" in answer.get_data(as_text=True)


@pytest.mark.parametrize("name", [
    "web page saved as XLS, with merged headers, nested layout and no end tags", "XML of a spreadsheet of 2003",
    "two tables in one sheet, the second with its columns in another order", "folios as numbers that lost their zero"])
def test_tables_of_odd_shapes_come_in_whole_through_the_page(
    world: World, browser: SignIn, tmp_path: Path, name: str
) -> None:
    path = next(shape for shape in SHAPES if shape.name == name).write(tmp_path)
    alice = browser("alice")
    answer = alice.post("/imports", {"file": (io.BytesIO(path.read_bytes()), path.name), "kind": "requests",
                                     "project": world.project}, content_type="multipart/form-data")
    alice.post(answer.request.path, {"action": "import"}, page=answer.request.path)
    with world.backends.sessions.reading() as session:
        rows = list(session.execute(select(InfoRequest.folio, InfoRequest.filed_on).order_by(InfoRequest.filed_on)))
    assert rows == [(true.folio, true.filed_on) for true in TRUTH]


def test_a_trial_belongs_to_whoever_sent_it(world: World, browser: SignIn) -> None:
    address, _page = send(browser("alice"), world)
    assert browser("bob").get(address).status_code == 404
    assert browser("rita").post("/imports", {"file": (io.BytesIO(b"a"), "a.csv"), "kind": "requests",
                                             "project": world.project}, content_type="multipart/form-data"
                                ).status_code == 403


def test_a_trial_nobody_goes_on_with_is_dropped_after_a_week(world: World, browser: SignIn) -> None:
    alice = browser("alice")
    old, _page = send(alice, world)
    young, _page = send(alice, world)
    folder = world.backends.settings.data_dir / "imports" / old.rsplit("/", 1)[1]
    now = world.backends.clock.now().timestamp()
    for path in folder.parent.rglob("*"):
        days = 8 if folder in (path, path.parent) else 6
        os.utime(path, (now - days * 86_400,) * 2)
    look_around(world.backends)
    assert not folder.exists()
    assert alice.get(old).status_code == 404 and alice.get(young).status_code == 200


def test_the_empty_table_is_understood_whole(world: World, browser: SignIn, tmp_path: Path) -> None:
    data = browser("alice").get("/imports/template.xlsx").data
    path = tmp_path / "plantilla.xlsx"
    path.write_bytes(data)
    [sheet] = preview(path, "requests")
    assert sheet.columns and all(column.field for column in sheet.columns)
