"""Public versions as Mexican offices make them."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.ocr.redactions.exam.leaf import Leaf
from tests.ocr.redactions.exam.parts import eagle, qr, scribble, seal
from tests.ocr.redactions.exam.statutes import STATUTES, WHAT


def _start(rng: random.Random, style: str, head: bool = True) -> tuple[Leaf, float, float, float]:
    leaf = Leaf(rng)
    leaf.dress(style)
    left, wide = rng.uniform(50, 80), leaf.wide - rng.uniform(120, 150)
    y = rng.uniform(50, 70)
    if head:
        eagle(leaf, left, y - 20, rng.uniform(28, 44))
        for row, words in enumerate(
            ("INSTITUTO DE MOVILIDAD", "Delegación Regional", f"Oficio {rng.randrange(100, 9999)}/2019")
        ):
            leaf.text(left + wide, y + 11 * row, words, 8.5, row == 0, anchor="right")
        y += 60
    return leaf, left, wide, y


def oficio(rng: random.Random, style: str) -> Leaf:
    """A letter, names hidden, one legend without numbers at the foot."""
    leaf, left, wide, y = _start(rng, style)
    ground = rng.choice(STATUTES)
    leaf.text(left + wide, y, "Ciudad de Tuxcacuesco, 4 de mayo de 2019", anchor="right")
    y += 30
    leaf.hide(left, y, left + rng.uniform(90, 190), leaf.say.full_name(rng), grounds=(ground.truth,))
    leaf.text(left, y + 1.3 * leaf.size, "P R E S E N T E", bold=True)
    y += 3.5 * leaf.size
    for _ in range(rng.choice((2, 3, 4))):
        y = leaf.paragraph(left, y, wide, rng.randrange(35, 90), 0.14, grounds=(ground.truth,)) + 5
    leaf.text(left + wide / 2, y + 20, "A T E N T A M E N T E", bold=True, anchor="middle")
    scribble(leaf, left + wide / 2 - 40, y + 45, 90, 26)
    leaf.text(left + wide / 2, y + 78, leaf.say.full_name(rng), anchor="middle")
    if rng.random() < 0.5:
        seal(leaf, left + wide - 60, y + 50, 34)
    foot = rng.choice((
        f"Eliminado: {rng.choice(WHAT)} y {rng.choice(WHAT)}. Fundamento legal: {ground.long(rng)}.",
        f"Se testan datos personales con fundamento en el {ground.long(rng)}.",
        f"Fundamento legal: {ground.long(rng)}. En virtud de tratarse de información que contiene datos personales.",
    ))  # fmt: skip
    leaf.lines(left, leaf.high - 60, wide, foot, 7)
    return leaf


def numbered(rng: random.Random, style: str) -> Leaf:
    """A record whose boxes carry numbers that a legend at the foot explains."""
    leaf, left, wide, y = _start(rng, style)
    assert leaf.look is not None
    leaf.look.place = "middle" if leaf.look.place == "none" else leaf.look.place
    chosen = rng.sample(STATUTES[:7], rng.choice((1, 2, 3)))
    form = rng.choice(("{}", "({})", "N{}", "Eliminado {}", "{}.", "ELIMINADO {}"))
    leaf.text(left + wide / 2, y, "ACTA DE COMPARECENCIA", leaf.size + 2, True, anchor="middle")
    y += 26
    for _ in range(rng.choice((3, 4))):
        number = rng.randrange(len(chosen))
        y = (
            leaf.paragraph(left, y, wide, rng.randrange(25, 60), 0.2, form.format(number + 1), (chosen[number].truth,))
            + 5
        )
    y = leaf.high - 46 - 18 * len(chosen)
    leaf.line(left, y - 12, left + 140, y - 12, 0.5)
    for number, ground in enumerate(chosen, 1):
        entry = rng.choice((f"{number}. {rng.choice(WHAT).capitalize()}. Fundamento legal: {ground.long(rng)}.",
                            f"Eliminado {number}: {rng.choice(WHAT)}, {ground.long(rng)}.",
                            f"{number} ELIMINADO el {rng.choice(WHAT)}, 1 párrafo de 1 renglón por ser un dato "
                            f"identificativo de conformidad con el {ground.long(rng)}."))  # fmt: skip
        y = leaf.lines(left, y, wide, entry, 6.8)
    return leaf


def register(rng: random.Random, style: str) -> Leaf:
    """A ruled register of people detained, a column or two covered cell by cell."""
    leaf, left, wide, y = _start(rng, style, rng.random() < 0.6)
    leaf.size = rng.choice((7, 8, 9))
    leaf.text(left, y, "REGISTRO DE PERSONAS ALOJADAS", leaf.size + 2, True)
    y += 16
    heads = ("No.", "Nombre", "Nacionalidad", "Edad", "Ingreso", "Egreso", "Observaciones")
    parts = (0.05, 0.27, 0.16, 0.07, 0.12, 0.12, 0.21)
    xs = [left]
    for part in parts:
        xs.append(xs[-1] + part * wide)
    step = rng.choice((1.5, 1.8, 2.2)) * leaf.size
    shade = rng.choice((None, (0.85, 0.85, 0.85), (0.4, 0.1, 0.25), (0.8, 0.9, 0.8)))
    rows = int((leaf.high - y - 90) / step * rng.uniform(0.4, 0.95))
    hidden = {1} | ({2} if rng.random() < 0.3 else set()) | ({6} if rng.random() < 0.3 else set())
    tight = rng.random() < 0.5
    ground = rng.choice(STATUTES)
    code = ground.short(rng) if rng.random() < 0.4 else ""
    leaf.rect((left, y, xs[-1], y + step), shade)
    for number, head in enumerate(heads):
        dark = shade is not None and sum(shade) < 1.5
        leaf.text(xs[number] + 2, y + 0.7 * step, head, leaf.size - 1, True, (1, 1, 1) if dark else (0, 0, 0))
    for row in range(1, rows + 1):
        base = y + step * row + 0.5 * step + 0.35 * leaf.size
        for number in range(7):
            if number in hidden and rng.random() < 0.93:
                end = (
                    xs[number + 1] - 2
                    if tight
                    else xs[number] + 3 + rng.uniform(0.5, 0.95) * parts[number] * (wide - 8)
                )
                leaf.hide(
                    xs[number] + 3, base, min(end, xs[number + 1] - 2), leaf.say.full_name(rng), code, (ground.truth,)
                )
            else:
                day = f"{rng.randrange(1, 29):02}/{rng.randrange(1, 13):02}/19"
                said = (str(row), leaf.say.full_name(rng), rng.choice(("H", "G", "ES", "N", "C")),
                        str(rng.randrange(1, 70)), day, "-", rng.choice(leaf.say.words))  # fmt: skip
                leaf.text(xs[number] + 3, base, said[number])
    for row in range(rows + 2):
        leaf.line(left, y + row * step, xs[-1], y + row * step, 0.5)
    for x in xs:
        leaf.line(x, y, x, y + step * (rows + 1), 0.5)
    leaf.lines(left, leaf.high - 50, wide, f"Fundamento legal: {ground.long(rng)}.", 7)
    return leaf


def visits(rng: random.Random, style: str) -> Leaf:
    """A log of visits written by hand over dotted lines, names and signatures covered."""
    leaf, left, wide, y = _start(rng, style)
    ground = rng.choice(STATUTES)
    leaf.text(left + wide / 2, y, "BITÁCORA DE VISITAS", 13, True, anchor="middle")
    y += 30
    for _ in range(rng.randrange(6, 12)):
        for x, share, word in (
            (left, 0.45, "Visitante"),
            (left + 0.52 * wide, 0.2, "Hora"),
            (left + 0.78 * wide, 0.2, "Firma"),
        ):
            end = leaf.text(x, y, word + ": ", 8)
            leaf.line(end, y + 2, x + share * wide, y + 2, 0.4, (0.5, 0.5, 0.5))
            if word == "Hora":
                leaf.text(
                    end + 6,
                    y,
                    f"{rng.randrange(8, 19)}:{rng.randrange(60):02}",
                    10,
                    ink=(0.1, 0.1, 0.5),
                    family="times",
                )
            elif rng.random() < 0.85:
                leaf.hide(
                    end + 3, y, x + share * wide - rng.uniform(2, 30), leaf.say.full_name(rng), grounds=(ground.truth,)
                )
            else:
                scribble(leaf, end + 3, y - 10, 40, 12)
        y += rng.choice((26, 32))
    leaf.lines(
        left,
        leaf.high - 60,
        wide,
        f"Se eliminan {rng.choice(WHAT)} y firma con fundamento en el {ground.long(rng)}.",
        7.5,
    )
    return leaf


def payroll(rng: random.Random, style: str) -> Leaf:
    """A receipt of wages: pairs of labels and values in frames, some values covered."""
    leaf, left, wide, y = _start(rng, style, False)
    ground = rng.choice(STATUTES)
    code = ground.short(rng) if rng.random() < 0.5 else ""
    leaf.rect((left, y, left + wide, y + 20), rng.choice(((0.2, 0.3, 0.45), (0.8, 0.8, 0.8))))
    leaf.text(left + 6, y + 14, "RECIBO DE NÓMINA", 11, True, (1, 1, 1))
    y += 34
    for name in rng.sample(leaf.say.labels, 6):
        leaf.text(left, y, name, 8, True)
        leaf.rect((left + 100, y - 10, left + 0.7 * wide, y + 4), None, (0.6, 0.6, 0.6), 0.5)
        if rng.random() < 0.75:
            leaf.hide(
                left + 104,
                y,
                left + 104 + rng.uniform(50, 0.7 * wide - 112),
                leaf.say.full_name(rng),
                code,
                (ground.truth,),
                8,
            )
        else:
            leaf.text(left + 104, y, leaf.say.full_name(rng), 8)
        y += 18
    y += 10
    for _ in range(rng.randrange(5, 12)):
        leaf.text(left, y, " ".join(rng.choice(leaf.say.words) for _ in range(3)).upper(), 8)
        if rng.random() < 0.4:
            leaf.hide(left + wide - 60, y, left + wide, "12,345.67", "", (ground.truth,), 8)
        else:
            leaf.text(left + wide, y, f"{rng.randrange(100, 30000):,}.{rng.randrange(100):02}", 8, anchor="right")
        y += 14
    qr(leaf, left + wide - 80, y + 20, 70)
    leaf.lines(left, y + 60, wide - 120, f"Eliminado: {rng.choice(WHAT)}. Fundamento legal: {ground.long(rng)}.", 6.5)
    return leaf


def contract(rng: random.Random, style: str) -> Leaf:
    """A contract in close print with whole clauses and names covered, the ground on each box."""
    leaf, left, wide, y = _start(rng, style, False)
    leaf.size = 9
    for clause in ("PRIMERA", "SEGUNDA", "TERCERA", "CUARTA", "QUINTA"):
        ground = rng.choice(STATUTES)
        code = ground.short(rng)
        leaf.text(left, y, f"{clause}.-", bold=True)
        y += 1.35 * leaf.size
        if rng.random() < 0.35:
            y = leaf.hide_block(left, y, wide, rng.randrange(2, 7), code, (ground.truth,)) + 8
        else:
            y = leaf.paragraph(left, y, wide, rng.randrange(40, 90), 0.09, code, (ground.truth,)) + 8
    for x in (left, left + wide * 0.55):
        leaf.line(x, y + 50, x + 0.4 * wide, y + 50)
        scribble(leaf, x + 20, y + 20, 80, 28)
        leaf.text(x + 10, y + 62, "POR EL PROVEEDOR", 8)
    return leaf


def court(rng: random.Random, style: str) -> Leaf:
    """A page of a court's file in wide lines, with TESTADO boxes and a seal across the margin."""
    leaf, left, wide, y = _start(rng, style, rng.random() < 0.5)
    leaf.family, leaf.size = "courier", 11
    assert leaf.look is not None
    code = rng.choice(("", "TESTADO", "CONFIDENCIAL", "ELIMINADO"))
    if code and leaf.look.place == "none":
        leaf.look.place = "middle"
    seal(leaf, 30, rng.uniform(200, 500), 28)
    for _ in range(3):
        y = leaf.paragraph(left + 20, y, wide - 20, rng.randrange(30, 60), 0.12, code, pitch=2.0) + 8
    leaf.text(leaf.wide / 2, leaf.high - 40, f"Foja {rng.randrange(10, 400)}", 9, anchor="middle")
    return leaf


