# ruff: noqa: E501
"""Layouts of released files as offices print them: mail, letters, memos, minutes, chats, invoices, slides, tables."""

from __future__ import annotations

from collections.abc import Callable

from tests.ocr.redactions.made.script import Script

Layout = Callable[[Script], str]


def mail(w: Script) -> str:
    """A thread: heads with names and addresses close together, body, sign-off, disclaimer."""
    parts = []
    for _ in range(w.rng.randint(1, 4)):
        rows = []
        bold = w.pick("b", "b", "span")
        for label in w.heads:
            if label == w.heads[1]:
                value = "maandag 28 september 2020 09:37"
            elif label == w.heads[-1]:
                value = w.text(w.rng.randint(3, 9), 0.08)
            else:
                many = w.rng.choice((1, 1, 2, 4, 9))
                one = [w.name() + w.pick(" ", "&lt;", " [", "; ", " (") + w.address() for _ in range(many)]
                value = w.pick("; ", ", ", "&gt;; ").join(one)
            rows.append(f"<div><{bold}>{label}</{bold}>{w.pick(' ', '&emsp;', '')}{value}</div>")
        rule = w.pick("<hr>", "", f'<div style="border-top:2px solid {w.tone};margin:6px 0"></div>')
        sign = f"<p>{w.pick('Met vriendelijke groet,', 'Saludos,', 'Groeten', 'Regards,')}</p><p>{w.lines(w.rng.randint(1, 6))}</p>"
        small = (
            f'<p style="font-size:.75em;color:{w.pick("#000", "#555")}">{w.text(60, 0)}</p>'
            if w.rng.random() < 0.4
            else ""
        )
        parts.append(f"{rule}{''.join(rows)}<p>{w.pick('Hoi', 'Beste', 'Hola', 'Dear')} {w.name()},</p>"
                     f"{w.prose(w.rng.randint(1, 4), 0.03)}{sign}{small}")  # fmt: skip
    return "".join(parts)


def brief(w: Script) -> str:
    """A ministry's letter: a ribbon with a crest at the top, a narrow column of contacts, subject, text, signature."""
    left = w.rng.choice((46, 50, 10))
    ribbon = f'<div style="position:absolute;left:{left}%;top:0;width:{w.pick("44", "60", "120")}px;height:{w.pick("70", "120")}px;background:{w.pick(w.tone, "#154273", "#000")}"></div>'
    side = (f'<div style="position:absolute;right:34px;top:{w.rng.randint(150, 230)}px;width:140px;font-size:.72em">'
            f"<b>{w.title(2)}</b><br>{w.some(2)}<br>{w.some(3)}<p><b>Contact</b><br>{w.lines(w.rng.randint(1, 4))}</p>"
            f"<p><b>{w.title(1)}</b><br>{w.number()}</p><p><b>{w.title(1)}</b><br>{w.some(2)}</p></div>")  # fmt: skip
    facts = "".join(
        f'<div><span style="display:inline-block;width:80px">{w.title(1)}</span>{w.text(w.rng.randint(1, 6), 0.1)}</div>'
        for _ in range(2)
    )
    return (
        f'{ribbon}{side}<div style="margin:190px 150px 0 0"><p>{w.lines(w.rng.randint(2, 5))}<br>{w.some(2)}</p><br>{facts}<br>'
        f"<p>{w.title(1)} {w.name()},</p>{w.prose(w.rng.randint(2, 6), 0.02)}<p>{w.title(1)},</p><br><br>"
        f"<p>{w.name()}<br>{w.pick(w.some(3), w.g(w.some(3)))}</p></div>"
    )


def memo(w: Script) -> str:
    """A memo with a table of facts at its head, numbered heads, a framed remark and places to initial."""
    lined = w.pick(f"1px solid {w.line}", "none")
    rows = "".join(
        f'<tr><td style="border:{lined};width:130px;background:{w.pick("none", w.pale)}"><b>{w.title(1)}</b></td><td style="border:{lined}">'
        f"{w.rng.choice((w.name(), w.name() + ', ' + w.name(), w.number(), w.text(5, 0.1)))}</td></tr>"
        for _ in range(w.rng.randint(3, 8))
    )
    body = "".join(
        f"<h4 style='color:{w.tone}'>{n}. {w.title(3)}</h4>{w.prose(w.rng.randint(1, 3), 0.03)}" for n in range(1, 5)
    )
    frame = (
        f'<div style="border:1px solid {w.line};padding:6px;margin:8px 0">{w.text(24, 0.03)}</div>'
        if w.rng.random() < 0.5
        else ""
    )
    marks = "".join(
        f'<span style="display:inline-block;border:1px solid {w.line};width:110px;height:44px;margin-right:8px;font-size:9px">{w.pick("", w.some(1))}</span>'
        for _ in range(4)
    )
    return f"<h2>{w.pick('MEMO', 'NOTA', 'Tarjeta informativa')}</h2><table style='border-collapse:collapse;width:100%'>{rows}</table>{body}{frame}{marks if w.rng.random() < 0.5 else ''}"


