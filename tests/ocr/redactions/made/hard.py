"""Layouts full of what looks like a redaction and is none; where a look is given, real ones stand among them."""

from __future__ import annotations

import math

from tests.ocr.redactions.made.layouts import field, letterhead, lines, table
from tests.ocr.redactions.made.paper import Look, Paper, hide
from tests.ocr.redactions.pages import Colour, photo

Palette = tuple[Colour, ...]
_PALE: Palette = ((242, 242, 242), (230, 230, 230), (217, 217, 217), (204, 204, 204), (255, 249, 219), (226, 239, 250),
                  (232, 245, 233), (250, 230, 230))  # fmt: skip
_DEEP: Palette = ((0, 0, 0), (51, 51, 51), (31, 78, 121), (120, 20, 40), (0, 97, 80), (127, 127, 127))


def _ink(tone: Colour | None) -> Colour:
    return (255, 255, 255) if tone and sum(tone) < 420 else (0, 0, 0)


def _caption(page: Paper, x: float, y: float, wide: float, tone: Colour | None, size: float = 15) -> None:
    """A few words that fit into a width, in an ink that can be read on the tone."""
    text = page.some(page.rng.choice((1, 2, 3)))
    while page.measure(text, size) > wide and " " in text:
        text = text.rsplit(" ", 1)[0]
    if page.measure(text, size) <= wide:
        page.text(x, y, text.title() if page.rng.random() < 0.5 else text, size, page.rng.random() < 0.3, _ink(tone))


def fields(page: Paper, look: Look | None, palette: Palette) -> None:
    """A form whose fields are grey, tinted, framed or underlined, empty or filled in, beside or under their labels."""
    rng = page.rng
    y = letterhead(page, palette) if rng.random() < 0.5 else 80.0
    fill = rng.choice((*_PALE, None, None))
    line = rng.choice((None, (0, 0, 0), (140, 140, 140))) if fill else rng.choice(((0, 0, 0), (120, 120, 120)))
    if look:
        fill = fill if look.style in ("black", "marker", "outlined") else None
        line = None if look.style == "outlined" else (line or (0, 0, 0))
    filled, under, high = rng.choice((0.0, 0.4, 0.9)), rng.random() < 0.4, page.size + rng.choice((2, 6, 12))
    while y < page.high - 240:
        if rng.random() < 0.18:
            tone = rng.choice((*_DEEP, *_PALE))
            page.box(85, y, page.wide - rng.choice((85, 85, 500)), y + page.size + 8, tone)
            _caption(page, 95, y + 3, 500, tone, page.size)
            y += page.size + 20
        parts = rng.choice((1, 1, 2, 3))
        for number in range(parts):
            left = 90 + number * (page.wide - 170) / parts
            room = (page.wide - 180) / parts - 20
            at = page.text(left, y, page.some(1).capitalize() + rng.choice((":", "", " *")), page.size - 2)
            x0, top = (left, y + page.size + 4) if under else (at + rng.choice((4, 14)), y - 2)
            x1 = left + room * rng.choice((0.6, 1, 1))
            if x1 - x0 < 40:
                continue
            if look and rng.random() < 0.35:
                hide(page, look, x0 + 3, top + 2, max(x0 + 40, x1 - rng.choice((4, 60))), top + high - 1)
                continue
            page.box(x0, top, x1, top + high, fill, line, rng.choice((0.7, 1, 1.4)))
            if rng.random() < filled:
                _caption(page, x0 + 5, top + 2, x1 - x0 - 8, fill, page.size - 1)
        y += high + (page.size + 8 if under else 0) + rng.choice((6, 14, 22))
    _signatures(page, page.high - 200)


def _signatures(page: Paper, y: float) -> None:
    """Empty places for a signature, a photograph, a thumb or a stamp."""
    rng = page.rng
    x = 100.0
    for _ in range(rng.randint(1, 4)):
        wide, high = rng.choice((120, 180, 260)), rng.choice((60, 90, 130))
        page.box(x, y, x + wide, y + high, rng.choice((None, None, (240, 240, 240))), (0, 0, 0), rng.choice((0.8, 1.5)))
        if rng.random() < 0.7:
            where = y + high + 4 if rng.random() < 0.5 else y + high / 2 - 8
            _caption(page, x + 6, where, wide - 10, None, 13)
        x += wide + rng.choice((20, 60))


