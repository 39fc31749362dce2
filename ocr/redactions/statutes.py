"""Articles and fractions of Mexican laws as offices print them and OCR reads them, brought to one way of writing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

_ART = r"\b(?:art[ií1l]?c[uú]\w{0,2}os?\b|arts?(?![a-zñ]))\.?"
_TRANSPARENCY = r"\bL[GF]?TA[I1l|]P[A-Za-z]{0,6}\b"
_DATA = r"\bL[GF]?PD[PS][A-Z]{1,4}\b"
_WORDED = (
    r"\bley\s+(?P<scope>general|federal)?\s*de\s+(?:(?P<opens>transparencia)|protecci\w+\s+de\s+(?:los\s+)?datos)"
    r"(?:,?\s+(?:y\s+)?(?:el\s+)?(?:derecho\s+de\s+)?acceso\s+a\s+la\s+informaci\w+(?:\s+p\w+blica)?(?P<former>\s+gubernamental)?)?"
    r"(?:\s+y\s+rendici\w+\s+de\s+cuentas)?(?:\s+(?:del?|para\s+el)\s+(?:la\s+)?(?:estado|ciudad)(?:\s+libre\s+y\s+soberano)?"
    r"\s+(?:de\s+)?\w+(?:\s+y\s+sus\s+municipios)?)?"
)
_OTHER = (
    r"\b(?:constituci\w+|CPEUM|lineamientos?|L[GM]\w*[CP]\w*(?:IEVP|PICR)|reglamento|c[oó]digo|ley|manual|acuerdo|estatuto"
    r"|decreto|jurisprudencia|criterio)\b"
)
_ROMAN_SIGNS = r"[IVXivxl1|!]{1,5}(?![\w|])"
_FRACTION = (
    r"(?:\b(?:f(?:r(?:a(?:cc?(?:i[^\W\d]{0,5}|i[o0ó6]n)?)?)?)?s?)(?:[.,]|\b|(?=[IVX]))\s*:?\s*|(?<=\d)(?:\s*[-,]\s*|\s+)(?=(?-i:[IVX]{1,5}\b)))"
    rf"(?P<romans>{_ROMAN_SIGNS}(?:\s*(?:,|\by\b|\be\b|\ba\b|-)\s*(?!\d\d){_ROMAN_SIGNS})*)"
)
_ORDINAL = r"(?:primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|pen[uú]ltim[oa]|[uú]ltim[oa])"
_SKIPPED = (
    rf"\bp[aá]rrafos?(?:\s+{_ORDINAL}(?:\s*(?:,|y)\s*{_ORDINAL})*)?|\b{_ORDINAL}(?:\s*(?:,|y)\s*{_ORDINAL})*\s+p[aá]rrafos?"
    r"|\b(?:inciso|numeral|apartado)s?\s+[\"“'(]?(?:[A-Za-z]|\d{1,2})\b[)\"”']*(?:\s*(?:,|y)\s*[\"“'(]?[a-z]\b[)\"”']*)*"
)
_FIGURE = r"(?-i:[\dlIiOoSBZ|!]{1,3})"
_NUMBER = (
    rf"(?<![\w/-])(?<!\d\.)(?P<number>{_FIGURE}(?:\s?/\s?{_FIGURE}){{0,4}})(?P<part>\.\d{{1,2}})?"
    r"(?![\w|]|\s?/\s?\d|\.\d)"
)
_JOINING = (
    r"\b(?:y|e|o|u|de|del|[li]a|[li]as|[li]os|e[li]|[li]o|con|en|as[ií]|como|relaci[oó]n|correlativos?|t[eé]rminos|ambos|vigente|testad\w+"
    r"|eliminad\w+|confidencial(?:es)?|reservad\w+|informaci[oó]n|datos?|personal(?:es)?|fundamento|legal)\b|[,;:/()\[\]\"“”'-]+"
)
_TOKEN = re.compile(
    rf"(?P<art>{_ART})|(?P<fraction>{_FRACTION})|(?P<skipped>{_SKIPPED})|(?P<acronym>{_TRANSPARENCY}|{_DATA})"
    rf"|(?P<worded>{_WORDED})|(?P<other>{_OTHER})|{_NUMBER}|(?P<joining>{_JOINING})|(?P<word>[^\s]+)",
    re.IGNORECASE,
)
_FIGURES = str.maketrans("lIi|!OoSBZ", "1111100582")
_STROKES = str.maketrans("l1|!", "IIII")
_STROKED = re.compile(r"TA[1L|I]P")
GOES_ON = re.compile(rf"[\s,]*(?:{_FRACTION}|{_SKIPPED}|(?:de\s+la\s+)?(?:{_TRANSPARENCY}|{_WORDED}))", re.IGNORECASE)
"""What may stand after the number of an article: its fraction, paragraph or law."""
_NAMES = re.compile(rf"\s*,?\s*(?:{_FRACTION}|(?:de\s+[li]a\s+)?{_TRANSPARENCY})", re.IGNORECASE)
"""What makes the number before it an article."""
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{1,3}|V|X)")
_ON_CLASSIFICATION = frozenset(
    {13, 14, 15, 18, 68, 97, 98, 99, 102, 104, 106, 110, 111, 112, 113, 115, 116, 117, 118, 120, 134}
)
WITHHOLDING = frozenset({13, 14, 18, 110, 112, 113, 115, 116})
"""Articles of the federal and general laws on which information is withheld."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One article with its fractions and law; `before` is the sign that joins it to the one before."""

    article: str
    introduced: bool
    fractions: str = ""
    law: str = ""
    before: str = ""
    listed: bool = False
    """Whether it was printed in a list with strokes, as 13/14/18."""

    @property
    def number(self) -> int:
        return int(self.article.split(".")[0])

    @property
    def withholds(self) -> bool:
        """Whether its article is one on which information is withheld, as far as the law is known."""
        if self.law.startswith(("LTAIP", "?")):
            return True
        return not re.match(r"L[GF]?PD", self.law) and self.number in WITHHOLDING


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles that a text cites, and how many of its words and numbers are no part of a citation."""

    cited: tuple[Cited, ...]
    strangers: int
    """Words of three letters or more."""
    numbers: int


def read_statutes(text: str) -> Reading:
    """The articles in a text that can be grounds, in order, each with the law named for it."""
    reader = _Reader(text)
    cited = list(dict.fromkeys(one for one in reader.items() if _stands(one, alone=not reader.strangers)))
    return Reading(tuple(cited), reader.strangers, reader.numbers)


def _stands(one: Cited, alone: bool) -> bool:
    """Whether an article is told to be one by what is printed with it."""
    if one.law == "other" or not 1 <= one.number <= 300:
        return False
    if one.law.startswith(("LTAIP", "?", "LGPD", "LFPD", "LPD")):
        return True
    if one.number not in _ON_CLASSIFICATION:
        return alone and one.introduced and not one.law
    if one.introduced or one.law or one.fractions:
        return True
    return alone and one.number in WITHHOLDING and (one.number > 99 or one.listed)


class _Reader:
    """Goes through a text once; a law holds for the articles just before it, or else for those after it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.strangers = self.numbers = 0
        self._done: list[Cited] = []
        self._pending: list[Cited] = []
        self._introduced = False
        self._law = ""
        """A law named before its articles."""
        self._ahead = ""
        self._sign = ""

    def items(self) -> list[Cited]:
        """The articles in order."""
        for match in _TOKEN.finditer(self._text):
            self._take(match)
        self._settle(self._law)
        return self._done

    def _take(self, match: re.Match[str]) -> None:
        if match["art"]:
            self._introduced = True
        elif match["number"]:
            self._take_number(match)
        elif match["fraction"]:
            self._take_fraction(match)
        elif match["acronym"]:
            self._take_law(_STROKED.sub("TAIP", match["acronym"].upper()))
        elif match["worded"]:
            self._take_law(_acronym(match))
        elif match["other"]:
            self._settle("other" if not self._law else self._law)
        elif match["joining"]:
            self._sign = match[0].strip() or self._sign
        elif match["word"]:
            self._take_word(match)

    def _take_number(self, match: re.Match[str]) -> None:
        printed = re.split(r"\s?/\s?", match["number"])
        figures = [int(one.translate(_FIGURES)) for one in printed]
        clean, known = all(one.isdigit() for one in printed), all(one in _ON_CLASSIFICATION for one in figures)
        after = self._text[match.end() :]
        named = self._introduced or bool(_NAMES.match(after)) or bool(self._law)
        part = match["part"] or ""
        likely = known or not re.search(r"[OoSBZ]", match["number"])
        if (not clean and named and likely) or (not clean and known and self._pending):
            clean = True
        if not clean and not any(one.isdigit() for one in match[0]):
            self._take_word(match)
            return
        if not clean or (part and not named) or (len(printed) > 1 and not known):
            self.numbers += any(one.isdigit() for one in match[0])
            return
        if figures[0] > 9 and not known and not named:
            self.numbers += 1
        for place, figure in enumerate(figures):
            joined = "/" if place else (self._sign if self._pending else "")
            ahead = self._ahead if not place else ""
            self._pending.append(Cited(str(figure) + part, self._introduced, ahead, "", joined, len(figures) > 1))
        self._ahead = self._sign = ""

    def _take_fraction(self, match: re.Match[str]) -> None:
        printed = re.split(r"\s*(,|\by\b|\be\b|\ba\b|-)\s*", match["romans"], flags=re.IGNORECASE)
        signs = [one.translate(_STROKES).upper() for one in printed[::2]]
        if not all(_ROMAN.fullmatch(one) for one in signs):
            return
        told = signs[0] + "".join(
            (", " if joint == "," else f" {joint.lower()} ") + sign
            for joint, sign in zip(printed[1::2], signs[1:], strict=True)
        )
        if re.match(r"\s*,?\s*de(?:l|\s+los)\s+art", self._text[match.end() :], re.IGNORECASE):
            self._ahead = told
        elif self._pending:
            last = self._pending[-1]
            self._pending[-1] = replace(last, fractions=f"{last.fractions} y {told}" if last.fractions else told)

    def _take_law(self, law: str) -> None:
        if self._pending and self._law and self._sign in (";", ",", "y"):
            self._settle(self._law)
            self._law = law
        elif self._pending:
            self._settle(law)
        else:
            self._law = law
        self._sign = ""

    def _take_word(self, match: re.Match[str]) -> None:
        bare = re.sub(r"[\W_]", "", match[0])
        if match[0] == ".":
            follows = re.match(rf"\s*(?:{_FRACTION}|{_TRANSPARENCY})", self._text[match.end() :], re.IGNORECASE)
            if not follows:
                self._settle(self._law)
            return
        if bare.isdigit() and len(bare) > 1:
            self.numbers += 1
        elif len(re.sub(r"\d", "", bare)) >= 3:
            self.strangers += 1
        if bare:
            self._settle(self._law)

    def _settle(self, law: str) -> None:
        self._done += [one if one.law else replace(one, law=law) for one in self._pending]
        self._pending, self._introduced, self._law, self._ahead, self._sign = [], False, "", "", ""


