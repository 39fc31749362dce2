"""Web pages and mails that carry a name they do not show, and some that only look so.

`HIDING` and `SHOWING` are pairs of a style sheet and a body; what a browser makes of them is checked by the long test.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

from tests.ocr.leaks.marked import Marked, clear_text

HIDING: dict[str, tuple[str, str]] = {
    "class": (".o{display:none}", "<p class=o>{0}</p>"),
    "child": ("table td > span.o, #nada{display:none}", "<table><tr><td>a<span class='x o'>{0}</span></table>"),
    "nth": ("li:nth-child(2){display:none}", "<ul><li>a<li>{0}<li>c</ul>"),
    "important": (".o{display:none!important}", "<p class=o style='display:block'>{0}</p>"),
    "order": (".o{display:block} .o{display:none}", "<p class=o>{0}</p>"),
    "specific": ("p.o{display:none} .o{display:block}", "<p class=o>{0}</p>"),
    "not": ("p:not(.v){display:none} p{color:#111}", "<p>{0}</p><p class=v>uno</p>"),
    "screen": ("@media screen and (min-width:600px){.o{display:none}}", "<p class=o>{0}</p>"),
    "layer": ("@layer a{.o{visibility:hidden}}", "<p class=o><b>{0}</b></p>"),
    "deep": (".o{visibility:hidden}", "<div class=o><div><p>{0}</p></div></div>"),
    "faded": (".o{opacity:0}", "<div class=o><p style='opacity:1'>{0}</p></div>"),
    "small": (".o{font-size:0}", "<p class=o>{0}</p>"),
    "inherited-small": (".o{font-size:1px}", "<div class=o><span>{0}</span></div>"),
    "share-small": (".o{font-size:1%}", "<div class=o><span style='font-size:100%'>{0}</span></div>"),
    "off": (".o{position:absolute;left:-9999px}", "<p class=o>{0}</p>"),
    "indent": (".o{text-indent:-9999px}", "<p class=o>{0}</p>"),
    "reader-only": (".o{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}",
                    "<p class=o>{0}</p>"),
    "clip-path": (".o{clip-path:inset(100%)}", "<p class=o>{0}</p>"),
    "flat": (".o{max-height:0;overflow:hidden}", "<div class=o>{0}</div>"),
    "scaled": (".o{transform:scale(0)}", "<p class=o>{0}</p>"),
    "white": (".o{color:white}", "<p class=o>{0}</p>"),
    "clear-letters": (".o{color:rgba(0,0,0,0)}", "<p class=o>{0}</p>"),
    "details": ("", "<details><summary>uno</summary>{0} <p>{0}</p></details>"),
    "template": ("", "<template><p>{0}</p></template><noscript>{0}</noscript><datalist><option>{0}</datalist>"),
    "attribute": ("", "<p hidden>{0}</p><dialog>{0}</dialog><input type=hidden value='{0}'>"),
    "white-with-print-sheet": ("", "<link rel=stylesheet media=print href=x.css><p class=o style='color:#fff'>{0}</p>"),
    "comment": ("", "<!-- {0} --><!--[if mso]><p>{0}</p><![endif]-->"),
    "canvas": ("", "<canvas>{0}</canvas><iframe srcdoc='x'>{0}</iframe><video>{0}</video>"),
}
BLACKENED: dict[str, tuple[str, str]] = {
    "black": (".o{background:#000}", "<p>declara <span class=o>{0}</span> vive</p>"),
    "black-letters": ("", "<p>declara <span style='background-color:black;color:#000000'>{0}</span></p>"),
    "black-cell": ("", "<table><tr><td bgcolor=black><font color='#000000'>{0}</font></table>"),
    "blurred": (".o{filter:blur(6px)}", "<p>declara <span class=o>{0}</span></p>"),
    "dark-row": ("tr{background:#111}", "<table><tr><td>{0}</table>"),
}
SHOWING: dict[str, tuple[str, str]] = {
    "plain": ("", "<p>{0}</p>"),
    "shown-again": (".o{display:none} .o.v{display:block}", "<p class='o v'>{0}</p>"),
    "inline-wins": (".o{display:none}", "<p class=o style='display:block'>{0}</p>"),
    "visible-child": (".o{visibility:hidden} .v{visibility:visible}", "<div class=o><p class=v>{0}</p></div>"),
    "print": ("@media print{p{display:none}}", "<p>{0}</p>"),
    "narrow": ("@media (max-width:480px){p{display:none}}", "<p>{0}</p>"),
    "hover": ("p:hover{display:none}", "<p>{0}</p>"),
    "pseudo": ("p::before{display:none} p::first-letter{font-size:2em}", "<p>{0}</p>"),
    "other-class": (".o > .p{display:none}", "<div class=o><div><p class=p>{0}</p></div></div>"),
    "aria": ("", "<p aria-hidden=true>{0}</p>"),
    "white-on-dark": (".o{background:#203040;color:#fff}", "<div class=o><p>{0}</p></div>"),
    "white-on-picture": (".o{background:url(x.png);color:#fff}", "<div class=o><p>{0}</p></div>"),
    "white-on-gradient": (".o{background:linear-gradient(#000,#333);color:#fff}", "<div class=o><p>{0}</p></div>"),
    "white-over": (".h{position:relative;background:#123} .o{position:absolute;color:#fff}",
                   "<div class=h><img><div class=o>{0}</div></div>"),
    "dark-row": ("tr{background:#111;color:#eee}", "<table><tr><td>{0}</table>"),
    "cell-colour": ("", "<table><tr bgcolor='#000080'><td><font color=white>{0}</font></table>"),
    "variable": (":root{--l:#fff;--g:#123} .o{background:var(--g);color:var(--l)}", "<p class=o>{0}</p>"),
    "details": ("", "<details open><summary>uno</summary><p>{0}</p></details>"),
    "summary": ("", "<details><summary>{0}</summary>otro</details>"),
    "dialog": ("", "<dialog open>{0}</dialog>"),
    "field": ("", "<input value='{0}'>"),
    "clipped-box": (".o{overflow:hidden;width:300px;max-height:900px}", "<div class=o>{0}</div>"),
    "bad-sheet": (".o{display:none p{} } }} @media{ .q:::x{display:none}", "<p>{0}</p>"),
    "foreign": ("@import 'x.css';", "<p class=o style='color:#fff'>{0}</p>"),
    "svg": ("", "<svg width=400 height=50><text y=20>{0}</text></svg>"),
    "without-scripts": ("", "<noscript><style>.o{display:none}</style></noscript><p class=o>{0}</p>"),
    "unclosed": ("li{color:#222}", "<ul><li>uno<li>{0}</ul><p>dos"),
}


UNKNOWN = frozenset(("foreign", "white-on-picture", "white-over"))
"""What is shown where something is missing that only the original's server has."""


