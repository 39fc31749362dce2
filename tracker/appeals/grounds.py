"""The thirteen grounds of appeal: LGTAIP 2015 art. 143, LFTAIP 2016 art. 148, LGTAIP 2025 art. 145 (same order)."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.vocabulary import N_


@dataclass(frozen=True, slots=True)
class Ground:
    """One fraction an appeal can rest on."""

    fraction: str
    code: str
    words: str
    allows_second_appeal: bool = False


GROUNDS = (
    Ground("I", "CLASIF", N_("The information was classified")),
    Ground("II", "INEXIST", N_("It was declared not to exist")),
    Ground("III", "INCOMPET", N_("The agency declared itself not competent"), True),
    Ground("IV", "INCOMPLETA", N_("The information is incomplete")),
    Ground("V", "NO_CORRESP", N_("It does not match what was asked")),
    Ground("VI", "SIN_RESP", N_("No reply within the legal period"), True),
    Ground("VII", "MODALIDAD", N_("Delivered in a mode or format other than asked")),
    Ground("VIII", "INCOMPRENS", N_("Incomprehensible or inaccessible format"), True),
    Ground("IX", "COSTO_TIEMPO", N_("Costs or times of delivery"), True),
    Ground("X", "SIN_TRAMITE", N_("The request was not processed"), True),
    Ground("XI", "CONSULTA", N_("Direct consultation was refused"), True),
    Ground("XII", "FUNDAMENT", N_("Reasons or legal basis missing or insufficient")),
    Ground("XIII", "TRAMITE", N_("Referred to a specific procedure")),
)