def minutes(w: Script) -> str:
    """Minutes: who was there, points, and a list of actions with names in a column."""
    there = w.table(w.rng.randint(2, 4), w.rng.randint(3, 9), (w.rng.choice((0, 1)),))
    points = "".join(f"<li>{w.text(w.rng.randint(12, 50), 0.05)}</li>" for _ in range(w.rng.randint(3, 7)))
    acts = w.table(4, w.rng.randint(2, 7), (3,))
    return f"<h3>{w.title(4)}</h3>{there}<ol>{points}</ol><p>{w.text(20, 0.1)}</p>{acts}{w.prose(1)}"


def chat(w: Script) -> str:
    """Messages of a telephone: bubbles on a ground, or lines with the time and a name before each."""
    bubbles, ground = w.rng.random() < 0.6, w.pick("#fff", "#fff", "#ece5dd", w.faint)
    tones, found = (w.pick("#dcf8c6", "#d9e8fb", "#e9e9eb"), w.pick("#fff", "#e9e9eb", "#f3f3f3")), []
    for _ in range(w.rng.randint(9, 20)):
        own = w.rng.random() < 0.5
        text = w.text(w.rng.randint(1, 28), 0.07)
        hour = f"{w.rng.randint(7, 22)}:{w.rng.randint(10, 59)}"
        if bubbles:
            found.append(f'<div style="background:{tones[own]};border-radius:{w.pick("0", "8px")};padding:5px 9px;margin:6px 0 6px {"auto" if own else "0"};width:fit-content;'
                         f'max-width:70%"><div style="font-size:.8em;color:{w.tone}">{w.name()}</div>{text} <span style="font-size:.7em">{hour}</span></div>')  # fmt: skip
        else:
            found.append(f"<div>[{w.number()} {hour}] {w.name()}: {text}</div>")
    return f'<div style="background:{ground};padding:8px;display:flow-root">{"".join(found)}</div>'


def invoice(w: Script) -> str:
    """An invoice or offer: sender, address, lines with amounts of which some may be taken out, totals, accounts."""
    items = w.table(w.rng.randint(3, 6), w.rng.randint(3, 12), (1, 2), f"background:{w.pick('none', w.faint)}")
    total = "".join(
        f"<div>{w.title(1)} <span style='display:inline-block;width:110px;text-align:right'>{w.g(w.number())}</span></div>"
        for _ in range(3)
    )
    return (
        f'<div style="display:flex;justify-content:space-between"><div><b style="font-size:22px;color:{w.tone}">{w.title(2)}</b><br>{w.lines(3)}</div>'
        f"<div>{w.some(2)}<br>{w.lines(2)}<br>{w.number()}</div></div><br><p>{w.lines(4)}</p><h3>{w.pick('Factuur', 'Factura', 'Offerte')} {w.number()}</h3>{items}"
        f'<div style="text-align:right;background:{w.pick("none", w.pale)}">{total}</div><p>{w.text(14, 0.1)} IBAN {w.g("NL00 BANK 0123 4567 89")}</p>{w.prose(1, 0.02)}'
        f'<div style="position:absolute;left:0;right:0;bottom:0;height:26px;background:{w.pick("#fff", w.tone)}"></div>'
    )


def slide(w: Script) -> str:
    """A slide: a title on a ground or bare, points, a picture's place, a number."""
    band = w.rng.random() < 0.6
    points = "".join(f"<li>{w.text(w.rng.randint(3, 16), 0.08)}</li>" for _ in range(w.rng.randint(3, 8)))
    photo = f'<div style="float:right;width:210px;height:150px;margin:10px;background:{w.pick("linear-gradient(20deg,#678,#abc,#432)", w.pale, w.other)}"></div>'
    return (
        f'<div style="font-size:1.4em"><div style="background:{w.tone if band else "none"};color:{"#fff" if band else w.tone};padding:10px;font-size:1.5em">{w.title(4)}</div>'
        f"{photo if w.rng.random() < 0.5 else ''}<ul>{points}</ul>{w.table(3, 3, (1,)) if w.rng.random() < 0.4 else ''}<p>{w.name()}, {w.some(2)}</p></div>"
    )


def register(w: Script) -> str:
    """A sheet of many columns printed small, whole columns of which may be taken out."""
    count = w.rng.randint(5, 9)
    out = tuple(w.rng.sample(range(count), w.rng.randint(1, 3)))
    size = w.rng.choice((9, 10, 12))
    return f'<b>{w.title(3)}</b><div style="font-size:{size}px">{w.table(count, w.rng.randint(14, 40), out)}</div>'