def mail(rng: random.Random, style: str) -> Leaf:
    """A printed e-mail, addresses covered up to the sign."""
    leaf, left, wide, y = _start(rng, style, False)
    ground = rng.choice(STATUTES)
    code = rng.choice((ground.short(rng), "", f"{ground.article}"))
    truth = () if not code or code in ("13", "18") else ((f"{ground.article} ",) if code.isdigit() else (ground.truth,))
    leaf.text(left, y, leaf.say.full_name(rng), 12, True)
    leaf.line(left, y + 6, left + wide, y + 6, 1.5)
    y += 24
    for name in ("De:", "Enviado el:", "Para:", "CC:", "Asunto:"):
        leaf.text(left, y, name, bold=True)
        if name in ("De:", "Para:", "CC:"):
            end = left + 75 + rng.uniform(60, 150)
            leaf.hide(left + 75, y, end, leaf.say.full_name(rng), code, truth)
            leaf.text(end + 3, y, "@correo.example")
        else:
            leaf.text(left + 75, y, leaf.say.sentence(rng, 4))
        y += 1.35 * leaf.size
    y += 16
    for _ in range(3):
        y = leaf.paragraph(left, y, wide, rng.randrange(20, 60), 0.1, code, truth) + 8
    return leaf


def marked(rng: random.Random, style: str) -> Leaf:
    """Minutes in the way of a testing program: N1-ELIMINADO 1 on each box, the legend on the same page."""
    leaf, left, wide, y = _start(rng, style)
    assert leaf.look is not None
    leaf.look.place, leaf.look.code_size = "middle", 0.85
    grounds = rng.sample(STATUTES, 3)
    for count in range(1, rng.randrange(9, 15)):
        kind = rng.randrange(3)
        at = leaf.text(left, y, leaf.say.sentence(rng, 4)[:-1])
        leaf.hide(at + 4, y, at + 4 + rng.uniform(90, 150), leaf.say.full_name(rng), f"N{count}-ELIMINADO {kind + 1}",
                  (grounds[kind].truth,))  # fmt: skip
        y += rng.choice((1.5, 2.4)) * leaf.size
    y = max(y + 20, leaf.high - 130)
    leaf.text(left, y, "FUNDAMENTO LEGAL", 7, True)
    for number, ground in enumerate(grounds, 1):
        entry = f"{number}.- ELIMINADO el {rng.choice(WHAT)}, 1 párrafo de 1 renglón por ser un dato identificativo"
        y = leaf.lines(left, y + 9, wide, f"{entry} de conformidad con el {ground.long(rng)}.", 6.5)
    return leaf


def withheld(rng: random.Random, style: str) -> Leaf:
    """A page of which nothing but one great box is left."""
    leaf, left, wide, y = _start(rng, style, rng.random() < 0.4)
    ground = rng.choice(STATUTES)
    bottom = leaf.high - rng.uniform(60, 140)
    at = y
    while at < bottom - leaf.size:
        leaf.hidden.append((left, at, left + 0.9 * wide, at + leaf.size))
        at += 1.3 * leaf.size
    leaf.cover((left - 4, y - 8, left + wide + 4, bottom), ground.short(rng), (ground.truth,), 16)
    leaf.text(leaf.wide / 2, leaf.high - 35, f"{rng.randrange(2, 30)}", 8, anchor="middle")
    return leaf


LAYOUTS: dict[str, Callable[[random.Random, str], Leaf]] = {
    "oficio": oficio, "numbered": numbered, "register": register, "visits": visits, "payroll": payroll,
    "contract": contract, "court": court, "mail-mx": mail, "marked": marked, "withheld": withheld,
}  # fmt: skip
