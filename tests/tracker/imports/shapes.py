"""The same twelve requests as many offices would hand them in: tables of other shapes, programs and habits.

Each shape writes one file of `TRUTH` and says what is to be read from it, where that is not all of it.
"""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Truth:
    """One request as it was."""

    folio: str
    filed_on: date
    text: str
    due_on: date
    answered_on: date | None
    answer: str


_KINDS = ("Entrega de información en medio electrónico", "Inexistencia de la información solicitada",
          "No es de competencia de la unidad de enlace", "La información está disponible públicamente")
_TEXTS = ("Número de visitas de supervisión hechas en 2012, por mes y por oficina regional; versión electrónica.",
          "Copia del contrato de vigilancia vigente\ny de sus anexos: montos, plazos y penas convencionales",
          "¿Cuántas quejas recibió el área; cuántas concluyó, y con qué resultado? «Desglose por año»",
          "Currículum del titular, sueldo neto | bruto, y viáticos \"al extranjero\" desde 2010")
TRUTH = tuple(
    Truth(f"04111{640 + n * 7:06d}13", filed := date(2013, 3, 1) + timedelta(days=9 * n), _TEXTS[n % 4],
          filed + timedelta(days=28), None if n == 11 else filed + timedelta(days=20 + n % 5), _KINDS[n % 4])
    for n in range(12))

HEADER = ("Folio", "Fecha de la solicitud", "Descripción de la solicitud", "Fecha límite", "Respuesta",
          "Fecha de respuesta")
_MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
Way = Callable[[date | None], Any]


def iso(day: date | None) -> Any:
    """2013-03-01."""
    return day.isoformat() if day else None


def slashes(day: date | None) -> Any:
    """01/03/2013."""
    return f"{day:%d/%m/%Y}" if day else None


def american(day: date | None) -> Any:
    """3/1/2013."""
    return f"{day.month}/{day.day}/{day.year}" if day else None


def short(day: date | None) -> Any:
    """01/03/13."""
    return f"{day:%d/%m/%y}" if day else None


def words(day: date | None) -> Any:
    """1 de marzo de 2013."""
    return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}" if day else None


def abbreviated(day: date | None) -> Any:
    """01-mar-13."""
    return f"{day:%d}-{_MONTHS[day.month - 1][:3]}-{day:%y}" if day else None


def serial(day: date | None) -> Any:
    """41334."""
    return (day - date(1899, 12, 30)).days if day else None


def stamped(day: date | None) -> Any:
    """01/03/2013 10:24:00 a. m."""
    return f"{day:%d/%m/%Y} 10:24:00 a. m." if day else None


def moments(day: date | None) -> Any:
    """A real date with an hour."""
    return datetime.combine(day, time(10, 24)) if day else None


def same(day: date | None) -> Any:
    """A real date."""
    return day


def rows(way: Way = same, folio: Callable[[str], Any] = str) -> list[list[Any]]:
    """The requests in the order of `HEADER`."""
    return [[folio(t.folio), way(t.filed_on), t.text, way(t.due_on), t.answer, way(t.answered_on)] for t in TRUTH]


@dataclass(frozen=True)
class Shape:
    """A way of writing the table."""

    name: str
    write: Callable[[Path], Path]
    without: frozenset[str] = field(default_factory=frozenset)
    """Fields that cannot be read from it; a problem must tell each."""
    kept: int = len(TRUTH)
    folios: bool = True
    """Whether the folios can be known; otherwise none may be made up, and each is told."""


SHAPES: list[Shape] = []


def shape(name: str, **more: Any) -> Callable[[Callable[[Path], Path]], Callable[[Path], Path]]:
    """Register a way of writing the table."""

    def note(write: Callable[[Path], Path]) -> Callable[[Path], Path]:
        SHAPES.append(Shape(name, write, **more))
        return write

    return note


def book(folder: Path, sheets: dict[str, Sequence[Sequence[Any]]], name: str = "tabla.xlsx",
         then: Callable[[Any], None] = lambda _book: None) -> Path:
    """An XLSX of named sheets."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    for title, lines in sheets.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    then(made)
    made.save(folder / name)
    return folder / name


def text(folder: Path, lines: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8",
         before: str = "", name: str = "tabla.csv") -> Path:
    """A CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["" if c is None else c for c in line] for line in lines])
    (folder / name).write_bytes((before + out.getvalue()).encode(encoding))
    return folder / name


def page(folder: Path, body: str, encoding: str = "cp1252", name: str = "Consulta.xls") -> Path:
    """A web page under the name of a workbook."""
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><body>'
    (folder / name).write_bytes(f"{head}{body}</body></html>".encode(encoding))
    return folder / name


