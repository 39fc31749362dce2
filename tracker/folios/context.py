"""What stands around a number and makes it a folio, or something else: a telephone, an account, a barcode."""

from __future__ import annotations

import re
import unicodedata

BEFORE, ADJACENT, AFTER = 90, 28, 30
"""How many characters before a number are looked at for words about requests, and for words that deny it."""

_FOR = re.compile(
    r"\b(?:f[o0][l1i][i1l][o0]s?|solicitud(?:es)?|sisai|infomex|sisi|pnt|plataforma nacional|recursos?|acuse|"
    r"acceso a la informacion|unidad de (?:enlace|transparencia))(?![a-z])|transparencia"
)
_AGAINST = re.compile(
    r"\b(?:tel(?:efono|efonos|s)?|cel(?:ular)?|movil|fax|whatsapp|lada|ext|cuentas?|cta|clabe|tarjetas?|isbn|issn|ean|"
    r"upc|sku|codigo|imei|nss|rfc|curp|cedula|poliza|facturas?|fiscal|uuid|cfdi|pedimento|guia|rastreo|contrato|serie|"
    r"vin|chasis|cheque|transferencia|referencia|captura|licencia|pasaporte|matricula|monto|importe|oficio|"
    r"orden de compra|credito|medidor|lote|ip)\b"
)
_BREAK = re.compile(r"[,;]|\by\b|\. ")
_NUMBER_OF = r"(?:\s|\(s\)|[:#\"'«“*.°º-]|\b(?:n[uo]m(?:ero)?s?|no|de|la|su|infomex|solicitud|del|recurso)\b)"
_SAYS_FOLIO = re.compile(rf"\bf[o0][l1i][i1l][o0]s?\b{_NUMBER_OF}{{0,8}}$")
_LIST = re.compile(r"[\s,;:/•·*()\"'«»–—-]*(?:\b(?:y|e|o|u|al|a|and)\b)?[\s,;:/•·*()\"'«»–—-]*")


def plain_text(text: str) -> str:
    """Lower case without accents, each character still in its place (offsets stay true)."""
    return "".join(_bare(c) for c in text)


def _bare(character: str) -> str:
    if character.isascii():
        return character.lower()
    first = unicodedata.normalize("NFKD", character)[:1].lower()
    return first if len(first) == 1 else character


class Surroundings:
    """The text around candidates, lowered once; answers whether it speaks for a folio or against."""

    def __init__(self, text: str) -> None:
        self._plain = plain_text(text)

    def says_folio(self, start: int) -> bool:
        """Whether the word “folio” itself introduces what stands at this place."""
        return bool(_SAYS_FOLIO.search(self._plain, max(0, start - BEFORE), start))

    def speaks_for(self, start: int, end: int) -> bool:
        """Whether something before (or just behind) speaks of a request, and nothing nearer denies it."""
        if self.denies(start):
            return False
        after = _BREAK.split(self._plain[end : end + AFTER])[0]
        return bool(_FOR.search(self._plain, max(0, start - BEFORE), start) or _FOR.search(after))

    def denies(self, start: int) -> bool:
        """Whether the words just before say that the number is something else."""
        window = self._plain[max(0, start - ADJACENT) : start]
        against = list(_AGAINST.finditer(window))
        if not against:
            return False
        gap = window[against[-1].end() :]
        return not _BREAK.search(gap) and not _FOR.search(gap) and not _SAYS_FOLIO.search(window)

    def only_a_list_between(self, end: int, start: int) -> bool:
        """Whether nothing but commas, “y” and the like stands between two places."""
        return start - end <= 40 and bool(_LIST.fullmatch(self._plain, end, start))
