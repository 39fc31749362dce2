"""What is hidden in a file is in nothing that reading it prints; what the page shows is."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from ocr.command import main
from tests.ocr.leaks.files import make, noise_image, reader, write_text

SECRET = "Xoltzinpueblo"
Draw = Callable[[Canvas], None]


def _under_box(canvas: Canvas) -> None:
    canvas.drawString(72, 250, f"declara {SECRET} que vive")
    canvas.rect(60, 240, 300, 30, stroke=0, fill=1)


def _under_image(canvas: Canvas) -> None:
    canvas.drawString(72, 250, SECRET)
    canvas.drawImage(reader(noise_image()), 60, 240, 200, 30)


def _white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    canvas.drawString(72, 250, SECRET)


def _black_on_black(canvas: Canvas) -> None:
    canvas.rect(60, 240, 300, 30, stroke=0, fill=1)
    canvas.drawString(72, 250, SECRET)


def _below_the_edge(canvas: Canvas) -> None:
    canvas.drawString(72, 60, f"declara {SECRET} que vive en la calle")


def _plain(canvas: Canvas) -> None:
    canvas.rect(60, 240, 200, 20, stroke=0, fill=1)


def _finish(path: Path, how: str) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        if how == "crop":
            pdf.pages[0].CropBox = [0, 120, 612, 792]
        elif how == "bookmark":
            with pdf.open_outline() as outline:
                outline.root.append(pikepdf.OutlineItem(f"Fulano {SECRET}", 0))
        elif how == "attachment":
            pdf.attachments["anexo.txt"] = SECRET.encode()
        elif how == "title":
            pdf.docinfo["/Title"] = f"Caso de Fulano {SECRET}"
        pdf.save(path)
    return path


@pytest.mark.parametrize(
    ("draw", "how"),
    [(_under_box, ""), (_under_image, ""), (_white, ""), (_black_on_black, ""), (_below_the_edge, "crop"),
     (_plain, "bookmark"), (_plain, "attachment"), (_plain, "title")],
)  # fmt: skip
@pytest.mark.parametrize("options", [[], ["--redactions-only"]])
def test_what_a_file_hides_is_printed_nowhere_but_that_it_leaks_is(
    draw: Draw, how: str, options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    def page(canvas: Canvas) -> None:
        write_text(canvas)
        draw(canvas)

    path = _finish(make(tmp_path / "a.pdf", page), how)
    with caplog.at_level(logging.DEBUG):
        assert main([str(path), *options]) == 0
    said = capsys.readouterr()
    told = (said.out + said.err + caplog.text).casefold()
    assert SECRET.casefold() not in told
    assert SECRET.casefold()[:8] not in told
    (leak, *_) = json.loads(said.out)["pages"][0]["leaks"]
    assert leak["characters"] >= len(SECRET)


def test_white_on_dark_heads_fields_and_text_on_pictures_stay_readable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def page(canvas: Canvas) -> None:
        write_text(canvas, 6)
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(60, 400, 480, 24, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(70, 408, "Expediente")
        canvas.drawString(270, 408, "Resolutivo")
        canvas.setFillGray(0.75)
        canvas.rect(60, 300, 300, 40, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.drawString(72, 314, "Fotografía del inmueble")
        canvas.acroForm.textfield(x=72, y=200, width=200, height=20, value="contestado", name="campo")

    assert main([str(make(tmp_path / "a.pdf", page))]) == 0
    read = json.loads(capsys.readouterr().out)["pages"][0]
    for word in ("Expediente", "Resolutivo", "Fotografía", "contestado"):
        assert word in read["text"]
    assert read["leaks"] == []
