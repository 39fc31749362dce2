# ruff: noqa: E501
"""Layouts full of shaded, framed and dark areas that hide nothing; some words on them may be taken out."""

from __future__ import annotations

from collections.abc import Callable

from tests.ocr.redactions.made.script import Script

Layout = Callable[[Script], str]


def _mixed(share: float, tone: str) -> str:
    """A tone between white and another one."""
    return f"color-mix(in srgb, {tone} {100 * share:.0f}%, white)"


def heat(w: Script) -> str:
    """Tables whose cells are coloured by their value, on one or two scales, with numbers in all, some or none."""
    parts = []
    for _ in range(w.rng.randint(1, 3)):
        columns, rows, told = w.rng.randint(4, 13), w.rng.randint(4, 14), w.rng.choice((0.0, 0.5, 0.9, 1.0))
        high, gap, steps = w.rng.choice((14, 20, 28)), w.rng.choice((0, 0, 2, 4)), w.rng.choice((3, 5, 100))
        tones = w.rng.choice(((w.tone, w.tone), (w.tone, w.other), ("#c00000", "#00a040"), ("#555", "#555")))
        lined, blank = w.pick("none", "1px solid #fff", f"1px solid {w.line}"), w.rng.choice((0.0, 0.3))
        cells = []
        for _row in range(rows):
            row = [f"<td style='font-size:11px;width:90px'>{w.some(1)}</td>"]
            for _column in range(columns):
                share = round(w.rng.random() * steps) / steps
                back = "none" if w.rng.random() < blank else _mixed(share, w.rng.choice(tones))
                row.append(f'<td style="background:{back};border:{lined};height:{high}px;text-align:center;font-size:11px">'
                           f"{w.rng.randint(0, 999) if w.rng.random() < told else ''}</td>")  # fmt: skip
            cells.append(f"<tr>{''.join(row)}</tr>")
        parts.append(
            f"<h4>{w.title(3)}</h4><table style='width:100%;border-collapse:{'separate' if gap else 'collapse'};border-spacing:{gap}px'>{''.join(cells)}</table>"
        )
        parts.append(w.prose(1, 0.04, 0))
    return "".join(parts)


def schedule(w: Script) -> str:
    """A week, a month or a rota: hours at the left, entries as blocks of their length, some without words."""
    days, rows, high = w.rng.choice((5, 7)), w.rng.choice((5, 6, 10, 12)), w.rng.choice((36, 52, 84))
    tones, told, number = (w.tone, w.other, w.pale, "#ffc000", "#9dc3e6"), w.rng.choice((0.0, 0.6, 1.0)), 0
    cells = []
    for row in range(rows):
        cells.append(f'<div style="font-size:10px;border-top:1px solid #ccc">{w.pick(f"{row + 8}:00", "")}</div>')
        for _ in range(days):
            number += 1
            entry = ""
            if w.rng.random() < 0.3:
                tone = w.rng.choice(tones)
                entry = (f'<div style="background:{tone};height:{w.rng.choice((12, 16, 24, high - 8))}px;margin:2px;font-size:10px;overflow:hidden;border-radius:{w.rng.choice((0, 4))}px;'
                         f'color:{"#fff" if tone in (w.tone, w.other) else "#000"}">{w.name() if w.rng.random() < told else ""}</div>')  # fmt: skip
            shade = w.rng.choice(("none", "none", "none", "#eee", w.faint))
            cells.append(
                f'<div style="border:1px solid {w.line};height:{high}px;background:{shade};font-size:11px">{number if w.rng.random() < 0.8 else ""}{entry}</div>'
            )
    head = "".join(
        f'<div style="background:{w.tone};color:#fff;text-align:center">{w.title(1)[:7] if day else ""}</div>'
        for day in range(days + 1)
    )
    grid = f"display:grid;grid-template-columns:46px repeat({days},1fr);gap:{w.rng.choice((0, 0, 3))}px"
    return f'<h2>{w.title(2)}</h2><div style="{grid}">{head}{"".join(cells)}</div>{w.prose(2)}'


