"""Why a page's text comes from where it does, in the reader's language.

The reading says it in English (`ocr/choose.py`), in pieces of a fixed form; each piece has its translation here, so
that pages read long ago are told too. What has none is shown as the reading wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.sentences import N_
from tracker.translating import translations

_PIECES: tuple[tuple[str, str], ...] = (
    (r"somebody asked for it", N_("somebody asked for it")),
    (r"the file is text", N_("the file is text")),
    (r"the page has no text layer", N_("the page has no text layer")),
    (r"the page carries its text", N_("the page carries its text")),
    (r"the page shows nothing of its text layer", N_("the page shows nothing of its text layer")),
    (r"the text layer reads as text", N_("the text layer reads as text")),
    (r"the text layer does not read as Spanish or English", N_("the text layer does not read as Spanish or English")),
    (r"the text layer has lost its accents", N_("the text layer has lost its accents")),
    (r"the text layer has characters without meaning", N_("the text layer has characters without meaning")),
    (r"the text layer does not say what the page shows", N_("the text layer does not say what the page shows")),
    (r"nothing stands on the page", N_("nothing stands on the page")),
    (r"no words were found in its picture", N_("no words were found in its picture")),
    (r"its pictures hold no words", N_("its pictures hold no words")),
    (r"(?P<number>\d+) words that the page does not show were left out",
     N_("%(number)s words that the page does not show were left out")),
    (r"(?P<number>\d+) words under boxes that people drew were left out",
     N_("%(number)s words under boxes that people drew were left out")),
    (r"the page carries text, and its pictures hold more \((?P<share>\d+) % sure\)",
     N_("the page carries text, and its pictures hold more (%(share)s %% sure)")),
    (r"its picture could not be read better", N_("its picture could not be read better")),
    (r"read from its picture", N_("read from its picture")),
    (r"nothing stands on it", N_("nothing stands on it")),
    (r"as it is", N_("as it is")),
    (r"turned (?P<degrees>\d+)°", N_("turned %(degrees)s°")),
    (r"turned (?P<degrees>\d+)° as asked", N_("turned %(degrees)s° as asked")),
    (r"levelled (?P<degrees>-?[\d.]+)°", N_("levelled %(degrees)s°")),
    (r"paper evened", N_("paper evened")),
    (r"specks removed", N_("specks removed")),
    (r"edges smoothed", N_("edges smoothed")),
    (r"enlarged (?P<times>[\d.]+)×", N_("enlarged %(times)s×")),
)
_KNOWN = tuple((re.compile(pattern), words) for pattern, words in _PIECES)
_JOINTS = (("; ", "; "), (", but ", N_(", but ")), (", ", ", "))
_CODE = re.compile(r"[a-z_-]+")


def why(text: str | None, language: str) -> str:
    """The sentence for what a page's row says of its source; empty for nothing, or for a failed page's code."""
    if not text or _CODE.fullmatch(text):
        return ""
    told = "".join(_said(text, language, _JOINTS))
    return told[:1].upper() + told[1:] + "."


def _said(text: str, language: str, joints: tuple[tuple[str, str], ...]) -> Iterator[str]:
    found = _message(text)
    if found is not None or not joints:
        yield translations(language).gettext(found[0]) % found[1] if found else text
        return
    (joint, words), *rest = joints
    for index, part in enumerate(text.split(joint)):
        if index:
            yield translations(language).gettext(words) if words.strip("; ,") else words
        yield from _said(part, language, tuple(rest))


def _message(part: str) -> tuple[str, dict[str, str]] | None:
    for pattern, words in _KNOWN:
        match = pattern.fullmatch(part)
        if match:
            return words, match.groupdict()
    return None
