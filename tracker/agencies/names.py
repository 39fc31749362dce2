"""Names of agencies as people write them, brought to one form so that two spellings of the same name are equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ARTICLES = re.compile(r"^(?:el|la|los|las)\s+")
_COURTESIES = re.compile(r"\b(?:h|c)\s+(?=congreso|camara|senado|ayuntamiento)")
_OUTSIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_INSIDE = re.compile(r"[(\[]([^)\]]*)[)\]]")
_SPLIT = re.compile(r"\s[-–—/|:]+\s|\s[-–—](?=\w)|(?<=\w)[-–—](?=\s|$)")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case without accents, points and doubled spaces: `I.N.M.` and `INM` are the same, so are `Méx.`, `mex`."""
    marks_off = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    letters = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", marks_off.casefold())
    words = re.sub(r"[^\w]+", " ", letters.replace("_", " ")).strip()
    return _COURTESIES.sub("", _ARTICLES.sub("", words))


def parts(text: str) -> list[str]:
    """The names inside one cell: `Instituto Nacional de Migración (INM)` and `INM - Instituto…` hold two each."""
    whole = plain(text)
    outside = _OUTSIDE.sub(" ", text)
    pieces = [plain(piece) for piece in (*_SPLIT.split(outside), *_INSIDE.findall(text))]
    return [piece for piece in dict.fromkeys([whole, *pieces]) if piece]