def offices(w: Script) -> str:
    """A chart of offices: boxes joined by lines, framed, tinted or dark, with words, with one word or bare."""
    style = w.pick(
        f"border:1.5px solid {w.line}",
        f"background:{w.pale}",
        f"background:{w.tone};color:#fff",
        f"border:1px solid {w.tone};background:{w.faint}",
    )
    rows, told, wide = [], w.rng.choice((0.5, 0.9, 1.0)), w.rng.choice((90, 120, 160))
    for count in (1, w.rng.randint(1, 3), w.rng.randint(2, 5), w.rng.randint(2, 5)):
        own = style if w.rng.random() < 0.7 else f"border:1px dashed {w.line}"
        boxes = "".join(
            f'<div style="{own};width:{wide}px;min-height:{w.rng.choice((24, 40, 56))}px;padding:4px;text-align:center;font-size:12px">'
            f"{w.rng.choice((w.some(1, 3), w.name(), w.some(1))) if w.rng.random() < told else ''}</div>"
            for _ in range(count)
        )
        rows.append(
            f'<div style="display:flex;justify-content:space-around">{boxes}</div><div style="width:2px;height:20px;background:#000;margin:0 auto"></div>'
        )
    return f"<h2>{w.title(3)}</h2>{''.join(rows)}{w.prose(3)}"


def dashboard(w: Script) -> str:
    """Tiles, bars, rings, progress, badges, legends and buttons."""
    tiles = "".join(
        f'<div style="background:{w.rng.choice((w.tone, w.other, w.pale, "#fff"))};border:{w.pick("0", "1px solid #bbb")};flex:1;padding:8px;color:{w.pick("#fff", "#000")}">'
        f'<div style="font-size:24px">{w.number()}</div>{w.some(1, 3)}</div>' for _ in range(w.rng.randint(2, 5))
    )  # fmt: skip
    bars = "".join(
        f'<div style="display:flex;align-items:center;margin:{w.rng.choice((2, 4, 8))}px 0"><div style="width:120px;font-size:12px">{w.some(1, 2)}</div>'
        f'<div style="background:{w.rng.choice((w.tone, w.tone, w.other))};width:{w.rng.randint(12, 430)}px;height:{w.rng.choice((12, 16, 22))}px"></div>&nbsp;{w.pick("", w.number())}</div>'
        for _ in range(w.rng.randint(4, 10))
    )
    columns = "".join(
        f'<div style="background:{w.rng.choice((w.tone, w.other))};height:{w.rng.randint(8, 120)}px;flex:1"></div>'
        for _ in range(w.rng.randint(5, 14))
    )
    badges = "".join(
        f'<span style="background:{w.rng.choice((w.tone, w.pale, w.other, "#d9d9d9"))};padding:1px 10px;border-radius:{w.rng.choice((0, 3, 9))}px;color:{w.pick("#fff", "#000")};margin-right:8px">{w.pick("", w.some(1))}&nbsp;</span>{w.some(1, 3)} '
        for _ in range(8)
    )
    keys = "".join(
        f'<span style="display:inline-block;width:{w.rng.choice((12, 26))}px;height:12px;background:{w.rng.choice((w.tone, w.other, w.pale))};margin:0 5px 0 14px"></span>{w.some(1)}'
        for _ in range(5)
    )
    progress = "".join(
        f'<div style="background:#e5e5e5;height:14px;margin:5px 0;width:300px"><div style="background:{w.tone};height:14px;width:{w.rng.randint(5, 100)}%"></div></div>{w.some(1, 2)}'
        for _ in range(4)
    )
    pieces = [
        f'<div style="display:flex;gap:8px;margin:8px 0">{tiles}</div>',
        bars,
        f'<div style="display:flex;gap:8px;align-items:end;margin:8px 0">{columns}</div>',
        f"<p>{badges}</p>",
        f"<p>{keys}</p>",
        progress,
        w.prose(1),
        w.prose(1),
    ]
    w.rng.shuffle(pieces)
    return f"<h2>{w.title(2)}</h2>{''.join(pieces)}"


