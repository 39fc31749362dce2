"""Tables are read as agencies and researchers have them."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tracker.agencies.directory import Directory
from tracker.imports.columns import Kind
from tracker.imports.read import Aside, SheetMet, Step, read_table
from tracker.imports.rows import AppealRow, RequestRow
from tracker.imports.tables import Unreadable

TODAY = date(2026, 11, 22)
HEADER = ["SIGLAS", "FOLIO", "FECHA_SOLICITUD", "DESCRIPCION_SOLICITUD", "FECHA_LIMITE", "RESPUESTA", "FECHA_RESPUESTA"]

ROW = ["INM", 411100064213, date(2013, 8, 15), "Copia del programa", date(2013, 9, 12), "", None]


def steps(path: Path, directory: Directory, kind: Kind = "requests", **options: Any) -> list[Step]:
    return list(read_table(path, kind, directory, TODAY, **options))


def requests(path: Path, directory: Directory, **options: Any) -> list[RequestRow]:
    return [step for step in steps(path, directory, **options) if isinstance(step, RequestRow)]


def appeals(path: Path, directory: Directory) -> list[AppealRow]:
    return [step for step in steps(path, directory, "appeals") if isinstance(step, AppealRow)]


def sheets(path: Path, directory: Directory) -> list[SheetMet]:
    return [step for step in steps(path, directory) if isinstance(step, SheetMet)]


def asides(path: Path, directory: Directory) -> list[Aside]:
    return [step for step in steps(path, directory) if isinstance(step, Aside)]


def test_a_header_is_found_under_banners(workbook: Callable[..., Path], directory: Directory) -> None:
    banner = [[], [None, None, "Instituto Nacional de Transparencia"], ["Solicitudes de información"], []]
    (row,) = requests(workbook(Hoja=[*banner, HEADER, ROW]), directory)
    assert (row.whose.agency, row.folio_as_written, row.folio) == ("INM", "411100064213", "0411100064213")
    assert (row.filed_on, row.due_on, row.text) == (date(2013, 8, 15), date(2013, 9, 12), "Copia del programa")
    assert row.number == 6


@pytest.mark.parametrize(
    "header",
    [
        ["Siglas", "Folio", "Fecha de la solicitud", "Descripción de la solicitud", "Fecha límite de respuesta"],
        ["siglas", "No. de folio", "Fecha de ingreso", "Información solicitada", "Vencimiento"],
        [
            "Sujeto obligado",
            "NÚMERO DE FOLIO",
            "FECHA DE PRESENTACIÓN",
            "Texto de la solicitud",
            "Fecha de vencimiento",
        ],
        ["Dependencia", "FolioSolicitud", "FechaSolicitud", "DescripcionSolicitud", "FechaLimite"],
        ["Institución", "folio_sisai", "fecha_oficial_de_recepcion", "solicitud_textual", "fecha_limite_respuesta"],
        ["Autoridad", "Folio (PNT)", "Fecha\nsolicitud", "¿Qué solicita?", "Fecha límite para dar respuesta"],
        [
            "Sujeto obligado",
            "Folio de la solicitud",
            "Fecha de envío de la solicitud",
            "Descripción",
            "Límite de respuesta",
        ],
    ],
)
def test_columns_are_recognised_by_meaning(
    workbook: Callable[..., Path], directory: Directory, header: list[str]
) -> None:
    (row,) = requests(workbook(Hoja=[header, ROW[:5]]), directory)
    assert (row.whose.agency, row.folio, row.filed_on) == ("INM", "0411100064213", date(2013, 8, 15))
    assert (row.text, row.due_on) == ("Copia del programa", date(2013, 9, 12))


def test_data_dictionaries_and_catalogues_are_not_read(workbook: Callable[..., Path], directory: Directory) -> None:
    dictionary = [
        ["Diccionario de datos"],
        ["No", "Variable", "Descripción"],
        [1, "Folio", "Número"],
        [2, "Respuesta", "Tipo"],
    ]
    catalogue = [["Respuesta", "Descripción"], ["Entrega", "Se entrega"], ["Negativa", "Se niega"]]
    path = workbook(Datos=[HEADER, ROW], Diccionario=dictionary, Respuestas=catalogue)
    assert [(one.name, one.columns is not None) for one in sheets(path, directory)] == [
        ("Datos", True),
        ("Diccionario", False),
        ("Respuestas", False),
    ]


def test_a_sheet_of_appeals_is_not_read_as_requests_nor_the_other_way(
    workbook: Callable[..., Path], directory: Directory
) -> None:
    recourse = [
        ["Folio del RR", "Folio de la solicitud", "Fecha de recepción", "Sentido de la resolución"],
        ["RDA 10/13", "0411100064213", date(2013, 10, 1), "Se revoca"],
    ]
    path = workbook(Solicitudes=[HEADER, ROW], Recursos=recourse)
    assert [row.folio for row in requests(path, directory)] == ["0411100064213"]
    assert [row.appeal for row in appeals(path, directory)] == ["RDA 10/13"]


def test_one_column_may_hold_dates_of_many_kinds(workbook: Callable[..., Path], directory: Directory) -> None:
    kinds = [date(2013, 8, 15), 41501, "15/08/2013", "15 de agosto de 2013", "2013-08-15"]
    rows = [["INM", f"04111000{n:03d}13", kind, "Texto"] for n, kind in enumerate(kinds, 1)]
    found = requests(workbook(Hoja=[HEADER[:4], *rows]), directory)
    assert {row.filed_on for row in found} == {date(2013, 8, 15)}
    assert not any(row.problems for row in found)


def test_impossible_values_are_told_and_the_row_is_kept(workbook: Callable[..., Path], directory: Directory) -> None:
    bad = [
        "INM",
        "0411100064213",
        "31/02/2013",
        "Texto",
        "pronto",
        "Entrega de información en medio electrónico",
        "04/0614",
    ]
    (row,) = requests(workbook(Hoja=[HEADER, bad]), directory)
    assert row.filed_on is None and row.due_on is None
    assert {(p.column, p.value) for p in row.problems} == {
        ("FECHA_SOLICITUD", "31/02/2013"),
        ("FECHA_LIMITE", "pronto"),
        ("FECHA_RESPUESTA", "04/0614"),
    }
    assert row.extra["FECHA_SOLICITUD"] == "31/02/2013"


def test_an_answer_before_its_question_is_told_and_no_event(
    workbook: Callable[..., Path], directory: Directory
) -> None:
    bad = [*ROW[:5], "Entrega de información en medio electrónico", date(2013, 8, 14)]
    (row,) = requests(workbook(Hoja=[HEADER, bad]), directory)
    assert [event.kind for event in row.events] == ["filed"]
    assert row.problems[0].column == "FECHA_RESPUESTA"


@pytest.mark.parametrize(
    ("answer", "kind", "outcome"),
    [
        ("Entrega de información en medio electrónico", "replied", "delivered"),
        ("No es de competencia de la unidad de enlace", "incompetence_notified", "incompetence"),
        ("La información está disponible públicamente", "public_information_notified", "delivered"),
        ("Inexistencia de la información solicitada", "replied", "denied"),
        ("Negativa por ser reservada o confidencial", "replied", "denied"),
        ("Notificación de prórroga", "extension_notified", "extension"),
        ("Requerimiento de información adicional", "clarification_asked", "clarification"),
        ("Información parcialmente reservada o confidencial", "replied", "partial"),
    ],
)
def test_the_platforms_kinds_of_answer_become_events(
    workbook: Callable[..., Path], directory: Directory, answer: str, kind: str, outcome: str
) -> None:
    (row,) = requests(workbook(Hoja=[HEADER, [*ROW[:5], answer, date(2013, 9, 2)]]), directory)
    assert [(e.kind, e.on, e.values.get("outcome")) for e in row.events] == [
        ("filed", date(2013, 8, 15), None),
        (kind, date(2013, 9, 2), outcome),
    ]


def test_columns_about_the_person_are_left_out(workbook: Callable[..., Path], directory: Directory) -> None:
    header = [
        *HEADER[:4],
        "SEXO",
        "Rango de edad",
        "Nombre del solicitante",
        "Correo electrónico del solicitante",
        "Estado",
    ]
    path = workbook(Hoja=[header, [*ROW[:4], "F", "20 a 30", "Fulana de Tal", "f@ejemplo.mx", "Chiapas"]])
    (row,) = requests(path, directory)
    told = repr(row)
    assert not any(secret in told for secret in ("20 a 30", "Fulana", "ejemplo.mx", "Chiapas"))
    (asked,) = requests(path, directory, with_demographics=True)
    assert asked.extra["Rango de edad"] == "20 a 30"
    assert "Fulana" not in repr(asked) and "ejemplo.mx" not in repr(asked)


def test_estado_is_a_status_when_it_says_one(workbook: Callable[..., Path], directory: Directory) -> None:
    (row,) = requests(workbook(Hoja=[[*HEADER[:4], "Estado"], [*ROW[:4], "Terminada"]]), directory)
    assert row.extra["Estado"] == "Terminada"


def test_a_column_nobody_knows_can_be_mapped_by_hand(workbook: Callable[..., Path], directory: Directory) -> None:
    path = workbook(
        Hoja=[["Clave X", "Cuándo", "Qué pedimos", "Interno"], ["0411100064213", date(2013, 8, 15), "Copia", "z"]]
    )
    assert requests(path, directory) == []
    assert sheets(path, directory)[0].likely == ("Clave X", "Cuándo", "Qué pedimos", "Interno")
    (row,) = requests(
        path, directory, mapping={"Clave X": "folio", "cuando": "filed_on", "Qué pedimos": "text", "Interno": ""}
    )
    assert (row.folio, row.filed_on, row.text, row.extra) == ("0411100064213", date(2013, 8, 15), "Copia", {})


def test_a_folio_of_no_known_scheme_is_accepted(workbook: Callable[..., Path], directory: Directory) -> None:
    (row,) = requests(workbook(Hoja=[HEADER[:4], ["ASF", "027/2015", date(2015, 2, 3), "Texto"]]), directory)
    assert (row.folio, row.folio_as_written, row.problems) == (None, "027/2015", ())


def test_a_state_s_folio_tells_the_jurisdiction_and_an_endless_one_is_shortened(
    workbook: Callable[..., Path], directory: Directory
) -> None:
    rows = [["Secretaría X", "090161622000123", date(2022, 2, 3), "a"], ["Y", "A-" + "7" * 90, date(2022, 2, 3), "b"]]
    state, endless = requests(workbook(Hoja=[["Sujeto obligado", *HEADER[1:4]], *rows]), directory)
    assert (state.whose.agency, state.whose.jurisdiction) == (None, "MX-CMX")
    assert endless.folio_as_written is not None and len(endless.folio_as_written) == 80
    assert endless.problems[0].column == "FOLIO"


def test_a_folio_a_spreadsheet_cut_is_told(workbook: Callable[..., Path], directory: Directory) -> None:
    (row,) = requests(workbook(Hoja=[HEADER[:4], ["INM", "4.111E+11", date(2013, 8, 15), "Texto"]]), directory)
    assert row.problems[0].column == "FOLIO"


def test_a_folio_of_another_agency_than_the_table_says_is_told(
    workbook: Callable[..., Path], directory: Directory
) -> None:
    (row,) = requests(workbook(Hoja=[HEADER[:4], ["SAT", "0411100064213", date(2013, 8, 15), "Texto"]]), directory)
    assert row.whose.agency == "SAT"
    assert "INM" in row.problems[0].problem


def test_the_banners_agency_counts_when_the_rows_name_none_but_the_regulator_never(
    workbook: Callable[..., Path], directory: Directory
) -> None:
    regulator = "Instituto Nacional de Transparencia, Acceso a la Información y Protección de Datos Personales"
    rows = [HEADER[1:4], ["A-1", date(2015, 2, 3), "Texto"]]
    (named,) = requests(
        workbook("a.xlsx", Hoja=[[regulator], ["Auditoría Superior de la Federación"], *rows]), directory
    )
    (nobody,) = requests(workbook("b.xlsx", Hoja=[[regulator], *rows]), directory)
    assert named.whose.agency == "ASF"
    assert nobody.whose.agency is None


def test_rows_without_folio_date_and_text_are_set_aside(workbook: Callable[..., Path], directory: Directory) -> None:
    path = workbook(Hoja=[HEADER, ROW, ["Total", None, None, None], [], HEADER, ["INM", None, None, "suelto"]])
    assert len(requests(path, directory)) == 1
    assert [one.problem.row for one in asides(path, directory)] == [3, 5, 6]


def test_formulas_are_inert(workbook: Callable[..., Path], directory: Directory) -> None:
    path = workbook(Hoja=[HEADER[:4], ["INM", "0411100064213", date(2013, 8, 15), "=1+1"]])
    (row,) = requests(path, directory)
    assert row.text == ""
    (problem,) = row.problems
    assert (problem.row, problem.column) == (2, "DESCRIPCION_SOLICITUD")
    (row,) = requests(
        _csv(path.parent, "FOLIO,FECHA_SOLICITUD,DESCRIPCION\nX1,15/08/2013,\"=cmd|' /C calc'!A0\"\n"), directory
    )
    assert row.text == "=cmd|' /C calc'!A0"


def _csv(folder: Path, text: str, encoding: str = "utf-8", name: str = "tabla.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_tables_of_any_encoding_and_delimiter(
    tmp_path: Path, directory: Directory, encoding: str, delimiter: str
) -> None:
    lines = [
        ["Sujeto obligado", "Folio", "Fecha de la solicitud", "Descripción"],
        [
            "Instituto Nacional de Migración",
            "0411100064213",
            "15/08/2013",
            '"Año de la detención; número, y más\nseñas"',
        ],
    ]
    text = "\r\n".join(delimiter.join(line) for line in lines) + "\r\n"
    (row,) = requests(_csv(tmp_path, text, encoding), directory)
    assert row.whose.agency == "INM"
    assert row.text == "Año de la detención; número, y más\nseñas"


def test_lines_of_json_are_a_table(tmp_path: Path, directory: Directory) -> None:
    lines = [
        {"folio": "0411100064213", "fecha_solicitud": "2013-08-15", "descripcion": "Ñandú"},
        {"folio": "0411100064413"},
    ]
    path = _csv(tmp_path, "\n".join([*(json.dumps(line) for line in lines), "{broken", "[1]"]), name="t.jsonl")
    assert [row.folio for row in requests(path, directory)] == ["0411100064213", "0411100064413"]
    assert [one.problem.row for one in asides(path, directory)] == [3, 4]


def test_a_web_page_saved_as_a_spreadsheet_is_read(tmp_path: Path, directory: Directory) -> None:
    page = "<html><table><tr><th>Folio</th><th>Fecha de la solicitud</th><th>Descripci&oacute;n</th></tr>"
    page += "<tr><td>0411100064213</td><td>15/08/2013</td><td>Copia &amp; m&aacute;s</td></tr></table>"
    (row,) = requests(_csv(tmp_path, page, name="t.xls"), directory)
    assert (row.folio, row.text) == ("0411100064213", "Copia & más")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("vacío.csv", b"", "vacío"),
        ("foto.csv", b"\x89PNG\r\n\x1a\n" + bytes(4000), "no es una tabla"),
        ("informe.csv", b"%PDF-1.7\n", "no es una tabla"),
        ("roto.xlsx", b"PK\x03\x04" + bytes(300), "dañado"),
        ("clave.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
        ("viejo.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "dañado"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    tmp_path: Path, directory: Directory, name: str, data: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=says):
        requests(tmp_path / name, directory)


def test_a_bomb_is_not_opened(tmp_path: Path, directory: Directory) -> None:
    path = tmp_path / "bomba.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (120 << 20))
    with pytest.raises(Unreadable, match="desmedido"):
        requests(path, directory)


def test_a_large_workbook_read_row_by_row_gives_the_same(
    workbook: Callable[..., Path], directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(
        Hoja=[[], ["Banner"], HEADER, *([*ROW[:1], f"{n:013d}", *ROW[2:]] for n in range(411100064213, 411100064233))]
    )
    at_once = requests(path, directory)
    monkeypatch.setattr("tracker.imports.workbooks.STREAM_ABOVE", 10)
    assert requests(path, directory) == at_once
    assert len(at_once) == 20


def test_an_appeal_without_a_number_but_with_its_request_is_kept(
    workbook: Callable[..., Path], directory: Directory
) -> None:
    header = [
        "Siglas",
        "Folio del RR",
        "Folio de la Solicitud",
        "Fecha de recepción",
        "Fecha de la resolución",
        "Sentido de la Resolución",
    ]
    rows = [
        ["ASF", None, 2312, date(2012, 4, 26), date(2012, 7, 19), "Se confirmó la respuesta"],
        ["ASF", "RR00000212", 3112, "26/11/2012 Por escrito.", date(2012, 1, 1), "SOBRESEIMIENTO"],
    ]
    first, second = appeals(workbook(Recursos=[header, *rows]), directory)
    assert (first.appeal, first.folio_as_written, first.sense) == (None, "2312", "confirma")
    assert (second.filed_on, second.resolved_on, second.sense) == (date(2012, 11, 26), None, "sobresee")