def combs(page: Paper, look: Look | None, palette: Palette) -> None:
    """A government form with one box per letter, tick boxes, narrow label columns, shaded for office use only."""
    rng, y = page.rng, 90.0
    page.text(page.wide / 4, 50, page.some(4).upper(), 24, True)
    while y < page.high - 300:
        kind = rng.choice(("comb", "ticks", "labels", "office", "text"))
        if kind == "comb":
            page.text(90, y, page.some(1).upper(), 14)
            cell, shade = rng.choice((22, 28, 34)), rng.choice((None, None, (230, 230, 230)))
            for number in range(rng.choice((10, 13, 18))):
                left = 90 + number * (cell + rng.choice((0, 0, 4)))
                page.box(left, y + 20, left + cell + 1, y + 20 + cell, shade, (0, 0, 0), 1)
                if rng.random() < 0.6:
                    page.text(left + 6, y + 22, rng.choice("ABCDEHLMNPRSTXYZ0123456789"), cell - 8)
            y += cell + 34
        elif kind == "ticks":
            for number in range(rng.randint(2, 6)):
                left = 95 + 190 * number
                page.box(left, y, left + 20, y + 20, rng.choice((None, None, (0, 0, 0))), (0, 0, 0), 1.2)
                page.text(left + 28, y, page.some(1), 16)
            y += 40
        elif kind == "labels":
            tone, cut = rng.choice(_PALE), rng.choice((260, 340, 420))
            for _ in range(rng.randint(3, 7)):
                high = page.size + rng.choice((10, 10, 40))
                page.box(85, y, cut, y + high, tone, (0, 0, 0))
                page.box(cut - 1, y, page.wide - 85, y + high, None, (0, 0, 0))
                _caption(page, 92, y + 4, cut - 100, tone, page.size - 2)
                if look and rng.random() < 0.3:
                    hide(page, look, cut + 6, y + 4, cut + rng.choice((120, 260)), y + page.size + 8)
                elif rng.random() < 0.6:
                    field(page, None, cut + 8, y + 4, 200)
                y += high - 1
            y += 16
        elif kind == "office":
            tone = rng.choice(_PALE)
            page.box(page.wide / 2, y, page.wide - 85, y + 120, tone, rng.choice((None, (0, 0, 0))))
            _caption(page, page.wide / 2 + 10, y + 6, 300, tone, 13)
            page.box(90, y, page.wide / 2 - 20, y + 120, None, (0, 0, 0))
            y += 140
        else:
            y = lines(page, 90, y, page.wide - 90, rng.randint(1, 3), look, 0.1) + 12
    _signatures(page, page.high - 220)


def calendar(page: Paper, look: Look | None, palette: Palette) -> None:
    """A month or a rota: a grid of cells with numbers, some shaded, some with coloured entries in them."""
    rng, top = page.rng, 190.0
    tone, rows, columns = rng.choice((*palette, *_DEEP)), rng.randint(5, 12), rng.choice((5, 7, 8))
    page.text(90, 80, page.some(2).title(), 40, True, tone)
    wide, high = (page.wide - 160) / columns, rng.choice((60, 90, 130))
    ruled = rng.random() < 0.8
    for number in range(columns):
        left = 80 + number * wide
        page.box(left, top - 40, left + wide - rng.choice((0, 2)), top, tone)
        _caption(page, left + 8, top - 32, wide - 12, tone, 17)
        for row in range(rows):
            y = top + row * high
            if y + high > page.high - 60:
                break
            shade = rng.choice((None, None, None, *_PALE[:4]))
            page.box(left, y, left + wide + 1, y + high + 1, shade, (150, 150, 150) if ruled else None)
            if rng.random() < 0.9:
                page.text(left + 5, y + 3, str(row * columns + number + 1), 17)
            if look and rng.random() < 0.12:
                hide(page, look, left + 6, y + 28, left + wide - 8, y + 28 + page.size)
            elif rng.random() < 0.3:
                entry = rng.choice((*palette, *_PALE))
                page.box(left + 4, y + 28, left + wide - 4, y + 48, entry)
                _caption(page, left + 8, y + 29, wide - 16, entry, 14)


