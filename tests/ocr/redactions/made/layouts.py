"""Layouts of office pages: each draws a page in a given paper, with redactions where a look is given."""

from __future__ import annotations

from itertools import pairwise

from tests.ocr.redactions.made.paper import Look, Paper, hide, stepped
from tests.ocr.redactions.pages import Colour, photo

INK: tuple[Colour, ...] = ((0, 0, 0), (0, 0, 0), (40, 40, 40), (20, 20, 70))


def lines(page: Paper, x: float, y: float, right: float, count: int, look: Look | None, rate: float = 0.06,
          ragged: bool = True) -> float:  # fmt: skip
    """Running text with some words redacted; the y below it."""
    rng = page.rng
    for number in range(count):
        at, end = x, right - (rng.choice((0, 0, 0, 25, 110)) if ragged else 0)
        if number == count - 1:
            end = x + (end - x) * rng.uniform(0.3, 1)
        while at < end - 60:
            if look and rng.random() < rate * page.rate:
                long = min(rng.choice((45, 70, 110, 160, 240, 380)), end - at)
                if long > 38:
                    top = y + page.size * 0.08 - look.pad
                    hide(page, look, at, top, at + long, top + page.size + 2 * look.pad)
                    at += long + rng.choice((3, 6, 9))
                    continue
            word = page.some(1)
            if at + page.measure(word) > end:
                break
            at = page.text(at, y, word) + page.measure(" ")
        y += page.pitch
    return y


def block(page: Paper, x: float, y: float, right: float, look: Look, most: int = 9) -> float:
    """A passage taken out: one box, boxes line by line, or rows covered together with a stepped edge."""
    if page.rng.random() > max(0.25, page.rate):
        return lines(page, x, y, right, 2, None) + 10
    rng, count = page.rng, page.rng.randint(2, most)
    how = rng.choice(("box", "rows", "steps"))
    if look.style in ("marker", "label", "pixelated") or (look.style == "white" and how == "steps"):
        how = "rows"
    if how == "box":
        hide(page, look, x, y, right - rng.choice((0, 0, 200)), y + count * page.pitch)
        return y + count * page.pitch + 14
    ends = [right - rng.choice((0, 8, 40)) for _ in range(count - 1)] + [right - rng.choice((0, 60, 240))]
    if how == "steps":
        ends = [end - rng.choice((0, 0, 70, 200)) for end in ends]
        starts = [x + (rng.choice((0, 0, 90)) if not n else 0) for n in range(count)]
        rows = [(a, y + n * page.pitch, b, y + (n + 1) * page.pitch) for n, (a, b) in
                enumerate(zip(starts, ends, strict=True))]  # fmt: skip
        stepped(page, look, rows)
        return y + count * page.pitch + 14
    gap = rng.choice((2.5, 4, 6))
    for end in ends:
        hide(page, look, x, y, end, y + page.pitch - gap)
        y += page.pitch
    return y + 12


def field(page: Paper, look: Look | None, x: float, y: float, long: float, rate: float = 0.6) -> float:
    """A value, redacted or written; where it ends."""
    if look and page.rng.random() < rate * max(0.3, page.rate):
        top = y + page.size * 0.08 - look.pad
        end, gap = x + long, page.rng.choice((1.5, 3, 5))
        parts = page.rng.choice((1, 1, 1, 2, 3)) if long > 90 and look.style not in ("marker", "label") else 1
        for number in range(parts):
            left = x + (end - x) * number / parts
            right = x + (end - x) * (number + 1) / parts - (gap if number < parts - 1 else 0)
            hide(page, look, left, top, right, top + page.size + 2 * look.pad)
        return end
    text = page.rng.choice(
        (page.some(1), page.some(2), str(page.rng.randint(10, 99999)), f"{page.some(2)} {page.some(1)}")
    )
    return page.text(x, y, text)


