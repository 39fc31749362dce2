"""What the shapes, diagrams and charts of OOXML workbooks say, sheet by sheet."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

from ocr.text.graphics import graphic_text
from ocr.text.held import Held
from ocr.text.package import attribute, child_of, local, parse, related
from ocr.text.slides import drawn_lines
from ocr.text.unseen_cells import Unseen


def drawn_text(path: Path, unseen: dict[str, Unseen], held: Held | None) -> dict[str, list[str]]:
    """The lines that drawings show, by name of the sheet; of shapes on hidden rows or columns nothing is shown."""
    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names:
            return {}
        targets = related(archive, names, "xl/workbook.xml")
        for sheet in parse(archive, "xl/workbook.xml").iter():
            if local(sheet) != "sheet":
                continue
            title, is_shown = attribute(sheet, "name"), attribute(sheet, "state") not in ("hidden", "veryHidden")
            lines, noted = list[str](), Counter[str]()
            for drawing in related(archive, names, targets.get(attribute(sheet, "id"), "")).values():
                if re.fullmatch(r"xl/drawings/[^/]+\.xml", drawing) and drawing in names:
                    graphics = partial(graphic_text, archive, names, related(archive, names, drawing))
                    for anchor in parse(archive, drawing):
                        mine: Held = Counter()
                        said = list(drawn_lines(anchor, graphics, mine))
                        kind = "hidden_sheet" if not is_shown else _kind(anchor, unseen.get(title))
                        if kind is not None:
                            noted[kind] += len("".join(said)) + mine.total()
                        else:
                            lines += said
                            noted.update(mine)
            if held is not None:
                held.update(noted)
            if lines and is_shown:
                found[title] = lines
    return found


def _kind(anchor: Any, hides: Unseen | None) -> str | None:
    """The kind of leak that the text of a shape is which stands on hidden rows or columns alone."""
    ends = [child_of(anchor, name) for name in ("from", "to")]
    if hides is None or any(end is None for end in ends) or attribute(anchor, "editAs") == "absolute":
        return None
    (row, column), (last_row, last_column) = [
        [int(float(child_of(end, name).text or 0)) for name in ("row", "col")] for end in ends]
    if all(map(hides.row, range(row, last_row + 1))):
        return "hidden_row"
    return "hidden_column" if all(map(hides.column, range(column, last_column + 1))) else None
