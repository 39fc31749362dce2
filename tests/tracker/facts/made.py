"""Invented letters in the shapes offices use, with what a careful reader would say of each; no real person."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")
BODIES = {
    "INM": ("Instituto Nacional de Migración", "04111", "3300203"),
    "SEGOB": ("Secretaría de Gobernación", "00004", None),
    "COMAR": ("Comisión Mexicana de Ayuda a Refugiados", None, None),
    "FGR": ("Fiscalía General de la República", None, "3300246"),
}
GIVEN = ("María Elena", "José Luis", "Ana", "Guadalupe", "Óscar", "Iñigo", "Lourdes", "Juan Carlos", "Xóchitl")
FAMILY = ("Ejemplo", "Prueba", "Ficticio", "Inventado", "Muestra", "Núñez", "de la Prueba", "Del Ensayo")
POSTS = ("Titular de la Unidad de Transparencia", "Director General de Control y Verificación Migratoria",
         "Subdirectora de Transparencia", "Encargado del Despacho de la Dirección de Asuntos Jurídicos",
         "Jefa del Departamento de Archivo", "SECRETARIA TÉCNICA DEL COMITÉ")
TITLES = ("", "Lic. ", "Mtra. ", "Dr. ", "LIC. ", "C. ", "Ing. ")


@dataclass(frozen=True)
class Made:
    """A letter as pages of text, and the facts it says; None where it does not."""

    pages: tuple[str, ...]
    folio: str | None
    oficio: str | None
    date: date | None
    agency: str | None
    signatory: str | None


def letter(seed: int) -> Made:
    """The letter of a number; the same number is the same letter."""
    dice = random.Random(seed)
    acronym, (body, old, new) = dice.choice(list(BODIES.items()))
    on = date(dice.randint(2012, 2025), dice.randint(1, 12), dice.randint(1, 28))
    folio = None
    if new and on.year >= 2021:
        folio = f"{new}{on.year % 100:02d}{dice.randint(1, 9999):06d}"
    elif old and on.year < 2021:
        folio = f"{old}{dice.randint(100, 9999):06d}{on.year % 100:02d}"
    oficio, written = _oficio(dice, acronym, on)
    place = dice.choice(("Ciudad de México", "México, D.F.", "Tapachula, Chiapas", "Oaxaca de Juárez, Oax.", "CDMX"))
    dated, said_on = _dated(dice, place, on)
    name = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)} {dice.choice(FAMILY)}"
    head = [dice.choice((body, body.upper(), f"{body.upper()}\nUNIDAD DE TRANSPARENCIA", "Unidad de Transparencia"))]
    has_body = body.upper() in head[0].upper()
    block = [part for part in (written, dated) if part]
    dice.shuffle(block)
    addressee = f"{dice.choice(TITLES)}{dice.choice(GIVEN)} {dice.choice(FAMILY)}\nDirector de Enlace\nPresente"
    head += [*block, dice.choice(("Estimado solicitante:", addressee, "C. SOLICITANTE\nP R E S E N T E"))]
    decoy = dice.choice((
        "En atención a su oficio DGTI/0099/2011 del 3 de enero de 2011, por el que solicita información, se informa:",
        "Con fundamento en la Ley publicada el 9 de mayo de 2016 en el Diario Oficial, se informa lo siguiente:",
        "La unidad consultada remitió el similar UA/077/2010, de fecha 2 de febrero de 2010, que se anexa:"))
    asked = f"Me refiero a su solicitud con número de folio {folio}, recibida en esta unidad." if folio else \
        "Me refiero a su solicitud de información, recibida en esta unidad."
    body_text = f"{asked}\n\n{decoy}\nNo se localizó expresión documental alguna en los archivos de la dirección."
    signatory, signed = _signed(dice, name)
    pages: tuple[str, ...] = ("\n".join([*head, "", body_text]), f"Continúa.\n\n{signed}") if dice.random() < 0.4 else (
        "\n".join([*head, "", body_text, "", signed]),)
    agency = acronym if has_body or folio else None
    return Made(pages, folio, oficio, said_on, agency, signatory)


def _oficio(dice: random.Random, acronym: str, on: date) -> tuple[str | None, str]:
    if dice.random() < 0.12:
        return None, ""
    code = dice.choice((
        f"{acronym}/UT/{dice.randint(1, 9999):04d}/{on.year}", f"UT-{dice.randint(100, 999)}-{on.year % 100:02d}",
        f"{acronym}.DGJ.{dice.randint(1, 99)}/{dice.randint(100, 9999)}/{on.year}",
        f"SPPC/113/{dice.randint(100, 999)}/{on.year}",
        f"A{dice.randint(10, 99)}/{dice.randint(1000, 9999)}-{on.year}"))
    label = dice.choice(("Oficio número ", "OFICIO No. ", "Oficio: ", "Oficio Núm. ", "No. de oficio: ", "OFICIO ",
                         "Oficio N° ", "Oficio número\n"))
    return code, f"{label}{code}"


def _dated(dice: random.Random, place: str, on: date) -> tuple[str, date | None]:
    if dice.random() < 0.1:
        return "", None
    words = f"{on.day} de {MONTHS[on.month - 1]} {dice.choice(('de', 'del'))} {on.year}"
    return dice.choice((f"{place}, a {words}", f"{place}, {words}.", f"{place}; a {words}", words,
                        f"Fecha: {words}", f"Fecha: {on:%d/%m/%Y}", f"{place}, a {on.day:02d} de "
                        f"{MONTHS[on.month - 1].upper()} de {on.year}")), on


def _signed(dice: random.Random, name: str) -> tuple[str | None, str]:
    if dice.random() < 0.12:
        return None, dice.choice(("Sin otro particular, reciba un cordial saludo.",
                                  "Atentamente\nLa Unidad de Transparencia"))
    printed = dice.choice(TITLES) + dice.choice((name, name.upper()))
    post = dice.choice(POSTS)
    bye = dice.choice(("ATENTAMENTE", "Atentamente,", "A T E N T A M E N T E", "Respetuosamente"))
    slogan = dice.choice(("", "“Sufragio efectivo. No reelección”\n"))
    order = f"{printed}\n{post}" if dice.random() < 0.8 else f"{post}\n{printed}"
    return printed, f"{bye}\n{slogan}{order}\n\nC.c.p. Archivo"
