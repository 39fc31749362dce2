"""Pictures in RTF files: where their bytes stand, how they are shown, and whether a shape may cover them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ocr.text.insets import Inset, Span

MOST_BYTES = 256 * 2**20
_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\bin(?P<skip>\d+) ?|\\(?P<hidden>v|deleted)(?P<off>0)?(?![a-z\d])"
    rb"|\\(?P<plain>plain)(?![a-z])|\\(?P<kind>pict|nonshppict|shp|objdata|header[lrf]?|footer[lrf]?)(?![a-z])"
    rb"|\\(?P<turn>page|sect|pagebb)(?![a-z\d])"
    rb"|\\(?P<escaped>[\\{}'])")
_WORD = re.compile(rb"\s*\\([a-z]+)(-?\d+)? ?")
_PROPERTY = re.compile(rb"\{\\sn ([A-Za-z]+)\}\s*\{\\sv ([^{}\\]{0,40})")
_DRAWN = frozenset((b"emfblip", b"wmetafile", b"macpict", b"pmmetafile"))
_READ = frozenset((b"pngblip", b"jpegblip"))
_LINES = frozenset((b"20", b"32", b"33", b"34", b"37", b"38", b"39", b"40"))
_TWIPS = 1440.0


@dataclass
class _Group:
    hidden: bool = False
    silent: bool = False
    """Pictures in it are shown elsewhere, or are none."""
    shape_at: int | None = None
    in_margin: bool = False


def rtf_pictures(path: Path) -> Iterator[Inset]:
    """The pictures of the file in its order; raises what damaged files raise."""
    if path.stat().st_size > MOST_BYTES:
        return
    data = path.read_bytes()
    found, covers, page = list[tuple[int, Inset]](), set[int](), 0
    stack, now, at = list[_Group](), _Group(), 0
    while token := _TOKEN.search(data, at):
        at = token.end()
        if token["open"]:
            stack.append(replace(now))
        elif token["close"]:
            inner, now = now, stack.pop() if stack else _Group()
            if inner.shape_at is not None and now.shape_at is None and _covers(data[inner.shape_at : at]):
                covers.add(page)
        elif token["skip"]:
            at += int(token["skip"])
        elif token["hidden"]:
            now.hidden = not token["off"]
        elif token["plain"]:
            now.hidden = False
        elif token["turn"]:
            page += 1
        elif token["kind"] == b"pict":
            if not (now.hidden or now.silent) and (inset := _picture(data, at)) is not None:
                wide, high = inset.inches or (0.0, 0.0)
                if not now.in_margin or wide * high >= 4.0:
                    found.append((page, inset))
        elif token["kind"] == b"shp":
            now.shape_at = at
        elif token["kind"] in (b"nonshppict", b"objdata"):
            now.silent = True
        elif token["kind"]:
            now.in_margin = True
    for number, inset in found:
        yield replace(inset, is_covered=inset.is_covered or number in covers)


def _covers(shape: bytes) -> bool:
    """Whether a shape is filled and stands before the text."""
    said = dict(_PROPERTY.findall(shape[:200_000]))
    if b"pib" in said or b"\\pict" in shape[:200_000] or said.get(b"shapeType") in _LINES:
        return False
    return said.get(b"fFilled", b"1") != b"0" and said.get(b"fBehindDocument", b"0") != b"1" and bool(said)


def _picture(data: bytes, at: int) -> Inset | None:
    """The picture whose group goes on at an offset."""
    said: dict[bytes, int] = {}
    while True:
        while data[at : at + 1] == b"{":
            at = _past(data, at)
        word = _WORD.match(data, at)
        if word is None:
            if data[at : at + 1].isspace():
                at += 1
                continue
            break
        said[word[1]] = int(word[2] or 1)
        at = word.end()
        if word[1] == b"bin":
            return _inset(said, Span("", at, max(0, said[b"bin"])))
    end = data.find(b"}", at)
    return _inset(said, Span("hex", at, (end if end >= 0 else len(data)) - at))


def _past(data: bytes, at: int) -> int:
    depth = 0
    for brace in re.finditer(rb"[{}]", data[at : at + 100_000]):
        depth += 1 if brace[0] == b"{" else -1
        if depth == 0:
            return at + brace.end()
    return at + 1


def _inset(said: dict[bytes, int], span: Span) -> Inset | None:
    if not said.keys() & (_READ | _DRAWN | {b"dibitmap", b"wbitmap"}):
        return None
    wide, high = (said.get(name, 0) / _TWIPS * said.get(scale, 100) / 100
                  for name, scale in ((b"picwgoal", b"picscalex"), (b"pichgoal", b"picscaley")))
    cut = [said.get(name, 0) for name in (b"piccropl", b"piccropt", b"piccropr", b"piccropb")]
    crop = (0.0, 0.0, 0.0, 0.0)
    whole = said.get(b"picwgoal", 0), said.get(b"pichgoal", 0)
    if any(value > 0 for value in cut) and min(whole) > 0:
        left, top, right, bottom = (max(0, value) / whole[nth % 2] for nth, value in enumerate(cut))
        crop = (left, top, right, bottom)
        wide, high = wide * (1 - left - right), high * (1 - top - bottom)
    ending = "png" if said.keys() & _READ else "emf" if said.keys() & _DRAWN else "dib"
    return Inset(f"{span.start}.{ending}", crop, (wide, high) if wide > 0 and high > 0 else None, span=span)
