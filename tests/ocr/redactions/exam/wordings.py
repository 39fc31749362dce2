"""Grounds as offices word them, on boxes and in legends, with the truth of each and with what OCR makes of letters."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.types import Word
from tests.ocr.redactions.exam.statutes import STATUTES, WHAT, Statute
from tests.ocr.redactions.exam.texts import DUTCH_CODES, FOIA_CODES, LANGUAGES

_BESIDE = (
    "Trigésimo octavo fracción I de los Lineamientos Generales en materia de clasificación",
    "3 fracción IX de la LGPDPPSO",
    "artículo 3.1 fracción IX de la LGPDPPSO",
    "Quincuagésimo Octavo fracción I de los LGPPICR",
    "artículo 6, apartado A, fracción II de la Constitución Política de los Estados Unidos Mexicanos",
    "artículo 98, fracción III de la LFTAIP",
    "artículos 100, 106 fracción III y 111 de la LGTAIP",
)
"""What sentences cite beside the article on which information is withheld."""
_SLIPS = {"1": "l", "I": "l", "í": "i", "ó": "o", ".": ",", "é": "e", "l": "I"}


@dataclass(frozen=True)
class Printed:
    """A text as printed and the grounds that are true of it."""

    kind: str
    text: str
    truth: tuple[str, ...]


def on_box(rng: random.Random) -> Printed:
    """What stands on a box."""
    draw = rng.randrange(8)
    if draw == 0:
        codes = rng.sample(FOIA_CODES, rng.choice((1, 1, 2, 3)))
        return Printed("foia", rng.choice((", ", "; ", " ", "")).join(codes), tuple(codes))
    if draw == 1:
        codes = rng.sample([c for c in DUTCH_CODES if "." in c], rng.choice((1, 1, 2)))
        return Printed("dutch", rng.choice((" ", ", ", " en ")).join(codes), tuple(codes))
    if draw == 2:
        article, letter = rng.choice((("10", "e"), ("10", "g"), ("5.1", "e"), ("5.1", "i")))
        text = rng.choice((f"art. {article} lid 2 sub {letter}", f"artikel {article}, tweede lid, onder {letter}",
                           f"art. {article}, lid 2, onder {letter} Woo"))  # fmt: skip
        return Printed("dutch worded", text, (f"{article}.2.{letter}",))
    if draw == 3:
        sign = rng.choice(("/", " / ", ", ", " y "))
        numbers, law = rng.choice((("110", "113"), ("113", "116"))), rng.choice(("LFTAIP", "LGTAIP"))
        if rng.random() < 0.3:
            numbers, law = ("13", "14", "18"), "LFTAIPG"
        return Printed("list", f"{rng.choice(('', 'Arts. ', 'ARTÍCULOS '))}{sign.join(numbers)} {law}", tuple(numbers))
    if draw == 4:
        first, second = rng.sample(STATUTES[:5], 2)
        return Printed("two", f"{first.short(rng)}{rng.choice((' y ', '; ', ', ', ' / '))}{second.short(rng)}",
                       (first.truth, second.truth))  # fmt: skip
    one = rng.choice(STATUTES)
    if draw == 5:
        return Printed(
            "marked",
            f"{rng.choice(('CONFIDENCIAL', 'Eliminado', 'TESTADO', 'RESERVADO'))} {one.short(rng)}",
            (one.truth,),
        )
    if draw == 6:
        fraction = f" fr. {one.fraction}" if one.fraction else ""
        return Printed("law first", f"{one.law} {rng.choice(('', 'Art. '))}{one.article}{fraction}", (one.truth,))
    return Printed("one", one.short(rng), (one.truth,))


def sentence(rng: random.Random, grounds: Sequence[Statute]) -> str:
    """A sentence that gives grounds, with what else such sentences cite."""
    parts = [ground.long(rng) for ground in grounds]
    if len(grounds) == 1 and grounds[0].fraction and rng.random() < 0.2:
        one = grounds[0]
        parts = [f"fracción {one.fraction} del artículo {one.article} de la {rng.choice((one.law, one.in_words))}"]
    elif len({ground.law for ground in grounds}) == 1 and len(grounds) > 1:
        listed = [f"{g.article}" + (f", fracción {g.fraction}" if g.fraction else "") for g in grounds]
        parts = [f"artículos {' y '.join(listed)} de la {rng.choice((grounds[0].law, grounds[0].in_words))}"]
    beside = [rng.choice(_BESIDE)] if rng.random() < 0.5 else []
    parts = parts + beside if rng.random() < 0.7 else beside + parts
    joined = rng.choice((" y ", "; ", ", así como ")).join(parts)
    opening = rng.choice(("con fundamento en el", "de conformidad con el", "en términos del", "con fundamento en los"))
    return f"{opening} {joined}"


def entry(rng: random.Random, number: int, grounds: Sequence[Statute]) -> str:
    """One entry of a legend."""
    what, said = rng.choice(WHAT), sentence(rng, grounds)
    short = f"Fundamento legal: {grounds[0].long(rng)}" if len(grounds) == 1 else said
    return rng.choice((
        f"{number}. {what.capitalize()}, {said}.",
        f"{number}.- ELIMINADO el {what}, 1 párrafo de 1 renglón por ser un dato identificativo {said}.",
        f"{number} ELIMINADO el {what}, 2 renglones {said}.",
        f"({number}) {what.capitalize()}. {short.capitalize()}.",
        f"Eliminado {number}: {what}, {said}.",
        f"Nota {number}: se suprime {what} {said}.",
        f"N{number}. {what.capitalize()}. {said.capitalize()}.",
    ))  # fmt: skip


def general(rng: random.Random, grounds: Sequence[Statute]) -> str:
    """The one sentence of a page that holds for all its boxes."""
    what, said = rng.choice(WHAT), sentence(rng, grounds)
    short = f"Fundamento legal: {grounds[0].long(rng)}" if len(grounds) == 1 else said
    return rng.choice((
        f"Eliminado: {what}. {short}.",
        f"Se eliminan {what} y {rng.choice(WHAT)} {said}.",
        f"{said.capitalize()}, se testa la información confidencial.",
        f"Información testada por tratarse de datos personales {said}.",
        f"Versión pública elaborada {said}, por contener {what}.",
        f"En el presente documento se suprimieron datos relativos a {what} {said}.",
        f"FUNDAMENTO LEGAL: {said}. En virtud de tratarse de información que contiene datos personales.",
    ))  # fmt: skip


def chosen(rng: random.Random) -> Sequence[Statute]:
    """One to three grounds of one age of the law."""
    group = rng.choice((STATUTES[0:1], STATUTES[3:5], STATUTES[1:3], STATUTES[5:7], STATUTES[7:8], STATUTES[8:9],
                        (STATUTES[3], STATUTES[0])))  # fmt: skip
    return rng.sample(group, rng.choice((1, len(group))))


def misread(text: str, rng: random.Random, rate: float) -> str:
    """A text with slips that OCR makes."""
    return "".join(_SLIPS[c] if c in _SLIPS and rng.random() < rate else c for c in text)


def laid_out(lines: Sequence[str], rng: random.Random, wide: int = 95) -> list[Word]:
    """Lines of text broken at the page's width, under a few lines of a letter."""
    say = LANGUAGES["es"]
    letters = [say.sentence(rng, 12) for _ in range(6)]
    broken: list[str] = []
    for line in lines:
        row = ""
        for word in line.split():
            if len(row) + len(word) > wide:
                broken.append(row)
                row = ""
            row = f"{row} {word}".strip()
        broken.append(row)
    words = []
    for top, rows, step in ((0.1, letters, 0.022), (0.75, broken, 0.011)):
        for place, row in enumerate(rows):
            x, y = 0.1, top + step * place
            for word in row.split():
                words.append(Word(word, (x, y, x + 0.0078 * len(word), y + 0.008), 92.0))
                x += 0.0078 * len(word) + 0.004
    return words