def study(w: Script) -> str:
    """A report: wide lines, lists with points, footnotes, long passages that may be taken out."""
    points = "".join(f"<li>{w.text(w.rng.randint(14, 50), 0.04)}</li>" for _ in range(w.rng.randint(2, 5)))
    notes = f'<div style="border-top:1px solid #000;width:40%;font-size:.75em;margin-top:20px"></div><div style="font-size:.75em">{w.text(20, 0.05)}</div>'
    return f"<h2 style='color:{w.tone}'>{w.title(4)}</h2>{w.prose(2, 0.02, 0.2)}<ul>{points}</ul><h4>{w.title(2)}</h4>{w.prose(5, 0.02, 0.25)}{notes}"


def sheet(w: Script) -> str:
    """A form that was filled in: framed or underlined values, tick boxes, a place for a photograph and a signature."""
    ground, border = (
        w.pick("none", "none", w.pale),
        w.pick(f"1px solid {w.line}", "none", f"0;border-bottom:1px solid {w.line}"),
    )
    cells = "".join(
        f'<div><div style="font-size:.75em">{w.title(2)}</div><div style="border:{border};background:{ground};min-height:1.7em;padding:2px 4px">{w.rng.choice((w.name(), w.g(w.number()), w.some(2), ""))}</div></div>'
        for _ in range(w.rng.randint(8, 24))
    )
    ticks = "".join(
        f'<span style="display:inline-block;width:13px;height:13px;border:1.5px solid #000;background:{w.pick("none", "none", "#000")};margin:0 6px 0 14px"></span>{w.some(1)}'
        for _ in range(5)
    )
    head = f'<div style="background:{w.pick("none", w.tone, w.pale)};padding:4px"><b style="color:{w.pick("#000", "#777")}">{w.title(3)}</b></div>'
    return (
        f'<div style="position:absolute;right:50px;top:30px;width:100px;height:126px;border:1px solid #000;font-size:10px">{w.pick("", "Foto")}</div><h2>{w.title(3)}</h2><div style="height:70px"></div>{head}'
        f'<div style="display:grid;grid-template-columns:repeat({w.rng.choice((1, 2, 3))},1fr);gap:8px">{cells}</div><p>{ticks}</p>{head}{w.prose(2, 0.04)}'
        f'<div style="border:1px solid {w.line};width:240px;height:80px;font-size:10px">{w.pick("", "Handtekening", "Firma")}</div>'
    )


def oficio(w: Script) -> str:
    """A Mexican letter: crest and wordmark, number at the right, addressee, text, signature, legend of what is out."""
    legend = "".join(f"<div>{n}. {w.some(2)}, art. 116 LGTAIP</div>" for n in range(1, 4))
    mark = f'<div style="display:flex;gap:14px;align-items:center"><div style="width:60px;height:60px;border-radius:50%;background:conic-gradient({w.tone},#fff,{w.other},{w.tone})"></div><b style="font-size:22px;color:{w.tone}">{w.title(2).upper()}</b></div>'
    return (
        f'{mark}<div style="height:{w.pick("3", "12")}px;background:{w.tone};margin:8px 0"></div><div style="text-align:right">{w.title(1)}: {w.g(w.number())}<br>{w.title(1)}: {w.text(5, 0.1)}</div>'
        f"<p><b>{w.lines(w.rng.randint(2, 4))}<br>P R E S E N T E</b></p>{w.prose(w.rng.randint(3, 7), 0.04)}<p style='text-align:center'>ATENTAMENTE<br><br><br>{w.name()}</p>"
        f'<div style="font-size:9px;{w.pick("", "border:1px solid #000;padding:3px")}">{legend}</div>'
    )


def dossier(w: Script) -> str:
    """A record of a case: a coloured band, pairs of label and value in two columns, dated entries."""
    pairs = "".join(
        f"<div>{w.title(1)}: {w.rng.choice((w.name(), w.g(w.number()), w.some(3)))}</div>"
        for _ in range(w.rng.randint(8, 20))
    )
    entries = "".join(
        f"<p><b>{w.number()}</b> {w.text(w.rng.randint(8, 50), 0.06)}</p>" for _ in range(w.rng.randint(3, 8))
    )
    return f'<div style="background:{w.tone};color:#fff;padding:6px">{w.title(3)}</div><div style="columns:2;margin:10px 0">{pairs}</div><hr>{entries}'


