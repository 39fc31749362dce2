"""Files that hide names go the whole way: nothing that is kept, shown, sent or given out says one of them.

The originals alone hold them, and only for those with the right.
"""

from __future__ import annotations

import io
import logging
import random
import re
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from archive.models import Document, Page
from tests.conftest import Browser, World
from tests.ocr.leaks.marked import SHOWN, Marked, marker
from tests.ocr.leaks.marked_office import OFFICE
from tests.ocr.leaks.marked_pdf import HALF, PDFS
from tests.tracker.leaks.exits import send_in_pieces, taken_out
from tests.tracker.leaks.written import forms_of, said_on_disk, says, values_of
from tracker.archive_search import Wanted, search_archive
from tracker.worker import tick, tidy

SignIn = Callable[[str], Browser]
EVERY = {kind.name: kind for kind in (*PDFS, HALF, *OFFICE)}
SOME = ("catalogue", "redact-note", "revision", "docx-parts", "xlsx-row", "pptx-parts", "rtf-hidden", "eml")
_LINK = re.compile(r'(?:href|src|action|data-\w+)="(/[^"#]*)')
_CHANGES = re.compile(r"/(?:logout|original|language|stop|static)|^/(?:laws|calendars|agencies)")
_MOST_PAGES = 60


def _bring_in(world: World, browser: SignIn, kinds: list[Marked]) -> dict[str, str]:
    """Half of the files as a reply to a request, half in a bundle; gives the names by kind."""
    names = {kind.name: marker(random.Random(f"journey {kind.name}")) for kind in kinds}
    bob = browser("bob")
    browser("rita").post("/searches", {"q": SHOWN, "name": "Lugar", "frequency": "immediately"})
    bob.post("/requests/new", {
        "folios": "340020300012326", "subject": "Quejas", "text": "1. Quejas.", "agency": "INM",
        "project": world.project, "filed_on": "2026-08-03", "procedure": "access", "channel": "platform"})
    made = [(f"{kind.name}{kind.suffix}", kind.make(names[kind.name])) for kind in kinds]
    bob.post("/requests/1/replies/new", {
        "kind": "replied", "notified_on": "2026-09-17",
        "files": [(io.BytesIO(data), name) for name, data in made[::2]],
    }, content_type="multipart/form-data")
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w") as archive:
        for name, data in made[3::2]:
            archive.writestr(f"entrega/{name}", data)
    bob.post("/documents", {"project": world.project, "files": [(io.BytesIO(bundle.getvalue()), "entrega.zip")]},
             content_type="multipart/form-data")
    send_in_pieces(bob, world.project, *made[1])
    return names


def _everything_answered(person: Browser) -> dict[str, bytes]:
    """What a person gets from all pages that are linked from each other, files to download included."""
    answers: dict[str, bytes] = {}
    waiting = deque(["/", "/documents", "/documents/export.csv", "/review", "/hidden", "/hidden/export.csv", "/search",
                     f"/search?q={SHOWN}", f"/search/export.csv?q={SHOWN}", "/facts/export.csv", "/annotations",
                     "/mails", "/notices", "/requests/1", "/replies/1",
                     *(f"/documents/{n}{tail}" for n in range(1, 8)
                       for tail in ("", "/text", "/searchable.pdf", "/pages/1", "/pages/1/words.json",
                                    "/pages/1/image/1000"))])
    while waiting and len(answers) < 2 * _MOST_PAGES:
        address = waiting.popleft()
        if address in answers or _CHANGES.search(address):
            continue
        answer = person.get(address)
        answers[address] = answer.get_data()
        answers[address + " headers"] = str(answer.headers).encode()
        if answer.mimetype == "text/html":
            for link in _LINK.findall(answer.get_data(as_text=True)):
                waiting.append(link.replace("&amp;", "&"))
    return answers


