"""Which letters of a page's text layer the drawn page does not show, and what hides them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from ocr.leaks.layers import BLOCKS, Cover, Layers, Letter, draw, draws_nothing
from ocr.leaks.retold import retold_places
from ocr.leaks.rows import Rows, overlap, touching
from ocr.leaks.seen import CHANGE, TINY, Boxes, Image, crop_of, is_even, shows, unseen_letters
from ocr.leaks.twins import without_twins
from ocr.redactions import is_code
from ocr.redactions.grounds import is_mark
from ocr.types import Box, Leak, Redaction

_FEW = 200
"""So many covers are compared with every letter."""
_SHARE = 0.6
"""Share of a letter's box that must lie under a cover."""
_PAPER = 235
"""From this grey level on an even area is taken for paper."""
_SIDE, _EDGE = 0.1, 0.08
"""Shares of the page's width and height in which numbers of lines and pages stand."""

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
    is_told: bool = True
    """False for what is hidden and no leak, as a printed code under a box: it is kept out of the text all the same."""
    on_paper: bool = False
    """Nothing dark and even lies where it stands: paper, or other print."""
    places: tuple[Box, ...] = ()
    """Where its letters stand, line by line."""


def hidden_text(page: Any, layers: Layers, redactions: Sequence[Redaction], first: int = 0) -> list[Hidden]:
    """The groups of letters of a pypdfium2 page that are in the file and not on the page, with what hides them.

    With `first` only what is drawn from that object on is judged.
    """
    found = [] if first else _off_the_page(layers.beyond)
    letters = layers.letters
    if not letters:
        return found
    boxes = np.array([letter.box for letter in letters], dtype=np.float64)
    covers = _over_any(boxes, layers.covers)
    rows = Rows(boxes)
    under: dict[int, Cover | None] = dict(_under_covers(letters, rows, covers))
    scanned = layers.scanned()
    unseen = set(unseen_letters(page, layers, boxes))
    covered = {i for i in under if not draws_nothing(letters[i]) and letters[i].character not in BLOCKS}
    suspects = sorted(i for i in unseen | covered if letters[i].order >= first)
    if suspects:
        shown, image = shows(page, layers, boxes, suspects)
        hidden = [i for i in suspects if not shown[i]]
        hidden = without_twins(page, layers, boxes, _not_shown_again(letters, boxes, hidden))
        found += _groups(letters, boxes, {i: under.get(i) for i in hidden}, covers, image, scanned)
    if first:
        return found
    found += _unapplied(letters, rows, layers.covers)
    found += _under_scan(page, letters, boxes, redactions, scanned)
    for place, text, sure in retold_places(page, layers):
        found.append(Hidden(Leak(place, "invisible_text", len(text)), text, text, sure, places=(place,)))
    return found


def _over_any(boxes: Boxes, covers: Sequence[Cover]) -> list[Cover]:
    """Of the covers those that lie on a letter, and perhaps some more."""
    covers = [cover for cover in covers if cover.kind != "redact"]
    if len(covers) <= _FEW:
        return covers
    edges = np.array([cover.box for cover in covers], dtype=np.float64)
    return [covers[i] for i in np.flatnonzero(touching(edges, boxes)).tolist()]


def _under_covers(letters: Sequence[Letter], rows: Rows, covers: Sequence[Cover]) -> dict[int, Cover]:
    """For each letter that lies under a later cover, or on an earlier shape of its own colour: the last such cover."""
    orders = np.array([letter.order for letter in letters])
    lumas = np.array([letter.luma for letter in letters])
    found: dict[int, Cover] = {}
    for cover in covers:
        near = rows.covered(cover.box, _SHARE)
        if not len(near):
            continue
        hides = orders[near] < cover.order
        if cover.kind == "shape" and cover.luma < 250:
            hides |= np.abs(lumas[near] - cover.luma) < CHANGE
        for i in near[hides].tolist():
            found[i] = cover
    return found


def _not_shown_again(letters: Sequence[Letter], boxes: npt.NDArray[np.float64], hidden: Sequence[int]) -> list[int]:
    """Leave out letters that the page shows once more at the same place, as when a text is drawn twice."""
    if not hidden:
        return []
    chosen = set(hidden)
    rest = [i for i in range(len(letters)) if i not in chosen and not draws_nothing(letters[i])]
    if not rest:
        return list(hidden)
    others = Rows(boxes[rest])
    kept = []
    for i in hidden:
        near = others.covered(boxes[i].tolist(), 0.4)
        if not any(letters[rest[n]].character == letters[i].character for n in near.tolist()):
            kept.append(i)
    return kept


_KINDS = {"shape": "text_under_box", "image": "text_under_image", "annotation": "text_under_annotation",
          "field": "text_under_annotation", "invisible": "invisible_text"}  # fmt: skip


