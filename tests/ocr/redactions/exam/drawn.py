"""Drawn pages on which nothing is hidden: charts, plans, calendars, slides, cards, newspapers, covers."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.ocr.redactions.exam.clean import DEEP, SOFT, start
from tests.ocr.redactions.exam.leaf import BLACK, WHITE, Leaf
from tests.ocr.redactions.exam.parts import INKS, barcode, photograph, qr, wordmark


def charts(rng: random.Random) -> Leaf:
    """Bars, a pie, stacked bars and their legend."""
    leaf, left, wide, y = start(rng)
    y = leaf.lines(left, y, wide, leaf.say.sentence(rng, 6), 13, bold=True) + 10
    tints = rng.sample(
        ((0.2, 0.4, 0.7), (0.9, 0.5, 0.1), (0.6, 0.6, 0.6), (0.1, 0.1, 0.1), (0.9, 0.8, 0.2), (0.3, 0.6, 0.3)), 4
    )
    base = y + 170
    for number in range(rng.randrange(5, 13)):
        x, high = left + 20 + 34 * number, rng.uniform(15, 150)
        if x > left + wide - 30:
            break
        for part in range(rng.choice((1, 1, 3))):
            leaf.rect((x, base - high * (1 - part * 0.3), x + 22, base - high * max(0, 0.7 - part * 0.3)), tints[part])
        leaf.text(x + 11, base + 10, f"{2008 + number}", 6.5, anchor="middle")
        if rng.random() < 0.5:
            leaf.text(x + 11, base - high - 3, f"{round(high)}", 6.5, anchor="middle")
    leaf.line(left + 10, base, left + wide, base, 0.7)
    y = base + 40
    for _ in range(rng.randrange(4, 9)):
        leaf.text(left, y + 9, rng.choice(leaf.say.family), 8)
        leaf.rect((left + 80, y, left + 80 + rng.uniform(20, wide - 90), y + 12), tints[0])
        y += 18
    for number, tint in enumerate(tints):
        leaf.rect((left + 110 * number, y + 16, left + 110 * number + 9, y + 25), tint)
        leaf.text(left + 110 * number + 13, y + 24, rng.choice(leaf.say.words), 8)
    at = 90.0
    for tint in tints:
        angle = rng.uniform(40, 110)
        leaf.pen(tint, WHITE, 1)
        leaf.canvas.wedge(left + 150, leaf.high - y - 190, left + 290, leaf.high - y - 50, at, angle, stroke=1, fill=1)
        at += angle
    return leaf


def chart_of_offices(rng: random.Random) -> Leaf:
    """Boxes joined by lines, some filled, some empty (vacant)."""
    leaf, left, wide, y = start(rng)
    fill = rng.choice((None, *SOFT, *DEEP))
    previous: list[float] = []
    for level in range(4):
        count = (1, rng.choice((2, 3)), rng.choice((3, 4, 5)), rng.choice((4, 5, 6)))[level]
        middles = [left + wide * (n + 0.5) / count for n in range(count)]
        broad = min(110.0, wide / count - 8)
        for x in middles:
            if previous:
                above = min(previous, key=lambda p, x=x: abs(p - x))  # type: ignore[misc]
                leaf.line(x, y, x, y - 18)
                leaf.line(x, y - 18, above, y - 18)
                leaf.line(above, y - 18, above, y - 36)
            leaf.rect((x - broad / 2, y, x + broad / 2, y + 46), fill, BLACK, 0.7)
            if rng.random() < 0.9:
                ink = WHITE if fill and sum(fill) < 1.5 else BLACK
                leaf.text(x, y + 20, rng.choice(leaf.say.words).capitalize()[:10], 8, True, ink, anchor="middle")
                leaf.text(x, y + 32, rng.choice(leaf.say.family), 7, ink=ink, anchor="middle")
        previous, y = middles, y + 82
    leaf.paragraph(left, y + 20, wide, 50)
    return leaf


def calendar(rng: random.Random) -> Leaf:
    """A month or a year with days coloured and shaded."""
    leaf, left, wide, y = start(rng)
    leaf.rect((left, y - 16, left + wide, y + 10), rng.choice(DEEP))
    leaf.text(left + wide / 2, y + 3, "CALENDARIO 2021", 14, True, WHITE, anchor="middle")
    y += 26
    months, high = rng.choice(((1, 70.0), (4, 26.0), (12, 15.0)))
    per = {1: 1, 4: 2, 12: 3}[months]
    marks = rng.sample((*SOFT, (0.9, 0.2, 0.2), (0.2, 0.5, 0.8), (0.95, 0.85, 0.2)), 3)
    for month in range(months):
        x0, y0 = left + wide * (month % per) / per, y + (month // per) * (high * 6.9 + 22)
        broad = (wide / per - 10) / 7
        leaf.text(x0, y0 + 9, f"MES {month + 1}", 8, True)
        for day in range(31):
            column, row = (day + month) % 7, (day + month) // 7
            box = (x0 + broad * column, y0 + 14 + high * row, x0 + broad * (column + 1), y0 + 14 + high * (row + 1))
            shade = marks[0] if column >= 5 else (rng.choice(marks[1:]) if rng.random() < 0.12 else None)
            leaf.rect(box, shade, (0.5, 0.5, 0.5), 0.4)
            leaf.text(box[0] + 3, box[1] + 8.5, str(day + 1), 7)
            if months == 1 and rng.random() < 0.3:
                leaf.rect((box[0] + 2, box[1] + 26, box[2] - 2, box[1] + 40), rng.choice(marks[1:]))
                leaf.text(box[0] + 4, box[1] + 36, rng.choice(leaf.say.words)[:8], 7)
    return leaf


def slide(rng: random.Random) -> Leaf:
    """A slide: a dark title, bullets, coloured panels with words in them."""
    leaf = Leaf(rng, rng.choice(("es", "nl", "en")), (720, rng.choice((405, 540))))
    deep, left = rng.choice(DEEP), 40.0
    leaf.rect((0, 0, leaf.wide, 66), deep)
    leaf.text(left, 43, leaf.say.sentence(rng, 4), 22, True, WHITE, "helvetica")
    y = 100.0
    for _ in range(rng.randrange(2, 4)):
        leaf.ring(left + 4, y - 5, 3, deep, None)
        leaf.text(left + 16, y, leaf.say.sentence(rng, 7), 14)
        y += 28
    count = rng.choice((2, 3, 4))
    for number in range(count):
        x, shade = left + 640 * number / count, rng.choice((*SOFT, *DEEP))
        leaf.rect((x, y, x + 640 / count - 14, y + 110), shade)
        leaf.lines(
            x + 10,
            y + 30,
            640 / count - 34,
            leaf.say.sentence(rng, 5),
            13,
            bold=True,
            ink=WHITE if sum(shade) < 1.5 else BLACK,
        )
    leaf.rect((0, leaf.high - 12, leaf.wide, leaf.high), rng.choice(DEEP))
    wordmark(leaf, leaf.wide - 150, leaf.high - 50, 90)
    return leaf


def newspaper(rng: random.Random) -> Leaf:
    """Columns of small print, headlines, a picture, a framed and a dark notice."""
    leaf, left, wide, y = start(rng)
    leaf.size = 7
    leaf.text(leaf.wide / 2, y, "EL DIARIO DE LA COSTA", 28, True, family="times", anchor="middle")
    leaf.line(left, y + 8, left + wide, y + 8, 2)
    y += 30
    columns = rng.choice((3, 4))
    for column in range(columns):
        x, broad, at = left + wide * column / columns, wide / columns - 12, y
        while at < leaf.high - 140:
            kind = rng.randrange(5)
            if kind == 0:
                at = leaf.lines(x, at + 6, broad, leaf.say.sentence(rng, 5), 13, bold=True) + 3
            elif kind == 1:
                photograph(leaf, x, at, broad, 70)
                at += 80
            elif kind == 2:
                dark = rng.random() < 0.5
                leaf.rect((x, at, x + broad, at + 50), rng.choice(DEEP) if dark else None, BLACK, 1)
                leaf.lines(
                    x + 5, at + 16, broad - 10, leaf.say.sentence(rng, 5), 9, bold=True, ink=WHITE if dark else BLACK
                )
                at += 62
            else:
                at = leaf.paragraph(x, at + 4, broad, rng.randrange(30, 70), pitch=1.15) + 5
    return leaf


def card(rng: random.Random) -> Leaf:
    """Copies of identity cards: a face, fields, a stripe, a bar code, on an else empty sheet."""
    leaf, left, _wide, y = start(rng)
    for _ in range(rng.choice((1, 2))):
        high = 170.0
        leaf.pen(rng.choice(SOFT), BLACK, 0.8)
        leaf.canvas.roundRect(left + 60, leaf.high - y - high, 290, high, 8, stroke=1, fill=1)
        leaf.rect((left + 60, y + 12, left + 350, y + 34), rng.choice(DEEP))
        leaf.text(left + 70, y + 28, "CREDENCIAL DE RESIDENTE", 10, True, WHITE)
        photograph(leaf, left + 72, y + 44, 78, 98, "face")
        at = y + 54
        for label in leaf.say.labels[:4]:
            leaf.text(left + 162, at, label.upper(), 5.5)
            leaf.text(left + 162, at + 10, leaf.say.full_name(rng).upper(), 8, True, family="helvetica")
            at += 24
        barcode(leaf, left + 162, y + 146, 150, 16)
        y += high + 14
        leaf.pen((1, 1, 1), BLACK, 0.8)
        leaf.canvas.roundRect(left + 60, leaf.high - y - high, 290, high, 8, stroke=1, fill=1)
        leaf.rect((left + 60, y + 16, left + 350, y + 50), BLACK)
        qr(leaf, left + 72, y + 62, 80)
        for row in range(3):
            leaf.text(
                left + 72,
                y + 152 + 7 * row,
                "IDMEX<<" + leaf.say.name(rng).upper() + "<<<<<<<<<<<<<<<<",
                7,
                family="courier",
            )
        y += high + 14
    return leaf


def plan(rng: random.Random) -> Leaf:
    """A floor plan: rooms, hatching, filled pillars, a title block."""
    leaf, left, wide, y = start(rng)
    for _ in range(3):
        x = left
        while x < left + wide - 60:
            broad = rng.uniform(60, 150)
            leaf.rect(
                (x, y, min(x + broad, left + wide), y + 130),
                rng.choice((None, None, (0.92, 0.92, 0.92))),
                BLACK,
                rng.choice((1, 2.5)),
            )
            if rng.random() < 0.8:
                leaf.text(x + 8, y + 60, rng.choice(leaf.say.words).capitalize(), 8)
            leaf.rect((x - 4, y - 4, x + 4, y + 4), BLACK)
            if rng.random() < 0.25:
                for step in range(10):
                    leaf.line(x + 10 + 4 * step, y + 80, x + 20 + 4 * step, y + 120, 0.4)
            x += broad
        y += 130
    for row in range(4):
        leaf.rect((left + wide - 180, y + 20 + 20 * row, left + wide, y + 40 + 20 * row), None, BLACK, 0.6)
        if row != 2:
            leaf.text(left + wide - 175, y + 34 + 20 * row, leaf.say.sentence(rng, 3), 7)
    return leaf


def dark_cover(rng: random.Random) -> Leaf:
    """A report's cover in fields of colour."""
    leaf, left, wide, y = start(rng)
    leaf.rect((0, 0, leaf.wide, leaf.high * rng.uniform(0.3, 0.6)), rng.choice(DEEP))
    leaf.lines(left, y + 80, wide, leaf.say.sentence(rng, 5), 28, bold=True, ink=WHITE)
    leaf.rect((left, leaf.high * 0.62, left + rng.uniform(30, 120), leaf.high * 0.62 + 6), rng.choice(INKS))
    for number in range(rng.randrange(2, 6)):
        leaf.rect(
            (left + 60 * number, leaf.high * 0.72, left + 60 * number + 50, leaf.high * 0.72 + 50),
            rng.choice((*DEEP, *SOFT)),
        )
    leaf.text(left, leaf.high - 60, "Diciembre de 2020", 14)
    return leaf


LAYOUTS: dict[str, Callable[[random.Random], Leaf]] = {
    "charts": charts, "offices": chart_of_offices, "calendar": calendar, "slide": slide, "newspaper": newspaper,
    "card": card, "plan": plan, "cover": dark_cover,
}  # fmt: skip
