"""From the coordinates of a PDF page to shares of the page as displayed."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any

from ocr.types import Box

_BIG = 1_000_000


@dataclass(frozen=True, slots=True)
class Affine:
    """`x' = a·x + c·y + e`, `y' = b·x + d·y + f`, as in PDF matrices."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The smallest upright box around the transformed rectangle, clipped to the page."""
        if self.b == 0.0 and self.c == 0.0 and self.a > 0 > self.d:  # the page as it usually lies
            x0, x1 = self.a * left + self.e, self.a * right + self.e
            y0, y1 = self.d * top + self.f, self.d * bottom + self.f
            if x0 >= 0.0 and y0 >= 0.0 and x1 <= 1.0 and y1 <= 1.0:
                return (x0, y0, x1, y1)
            return (_clip(x0), _clip(y0), _clip(x1), _clip(y1))
        xs = (self.a * left, self.a * right)
        cs = (self.c * bottom, self.c * top)
        ys = (self.b * left, self.b * right)
        ds = (self.d * bottom, self.d * top)
        x0, x1 = min(xs) + min(cs) + self.e, max(xs) + max(cs) + self.e
        y0, y1 = min(ys) + min(ds) + self.f, max(ys) + max(ds) + self.f
        return (_clip(x0), _clip(y0), _clip(x1), _clip(y1))

    def after(self, first: Affine) -> Affine:
        """The transformation that does `first` and then this one."""
        return Affine(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )


def _clip(value: float) -> float:
    return 0.0 if value < 0 else 1.0 if value > 1 else value


def page_affine(page: Any) -> Affine:
    """From the user space of a pypdfium2 page to shares of the page as displayed (rotation and crop applied)."""
    import pypdfium2.raw as raw

    x, y = ctypes.c_int(), ctypes.c_int()

    def at(px: float, py: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, 0, 0, _BIG, _BIG, 0, px, py, x, y)
        return x.value / _BIG, y.value / _BIG

    width, height = page.get_size()
    reach = max(width, height, 1.0)
    e, f = at(0, 0)
    ax, ay = at(reach, 0)
    cx, cy = at(0, reach)
    return Affine((ax - e) / reach, (ay - f) / reach, (cx - e) / reach, (cy - f) / reach, e, f)
