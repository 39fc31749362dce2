"""Image files as pages: photos, scans, TIFFs of many pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ocr.errors import DamagedFile, PageError, PageMissing, PageTooLarge, UnsupportedFile
from ocr.picture import Picture, scaled
from ocr.settings import ReadSettings
from ocr.sources import Layer

_DECODED_LIMIT = 5
"""An image may have this many times the pixel limit before it is refused instead of being scaled down."""

_LETTER_WIDTH_IN, _LETTER_HEIGHT_IN = 8.5, 11.0


class ImageFile:
    """An image file; each frame is a page."""

    def __init__(self, path: Path, media_type: str, settings: ReadSettings) -> None:
        from PIL import Image

        self.media_type = media_type
        self._settings = settings
        if media_type == "image/heic":
            _register_heif()
        Image.MAX_IMAGE_PIXELS = None  # the limit is kept here, with a reason a person understands
        self._file: Any = None
        try:
            # By its name Pillow would map the file into memory, and there it mistakes the sides of a turned TIFF.
            self._file = path.open("rb")
            self._image: Any = Image.open(self._file)
            self.page_count = int(getattr(self._image, "n_frames", 1)) if media_type == "image/tiff" else 1
        except Exception as error:  # damaged files make the decoders raise anything
            if self._file is not None:
                self._file.close()
            raise DamagedFile(repr(error)) from error

    def page(self, number: int) -> ImagePage:
        """The frame with this number, from 1."""
        if not 1 <= number <= self.page_count:
            raise PageMissing(str(number))
        try:
            if self.page_count > 1:
                self._image.seek(number - 1)
            return ImagePage(self._image, self._settings)
        except PageError:
            raise
        except MemoryError as error:
            raise PageTooLarge(str(error)) from error
        except Exception as error:  # damaged files make the decoders raise anything
            raise PageError(repr(error)) from error

    def close(self) -> None:
        """Close the file."""
        self._image.close()
        self._file.close()


class ImagePage:
    """One frame, turned as its EXIF orientation says."""

    def __init__(self, image: Any, settings: ReadSettings) -> None:
        limit = settings.max_pixels
        if image.width * image.height > limit * _DECODED_LIMIT:
            raise PageTooLarge(f"{image.width}x{image.height}")
        stated = _stated_dpi(image)
        whole, squared = _squared(_decode(image, limit), image)
        stated = squared or stated
        turned = _upright(whole, image)
        shrunk = 1.0 if squared else (turned.shape[0] * turned.shape[1] / (image.width * image.height)) ** 0.5
        dpi = stated * shrunk if stated else guessed_dpi(turned.shape[1], turned.shape[0])
        picture = Picture(turned, dpi)
        if turned.shape[0] * turned.shape[1] > limit:
            picture = scaled(picture, dpi * (limit / (turned.shape[0] * turned.shape[1])) ** 0.5)
        self._picture = picture
        self.width_pt = picture.width * 72 / picture.dpi
        self.height_pt = picture.height * 72 / picture.dpi

    def layer(self) -> Layer:
        """An image has no text layer."""
        return Layer(images=((0.0, 0.0, 1.0, 1.0),))

    def render(self, dpi: float) -> Picture:
        """The frame at `dpi`, never larger than it is."""
        return scaled(self._picture, min(dpi, self._picture.dpi))

    def scan_dpi(self) -> float | None:
        """The image's own resolution, stated or guessed."""
        return self._picture.dpi

    def close(self) -> None:
        """Give the memory back."""


def guessed_dpi(width: int, height: int) -> float:
    """The resolution that makes the image as large as a letter page, for images that state none."""
    short, long = sorted((width, height))
    return max(short / _LETTER_WIDTH_IN, long / _LETTER_HEIGHT_IN, 50.0)


def _stated_dpi(image: Any) -> float | None:
    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not (90 <= across <= 1300 and 90 <= down <= 1300 and abs(across - down) < 0.02 * across):
        return None  # 72 and 1 are what programs write that do not know
    inches = image.width / across, image.height / across
    return across if 2 <= max(inches) <= 60 else None


def _squared(pixels: Any, image: Any) -> tuple[Any, float | None]:
    """The pixels of a fax made square, and its resolution then: faxes have about twice as many dots one way."""
    import cv2

    try:
        across, down = (float(value) for value in image.info.get("dpi", (0, 0)))
    except (TypeError, ValueError, ZeroDivisionError):
        return pixels, None
    fine, coarse = max(across, down), min(across, down)
    if image.format != "TIFF" or not (coarse >= 60 and fine <= 600 and 1.8 <= fine / coarse <= 2.2):
        return pixels, None
    high, wide = pixels.shape[:2]
    size = (wide, round(high * fine / coarse)) if across > down else (round(wide * fine / coarse), high)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR), fine


def _decode(image: Any, limit: int) -> Any:
    import numpy as np

    if image.format == "JPEG" and image.width * image.height > limit:
        image.draft("RGB", (image.width // 2, image.height // 2))
    if image.mode in ("I;16", "I;16B", "I", "F"):
        values = np.asarray(image, dtype=np.float64)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        return np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"), dtype=np.uint8)
    if image.mode in ("RGBA", "LA", "PA", "RGBa") or (image.mode == "P" and "transparency" in image.info):
        return _on_white(image.convert("RGBA"))
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


def _on_white(image: Any) -> Any:
    import numpy as np
    from PIL import Image

    paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
    paper.alpha_composite(image)
    return np.asarray(paper.convert("RGB"), dtype=np.uint8)


def _upright(pixels: Any, image: Any) -> Any:
    """Turn and mirror the pixels as EXIF tag 274 (orientation) says."""
    import numpy as np

    try:
        orientation = image.getexif().get(274, 1)
    except Exception:  # a damaged EXIF block says nothing
        orientation = 1
    turned = {
        2: lambda p: p[:, ::-1],
        3: lambda p: p[::-1, ::-1],
        4: lambda p: p[::-1],
        5: lambda p: p.swapaxes(0, 1),
        6: lambda p: np.rot90(p, 3),
        7: lambda p: p[::-1, ::-1].swapaxes(0, 1),
        8: lambda p: np.rot90(p, 1),
    }.get(orientation, lambda p: p)(pixels)
    return np.ascontiguousarray(turned)


def _register_heif() -> None:
    try:
        import pi_heif
    except ImportError as error:
        raise UnsupportedFile("HEIC needs pi-heif") from error
    pi_heif.register_heif_opener()
