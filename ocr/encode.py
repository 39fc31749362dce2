"""Pictures as bytes for a browser."""

from __future__ import annotations

from ocr.errors import PageError
from ocr.picture import Picture, scaled


def encode(picture: Picture, width_px: int) -> tuple[bytes, str]:
    """PNG for drawn pages with few tones, JPEG for scans and photos; never wider than `width_px`."""
    import cv2
    import numpy as np

    if picture.width > width_px:
        picture = scaled(picture, picture.dpi * width_px / picture.width)
    pixels = picture.pixels
    sample = picture.grey[::7, ::7]
    few_tones = np.count_nonzero(np.bincount(sample.ravel(), minlength=256) > sample.size // 2000) < 12
    if pixels.ndim == 3:
        pixels = np.ascontiguousarray(pixels[:, :, ::-1])
    done, data = (
        cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 3])
        if few_tones
        else cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 85])
    )
    if not done:
        raise PageError("the picture could not be encoded")
    return data.tobytes(), "image/png" if few_tones else "image/jpeg"
