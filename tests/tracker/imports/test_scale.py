"""A hundred thousand rows come in with progress and in memory that does not grow with the table."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

HEADER = ["SIGLAS", "FOLIO", "FECHA_SOLICITUD", "DESCRIPCION_SOLICITUD", "FECHA_LIMITE", "RESPUESTA", "FECHA_RESPUESTA"]
MEASURE = """
import resource, sys
from tracker.cli import main
code = main(sys.argv[1:])
print("PEAK", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def _rows(count: int) -> Any:
    for number in range(1, count + 1):
        day = date(2010, 1, 4) + timedelta(days=number % 2500)
        yield [
            "INM",
            f"04111{number:06d}{day:%y}",
            day,
            f"Copia del expediente {number} " + "palabra " * 20,
            day + timedelta(days=28),
            "Entrega de información en medio electrónico",
            day + timedelta(days=20),
        ]


def _as_csv(path: Path, count: int) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_rows(count))
    return path


def _as_xlsx(path: Path, count: int) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Solicitudes")
    sheet.append(HEADER)
    for row in _rows(count):
        sheet.append(row)
    book.save(path)
    return path


def _import(path: Path, data: Path) -> tuple[dict[str, Any], int, str]:
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, "import", "requests", str(path), "--json"],
        capture_output=True,
        text=True,
        env={"ACUSE_DATA_DIR": str(data)},
        check=True,
    )
    peak = int(ran.stderr.rsplit("PEAK", 1)[1])
    return json.loads(ran.stdout), peak, ran.stderr


@pytest.mark.long
@pytest.mark.parametrize("make", [_as_csv, _as_xlsx])
def test_a_hundred_thousand_rows_in_flat_memory(tmp_path: Path, make: Callable[[Path, int], Path]) -> None:
    suffix = make.__name__.removeprefix("_as_")
    _, small_peak, _ = _import(make(tmp_path / f"small.{suffix}", 5_000), tmp_path / "small")
    report, peak, said = _import(make(tmp_path / f"large.{suffix}", 100_000), tmp_path / "large")
    assert (report["rows"], report["created"]) == (100_000, 100_000)
    assert "50,000" in said
    assert peak < 1.5 * small_peak
    again, _, _ = _import(tmp_path / f"large.{suffix}", tmp_path / "large")
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 100_000)
