"""Labelled sets that people exported from the site, as pages to measure the detector on."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from ocr.redactions import find_redactions
from tests.ocr.redactions.evaluate import Score, match
from tests.ocr.redactions.pages import Labelled

WORDS_ONLY = ("label", "withheld")
"""Styles that are found by reading alone; a picture shows no shape."""


def exported_pages(path: Path) -> Iterator[Labelled]:
    """The pages of `acuse-testado.zip` that have a picture and that somebody went through wholly.

    On other pages nobody knows what is not marked.
    """
    with zipfile.ZipFile(path) as bundle:
        for line in bundle.read("boxes.jsonl").decode().splitlines():
            entry = json.loads(line)
            if not entry["image"] or not entry["is_complete"]:
                continue
            with Image.open(io.BytesIO(bundle.read(entry["image"]))) as picture:
                image = np.asarray(picture.convert("RGB"), dtype=np.uint8).copy()
            high, wide = image.shape[:2]
            standing = [one for one in entry["boxes"]
                        if one["verdict"] == "confirmed" and one["style"] not in WORDS_ONLY]
            boxes = [((x0 * wide, y0 * high, x1 * wide, y1 * high), one["style"])
                     for one in standing for x0, y0, x1, y1 in [one["box"]]]
            dpi = 72 * wide / entry["width_pt"] if entry["width_pt"] else 0
            yield Labelled(image, dpi, boxes, f"{entry['name']}:{entry['page']}")


def scores_of(path: Path) -> dict[str, Score]:
    """Found and missed by the style people gave, false boxes by the style the detector named; `all` is the sum."""
    scores = {"all": Score()}
    for page in exported_pages(path):
        high, wide = page.image.shape[:2]
        found = find_redactions(page.image, (), page.dpi)
        boxes = [(f.box[0] * wide, f.box[1] * high, f.box[2] * wide, f.box[3] * high) for f in found]
        missed, false = match([box for box, _style in page.boxes], boxes)
        styles = [style for _box, style in page.boxes]
        for name in {*styles, *(found[j].kind for j in false), "all"}:
            score = scores.setdefault(name, Score())
            score.pages += 1
            there = [i for i, style in enumerate(styles) if name in ("all", style)]
            score.missed += sum(i in missed for i in there)
            score.right += sum(i not in missed for i in there)
            score.false += sum(name in ("all", found[j].kind) for j in false)
            if name != "all":
                score.notes += [f"  missed {page.name} {styles[i]} {[round(v) for v in page.boxes[i][0]]}"
                                for i in missed if styles[i] == name]
                score.notes += [f"  false  {page.name} {name} {[round(v) for v in boxes[j]]}"
                                for j in false if found[j].kind == name]
    return scores