def table(rng: random.Random, entries: Sequence[tuple[int, Sequence[Statute]]]) -> list[Word]:
    """A table of what was taken out: number, what, why."""
    words, y = [], 0.6
    for number, grounds in [(0, ()), *entries]:
        cells = ("No.", "Dato eliminado", "Fundamento") if not number else (
            str(number), rng.choice(WHAT).capitalize(), "; ".join(ground.long(rng) for ground in grounds))  # fmt: skip
        deepest = 1
        for left, wide, cell in zip((0.1, 0.2, 0.5), (8, 30, 45), cells, strict=True):
            row, line = 0, 0
            for word in cell.split():
                if row + len(word) > wide:
                    line, row = line + 1, 0
                x, top = left + 0.0078 * row, y + 0.013 * line
                words.append(Word(word, (x, top, x + 0.0078 * len(word), top + 0.009), 90.0))
                row += len(word) + 1
            deepest = max(deepest, line + 1)
        y += 0.013 * deepest + 0.008
    return words


def texts(count: int, rate: float) -> Iterator[Printed]:
    """What stands on boxes, so many, misread at a rate."""
    for number in range(count):
        rng = random.Random(f"box {number}")
        one = on_box(rng)
        yield Printed(one.kind, misread(one.text, rng, rate), one.truth)