def cells(lines: Sequence[Sequence[Any]], tag: str = "td") -> str:
    """Rows of a web page's table."""
    return "".join("<tr>" + "".join(
        f"<{tag}>{html.escape('' if c is None else str(c)).replace(chr(10), '<br>')}</{tag}>" for c in line) + "</tr>"
        for line in lines)


for _way in (iso, slashes, american, short, words, abbreviated, serial, stamped, moments):
    shape(f"xlsx, dates: {_way.__doc__}")(
        lambda folder, way=_way: book(folder, {"Hoja1": [HEADER, *rows(way)]}))


@shape("folios as numbers that lost their zero")
def _lost(folder: Path) -> Path:
    return book(folder, {"Hoja1": [HEADER, *rows(folio=int)]})


@shape("folios cut to scientific notation in a CSV", folios=False)
def _cut(folder: Path) -> Path:
    return text(folder, [HEADER, *rows(slashes, lambda f: f"{float(f):.2E}")])


@shape("folios cut to scientific notation with a comma", folios=False)
def _cut_comma(folder: Path) -> Path:
    return text(folder, [HEADER, *rows(slashes, lambda f: f"{float(f):.2E}".replace(".", ","))], delimiter=";")


@shape("folios that lost their last digits as numbers", folios=False)
def _rounded(folder: Path) -> Path:
    return book(folder, {"Hoja1": [HEADER, *rows(folio=lambda f: int(float(f"{float(f):.2E}")))]})


@shape("folios kept as text by an apostrophe or a formula's quotes")
def _quoted(folder: Path) -> Path:
    lines = rows(slashes)
    for n, line in enumerate(lines):
        line[0] = ("'" + line[0], f'="{line[0]}"', " " + line[0] + " ", line[0] + ".0")[n % 4]
    return text(folder, [HEADER, *lines])


@shape("header renamed")
def _renamed(folder: Path) -> Path:
    head = ("No. de folio INFOMEX", "Fecha en que ingresó", "Solicitud (texto íntegro)", "Vencimiento legal",
            "Tipo de respuesta otorgada", "Fecha en que se notificó la respuesta")
    return book(folder, {"Hoja1": [head, *rows()]})


@shape("header with units and notes")
def _units(folder: Path) -> Path:
    head = ("Folio (13 dígitos)", "Fecha de solicitud (dd/mm/aaaa)", "Descripción de la solicitud [texto]",
            "Fecha límite: 20 días hábiles", "Respuesta *", "Fecha de respuesta\n(dd/mm/aaaa)")
    return book(folder, {"Hoja1": [head, *rows(slashes)]})


@shape("header in two rows, the upper one merged")
def _two_rows(folder: Path) -> Path:
    upper = ("Solicitud", None, None, None, "Respuesta", None)
    lower = ("Folio", "Fecha", "Descripción", "Vencimiento", "Tipo", "Fecha")

    def merge(made: Any) -> None:
        sheet = made.worksheets[0]
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("E1:F1")

    return book(folder, {"Hoja1": [upper, lower, *rows()]}, then=merge)


@shape("header in two rows, under a banner, some names over both rows")
def _two_rows_banner(folder: Path) -> Path:
    banner = [["INSTITUTO NACIONAL DE MIGRACIÓN"], ["Solicitudes de acceso 2013"], []]
    upper = ("Folio", "Fechas", None, None, "Descripción de la solicitud", "Respuesta")
    lower = (None, "Presentación", "Límite", "Respuesta", None, None)
    lines = [[r[0], r[1], r[3], r[5], r[2], r[4]] for r in rows(slashes)]
    return book(folder, {"Hoja1": [*banner, upper, lower, *lines]})


@shape("numbered columns under the header")
def _numbered(folder: Path) -> Path:
    return book(folder, {"Hoja1": [HEADER, [1, 2, 3, 4, 5, 6], *rows()]})


@shape("totals, blank rows, and the header again on every page")
def _totals(folder: Path) -> Path:
    lines: list[list[Any]] = []
    for n, line in enumerate(rows()):
        lines.append(line)
        if n % 5 == 4:
            lines += [[], ["Subtotal", None, "5 solicitudes"], list(HEADER)]
    lines += [[], ["Total", 12], ["TOTAL DE SOLICITUDES: 12"], [None, None, "Total general", None, None, 12],
              ["Fuente: Sistema INFOMEX, corte al 31 de diciembre de 2013"], ["Elaboró: Unidad de Enlace"]]
    return book(folder, {"Hoja1": [HEADER, *lines]})


@shape("several sheets, one a month, and a summary")
def _months(folder: Path) -> Path:
    made: dict[str, Any] = {"Resumen": [["Mes", "Solicitudes", "Respondidas"], ["Marzo", 4, 4], ["Abril", 4, 3]]}
    for n, month in enumerate(("Marzo", "Abril", "Mayo")):
        made[month] = [HEADER, *rows()[n * 4 : n * 4 + 4]]
    made["Catálogo de respuestas"] = [["Clave", "Respuesta"], [1, "Entrega"], [2, "Inexistencia"]]
    return book(folder, made)


