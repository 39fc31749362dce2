"""Hostile office files, tables, pages and mails: broken, monstrous, in odd encodings. Invented content only."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from tests.archive.bundles import zipped
from tests.ocr.compound import compound, message, powerpoint, word
from tests.ocr.every_format import every_format
from tests.ocr.hostile.cases import SAYS, Hostile

TEXT = f"Oficio {SAYS}: no se localizó expresión documental alguna."
REFUSED = frozenset({"damaged", "no_text"})
BIG = frozenset({"damaged", "no_text", "too_large", "unsupported"})
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def hostile_papers() -> Iterator[Hostile]:
    """All of them."""
    yield from _office()
    yield from _sheets()
    yield from _tables()
    yield from _web()
    yield from _mails()
    yield from _old()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def without(data: bytes, *lost: str, **changed: bytes) -> bytes:
    """The package with parts taken out, and with the main part changed."""
    return zipped({name: changed.get(name.rpartition("/")[2].replace(".", "_"), body)
                   for name, body in parts(data).items() if name not in lost})


def body(xml: str) -> bytes:
    return f'<w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>'.encode()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _office() -> Iterator[Hostile]:
    docx, odt, pptx = (every_format()[kind] for kind in ("docx", "odt", "pptx"))
    for ending in ("docx", "odt", "pptx", "xlsx"):
        data = every_format()[ending]
        for share in (10, 60, 95):
            yield Hostile(f"cut-{share}.{ending}", data[: len(data) * share // 100], None, BIG)
        yield Hostile(f"named-wrong-{ending}.bin", data)
    yield Hostile("macros.docm", docx, SAYS)
    yield Hostile("template.dotx", docx, SAYS)
    yield Hostile("without-types.docx", without(docx, "[Content_Types].xml"), SAYS)
    yield Hostile("without-relations.docx", without(docx, "word/_rels/document.xml.rels", "_rels/.rels"), SAYS)
    yield Hostile("without-body.docx", without(docx, "word/document.xml"), None, BIG)
    yield Hostile("empty-body.docx", zipped({"word/document.xml": body("")}), None, REFUSED)
    yield Hostile("no-xml.docx", zipped({"word/document.xml": b"\0" * 100}), None, REFUSED)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ja">{laughs}]>'.encode() + body(paragraph("&l8;"))
    yield Hostile("entities.docx", zipped({"word/document.xml": bomb}), None, REFUSED)
    outside = (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + body(paragraph("&x;")))
    yield Hostile("outside.docx", zipped({"word/document.xml": outside}), None, REFUSED, silent="root:")
    nested = paragraph(SAYS)
    for _ in range(400):
        nested = f"<w:tbl><w:tr><w:tc>{nested}</w:tc></w:tr></w:tbl>"
    yield Hostile("nested.docx", zipped({"word/document.xml": body(nested)}))
    deep = "<w:sdt>" * 20_000 + paragraph(SAYS) + "</w:sdt>" * 20_000
    yield Hostile("deep.docx", zipped({"word/document.xml": body(deep)}))
    yield Hostile("utf-16.docx", zipped({"word/document.xml": (
        '<?xml version="1.0" encoding="UTF-16"?>' + body(paragraph(TEXT)).decode()).encode("utf-16")}), SAYS)
    yield Hostile("backslashes.docx", zipped({"word\\document.xml": body(paragraph(TEXT))}))
    yield Hostile("zeros.docx", zipped({"word/document.xml": b" " * 250_000_000 + body("")}), None, BIG, is_long=True)
    yield Hostile("mimetype-only.odt", zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), None, REFUSED)
    yield Hostile("odt-cut-xml.odt", without(odt, content_xml=parts(odt)["content.xml"][:300]), None, REFUSED)
    yield Hostile("picture-lost.pptx", without(pptx, "ppt/media/image1.png"))
    yield Hostile("pages.docx", docx[:-22] + b"PK\x05\x06" + bytes(18))


def _sheets() -> Iterator[Hostile]:
    space = "urn:oasis:names:tc:opendocument:xmlns"
    head = (f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
            f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Hoja">')
    cell = f'<table:table-cell office:value-type="string"><text:p>{TEXT}</text:p></table:table-cell>'
    many = "table:number-rows-repeated"
    wide = "<table:table-cell table:number-columns-repeated=\"16384\"{}/>"

    def ods(rows: str) -> bytes:
        return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": (
            head + rows + "</table:table></office:spreadsheet></office:body></office:document-content>").encode(),
            "META-INF/manifest.xml": b"<m/>"})

    def row(inside: str, times: int = 1) -> str:
        return f'<table:table-row {many}="{times}">{inside}</table:table-row>'

    yield Hostile("plain.ods", ods(row(cell)), SAYS)
    yield Hostile("repeated-rows.ods", ods(row(cell) + row(wide.format(""), 1_048_574)), SAYS)
    yield Hostile("repeated-text.ods", ods(row(cell, 1_048_574)), is_long=True)
    number = wide.format(' office:value-type="float" office:value="1"')
    yield Hostile("repeated-cells.ods", ods(row(number, 1_000_000)), is_long=True)
    xlsx = every_format()["xlsx"]
    sheet = parts(xlsx)["xl/worksheets/sheet1.xml"]
    yield Hostile("far-cell.xlsx", without(xlsx, sheet1_xml=sheet.replace(b'r="B1"', b'r="XFD1048576"')), is_long=True)
    yield Hostile("macros.xlsm", xlsx)
    yield Hostile("without-sheet.xlsx", without(xlsx, "xl/worksheets/sheet1.xml"), None, BIG)
    yield Hostile("html-as-excel.xls", f"<html><body><table><tr><td>{TEXT}</td></tr></table></body></html>".encode(),
                  SAYS)
    yield Hostile("csv-as-excel.xls", f"Folio\tAsunto\n1\t{TEXT}\n".encode("cp1252"), SAYS)
    yield Hostile("xml-2003.xls", ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:'
                                   'schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data>'
                                   f"{TEXT}</Data></Cell></Row></Table></Worksheet></Workbook>").encode(), SAYS)
    biff5 = b"\x09\x08\x08\x00\x00\x05\x05\x00\xbb\x0d\xcc\x07" + b"\x0a\x00\x00\x00"
    yield Hostile("biff5.xls", compound({"Book": biff5.ljust(4096, b"\0")}))
    yield Hostile("biff2.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00" + b"\x0a\x00\x00\x00")


def _tables() -> Iterator[Hostile]:
    rows = f"Folio;Asunto\r\n1;{TEXT}\r\n"
    for name in ("cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "mac-roman", "cp850"):
        encoded = name in ("mac-roman", "cp850")
        yield Hostile(f"table-{name}.csv", rows.encode(name), None if name == "utf-32" else SAYS if encoded else TEXT)
    yield Hostile("nulls.csv", rows.encode().replace(b"Asunto", b"Asu\0nto"), SAYS)
    yield Hostile("open-quote.csv", b'Folio,Asunto\n1,"' + TEXT.encode() + b"\n2,algo\n" * 50, SAYS)
    yield Hostile("one-line.csv", (TEXT + ";").encode() * 3_000, SAYS)
    yield Hostile("many-columns.csv", (";".join("x" * 3 for _ in range(30_000)) + "\n").encode() * 3)
    yield Hostile("one-word.txt", b"x" * 400_000)
    yield Hostile("controls.txt", TEXT.encode() + bytes(range(1, 32)) * 5)
    yield Hostile("nulls-between.txt", TEXT.encode("utf-16-le"), SAYS)
    yield Hostile("returns.txt", (TEXT + "\r").encode() * 10, SAYS)
    yield Hostile("form-feeds.txt", TEXT.encode() + b"\f" * 5_000, SAYS)
    yield Hostile("emoji.txt", (TEXT + " 👩‍👩‍👧 \u202e volteado \u2066").encode(), SAYS)
    yield Hostile("spaces.txt", b" \n\t\r\n" * 1000, None, frozenset({"no_text"}))
    yield Hostile("mark-only.txt", b"\xef\xbb\xbf", None, frozenset({"no_text"}))
    yield Hostile("program.exe", b"MZ" + bytes(range(256)) * 50, None, frozenset({"unsupported"}))
    yield Hostile("sound.mp3", b"ID3\x04\0\0\0\0\0\0" + bytes(range(256)) * 20, None, frozenset({"unsupported"}))
    yield Hostile("film.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(range(256)) * 20, None,
                  frozenset({"unsupported"}))
    yield Hostile("database.sqlite", b"SQLite format 3\0" + bytes(5000), None, frozenset({"unsupported"}))
    yield Hostile("bank.rtf", b"{\\rtf1 " + b"{" * 50_000 + TEXT.encode("cp1252") + b"}" * 9)
    yield Hostile("words.rtf", b"{\\rtf1\\ansi\\bin99999999 " + TEXT.encode("cp1252"))
    yield Hostile("far.rtf", b"{\\rtf1\\u99999999999 \\uc-5 \\'zz \\bin-4 " + b"Oficio UT/0412/2024}", SAYS)


def _web() -> Iterator[Hostile]:
    yield Hostile("plain.html", f"<p>{TEXT}".encode(), SAYS)
    yield Hostile("charset.html", f'<meta charset="utf-8"><p>{TEXT}</p>'.encode("cp1252"), TEXT)
    yield Hostile("no-charset.html", f'<html><meta charset="no-such"><p>{TEXT}</p>'.encode(), TEXT)
    yield Hostile("deep.html", b"<html>" + b"<div>" * 100_000 + TEXT.encode() + b"</div>" * 100_000, SAYS)
    yield Hostile("script.html", f"<html><script>document.write('secreto')</script><p>{TEXT}</p>".encode(), SAYS,
                  silent="secreto")
    yield Hostile("open-comment.html", f"<html><p>{TEXT}</p><!-- sin fin".encode() + b"x" * 100_000, SAYS)
    yield Hostile("bad-entities.html", f"<html>&#xFFFFFFFF; &#0; &nosuch; {TEXT}</html>".encode(), SAYS)
    mhtml = (f"From: <Saved by Blink>\nSubject: Oficio\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
             f' boundary="b"; type="text/html"\n\n--b\nContent-Type: text/html; charset=utf-8\n'
             f"Content-Transfer-Encoding: 8bit\n\n<html><p>{TEXT}</p></html>\n--b--\n")
    yield Hostile("saved.mhtml", mhtml.encode(), SAYS)


def _mails() -> Iterator[Hostile]:
    head = "From: a@x.mx\nTo: b@x.mx\nSubject: Oficio\nMIME-Version: 1.0\n"
    yield Hostile("plain.eml", f"{head}Content-Type: text/plain; charset=utf-8\n\n{TEXT}".encode(), SAYS)
    yield Hostile("no-boundary.eml", f"{head}Content-Type: multipart/mixed\n\n{TEXT}".encode())
    yield Hostile("open-boundary.eml", f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: "
                                       f"text/plain; charset=utf-8\n\n{TEXT}\n".encode(), SAYS)
    yield Hostile("many-parts.eml", (f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{TEXT}\n".encode()
                                     + b"--b\nContent-Type: text/plain\n\nx\n" * 20_000), SAYS)
    yield Hostile("bad-headers.eml", b"From: =?utf-8?q?=ff=fe?= <>\nTo: \xff\xfe\nSubject: =?no-such?b?%%%?=\nDate: x\n"
                                     b"Content-Type: text/plain; charset=\"\n\n" + TEXT.encode(), SAYS)
    yield Hostile("long-header.eml", f"{head}X-Largo: {'a ' * 200_000}\n\n{SAYS}".encode(), SAYS)
    yield Hostile("mailbox.mbox", f"From a@x.mx Thu Mar 14 10:00:00 2024\n{head}\n{TEXT}\n".encode())


def _old() -> Iterator[Hostile]:
    for ending, data in (("doc", word([(TEXT + "\r", True, False)])), ("ppt", powerpoint([(TEXT, False)])),
                         ("msg", compound(message({0x37: TEXT, 0x1000: TEXT})))):
        yield Hostile(f"whole.{ending}", data, SAYS)
        yield Hostile(f"nameless-{ending}", data, SAYS)
        for share in (8, 50, 90):
            yield Hostile(f"cut-{share}.{ending}", data[: len(data) * share // 100])
        looped = bytearray(data)
        looped[0x4C:0x50] = b"\0\0\0\0"
        yield Hostile(f"fat-loop.{ending}", bytes(looped))
    yield Hostile("locked.doc", word([(TEXT, True, False)], encrypted=True), None, frozenset({"encrypted"}))
    yield Hostile("locked.docx", compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": bytes(100)}), None,
                  frozenset({"encrypted"}))
    yield Hostile("works.wps", compound({"CONTENTS": bytes(5000)}), None, frozenset({"unsupported"}))
    yield Hostile("empty.doc", compound({"WordDocument": bytes(5000), "1Table": bytes(5000)}), None, REFUSED)
