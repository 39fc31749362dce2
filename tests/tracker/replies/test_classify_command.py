"""`acuse classify` as people run it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from tracker.cli import main

NOT_OURS = "Le comunico que lo solicitado no es competencia de esta Secretaría.\n"
GIVEN = "Se adjunta la información solicitada en formato Excel.\n"


def lines(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], str]:
    shown = capsys.readouterr()
    return [json.loads(line) for line in shown.out.splitlines()], shown.err


def test_one_json_line_per_file_in_argument_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "b.txt", tmp_path / "a.txt"
    first.write_text(NOT_OURS, encoding="utf-8")
    second.write_text(GIVEN, encoding="utf-8")
    assert main(["classify", str(first), str(second)]) == 0
    found, _ = lines(capsys)
    assert [row["file"] for row in found] == [str(first), str(second)]
    assert [row["outcome"] for row in found] == ["incompetence", "delivered"]
    label = found[0]["labels"][0]
    assert label["label"] == "incompetence" and label["page"] == 1 and label["quote"] in NOT_OURS and label["certain"]
    assert {"file", "outcome", "labels", "checks", "grounds"} <= set(found[0])


def test_a_form_feed_begins_a_new_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reply = tmp_path / "reply.txt"
    reply.write_text("En atención a su solicitud:\f" + NOT_OURS, encoding="utf-8")
    assert main(["classify", str(reply)]) == 0
    assert lines(capsys)[0][0]["labels"][0]["page"] == 2


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(NOT_OURS.encode())))
    assert main(["classify", "-"]) == 0
    assert lines(capsys)[0][0]["outcome"] == "incompetence"


def test_an_unreadable_file_is_said_and_the_others_are_still_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "not-text.txt").write_bytes("Solicitud n\xfamero uno".encode("latin-1"))
    (tmp_path / "good.txt").write_text(GIVEN, encoding="utf-8")
    names = [str(tmp_path / name) for name in ("missing.pdf", "not-text.txt", "good.txt")]
    assert main(["classify", *names]) == 3
    found, said = lines(capsys)
    assert [row["outcome"] for row in found] == [None, None, "delivered"]
    assert all(row["error"] for row in found[:2])
    assert "missing.pdf" in said and "UTF-8" in said


@pytest.mark.parametrize(
    "words", [[], ["--on", "ayer", "x.txt"], ["--law", "XX", "x.txt"], ["-", "-"]], ids=lambda words: " ".join(words)
)
def test_wrong_use_is_one_sentence_and_exit_code_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.count("\n") == 1
