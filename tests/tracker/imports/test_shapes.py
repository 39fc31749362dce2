"""Tables of many shapes give the same requests; what a table has lost is told and never made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.tracker.imports.shapes import SHAPES, TRUTH, Shape
from tracker.agencies.directory import Directory
from tracker.imports.read import Aside, read_table
from tracker.imports.rows import RequestRow

TODAY = date(2026, 11, 22)


def _flat(text: str) -> str:
    return " ".join(text.replace("«", '"').replace("»", '"').split())


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_table_of_any_shape_gives_the_same_requests(tmp_path: Path, directory: Directory, shape: Shape) -> None:
    steps = list(read_table(shape.write(tmp_path), "requests", directory, TODAY))
    found = [step for step in steps if isinstance(step, RequestRow)]
    wrong = []
    for row, true in zip(found, TRUTH, strict=False):
        answered = next((event.on for event in row.events if event.kind not in ("filed",)), None)
        pairs = {"filed_on": (row.filed_on, true.filed_on), "due_on": (row.due_on, true.due_on),
                 "answered_on": (answered, true.answered_on), "text": (_flat(row.text), _flat(true.text))}
        if shape.folios:
            pairs["folio"] = row.folio, true.folio
        elif row.folio is not None or not any("folio" in p.problem for p in row.problems):
            wrong.append(f"{row.number}: the folio {row.folio} is made up, or its loss is not told")
        for name, (is_, want) in pairs.items():
            if name in shape.without and is_ is None:
                assert row.problems, f"{row.number}: that {name} is lost is not told"
            elif is_ != want:
                wrong.append(f"{row.number}: {name} is {is_}, not {want}")
    assert len(found) == shape.kept, [step for step in steps if isinstance(step, Aside)][:5]
    assert wrong == []
    assert all(any(getattr(row, name, None) is None for row in found) for name in shape.without)