def bars(page: Paper, look: Look | None, palette: Palette) -> None:
    """Gantt charts, lying bars beside words, progress bars, scales, legends, swatches."""
    rng, y = page.rng, 120.0
    page.text(90, 60, page.some(4).title(), 30, True)
    while y < page.high - 320:
        kind = rng.choice(("gantt", "lying", "progress", "swatches", "scale", "up", "text"))
        tone = rng.choice((*palette, *_DEEP))
        if kind in ("gantt", "lying"):
            pitch, high = rng.choice((28, 36)), rng.choice((16, 20, 24))
            for _ in range(rng.randint(4, 9)):
                page.text(90, y, page.some(rng.choice((1, 2))), 17)
                left = 330 + (rng.uniform(0, 400) if kind == "gantt" else 0)
                own = tone if rng.random() < 0.7 else rng.choice(palette)
                page.box(left, y, left + rng.uniform(40, 420), y + high, own)
                if rng.random() < 0.3:
                    page.text(left + 430, y, f"{rng.randint(1, 99)} %", 16)
                y += pitch
        elif kind == "progress":
            for _ in range(rng.randint(1, 4)):
                share = rng.random()
                page.box(90, y, 590, y + 18, (225, 225, 225), rng.choice((None, (120, 120, 120))))
                page.box(90, y, 90 + 500 * share, y + 18, tone)
                page.text(610, y, f"{share:.0%}", 16)
                y += 34
        elif kind == "swatches":
            for number in range(rng.randint(3, 7)):
                left = 90 + 150 * number
                page.box(left, y, left + rng.choice((24, 40)), y + 20, rng.choice((*palette, *_PALE)), (90, 90, 90))
                page.text(left + 48, y, page.some(1), 15)
            y += 40
        elif kind == "scale":
            for number in range(8):
                shade = (0, 0, 0) if number % 2 else (255, 255, 255)
                page.box(90 + 60 * number, y, 151 + 60 * number, y + 12, shade, (0, 0, 0))
                page.text(85 + 60 * number, y + 16, str(number * 5), 13)
            y += 50
        elif kind == "up":
            for number in range(rng.randint(4, 12)):
                page.box(120 + 60 * number, y + 200 - rng.uniform(10, 190), 160 + 60 * number, y + 200, tone)
                page.text(125 + 60 * number, y + 206, str(2010 + number), 13)
            y += 240
        else:
            y = lines(page, 90, y, page.wide - 90, rng.randint(2, 5), look, 0.1)
        y += 20


def boxes(page: Paper, look: Look | None, palette: Palette) -> None:
    """Charts of offices and courses: framed and shaded boxes with words or bare, joined by lines."""
    rng = page.rng
    page.text(90, 60, page.some(4).upper(), 28, True)
    fill, line = rng.choice((*_PALE, *palette, None)), rng.choice(((0, 0, 0), (0, 0, 0), None))
    line = line or (None if fill else (0, 0, 0))
    y, stroke, round_ = 140.0, rng.choice((0.8, 1.2, 2)), rng.random() < 0.4
    while y < page.high - 420:
        count = rng.choice((1, 2, 3, 4))
        wide, high = min(340.0, (page.wide - 240) / count - 30), rng.choice((44, 60, 90))
        for number in range(count):
            middle = page.wide * (number + 0.5) / count
            corners = (middle - wide / 2, y, middle + wide / 2, y + high)
            if round_:
                page.draw.rounded_rectangle([v * page.s for v in corners], 12 * page.s, fill, line, round(stroke) + 1)
            else:
                page.box(*corners, fill, line, stroke)
            page.box(middle, y + high, middle + 1.5, y + high + 40, (0, 0, 0))
            if look and rng.random() < 0.3 and look.style not in ("outlined",):
                hide(page, look, middle - wide / 2 + 10, y + 10, middle + wide / 2 - 14, y + 14 + page.size)
            elif rng.random() < 0.85:
                _caption(page, middle - wide / 2 + 8, y + 8, wide - 14, fill, 17)
                _caption(page, middle - wide / 2 + 8, y + 8 + page.size, wide - 14, fill, 14)
        y += high + rng.choice((40, 60))
    lines(page, 90, y + 30, page.wide - 90, rng.randint(2, 6), look, 0.1)