def tinted(w: Script) -> str:
    """A form of tinted, framed or sunken fields, most of them empty, of one width or of many; heads dark."""
    ground, border = (
        w.pick("#dfe7f5", "#eee", "#ddd", "#ffffe0", w.pale, "#fff"),
        w.pick("none", f"1px solid {w.line}", "1px solid #999"),
    )
    if ground == "#fff":
        border = f"1px solid {w.line}"
    told, beside, high = w.rng.choice((0.0, 0.2, 0.6)), w.rng.random() < 0.5, w.rng.choice((16, 20, 26, 34))
    fields = []
    for _ in range(w.rng.randint(10, 34)):
        value = w.name() if w.rng.random() < told else ""
        wide = w.rng.choice(("100%", "100%", "60%", f"{w.rng.randint(50, 220)}px"))
        label = f'<span style="{"white-space:nowrap;" if beside else ""}font-size:.85em">{w.some(1, 3)}{w.pick(":", "", " *")}</span>'
        box = f'<span style="{"flex:1" if beside else "display:block"};background:{ground};border:{border};height:{high}px;width:{wide};overflow:hidden">{value}</span>'
        fields.append(f'<div style="{"display:flex;gap:6px" if beside else ""}">{label}{box}</div>')
    columns = w.rng.choice((1, 2, 2, 3))
    head = f'<div style="background:{w.tone};color:{w.pick("#fff", "#fff", w.other)};padding:{w.rng.choice((2, 6))}px;margin:10px 0">{w.title(3)}</div>'
    half = len(fields) // 2
    grid = f"display:grid;grid-template-columns:repeat({columns},1fr);gap:{w.rng.choice((4, 8, 14))}px"
    return f'{w.text(12)}{head}<div style="{grid}">{"".join(fields[:half])}</div>{head}<div style="{grid}">{"".join(fields[half:])}</div>{w.prose(1)}'


def bill(w: Script) -> str:
    """A bill or tariff: shaded columns and total rows, empty shaded cells, a slip to tear off, account boxes."""
    columns, rows = w.rng.randint(3, 7), w.rng.randint(5, 18)
    shaded = {
        column: w.rng.choice((w.pale, w.faint, "#d0d0d0"))
        for column in w.rng.sample(range(columns), w.rng.randint(1, 2))
    }
    told, lined = (
        w.rng.choice((0.2, 0.6, 1.0)),
        w.pick("none", f"1px solid {w.line}", "1px solid #fff", "0;border-bottom:1px solid #bbb"),
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<td style="background:{shaded.get(column, "none") if row % 6 else w.tone};border:{lined};height:{w.rng.choice((18, 18, 22))}px;padding:0 4px">{w.number() if w.rng.random() < told and row % 6 else ""}</td>'
            for column in range(columns)
        )
        + "</tr>"
        for row in range(rows)
    )
    boxes = "".join(
        f'<span style="display:inline-block;border:1px solid {w.line};width:18px;height:22px;text-align:center">{w.pick("", "7", "2")}</span>'
        for _ in range(w.rng.randint(6, 18))
    )
    slip = f'<div style="border-top:2px dashed #000;margin:20px 0;padding:8px;background:{w.pick("none", w.faint)}">{w.some(6)}<div style="border:2px solid #000;width:160px;height:34px;display:inline-block;margin:4px">{w.pick("", w.number())}</div>{boxes}</div>'
    return f'<h3>{w.title(3)}</h3>{w.lines(3)}<table style="border-collapse:collapse;width:100%;font-size:12px">{body}</table><p>{w.text(20)}</p>{slip}{w.prose(1)}'


def frames(w: Script) -> str:
    """Empty frames: for signatures, stamps, photographs, thumbs, drawings, remarks, ticks; cut-off and doubled lines."""
    parts = []
    for _ in range(w.rng.randint(4, 9)):
        count, high, stroke = (
            w.rng.randint(1, 4),
            w.rng.choice((16, 24, 40, 70, 110, 180, 300)),
            w.pick("1px solid", "2px solid", "1px dashed", "3px double"),
        )
        boxes = "".join(
            f'<div style="flex:1;font-size:10px">{w.pick("", w.some(1, 3))}<div style="border:{stroke} {w.line};height:{high}px;background:{w.pick("none", "none", w.faint)}">{w.pick("", "", w.some(1, 2), "X")}</div>{w.pick("", w.some(1, 3))}</div>'
            for _ in range(count)
        )
        parts.append(
            f'<div style="display:flex;gap:{w.rng.choice((6, 14, 40))}px;width:{w.rng.choice((40, 70, 100))}%">{boxes}</div>{w.prose(1, 0.04, 0) if w.rng.random() < 0.6 else ""}'
        )
    return f"<h3>{w.title(3)}</h3>{''.join(parts)}"


