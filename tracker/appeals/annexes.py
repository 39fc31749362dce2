"""What a draft rests on: numbered annexes, and the places of the text that cite them (“anexo 2, página 3”)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

CITE = re.compile(r"\banexo (?P<number>\d{1,3})(?:,? (?:p[áa]gina|p[áa]g\.|p\.) (?P<page>\d{1,5}))?", re.IGNORECASE)
IMAGE = re.compile(
    r"\[imagen: anexo (?P<number>\d{1,3}), página (?P<page>\d{1,5}), recuadro (?P<box>[\d.]+(?:; ?[\d.]+){3})\]"
)
KINDS = ("request", "acts", "reply_text", "document", "contradiction", "proof")


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex. Kinds: `request acts proof` are made anew, `reply_text` is the platform's box, `document` a file of
    the reply, `contradiction` a file of another agency."""

    number: int
    kind: str
    title: str
    document_id: int | None = None
    reply_id: int | None = None

    def as_row(self) -> dict[str, Any]:
        """The annex as the draft's row keeps it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Cite:
    """A place of the text that names an annex, and its page when it says one."""

    start: int
    end: int
    number: int
    page: int | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page to be shown: the annex, its page, and the box in shares of the page."""

    number: int
    page: int
    box: tuple[float, float, float, float]


def annexes_of(rows: Iterable[Mapping[str, Any]] | None) -> list[Annex]:
    """The annexes of a draft's row."""
    return [Annex(int(row["number"]), str(row["kind"]), str(row["title"]), row.get("document_id"), row.get("reply_id"))
            for row in rows or ()]


def cites_in(text: str) -> list[Cite]:
    """Every place of a text that names an annex, in order."""
    return [Cite(found.start(), found.end(), int(found["number"]), int(found["page"]) if found["page"] else None)
            for found in CITE.finditer(text)]


def cite(number: int | None, page: int | None = None) -> str:
    """How a text names an annex; empty for none."""
    if number is None:
        return ""
    return f"anexo {number}, página {page}" if page else f"anexo {number}"


def picture_line(number: int, page: int, box: Sequence[float]) -> str:
    """The line that stands for a picture of a part of a page."""
    return f"[imagen: anexo {number}, página {page}, recuadro {'; '.join(f'{edge:.4f}' for edge in box)}]"


def picture_of(line: str) -> Picture | None:
    """The picture a line stands for."""
    found = IMAGE.fullmatch(line.strip())
    if found is None:
        return None
    edges = [float(edge) for edge in found["box"].split(";")]
    x0, y0, x1, y1 = (min(max(edge, 0.0), 1.0) for edge in edges)
    if x1 <= x0 or y1 <= y0:
        return None
    return Picture(int(found["number"]), int(found["page"]), (x0, y0, x1, y1))


def unknown_cites(sections: Iterable[Mapping[str, str]], annexes: Iterable[Annex]) -> list[int]:
    """Numbers the text cites and no annex has."""
    there = {annex.number for annex in annexes}
    told = (cite.number for section in sections for cite in cites_in(section["text"]))
    return sorted({number for number in told if number not in there})
