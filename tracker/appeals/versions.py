"""Two versions of a draft side by side: what was put in and what was taken out, word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "in", "out"]
_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section of both versions: its title, and its text in pieces that stayed, came in or went out."""

    title: str
    pieces: tuple[tuple[Kind, str], ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything came in or went out."""
        return any(kind != "same" for kind, _ in self.pieces)


def compared(before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]) -> list[SectionChange]:
    """Every section of either version, in the order of the newer one."""
    old = {section["key"]: section for section in before}
    new = {section["key"]: section for section in after}
    keys = [*new, *(key for key in old if key not in new)]
    return [
        SectionChange((new.get(key) or old[key])["title"],
                      changes(old.get(key, {}).get("text", ""), new.get(key, {}).get("text", "")))
        for key in keys
    ]


def changes(before: str, after: str) -> tuple[tuple[Kind, str], ...]:
    """The pieces of two texts: those of both, those only the newer has, those only the older had."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[tuple[Kind, str]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(("out", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(("in", "".join(new[j1:j2])))
    return tuple(pieces)
