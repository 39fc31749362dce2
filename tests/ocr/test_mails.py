"""Mails as offices send them: what they say is read, what they carry is found, what decorates them is not."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ocr.errors import DamagedFile, EncryptedFile
from ocr.local import LocalFile
from ocr.settings import ReadSettings
from ocr.text.signed import content_of, is_container
from tests.ocr.mails import enveloped, in_pieces, mail, signed, signed_mail, winmail

HERE = ReadSettings(isolate=False, engine="ocr.fakes:ScriptedOcr", redactions=False)


def opened(path: Path, data: bytes) -> tuple[str, list[str], list[bytes]]:
    """Text of a mail, names of what it carries, and the bytes of each."""
    path = path / "a.eml"
    path.write_bytes(data)
    with LocalFile(path, None, HERE) as file:
        text = "\n".join(page.text or "" for page in file.read_pages(range(1, file.page_count + 1)))
        names, held = file.embedded(), []
        for number in range(len(names)):
            file.take_embedded(number, path.with_name("out"))
            held.append(path.with_name("out").read_bytes())
    return text, names, held


def photo(wide: int, high: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (high, wide), dtype=np.uint8)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("made", [signed(b"%PDF-1.4 contenido" * 200), in_pieces(b"%PDF-1.4 contenido" * 200)])
def test_a_signed_container_gives_what_was_signed(made: bytes) -> None:
    assert is_container(made[:600]) and content_of(made) == b"%PDF-1.4 contenido" * 200


def test_a_container_in_base64_is_opened_and_one_cut_short_is_damaged() -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    made = signed(b"contenido firmado", Encoding.PEM)
    assert is_container(made[:600]) and content_of(made) == b"contenido firmado"
    whole = signed(b"contenido firmado" * 100)
    for length in range(0, len(whole), 97):
        with pytest.raises(DamagedFile):
            content_of(whole[:length])
    assert content_of(signed(b"contenido", apart=True)) is None
    assert not is_container(b"MI carta de ayer") and not is_container(b"0\x82 nada")
    with pytest.raises(EncryptedFile):
        content_of(enveloped(b"contenido"))


def test_a_mail_inside_its_signature_is_read_with_its_attachments(tmp_path: Path) -> None:
    inner = mail()
    inner.add_attachment(b"adjunto", maintype="application", subtype="pdf", filename="respuesta.pdf")
    text, names, held = opened(tmp_path, signed_mail(inner))
    assert "UT/0412/2024" in text and "Subject: Notificación" in text
    assert (names, held) == (["respuesta.pdf"], [b"adjunto"])


def test_a_mail_only_a_key_opens_says_so(tmp_path: Path) -> None:
    outer = mail("")
    outer.set_content(enveloped(mail().as_bytes()), "application", "pkcs7-mime", filename="smime.p7m")
    with pytest.raises(EncryptedFile):
        opened(tmp_path, outer.as_bytes())


def test_a_signature_that_stands_apart_is_no_document(tmp_path: Path) -> None:
    outer = mail()
    outer.add_attachment(signed(b"x", apart=True), maintype="application", subtype="pkcs7-signature",
                         filename="smime.p7s")
    assert opened(tmp_path, outer.as_bytes())[1] == []


def test_what_outlook_wraps_is_unwrapped(tmp_path: Path) -> None:
    outer = mail("")
    data = winmail([("Resolución del comité.pdf", b"uno" * 400), ("anexo.xlsx", b"dos")])
    outer.set_content("")
    outer.add_attachment(data, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    text, names, held = opened(tmp_path, outer.as_bytes())
    assert "UT/0412/2024" in text and "[anexo.xlsx]" in text and "winmail" not in text
    assert (names, held) == (["Resolución del comité.pdf", "anexo.xlsx"], [b"uno" * 400, b"dos"])


@pytest.mark.parametrize("length", [0, 5, 40, 300, 900, 1200])
def test_a_wrapped_mail_cut_short_is_read_as_far_as_it_goes(tmp_path: Path, length: int) -> None:
    outer = mail("Va el oficio.")
    outer.add_attachment(winmail([("a.pdf", b"uno" * 400)])[:length], maintype="application", subtype="ms-tnef")
    assert "Va el oficio." in opened(tmp_path, outer.as_bytes())[0]


def test_a_page_pasted_into_the_text_is_taken_out_and_banners_are_not(tmp_path: Path) -> None:
    text = '<p>Va la foto.</p><img src="cid:foto"><img src="cid:banda"><img src="cid:logo">'
    message = mail("")
    message.set_content(text, subtype="html")
    for name, size in (("foto", (700, 900)), ("banda", (1400, 180)), ("logo", (60, 60))):
        message.add_related(photo(*size), maintype="image", subtype="png", cid=f"<{name}>", filename=f"{name}.png")
    outer = mail("")
    outer.make_mixed()
    outer.attach(message)
    outer.add_attachment(b"adjunto", maintype="application", subtype="pdf", filename="respuesta.pdf")
    _, names, held = opened(tmp_path, outer.as_bytes())
    assert names == ["foto.png", "respuesta.pdf"] and held[0] == photo(700, 900)


def test_text_before_and_after_an_attachment_is_all_read(tmp_path: Path) -> None:
    message = mail("Primero el texto.")
    message.add_attachment(b"adjunto", maintype="application", subtype="pdf", filename="uno.pdf")
    message.add_attachment("Después de él más texto.", disposition="inline")
    text, names, _ = opened(tmp_path, message.as_bytes())
    assert "Primero el texto." in text and "Después de él más texto." in text and names == ["uno.pdf"]


def test_of_two_tellings_one_is_read(tmp_path: Path) -> None:
    message = mail("Texto llano del oficio.")
    message.add_alternative("<p>Texto vistoso del oficio.</p>", subtype="html")
    text, names, _ = opened(tmp_path, message.as_bytes())
    assert "llano" in text and "vistoso" not in text and names == []


def test_an_invitation_beside_the_text_is_no_document(tmp_path: Path) -> None:
    message = mail()
    message.add_alternative("BEGIN:VCALENDAR\nEND:VCALENDAR", subtype="calendar")
    text, names, _ = opened(tmp_path, message.as_bytes())
    assert "UT/0412/2024" in text and "VCALENDAR" not in text and names == []


@pytest.mark.parametrize(("said", "encoded"), [("us-ascii", "cp1252"), ("utf-8", "cp1252"), ("x-unknown", "utf-8"),
                                               ("iso-8859-1", "iso-8859-1"), ("utf-8", "utf-8")])
def test_accents_survive_whatever_charset_a_mail_claims(tmp_path: Path, said: str, encoded: str) -> None:
    data = (f"From: a@x.mx\nTo: b@x.mx\nSubject: Oficio\nMIME-Version: 1.0\nContent-Type: text/plain; charset={said}\n"
            "Content-Transfer-Encoding: 8bit\n\n").encode() + "No se localizó información.".encode(encoded)
    assert "No se localizó información." in opened(tmp_path, data)[0]


def test_a_forwarded_mail_stays_a_mail_with_its_own_attachments(tmp_path: Path) -> None:
    inner = mail("El oficio original.", "Respuesta")
    inner.add_attachment(b"adjunto", maintype="application", subtype="pdf", filename="respuesta.pdf")
    outer = mail("Le reenvío el correo.")
    outer.add_attachment(inner)
    text, names, held = opened(tmp_path, outer.as_bytes())
    assert "El oficio original." not in text and names == ["mensaje-1.eml"]
    assert opened(tmp_path, held[0])[1:] == (["respuesta.pdf"], [b"adjunto"])


def test_a_mail_nested_without_end_or_with_broken_base64_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    message = mail("El fondo.")
    for _ in range(120):
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = "a@x.mx", "b@x.mx", "Capa"
        outer.make_mixed()
        outer.attach(message)
        message = outer
    assert "Capa" in opened(tmp_path, message.as_bytes())[0]
    broken = mail()
    broken.add_attachment(b"adjunto" * 100, maintype="application", subtype="pdf", filename="uno.pdf")
    text, names, _ = opened(tmp_path, broken.as_bytes().replace(b"YWRqdW50", b"YWRq*nt0")[:-70])
    assert "UT/0412/2024" in text and names == ["uno.pdf"]
