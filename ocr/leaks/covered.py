"""Which letters of a page's text layer the drawn page does not show, and what hides them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ocr.leaks.layers import Cover, Layers, Letter, draw, draws_nothing, without
from ocr.redactions import is_code
from ocr.redactions.grounds import is_mark
from ocr.types import Box, Leak, Redaction

_SHARE = 0.6
"""Share of a letter's box that must lie under a cover."""
_CHANGE = 20
"""Grey levels by which a visible letter changes the page."""

_LABELS = re.compile(
    r"(?:privileged?|redact(?:ed|ion)?|confidential|underseal|sealed|filedunderseal|attorneyclient"
    r"|workproduct|testad[oa]|eliminad[oa]|suprimid[oa]|reservad[oa]|clasificad[oa]|protegid[oa]|confidencial"
    r"|dat(?:o|os)personal(?:es)?|informaci[oó]n(?:confidencial|reservada)|vertrouwelijk|geheim|withheld|classified)+"
)
"""What is written on boxes to say that something was taken out."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Letters hidden together: the leak, and the text for comparing within the file (never to be passed on)."""

    leak: Leak
    text: str
    spaced: str = ""
    """The same with spaces between its words."""


def hidden_text(page: Any, layers: Layers, redactions: Sequence[Redaction]) -> list[Hidden]:
    """The groups of letters of a pypdfium2 page that are in the file and not on the page, with what hides them."""
    letters = layers.letters
    if not letters:
        return _off_the_page(layers.beyond)
    boxes = np.array([letter.box for letter in letters], dtype=np.float64)
    under: dict[int, Cover | None] = dict(_under_covers(letters, boxes, layers.covers))
    scanned = layers.scanned()
    pale = {i for i, letter in enumerate(letters) if i not in under and _may_not_show(letter)}
    found = _off_the_page(layers.beyond)
    suspects = [i for i in sorted(set(under) | pale) if not draws_nothing(letters[i])]
    if suspects:
        shown = _shows(page, layers, boxes, suspects)
        hidden = [i for i in suspects if not shown[i]]
        hidden = _not_shown_again(letters, boxes, hidden)
        found += _groups(letters, boxes, {i: under.get(i) for i in hidden}, scanned)
    found += _unapplied(letters, boxes, layers.covers)
    found += _under_scan(page, letters, boxes, redactions, scanned)
    return found


def _may_not_show(letter: Letter) -> bool:
    return letter.luma >= 200 and not draws_nothing(letter)


def _overlap(boxes: npt.NDArray[np.float64], box: Box) -> npt.NDArray[np.float64]:
    wide = np.minimum(boxes[:, 2], box[2]) - np.maximum(boxes[:, 0], box[0])
    high = np.minimum(boxes[:, 3], box[3]) - np.maximum(boxes[:, 1], box[1])
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    share = np.clip(wide, 0, None) * np.clip(high, 0, None) / np.maximum(area, 1e-12)
    return np.asarray(share, dtype=np.float64)


def _under_covers(
    letters: Sequence[Letter], boxes: npt.NDArray[np.float64], covers: Sequence[Cover]
) -> dict[int, Cover]:
    """For each letter that lies under a later cover, or on an earlier shape of its own colour: the last such cover."""
    orders = np.array([letter.order for letter in letters])
    lumas = np.array([letter.luma for letter in letters])
    found: dict[int, Cover] = {}
    for cover in covers:
        if cover.kind == "redact":
            continue
        hides = orders < cover.order
        if cover.kind == "shape" and cover.luma < 250:
            hides |= np.abs(lumas - cover.luma) < _CHANGE
        for i in np.flatnonzero((_overlap(boxes, cover.box) >= _SHARE) & hides).tolist():
            found[i] = cover
    return found


def _shows(page: Any, layers: Layers, boxes: npt.NDArray[np.float64], suspects: Sequence[int]) -> dict[int, bool]:
    """Whether the page changes where a letter stands when the letters' objects are left out."""
    handles = [layers.texts[order] for order in {layers.letters[i].order for i in suspects} if order in layers.texts]
    whole = draw(page)
    with without(handles):
        bare = draw(page)
    changed = np.abs(whole.astype(np.int16) - bare) > _CHANGE
    high, wide = changed.shape
    shown = {}
    for i in suspects:
        x0, y0, x1, y1 = boxes[i] * (wide, high, wide, high)
        crop = changed[int(y0) : int(np.ceil(y1)), int(x0) : int(np.ceil(x1))]
        inner = max(1, round(0.25 * (x1 - x0)))
        core = crop[:, inner:-inner] if crop.shape[1] > 2 * inner + 1 else crop
        shown[i] = bool(core.size) and float(core.mean()) > 0.03
    return shown


def _not_shown_again(letters: Sequence[Letter], boxes: npt.NDArray[np.float64], hidden: Sequence[int]) -> list[int]:
    """Leave out letters that the page shows once more at the same place, as when a text is drawn twice."""
    if not hidden:
        return []
    chosen = set(hidden)
    rest = [i for i in range(len(letters)) if i not in chosen and not draws_nothing(letters[i])]
    if not rest:
        return list(hidden)
    others = boxes[rest]
    kept = []
    for i in hidden:
        near = np.flatnonzero(_overlap(others, tuple(boxes[i])) > 0.4)
        if not any(letters[rest[n]].character == letters[i].character for n in near.tolist()):
            kept.append(i)
    return kept