@shape("columns before and between that hold nothing")
def _gaps(folder: Path) -> Path:
    def spread(line: Sequence[Any]) -> list[Any]:
        return [None, None, line[0], None, line[1], line[2], None, None, *line[3:]]

    return book(folder, {"Hoja1": [[], spread(HEADER), *map(spread, rows())]})


@shape("a counter, hidden rows and hidden columns")
def _hidden(folder: Path) -> Path:
    def hide(made: Any) -> None:
        sheet = made.worksheets[0]
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.auto_filter.ref = "A1:G13"

    return book(folder, {"Hoja1": [("No.", *HEADER), *([n, *line] for n, line in enumerate(rows(), 1))]}, then=hide)


@shape("dates of the other epoch")
def _epoch(folder: Path) -> Path:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    def other(made: Any) -> None:
        made.epoch = CALENDAR_MAC_1904

    return book(folder, {"Hoja1": [HEADER, *rows()]}, then=other)


@shape("formulas with their results")
def _formulas(folder: Path) -> Path:
    path = book(folder, {"Hoja1": [HEADER, *rows(serial)]})
    there = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    for line in rows(serial):
        there = there.replace(f"<v>{line[3]}</v>", f"<f>B2+28</f><v>{line[3]}</v>", 1)
    return _with(path, "xl/worksheets/sheet1.xml", there)


@shape("formulas without results", without=frozenset({"due_on"}))
def _unstored(folder: Path) -> Path:
    return book(folder, {"Hoja1": [HEADER, *([*r[:3], f"=B{n}+28", *r[4:]] for n, r in enumerate(rows(), 2))]})


@shape("a sheet that says it has a million rows")
def _million(folder: Path) -> Path:
    path = book(folder, {"Hoja1": [HEADER, *rows()]})
    there = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    there = there.replace('ref="A1:F13"', 'ref="A1:XFD1048576"').replace(
        "</sheetData>", '<row r="1048576"><c r="F1048576" s="0"/></row></sheetData>')
    return _with(path, "xl/worksheets/sheet1.xml", there)


def _with(path: Path, name: str, content: str) -> Path:
    with zipfile.ZipFile(path) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for one, data in parts.items():
            new.writestr(one, content if one == name else data)
    return path


for _delimiter, _encoding in ((";", "cp1252"), ("\t", "utf-16"), ("|", "utf-8"), (",", "utf-8-sig"), (";", "cp850")):
    shape(f"CSV, {_delimiter!r}, {_encoding}")(
        lambda folder, d=_delimiter, e=_encoding: text(folder, [HEADER, *[
            [str(c).replace("«", '"').replace("»", '"') if isinstance(c, str) else c for c in r]
            for r in rows(slashes)]], d, e))


@shape("CSV with a line that names its delimiter and a banner")
def _banner_csv(folder: Path) -> Path:
    return text(folder, [["Instituto Nacional de Migración"], ["Corte: 31/12/2013"], [], HEADER, *rows(slashes)], ";",
                "cp1252", before="sep=;\r\n")


@shape("web page saved as XLS")
def _infomex(folder: Path) -> Path:
    return page(folder, "<table border=1>" + cells([HEADER], "th") + cells(rows(slashes)) + "</table>")


@shape("web page saved as XLS, with merged headers, nested layout and no end tags")
def _messy_page(folder: Path) -> Path:
    head = ("<tr><td colspan=6><b>Instituto Nacional de Migraci&oacute;n</b></td></tr>"
            "<tr><th rowspan=2>Folio<th colspan=2>Solicitud<th rowspan=2>Fecha l&iacute;mite"
            "<th colspan=2>Respuesta</tr><tr><th>Fecha<th>Descripci&oacute;n<th>Tipo<th>Fecha")
    body = "".join("<tr>" + "".join(
        f"<td nowrap>&nbsp;{html.escape('' if c is None else str(c)).replace(chr(10), '<br/>')}" for c in line)
        for line in rows(slashes))
    return page(folder, f"<table><tr><td>Men&uacute;</td><td><table id=datos>{head}{body}</table></td></tr></table>"
                        "<table><tr><td>P&aacute;gina 1 de 1</td></tr></table>", "utf-8")


@shape("web page whose dates span the rows of a day")
def _spanned(folder: Path) -> Path:
    lines = [f"<tr><td>{t.folio}</td><td rowspan=1>{slashes(t.filed_on)}</td><td>{html.escape(t.text)}</td>"
             f"<td>{slashes(t.due_on)}</td><td>{t.answer}</td><td>{slashes(t.answered_on) or ''}</td></tr>"
             for t in TRUTH]
    return page(folder, "<table>" + cells([HEADER], "th") + "".join(lines) + "</table>")


