"""How Mexican offices print the ground of a redaction: on a box, in a legend, in a margin."""

from __future__ import annotations

import random
from dataclasses import dataclass

WHAT = (
    "nombre", "domicilio particular", "nacionalidad", "edad", "firma", "CURP", "número de pasaporte", "parentesco",
    "fecha de nacimiento", "teléfono particular", "huella dactilar", "fotografía", "estado de salud",
)  # fmt: skip
_GENERAL = "Ley General de Transparencia y Acceso a la Información Pública"
_FEDERAL = "Ley Federal de Transparencia y Acceso a la Información Pública"
_CAPITAL = "Ley de Transparencia, Acceso a la Información Pública y Rendición de Cuentas"
_JALISCO = "Ley de Transparencia y Acceso a la Información Pública del Estado de Jalisco y sus Municipios"


@dataclass(frozen=True)
class Statute:
    """One ground: its article, fraction, law, and the law's name in words."""

    article: int
    fraction: str
    law: str
    in_words: str

    @property
    def truth(self) -> str:
        return f"{self.article} {self.fraction} {self.law}".replace("  ", " ")

    def short(self, rng: random.Random) -> str:
        """As it is printed on a box."""
        part = f" {rng.choice(('fr.', 'fracc.', 'fracción', 'frac.'))} {self.fraction}" if self.fraction else ""
        head = rng.choice(("Art. ", "art. ", "ART. ", "Artículo ", ""))
        law = rng.choice((f" {self.law}", f", {self.law}", f" de la {self.law}"))
        if head and rng.random() < 0.3:
            law = ""
        return f"{head}{self.article}{part}{law}"

    def long(self, rng: random.Random) -> str:
        """As a sentence names it."""
        part = f", fracción {self.fraction}" if self.fraction else ""
        law = rng.choice((f" de la {self.in_words}", f" de la {self.law}", f", {self.law}"))
        return f"{rng.choice(('artículo', 'art.'))} {self.article}{part}{law}"


STATUTES = (
    Statute(116, "", "LGTAIP", _GENERAL),
    Statute(115, "", "LGTAIP", _GENERAL),
    Statute(112, "V", "LGTAIP", _GENERAL),
    Statute(113, "I", "LFTAIP", _FEDERAL),
    Statute(110, "VII", "LFTAIP", _FEDERAL),
    Statute(18, "II", "LFTAIPG", f"{_FEDERAL} Gubernamental"),
    Statute(13, "IV", "LFTAIPG", f"{_FEDERAL} Gubernamental"),
    Statute(186, "", "LTAIPRC", _CAPITAL),
    Statute(21, "I", "LTAIPEJM", _JALISCO),
)
