"""Releases of Dutch and American offices."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.ocr.redactions.exam.leaf import Leaf
from tests.ocr.redactions.exam.parts import barcode, photograph, scribble, seal, wordmark
from tests.ocr.redactions.exam.texts import DUTCH_CODES, FOIA_CODES


def _start(rng: random.Random, style: str, language: str) -> tuple[Leaf, float, float, float, str]:
    leaf = Leaf(rng, language)
    leaf.dress(style)
    left, wide = rng.uniform(40, 85), leaf.wide - rng.uniform(110, 160)
    code = rng.choice(DUTCH_CODES if language == "nl" else FOIA_CODES)
    if language == "nl" and rng.random() < 0.6:
        leaf.text(leaf.wide - 50, 28, f"{rng.choice('ABCD')}{rng.randrange(100):02}", 10)
        if rng.random() < 0.5:
            leaf.text(leaf.wide / 2, leaf.high - 20, f"{rng.randrange(10**5, 10**6)}", 9, anchor="middle")
    return leaf, left, wide, rng.uniform(50, 75), code


def export(rng: random.Random, style: str) -> Leaf:
    """A mail as a review program prints it: heads with several covered addresses to a line, a signature block."""
    leaf, left, wide, y, code = _start(rng, style, "nl")
    truth = (code,)
    for head in ("From:", "To:", "Cc:", "Sent:", "Subject:"):
        leaf.text(left, y, head, bold=True)
        at = left + 62.0
        if head in ("Sent:", "Subject:"):
            leaf.text(at, y, leaf.say.sentence(rng, 6))
        else:
            for _ in range(rng.choice((1, 1, 2, 3))):
                end = at + rng.uniform(28, 85)
                if end > left + wide - 90:
                    break
                leaf.hide(at, y, end, leaf.say.full_name(rng), code, truth)
                at = leaf.text(end + 2, y, "@waterland.example;") + 6
        y += 1.35 * leaf.size
    y += 12
    leaf.text(left, y, "Dag")
    leaf.hide(
        left + leaf.width("Dag "), y, left + leaf.width("Dag ") + rng.uniform(22, 50), leaf.say.name(rng), code, truth
    )
    y += 1.8 * leaf.size
    for _ in range(rng.choice((1, 2, 3))):
        y = leaf.paragraph(left, y, wide, rng.randrange(20, 70), 0.08, code, truth) + 5
    if rng.random() < 0.35:
        y = leaf.hide_block(left, y, wide * rng.uniform(0.6, 1), rng.randrange(4, 14), code, truth) + 6
    y = leaf.lines(left, y + 4, wide, "Met vriendelijke groet,") + 4
    for _ in range(rng.choice((1, 2))):
        leaf.hide(left, y, left + rng.uniform(60, 160), leaf.say.full_name(rng), code, truth)
        y += 1.7 * leaf.size
    leaf.text(left, y, "T")
    leaf.hide(left + 14, y, left + rng.uniform(60, 100), "0612345678", code, truth)
    wordmark(leaf, left, y + 18, 110)
    leaf.lines(left, y + 80, wide, leaf.say.sentence(rng, 70), 6.5, ink=(0.35, 0.35, 0.35))
    return leaf


def letter(rng: random.Random, style: str) -> Leaf:
    """A ministry's letter with a column at the right and a covered signature."""
    leaf, left, wide, y, code = _start(rng, style, "nl")
    truth = (code,)
    wordmark(leaf, left + wide * rng.choice((0.0, 0.45)), y - 20, 130)
    y += 70
    side = left + 0.76 * wide
    body = 0.7 * wide
    at = y
    for name in leaf.say.labels[:5]:
        leaf.text(side, at, name, 6.5, True)
        if rng.random() < 0.5:
            leaf.hide(side, at + 10, side + rng.uniform(50, 95), leaf.say.full_name(rng), code, truth, 7.5)
        else:
            leaf.text(side, at + 10, leaf.say.sentence(rng, 2), 7)
        at += 28
    for _ in range(2):
        leaf.hide(left, y, left + rng.uniform(80, 150), leaf.say.full_name(rng), code, truth)
        y += 1.8 * leaf.size
    y = leaf.lines(left, y, body, leaf.say.sentence(rng, 6)) + 30
    for _ in range(rng.choice((2, 3, 4))):
        y = leaf.paragraph(left, y, body, rng.randrange(30, 70), 0.05, code, truth) + 8
    leaf.text(left, y, "Hoogachtend,")
    leaf.cover((left, y + 8, left + rng.uniform(80, 130), y + rng.uniform(34, 60)), code, truth, 14)
    seal(leaf, left + 0.9 * wide, leaf.high - 120, 30)
    return leaf


