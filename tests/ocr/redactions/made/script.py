# ruff: noqa: E501
"""What layouts of HTML are written with: words, names, numbers, and marks around what may be taken out."""

from __future__ import annotations

import random
from html import escape

_WORDS = (
    (
        "overleg besluit verzoek bijlage provincie gemeente advies afspraak vergadering stukken concept planning "
        "onderzoek woningen natuur water contract offerte de het een van in op met voor niet ook nog naar wordt heeft "
        "kunnen zullen graag morgen week maandag bespreken toelichting reactie voorstel college raad memo rapport"
    ).split(),
    (
        "oficio solicitud respuesta registro expediente estancia ingreso traslado convenio pago dirección área revisión "
        "el la los de en que se con por para una del al este entre informe reunión mesa minuta acuerdo anexo copia "
        "programa personal consulado albergue frontera salida llegada oficina fecha"
    ).split(),
    (
        "meeting report draft proposal office record review schedule request budget payment annex service the a of in to "
        "with for and not also will have been next please find attached comments team project region data"
    ).split(),
)
_SYLLABLES = "ba ren lo mi ka sa tor del vin ro ne za ul pe ma ri go fer dan os".split()
_LABELS = (("Van:", "Verzonden:", "Aan:", "CC:", "Onderwerp:"), ("De:", "Enviado:", "Para:", "CC:", "Asunto:"),
           ("From:", "Sent:", "To:", "Cc:", "Subject:"))  # fmt: skip
_FONTS = ("Liberation Sans", "Liberation Sans", "Liberation Serif", "DejaVu Sans", "Liberation Sans Narrow",
          "DejaVu Serif", "Liberation Mono", "DejaVu Sans Condensed")  # fmt: skip
_TONES = ("#154273", "#8b1a2b", "#275937", "#39870c", "#01689b", "#404040", "#7b3f98", "#b5500b", "#000", "#c00000")
_PALES = ("#f3f3f3", "#e6e6e6", "#d9d9d9", "#eef7fb", "#fff4dc", "#e8f1df", "#f6e0e6", "#d6e4f0", "#ffffcc")

_MARKS = ("#ffff00", "#ffff66", "#9cff9c", "#7fe5ff", "#ffb3d9", "#c8c8c8", "#ffd27f")


