"""Old Word, PowerPoint and Outlook files give what their reader sees, and nothing that was hidden or struck."""

from __future__ import annotations

from pathlib import Path

import pytest

from ocr.errors import DamagedFile, EncryptedFile, NoText, UnsupportedFile
from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.text import mapi
from ocr.types import PageReading
from tests.ocr.compound import compound, message, powerpoint, word

HERE = ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr")


def read(path: Path) -> tuple[str, list[PageReading]]:
    with LocalFile(path, None, HERE) as opened:
        return opened.media_type, list(opened.read_pages(range(1, opened.page_count + 1)))


def test_an_old_word_file_gives_its_text_without_hidden_runs_and_codes_of_fields(tmp_path: Path) -> None:
    path = tmp_path / "oficio"
    path.write_bytes(word([
        ("Oficio número 12\rEstación\x07Detenciones\x07\x07", True, False),
        ("el nombre reservado", True, True),
        ("Tapachula – Ñ", False, False),
        ("\x13 HYPERLINK \"http://x\" \x14véase el anexo\x15\r\x0cSegunda hoja\r", False, False),
    ]))
    kind, pages = read(path)
    assert kind == "application/msword"
    assert [page.text for page in pages] == [
        "Oficio número 12\nEstación | Detenciones\nTapachula – Ñvéase el anexo", "Segunda hoja"]


def test_an_old_word_file_with_a_password_or_of_an_older_kind_says_so(tmp_path: Path) -> None:
    path = tmp_path / "clave.doc"
    path.write_bytes(word([("secreto", True, False)], encrypted=True))
    with pytest.raises(EncryptedFile):
        read(path)
    path.write_bytes(compound({"WordDocument": b"\xdc\xa5".ljust(4096, b"\0")}))
    with pytest.raises(UnsupportedFile):
        read(path)
    path.write_bytes(compound({"WordDocument": b"\xec\xa5".ljust(4096, b"\0")}))
    with pytest.raises(DamagedFile):
        read(path)


def test_an_old_presentation_gives_its_last_saved_slides_in_order_without_hidden_ones(tmp_path: Path) -> None:
    path = tmp_path / "charla.ppt"
    path.write_bytes(powerpoint([("Flujo migratorio\r2013", False), ("solo para nosotros", True), ("Cifras", False)],
                                erased="nombres que se borraron"))
    kind, pages = read(path)
    assert kind == "application/vnd.ms-powerpoint"
    assert [page.text for page in pages] == ["Flujo migratorio\n2013", "Cifras"]


def test_an_outlook_message_gives_its_heading_text_and_attachments(tmp_path: Path) -> None:
    path = tmp_path / "aviso.msg"
    inner = message({mapi.SUBJECT: "Anterior", mapi.BODY: "Texto de antes"}, [("nota.txt", b"adentro")], header=24)
    path.write_bytes(compound(message(
        {mapi.SUBJECT: "Notificación de respuesta", mapi.SENDER: "Unidad", mapi.SENDER_SMTP: "ut@example.org",
         mapi.BODY: "Se adjunta\r\nla respuesta."},
        [("respuesta.pdf", b"%PDF-1.4 x"), ("Anterior", inner), ("", b"sin nombre")])))
    with LocalFile(path, None, HERE) as opened:
        assert opened.media_type == "application/vnd.ms-outlook"
        text = opened.read_page(1).text or ""
        assert "From: Unidad <ut@example.org>" in text and "Se adjunta\nla respuesta." in text
        assert "[respuesta.pdf]" in text
        assert opened.embedded() == ["respuesta.pdf", "Anterior.eml", "adjunto-3"]
        opened.take_embedded(0, tmp_path / "uno")
        opened.take_embedded(1, tmp_path / "dos")
    assert (tmp_path / "uno").read_bytes() == b"%PDF-1.4 x"
    mail = (tmp_path / "dos").read_text()
    assert "Subject: Anterior" in mail and "Texto de antes" in mail and "nota.txt" in mail


def test_compressed_rtf_is_opened(tmp_path: Path) -> None:
    # A reference to the ten letters the dictionary begins with, then seven letters, then a reference to the end.
    ten = (0 << 4 | 8).to_bytes(2, "big")
    end = ((207 + 10 + 7) << 4).to_bytes(2, "big")
    stream = bytes([0b0000_0001]) + ten + b" hola} " + bytes([0b0000_0001]) + end
    packed = b"\0\0\0\0" + (64).to_bytes(4, "little") + b"LZFu" + b"\0\0\0\0" + stream
    assert mapi.plain_rtf(packed) == b"{\\rtf1\\ans hola} "
    stored = b"{\\rtf1 hola}"
    header = len(stored).to_bytes(4, "little")
    assert mapi.plain_rtf(header + header + b"MELA" + b"\0\0\0\0" + stored) == stored


def test_a_new_office_file_with_a_password_is_refused_for_the_right_reason(tmp_path: Path) -> None:
    path = tmp_path / "clave.xlsx"
    path.write_bytes(compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(200)}))
    with pytest.raises(EncryptedFile):
        read(path)


def test_a_file_without_any_text_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(word([("\r\r", True, False), ("oculto", True, True)]))
    (tmp_path / "b.txt").write_bytes(b" \n\n ")
    for name in ("a.doc", "b.txt"):
        with pytest.raises(NoText):
            read(tmp_path / name)
