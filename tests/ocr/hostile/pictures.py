"""Hostile and odd pictures: as files, and inside PDFs in every colour space, mask and compression."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from functools import cache

import numpy as np
from PIL import Image

from tests.ocr.hostile.cases import SAYS, Hostile
from tests.ocr.hostile.pdfs import objects, page, pdf, stream
from tests.ocr.pages import picture

REFUSED = frozenset({"damaged", "page_damaged", "page_too_large"})


@cache
def strip(dpi: int = 150) -> Image.Image:
    """Two printed lines, grey."""
    whole = picture((f"Oficio {SAYS}", "No se localizó expresión documental"), dpi=dpi, size=18)
    return whole.crop((dpi // 2, dpi // 2, dpi * 7, dpi * 3))


def saved(image: Image.Image, form: str, **how: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def hostile_pictures() -> Iterator[Hostile]:
    """All of them."""
    yield from _files()
    yield from _tiffs()
    yield from _turned()
    yield from _broken()
    yield from _in_pdfs()


def _files() -> Iterator[Hostile]:
    grey, rgb = strip(), strip().convert("RGB")
    pixels = np.asarray(grey)
    yield Hostile("progressive.jpg", saved(grey, "JPEG", progressive=True), SAYS)
    yield Hostile("cmyk.jpg", saved(rgb.convert("CMYK"), "JPEG"), SAYS)
    yield Hostile("dpi-0.jpg", saved(grey, "JPEG", dpi=(0, 0)), SAYS)
    yield Hostile("dpi-1.png", saved(grey, "PNG", dpi=(1, 1)), SAYS)
    yield Hostile("dpi-huge.png", saved(grey, "PNG", dpi=(99999, 99999)), SAYS)
    yield Hostile("bits-16.png", saved(Image.fromarray(pixels.astype(np.uint16) * 257), "PNG"), SAYS)
    yield Hostile("bits-1.png", saved(grey.convert("1"), "PNG"), SAYS)
    yield Hostile("palette.png", saved(rgb.quantize(8), "PNG"), SAYS)
    clear = Image.fromarray(np.dstack([np.zeros((*pixels.shape, 3), np.uint8), 255 - pixels]))
    yield Hostile("transparent.png", saved(clear, "PNG"), SAYS)
    white = Image.fromarray(np.dstack([np.full((*pixels.shape, 3), 255, np.uint8), 255 - pixels]))
    yield Hostile("white-on-clear.png", saved(white, "PNG"))
    yield Hostile("negative.png", saved(Image.fromarray(255 - pixels), "PNG"), SAYS)
    other = Image.new("L", grey.size, 255)
    yield Hostile("animated.gif", saved(grey, "GIF", save_all=True, append_images=[other]), SAYS)
    yield Hostile("lossless.webp", saved(rgb, "WEBP", lossless=True), SAYS)
    yield Hostile("animated.webp", saved(rgb, "WEBP", save_all=True, append_images=[other.convert("RGB")]), SAYS)
    yield Hostile("bits-1.bmp", saved(grey.convert("1"), "BMP"), SAYS)
    yield Hostile("palette.bmp", saved(grey.convert("P"), "BMP"), SAYS)
    yield Hostile("plain.jp2", saved(grey, "JPEG2000"), SAYS)
    yield Hostile("two-tones.pbm", saved(grey.convert("1"), "PPM"), SAYS)
    yield Hostile("png-named.jpg", saved(grey, "PNG"), SAYS)
    yield Hostile("junk-behind.jpg", saved(grey, "JPEG") + b"\0" * 5000 + b"basura", SAYS)
    yield Hostile("two-pictures.jpg", saved(grey, "JPEG") + saved(other, "JPEG"), SAYS)
    yield Hostile("multi.mpo", saved(rgb, "MPO", save_all=True, append_images=[other.convert("RGB")]), SAYS)
    yield Hostile("icon.ico", saved(rgb.resize((256, 100)), "ICO"))
    yield Hostile("one-pixel.png", saved(Image.new("L", (1, 1), 255), "PNG"))
    yield Hostile("one-row.png", saved(Image.new("L", (5000, 1), 255), "PNG"))
    yield Hostile("very-long.png", saved(Image.new("1", (10, 60_000), 1), "PNG"))


def _tiffs() -> Iterator[Hostile]:
    grey = strip()
    for name, mode, compression in (
        ("raw", "L", "raw"), ("lzw", "RGB", "tiff_lzw"), ("deflate", "L", "tiff_adobe_deflate"),
        ("group3", "1", "group3"), ("group4", "1", "group4"), ("ccitt", "1", "tiff_ccitt"),
        ("packbits", "1", "packbits"),
        ("jpeg", "RGB", "jpeg"), ("webp", "RGB", "webp"), ("zstd", "L", "zstd"), ("lzma", "L", "lzma"),
        ("cmyk", "CMYK", "tiff_lzw"), ("lab", "LAB", "tiff_lzw"),
    ):
        try:
            source = grey.convert("RGB").convert(mode) if mode in ("CMYK", "LAB") else grey.convert(mode)
            yield Hostile(f"{name}.tif", saved(source, "TIFF", compression=compression),
                          None if mode == "LAB" else SAYS)
        except (OSError, ValueError, KeyError):
            continue  # this build of Pillow cannot write it
    pages = [strip(100), strip(150), strip(200)]
    yield Hostile("mixed-dpi.tif", saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(100, 100)),
                  SAYS)
    yield Hostile("fax-dpi.tif", saved(grey.resize((grey.width, grey.height // 2)).convert("1"), "TIFF",
                                       compression="group4", dpi=(204, 98)), SAYS)
    many = saved(grey, "TIFF", save_all=True, append_images=[grey] * 3)
    yield Hostile("loop.tif", _looped(many), SAYS)
    yield Hostile("big-endian.tif", _big_endian(np.asarray(grey)), SAYS)


def _looped(data: bytes) -> bytes:
    """The last directory of a TIFF names the first as the next."""
    first = struct.unpack_from("<I", data, 4)[0]
    changed, at = bytearray(data), first
    while True:
        end = at + 2 + 12 * struct.unpack_from("<H", data, at)[0]
        following = struct.unpack_from("<I", data, end)[0]
        if not following:
            struct.pack_into("<I", changed, end, first)
            return bytes(changed)
        at = following


def _big_endian(pixels: np.ndarray) -> bytes:
    high, wide = pixels.shape
    tags = [(256, 4, wide), (257, 4, high), (258, 3, 8 << 16), (259, 3, 1 << 16), (262, 3, 1 << 16), (273, 4, 8),
            (277, 3, 1 << 16), (278, 4, high), (279, 4, pixels.size)]
    at = 8 + pixels.size + pixels.size % 2
    body = pixels.tobytes() + b"\0" * (pixels.size % 2) + struct.pack(">H", len(tags))
    return struct.pack(">2sHI", b"MM", 42, at) + body + b"".join(
        struct.pack(">HHII", tag, kind, 1, value) for tag, kind, value in tags) + bytes(4)


def _turned() -> Iterator[Hostile]:
    """Phone photos in each of the eight orientations of EXIF."""
    back = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
            5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
            8: Image.Transpose.ROTATE_270}
    for value in range(1, 9):
        image = strip().transpose(back[value]) if value in back else strip()
        exif = Image.Exif()
        exif[274] = value
        yield Hostile(f"exif-{value}.jpg", saved(image, "JPEG", exif=exif), SAYS)
        if value in (3, 6, 8):
            yield Hostile(f"exif-{value}.tif", saved(image, "TIFF", tiffinfo={274: value}), SAYS)
            yield Hostile(f"exif-{value}.png", saved(image, "PNG", exif=exif), SAYS)
    exif = Image.Exif()
    exif[274] = 77
    yield Hostile("exif-77.jpg", saved(strip(), "JPEG", exif=exif), SAYS)
    yield Hostile("exif-broken.jpg", saved(strip(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + bytes(40)), SAYS)


def _broken() -> Iterator[Hostile]:
    for form, ending in (("JPEG", "jpg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp"), ("BMP", "bmp"),
                         ("TIFF", "tif"), ("JPEG2000", "jp2")):
        data = saved(strip(), form)
        for share in (5, 60, 98):
            yield Hostile(f"cut-{share}.{ending}", data[: len(data) * share // 100])
    head = b"\x89PNG\r\n\x1a\n"

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = struct.pack(">IIBBBBB", 200_000, 200_000, 8, 6, 0, 0, 0)
    bomb = head + chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(bytes(1_000_000))) + chunk(b"IEND", b"")
    yield Hostile("bomb.png", bomb, None, REFUSED)
    text_bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))
    good = saved(strip(), "PNG")
    yield Hostile("text-bomb.png", good[:33] + text_bomb + good[33:], None)
    yield Hostile("size-zero.png", head + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""), None, REFUSED)
    wide = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 54, 0, 0, 54, 40, 2_000_000_000, 2_000_000_000, 1, 24, 0, 0, 0, 0,
                       0, 0)
    yield Hostile("bomb.bmp", wide, None, REFUSED)
    yield Hostile("noise.png", head + bytes(range(256)) * 20, None, REFUSED)
    yield Hostile("heic-empty.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), None, REFUSED)
    yield Hostile("avif.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(500), None)
    yield Hostile("vector.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><text>Hola</text></svg>')


IMAGE = "/Type /XObject /Subtype /Image"
DRAWN = stream(b"q 468 0 0 180 72 500 cm /I Do Q")
SEEN = page("", resources="/XObject << /I 6 0 R >>")


def _pdf(image: bytes, more: dict[int, bytes] | None = None, drawn: bytes = DRAWN) -> bytes:
    return pdf(objects(o3=SEEN, o5=drawn) | {6: image} | (more or {}))


def _in_pdfs() -> Iterator[Hostile]:
    grey = strip()
    wide, high = grey.size
    pixels = np.asarray(grey)
    size = f"{IMAGE} /Width {wide} /Height {high}"
    plain = "/BitsPerComponent 8 /ColorSpace /DeviceGray"

    def flate(data: bytes, more: str) -> bytes:
        return stream(zlib.compress(data), f"{size} /Filter /FlateDecode {more}")

    def bits(image: Image.Image) -> bytes:
        return image.convert("1").tobytes()

    group4 = Image.open(io.BytesIO(saved(grey.convert("1"), "TIFF", compression="group4")))
    at, count = group4.tag_v2[273][0], group4.tag_v2[279][0]
    fax = saved(grey.convert("1"), "TIFF", compression="group4")[at : at + count]
    black_is_1 = "true" if group4.tag_v2[262] == 0 else "false"
    yield Hostile("pdf-gray.pdf", _pdf(flate(grey.tobytes(), plain)), SAYS)
    yield Hostile("pdf-decode-inverted.pdf",
                  _pdf(flate((255 - pixels).tobytes(), plain + " /Decode [1 0]")), SAYS)
    yield Hostile("pdf-16-bit.pdf", _pdf(flate((pixels.astype(">u2") * 257).tobytes(),
                                               "/BitsPerComponent 16 /ColorSpace /DeviceGray")), SAYS)
    yield Hostile("pdf-1-bit.pdf", _pdf(flate(bits(grey), "/BitsPerComponent 1 /ColorSpace /DeviceGray")), SAYS)
    yield Hostile("pdf-mask.pdf", _pdf(flate(bits(grey), "/ImageMask true /BitsPerComponent 1")), SAYS)
    rgb = grey.convert("RGB").tobytes()
    soft = flate((255 - pixels).tobytes(), plain)
    yield Hostile("pdf-soft-mask.pdf", _pdf(flate(bytes(len(rgb)), "/BitsPerComponent 8 /ColorSpace /DeviceRGB"
                                                  " /SMask 7 0 R"), {7: soft}), SAYS)
    yield Hostile("pdf-indexed.pdf", _pdf(flate(bits(grey), "/BitsPerComponent 1 /ColorSpace [/Indexed /DeviceRGB 1"
                                                " <102030F0F0F0>]")), SAYS)
    lab = np.dstack([(pixels.astype(np.float64)).astype(np.uint8), np.full((high, wide, 2), 128, np.uint8)])
    yield Hostile("pdf-lab.pdf", _pdf(flate(lab.tobytes(), "/BitsPerComponent 8 /ColorSpace [/Lab << /WhitePoint"
                                            " [0.9505 1 1.089] /Range [-128 127 -128 127] >>]")), SAYS)
    jpeg = saved(grey, "JPEG")
    yield Hostile("pdf-jpeg.pdf", _pdf(stream(jpeg, f"{size} {plain} /Filter /DCTDecode")), SAYS)
    cmyk = saved(grey.convert("RGB").convert("CMYK"), "JPEG")
    yield Hostile("pdf-cmyk-adobe.pdf", _pdf(stream(cmyk, f"{size} /BitsPerComponent 8 /ColorSpace /DeviceCMYK"
                                                    " /Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]")), SAYS)
    jpx = saved(grey, "JPEG2000")
    yield Hostile("pdf-jpx.pdf", _pdf(stream(jpx, f"{size} /Filter /JPXDecode")), SAYS)
    yield Hostile("pdf-fax.pdf", _pdf(stream(fax, f"{size} /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter"
                                             f" /CCITTFaxDecode /DecodeParms << /K -1 /Columns {wide} /Rows {high}"
                                             f" /BlackIs1 {black_is_1} >>")), SAYS)
    yield Hostile("pdf-jbig2.pdf", _pdf(stream(_jbig2(fax, wide, high), f"{size} /BitsPerComponent 1 /ColorSpace"
                                               " /DeviceGray /Filter /JBIG2Decode")), SAYS)
    yield Hostile("pdf-jbig2-broken.pdf", _pdf(stream(_jbig2(fax[: len(fax) // 2], wide, high), f"{size}"
                                                      " /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter"
                                                      " /JBIG2Decode")))
    hexed = zlib.compress(grey.tobytes()).hex().encode() + b">"
    yield Hostile("pdf-two-filters.pdf", _pdf(stream(hexed, f"{size} {plain} /Filter [/ASCIIHexDecode"
                                                     " /FlateDecode]")), SAYS)
    yield Hostile("pdf-run-length.pdf", _pdf(stream(_run_length(bits(grey)), f"{size} /BitsPerComponent 1 /ColorSpace"
                                                    " /DeviceGray /Filter /RunLengthDecode")), SAYS)
    above = np.vstack([np.zeros((1, wide), np.uint8), pixels[:-1]])
    rows = b"".join(b"\x02" + (row - over).tobytes() for row, over in zip(pixels, above, strict=True))
    yield Hostile("pdf-predictor.pdf", _pdf(flate(rows, f"{plain} /DecodeParms << /Predictor 12 /Columns {wide} >>")),
                  SAYS)
    inline = (f"q 468 0 0 180 72 500 cm BI /W {wide} /H {high} /BPC 1 /CS /G /F /AHx ID\n".encode()
              + bits(grey).hex().encode() + b">\nEI Q")
    yield Hostile("pdf-inline.pdf", _pdf(b"null", drawn=stream(inline)), SAYS)
    turned = stream(b"q 0 468 -180 0 400 100 cm /I Do Q")
    yield Hostile("pdf-turned-on-page.pdf", _pdf(flate(grey.tobytes(), plain), drawn=turned), SAYS)
    flipped = flate(np.flipud(pixels).tobytes(), plain)
    yield Hostile("pdf-flipped.pdf", _pdf(flipped, drawn=stream(b"q 468 0 0 -180 72 680 cm /I Do Q")), SAYS)
    yield Hostile("pdf-jpeg-broken.pdf", _pdf(stream(jpeg[: len(jpeg) // 3], f"{size} {plain} /Filter /DCTDecode")))
    yield Hostile("pdf-jpx-broken.pdf", _pdf(stream(jpx[: len(jpx) // 3], f"{size} /Filter /JPXDecode")))
    yield Hostile("pdf-fax-broken.pdf", _pdf(stream(fax[:50], f"{size} /BitsPerComponent 1 /ColorSpace /DeviceGray"
                                                    f" /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {wide}"
                                                    " >>")))
    strips = [pixels[top : top + 40] for top in range(0, high, 40)]
    drawn, held = b"", {}
    for index, part in enumerate(strips):
        held[20 + index] = stream(zlib.compress(part.tobytes()), f"{IMAGE} /Width {wide} /Height {len(part)} {plain}"
                                  " /Filter /FlateDecode")
        bottom = 680 - 180 * (index * 40 + len(part)) / high
        drawn += f"q 468 0 0 {180 * len(part) / high:.3f} 72 {bottom:.3f} cm /S{index} Do Q\n".encode()
    names = " ".join(f"/S{index} {20 + index} 0 R" for index in range(len(strips)))
    yield Hostile("pdf-strips.pdf", pdf(objects(o3=page("", resources=f"/XObject << {names} >>"), o5=stream(drawn))
                                        | held), SAYS)


def _jbig2(fax: bytes, wide: int, high: int) -> bytes:
    """An embedded JBIG2 stream: a page and one generic region coded as MMR (ITU-T T.88)."""
    about = struct.pack(">IIIIBH", wide, high, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", wide, high, 0, 0, 0, 1) + fax
    return (struct.pack(">IBBBI", 0, 0x30, 0, 1, len(about)) + about
            + struct.pack(">IBBBI", 1, 0x26, 0, 1, len(region)) + region)


def _run_length(data: bytes) -> bytes:
    out = bytearray()
    for at in range(0, len(data), 128):
        part = data[at : at + 128]
        out += bytes([len(part) - 1]) + part
    return bytes(out + b"\x80")
