"""How the text of an element of a web page looks, from what its styles say and how the one around it looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ocr.text.cascade import Value
from ocr.text.held import BLACK, WHITE, Colour, alike
from ocr.text.looks import MIXED

SPECK = 2.7
"""Pixels up to which letters are too small to be seen (two points)."""
_FAR = 500.0
"""Pixels beyond the page's edge from which a thing is out of sight."""
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0,
          "xx-large": 32.0, "xxx-large": 48.0}  # fmt: skip
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "rem": 16.0, "q": 0.945,
          "vw": 12.8, "vh": 8.0}  # fmt: skip
_CLIPPED = frozenset(("hidden", "clip", "scroll"))


@dataclass(frozen=True, slots=True)
class Look:
    """How a text in an element looks."""

    gone: bool = False
    """Not displayed, nor anything in it."""
    faded: bool = False
    """Transparent, clipped away or out of sight, with all in it."""
    masked: bool = False
    """Blurred, or dots in the place of letters."""
    visible: bool = True
    size: float = 16.0
    """Pixels."""
    letters: Colour | None = BLACK
    """None for transparent ones."""
    ground: Colour | None = WHITE
    """None where it is not known."""
    on_paper: bool = True
    """No element has said the ground."""

    @property
    def is_unseen(self) -> bool:
        """Whether a text in it is not seen."""
        return (self.gone or self.faded or self.masked or not self.visible or self.size <= SPECK or self.letters is None
                or (self.ground is not None and alike(self.letters, self.ground)))

    @property
    def is_blacked_out(self) -> bool:
        """Whether it is shown as a dark bar, or as a mask, that hides its letters: somebody redacted it."""
        if self.gone or self.faded or not self.visible or self.size <= SPECK:
            return False
        return self.masked or (not self.on_paper and self.ground is not None and self.letters is not None
                               and alike(self.letters, self.ground) and sum(self.ground) < 384)


def look_of(said: Mapping[str, Value], around: Look) -> Look:
    """The look of an element in one that looks so."""
    if around.gone or not said:
        return around
    if _word(said, "display") == "none" or _word(said, "content-visibility") == "hidden":
        return replace(around, gone=True)
    size = _font_size(said, around.size)
    look = replace(around, size=size, faded=around.faded or _is_faded(said, size),
                   masked=around.masked or _is_masked(said, size))
    if (word := _word(said, "visibility")) in ("visible", "hidden", "collapse"):
        look = replace(look, visible=word == "visible")
    for name in ("color", "-webkit-text-fill-color"):
        if name in said and (shade := _shade(said[name])) is not None:
            look = replace(look, letters=shade[0] if shade[1] > 0.1 else None)
    ground = _ground(said)
    if ground is not None:
        look = replace(look, ground=ground[0], on_paper=False)
    elif _word(said, "position") in ("absolute", "fixed", "sticky") or _moves(said):
        # What moves may come to lie on something else.
        look = replace(look, ground=None)
    return look


def _moves(said: Mapping[str, Value]) -> bool:
    names = ("margin", "margin-left", "margin-top", "margin-bottom", "transform", "mix-blend-mode")
    return any(any(getattr(v, "value", 0) < 0 for v in said[name] if v.type in ("dimension", "percentage", "number"))
               if name.startswith("margin") else _word(said, name) not in ("none", "normal", "")
               for name in names if name in said)


def _word(said: Mapping[str, Value], name: str) -> str:
    value = said.get(name, ())
    return str(value[0].lower_value) if len(value) == 1 and value[0].type == "ident" else "" if not value else "?"


def _number(value: Value) -> float | None:
    """A number, or a share of one."""
    if len(value) != 1 or value[0].type not in ("number", "percentage"):
        return None
    return float(value[0].value) / (100 if value[0].type == "percentage" else 1)


def _pixels(value: Value, size: float) -> float | None:
    """A single length; None for others, as shares of something not known."""
    if len(value) != 1:
        return None
    one = value[0]
    if one.type == "number":
        return float(one.value)
    if one.type != "dimension":
        return None
    unit = one.lower_unit
    return float(one.value) * (size if unit == "em" else size / 2 if unit in ("ex", "ch") else _UNITS.get(unit, 1.0))


def _font_size(said: Mapping[str, Value], size: float) -> float:
    value = said.get("font-size")
    if value is None:
        font = said.get("font", ())
        value = next(((one,) for one in font if one.type in ("dimension", "percentage")
                      or (one.type == "ident" and one.lower_value in _SIZES)), ())
    if len(value) == 1 and value[0].type == "percentage":
        return size * float(value[0].value) / 100
    if len(value) == 1 and value[0].type == "ident":
        word = value[0].lower_value
        return _SIZES.get(word, size * {"smaller": 1 / 1.2, "larger": 1.2}.get(word, 1.0))
    found = _pixels(value, size)
    return size if found is None else found