def forward(w: Script) -> str:
    """Mail printed by another program: a head as a table with rules, quoted mail set in behind a bar, small print."""

    def head() -> str:
        rows = "".join(f'<tr><td style="color:#666;padding-right:20px;border-bottom:1px solid #ddd">{label}</td><td style="border-bottom:1px solid #ddd">{value}</td></tr>' for label, value in
                       (("Afzender", f"{w.name()} - {w.address()}"), ("Ontvanger", "<br>".join(w.address() for _ in range(w.rng.randint(1, 5)))), ("Tijdstip", "14-06-2019 14:12"), ("Titel", w.text(5, 0.1))))  # fmt: skip
        return f"<table style='width:100%;border-collapse:collapse'>{rows}</table>"

    inner = f'<div style="border-left:3px solid {w.tone};padding-left:14px;margin-left:{w.pick("6", "30")}px">{head()}{w.prose(2, 0.05)}<p>{w.lines(3)}</p></div>'
    return f"<h2>{w.title(3)}</h2>{head()}<p>{w.name()},</p>{w.prose(w.rng.randint(1, 3), 0.05)}<p>{w.name()} | {w.some(2)} | {w.g('06-12345678')}</p>{inner}{w.prose(1)}"


def cover(w: Script) -> str:
    """The first page of a report: a title far up or down, who wrote it for whom, a date, a lot of empty paper."""
    rule = f'<div style="height:{w.pick("1", "3", "8")}px;background:{w.tone};margin:8px 0"></div>'
    facts = "".join(
        f"<p><b>{w.title(1)}:</b>{w.pick(' ', '<br>')}{w.rng.choice((w.name(), w.some(2, 4), w.lines(w.rng.randint(1, 3)), w.number()))}</p>"
        for _ in range(w.rng.randint(2, 5))
    )
    return (
        f'<div style="margin:{w.rng.randint(10, 320)}px 0 0 {w.rng.choice((0, 60, 200))}px"><h1>{w.title(w.rng.randint(1, 4))}</h1>{w.pick(rule, "")}'
        f'<div style="height:{w.rng.randint(0, 300)}px"></div>{facts}</div><div style="position:absolute;left:70px;bottom:50px">{w.some(3)}</div>'
    )


def copies(w: Script) -> str:
    """What is left of a letter on its last page: who gets copies, a few short lines, a name and its office."""
    mark = f'<div style="text-align:{w.pick("right", "left")};font-size:20px;border-top:1px solid #000;border-bottom:1px solid #000">{w.title(2).upper()}</div>'
    points = "".join(
        f"<div>- {w.pick(w.some(1) + ' ', '')}{w.g(w.pick(w.person(), w.some(2, 5)))}</div>"
        for _ in range(w.rng.randint(2, 6))
    )
    fixed = f"<div>{w.title(3)}<br>{w.some(2)}<br>{w.number()} {w.title(1)}</div>"
    tail = w.pick("", f"<p>{w.title(1)},</p><br><p>{w.lines(w.rng.randint(2, 5))}</p>", w.prose(1, 0.05))
    return f'{w.pick(mark, "")}<div style="height:{w.rng.randint(20, 200)}px"></div>{tail}<p>{w.title(1)}:</p>{w.pick(fixed, "")}<br>{points}'


def facts(w: Script) -> str:
    """Names of things at the left and what they are at the right, some of it long, on a page that is half empty."""
    gap, wide = w.rng.choice((2, 8, 16)), w.rng.choice((90, 140, 220))
    rows = "".join(
        f'<div style="display:flex;margin-bottom:{gap}px"><b style="min-width:{wide}px">{w.title(1)}:</b><div>{w.rng.choice((w.name(), w.name() + ", " + w.some(2, 6), w.g(w.some(3, 9)), w.lines(3), w.some(2, 5), w.number()))}</div></div>'
        for _ in range(w.rng.randint(4, 14))
    )
    return (
        f'<div style="height:{w.rng.randint(0, 160)}px"></div><h2>{w.title(2)}</h2>{rows}{w.pick("", w.prose(1, 0.05))}'
    )


def notice(w: Script) -> str:
    """A page with one or two paragraphs, a signature that may be taken out whole, a stamp's frame."""
    stamp = f'<div style="border:2px solid {w.other};width:170px;padding:6px;color:{w.other};transform:rotate(-4deg)">{w.title(1)}<br>{w.number()}</div>'
    sign = f'<div class="block" style="width:{w.rng.randint(120, 320)}px;height:{w.rng.randint(30, 130)}px">{w.person()}<br>{w.some(2)}</div>'
    return f'<div style="height:{w.rng.randint(0, 260)}px"></div>{w.prose(w.rng.randint(1, 2), 0.05)}<p>{w.title(1)},</p>{sign}<p>{w.lines(2)}</p>{w.pick("", stamp)}'


LEARNED: tuple[Layout, ...] = (mail, brief, memo, chat, invoice, register, study, sheet, oficio, mail)
UNSEEN: tuple[Layout, ...] = (minutes, slide, dossier, forward)
SPARSE: tuple[Layout, ...] = (cover, copies, facts, notice)
