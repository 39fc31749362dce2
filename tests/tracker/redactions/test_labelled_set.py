"""The labelled set people export: pictures only of pages that leak nothing, and readable by the evaluation."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from ocr.redactions import find_redactions
from tests.ocr.leaks.marked_pdf import base, hidden, page_pdf, rectangle, saved
from tests.ocr.redactions.exported import scores_of
from tests.ocr.redactions.pages import make_page
from tests.tracker.web.archive_world import archived, leak, redaction
from tracker.redactions.syncing import sync_document

Sign = Callable[[str], Any]


def test_the_labelled_boxes_come_with_pictures_and_without_files_held_back(browser: Sign, world: Any) -> None:
    out = io.BytesIO()
    Image.new("RGB", (200, 260), "white").save(out, "PNG")
    document = archived(world.backends, world.project, [["Una"]], name="a.png", data=out.getvalue(), is_indexed=False,
                        page_values={1: {"redactions": [redaction("grey")], "redacted_share": 0.5}})
    leaking = archived(world.backends, world.project, [["Dos"]], is_indexed=False, is_quarantined=True,
                       page_values={1: {"redactions": [redaction()], "leaks": [leak()], "redacted_share": 0.5}})
    with world.backends.sessions.writing() as session:
        sync_document(session, document)
        sync_document(session, leaking)
    bob = browser("bob")
    assert bob.get("/hidden/labelled.jsonl").get_data(as_text=True) == "", "nothing was judged"
    for number in (document, leaking):
        page = f"/documents/{number}/pages/1"
        bob.post(f"{page}/boxes", {"do": "confirm-all"}, page=page)
    [entry] = [json.loads(line) for line in bob.get("/hidden/labelled.jsonl").get_data(as_text=True).splitlines()]
    assert entry["boxes"][0]["verdict"] == "confirmed" and entry["boxes"][0]["detected"]["style"] == "grey"
    assert not entry["is_complete"]
    with zipfile.ZipFile(io.BytesIO(bob.get("/hidden/labelled.zip").data)) as bundle:
        [line] = bundle.read("boxes.jsonl").decode().splitlines()
        assert json.loads(line)["image"] in bundle.namelist() and len(bundle.namelist()) == 3
        [annotated] = json.loads(bundle.read("via.json")).values()
        shape = annotated["regions"][0]["shape_attributes"]
        assert shape == {"name": "rect", "x": 40, "y": 52, "width": 80, "height": 13}


def test_the_pictures_of_the_labelled_set_never_show_what_a_released_file_leaks(browser: Sign, world: Any) -> None:
    pdf = saved(page_pdf(base() + hidden("Bimokaturesa") + rectangle()))
    document = archived(world.backends, world.project, [["Una"]], data=pdf, is_indexed=False, page_values={
        1: {"redactions": [redaction()], "leaks": [leak()], "redacted_share": 0.5}})
    with world.backends.sessions.writing() as session:
        sync_document(session, document)
    bob, page = browser("bob"), f"/documents/{document}/pages/1"
    bob.post(f"{page}/boxes", {"do": "confirm-all"}, page=page)
    with zipfile.ZipFile(io.BytesIO(bob.get("/hidden/labelled.zip").data)) as bundle:
        assert json.loads(bundle.read("boxes.jsonl"))["image"] is None
        assert sorted(bundle.namelist()) == ["boxes.jsonl", "via.json"]
    drawn = (world.backends.settings.data_dir / "cache" / "pages").rglob("*")
    assert not [path for path in drawn if path.is_file()], "the uncovered page was drawn"


def test_the_evaluation_reads_a_labelled_set_that_was_exported(browser: Sign, world: Any, tmp_path: Path) -> None:
    made = make_page(3, "black")
    out = io.BytesIO()
    Image.fromarray(made.image).save(out, "PNG", dpi=(made.dpi, made.dpi))
    high, wide = made.image.shape[:2]
    detected = [{"box": [r.box[0], r.box[1], r.box[2], r.box[3]], "kind": r.kind, "ground": None, "confidence": 0.9}
                for r in find_redactions(made.image, (), made.dpi)]
    document = archived(world.backends, world.project, [["Una"]], name="a.png", data=out.getvalue(), is_indexed=False,
                        page_values={1: {"redactions": detected, "width_pt": 72 * wide / made.dpi,
                                         "height_pt": 72 * high / made.dpi}})
    with world.backends.sessions.writing() as session:
        sync_document(session, document)
    bob, page = browser("bob"), f"/documents/{document}/pages/1"
    bob.post(f"{page}/boxes", {"do": "confirm-all"}, page=page)
    bob.post(f"{page}/boxes", {"do": "draw", "x0": 0.01, "y0": 0.9, "x1": 0.05, "y1": 0.92, "style": "grey"}, page=page)
    kept = tmp_path / "acuse-testado.zip"
    kept.write_bytes(bob.get("/hidden/labelled.zip").data)
    assert scores_of(kept)["all"].pages == 0, "nobody went through the page"
    bob.post(f"{page}/boxes", {"do": "examined"}, page=page)
    kept.write_bytes(bob.get("/hidden/labelled.zip").data)
    scores = scores_of(kept)
    assert len(detected) > 1 and scores["all"].right >= 0.8 * len(detected)
    assert (scores["grey"].right, scores["grey"].missed) == (0, 1), "what a person drew the detector does not find"