def minutes(rng: random.Random, style: str) -> Leaf:
    """Minutes with a list of those present and whole passages left out."""
    leaf, left, wide, y, code = _start(rng, style, "nl")
    truth = (code,)
    leaf.rect((left, y - 12, left + wide, y + 8), rng.choice(((0.9, 0.9, 0.9), (0.1, 0.3, 0.5))))
    leaf.text(left + 5, y + 2, "Verslag overleg", 12, True, rng.choice(((0, 0, 0), (1, 1, 1))))
    y += 30
    leaf.text(left, y, "Aanwezig:", bold=True)
    at = left + 70.0
    for _ in range(rng.choice((3, 4, 5))):
        end = at + rng.uniform(35, 80)
        if end > left + wide:
            at, y = left + 70.0, y + 1.7 * leaf.size
            end = at + rng.uniform(35, 80)
        leaf.hide(at, y, end, leaf.say.name(rng), code, truth)
        at = leaf.text(end + 2, y, f"({rng.choice(('PZ', 'GM', 'RWS'))}),") + 5
    y += 28
    for number in range(1, rng.choice((4, 5, 6))):
        leaf.text(left, y, f"{number}.  {leaf.say.sentence(rng, 3)}", bold=True)
        y += 1.4 * leaf.size
        if rng.random() < 0.3:
            y = leaf.hide_block(left, y, wide, rng.randrange(2, 8), code, truth) + 8
        else:
            y = leaf.paragraph(left, y, wide, rng.randrange(20, 60), 0.06, code, truth) + 8
        if y > leaf.high - 110:
            break
    return leaf


def sheet(rng: random.Random, style: str) -> Leaf:
    """A table of actions, names covered in cells, shaded head and zebra."""
    leaf, left, wide, y, code = _start(rng, style, "nl")
    leaf.size = 8
    step, xs = rng.choice((15, 18, 24)), [left + part * wide for part in (0, 0.08, 0.5, 0.75, 1)]
    rows = rng.randrange(10, 28)
    for row in range(rows):
        shade = (0.15, 0.35, 0.55) if row == 0 else ((0.93, 0.95, 0.98) if row % 2 else None)
        leaf.rect((left, y, xs[-1], y + step), shade, (0.7, 0.7, 0.7), 0.4)
        base = y + step / 2 + 3
        for cell, x in enumerate(xs[:-1]):
            if row == 0:
                leaf.text(x + 3, base, ("Nr", "Actie", "Wie", "Gereed")[cell], ink=(1, 1, 1), bold=True)
            elif cell == 2 and rng.random() < 0.75:
                leaf.hide(
                    x + 4, base, x + rng.uniform(0.4, 0.9) * (xs[3] - xs[2]), leaf.say.full_name(rng), code, (code,)
                )
            else:
                leaf.text(
                    x + 3,
                    base,
                    (str(row), leaf.say.sentence(rng, 5)[:34], leaf.say.name(rng), f"{rng.randrange(1, 28)} mei")[cell],
                )
        y += step
        if y > leaf.high - 60:
            break
    return leaf


def chat(rng: random.Random, style: str) -> Leaf:
    """Messages in balloons, names and passages covered."""
    leaf, left, wide, y, code = _start(rng, style, "nl")
    while y < leaf.high - 120:
        mine = rng.random() < 0.5
        x, broad = (left + 0.35 * wide, 0.65 * wide) if mine else (left, 0.65 * wide)
        rows = rng.randrange(1, 4)
        high = 1.35 * leaf.size * (rows + 1) + 12
        leaf.pen((0.88, 0.97, 0.85) if mine else (0.95, 0.95, 0.95), None, 0)
        leaf.canvas.roundRect(x, leaf.high - y - high, broad, high, 7, stroke=0, fill=1)
        leaf.hide(x + 8, y + leaf.size + 4, x + 8 + rng.uniform(40, 90), leaf.say.full_name(rng), code, (code,))
        base = y + 2.5 * leaf.size + 4
        for _ in range(rows):
            leaf.text(x + 8, base, leaf.say.sentence(rng, 7)[: int(broad / leaf.size * 1.6)])
            base += 1.35 * leaf.size
        leaf.text(
            x + broad - 6,
            y + high - 4,
            f"{rng.randrange(24)}:{rng.randrange(60):02}",
            6,
            ink=(0.5, 0.5, 0.5),
            anchor="right",
        )
        y += high + 9
    return leaf