def _is_faded(said: Mapping[str, Value], size: float) -> bool:
    """Whether an element is transparent, clipped to nothing or moved out of sight."""
    opacity = _number(said.get("opacity", ()))
    if opacity is not None and opacity < 0.05:
        return True
    floats = _word(said, "position") in ("absolute", "fixed")
    moves = floats or _word(said, "position") == "relative"
    if moves and any((_pixels(said.get(side, ()), size) or 0) <= -_FAR for side in ("left", "right", "top", "bottom")):
        return True
    if any((_pixels(said.get(name, ()), size) or 0) <= -_FAR for name in ("text-indent", "margin-left", "margin-top")):
        return True
    if floats and any(one.type == "function" and one.lower_name == "rect" and _is_nothing(one.arguments)
                      for one in said.get("clip", ())):
        return True
    for one in (*said.get("clip-path", ()), *said.get("transform", ()), *said.get("filter", ())):
        if one.type == "function" and _is_hiding(one):
            return True
    clips = {_word(said, name) for name in ("overflow", "overflow-x", "overflow-y")} & _CLIPPED
    return bool(clips) and any((length := _pixels(said.get(name, ()), size)) is not None and length <= SPECK
                               for name in ("width", "height", "max-height", "max-width"))


def _is_masked(said: Mapping[str, Value], size: float) -> bool:
    if _word(said, "-webkit-text-security") in ("disc", "circle", "square"):
        return True
    blurs = (one for one in said.get("filter", ()) if one.type == "function" and one.lower_name == "blur")
    return any((_pixels(tuple(_arguments(blur.arguments)), size) or 0) >= 3 for blur in blurs)


def _arguments(written: Any) -> list[Any]:
    return [one for one in written if one.type in ("number", "dimension", "percentage")]


def _is_nothing(arguments: Any) -> bool:
    """Whether `rect(top, right, bottom, left)` leaves nothing to see."""
    sides = [float(one.value) for one in _arguments(arguments)]
    return len(sides) == 4 and (sides[2] - sides[0] <= 1 or sides[1] - sides[3] <= 1)


def _is_hiding(one: Any) -> bool:
    numbers, name = _arguments(one.arguments), one.lower_name
    if not numbers:
        return False
    first = float(numbers[0].value)
    if name == "inset":
        return numbers[0].type == "percentage" and first >= 50
    if name in ("circle", "ellipse", "opacity") or name.startswith("scale"):
        return any(float(number.value) == 0 for number in numbers)
    return name.startswith("translate") and any(
        number.type == "dimension" and abs(float(number.value)) >= 5 * _FAR for number in numbers)


def _shade(value: Value) -> tuple[Colour, float] | None:
    """A colour and how opaque it is; None for what is no plain colour."""
    return _parsed(tuple(one.serialize() for one in value)) if value else None


@lru_cache(maxsize=2048)
def _parsed(written: tuple[str, ...]) -> tuple[Colour, float] | None:
    from tinycss2.color3 import parse_color

    if len(written) != 1:
        return None
    found = parse_color(written[0])
    if found is None or isinstance(found, str):
        return None
    red, green, blue = (round(255 * max(0.0, min(1.0, part))) for part in found[:3])
    return (red, green, blue), float(found[3])


def _ground(said: Mapping[str, Value]) -> tuple[Colour | None] | None:
    """The ground an element has, `(None,)` where it is not known; None where it has none of its own."""
    found: tuple[Colour | None] | None = None
    for name, value in said.items():  # in the order of their weight
        if name not in ("background", "background-color", "background-image"):
            continue
        words = {one.lower_value for one in value if one.type == "ident"}
        if name != "background-color" and any(one.type in ("url", "function") and (
                one.type == "url" or one.lower_name not in ("rgb", "rgba", "hsl", "hsla")) for one in value):
            found = (None,)
        elif name == "background-image":
            found = None if found == (None,) and "none" in words else found
        else:
            shades = [given for one in value if (given := _shade((one,))) is not None]
            if shades:
                (mine, opaque) = shades[-1]
                found = (mine,) if opaque > 0.9 else (MIXED,) if opaque > 0.1 else None
            elif words & {"none", "transparent", "initial", "unset"}:
                found = None
            elif value and not words:
                found = (None,)  # a variable, or a way to write colours that is not known
    return found
