"""Why a page was read from where it was, told in the reader's language."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields

import pytest

import ocr.choose
from ocr.quality import Quality
from ocr.recognise import Plan
from ocr.types import LEFT_OUT
from tracker.whys import why

SAMPLE = {"LEFT_OUT": LEFT_OUT, "reason": "somebody asked for it", "read.how": "as it is", "hidden": "3",
          "left_out": "", "sure": "97", "90 * (quarters % 4)": "90"}
EVERYTHING = {field.name: True for field in fields(Plan) if field.type == "bool"}


def said_by_the_reading() -> Iterator[str]:
    """Every sentence and piece of one that choosing a source can write."""
    tree = ast.parse(inspect.getsource(ocr.choose))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
              if part is not node}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | inside:
            if " " in node.value:
                yield node.value
        elif isinstance(node, ast.JoinedStr):
            for quality in Quality:
                known = {**SAMPLE, "quality.value": quality.value}
                yield "".join(part.value if isinstance(part, ast.Constant) else known[ast.unparse(part.value)]
                              for part in node.values).removeprefix("; ")


def test_every_sentence_a_reading_can_write_is_said_in_spanish() -> None:
    sentences = list(said_by_the_reading())
    assert len(sentences) > 12
    for sentence in sentences:
        spanish = why(sentence, "es")
        for word in ("the", "page", "picture", "words", "turned", "read", "asked", "somebody", "layer", "stands"):
            assert word not in spanish.lower().replace(".", "").replace(",", "").split(), spanish


@pytest.mark.parametrize("plan", [
    Plan(), Plan(quarters=3, level=-1.3, enlarge=1.5, **EVERYTHING), Plan(median=False)])
def test_what_was_done_to_a_picture_is_said_in_spanish(plan: Plan) -> None:
    spanish = why(f"the page has no text layer; read from its picture, {plan}", "es")
    assert spanish.startswith("La página no trae capa de texto; ")
    english = {"turned", "levelled", "specks", "enlarged", "paper", "as", "edges", "removed", "smoothed"}
    assert not english & set(spanish.replace(",", "").split())


def test_numbers_stay_and_english_reads_as_a_sentence() -> None:
    text = "the page carries text, and its pictures hold more (97 % sure); 3 words that the page does not show were " \
           "left out"
    assert why(text, "en") == text[0].upper() + text[1:] + "."
    assert "97 %" in why(text, "es") and "3 palabras" in why(text, "es")


def test_what_nobody_translated_is_shown_as_it_was_written_and_codes_are_no_sentence() -> None:
    assert why("read by a machine of long ago", "es") == "Read by a machine of long ago."
    assert why("the file is text; something else", "es") == "El archivo es texto; something else."
    assert why(None, "es") == why("", "es") == why("too-long", "es") == ""
