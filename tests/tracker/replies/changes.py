"""Changes that leave what a letter answers as it is: noise of a scanner, capitals, company, other line breaks."""

from __future__ import annotations

import random
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import yaml

PARAGRAPHS: list[str] = yaml.safe_load((Path(__file__).parent / "boilerplate.yaml").read_text(encoding="utf-8"))
FOOTER = (
    "Si no está conforme con esta respuesta, podrá interponer recurso de revisión dentro de los quince días "
    "siguientes, cuando se haya clasificado la información, se declare la inexistencia o la incompetencia, o se le "
    "requiera una aclaración.\n\nATENTAMENTE\nLic. Nombre Apellido\nComité de Transparencia"
)
HEADER = (
    "DEPENDENCIA DE EJEMPLO\nUnidad de Transparencia\nOficio UT/001/2020\nAsunto: se atiende solicitud\n\n"
    "Me refiero a su solicitud de acceso, en la que requirió: “Copia de los oficios, y si no hay, la declaración de "
    "inexistencia; si la información es reservada o confidencial, la resolución que lo confirma; si no es de su "
    "competencia, a quién dirigirse.” (sic)"
)
_CONFUSED = {
    "l": "1", "i": "l", "o": "0", "e": "c", "c": "e", "n": "ri", "m": "rn", "a": "o", "s": "5", "t": "f", "u": "ii",
    "r": "n", "d": "cl", "ó": "o", "á": "a", "é": "e", "í": "i", ".": ",", ",": ".", " ": "  ",
}  # fmt: skip
"""What a scanner takes a letter for."""

Change = Callable[[str, random.Random], str]


def scanned(share: float) -> Change:
    """A change that misreads this share of the letters."""

    def change(text: str, chance: random.Random) -> str:
        return "".join(
            (_CONFUSED.get(letter.lower(), "") if letter.isalnum() or letter in _CONFUSED else letter)
            if chance.random() < share
            else letter
            for letter in text
        )

    return change


def in_capitals(text: str, _: random.Random) -> str:
    """Capitals without accents, as old forms sent them."""
    plain = unicodedata.normalize("NFKD", text.upper())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def without_accents(text: str, _: random.Random) -> str:
    """Without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def with_request_and_rights(text: str, _: random.Random) -> str:
    """Between the request quoted and the notice of the right to appeal."""
    return f"{HEADER}\n\n{text}\n\n{FOOTER}"


def in_company(text: str, chance: random.Random) -> str:
    """Between six paragraphs of any letter, in any order."""
    around = chance.sample(PARAGRAPHS, 6)
    return "\n\n".join([*around[:3], text, *around[3:]])


def in_narrow_lines(text: str, _: random.Random) -> str:
    """Broken anew into lines of fifty letters, long words too."""
    return "\n\n".join(textwrap.fill(part, 50) for part in text.split("\n\n"))


def on_three_pages(text: str, chance: random.Random) -> str:
    """The request and the laws on a first page, the answer on a second, the rights on a third."""
    return f"{HEADER}\n\n{chance.choice(PARAGRAPHS)}\f{text}\f{FOOTER}"


CHANGES: dict[str, Change] = {
    "scanned, 1 % misread": scanned(0.01),
    "scanned, 3 % misread": scanned(0.03),
    "capitals without accents": in_capitals,
    "without accents": without_accents,
    "request quoted, rights notice": with_request_and_rights,
    "six paragraphs of any letter": in_company,
    "narrow lines": in_narrow_lines,
    "three pages": on_three_pages,
}