def cover_page(rng: random.Random, style: str) -> Leaf:
    """A report's cover: a title, a picture, who wrote it and for whom."""
    leaf, left, wide, y, code = _start(rng, style, "nl")
    leaf.rect((0, 0, leaf.wide, rng.uniform(20, 70)), rng.choice(((0.1, 0.35, 0.6), (0.9, 0.6, 0.1), (0.2, 0.2, 0.2))))
    photograph(leaf, left, y + 60, wide, 200)
    leaf.lines(left, y + 310, wide, leaf.say.sentence(rng, 5), 24, bold=True)
    y += 430
    for name in ("Auteur", "Opdrachtgever", "Telefoon", "Project"):
        leaf.text(left, y, f"{name}:", bold=True)
        if name != "Project":
            leaf.hide(left + 110, y, left + 110 + rng.uniform(70, 200), leaf.say.full_name(rng), code, (code,))
        else:
            leaf.text(left + 110, y, f"{rng.randrange(1000, 9999)}")
        y += 22
    return leaf


def memo(rng: random.Random, style: str) -> Leaf:
    """An American memorandum with exemptions in boxes and portion marks."""
    leaf, left, wide, y, code = _start(rng, style, "en")
    truth = (code,)
    leaf.text(leaf.wide / 2, y, "MEMORANDUM FOR THE RECORD", 13, True, anchor="middle")
    y += 34
    for head in ("TO:", "FROM:", "SUBJECT:"):
        leaf.text(left, y, head, bold=True)
        if head == "SUBJECT:":
            leaf.text(left + 75, y, leaf.say.sentence(rng, 6))
        else:
            leaf.hide(left + 75, y, left + 75 + rng.uniform(70, 190), leaf.say.full_name(rng), code, truth)
        y += 18
    leaf.line(left, y, left + wide, y, 1.2)
    y += 20
    for _ in range(rng.choice((3, 4))):
        if rng.random() < 0.3:
            y = leaf.hide_block(left, y, wide, rng.randrange(2, 9), code, truth) + 8
        y = leaf.paragraph(left, y, wide, rng.randrange(30, 80), 0.08, code, truth) + 8
    scribble(leaf, left, y, 100, 28)
    return leaf


def form(rng: random.Random, style: str) -> Leaf:
    """A report of arrest in numbered fields, most values covered."""
    leaf, left, wide, y, code = _start(rng, style, "en")
    leaf.text(left, y, "DEPARTMENT OF PASSAGE", 11, True)
    leaf.text(left + wide, y, "RECORD OF ENCOUNTER", 11, True, anchor="right")
    barcode(leaf, left + wide * 0.3, y + 6, 150, 22)
    y += 36
    number = 1
    for _ in range(rng.randrange(8, 14)):
        cells = rng.choice((1, 2, 3))
        for cell in range(cells):
            x0, x1 = left + wide * cell / cells, left + wide * (cell + 1) / cells
            leaf.rect((x0, y, x1, y + 30), None, (0, 0, 0), 0.7)
            leaf.text(x0 + 3, y + 8, f"{number}. {rng.choice(leaf.say.labels)}", 6)
            if rng.random() < 0.55:
                leaf.hide(
                    x0 + 5,
                    y + 23,
                    x0 + 5 + rng.uniform(0.35, 0.9) * (x1 - x0 - 10),
                    leaf.say.full_name(rng),
                    code,
                    (code,),
                    9.5,
                )
            elif rng.random() < 0.7:
                leaf.text(
                    x0 + 5, y + 23, leaf.say.sentence(rng, 2).upper()[: int((x1 - x0) / 8)], 9.5, family="courier"
                )
            number += 1
        y += 30
    leaf.rect((left, y + 14, left + 10, y + 24), None, (0, 0, 0), 0.8)
    leaf.text(left + 14, y + 23, "Continued on next page", 8)
    return leaf


def cable(rng: random.Random, style: str) -> Leaf:
    """A telegram in capitals with whole paragraphs covered and the exemption beside them in the margin."""
    leaf, left, wide, y, code = _start(rng, style, "en")
    leaf.family, leaf.size = "courier", 10
    left, wide = left + 30, wide - 40
    for number in range(1, 7):
        leaf.text(left, y, f"{number}.")
        if rng.random() < 0.5:
            top = y
            y = leaf.hide_block(left + 22, y, wide - 22, rng.randrange(2, 8), "", (code,))
            leaf.text(left - 6, top, code, 8, family="helvetica", anchor="right")
            y += 14
        else:
            y = leaf.paragraph(left + 22, y, wide - 22, rng.randrange(15, 45), 0.04, "", ()) + 10
        if y > leaf.high - 130:
            break
    return leaf


LAYOUTS: dict[str, Callable[[random.Random, str], Leaf]] = {
    "export": export, "letter-nl": letter, "minutes": minutes, "actions": sheet, "chat": chat, "report": cover_page,
    "memo": memo, "form-us": form, "cable": cable,
}  # fmt: skip
