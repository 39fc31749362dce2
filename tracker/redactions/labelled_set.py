"""Judged boxes for others to measure with: a line per page, the pictures, and a file for the VGG Image Annotator."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

MOST_IMAGES = 500
"""Pages that come with a picture; the lines of all others are there too, without one."""
WIDTH = 1600
"""Pixels of a picture, about 190 dpi on letter paper."""

Picture = Callable[[dict[str, Any]], Path | None]
"""The picture of an entry's page on disk; None when there is none to give."""


def write_set(
    target: IO[bytes], entries: Iterable[dict[str, Any]], picture: Picture, *, most: int = MOST_IMAGES
) -> None:
    """Write a ZIP of `boxes.jsonl`, `via.json` and the pictures under `pages/`.

    `via.json` has the confirmed boxes in pixels, as VIA 2 writes its annotations; what was dismissed, what nobody
    judged and whether a page was gone through stand in `boxes.jsonl`.
    """
    lines: list[str] = []
    annotated: dict[str, Any] = {}
    there: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for entry in entries:
            path = picture(entry) if len(there) < most else None
            entry["image"] = None
            if path is not None:
                entry["image"] = f"pages/{entry['document_sha256']}-{entry['page']}{path.suffix}"
                if entry["image"] not in there:
                    bundle.write(path, entry["image"])
                there.add(entry["image"])
                annotated[entry["image"]] = _annotated(entry, path)
            lines.append(json.dumps(entry, ensure_ascii=False) + "\n")
        bundle.writestr("boxes.jsonl", "".join(lines))
        bundle.writestr("via.json", json.dumps(annotated, ensure_ascii=False, indent=1))


def _annotated(entry: dict[str, Any], path: Path) -> dict[str, Any]:
    from PIL import Image

    with Image.open(path) as picture:
        wide, high = picture.size
    regions = []
    for one in entry["boxes"]:
        if one["verdict"] == "confirmed":
            x0, y0, x1, y1 = (round(share * size) for share, size in zip(one["box"], (wide, high) * 2, strict=True))
            regions.append({
                "shape_attributes": {"name": "rect", "x": x0, "y": y0, "width": x1 - x0, "height": y1 - y0},
                "region_attributes": {"type": "redacted", "style": one["style"], "ground": one["ground"] or ""}})
    return {"filename": entry["image"], "size": path.stat().st_size, "regions": regions,
            "file_attributes": {"is_complete": "yes" if entry["is_complete"] else "no"}}