def _acronym(match: re.Match[str]) -> str:
    """The usual short name of a law of the federation, "?" for a state's."""
    scope = (match["scope"] or "").lower()
    if not scope:
        return "?"
    if match["opens"]:
        return "LGTAIP" if scope == "general" else ("LFTAIPG" if match["former"] else "LFTAIP")
    return "LGPDPPSO" if scope == "general" else "LFPDPPP"


def written(cited: tuple[Cited, ...]) -> str:
    """Articles as "art. 113 fr. I LFTAIP; art. 116 LGTAIP"; bare ones of one law stay a list: "110/113 LFTAIP"."""
    groups: list[list[Cited]] = []
    for one in cited:
        last = groups[-1][-1] if groups else None
        if last and one.before and not last.fractions and not one.fractions and last.law == one.law:
            groups[-1].append(one)
        else:
            groups.append([one])
    return "; ".join(_group(group) for group in groups)


def _group(group: list[Cited]) -> str:
    joints = {"/": "/", "y": " y ", "e": " y ", "-": "-"}
    told = group[0].article + "".join(joints.get(one.before, ", ") + one.article for one in group[1:])
    first = group[0]
    law = first.law.replace("?", "").strip()
    fractions = f" fr. {first.fractions}" if first.fractions else ""
    return f"{'art. ' if first.introduced else ''}{told}{fractions} {law}".strip()
