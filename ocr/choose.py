"""Which source a page's text comes from: its text layer, OCR, or both; and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ocr.engines.base import Engine
from ocr.hidden import agreement, shown_lines
from ocr.lines import Line, mean_confidence, text_of, words_of
from ocr.merge import additions, woven
from ocr.picture import Picture
from ocr.prepare import turn
from ocr.quality import Quality, accents, judge
from ocr.recognise import Recognised
from ocr.second_look import recognise_carefully
from ocr.sources import Layer, covered_share
from ocr.types import LEFT_OUT, Source, Word
from ocr.unread import crop, painted_over, placed, unread_region, within
from ocr.view import View

_AGREES = 0.8
"""From this likeness on, a layer says what the page shows."""
_MANY_DRAWINGS = 300
"""A page with more shapes may have letters among them."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a page, where it came from and why."""

    source: Source
    lines: tuple[Line, ...]
    why: str


def choose_text(view: View, engine: Callable[[], Engine], *, force_ocr: bool = False, quarters: int = 0) -> Text:
    """The page's text from the right source; `force_ocr`: from its picture, `quarters`: turned so often clockwise."""
    if force_ocr or quarters:
        return _from_picture(view, engine, "somebody asked for it", quarters)
    layer = view.layer
    if layer.exact:
        return Text("text" if layer.lines else "blank", layer.lines, "the file is text")
    if not layer.lines:
        return _from_picture(view, engine, "the page has no text layer")
    quality = judge(layer.text, layer.broken)
    if quality is Quality.GOOD and _plain(layer) and not (view.leaks or view.unseen):
        return Text("text", layer.lines, "the page carries its text")
    lines, left_out = layer.lines, ""
    if layer.covers or layer.invisible or not layer.complete or view.leaks or view.unseen:
        shown, hidden = shown_lines(layer.lines, view.small, view.bare_redactions, view.leaks, engine, view.unseen)
        lines = tuple(shown)
        left_out = f"; {hidden} {LEFT_OUT}" if hidden else ""
        if not lines:
            return _from_picture(view, engine, "the page shows nothing of its text layer")
    if quality is Quality.BROKEN:
        return _better(view, engine, lines, f"the text layer {quality.value}", left_out)
    if quality is Quality.ACCENTS:
        read = recognise_carefully(view.picture, engine())
        if _fair(read) and accents(text_of(read.lines)) > 1.5 * accents(text_of(lines)) + 1:
            return Text("ocr", read.lines, f"the text layer {quality.value}; read from its picture, {read.how}")
    scan = covered_share(layer.images) >= 0.5
    if quality is Quality.DOUBTFUL or scan:
        agrees = agreement(lines, view.picture, engine(), is_scan=scan)
        if agrees is not None and agrees < _AGREES:
            return _better(view, engine, lines, "the text layer does not say what the page shows", left_out)
    return _with_unread(view, engine, lines, left_out)


def _plain(layer: Layer) -> bool:
    """Whether the page is text and nothing that could hide some of it or hold more."""
    return not (layer.covers or layer.invisible or layer.images) and layer.complete and layer.drawings < _MANY_DRAWINGS


def _from_picture(view: View, engine: Callable[[], Engine], reason: str, quarters: int = 0) -> Text:
    read = _recognise_turned(view.picture, engine(), quarters)
    if read.blank:
        return Text("blank", (), "nothing stands on the page")
    if not read.lines:
        return Text("ocr", (), f"{reason}; no words were found in its picture")
    return Text("ocr", read.lines, f"{reason}; read from its picture, {read.how}")


def _recognise_turned(picture: Picture, engine: Engine, quarters: int) -> Recognised:
    """Read a picture turned by quarters clockwise; boxes are those of the page as it is displayed."""
    if quarters % 4 == 0:
        return recognise_carefully(picture, engine)
    turned = turn(Picture(picture.grey, picture.dpi), 90.0 * (quarters % 4))
    read = recognise_carefully(turned.picture, engine)
    lines = tuple(
        replace(line, words=tuple(Word(word.text, turned.back(word.box), word.confidence) for word in line.words))
        for line in read.lines)
    return replace(read, lines=lines, how=f"turned {90 * (quarters % 4)}° as asked, {read.how}")


def _better(view: View, engine: Callable[[], Engine], lines: tuple[Line, ...], reason: str, left_out: str) -> Text:
    """OCR, unless it fails where the layer at least has something."""
    read = recognise_carefully(view.picture, engine())
    if _fair(read):
        return Text("ocr", read.lines, f"{reason}; read from its picture, {read.how}")
    return Text("text", lines, f"{reason}, but its picture could not be read better{left_out}")


def _fair(read: Recognised) -> bool:
    return read.confidence >= 60 and read.characters >= 2


def _with_unread(view: View, engine: Callable[[], Engine], lines: tuple[Line, ...], left_out: str) -> Text:
    """The layer, joined by what stands on the page beside it (images, stamps, drawn letters)."""
    layer = view.layer
    everywhere = not layer.complete or layer.drawings >= _MANY_DRAWINGS
    if not (layer.images or everywhere):
        return Text("text", lines, "the page carries its text" + left_out)
    region = unread_region(painted_over(view.small, lines), None if everywhere else layer.images)
    if region is None:
        return Text("text", lines, "the page carries its text" + left_out)
    unknown = painted_over(crop(view.picture, region), within(lines, region))
    read = recognise_carefully(Picture(unknown.pixels, view.picture.dpi), engine())
    added = additions(placed(read.lines, region), lines)
    if not added:
        return Text("text", lines, "the page carries its text; its pictures hold no words" + left_out)
    sure = mean_confidence(words_of(added)) or 0.0
    return Text(
        "mixed", woven(lines, added), f"the page carries text, and its pictures hold more ({sure:.0f} % sure){left_out}"
    )