def _groups(
    letters: Sequence[Letter], boxes: npt.NDArray[np.float64], hidden: dict[int, Cover | None], scanned: bool
) -> list[Hidden]:
    """Letters hidden by one cover, or invisible ones that follow each other, as one finding each."""
    by_cover: dict[tuple[str, int], list[int]] = {}
    last, run = -10, 0
    for i, cover in sorted(hidden.items()):
        if cover is None:
            run = run if letters[i].place - last <= 3 else run + 1
            last = letters[i].place
            by_cover.setdefault(("invisible", run), []).append(i)
        elif not (cover.kind == "image" and scanned):
            by_cover.setdefault((cover.kind, cover.order), []).append(i)
    found = []
    for (kind, _), members in by_cover.items():
        text = "".join(letters[i].character for i in members)
        if not _says_something(text) or (kind == "invisible" and len(text) < 4):
            continue
        name = {"shape": "text_under_box", "image": "text_under_image", "annotation": "text_under_annotation",
                "invisible": "invisible_text"}[kind]  # fmt: skip
        found.append(
            Hidden(Leak(_around(boxes[members]), name, _length(letters, members)), text, _spaced(letters, members))
        )
    return found


def _spaced(letters: Sequence[Letter], members: Sequence[int]) -> str:
    """The text with one space wherever the layer has something between two letters."""
    ordered = sorted(members, key=lambda i: letters[i].place)
    text = letters[ordered[0]].character if ordered else ""
    for a, b in pairwise(ordered):
        text += (" " if letters[b].place - letters[a].place > 1 else "") + letters[b].character
    return text


def _length(letters: Sequence[Letter], members: Sequence[int]) -> int:
    """Number of characters, the single spaces between the letters included."""
    places = sorted(letters[i].place for i in members)
    return len(places) + sum(1 for a, b in pairwise(places) if 2 <= b - a <= 3)


def _unapplied(letters: Sequence[Letter], boxes: npt.NDArray[np.float64], covers: Sequence[Cover]) -> list[Hidden]:
    found = []
    for cover in covers:
        if cover.kind != "redact":
            continue
        members = np.flatnonzero(_overlap(boxes, cover.box) >= 0.5).tolist()
        text = "".join(letters[i].character for i in members)
        found.append(
            Hidden(
                Leak(_rounded(cover.box), "unapplied_redaction", _length(letters, members)),
                text,
                _spaced(letters, members),
            )
        )
    return found


_LEAST_OUTSIDE = 12
"""So many letters off the page are a text that was cut off; fewer are crop marks or a page number."""


def _off_the_page(letters: Sequence[Letter]) -> list[Hidden]:
    """Text that lies wholly beyond what is shown of the page, as when a page was cropped instead of redacted."""
    members = [i for i, letter in enumerate(letters) if not draws_nothing(letter)]
    text = "".join(letters[i].character for i in members)
    if sum(c.isalpha() for c in text) < _LEAST_OUTSIDE:
        return []
    return [Hidden(Leak(None, "outside_page", _length(letters, members)), text, _spaced(letters, members))]


def _under_scan(
    page: Any, letters: Sequence[Letter], boxes: npt.NDArray[np.float64], redactions: Sequence[Redaction], scanned: bool
) -> list[Hidden]:
    """Words that OCR once read and that the scan now covers with a redaction; else invisible text without a scan."""
    silent = [i for i, letter in enumerate(letters) if draws_nothing(letter)]
    if scanned:
        silent = list(range(len(letters)))
    if not silent or not redactions:
        return []
    image = draw(page)
    high, wide = image.shape
    found = []
    for redaction in redactions:
        members = [i for i in silent if _overlap(boxes[i : i + 1], redaction.box)[0] >= 0.7]
        members = [i for i in members if _one_tone(image, boxes[i] * (wide, high, wide, high))]
        text = "".join(letters[i].character for i in members)
        if _says_something(text):
            found.append(
                Hidden(
                    Leak(_around(boxes[members]), "ocr_under_box", _length(letters, members)),
                    text,
                    _spaced(letters, members),
                )
            )
    return found


def _one_tone(image: npt.NDArray[np.uint8], box: npt.NDArray[np.float64]) -> bool:
    x0, y0, x1, y1 = box
    crop = image[int(y0) : int(np.ceil(y1)), int(x0) : int(np.ceil(x1))]
    return crop.size > 0 and int(np.percentile(crop, 95)) - int(np.percentile(crop, 5)) <= 40


def _says_something(text: str) -> bool:
    """True when a hidden text is more than filling, a code or a mark."""
    letters = [c for c in text if c.isalnum()]
    if len(letters) < 2 or len(set(letters)) < 2 or is_code(text) or is_mark(text):
        return False
    return _LABELS.fullmatch("".join(letters).casefold()) is None


def _around(boxes: npt.NDArray[np.float64]) -> Box:
    low, top = boxes.min(axis=0), boxes.max(axis=0)
    return _rounded((float(low[0]), float(low[1]), float(top[2]), float(top[3])))


def _rounded(box: Box) -> Box:
    return (round(box[0], 5), round(box[1], 5), round(box[2], 5), round(box[3], 5))
