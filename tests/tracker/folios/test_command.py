"""`acuse folio` as its users call it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli import main


def test_all_texts_give_one_list_with_each_folio_once(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["folio", "folio 0411100064213 y 330026324000817", "--json", "0411100064213", "9876500012314"])
    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert [one["folio"] for one in found] == ["0411100064213", "330026324000817", "9876500012314"]
    promised = {"text", "folio", "scheme", "jurisdiction", "unit_code", "agency", "year", "consecutive", "repaired"}
    assert {*promised, "problems"} <= set(found[0])
    assert found[2]["agency"] is None and found[2]["problems"]


def test_no_folio_is_an_empty_list_and_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["folio", "--json", "teléfono 55 5123 4567"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_words_say_the_agency_and_what_is_doubtful(capsys: pytest.CaptureFixture[str]) -> None:
    main(["folio", "O411100064213"])
    words = capsys.readouterr().out
    assert "INM" in words and "sin verificar" in words and "«O» como 0" in words


def test_a_folio_that_lost_a_digit_is_not_read_but_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["folio", "--json", "33002632400817"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out) == []
    assert "14 dígitos" in told.err


def test_a_folio_command_without_text_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["folio"]) == 2
    assert capsys.readouterr().err.startswith("acuse: ")


def test_the_command_starts_without_the_heavy_libraries(tmp_path: Path) -> None:
    script = (
        "import sys; from tracker.cli import main; main(['folio', '--json', '0411100064213']); "
        "heavy = {'sqlalchemy', 'flask', 'reportlab', 'numpy', 'PIL'} & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False,
                          env={"ACUSE_DATA_DIR": str(tmp_path)})
    assert done.returncode == 0, done.stderr