def slide(page: Paper, look: Look | None, palette: Palette) -> None:
    """Slides and notices: wide bands, tiles, callouts with a bar at the left, badges, buttons, quotes on a ground."""
    rng, y = page.rng, 60.0
    while y < page.high - 260:
        kind = rng.choice(("band", "tiles", "callout", "badges", "quote", "text", "text", "divider"))
        tone = rng.choice((*palette, *_DEEP, *_PALE))
        if kind == "band":
            high = rng.choice((34, 50, 90))
            page.box(rng.choice((0, 80)), y, page.wide - rng.choice((0, 80, 400)), y + high, tone)
            if rng.random() < 0.85:
                _caption(page, 110, y + high / 2 - 12, 700, tone, 22)
            y += high
        elif kind == "tiles":
            count, high = rng.choice((2, 3, 4)), rng.choice((80, 130, 200))
            for number in range(count):
                left = 90 + number * (page.wide - 180) / count
                own = rng.choice((tone, tone, *palette))
                page.box(left, y, left + (page.wide - 180) / count - 16, y + high, own)
                if rng.random() < 0.8:
                    page.text(left + 14, y + 10, str(rng.randint(1, 9999)), 36, True, _ink(own))
                    _caption(page, left + 14, y + 54, 180, own, 14)
            y += high
        elif kind == "callout":
            own = rng.choice(_PALE)
            high = rng.choice((70, 110))
            page.box(90, y, page.wide - 90, y + high, own, rng.choice((None, tone)))
            page.box(90, y, 98, y + high, tone)
            lines(page, 116, y + 10, page.wide - 110, 2, None)
            y += high
        elif kind == "badges":
            at = 90.0
            for _ in range(rng.randint(2, 6)):
                own, long = rng.choice((tone, *palette, *_PALE)), rng.choice((70, 110, 160))
                page.box(at, y, at + long, y + 28, own, rng.choice((None, (110, 110, 110))))
                if rng.random() < 0.9:
                    _caption(page, at + 8, y + 4, long - 12, own, 16)
                at = page.text(at + long + 10, y + 4, page.some(1), 16) + 16
            y += 30
        elif kind == "quote":
            own = rng.choice(_PALE)
            count = rng.randint(2, 5)
            page.box(110, y, page.wide - 110, y + count * page.pitch + 16, own)
            lines(page, 122, y + 8, page.wide - 124, count, None)
            y += count * page.pitch + 16
        elif kind == "divider":
            page.box(90, y, page.wide - rng.choice((90, 700)), y + rng.choice((3, 6, 10)), tone)
        else:
            y = lines(page, 90, y, page.wide - 90, rng.randint(2, 5), look, 0.1)
        y += rng.choice((16, 30))


def clipping(page: Paper, look: Look | None, palette: Palette) -> None:
    """A newspaper page: columns, photographs, framed and black advertisements, rules, headlines."""
    rng = page.rng
    page.text(90, 50, page.some(2).upper(), 70, True)
    page.box(90, 136, page.wide - 90, 141, (0, 0, 0))
    count = rng.choice((3, 4))
    wide = (page.wide - 180) / count
    page.size, page.pitch = 15, 18
    for number in range(count):
        left, y = 90 + number * wide, 160.0
        while y < page.high - 320:
            kind = rng.choice(("text", "text", "photo", "advert", "head"))
            if kind == "photo":
                picture = photo(rng, page.s).resize((round((wide - 20) * page.s), round(170 * page.s)))
                page.image.paste(picture.convert("L").convert("RGB"), (round(left * page.s), round(y * page.s)))
                y += 180
            elif kind == "advert":
                tone = rng.choice(((0, 0, 0), (255, 255, 255), (210, 210, 210), (60, 60, 60)))
                high = rng.choice((60, 120, 200))
                page.box(left, y, left + wide - 20, y + high, tone, (0, 0, 0), 1.5)
                _caption(page, left + 10, y + 14, wide - 40, tone, 24)
                _caption(page, left + 10, y + high - 30, wide - 40, tone, 15)
                y += high + 10
            elif kind == "head":
                page.box(left, y, left + wide - 20, y + 2, (0, 0, 0))
                _caption(page, left, y + 6, wide - 20, None, 26)
                y += 44
            else:
                y = lines(page, left, y, left + wide - 20, rng.randint(5, 14), look, 0.03, False) + 8


def receipt(page: Paper, look: Look | None, palette: Palette) -> None:
    """Tickets, bills and account sheets: narrow columns, shaded heads and totals, dashes, codes."""
    rng = page.rng
    left = rng.choice((90.0, 400.0))
    right = left + rng.choice((420, 700))
    y = 80.0
    tone = rng.choice((*palette, *_DEEP))
    page.text(left, y, page.some(2).upper(), 28, True)
    y += 50
    while y < page.high - 260:
        kind = rng.choice(("rows", "total", "dashes", "head", "lines"))
        if kind == "rows":
            for _ in range(rng.randint(3, 9)):
                if rng.random() < 0.3:
                    page.box(left, y - 2, right, y + page.size + 3, (238, 238, 238))
                field(page, look, left + 4, y, 180, 0.15)
                page.text(right - 110, y, f"{rng.randint(1, 9999)}.{rng.randint(10, 99)}")
                y += page.pitch + 4
        elif kind == "total":
            own = rng.choice((tone, (230, 230, 230), None))
            page.box(right - 300, y, right, y + 34, own, (0, 0, 0))
            page.text(right - 290, y + 6, f"TOTAL {rng.randint(100, 99999)}.00", 20, True, _ink(own))
            y += 46
        elif kind == "dashes":
            for number in range(int((right - left) / 12)):
                page.box(left + 12 * number, y, left + 12 * number + 7, y + 2, (0, 0, 0))
            y += 16
        elif kind == "head":
            page.box(left, y, right, y + page.size + 8, tone)
            _caption(page, left + 8, y + 3, right - left - 20, tone, page.size)
            y += page.size + 16
        else:
            y = lines(page, left, y, right, rng.randint(1, 3), look, 0.1) + 8


