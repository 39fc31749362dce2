"""Pages on which nothing is hidden, full of what looks like it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from tests.ocr.redactions.exam.leaf import BLACK, WHITE, Leaf, Tint
from tests.ocr.redactions.exam.parts import INKS, barcode, eagle, photograph, qr, scribble, seal, wordmark

SOFT: tuple[Tint, ...] = (
    (0.9, 0.9, 0.9),
    (0.8, 0.8, 0.8),
    (0.85, 0.92, 0.98),
    (0.98, 0.9, 0.8),
    (0.7, 0.7, 0.72),
    (0.87, 0.95, 0.85),
)
DEEP: tuple[Tint, ...] = ((0.1, 0.2, 0.4), (0.4, 0.05, 0.2), (0.2, 0.2, 0.2), (0.05, 0.35, 0.3), (0, 0, 0))


def start(rng: random.Random) -> tuple[Leaf, float, float, float]:
    """A sheet in one of three languages, its left edge, its width and where its first line stands."""
    leaf = Leaf(rng, rng.choice(("es", "es", "nl", "en")))
    return leaf, rng.uniform(45, 80), leaf.wide - rng.uniform(110, 150), rng.uniform(45, 70)


def letter(rng: random.Random) -> Leaf:
    """A letter with crests, a band at the foot, a seal, a signature and rubrics in the margin."""
    leaf, left, wide, y = start(rng)
    eagle(leaf, left, y - 20, rng.uniform(30, 60))
    if rng.random() < 0.5:
        wordmark(leaf, left + wide - 140, y - 15, 90)
    if rng.random() < 0.5:
        leaf.rect((0, leaf.high - 26, leaf.wide, leaf.high - rng.uniform(4, 14)), rng.choice(INKS))
    y += 70
    for row in ("Oficio: UT/123/2020", "Asunto: se remite respuesta"):
        leaf.text(left + wide, y, row, bold=True, anchor="right")
        y += 14
    y += 20
    for _ in range(rng.choice((3, 4, 5))):
        y = leaf.paragraph(left, y, wide, rng.randrange(30, 80)) + 8
    scribble(leaf, left + wide * 0.4, y, rng.uniform(70, 140), rng.uniform(24, 50))
    leaf.text(left + wide / 2, y + 60, leaf.say.full_name(rng).upper(), bold=True, anchor="middle")
    seal(leaf, left + wide * rng.uniform(0.1, 0.9), y + 40, rng.uniform(26, 44))
    for _ in range(rng.randrange(3)):
        scribble(leaf, 8, rng.uniform(100, leaf.high - 100), 30, 18)
    return leaf


def table(rng: random.Random) -> Leaf:
    """A statistical table: a dark head with white words, zebra, subtotals, empty cells."""
    leaf, left, wide, y = start(rng)
    leaf.size = rng.choice((6.5, 7.5, 8.5))
    columns, step = rng.randrange(4, 10), rng.choice((1.5, 1.9, 2.4)) * leaf.size
    head, zebra, ruled = rng.choice(DEEP + SOFT), rng.choice((None, *SOFT)), rng.random() < 0.6
    pale = sum(head) > 1.5
    y = leaf.lines(left, y, wide, leaf.say.sentence(rng, 8), leaf.size + 3, bold=True) + 6
    for row in range(rng.randrange(12, 40)):
        if y > leaf.high - 60:
            break
        shade = head if row == 0 else (rng.choice(SOFT) if row % 9 == 8 else (zebra if row % 2 else None))
        leaf.rect(
            (left, y, left + wide, y + step * (1.6 if row == 0 else 1)), shade, (0.4, 0.4, 0.4) if ruled else None, 0.4
        )
        base = y + (step * (1.6 if row == 0 else 1) + 0.7 * leaf.size) / 2
        for column in range(columns):
            x = left + wide * column / columns
            if ruled:
                leaf.line(x, y, x, y + step, 0.4, (0.4, 0.4, 0.4))
            if row == 0:
                leaf.text(x + 3, base, rng.choice(leaf.say.words).capitalize(), bold=True, ink=BLACK if pale else WHITE)
            elif column == 0:
                leaf.text(x + 3, base, rng.choice(leaf.say.family))
            elif rng.random() < 0.85:
                leaf.text(x + wide / columns - 4, base, f"{rng.randrange(0, 9999):,}", anchor="right")
        y += step * (1.6 if row == 0 else 1)
    return leaf


def heat(rng: random.Random) -> Leaf:
    """A table coloured by value, with a scale beside it."""
    leaf, left, wide, y = start(rng)
    y = leaf.lines(left, y, wide, leaf.say.sentence(rng, 6), 13, bold=True) + 10
    columns, rows, step = rng.randrange(6, 13), rng.randrange(8, 24), rng.choice((14, 20, 26))
    empty = rng.random() < 0.4
    for _row in range(rows):
        leaf.text(left, y + step * 0.65, rng.choice(leaf.say.family)[:11], 8)
        for column in range(columns):
            x, value = left + 70 + (wide - 110) * column / columns, rng.random()
            shade = (1 - 0.2 * value, 1 - 0.8 * value, 1 - 0.9 * value)
            leaf.rect((x, y, x + (wide - 110) / columns - 0.7, y + step - 0.7), shade)
            if not empty:
                leaf.text(x + (wide - 110) / columns / 2, y + step * 0.65, f"{round(value * 99)}", 7, anchor="middle",
                          ink=WHITE if value > 0.7 else BLACK)  # fmt: skip
        y += step
    for part in range(8):
        leaf.rect(
            (left + wide - 20, y - 8 * 14 + part * 14, left + wide - 6, y - 7 * 14 + part * 14),
            (1 - part / 40, 1 - part / 9, 1 - part / 9),
        )
    leaf.paragraph(left, y + 30, wide, 60)
    return leaf


def receipt(rng: random.Random) -> Leaf:
    """An acknowledgment with QR and bar codes, shaded prompts and a chain of letters at the foot."""
    leaf, left, wide, y = start(rng)
    wordmark(leaf, left, y - 20, 120)
    qr(leaf, left + wide - 90, y - 20, rng.uniform(60, 90))
    barcode(leaf, left + wide * 0.35, y + 40, 160, rng.uniform(18, 40))
    y += 110
    shade = rng.choice(SOFT)
    for _ in range(rng.randrange(6, 14)):
        leaf.rect((left, y - 12, left + wide * 0.35, y + 6), shade)
        leaf.text(left + 4, y, rng.choice(leaf.say.labels), 9, True)
        if rng.random() < 0.85:
            leaf.text(left + wide * 0.38, y, leaf.say.sentence(rng, 4), 9)
        y += 20
    chain = "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz0123456789+/") for _ in range(70 * 4))
    for row in range(4):
        leaf.text(left, y + 20 + 9 * row, chain[70 * row : 70 * row + 70], 6, family="courier")
    leaf.text(left, y + 66, "*" * 60, 8)
    return leaf


def photos(rng: random.Random) -> Leaf:
    """An album: pictures with captions."""
    leaf, left, wide, y = start(rng)
    for _ in range(rng.choice((1, 2, 3))):
        count = rng.choice((1, 2, 3))
        high = rng.uniform(100, 190)
        for number in range(count):
            x = left + wide * number / count
            photograph(leaf, x, y, wide / count - 8, high)
            leaf.text(x, y + high + 12, f"Foto {rng.randrange(1, 40)}. {leaf.say.sentence(rng, 3)}", 7.5)
        y = leaf.paragraph(left, y + high + 32, wide, rng.randrange(20, 50)) + 10
    return leaf


def blank_form(rng: random.Random) -> Leaf:
    """A form to be filled in: empty fields, combs, boxes to tick, grey bands, office-use areas."""
    leaf, left, wide, y = start(rng)
    leaf.rect((left, y - 14, left + wide, y + 8), rng.choice(DEEP))
    leaf.text(left + 6, y + 2, "SOLICITUD DE TRÁMITE", 11, True, WHITE)
    y += 24
    for _ in range(rng.randrange(9, 16)):
        kind = rng.randrange(6)
        leaf.text(left, y, rng.choice(leaf.say.labels), 8)
        if kind == 0:
            leaf.rect((left + 110, y - 11, left + wide, y + 5), rng.choice((None, *SOFT)), BLACK, 0.5)
        elif kind == 1:
            for cell in range(rng.randrange(10, 20)):
                leaf.rect((left + 110 + 13 * cell, y - 10, left + 123 + 13 * cell, y + 4), None, BLACK, 0.5)
        elif kind == 2:
            leaf.line(left + 110, y + 2, left + wide, y + 2, 0.5)
        elif kind == 3:
            for option in range(3):
                leaf.rect(
                    (left + 110 + 90 * option, y - 8, left + 119 + 90 * option, y + 1),
                    BLACK if rng.random() < 0.2 else None,
                    BLACK,
                    0.7,
                )
                leaf.text(left + 123 + 90 * option, y, rng.choice(leaf.say.words), 8)
        elif kind == 4:
            leaf.rect((left + 110, y - 11, left + wide, y + 34), None, BLACK, 0.5)
            y += 30
        else:
            leaf.rect((left, y - 12, left + wide, y + 5), rng.choice(SOFT))
            leaf.text(left + 4, y, leaf.say.sentence(rng, 3), 9, True)
        y += 23
        if y > leaf.high - 110:
            break
    leaf.rect((left + wide * 0.6, y, left + wide, y + 56), rng.choice((None, (0.9, 0.9, 0.9))), BLACK, 0.7)
    leaf.text(left + wide * 0.62, y + 10, "Uso exclusivo de la oficina", 6.5)
    return leaf


def highlighted(rng: random.Random) -> Leaf:
    """A text somebody read: passages in highlighter, underlined, with notes stuck to it and holes punched."""
    leaf, left, wide, y = start(rng)
    tint = rng.choice(((1, 1, 0.3), (0.6, 1, 0.6), (1, 0.7, 0.85)))
    for _ in range(rng.randrange(8, 14)):
        say = leaf.say.sentence(rng, rng.randrange(6, 10))
        if rng.random() < 0.4:
            leaf.rect((left - 1, y - leaf.size, left + min(wide, leaf.width(say)), y + 0.3 * leaf.size), tint)
        leaf.text(left, y, say)
        if rng.random() < 0.2:
            leaf.line(left, y + 2, left + 0.7 * leaf.width(say), y + 2, 0.8, (0.8, 0.1, 0.1))
        y += 2 * leaf.size
    leaf.rect((left + wide - 120, y + 10, left + wide, y + 100), (1, 0.95, 0.55))
    leaf.lines(left + wide - 112, y + 30, 104, leaf.say.sentence(rng, 7), 10, ink=(0.1, 0.1, 0.5))
    for share in (0.35, 0.65):
        leaf.ring(20, leaf.high * share, 8, rng.choice((BLACK, (0.75, 0.75, 0.75))), None)
    return leaf


def ledger(rng: random.Random) -> Leaf:
    """A typed list with rules of dashes, ditto marks, dots, crosses in columns and a waved frame."""
    leaf, left, wide, y = start(rng)
    leaf.family, leaf.size = "courier", 8.5
    leaf.text(left, y, "=" * 70)
    for number in range(rng.randrange(15, 40)):
        y += 13
        if y > leaf.high - 80:
            break
        row = f"{number + 1:03d} {leaf.say.full_name(rng)[:24]:.<28} {rng.choice('X-')}   {rng.randrange(999):>5}"
        leaf.text(left, y, row)
    leaf.text(left, y + 13, "-" * 70)
    leaf.curve([(left + wide * t / 80, y + 40 + 5 * math.sin(t)) for t in range(81)], 0.8)
    leaf.text(left, y + 60, "************ FIN DEL LISTADO ************")
    return leaf


LAYOUTS: dict[str, Callable[[random.Random], Leaf]] = {
    "letterhead": letter, "table": table, "heat": heat, "receipt": receipt, "photos": photos, "form": blank_form,
    "highlighted": highlighted, "ledger": ledger,
}  # fmt: skip