def banners(w: Script) -> str:
    """Dark and coloured grounds under light words, so thin, pale or like their ground that a copy may swallow them."""
    parts = []
    for _ in range(w.rng.randint(5, 10)):
        ground = w.pick("#000", w.tone, w.other, "#222", "#333f50")
        ink = w.pick("#fff", "#fff", "#999", "#777", "#bbb", f"color-mix(in srgb, {ground} 70%, white)")
        wide, size = w.rng.choice((100, 100, 50, 33, 20)), w.rng.choice((10, 13, 18, 30))
        words = w.pick(w.title(2), w.some(3), w.title(1).upper(), "" if wide == 100 else w.title(1))
        parts.append(
            f'<div style="background:{ground};color:{ink};width:{wide}%;padding:{w.rng.choice((3, 8, 20))}px;font-size:{size}px;box-sizing:border-box;margin:{w.rng.choice((0, 8))}px 0;display:inline-block">{words}&nbsp;</div>'
        )
        parts.append(w.prose(1, 0.04, 0) if w.rng.random() < 0.8 else "")
    return f'<div style="columns:{w.rng.choice((1, 1, 2, 3))}">{"".join(parts)}</div>'


def plan(w: Script) -> str:
    """A map or plan: blocks of many tones at no rule, streets, names, a legend with swatches."""
    blocks = "".join(
        f'<div style="position:absolute;left:{w.rng.randint(0, 560)}px;top:{w.rng.randint(0, 520)}px;width:{w.rng.randint(20, 150)}px;height:{w.rng.randint(14, 110)}px;background:{w.rng.choice((w.tone, w.other, w.pale, w.faint, "#cfe8cf", "#cfd8e8", "#ddd"))};'
        f'border:{w.pick("0", "1px solid #777")};transform:rotate({w.rng.choice((0, 0, 8, -20))}deg);font-size:9px">{w.pick("", "", w.some(1))}</div>'
        for _ in range(w.rng.randint(14, 50))
    )
    keys = "".join(
        f'<div><span style="display:inline-block;width:34px;height:14px;background:{w.rng.choice((w.tone, w.other, w.pale))};border:1px solid #555"></span> {w.some(1, 3)}</div>'
        for _ in range(w.rng.randint(3, 7))
    )
    return f'<h3>{w.title(3)}</h3><div style="position:relative;height:640px;overflow:hidden;border:1px solid #000;background:{w.pick("#fff", "#f4f1e8")}">{blocks}</div>{keys}{w.prose(1)}'


def catalogue(w: Script) -> str:
    """Products or persons in rows: pictures or empty places for them, names, prices on a ground, buttons."""
    picture = w.pick(
        "linear-gradient(30deg,#865,#cba,#446)",
        "repeating-conic-gradient(#444 0 8%,#999 0 15%,#ccc 0 21%)",
        "#ddd",
        w.pale,
        "#fff;border:1px solid #999",
    )
    cards = "".join(
        f'<div style="border:{w.pick("0", "1px solid #ccc")};padding:6px"><div style="background:{picture};height:{w.rng.choice((70, 110))}px"></div><b>{w.title(2)}</b><br>{w.some(3, 9)}'
        f'<div style="background:{w.rng.choice((w.tone, w.pale, w.other))};color:{w.pick("#fff", "#000")};width:{w.rng.choice((50, 90))}px">{w.pick("", w.number())}&nbsp;</div></div>'
        for _ in range(w.rng.randint(6, 15))
    )
    return f'<div style="background:{w.tone};height:{w.rng.choice((20, 60))}px"></div><h2>{w.title(2)}</h2><div style="display:grid;grid-template-columns:repeat({w.rng.choice((2, 3, 4))},1fr);gap:10px">{cards}</div>{w.prose(1)}'