@shape("XML of a spreadsheet of 2003")
def _sheet_ml(folder: Path) -> Path:
    def cell(value: Any) -> str:
        if isinstance(value, date):
            return f'<Cell ss:StyleID="s1"><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data></Cell>'
        return f'<Cell><Data ss:Type="String">{html.escape(str(value)).replace(chr(10), "&#10;")}</Data></Cell>'

    def line(values: Sequence[Any]) -> str:
        made, skipped = [], False
        for at, value in enumerate(values, 1):
            if value is None:
                skipped = True
                continue
            made.append(cell(value).replace("<Cell", f'<Cell ss:Index="{at}"', 1) if skipped else cell(value))
            skipped = False
        return "<Row>" + "".join(made) + "</Row>"

    body = "".join(line(values) for values in ([HEADER, *rows()]))
    data = ('<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Reporte"><Table>'
            f"{body}</Table></Worksheet></Workbook>")
    path = folder / "reporte.xls"
    path.write_text(data, encoding="utf-8")
    return path


@shape("lines of JSON")
def _json(folder: Path) -> Path:
    import json

    path = folder / "tabla.jsonl"
    path.write_text("\n".join(json.dumps(dict(zip(HEADER, line, strict=True)), ensure_ascii=False)
                              for line in rows(iso)), encoding="utf-8")
    return path


@shape("month first, said by the column's name alone")
def _declared(folder: Path) -> Path:
    head = [name.replace("Fecha", "Fecha (mm/dd/aaaa)") for name in HEADER]
    return book(folder, {"Hoja1": [head, *rows(american)]})


@shape("dates that a program of another country half converted", without=frozenset({"due_on"}))
def _swapped(folder: Path) -> Path:
    def half(day: date) -> Any:
        return date(day.year, day.day, day.month) if day.day <= 12 else slashes(day)

    lines = rows(slashes)
    for line, true in zip(lines, TRUTH, strict=True):
        line[3] = half(true.due_on)
    return book(folder, {"Hoja1": [HEADER, *lines]})


@shape("dates with Roman months")
def _roman(folder: Path) -> Path:
    months = "I II III IV V VI VII VIII IX X XI XII".split()
    return text(folder, [HEADER, *rows(lambda d: f"{d.day}-{months[d.month - 1]}-{d.year}" if d else None)])


@shape("two tables in one sheet, the second with its columns in another order")
def _stacked(folder: Path) -> Path:
    order = (2, 0, 1, 5, 4, 3)
    lines = rows()
    return book(folder, {"Hoja1": [
        ["Primer semestre"], HEADER, *lines[:6], [], ["Segundo semestre"], [],
        [HEADER[at] for at in order], *([line[at] for at in order] for line in lines[6:])]})


@shape("appeals in a table under the requests")
def _appeals_under(folder: Path) -> Path:
    return book(folder, {"Hoja1": [
        HEADER, *rows(), [], ["Recursos de revisión"], [],
        ["Número de recurso", "Folio de la solicitud", "Fecha de interposición", "Sentido de la resolución"],
        ["RDA 1/13", TRUTH[0].folio, date(2013, 5, 2), "Confirma"],
        ["RDA 2/13", TRUTH[1].folio, date(2013, 5, 3), ""]]})


@shape("web page kept with its parts in one file")
def _archived(folder: Path) -> Path:
    import quopri

    table = "<html><body><table>" + cells([HEADER], "th") + cells(rows(slashes)) + "</table></body></html>"
    head = ('MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="parte"\r\n\r\n--parte\r\n'
            'Content-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n')
    path = folder / "reporte.xls"
    path.write_bytes(head.encode() + quopri.encodestring(table.encode()) + b"\r\n--parte--\r\n")
    return path


@shape("a workbook of LibreOffice")
def _ods(folder: Path) -> Path:
    def cell(value: Any) -> str:
        if isinstance(value, date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        lines = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in str(value or "").split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>' if value else (
            "<table:table-cell/>")

    body = "".join(f"<table:table-row>{''.join(map(cell, line))}</table:table-row>" for line in [HEADER, *rows()])
    spaces = " ".join(f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
                      for short in ("office", "table", "text"))
    content = (f'<?xml version="1.0"?><office:document-content {spaces} office:version="1.2"><office:body>'
               f'<office:spreadsheet><table:table table:name="Hoja1">{body}</table:table></office:spreadsheet>'
               "</office:body></office:document-content>")
    path = folder / "tabla.ods"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
                      '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        made.writestr("content.xml", content)
    return path