def plan(page: Paper, look: Look | None, palette: Palette) -> None:
    """Maps and floor plans: blocks of streets, rooms, numbers, a scale, a legend."""
    rng = page.rng
    page.text(90, 60, page.some(4).title(), 28, True)
    filled, line = rng.random() < 0.6, rng.choice(((90, 90, 90), (0, 0, 0)))
    y = 130.0
    while y < page.high * rng.choice((0.55, 0.75)):
        high, x = rng.uniform(30, 160), 100.0
        while x < page.wide - 200:
            wide = rng.uniform(40, 260)
            shade = rng.choice((*_PALE, *palette)) if filled and rng.random() < 0.7 else None
            if rng.random() < 0.9:
                page.box(x, y, x + wide, y + high, shade, line, 1)
                if rng.random() < 0.4:
                    page.text(x + 8, y + 6, str(rng.randint(1, 60)), 15)
            x += wide + rng.choice((0, 10, 22))
        y += high + rng.choice((0, 14, 26))
    for _ in range(3):
        turn = rng.uniform(0, math.pi)
        x, long = rng.uniform(200, page.wide - 200), 700 * page.s
        start = (x * page.s, y * 0.5 * page.s)
        end = (start[0] + long * math.cos(turn), start[1] + long * math.sin(turn))
        page.draw.line([start, end], fill=(150, 150, 150), width=round(6 * page.s))
    lines(page, 90, y + 40, page.wide - 90, rng.randint(2, 8), look, 0.1)


def spread(page: Paper, look: Look | None, palette: Palette) -> None:
    """Tables with shaded label columns, merged heads, zebra rows, sub-totals and many empty shaded cells."""
    rng, y = page.rng, 80.0
    while y < page.high - 420:
        columns, rows, high = rng.randint(3, 9), rng.randint(4, 12), page.size + rng.choice((4, 10, 22))
        head, zebra = rng.choice((*palette, *_DEEP, *_PALE)), rng.choice((*_PALE, None))
        line = rng.choice((None, (0, 0, 0), (160, 160, 160), (255, 255, 255)))
        wide, empty = (page.wide - 160) / columns, rng.choice((0.0, 0.3, 0.8))
        for row in range(rows):
            for number in range(columns):
                left = 80 + number * wide
                fill = head if row == 0 else (zebra if zebra and (row % 2 or number == 0) else None)
                if row and fill is None and rng.random() < 0.04:
                    fill = rng.choice((*_PALE, *palette))
                page.box(left, y, left + wide + 1, y + high + 1, fill, line, 1)
                if row and look and rng.random() < 0.07:
                    hide(page, look, left + 4, y + 3, left + wide - 5, y + high - 2)
                elif row == 0 or rng.random() > empty:
                    _caption(page, left + 4, y + 3, wide - 8, fill, page.size - 3)
            y += high
        y = lines(page, 90, y + 20, page.wide - 90, rng.randint(1, 4), look, 0.1) + 16
    if rng.random() < 0.3:
        table(page, 90, y, page.wide - 90, look, palette, 4)


def night(page: Paper, look: Look | None, palette: Palette) -> None:
    """A screen in dark colours, or a page with a wide dark panel, with light words, fields and buttons."""
    rng = page.rng
    ground = rng.choice(((30, 30, 30), (18, 24, 40), (0, 0, 0), (45, 45, 55)))
    left, right = rng.choice(((0.0, page.wide), (80.0, page.wide - 80.0), (0.0, 380.0)))
    foot = page.high if rng.random() < 0.5 else page.high * 0.6
    page.box(left, 0, right, foot, ground)
    y = 60.0
    while y < foot - 120:
        page.text(left + 30, y, page.some(2), 18, False, (230, 230, 230))
        if rng.random() < 0.4:
            tone = rng.choice(((70, 70, 80), (240, 240, 240), *palette))
            page.box(left + 30, y + 30, min(right - 20, left + rng.choice((200, 330))), y + 60, tone)
            if rng.random() < 0.7:
                _caption(page, left + 40, y + 35, 140, tone, 16)
            y += 40
        y += 44
    x = left + 420 if right - left < 500 else left + 30
    y = max(foot + 40, 80.0) if right - left >= 500 else 80.0
    lines(page, x, y, page.wide - 90, rng.randint(3, 9), look, 0.1)
