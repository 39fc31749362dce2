"""The legal ground or code printed on a redaction, brought to one way of writing."""

from __future__ import annotations

import re

_LAWS = r"(?:LGTAIP|LFTAIPG?|LGPDPPSO|LFPDPPP|LTAIP[A-Z]{0,4})"
_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V|X))"
_ARTICLES = (
    r"(?P<list>\d{1,3}(?:\s?(?:/|,|;|y|e|-)\s?\d{1,3}){0,4})"
    rf"(?P<fraction>\s*,?\s*(?:(?:fracci[oó]n(?:es)?|fracc?s?|frs?)\s*\.?\s*)(?P<roman>{_ROMAN}(?:\s?(?:,|y)\s?{_ROMAN})*))?"
    rf"(?:\s*,?\s*(?:de\s+la\s+|de\s+)?(?P<law>{_LAWS}))?"
)
_MEXICAN = re.compile(rf"(?P<art>\b(?:art[ií]culos?|arts?)\s*\.?\s*)?(?<![\d.]){_ARTICLES}(?![\d.]*\d)", re.IGNORECASE)
_FOIA = re.compile(r"[(\[{]\s*b\s*[)\]}]\s*[(\[{]\s*([1-9l])\s*[)\]}]\s*(?:[(\[{]\s*([A-F])\s*[)\]}])?", re.IGNORECASE)
_DUTCH = re.compile(
    r"(?<![\d.,])(\d{1,2})\s?[.,]\s?([1-9])\s?[.,]?\s?([1-9])?\s?[.,]?\s?([a-k])?(?![\w])", re.IGNORECASE
)
_OUT_OF_SCOPE = re.compile(
    r"\b(?:buiten\s+reikwijdte|buiten\s+verzoek|out\s+of\s+scope|non[- ]?responsive)\b", re.IGNORECASE
)
_MARKED = re.compile(
    r"\b(?:testad[oa]s?|eliminad[oa]s?|suprimid[oa]s?|confidencial(?:es)?|reservad[oa]s?|redacted|dato\s+personal"
    r"|datos\s+personales|informaci[oó]n\s+(?:confidencial|reservada))\b",
    re.IGNORECASE,
)
_STAMPED = r"(?:TESTAD[OA]S?|ELIMINAD[OA]S?|SUPRIMID[OA]S?|REDACTED|N\d{1,2}-(?:ELIMINADO|TESTADO).*)"
_KNOWN_ARTICLES = {13, 14, 15, 18, 68, 97, 98, 99, 102, 104, 106, 110, 111, 112, 113, 115, 116, 117, 118, 120, 134}


def read_ground(text: str) -> str | None:
    """The first ground in a text: "art. 113 fr. I", "110/113 LFTAIP", "(b)(6)", "5.1.2.e", or None.

    A bare number counts only when it is an article on which information is withheld in Mexico and nothing else is
    written there; case and spacing are normalised, the numbers stay as printed.
    """
    flat = " ".join(text.split())
    foia = _FOIA.search(flat)
    if foia:
        part = f"({foia[2].upper()})" if foia[2] else ""
        return f"(b)({foia[1].replace('l', '1')}){part}"
    mexican = _mexican(flat)
    if mexican:
        return mexican
    dutch = _DUTCH.search(flat)
    if dutch and (dutch[3] or dutch[4]) and len(flat) <= 60:
        parts = [dutch[1], dutch[2], *(part.lower() for part in (dutch[3], dutch[4]) if part)]
        glued = bool(dutch[4]) and dutch[0].rstrip()[-2:-1].isdigit()
        return ".".join(parts[:-1]) + parts[-1] if glued else ".".join(parts)
    scope = _OUT_OF_SCOPE.search(flat)
    return scope[0].lower() if scope and len(flat) <= 60 else None


def _mexican(flat: str) -> str | None:
    for match in _MEXICAN.finditer(flat):
        numbers = [int(n) for n in re.findall(r"\d+", match["list"])]
        alone = re.fullmatch(r"[\s\W]*", flat[: match.start()] + flat[match.end() :]) is not None
        if not any(n in _KNOWN_ARTICLES for n in numbers):
            continue
        if not (match["art"] or match["law"] or match["roman"] or alone):
            continue
        listed = re.sub(r"\s*(/|,|;|-)\s*", r"\1", match["list"]).replace(",", ", ").replace(";", ", ")
        ground = f"art. {listed}" if match["art"] else listed
        if match["roman"]:
            ground += f" fr. {match['roman'].upper()}" if " Y " not in match["roman"].upper() else (
                " fr. " + re.sub(r"\s+[yY]\s+", " y ", match["roman"]).upper().replace(" Y ", " y ")
            )  # fmt: skip
        if match["law"]:
            ground += f" {match['law'].upper()}"
        return ground
    return None


def is_code(text: str) -> bool:
    """True when a text is nothing but a ground, a code or a redaction mark, with at most two words around it."""
    flat = " ".join(text.split())
    if not flat or len(flat) > 160:
        return False
    rest = _FOIA.sub(" ", flat)
    rest = _MARKED.sub(" ", _OUT_OF_SCOPE.sub(" ", rest))
    rest = _DUTCH.sub(" ", rest)
    if re.search(r"\d", rest) or re.search(r"\bart", rest, re.IGNORECASE):
        rest = _MEXICAN.sub(lambda m: " " if m["art"] or m["law"] or m["roman"] or _known(m["list"]) else m[0], rest)
        if re.search(r"[^\W\d_]{2,}", rest) and not re.search(r"art|fr|[LF]{1,2}TAIP", flat, re.IGNORECASE):
            return False
    words = re.findall(r"[^\W\d_]{3,}", rest)
    numbers = re.findall(r"\d{2,}", rest)
    return rest.strip() != flat and len(words) <= 2 and not numbers


def _known(listed: str) -> bool:
    return all(int(n) in _KNOWN_ARTICLES for n in re.findall(r"\d+", listed))


def is_mark(text: str) -> bool:
    """True for a word that stands for something taken out: TESTADO, ELIMINADO, XXXX, ****, █████."""
    bare = text.strip(" .,;:()[]{}<>\"'“”‘’")
    if re.fullmatch(r"[xX]{4,}|[*]{4,}|[█■▇▓]{2,}|[Xx*#]{6,}|-{0,3}[*]{4,}-{0,3}", text.strip(" .,;:()[]\"'")):
        return True
    return (
        re.fullmatch(r"(?:TESTAD[OA]S?|ELIMINAD[OA]S?|SUPRIMID[OA]S?|REDACTED|N\d{1,2}-(?:ELIMINADO|TESTADO).*)", bare)
        is not None
    )
