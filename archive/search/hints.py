"""What to tell a person about a query we had to guess at: a code, the piece it is about, and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

_SENTENCES = {
    "open_quote": (
        "Falta cerrar las comillas: se buscó como frase hasta el final.",
        "A quotation mark is not closed: everything after it was taken as a phrase.",
    ),
    "parenthesis": (
        "Los paréntesis no están en pares: se tomaron los que faltan al final o se ignoraron los que sobran.",
        "The parentheses do not match: missing ones were added at the end, extra ones ignored.",
    ),
    "unknown_field": (
        "No hay un campo «{}»: se buscó como palabras. Campos: agencia, folio, año, proyecto, oficio, tipo, hallazgo, "
        "testado, fecha, desde, hasta, título, fuente, idioma.",
        "There is no field “{}”: it was searched as words. Fields: agency, folio, year, project, oficio, kind, "
        "finding, redacted, date, from, to, title, source, language.",
    ),
    "empty_field": ("El campo «{}» no tiene valor: se ignoró.", "The field “{}” has no value: it was ignored."),
    "bad_value": (
        "«{}» no es un número ni una fecha que se entienda aquí (ejemplos: año:2024, testado:>20, fecha:2024-07-22): "
        "se ignoró.",
        "“{}” is not a number or date understood here (examples: year:2024, redacted:>20, date:2024-07-22): "
        "it was ignored.",
    ),
    "lone_operator": (
        "«{}» necesita algo a cada lado: se ignoró.",
        "“{}” needs something on each side: it was ignored.",
    ),
    "leading_star": (
        "El asterisco va al final de la palabra («{}»): se buscó sin él.",
        "The asterisk goes at the end of a word (“{}”): it was searched without it.",
    ),
    "short_prefix": (
        "Antes del asterisco hacen falta al menos dos letras («{}»).",
        "At least two letters are needed before the asterisk (“{}”).",
    ),
    "fuzzy_less": (
        "«{}» se buscó con menos letras distintas de las pedidas: hasta dos en palabras de cinco letras o más, una en "
        "frases y palabras más cortas, ninguna en las de dos letras.",
        "“{}” was searched with fewer different letters than asked: up to two in words of five letters or more, one in "
        "phrases and shorter words, none in those of two letters.",
    ),
    "too_long": (
        "La búsqueda es muy larga: se usó solo el principio.",
        "The query is very long: only its beginning was used.",
    ),
    "nothing": ("No quedó nada que buscar.", "Nothing was left to search for."),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A code, what it is about, and the sentence in Spanish or English."""

    code: str
    about: str = ""

    def sentence(self, language: str = "es") -> str:
        """The hint as one plain sentence (`es` or `en`)."""
        return _SENTENCES[self.code][0 if language == "es" else 1].format(self.about)