def page(sheet: str, body: str) -> str:
    text = "".join(f"<p class=t>{line}</p>" for line in clear_text())
    kept = sheet.replace("p{display:none}", "p:not(.t){display:none}").replace("p:not(.v)", "p:not(.v):not(.t)")
    return (f"<!doctype html><html><head><meta charset=utf-8><title>Oficio</title><style>{kept}</style></head>"
            f"<body>{text}{body}</body></html>")


def make(sheet: str, body: str) -> Callable[[str], bytes]:
    return lambda name: page(sheet, body.replace("{0}", name)).encode()


def _mail(name: str) -> bytes:
    """A mail whose page blacks out what its plain text says."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "unidad@example.org", "otra@example.org", "Respuesta"
    mail.set_content("\n".join(clear_text()) + f"\ndeclara {name}")
    mail.add_alternative(page(*BLACKENED["black"]).replace("{0}", name), subtype="html")
    return mail.as_bytes()


_TOLD = frozenset({"hidden_text"})
PAGES = [
    *(Marked(f"page-{kind}", ".html", make(*one)) for kind, one in HIDING.items()),
    *(Marked(f"page-{kind}", ".html", make(*one), _TOLD) for kind, one in BLACKENED.items()),
    Marked("page-beside-marks", ".html", make(".o{display:none}", "<p>declara XXXXX</p><p class=o>{0}</p>"), _TOLD),
    Marked("mail-blackened", ".eml", _mail, _TOLD),
]
SEEN_PAGES: dict[str, tuple[str, Callable[[str], bytes]]] = {
    f"page-{kind}": (".html", make(*one)) for kind, one in SHOWING.items()}
