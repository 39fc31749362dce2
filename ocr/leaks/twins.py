"""Letters that lie under something and are drawn once more over it, as when a form is filled in anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ocr.leaks.layers import Layers, bounds_of, differ, draw_colours, without
from ocr.leaks.rows import Rows
from ocr.leaks.seen import CHANGE, Boxes, changed_shares, crop_of

_ALIKE = 0.7
_LEAST_SHOWN = 0.03
_MOST_TWINS = 2_000


def without_twins(page: Any, layers: Layers, boxes: Boxes, hidden: Sequence[int]) -> list[int]:
    """Leave out hidden letters of which the page shows an equal one in the same place.

    pdfium names only one of two equal texts, so the other has no letters of its own: what it draws is compared.
    """
    named = {letter.order for letter in layers.letters} | {letter.order for letter in layers.beyond}
    twins = _near(layers, boxes[list(hidden)], [order for order in sorted(layers.texts) if order not in named])
    if not twins:
        return list(hidden)
    mine = {layers.letters[i].order for i in hidden}
    others = [handle for order, handle in layers.texts.items() if order not in mine]
    with without(layers.shapes.values()):
        with without(layers.texts.values()):
            none = draw_colours(page)
        with without(others):
            one = draw_colours(page)
        with without(handle for order, handle in layers.texts.items() if order in named):
            other = draw_colours(page)
    whole = draw_colours(page)
    with without(twins):
        bare = draw_colours(page)
    shown = changed_shares(whole, bare, boxes[list(hidden)]) > _LEAST_SHOWN
    first, second = (differ(drawn, none, CHANGE) for drawn in (one, other))
    return [i for i, seen in zip(hidden, shown.tolist(), strict=True) if not (seen and _alike(first, second, boxes[i]))]


def _near(layers: Layers, hidden: Boxes, orders: Sequence[int]) -> list[Any]:
    """The text objects that lie on hidden letters; most that have no letters are spaces, or somewhere else."""
    if not len(hidden):
        return []
    rows, found = Rows(hidden), []
    for order in orders[:_MOST_TWINS]:
        box = bounds_of(layers.texts[order], layers.frames[order])
        if box is not None and len(rows.covered(box, _LEAST_SHOWN)):
            found.append(layers.texts[order])
    return found


def _alike(one: Any, other: Any, box: Any) -> bool:
    """Whether two drawings have the same ink in a box."""
    mine, theirs = crop_of(one, box), crop_of(other, box)
    either = int((mine | theirs).sum())
    return either > 0 and int((mine & theirs).sum()) >= _ALIKE * either
