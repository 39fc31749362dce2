"""The ways by which what was read leaves the house: an appeal's papers, lists, feeds, labelled sets, backups."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from sqlalchemy import select

from archive.models import Page
from tests.conftest import Browser, World
from tests.ocr.leaks.marked import SHOWN
from tracker.backups import back_up


def send_in_pieces(browser: Browser, project: int, name: str, data: bytes) -> None:
    """Send a file as the upload page does, in two pieces."""
    browser.client.application.config["WTF_CSRF_ENABLED"] = False  # type: ignore[attr-defined]
    begun: Any = browser.client.post("/uploads", data={"project": project, "name": name, "size": len(data)})  # type: ignore[attr-defined]
    token, middle = begun.get_json()["token"], len(data) // 2
    for at, piece in ((0, data[:middle]), (middle, data[middle:])):
        answer: Any = browser.client.post(f"/uploads/{token}/pieces/{at}", data=piece,  # type: ignore[attr-defined]
                                          content_type="application/octet-stream")
        assert answer.status_code == 200, answer.get_data(as_text=True)
    assert browser.client.post(f"/uploads/{token}/finish").status_code == 200  # type: ignore[attr-defined]
    browser.client.application.config["WTF_CSRF_ENABLED"] = True  # type: ignore[attr-defined]


def taken_out(world: World, editor: Browser, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything an editor takes out, by name; and a backup without the originals that it holds by its nature."""
    yield from _papers_of_an_appeal(editor)
    yield from _labelled(world, editor)
    yield "list", editor.post("/search/lists", {"name": "Lugares", "terms": f"{SHOWN}\nexpediente", "way": "phrase"},
                              page="/search/lists").get_data()
    editor.post("/account/feeds", page="/account")
    address = re.search(r"/account/feed/[\w-]+\.ics", editor.get("/account").get_data(as_text=True))
    assert address
    yield "feed", editor.get(address[0]).get_data()
    made = folder / "acuse.zip"
    back_up(world.backends.settings, made, now=world.backends.clock.now())
    assert made.stat().st_mode & 0o777 == 0o600, "a backup holds the originals: it is for its owner's eyes"
    with zipfile.ZipFile(made) as bundle:
        for name in bundle.namelist():
            if not name.startswith("files/"):
                yield f"backup {name}", bundle.read(name)


def _papers_of_an_appeal(editor: Browser) -> Iterator[tuple[str, bytes]]:
    prepare = "/requests/1/appeals/prepare"
    html = editor.get(prepare).get_data(as_text=True)
    hidden = re.findall(r'name="hidden" value="([^"]+)"', html)
    editor.post(prepare, {"write": "1", "grounds": re.findall(r'name="grounds" value="(\w+)"', html)[:3],
                          "hidden": hidden}, page=prepare)
    draft = editor.get("/drafts/1").get_data(as_text=True)
    assert "id=\"papers\"" in draft
    settled = {"settled": re.findall(r'name="settled" value="(\d+)"', draft), "name": "Ana", "contact": "correo"}
    for kind in ("docx", "pdf"):
        paper = editor.post("/drafts/1/papers", {**settled, "kind": kind}, page="/drafts/1")
        assert "attachment" in paper.headers["Content-Disposition"]
        yield f"appeal.{kind}", paper.get_data()
        if kind == "pdf":
            yield "words of appeal.pdf", _words_of(paper.get_data())
    whole = editor.post("/drafts/1/folder", settled, page="/drafts/1").get_data()
    assert whole[:2] == b"PK"
    yield "appeal folder", whole
    with zipfile.ZipFile(io.BytesIO(whole)) as bundle:
        made = [name for name in bundle.namelist() if name.endswith(".pdf") and "original" not in name.lower()]
        assert made
        for name in made:
            yield f"words of {name}", _words_of(bundle.read(name))
    releases = editor.get("/requests/1/releases").get_data(as_text=True)
    numbers = re.findall(r'<option value="(\d+)"', releases)[:2]
    if len(numbers) == 2:
        yield "releases", editor.get("/requests/1/releases?before={}&after={}".format(*numbers)).get_data()


def _words_of(pdf: bytes) -> bytes:
    """What a PDF says, whatever its fonts call their letters."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_range() for page in document).encode()


def _labelled(world: World, editor: Browser) -> Iterator[tuple[str, bytes]]:
    with world.backends.sessions.reading() as session:
        pages = [(page.document_id, page.number) for page in session.scalars(select(Page)) if page.redactions]
    for document, number in pages[:6]:
        address = f"/documents/{document}/pages/{number}"
        for step in ("confirm-all", "examined"):
            editor.post(f"{address}/boxes", {"do": step}, page=address, follow=False)
        yield f"citation {address}", editor.get(f"{address}/cite?quote={SHOWN}").get_data()
    for name in ("hidden/labelled.jsonl", "hidden/labelled.zip", "review/labelled.jsonl", "hidden?band=read"):
        yield name, unescape(editor.get(f"/{name}").get_data(as_text=True)).encode() if "?" in name else editor.get(
            f"/{name}").get_data()