class Script:
    """One page being written; `g` marks words that may be taken out, whether they are or not."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        tongue = rng.choice((0, 0, 1, 2))
        self.words, self.heads = _WORDS[tongue], _LABELS[tongue]
        self.tone, self.other = rng.choice(_TONES), rng.choice(_TONES)
        self.pale, self.faint = rng.choice(_PALES), rng.choice(_PALES)
        self.line = rng.choice(("#000", "#000", "#666", "#aaa", "#ccc"))
        self.aside = random.Random(str(rng.getstate()[1][:4]))
        self.mark = self.aside.choice(_MARKS) if self.aside.random() < 0.22 else None
        """The tone of a pen that words were marked with."""
        self.font = f"{rng.choice((11, 12, 13, 14, 15))}px/{rng.choice((1.15, 1.25, 1.4, 1.6))} '{rng.choice(_FONTS)}'"

    def pick(self, *of: str) -> str:
        """One of several."""
        return self.rng.choice(of)

    def some(self, least: int, most: int | None = None) -> str:
        """A few words."""
        return " ".join(self.rng.choice(self.words) for _ in range(self.rng.randint(least, most or least)))

    def title(self, count: int) -> str:
        """A few words with capitals."""
        return self.some(count).title()

    def number(self) -> str:
        """A number, an amount or a date."""
        rng = self.rng
        return rng.choice((
            str(rng.randint(1, 9999)), f"{rng.randint(1, 99)}.{rng.randint(100, 999)},{rng.randint(10, 99)}",
            f"{rng.randint(1, 28)}-{rng.randint(1, 12)}-20{rng.randint(10, 25)}", f"{rng.randint(0, 100)}%",
        ))  # fmt: skip

    def person(self) -> str:
        """Something as long as a name."""
        parts = ["".join(self.rng.choice(_SYLLABLES) for _ in range(self.rng.choice((2, 3)))) for _ in range(2)]
        return " ".join(parts).title()

    def address(self) -> str:
        """The first part of an e-mail address, which may be taken out, and its domain."""
        name = self.person().lower().replace(" ", ".")
        where = f"@{self.some(1)}.example"
        return self.g(name) + where if self.rng.random() < 0.7 else self.g(name + where)

    def g(self, text: str) -> str:
        """Words that may be taken out."""
        return f"<g>{escape(text)}</g>"

    def name(self) -> str:
        """A name that may be taken out."""
        return self.g(self.person())

    def text(self, words: int, rate: float = 0.04) -> str:
        """Running text with names, and phrases of some words, that may be taken out."""
        rng, parts = self.rng, []
        while words > 0:
            draw = rng.random()
            if draw < rate:
                parts.append(self.name() if rng.random() < 0.7 else self.g(self.some(4, 22)))
            word = escape(self.some(1)) + (rng.choice((",", ".", ".")) if rng.random() < 0.12 else "")
            if self.mark and self.aside.random() < 0.07:
                word = f'<span style="background:{self.mark}">{word}</span>'
            parts.append(word)
            words -= 1
        return " ".join(parts)

    def prose(self, count: int, rate: float = 0.04, blocks: float = 0.12) -> str:
        """Paragraphs; now and then one may be taken out whole, as lines or as a block."""
        found = []
        for _ in range(count):
            words, draw = self.rng.randint(10, 60), self.rng.random()
            if draw < blocks:
                found.append(f"<p>{self.g(self.some(words))}</p>")
            elif draw < 2 * blocks:
                found.append(f'<p class="block">{self.some(words)}</p>')
            else:
                found.append(f"<p>{self.text(words, rate)}</p>")
        return "".join(found)

    def lines(self, count: int) -> str:
        """Short lines one below another, as an address or a signature, most of which may be taken out."""
        found = []
        for _ in range(count):
            draw = self.rng.random()
            text = self.person() if draw < 0.5 else self.some(1, 4)
            found.append(self.g(text) if draw < 0.75 else f"{self.pick('T', 'M', 'E', 'Tel.')} {self.name()}")
        return "<br>".join(found)

    def table(self, columns: int, rows: int, out: tuple[int, ...] = (), style: str = "") -> str:
        """A table; the cells of the columns `out` may be taken out, wholly or their words."""
        rng = self.rng
        lined = self.pick(f"1px solid {self.line}", f"1px solid {self.line}", "none", "1px solid #ddd")
        head, band = self.pick(self.tone, self.pale, "#000", "none"), self.pick("none", "none", self.faint)
        light = head in (self.pale, "none")
        whole = rng.random() < 0.4
        parts = ["<tr>" + "".join(
            f'<th style="border:{lined};background:{head};color:{"#000" if light else "#fff"}">{self.title(1)}</th>'
            for _ in range(columns)) + "</tr>"]  # fmt: skip
        for row in range(rows):
            cells = []
            for column in range(columns):
                back = band if row % 2 else "none"
                if column in out:
                    inner = self.person() if column == out[0] else self.number()
                    kind = ' class="cell"' if whole else ""
                    inner = inner if whole else self.g(inner)
                else:
                    kind, inner = "", rng.choice((self.number(), self.some(1, 3), self.some(2, 6), ""))
                cells.append(f'<td{kind} style="border:{lined};background:{back}">{inner}</td>')
            parts.append(f"<tr>{''.join(cells)}</tr>")
        pad = rng.choice((1, 3, 6))
        return (f'<style>td,th{{padding:{pad}px;text-align:left;vertical-align:top}}</style><table style="border-collapse'
                f':collapse;width:100%;{style}">{"".join(parts)}</table>')  # fmt: skip
