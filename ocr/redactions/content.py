"""What is printed inside a shape, read from its pixels alone: runs of marks, their sizes and whether they are alike."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Run:
    """Marks that stand together on one line, in pixels of the crop they were found in."""

    x0: int
    y0: int
    x1: int
    y1: int
    marks: int
    dots: int
    crop: npt.NDArray[np.uint8] = field(compare=False, repr=False)

    @cached_property
    def look(self) -> npt.NDArray[np.float32]:
        """The run scaled to 32×8 and centred on zero with unit length, for comparing."""
        return _look(self.crop)

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Content:
    """The runs inside a shape of `width` × `height` pixels."""

    runs: tuple[Run, ...]
    width: int
    height: int
    bars: tuple[int, ...]
    """Where upright slivers as high as the shape stand: the gaps between shapes drawn side by side."""

    @property
    def marks(self) -> int:
        return sum(run.marks for run in self.runs)

    @property
    def empty(self) -> bool:
        return not self.runs

    @property
    def spread(self) -> float:
        """Share of the shape that the runs' boxes cover."""
        return sum(run.width * run.height for run in self.runs) / max(1, self.width * self.height)

    def alike(self) -> bool:
        """True when there are several runs that look the same, as one code repeated does."""
        return len(self.runs) >= 2 and all(same_print(self.runs[0], run) for run in self.runs[1:])

    @property
    def dotted(self) -> bool:
        """True when the runs carry dots between their letters, as codes do."""
        return any(run.dots >= 1 for run in self.runs)

    def code_like(self) -> bool:
        """True when what is printed could be a short code or ground, once or repeated, and not a text."""
        if not self.runs:
            return False
        longest = max(run.marks for run in self.runs)
        if len(self.runs) == 1 or self.alike():
            return longest <= (26 if self.dotted else 13)
        if len(self.runs) <= 3 and longest <= 8 and self.dotted:
            return True
        tallest = max(run.height for run in self.runs)
        clear = [run for run in self.runs if run.height > 0.5 * tallest]
        roomy = self.height > 2.6 * tallest and self.spread < 0.2
        return roomy and sum(run.marks for run in clear) <= 40 and len(clear) <= 4 and len(self.runs) <= 12


def same_print(a: Run, b: Run) -> bool:
    """True when two runs have one size and look the same."""
    if abs(a.width / max(1, a.height) - b.width / max(1, b.height)) > 0.16 * a.width / max(1, a.height):
        return False
    return abs(a.marks - b.marks) <= 2 and float((a.look * b.look).sum()) > 0.5


def _look(marks: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    small = np.asarray(cv2.resize(marks, (32, 8), interpolation=cv2.INTER_AREA), dtype=np.float32)
    small -= small.mean()
    return small / max(1e-6, float(np.sqrt((small * small).sum())))


def read_content(marks: npt.NDArray[np.uint8], unit: float, least: float = 0.0) -> Content:
    """Group the marks (255 on 0) of a crop into runs; specks, runs lower than `least` pixels
    and marks as large as the crop are passed over."""
    height, width = marks.shape
    left, top, wide, high = cv2.boundingRect(marks)
    if not wide:
        return Content((), width, height, ())
    inked = marks[top : top + high, left : left + wide]
    count, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8, ltype=cv2.CV_32S)
    stats[:, 0] += left
    stats[:, 1] += top
    boxes: list[tuple[int, int, int, int, int]] = []
    bars: list[int] = []
    for x, y, w, h, area in stats[1:count].tolist():
        if h >= 0.92 * height and w <= 0.22 * h and h >= 11 * unit and area >= 0.6 * w * h:
            bars.append(x + w // 2)
            continue
        if area < 1.6 * unit * unit or (w > 0.85 * width and w > 60 * unit) or (h > 0.97 * height and h < 3 * w):
            continue
        at_edge = x <= 1 or y <= 1 or x + w >= width - 1 or y + h >= height - 1
        if h > 90 * unit or (at_edge and min(w, h) <= 3 * unit and max(w, h) >= 6 * unit):
            continue
        boxes.append((x, y, x + w, y + h, area))
    if not boxes:
        return Content((), width, height, tuple(sorted(bars)))
    tall = sorted(box[3] - box[1] for box in boxes if box[3] - box[1] >= 4 * unit) or [0]
    usual = max(tall[int(0.75 * (len(tall) - 1))], 4 * unit)
    letters = [box for box in boxes if box[3] - box[1] >= 0.45 * usual]
    dots = [box for box in boxes if box[3] - box[1] < 0.45 * usual and box[2] - box[0] < 0.6 * usual]
    if not letters or usual < 5 * unit:
        return Content((), width, height, tuple(sorted(bars)))
    runs: list[list[tuple[int, int, int, int, int]]] = []
    for box in sorted(letters):
        home = None
        for run in runs:
            last = run[-1]
            middle = (box[1] + box[3]) / 2
            if (
                last[1] - 0.3 * usual <= middle <= last[3] + 0.3 * usual
                and box[0] - max(b[2] for b in run) <= 1.1 * usual
            ):
                home = run
        if home is None:
            runs.append([box])
        else:
            home.append(box)
    found = []
    for run in runs:
        x0, y0 = min(b[0] for b in run), min(b[1] for b in run)
        x1, y1 = max(b[2] for b in run), max(b[3] for b in run)
        if y1 - y0 < least:
            continue
        inside = sum(1 for d in dots if x0 <= d[0] <= x1 and (y0 + y1) / 2 <= d[3] <= y1 + 0.3 * usual)
        wide = sum(max(1, round((b[2] - b[0]) / max(1.0, 0.95 * (b[3] - b[1])))) for b in run)
        found.append(Run(x0, y0, x1, y1, max(len(run), wide), inside, marks[y0:y1, x0:x1]))
    return Content(tuple(found), width, height, tuple(sorted(bars)))