def escudo(page: Paper, x: float, y: float, r: float, colour: Colour) -> None:
    """A coat of arms: rings, rays, a bird-like blot."""
    s, rng = page.s, page.rng
    for ring, tone in enumerate((colour, page.paper, colour, page.paper)):
        k = r * (1 - 0.16 * ring)
        page.draw.ellipse([(x - k) * s, (y - k) * s, (x + k) * s, (y + k) * s], fill=tone)
    points = [((x + rng.uniform(-0.45, 0.45) * r) * s, (y + rng.uniform(-0.45, 0.45) * r) * s) for _ in range(9)]
    page.draw.polygon(points, fill=colour)
    page.box(x - 0.3 * r, y + 0.1 * r, x + 0.35 * r, y + 0.28 * r, colour)


def letterhead(page: Paper, palette: tuple[Colour, ...]) -> float:
    """Head and foot of an agency's paper; the y where text may begin."""
    rng, colour = page.rng, page.rng.choice(palette)
    kind = rng.choice(("escudo", "wordmark", "band", "two", "plate"))
    if kind == "escudo":
        escudo(page, 130, 100, 52, colour)
        page.text(205, 62, page.some(3).upper(), 24, True, colour)
        page.text(205, 96, page.some(4), 18, False, colour)
        page.box(205, 126, page.wide - 90, 129, colour)
    elif kind == "wordmark":
        page.text(90, 50, page.some(1).upper(), 62, True, colour)
        page.box(90 + page.measure("x" * 12, 62), 50, 94 + page.measure("x" * 12, 62), 130, colour)
        page.text(page.wide - 420, 66, page.some(2).title(), 26, True, (90, 90, 90))
    elif kind == "band":
        page.box(0, 0, page.wide, rng.choice((28, 60)), colour)
        page.box(0, 66, page.wide, 74, rng.choice(palette))
        page.text(90, 90, page.some(4).upper(), 26, True, colour)
    elif kind == "two":
        escudo(page, 140, 95, 44, colour)
        escudo(page, page.wide - 140, 95, 44, rng.choice(palette))
        page.text(280, 70, page.some(5).upper(), 22, True)
    else:
        page.box(90, 40, 380, 130, colour)
        page.text(110, 62, page.some(2).upper(), 28, True, (255, 255, 255))
        page.box(385, 40, 392, 130, rng.choice(palette))
    if rng.random() < 0.7:
        page.box(
            0 if rng.random() < 0.5 else 80, page.high - 62, page.wide - rng.choice((0, 80)), page.high - 40, colour
        )
        page.text(90, page.high - 96, page.some(7), 13, False, (80, 80, 80))
    return 210


def table(page: Paper, x: float, y: float, right: float, look: Look | None, palette: tuple[Colour, ...],
          rows: int) -> float:  # fmt: skip
    """A table: ruled, half ruled or bare; head dark, light or none; banded rows; empty and merged cells."""
    rng = page.rng
    columns, high = rng.randint(2, 6), page.size + rng.choice((8, 12, 18))
    cuts = sorted(rng.sample(range(2, 12), columns - 1))
    xs = [x, *(x + (right - x) * c / 12 for c in cuts), right]
    ruled, banded = rng.choice((True, True, False)), rng.random() < 0.3
    head = rng.choice((*palette, (0, 0, 0), (217, 217, 217), (89, 89, 89), None))
    empty = rng.random()
    for row in range(rows):
        for number, (a, b) in enumerate(pairwise(xs)):
            fill = head if row == 0 else ((242, 242, 242) if banded and row % 2 else None)
            page.box(a, y, b + 1, y + high + 1, fill, (0, 0, 0) if ruled else None, rng.choice((0.7, 1)))
            if row == 0:
                word = page.some(1).capitalize()
                if page.measure(word) < b - a - 6:
                    ink = (255, 255, 255) if fill and sum(fill) < 400 else (0, 0, 0)
                    page.text(a + 4, y + 3, word, bold=True, colour=ink)
                continue
            if look and number == min(1, columns - 1) and rng.random() < 0.7 * page.rate and b - a > 70:
                if rng.random() < 0.4 and look.style in ("black", "grey", "coloured"):
                    hide(page, look, a + 2, y + 2, b - 1, y + high - 1)
                else:
                    hide(page, look, a + 5, y + 4, a + 5 + min(b - a - 12, rng.choice((60, 120, 200))), y + high - 3)
                continue
            if rng.random() < 0.4 * empty:
                continue
            word = rng.choice(
                (page.some(1), str(rng.randint(1, 9999)), f"${rng.randint(1, 999)},{rng.randint(100, 999)}.00")
            )
            if page.measure(word) < b - a - 8:
                page.text(a + 5, y + 3, word)
        y += high
    return y + 18


