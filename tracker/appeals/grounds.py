"""The grounds an appeal can rest on, by the law it is filed under; the lists are data (`seeds/grounds.yaml`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.vocabulary import N_

WORDS = {
    "CLASIF": N_("The information was classified"),
    "INEXIST": N_("It was declared not to exist"),
    "INCOMPET": N_("The agency declared itself not competent"),
    "INCOMPLETA": N_("The information is incomplete"),
    "NO_CORRESP": N_("It does not match what was asked"),
    "SIN_RESP": N_("No reply within the legal period"),
    "MODALIDAD": N_("Delivered in a mode or format other than asked"),
    "INCOMPRENS": N_("Incomprehensible or inaccessible format"),
    "COSTO_TIEMPO": N_("Costs or times of delivery"),
    "SIN_TRAMITE": N_("The request was not processed"),
    "CONSULTA": N_("Direct consultation was refused"),
    "FUNDAMENT": N_("Reasons or legal basis missing or insufficient"),
    "TRAMITE": N_("Referred to a specific procedure"),
    "PRORROGA": N_("The reasons given for an extension"),
    "COSTO": N_("The costs"),
    "TIEMPO": N_("The times of delivery"),
    "NEGATIVA": N_("Access was refused as reserved or confidential"),
    "DP_ENTREGA": N_("Personal data not delivered, or incomprehensible"),
    "DP_CORREC": N_("Correction of personal data refused"),
    "TIEMPO_COSTO_MODAL": N_("Time, cost or mode of delivery"),
}
"""Code → what it says, as an English text to translate."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One fraction an appeal can rest on; `fraction` and `article` are empty where no text gives them."""

    fraction: str
    code: str
    words: str
    allows_second_appeal: bool = False
    article: str = ""


@dataclass(frozen=True, slots=True)
class LawGrounds:
    """The grounds of one law in its order, with its name and whether the list was read."""

    law: str
    name: str
    article: str
    is_verified: bool
    grounds: tuple[Ground, ...]
    same_as: Mapping[str, str]

    def code_of(self, code: str) -> str | None:
        """What a ground of the general law's thirteen is called here; None when this law has none like it."""
        here = self.same_as.get(code, code)
        return here if any(ground.code == here for ground in self.grounds) else None

    def named(self, code: str) -> Ground | None:
        """The ground with this code."""
        return next((ground for ground in self.grounds if ground.code == code), None)

    def in_order(self, codes: Collection[str]) -> list[str]:
        """The codes this law has, in its order."""
        return [ground.code for ground in self.grounds if ground.code in codes]


@cache
def _data() -> Mapping[str, Any]:
    import yaml

    from tracker.seeding import seeds_folder

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Mapping[str, Any] = yaml.load((seeds_folder() / "grounds.yaml").read_text("utf-8"), Loader=loader)
    return data


@cache
def grounds_of(law: str | None) -> LawGrounds:
    """The grounds of a law; a law nobody noted the grounds of has those of the general law, unverified."""
    row = _data()["laws"].get(law)
    known = row or {"list": _data()["otherwise"], "article": "", "verified": False, "name": law or ""}
    listed = _data()["lists"][known["list"]]
    articles = listed.get("articles", {})
    grounds = tuple(
        Ground(fraction, code, WORDS[code], code in listed["second"], articles.get(code, known["article"]))
        for code, fraction in listed["fractions"].items()
    )
    return LawGrounds(law or "", known["name"], known["article"], known["verified"], grounds,
                      listed.get("same_as", {}))


def known_laws() -> tuple[str, ...]:
    """The laws whose grounds were noted."""
    return tuple(_data()["laws"])


GROUNDS = tuple(
    Ground(fraction, code, WORDS[code], code in ("INCOMPET", "SIN_RESP", "INCOMPRENS", "COSTO_TIEMPO", "SIN_TRAMITE",
                                                 "CONSULTA"))
    for fraction, code in zip(
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"), WORDS, strict=False)
)
"""The thirteen: LGTAIP 2015 art. 143, LFTAIP 2016 art. 148, LGTAIP 2025 art. 145 (same order)."""


def words_of(code: str) -> str:
    """What a code says, as an English text to translate; the code itself when it is not known."""
    return WORDS.get(code, code)