def plainly(w: Script) -> str:
    """A table with a shaded head, bands, merged and empty cells, few words; head cells apart from each other."""
    parts = [w.prose(1)]
    for _ in range(w.rng.randint(1, 3)):
        columns, gap, head = (
            w.rng.randint(2, 7),
            w.rng.choice((0, 0, 2, 3)),
            w.pick(w.tone, w.pale, "#bfbfbf", "#999", "#000"),
        )
        light, told = head in (w.pale, "#bfbfbf", "#999"), w.rng.choice((0.3, 0.7, 1.0))
        lined = w.pick("none", f"1px solid {w.line}", "1px solid #ddd")
        rows = [
            "<tr>"
            + "".join(
                f'<th style="background:{head};border:{lined};color:{"#000" if light else "#fff"};padding:4px">{w.title(1) if w.rng.random() < 0.9 else ""}</th>'
                for _ in range(columns)
            )
            + "</tr>"
        ]
        for row in range(w.rng.randint(3, 14)):
            back = w.pale if row % 2 and w.line == "#000" else "none"
            rows.append(
                "<tr>"
                + "".join(
                    f'<td style="background:{back};border:{lined};height:20px;padding:2px 4px">{w.rng.choice((w.some(1, 2), w.number(), w.name())) if w.rng.random() < told else ""}</td>'
                    for _ in range(columns)
                )
                + "</tr>"
            )
        total = f'<tr><td colspan="{columns - 1}" style="background:{w.pick("none", "#d9d9d9", w.pale)};border:{lined}">{w.pick("", "Total")}</td><td style="background:{w.pick("#d9d9d9", w.tone)};border:{lined}">&nbsp;</td></tr>'
        parts.append(
            f"<table style='width:100%;border-collapse:{'separate' if gap else 'collapse'};border-spacing:{gap}px;margin:8px 0'>{''.join(rows)}{total}</table>{w.prose(1)}"
        )
    return "".join(parts)


def screens(w: Script) -> str:
    """Windows, menus, lists with one row chosen, dark and light, fields and buttons that are empty."""
    dark = w.rng.random() < 0.4
    ground, ink = (w.pick("#1e1e1e", "#202a36", "#000"), "#ddd") if dark else (w.pick("#f3f3f3", "#fff"), "#222")
    chosen, button = w.pick("#0078d4", "#cce4f7", w.tone, "#444"), w.pick("#e1e1e1", "#0078d4", "#333", w.pale)
    items = "".join(
        f'<div style="background:{chosen if w.rng.random() < 0.12 else "none"};padding:2px 8px">{w.some(2, 6)}</div>'
        for _ in range(w.rng.randint(8, 18))
    )
    buttons = "".join(
        f'<span style="background:{button};border:{w.pick("0", "1px solid #888")};display:inline-block;min-width:{w.rng.choice((60, 90))}px;padding:3px 8px;margin:4px">{w.pick("", w.some(1))}&nbsp;</span>'
        for _ in range(w.rng.randint(3, 9))
    )
    fields = "".join(
        f'<div>{w.some(1)} <span style="display:inline-block;background:{w.pick("#fff", "#3a3a3a", "#ddd")};border:1px solid #888;width:{w.rng.choice((120, 220))}px;height:20px">{w.pick("", w.name())}</span></div>'
        for _ in range(w.rng.randint(3, 8))
    )
    bar = f'<div style="background:{w.tone};color:#fff;padding:4px">{w.title(2)}</div>'
    return f'<div style="border:1px solid #888;background:{ground};color:{ink};min-height:{w.rng.choice((300, 700))}px">{bar}{items}{fields}{buttons}</div>{w.prose(3)}'


LEARNED: tuple[Layout, ...] = (heat, schedule, offices, dashboard, tinted, bill, frames, banners, plan, catalogue,
                               plainly, screens)  # fmt: skip