def letter(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """An oficio: letterhead, subject at the right, running text, signature, copies."""
    rng, y = page.rng, letterhead(page, palette)
    for label in ("Oficio:", "Asunto:", "Fecha:"):
        page.text(page.wide - 480, y, label, bold=True)
        field(page, look, page.wide - 390, y, rng.choice((120, 220)), 0.2)
        y += page.pitch
    y += 20
    for _ in range(rng.randint(1, 3)):
        field(page, look, 95, y, rng.choice((180, 300)), 0.4)
        y += page.pitch
    y = lines(page, 95, y + 16, page.wide - 95, rng.randint(5, 11), look) + 14
    if look and rng.random() < 0.6:
        y = block(page, 95, y, page.wide - 95, look)
    elif rng.random() < 0.5:
        y = table(page, 95, y, page.wide - 95, look, palette, rng.randint(3, 6))
    y = lines(page, 95, y, page.wide - 95, rng.randint(3, 6), look) + 30
    page.text(95, y, "ATENTAMENTE", bold=True)
    field(page, look, 95, y + 90, 320, 0.5)
    lines(page, 95, y + 140, page.wide - 95, 2, None)


def mail(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A printed e-mail thread."""
    rng, y = page.rng, page.rng.choice((24.0, 60.0, 90.0))
    while y < page.high - rng.choice((420, 700, 1300)):
        page.box(90, y, page.wide - 90, y + 2, (0, 0, 0))
        y += 10
        for label in ("De:", "Enviado el:", "Para:", "CC:", "Asunto:"):
            at = page.text(90, y, label, bold=True) + rng.choice((8, 60))
            for _ in range(rng.randint(1, 3)):
                at = field(page, look, at, y, rng.choice((60, 95, 160, 300)), 0.6 if label != "Asunto:" else 0.15) + 8
                at = page.text(at, y, rng.choice((";", "@dependencia.example", "<", ">"))) + 5
                if at > page.wide - 420:
                    break
            y += max(page.pitch, page.size + 8)
        y = lines(page, 90, y + 14, page.wide - 90, rng.randint(3, 8), look)
        if look and rng.random() < 0.5:
            y = block(page, 90, y + 10, page.wide - 90, look, 5)
        y = field(page, look, 90, y + 16, 210, 0.7) * 0 + y + 60


def report(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A report: titles on a ground, tables, a chart or a photograph."""
    rng, y = page.rng, letterhead(page, palette)
    for _ in range(3):
        tone = rng.choice((*palette, (217, 217, 217)))
        if rng.random() < 0.6:
            page.box(90, y, page.wide - 90, y + page.size + 14, tone)
            page.text(
                100, y + 5, page.some(5).upper(), bold=True, colour=(255, 255, 255) if sum(tone) < 450 else (0, 0, 0)
            )
            y += page.size + 26
        y = lines(page, 90, y, page.wide - 90, rng.randint(2, 5), look) + 10
        if y > page.high - 560:
            break
        what = rng.choice(("table", "table", "chart", "photo"))
        if what == "table":
            y = table(page, 90, y, page.wide - 90, look, palette, rng.randint(3, 8))
        elif what == "chart":
            y = chart(page, 120, y, palette)
        else:
            picture = photo(rng, page.s)
            page.image.paste(picture, (round(140 * page.s), round(y * page.s)))
            y += picture.height / page.s + 16


def chart(page: Paper, x: float, y: float, palette: tuple[Colour, ...]) -> float:
    """Bars upright or lying, or a round chart, with a legend."""
    rng, s = page.rng, page.s
    kind = rng.choice(("up", "lying", "round"))
    if kind == "up":
        for number in range(rng.randint(3, 8)):
            page.box(
                x + 80 * number, y + 220 - rng.uniform(20, 200), x + 80 * number + 50, y + 220, rng.choice(palette)
            )
        page.box(x - 10, y + 220, x + 640, y + 222, (0, 0, 0))
    elif kind == "lying":
        for number in range(rng.randint(3, 6)):
            page.text(x, y + 40 * number, page.some(1))
            page.box(x + 140, y + 40 * number, x + 150 + rng.uniform(60, 520), y + 40 * number + 26, palette[0])
    else:
        start = 0.0
        for number in range(4):
            turn = rng.uniform(40, 110)
            page.draw.pieslice(
                [x * s, y * s, (x + 220) * s, (y + 220) * s], start, start + turn, fill=palette[number % len(palette)]
            )
            start += turn
    for number in range(3):
        page.box(x + 700, y + 40 * number, x + 722, y + 40 * number + 18, palette[number % len(palette)])
        page.text(x + 730, y + 40 * number, page.some(1), 15)
    return y + 250


def form(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A form: sections with heads, framed fields in columns, tick boxes, dotted lines, a framed notice."""
    rng = page.rng
    y = letterhead(page, palette) if rng.random() < 0.5 else 90.0
    page.text(page.wide / 3, y, page.some(3).upper(), 26, True)
    y += 50
    for _ in range(rng.randint(2, 4)):
        tone = rng.choice((*palette, (217, 217, 217), (0, 0, 0)))
        page.box(85, y, page.wide - 85, y + page.size + 10, tone)
        page.text(95, y + 4, page.some(3), bold=True, colour=(255, 255, 255) if sum(tone) < 420 else (0, 0, 0))
        y += page.size + 22
        columns = rng.choice((1, 2, 3))
        for _ in range(rng.randint(2, 4)):
            for number in range(columns):
                left = 90 + number * (page.wide - 180) / columns
                long = (page.wide - 180) / columns - 24
                page.text(left, y, page.some(1).capitalize() + ":", 15)
                page.box(left, y + 20, left + long, y + 28 + page.size, None, (0, 0, 0), 1)
                if look and rng.random() < 0.5 and look.style != "outlined":
                    hide(page, look, left + 5, y + 23, left + long * rng.choice((0.4, 0.6, 0.9)), y + 24 + page.size)
                elif rng.random() < 0.7:
                    page.text(left + 6, y + 22, page.some(rng.choice((1, 2))))
            y += page.size + 42
        for number in range(rng.randint(0, 4)):
            page.box(95 + 260 * number, y, 111 + 260 * number, y + 16, None, (0, 0, 0))
            page.text(118 + 260 * number, y - 2, page.some(1))
        y += 40
        if y > page.high - 420:
            break
    if y < page.high - 300:
        page.box(90, y, page.wide - 90, y + 4 * page.pitch, None, (0, 0, 0))
        lines(page, 102, y + 8, page.wide - 104, 3, look)


def columns(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """Two columns as in a gazette, with rules and small heads."""
    rng = page.rng
    page.text(90, 70, page.some(3).upper(), 40, True)
    page.box(90, 126, page.wide - 90, 129, (0, 0, 0))
    middle = page.wide / 2
    page.box(middle, 150, middle + 1, page.high - 120, (0, 0, 0))
    for left, right in ((90, middle - 22), (middle + 22, page.wide - 90)):
        y = 160.0
        while y < page.high - 330:
            page.text(left, y, page.some(2).upper(), bold=True)
            y = lines(page, left, y + 26, right, rng.randint(4, 9), look, 0.08, False) + 10
            if look and rng.random() < 0.35:
                y = block(page, left, y, right, look, 5)


def screen(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A screenshot: title bar, menu, buttons, a grid, input fields, a status bar."""
    rng, tone = page.rng, page.rng.choice(palette)
    top, right = rng.choice((60, 240)), page.wide - 70
    page.box(70, top, right, top + 900, (240, 240, 240), (120, 120, 120))
    page.box(70, top, right, top + 34, tone)
    page.text(84, top + 6, page.some(3).title(), 17, True, (255, 255, 255) if sum(tone) < 450 else (0, 0, 0))
    for number in range(3):
        page.box(
            right - 34 * (number + 1),
            top + 6,
            right - 34 * number - 10,
            top + 28,
            rng.choice(((200, 60, 50), (210, 210, 210))),
        )
    at = 84.0
    for _ in range(5):
        at = page.text(at, top + 44, page.some(1).title(), 15) + 26
    y = top + 84
    for _ in range(rng.randint(3, 6)):
        page.text(90, y + 4, page.some(1).title() + ":", 15)
        page.box(280, y, 620, y + 28, (255, 255, 255), (150, 150, 150))
        if look and rng.random() < 0.7:
            hide(page, look, 286, y + 4, 286 + rng.choice((120, 200, 300)), y + 25)
        elif rng.random() < 0.7:
            page.text(286, y + 5, page.some(2), 15)
        if rng.random() < 0.4:
            page.box(680, y, 800, y + 30, rng.choice((tone, (225, 225, 225))), (130, 130, 130))
            page.text(700, y + 6, page.some(1).title(), 15)
        y += 44
    y = table(page, 84, y + 10, right - 14, look, palette, rng.randint(5, 9))
    page.box(70, top + 876, right, top + 900, (215, 215, 215))
    lines(page, 90, top + 940, page.wide - 90, rng.randint(2, 6), look)


def sheet(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A printed spreadsheet over the whole page, in small print, with shaded columns."""
    rng = page.rng
    page.size, page.pitch = 15, 18
    page.text(90, 60, page.some(5).upper(), 22, True)
    y = table(page, 60, 100, page.wide - 60, look, palette, 14)
    if look and not page.boxes:
        y = block(page, 60, y, page.wide - 300, look, 3)
    table(page, 60, y, page.wide - 60, look, palette, rng.randint(10, 22))


def minutes(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """Minutes: numbered items, attendance list with signatures, all framed by a thin rule."""
    rng, y = page.rng, 120.0
    page.box(50, 50, page.wide - 50, page.high - 50, None, (0, 0, 0), 1.5)
    page.text(page.wide / 4, 76, page.some(5).upper(), 22, True)
    for number in range(rng.randint(3, 6)):
        page.text(95, y, f"{number + 1}.", bold=True)
        y = lines(page, 130, y, page.wide - 95, rng.randint(2, 5), look) + 12
        if look and rng.random() < 0.3:
            y = block(page, 130, y, page.wide - 95, look, 4)
    for _ in range(rng.randint(2, 5)):
        if y > page.high - 190:
            break
        field(page, look, 100, y, 260, 0.6)
        page.box(700, y + page.size, page.wide - 120, y + page.size + 1, (0, 0, 0))
        y += 52


def identity(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """Copies of identity cards on one page: photo, bands, small fields, signature, machine-readable lines."""
    rng, y = page.rng, rng_y(page)
    for _ in range(rng_cards(page)):
        left, wide, high = rng.uniform(120, 330), 560.0, 350.0
        tone = rng.choice(((232, 240, 232), (246, 236, 240), (255, 255, 255)))
        page.box(left, y, left + wide, y + high, tone, (120, 120, 120), 1.5)
        page.box(left + 2, y + 2, left + wide - 2, y + 46, rng.choice(palette))
        page.text(left + 90, y + 12, page.some(3).upper(), 18, True, (255, 255, 255))
        picture = photo(rng, page.s).resize((round(130 * page.s), round(170 * page.s)))
        page.image.paste(picture, (round((left + 20) * page.s), round((y + 70) * page.s)))
        if look and rng.random() < 0.5 and look.style not in ("marker", "label", "pixelated"):
            hide(page, look, left + 18, y + 68, left + 152, y + 242)
        at = y + 66
        for _ in range(5):
            page.text(left + 170, at, page.some(1).upper(), 11, False, (90, 90, 90))
            if look and rng.random() < 0.7:
                hide(page, look, left + 168, at + 14, left + 168 + rng.choice((110, 180, 250)), at + 34)
            else:
                page.text(left + 170, at + 15, page.some(2).upper(), 16, True)
            at += 46
        page.text(left + 20, y + 310, "IDMEX" + "<" * 4 + str(rng.randint(10**8, 10**9)) + "<<", 20)
        y += high + rng.choice((60, 120))
    lines(page, 110, y, page.wide - 110, rng.randint(2, 5), look, 0.1)


def rng_y(page: Paper) -> float:
    return page.rng.choice((110.0, 200.0))


def rng_cards(page: Paper) -> int:
    return page.rng.choice((1, 2, 2))


def contract(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A contract: long clauses with bold heads, underlined words, two signature columns with rules."""
    rng, y = page.rng, 100.0
    while y < page.high - 520:
        at = page.text(100, y, page.some(2).upper() + ".-", bold=True)
        page.box(100, y + page.size + 2, at, y + page.size + 3.4, (0, 0, 0))
        y = lines(page, 100, y + page.pitch, page.wide - 100, rng.randint(3, 7), look, 0.05, False) + 12
        if look and rng.random() < 0.3:
            y = block(page, 100, y, page.wide - 100, look)
    for left in (130, page.wide / 2 + 60):
        page.box(left, page.high - 250, left + 380, page.high - 248.5, (0, 0, 0))
        field(page, look, left + 20, page.high - 236, 300, 0.7)
        page.text(left + 60, page.high - 205, page.some(2))


def court(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A file with a wide left margin, frames around passages, marginal notes and folio boxes."""
    rng, y = page.rng, 120.0
    page.box(page.wide - 210, 50, page.wide - 90, 92, None, (0, 0, 0), 1.5)
    page.text(page.wide - 195, 58, f"{rng.randint(1, 999):05d}", 24, True)
    page.box(290, 110, 291.5, page.high - 100, (0, 0, 0))
    while y < page.high - 330:
        y = lines(page, 315, y, page.wide - 95, rng.randint(3, 7), look, 0.07) + 14
        extra = rng.random()
        if extra < 0.3:
            page.box(315, y, page.wide - 95, y + 3 * page.pitch + 14, None, (0, 0, 0), rng.choice((1, 2)))
            lines(page, 328, y + 8, page.wide - 110, 3, None)
            y += 3 * page.pitch + 30
        elif look and extra < 0.7:
            y = block(page, 315, y, page.wide - 95, look, 6)
        page.text(80, y - 40, page.some(1), 14)


def statistics(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """Figures: tiles with large numbers, charts, a heat table, footnotes."""
    rng, y = page.rng, 110.0
    page.text(90, 60, page.some(4).title(), 34, True, palette[0])
    for number in range(4):
        left, tone = 90 + number * (page.wide - 180) / 4, rng.choice((*palette, (235, 235, 235)))
        page.box(left, y, left + (page.wide - 180) / 4 - 16, y + 110, tone)
        ink = (255, 255, 255) if sum(tone) < 450 else (0, 0, 0)
        page.text(left + 20, y + 14, str(rng.randint(100, 99999)), 40, True, ink)
        page.text(left + 20, y + 74, page.some(2), 15, False, ink)
    y = lines(page, 90, y + 140, page.wide - 90, 4, look, 0.08) + 12
    y = chart(page, 110, y, palette) + 20
    if look:
        y = block(page, 90, y, page.wide - 90, look, 4)
    for _ in range(rng.randint(3, 6)):
        page.text(90, y + 4, page.some(1), 15)
        for number in range(8):
            depth = rng.uniform(0.1, 1)
            tone = tuple(round(255 - depth * (255 - c)) for c in palette[0])
            page.box(260 + 100 * number, y, 360 + 100 * number, y + 30, tone)
            page.text(285 + 100 * number, y + 5, str(rng.randint(1, 999)), 15)
        y += 30
    lines(page, 90, y + 24, page.wide - 90, rng.randint(2, 5), look)


def medical(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A clinical or custody sheet: a grid of labelled cells with values below, big empty cells, a body of notes."""
    rng, y = page.rng, letterhead(page, palette) - 20
    for _ in range(rng.randint(3, 5)):
        parts = rng.choice((2, 3, 4))
        for number in range(parts):
            left, right = (80 + (page.wide - 160) * (number + k) / parts for k in (0, 1))
            page.box(left, y, right + 1, y + 56, None, (0, 0, 0))
            page.text(left + 5, y + 3, page.some(1).capitalize(), 12)
            if look and rng.random() < 0.5:
                hide(page, look, left + 8, y + 24, left + 8 + (right - left) * rng.choice((0.4, 0.7, 0.9)) - 20, y + 50)
            elif rng.random() < 0.75:
                page.text(left + 10, y + 26, page.some(rng.choice((1, 2))))
        y += 55
    high = rng.choice((160, 300))
    page.box(80, y, page.wide - 80, y + high, None, (0, 0, 0))
    page.text(86, y + 4, page.some(2).capitalize(), 12)
    if rng.random() < 0.6:
        lines(page, 92, y + 26, page.wide - 96, 4, look)
    lines(page, 92, y + high + 24, page.wide - 96, rng.randint(4, 9), look, 0.08)


def note(page: Paper, look: Look | None, palette: tuple[Colour, ...]) -> None:
    """A page with little on it: a title, a list of names and values, a few lines, wide empty space."""
    rng, y = page.rng, page.rng.uniform(30, 420)
    left = rng.uniform(60, 360)
    if rng.random() < 0.4:
        letterhead(page, palette)
        y += 200
    if rng.random() < 0.5:
        page.text(left, y, page.some(3).title(), rng.choice((26, 34)), True)
        y += 70
    stop = rng.uniform(y + 200, page.high - 200)
    while y < stop:
        kind = rng.random()
        if kind < 0.45:
            label = page.some(1).capitalize() + rng.choice((":", "", " -"))
            at = page.text(left, y, label, bold=rng.random() < 0.4) + rng.choice((3, 10, 60))
            field(page, look, at, y, rng.choice((60, 110, 200, 420)), 0.5)
            y += page.pitch * rng.choice((1, 1, 1.6))
        elif kind < 0.6 and look and look.style not in ("marker", "label"):
            high = page.pitch * rng.choice((1, 2, 3, 5))
            if look.style in ("white", "pixelated"):
                high = page.pitch
            hide(page, look, left + rng.choice((0, 40)), y, left + rng.uniform(120, 520), y + high - 4)
            y += high + rng.choice((2.5, 6, 20))
        elif kind < 0.8:
            y = lines(page, left, y, page.wide - rng.uniform(80, 300), rng.randint(1, 4), look, 0.1) + 8
        else:
            y += rng.choice((30, 80, 160))
    page.text(page.wide / 2, page.high - 70, str(rng.randint(1, 90)), 16)
