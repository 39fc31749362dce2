"""Damaged, odd and hostile tables end in rows or in one clear sentence, never in anything else."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.agencies.directory import Directory
from tracker.imports.read import Step, read_table
from tracker.imports.tables import Unreadable

TODAY = date(2026, 11, 22)
HEADER = "Folio,Fecha de la solicitud,Descripción\r\n"


def steps(path: Path, directory: Directory) -> list[Step]:
    try:
        return list(read_table(path, "requests", directory, TODAY))
    except Unreadable as problem:
        assert str(problem)
        return []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_survived(tmp_path: Path, directory: Directory, data: bytes, with_header: bool) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes((HEADER.encode() if with_header else b"") + data)
    steps(path, directory)


def test_a_workbook_damaged_anywhere_is_survived(workbook: Callable[..., Path], directory: Directory) -> None:
    rows = [["Folio", "Fecha de la solicitud"], *([f"041110006{n:02d}13", date(2013, 8, 15)] for n in range(20))]
    good = workbook(Hoja=rows).read_bytes()
    chance = random.Random(5)
    for number in range(40):
        data = bytearray(good)
        for _ in range(chance.choice([1, 5, 50])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = workbook("x.xlsx", Hoja=rows)
        path.write_bytes(bytes(data[: chance.randrange(100, len(data))] if number % 3 == 0 else data))
        steps(path, directory)


@pytest.mark.parametrize(
    "text",
    [
        "Folio;Fecha de la solicitud\n" + "\n".join(["0411100064213;15/08/2013;sobra;sobra"] * 3),
        "Folio;Fecha de la solicitud;Descripción\n0411100064213\n",
        'Folio,Fecha de la solicitud,Descripción\n0411100064213,15/08/2013,"comilla sin cerrar\n',
        "sep=;\nFolio;Fecha de la solicitud\n0411100064213;15/08/2013\n",
        "\n\n\nFolio\tFecha de la solicitud\n\n0411100064213\t15/08/2013\n\n",
        "\ufeffFolio,Fecha de la solicitud\n'0411100064213,15/08/2013\n",
        'Folio,Fecha de la solicitud\n"=""0411100064213""",15/08/2013\n',
        "FOLIO|FECHA DE LA SOLICITUD\n*0411100064213|15/08/2013\n",
    ],
)
def test_rows_of_odd_widths_quotes_and_signs_are_read(tmp_path: Path, directory: Directory, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8", newline="")
    found = [step for step in steps(path, directory) if hasattr(step, "folio")]
    assert found and all(step.folio == "0411100064213" for step in found)  # type: ignore[union-attr]
