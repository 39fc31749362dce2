"""`python -m ocr`: its JSON lines, its exit codes, and that it never shows a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.ocr.pages import LETTER, born_digital, picture


def run(*arguments: str | Path) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, JSON lines and stderr of one run."""
    done = subprocess.run(
        [sys.executable, "-m", "ocr", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_pdf_with_text_and_a_picture_of_text_are_both_read(tmp_path: Path) -> None:
    pdf = born_digital(tmp_path / "oficio.pdf")
    png = tmp_path / "escaneo.png"
    picture().save(png, dpi=(300, 300))

    code, lines, _ = run(pdf, png)

    assert code == 0
    assert [line["media_type"] for line in lines] == ["application/pdf", "image/png"]
    text, scan = lines[0]["pages"][0], lines[1]["pages"][0]
    assert (text["source"], scan["source"]) == ("text", "ocr")
    assert text["text"].splitlines() == [line for line in LETTER if line]
    assert " ".join(scan["text"].split()) == " ".join(" ".join(LETTER).split())
    for page in (text, scan):
        assert (page["width_pt"], page["height_pt"]) == (612, 792)
        oficio = next(word for word in page["words"] if word["text"] == "UT/0412/2024")
        assert 0.1 < oficio["box"][0] < oficio["box"][2] < 0.6 and oficio["box"][1] < oficio["box"][3] < 0.2


def test_a_file_that_cannot_be_read_sets_its_error_and_the_exit_code_and_the_others_are_read(tmp_path: Path) -> None:
    good = born_digital(tmp_path / "bueno.pdf")
    locked = tmp_path / "cerrado.pdf"
    with pikepdf.open(good) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secreto", owner="secreto"))
    broken = tmp_path / "roto.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing of use")
    empty = tmp_path / "vacio.pdf"
    empty.touch()

    code, lines, stderr = run(locked, broken, empty, tmp_path / "no-hay.pdf", tmp_path, good)

    assert code == 3
    reasons = ["password", "damaged", "empty", "no such file", "not a regular file"]
    for line, reason in zip(lines, reasons, strict=False):
        assert reason in line["error"] and line["pages"] == []
        assert f"{line['file']}: {line['error']}" in stderr
    assert lines[5]["error"] is None and len(lines[5]["pages"]) == 1


def test_many_files_are_read_at_once_and_printed_in_the_order_asked_for(tmp_path: Path) -> None:
    files = []
    for index in range(7):
        path = tmp_path / f"{index}.pdf"
        born_digital(path, [f"Documento de la serie con el número {index}"], pages=1 + index % 3)
        files.append(path)
    files.insert(3, tmp_path / "falta.pdf")

    code, lines, _ = run(*files)

    assert code == 3
    assert [line["file"] for line in lines] == [str(path) for path in files]
    assert [len(line["pages"]) for line in lines] == [1, 2, 3, 0, 1, 2, 3, 1]
    assert [page["number"] for page in lines[2]["pages"]] == [1, 2, 3]


def test_a_language_that_is_not_installed_is_wrong_use(tmp_path: Path) -> None:
    code, lines, stderr = run(born_digital(tmp_path / "a.pdf"), "--lang", "xxx")

    assert (code, lines) == (2, [])
    assert "xxx" in stderr and len(stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["--no-such-option", "a.pdf"]])
def test_wrong_use_is_one_sentence_and_exit_code_2(arguments: list[str]) -> None:
    code, lines, stderr = run(*arguments)

    assert (code, lines, len(stderr.splitlines())) == (2, [], 1)


def test_words_are_left_out_when_not_wanted(tmp_path: Path) -> None:
    _, lines, _ = run(born_digital(tmp_path / "a.pdf"), "--no-words")

    assert lines[0]["pages"][0]["words"] is None and lines[0]["pages"][0]["text"]


def test_redactions_only_gives_no_text_words_source_or_confidence(tmp_path: Path) -> None:
    _, lines, _ = run(born_digital(tmp_path / "a.pdf"), "--redactions-only")

    page = lines[0]["pages"][0]
    assert [page[name] for name in ("text", "words", "source", "confidence")] == [None] * 4
    assert page["redactions"] == [] and page["leaks"] == []


def test_what_a_signed_container_holds_is_read_and_a_bare_signature_and_a_sealed_one_say_what_they_are(
    tmp_path: Path,
) -> None:
    from tests.ocr.mails import enveloped, signed

    pdf = born_digital(tmp_path / "oficio.pdf").read_bytes()
    for name, data in (("a.pdf.p7m", signed(pdf)), ("b.p7s", signed(pdf, apart=True)), ("c.p7m", enveloped(pdf))):
        (tmp_path / name).write_bytes(data)
    code, lines, _ = run(*(tmp_path / name for name in ("a.pdf.p7m", "b.p7s", "c.p7m")), "--no-words")
    assert code == 3
    assert lines[0]["media_type"] == "application/pdf" and LETTER[0] in lines[0]["pages"][0]["text"]
    assert [line["file"].rsplit("/", 1)[1] for line in lines] == ["a.pdf.p7m", "b.p7s", "c.p7m"]
    assert "not read" in lines[1]["error"] and "certificate" in lines[2]["error"]