def _groups(
    letters: Sequence[Letter], boxes: Boxes, hidden: dict[int, Cover | None], covers: Sequence[Cover], image: Image,
    scanned: bool,
) -> list[Hidden]:  # fmt: skip
    """Letters hidden by one cover, or by several or none and following each other, as one finding each."""
    by_cover: dict[tuple[str, int, int], list[int]] = {}
    edges = Rows(np.array([cover.box for cover in covers], dtype=np.float64)) if covers else None
    last, run, last_kind = -10, 0, ""
    for i, cover in sorted(hidden.items()):
        if cover is None:
            kind = _touched(letters[i], boxes[i], covers, edges)
            run = run if letters[i].place - last <= 3 and kind == last_kind else run + 1
            last, last_kind = letters[i].place, kind
            by_cover.setdefault((kind, -1, run), []).append(i)
        else:
            by_cover.setdefault((cover.kind, cover.order, 0), []).append(i)
    found = []
    # White or empty letters over a scan are what OCR read there, as letters in an invisible mode are.
    is_layer = scanned and sum(cover is None for cover in hidden.values()) > 0.5 * len(letters)
    for (kind, order, _), members in by_cover.items():
        text = "".join(letters[i].character for i in members)
        places = _lines(boxes[members])
        even = [is_even(image, np.array(place)) for place in places]
        dark = all(even) and all(float(np.median(crop_of(image, np.array(p)))) < _PAPER for p in places)
        told = _says_something(text) and not (order < 0 and len(text) < 4) and not _numbers_the_page(text, places, dark)
        silent = all(draws_nothing(letters[i]) for i in members)
        if kind == "image" and (scanned or (silent and not all(even))):
            told = False  # the text of a page lies behind its scan; what the scan covers is told by its redactions
        elif kind == "invisible":
            # Where something is drawn, that is usually the text itself: outlines, or a picture that OCR has read.
            told = told and (any(even) or _is_speck(places)) and not (scanned and not dark)
            if is_layer:
                places = tuple(place for place, one in zip(places, even, strict=True) if one)
        elif kind == "field":
            told = told and dark
        found.append(
            Hidden(Leak(_around(boxes[members]), _KINDS[kind], _length(letters, members)), text,
                   _spaced(letters, members), told, not dark, places)
        )  # fmt: skip
    return found


def _numbers_the_page(text: str, places: Sequence[Box], dark: bool) -> bool:
    """A number of a page at its head or foot that new print replaces, or of a line beside the text under any box."""
    if not text.isdigit() or len(text) > 4:
        return False
    x, y = (places[0][0] + places[0][2]) / 2, (places[0][1] + places[0][3]) / 2
    beside = x < _SIDE or x > 1 - _SIDE
    return (beside and len(text) <= 2) or (not dark and (y < _EDGE or y > 1 - _EDGE))


def _is_speck(places: Sequence[Box]) -> bool:
    return all(place[3] - place[1] < 2 * TINY for place in places)


def _touched(letter: Letter, box: npt.NDArray[np.float64], covers: Sequence[Cover], edges: Rows | None) -> str:
    """The kind of the last thing drawn over a part of a letter; `invisible` when there is none."""
    if edges is None:
        return "invisible"
    near = edges.near(box.tolist())
    wide = np.minimum(edges.boxes[near, 2], box[2]) - np.maximum(edges.boxes[near, 0], box[0])
    high = np.minimum(edges.boxes[near, 3], box[3]) - np.maximum(edges.boxes[near, 1], box[1])
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1e-12)
    over = near[np.maximum(wide, 0) * np.maximum(high, 0) > 0.05 * area].tolist()
    later = [covers[n] for n in over if covers[n].order > letter.order]
    return max(later, key=lambda cover: cover.order).kind if later else "invisible"


def _lines(boxes: Boxes) -> tuple[Box, ...]:
    """The boxes of letters put together line by line."""
    lines: list[list[float]] = []
    for x0, y0, x1, y1 in boxes.tolist():
        if lines and min(y1, lines[-1][3]) - max(y0, lines[-1][1]) > 0.3 * min(y1 - y0, lines[-1][3] - lines[-1][1]):
            line = lines[-1]
            line[0], line[1], line[2], line[3] = min(line[0], x0), min(line[1], y0), max(line[2], x1), max(line[3], y1)
        else:
            lines.append([x0, y0, x1, y1])
    return tuple((line[0], line[1], line[2], line[3]) for line in lines)


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


def _unapplied(letters: Sequence[Letter], rows: Rows, covers: Sequence[Cover]) -> list[Hidden]:
    found = []
    for cover in covers:
        if cover.kind != "redact":
            continue
        members = sorted(rows.covered(cover.box, 0.5).tolist())
        text = "".join(letters[i].character for i in members)
        found.append(
            Hidden(
                Leak(_rounded(cover.box), "unapplied_redaction", _length(letters, members)),
                text,
                _spaced(letters, members),
                places=(cover.box,),
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
    found = []
    for redaction in redactions:
        inside = np.flatnonzero(overlap(boxes[silent], redaction.box) >= 0.7)
        members = [silent[n] for n in inside.tolist() if is_even(image, boxes[silent[n]])]
        text = "".join(letters[i].character for i in members)
        if _says_something(text):
            found.append(
                Hidden(
                    Leak(_around(boxes[members]), "ocr_under_box", _length(letters, members)),
                    text,
                    _spaced(letters, members),
                    places=_lines(boxes[members]),
                )
            )
    return found


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
