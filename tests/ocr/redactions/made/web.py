# ruff: noqa: E501
"""Pages written as HTML and drawn by a browser: layouts, fonts, rules and edges that no other split shares.

Nothing is learned from them. Needs playwright and Chromium.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from html import escape

import numpy as np
from PIL import Image

from ocr.types import Word
from tests.ocr.redactions.made.browser import browser
from tests.ocr.redactions.made.worn import worn
from tests.ocr.redactions.pages import Labelled, Pixel

STYLES = ("black", "coloured", "grey", "outlined", "white")
_DPI, _CSS = 150, 96
_WEAR = ("clean", "clean", "clean", "scan", "scan", "copy", "jpeg", "bitonal")
_FONTS = ("Liberation Sans", "Liberation Serif", "DejaVu Sans", "TeX Gyre Termes", "TeX Gyre Heros", "DejaVu Serif")
_NOUNS = (
    "instituto nacional oficina de representación local director área jurídica informe de supervisión entrada "
    "salida persona extranjera resguardo domicilio correo institucional acta circunstanciada nota informativa "
    "folio expediente anexo copia certificada pago boleto aéreo hospedaje comisión servidor público plaza nivel "
    "monto total fecha hora lugar testigo firma sello recibido turno grupo beta módulo control filtro"
).split()
_CODES = ("1", "2", "N1", "Eliminado 1", "ELIMINADO: 1", "Art. 116", "art. 115 LGTAIP", "113 fr. I", "(b)(6)", "5.1.2e",
          "110/113 LFTAIP")  # fmt: skip
_FILLS = {
    "black": ("#000", "#000", "#111", "#1b1b1b"),
    "grey": ("#808080", "#a6a6a6", "#bfbfbf", "#c8c8c8", "#d0cece", "#d9d9d9", "#dedede"),
    "coloured": ("#ffff00", "#92d050", "#00b0f0", "#ff0000", "#ffd966", "#c5e0b3", "#9dc3e6", "#e2b4d2", "#7030a0",
                 "#f4b183"),
    "outlined": ("#fff",),
    "white": ("#fff",),
}  # fmt: skip
_CODED = {"black": (0, 0.3, 1), "grey": (0, 0.6, 1), "coloured": (0, 0.6, 1), "outlined": (0.5, 1, 1), "white": (1,)}


class Writer:
    """One page being written; `gap` gives a redaction, or words where the page has none."""

    def __init__(self, rng: random.Random, style: str | None) -> None:
        self.rng, self.style = rng, style
        self.rate = rng.choice((0.15, 0.5, 0.9)) if style else 0.0
        self.tone = rng.choice(("#611232", "#235b4e", "#10312b", "#1f3864", "#404040", "#c00000", "#2e75b6", "#7f6000"))
        self.pale = rng.choice(("#f2f2f2", "#e7e6e6", "#d9e2f3", "#fff2cc", "#e2efd9", "#ddd", "#fbe4d5"))
        self.line = rng.choice(("#000", "#000", "#555", "#999"))
        if style:
            self.fill = rng.choice(_FILLS[style])
            self.coded = rng.choice(_CODED[style])
            self.codes = rng.sample(_CODES, rng.choice((1, 1, 3)))
            edge = rng.choice(("1px solid #000", "1.5px solid #000", "1px solid #c00000", "2px solid #333"))
            self.edge = edge if style == "outlined" or (style != "white" and rng.random() < 0.2) else "none"
            self.high = rng.choice((1.0, 1.12, 1.25))
            self.ink = "#fff" if style in ("black",) or self.fill in ("#808080", "#7030a0", "#ff0000") else "#000"

    def some(self, count: int) -> str:
        """A few words."""
        return " ".join(self.rng.choice(_NOUNS) for _ in range(count))

    def gap(self, wide: float, rate: float = 1.0, lines: float = 1) -> str:
        """A place of this many CSS pixels that is redacted, or else written."""
        if not self.style or self.rng.random() > self.rate * rate:
            return escape(self.some(max(1, round(wide / 62))))
        code = escape(self.rng.choice(self.codes)) if self.rng.random() < self.coded else ""
        size = "font-size:.72em;" if lines == 1 else "font-size:.8em;"
        place = self.rng.choice(("center", "center", "flex-start"))
        return (
            f'<span class="gone" style="display:inline-flex;align-items:center;justify-content:{place};overflow:hidden;'
            f"white-space:nowrap;vertical-align:middle;box-sizing:border-box;width:{wide:.0f}px;"
            f"height:{lines * self.high:.2f}em;background:{self.fill};border:{self.edge};color:{self.ink};"
            f'line-height:1"><span style="{size}padding:0 2px">{code}</span></span>'
        )

    def text(self, words: int, rate: float = 0.06) -> str:
        """Running text with gaps."""
        parts = []
        while words > 0:
            if self.style and self.rng.random() < rate:
                parts.append(self.gap(self.rng.choice((50, 90, 140, 220))))
            parts.append(escape(self.some(1)))
            words -= 1
        return " ".join(parts)

    def paragraphs(self, count: int, rate: float = 0.06) -> str:
        """Paragraphs of running text, now and then one taken out whole."""
        found = []
        for _ in range(count):
            if self.style not in (None, "white") and self.rng.random() < 0.15 * self.rate:
                found.append(f"<p>{self.gap(self.rng.choice((380, 560, 640)), 9, self.rng.choice((2, 4, 6)))}</p>")
            else:
                found.append(f"<p>{self.text(self.rng.randint(18, 60), rate)}</p>")
        return "".join(found)


def _oficio(w: Writer) -> str:
    legend = "".join(f"<div>{n}. {w.some(2)}. Fundamento legal: artículo 116 LGTAIP</div>" for n in (1, 2, 3))
    side = f'<div style="position:absolute;left:8px;top:300px;width:56px;font-size:7px">{legend}</div>'
    foot = (
        f'<div style="position:absolute;left:80px;bottom:60px;font-size:9px;border-top:1px solid #000">{legend}</div>'
    )
    return (
        f'<div style="display:flex;justify-content:space-between"><b style="color:{w.tone};font-size:20px">{w.some(2).upper()}'
        f'</b><div style="width:56px;height:56px;border-radius:50%;background:radial-gradient({w.tone},#fff)"></div></div>'
        f'<div style="height:4px;background:{w.tone};margin:6px 0 14px"></div>'
        f'<div style="text-align:right">Oficio {w.gap(110, 0.4)}<br>Asunto: {w.gap(150, 0.3)}</div>'
        f"<p>C. {w.gap(200)}<br>{w.gap(160, 0.6)}<br>PRESENTE</p>{w.paragraphs(6, 0.05)}"
        f"<p style='text-align:center'>ATENTAMENTE<br><br><br>{w.gap(220, 0.7)}</p>{w.paragraphs(1, 0)}"
        f"{w.rng.choice((side, foot))}"
    )


def _form(w: Writer) -> str:
    radius, high = w.rng.choice((0, 0, 6)), w.rng.choice((20, 26, 34))
    empty = w.rng.choice((0.3, 0.9))
    ground = w.rng.choice(("#fff", w.pale, "#eee", "#f5f5f5"))
    if w.style in ("outlined", "white"):
        ground = "#eee"
    parts = [f'<h2 style="text-align:center">{w.some(4).title()}</h2>']
    for _ in range(w.rng.randint(3, 5)):
        parts.append(
            f'<div style="background:{w.rng.choice((w.tone, w.pale, "#000"))};color:#888;padding:3px 6px;margin-top:10px">'
            f"{w.some(2).upper()}</div>"
        )
        parts.append(f'<div style="display:grid;grid-template-columns:repeat({w.rng.choice((1, 2, 3))},1fr);gap:8px">')
        for _ in range(w.rng.randint(3, 7)):
            filled = "" if w.rng.random() < empty else w.gap(w.rng.choice((80, 130)), 0.8)
            parts.append(
                f'<div><div style="font-size:10px">{w.some(2)}</div><div style="border:1px solid {w.line};background:{ground};'
                f'border-radius:{radius}px;height:{high}px;padding:1px 5px;overflow:hidden">{filled}</div></div>'
            )
        parts.append("</div>")
    ticks = "".join(f"<span>☐ {w.some(1)} </span>" for _ in range(5))
    signs = "".join(
        f'<div style="border:1px solid {w.line};width:160px;height:{w.rng.choice((50, 80))}px;display:inline-block;margin:12px">'
        f"{w.rng.choice(('', '', 'Firma', 'Sello', 'Foto'))}</div>"
        for _ in range(3)
    )
    return "".join(parts) + f"<p>{ticks}</p>{signs}"


def _table(w: Writer) -> str:
    def one() -> str:
        columns, head = w.rng.randint(3, 8), w.rng.choice((w.tone, w.pale, "#000", "#bfbfbf"))
        zebra, lined = w.rng.choice((w.pale, "#fff")), w.rng.choice((f"1px solid {w.line}", "none", "1px solid #ccc"))
        high = w.rng.choice((18, 24, 36))
        rows = [
            f'<tr style="background:{head};color:{"#fff" if head in (w.tone, "#000") else "#000"}">'
            + f'<th style="border:{lined}">{w.some(1)}</th>' * columns + "</tr>"
        ]  # fmt: skip
        for row in range(w.rng.randint(5, 13)):
            cells = []
            for n in range(columns):
                inner = (
                    w.gap(w.rng.choice((40, 60)), 0.6) if n == 1 else w.rng.choice(("", w.some(1), "1,250.00", "12"))
                )
                shade = w.rng.choice((w.tone, "#ffc000", "#d9d9d9")) if w.rng.random() < 0.02 else ""
                cells.append(f'<td style="border:{lined};height:{high}px;background:{shade}">{inner}</td>')
            rows.append(f'<tr style="background:{zebra if row % 2 else "#fff"}">{"".join(cells)}</tr>')
        return (
            f'<table style="border-collapse:collapse;width:100%;font-size:12px;margin:10px 0">{"".join(rows)}</table>'
        )

    return f"<h3>{w.some(5).title()}</h3>{w.paragraphs(1)}{one()}{w.paragraphs(1)}{one()}{w.paragraphs(1)}"


def _board(w: Writer) -> str:
    tiles = "".join(
        f'<div style="background:{w.rng.choice((w.tone, w.pale, "#ffc000", "#70ad47"))};padding:10px;flex:1;'
        f'border-radius:{w.rng.choice((0, 8))}px"><b style="font-size:26px">{w.rng.randint(10, 9999)}</b><br>{w.some(2)}</div>'
        for _ in range(4)
    )
    bars = "".join(
        f'<div style="display:flex;margin:4px 0"><div style="width:140px;font-size:12px">{w.some(1)}</div><div style="background:'
        f'{w.tone};width:{w.rng.randint(20, 400)}px;height:16px"></div></div>'
        for _ in range(w.rng.randint(4, 9))
    )
    heat = "".join(
        "<tr>" + "".join(f'<td style="background:rgba(200,60,40,{w.rng.random():.2f});width:70px;height:20px">'
                         f'{w.rng.choice(("", w.rng.randint(1, 99)))}</td>' for _ in range(8)) + "</tr>"
        for _ in range(6)
    )  # fmt: skip
    return (
        f"<h2>{w.some(3).title()}</h2><div style='display:flex;gap:10px'>{tiles}</div>{w.paragraphs(1)}{bars}"
        f"<table style='margin:12px 0'>{heat}</table>{w.paragraphs(2)}"
    )


def _mail(w: Writer) -> str:
    found = [f'<div style="background:{w.tone};color:#fff;padding:8px">{w.some(3).title()}</div>']
    for _ in range(w.rng.randint(2, 4)):
        heads = "".join(
            f"<div><b>{label}</b> {w.gap(w.rng.choice((120, 180)))} &lt;{w.gap(100)}&gt;</div>"
            for label in ("De:", "Para:", "CC:")
        )
        buttons = "".join(
            f'<span style="border:1px solid #888;background:#eee;padding:2px 14px;margin:4px;display:inline-block">'
            f"{w.rng.choice(('', w.some(1)))}&nbsp;</span>"
            for _ in range(3)
        )
        quote = (
            f'<div style="background:{w.pale};border-left:5px solid {w.tone};padding:4px 8px">{w.paragraphs(1)}</div>'
        )
        found.append(
            f"<hr>{heads}{buttons}{w.paragraphs(2, 0.08)}{quote if w.rng.random() < 0.5 else ''}<p>{w.gap(160)}</p>"
        )
    return "".join(found)


def _grid(w: Writer) -> str:
    cells = "".join(
        f'<div style="border:1px solid #bbb;height:{74}px;background:{w.rng.choice(("#fff", "#fff", "#fff", w.pale, "#e0e0e0"))}'
        f';font-size:11px">{n + 1 if w.rng.random() < 0.9 else ""}'
        + (f'<div style="background:{w.rng.choice((w.tone, "#ffc000", w.pale))};height:16px;margin:3px;font-size:10px;color:#fff;text-shadow:0 0 3px #000">'
           f'{w.rng.choice(("", w.some(1)))}</div>' if w.rng.random() < 0.25 else "")
        + (w.gap(70, 0.25) if w.style else "") + "</div>"
        for n in range(35)
    )  # fmt: skip
    days = "".join(f'<div style="background:{w.tone};color:#fff">{w.some(1)[:6]}</div>' for _ in range(7))
    seven = "display:grid;grid-template-columns:repeat(7,1fr)"
    return (
        f'<h1 style="color:{w.tone}">{w.some(2).title()}</h1><div style="{seven}">{days}</div><div style="{seven}">{cells}</div>'
        f"{w.paragraphs(3)}"
    )


def _boxes(w: Writer) -> str:
    def box(text: str) -> str:
        back = w.rng.choice(("#fff", "#fff", w.pale, w.tone))
        return (
            f'<div style="border:{w.rng.choice((1, 2))}px solid {w.line};background:{back};padding:8px;min-height:30px;flex:1;'
            f'margin:0 14px;color:{"#fff" if back == w.tone else "#000"};text-align:center">{text}</div>'
        )

    rows = []
    for count in (1, w.rng.choice((2, 3)), w.rng.choice((3, 4)), 2):
        inner = "".join(
            box(w.rng.choice((w.some(2), w.some(1), "")) if w.rng.random() < 0.6 else w.gap(90, 0.7))
            for _ in range(count)
        )
        rows.append(f'<div style="display:flex;margin:8px 0 0">{inner}</div>')
        rows.append('<div style="width:2px;height:24px;background:#000;margin:0 auto"></div>')
    notice = f'<div style="border:2px solid #000;padding:8px;margin:14px 0">{w.paragraphs(1, 0)}</div>'
    return f"<h2>{w.some(3).upper()}</h2>{''.join(rows)}{w.paragraphs(2)}{notice}{w.paragraphs(1)}"


def _night(w: Writer) -> str:
    rows = "".join(
        f'<div style="display:flex;gap:10px;margin:8px 0"><span style="background:{w.rng.choice(("#333", "#0078d4", "#444"))};'
        f'padding:3px 16px;min-width:60px">{w.rng.choice(("", w.some(1)))}&nbsp;</span><span>{w.some(4)}</span></div>'
        for _ in range(12)
    )
    return (
        f'<div style="background:{w.rng.choice(("#1e1e1e", "#101522", "#000"))};color:#ddd;padding:16px;margin:0 -20px">'
        f"<h2>{w.some(2).title()}</h2>{rows}</div>{w.paragraphs(3, 0.08)}"
    )


def _press(w: Writer) -> str:
    photo = "background:repeating-conic-gradient(#333 0 7%,#888 0 13%,#bbb 0 22%,#555 0 31%)"
    pieces = []
    for _ in range(9):
        advert = f'<div style="background:#000;color:#fff;padding:14px 6px">{w.some(3).upper()}</div>'
        framed = f'<div style="border:2px solid #000;padding:12px 4px">{w.rng.choice((w.some(2), ""))}&nbsp;</div>'
        picture = f'<div style="height:110px;{photo}"></div>'
        pieces.append(w.rng.choice((advert, framed, picture, f"<h3>{w.some(3)}</h3>")) + w.paragraphs(2, 0.04))
    return (
        f'<h1 style="border-bottom:4px solid #000">{w.some(2).upper()}</h1><div style="columns:3;font-size:11px;'
        f'height:860px;overflow:hidden">{"".join(pieces)}</div>'
    )


def _card(w: Writer) -> str:
    def one() -> str:
        rows = "".join(
            f'<div style="font-size:8px">{w.some(1).upper()}</div><div style="font-size:13px">{w.gap(150)}</div>'
            for _ in range(5)
        )
        return (
            f'<div style="border:1px solid #888;border-radius:12px;width:400px;height:250px;background:linear-gradient(45deg,#fff,'
            f'{w.pale});margin:16px auto;position:relative;overflow:hidden"><div style="background:{w.tone};height:30px"></div>'
            f'<div style="position:absolute;left:14px;top:50px;width:96px;height:120px;background:repeating-conic-gradient(#a77 0 '
            f'9%,#865 0 17%,#ca9 0 26%)"></div><div style="position:absolute;left:126px;top:44px">{rows}</div>'
            f'<div style="position:absolute;left:14px;bottom:10px;font-family:monospace;font-size:14px">IDMEX12345&lt;&lt;&lt;'
            f"</div></div>"
        )

    return f"<p>{w.text(12, 0)}</p>{one()}{one()}{w.paragraphs(2)}"


KINDS: tuple[Callable[[Writer], str], ...] = (
    _oficio, _form, _table, _board, _mail, _grid, _boxes, _night, _press, _card,
)  # fmt: skip


def pages(style: str | None, count: int, first: int = 0) -> Iterator[Labelled]:
    """Labelled pages, each layout in turn; `style` None gives clean ones."""
    with browser() as opened:
        sheet = opened.new_page(viewport={"width": 816, "height": 1056}, device_scale_factor=_DPI / _CSS)
        for seed in range(first, first + count):
            rng = random.Random(f"web/{seed}/{style}")
            kind = KINDS[seed % len(KINDS)]
            writer = Writer(rng, style)
            paper = "#efece4" if style == "white" else "#fff"
            sheet.set_content(
                f'<body style="margin:0;background:{paper}"><div style="position:relative;width:816px;height:1056px;'
                f"overflow:hidden;box-sizing:border-box;padding:44px 72px;font:{rng.choice((12, 13, 14, 15))}px/"
                f"{rng.choice((1.25, 1.4, 1.6))} '{rng.choice(_FONTS)}'\">{kind(writer)}</div></body>"
            )
            image = Image.open(io.BytesIO(sheet.screenshot())).convert("RGB")
            found = sheet.evaluate(
                "[...document.querySelectorAll('.gone')].map(e => {let r = e.getBoundingClientRect();"
                "return [r.left, r.top, r.right, r.bottom]}).filter(r => r[3] < 1050 && r[0] > 0 && r[2] < 748)"
            )
            scale = _DPI / _CSS
            boxes: list[tuple[Pixel, str]] = [
                ((b[0] * scale, b[1] * scale, b[2] * scale, b[3] * scale), style or "") for b in found
            ]
            how = rng.choice(_WEAR if style not in ("grey", "coloured", "white") else _WEAR[:-1])
            array, moved = worn(np.asarray(image, dtype=np.uint8).copy(), boxes, rng, how, 1.0)
            words: list[Word] = []
            yield Labelled(array, _DPI, moved, f"web/{kind.__name__[1:]}-{style or 'clean'}-{seed}-{how}", words)
