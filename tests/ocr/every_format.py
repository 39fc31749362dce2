"""One small generated file of every kind that is read or unpacked. Invented content only."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from docx import Document
from docx.shared import Inches

from tests.archive.bundles import portfolio, rarred, seven_zipped, tarred, zipped
from tests.ocr.compound import compound, message, powerpoint, word
from tests.ocr.pages import born_digital, covered_letter, picture, scan_pdf
from tests.ocr.test_insets import OPEN, SLIDE

TEXT = "Oficio UT/0412/2024: no se localizó expresión documental alguna."
BUNDLES = frozenset({"zip", "rar", "7z", "tgz"})


@cache
def every_format() -> dict[str, bytes]:
    """Ending → the bytes of a whole file."""
    made = {"csv": f"Folio;Asunto\n1;{TEXT}\n".encode(), "txt": TEXT.encode("cp1252"),
            "html": f"<html><body><p>{TEXT}</p><table><tr><td>a</td></tr></table></body></html>".encode(),
            "rtf": b"{\\rtf1\\ansi Oficio {\\b UT}\\par no se localiz\\'f3\\page fin}"}
    made |= _pdfs() | _images() | _office() | _old() | _bundles()
    return made


def _pdfs() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        text = born_digital(Path(folder) / "a.pdf", pages=2).read_bytes()
        scan = scan_pdf(Path(folder) / "b.pdf", [picture(dpi=100)], 100).read_bytes()
    return {"pdf": text, "scan.pdf": scan, "portfolio.pdf": portfolio(text, {"a.txt": TEXT.encode()}, {"b.txt": b"x"}),
            "covered.pdf": covered_letter()}


def _images() -> dict[str, bytes]:
    page = picture(dpi=60)
    made = {}
    for ending, form in (("png", "PNG"), ("jpg", "JPEG"), ("gif", "GIF"), ("bmp", "BMP"), ("webp", "WEBP"),
                         ("jp2", "JPEG2000"), ("ppm", "PPM")):
        out = io.BytesIO()
        page.save(out, form)
        made[ending] = out.getvalue()
    out = io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page, page], compression="tiff_lzw")
    return made | {"tif": out.getvalue()}


def _office() -> dict[str, bytes]:
    picture_file = io.BytesIO()
    picture(dpi=60).save(picture_file, "PNG")
    letter, sheet = io.BytesIO(), io.BytesIO()
    document = Document()
    document.add_paragraph(TEXT)
    document.add_picture(io.BytesIO(picture_file.getvalue()), width=Inches(6))
    document.save(letter)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Folio", TEXT])
    book.save(sheet)
    slides = zipped({
        "[Content_Types].xml": b"<t/>", "ppt/presentation.xml": b"<p/>",
        "ppt/slides/slide1.xml": SLIDE.format(x=6_000_000).encode(),
        "ppt/slides/_rels/slide1.xml.rels":
            b'<Relationships><Relationship Id="rId1" Target="../media/image1.png"/></Relationships>',
        "ppt/media/image1.png": picture_file.getvalue()})
    opened = io.BytesIO()
    with zipfile.ZipFile(opened, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        made.writestr("content.xml", OPEN.format(clip="0cm"))
        made.writestr("Pictures/1.png", picture_file.getvalue())
    return {"docx": letter.getvalue(), "xlsx": sheet.getvalue(), "pptx": slides, "odt": opened.getvalue()}


def _old() -> dict[str, bytes]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@x.mx", "b@x.mx", TEXT
    mail.set_content(TEXT)
    mail.add_attachment(b"adjunto", maintype="text", subtype="plain", filename="a.txt")
    outlook = compound(message({0x37: TEXT, 0x1000: TEXT}, [("a.txt", b"adjunto"), ("", message({0x37: "b"}, (), 24))]))
    return {"eml": mail.as_bytes(), "msg": outlook, "ppt": powerpoint([(TEXT, False), ("b", True)]),
            "doc": word([(TEXT + "\r", True, False), ("oculto", False, True)])}


def _bundles() -> dict[str, bytes]:
    files = {"a/uno.txt": TEXT.encode(), "dos.txt": b"dos" * 500}
    return {"zip": zipped(files), "rar": rarred(files), "7z": seven_zipped(files), "tgz": tarred(files)}