def _check(
    world: World, browser: SignIn, kinds: list[Marked], caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str], tmp_path: Path,
) -> None:
    (tmp_path / "tmp").mkdir()
    caplog.set_level(logging.DEBUG)
    logging.getLogger("PIL").setLevel(logging.INFO)
    names = _bring_in(world, browser, kinds)
    for _ in range(3):
        tick(world.backends)
    tidy(world.backends)
    forms = {form for name in names.values() for form in forms_of(name)}
    forms_held = {form for kind in kinds if kind.kinds for form in forms_of(names[kind.name])}
    with world.backends.sessions.reading() as session:
        documents = list(session.scalars(select(Document)))
        assert len(documents) >= len(kinds) and all(d.state == "read" for d in documents), \
            [(d.name, d.error) for d in documents if d.state != "read"]
        held_back = {d.name: d.is_quarantined for d in documents}
        for name in names.values():
            assert search_archive(world.backends, session, None, Wanted(query=name)).page.total == 0
        assert search_archive(world.backends, session, None, Wanted(query=SHOWN)).page.total >= len(kinds) - 1
    for kind in kinds:
        assert not kind.kinds or held_back[f"{kind.name}{kind.suffix}"], f"{kind.name} is not held back"

    _leaks_are_painted_over(world, browser("rita"))
    said, shown = [], 0
    for who in ("alice", "bob", "rita", "charlie", ""):
        person = browser(who)
        answers = _everything_answered(person)
        said += [f"{who or 'nobody'} {address}" for address, data in answers.items() if says(data, forms)]
        shown += sum(says(data, forms_of(SHOWN)) for data in answers.values())
        for document in documents:
            answer = person.get(f"/documents/{document.id}/original")
            may = who == "alice" or (who in ("bob", "rita") and not document.is_quarantined)
            assert (answer.status_code == 200) == may or not who, (who, document.name, answer.status_code)
    for place, data in taken_out(world, browser("bob"), tmp_path):
        if place.startswith("backup ") and data[:15] == b"SQLite format 3":
            (copy := tmp_path / "copied.sqlite3").write_bytes(data)
            said += [f"{place} {where}" for where, value in values_of(copy) if says(value, forms)]
        said += [place] if says(data, forms_held if place == "appeal folder" else forms) else []
    dossier = browser("alice").post(f"/projects/{world.project}/dossier", page=f"/projects/{world.project}").get_data()
    assert dossier[:2] == b"PK"
    held = {kind.name for kind in kinds if kind.kinds}
    with zipfile.ZipFile(io.BytesIO(dossier)) as archive:
        for entry in archive.infolist():
            if "/files/" in entry.filename or "/originals/" in entry.filename:
                continue
            if says(archive.read(entry), forms):
                said.append(f"dossier {entry.filename}")
        for name in held:
            assert not any(says(archive.read(e), forms_of(names[name])) for e in archive.infolist()), name
    data = world.backends.settings.data_dir
    assert any(SHOWN in path.name or b"Lugar" in path.read_bytes() for path in (data / "mail").rglob("*.eml"))
    assert not [path for path in (data / "uploads").rglob("*") if path.is_file()], "pieces of a file were left behind"
    said += said_on_disk(data, forms, [data / "files"]) + said_on_disk(tmp_path / "tmp", forms)
    out = capfd.readouterr()
    said += [f"printed {stream}" for stream, text in (("out", out.out), ("err", out.err)) if says(text.encode(), forms)]
    said += ["log"] if says(caplog.text.encode(), forms) else []
    assert said == []
    # Looking so closely finds what is there: the word every file shows.
    assert shown > len(kinds)
    seen = " ".join(said_on_disk(data, forms_of(SHOWN), [data / "files"]))
    assert all(place in seen for place in ("page.text", "page.words", "search", "cache/searchable"))


def _temporary_files_go_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))


def _leaks_are_painted_over(world: World, reader: Browser) -> None:
    """Where something hidden is known to lie, every picture of the page is black."""
    with world.backends.sessions.reading() as session:
        places = [(page.document_id, page.number, leak["box"]) for page in session.scalars(select(Page))
                  for leak in page.leaks if leak["box"]]
    for document, number, (x0, y0, x1, y1) in places:
        image = Image.open(io.BytesIO(reader.get(f"/documents/{document}/pages/{number}/image/1000").get_data()))
        wide, high = image.size
        left, top, right, bottom = int(x0 * wide) + 2, int(y0 * high) + 2, int(x1 * wide) - 1, int(y1 * high) - 1
        if left < right and top < bottom:  # a speck has no middle
            assert max(image.convert("L").crop((left, top, right, bottom)).tobytes()) < 60


def test_files_that_hide_names_go_the_whole_way_and_nothing_says_them(
    world: World, browser: SignIn, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _temporary_files_go_to(tmp_path / "tmp", monkeypatch)
    _check(world, browser, [EVERY[name] for name in SOME], caplog, capfd, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("part", range(6))
def test_so_does_every_other_kind(
    part: int, world: World, browser: SignIn, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    _temporary_files_go_to(tmp_path / "tmp", monkeypatch)
    others = [kind for name, kind in EVERY.items() if name not in SOME]
    _check(world, browser, others[part::6], caplog, capfd, tmp_path)


