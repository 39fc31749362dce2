"""How folios fare under damage; the thresholds are the rates that noise.py (beside) prints, rounded down."""

from __future__ import annotations

import importlib.util
import random
import time
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.agencies.directory import Directory, load_directory
from tracker.folios.read import read_folios

SEEDS = Path(__file__).resolve().parents[3] / "seeds" / "agencies"
DIRECTORY = load_directory(SEEDS)


def _noise() -> ModuleType:
    spec = importlib.util.spec_from_file_location("noise", Path(__file__).with_name("noise.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


noise = _noise()


@pytest.mark.parametrize(
    ("damage", "at_least", "wrong_at_most"),
    [("clean", 1.0, 0), ("lookalikes", 0.99, 0), ("pieces", 0.99, 2), ("both", 0.96, 4), ("lost_zero", 0.94, 1)],
)
def test_damaged_folios_are_read_or_left_but_hardly_ever_read_wrong(
    directory: Directory, damage: str, at_least: float, wrong_at_most: int
) -> None:
    count = 800
    told = noise.rates(getattr(noise, damage), directory, count=count)
    assert told["right"] >= at_least * count
    assert told["wrong"] <= wrong_at_most
    assert told["another agency"] == 0


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_repairing_lookalikes_gives_the_folio_back_or_nothing(seed: int, known: bool) -> None:
    chance = random.Random(seed)
    folio = noise.some_folio(chance, DIRECTORY, known=known)
    found = read_folios(f"número de folio {noise.lookalikes(folio, chance)} ", DIRECTORY)
    assert [one.folio for one in found] in ([folio], [])


WORDS = st.sampled_from(
    [
        "la",
        "respuesta",
        "se",
        "notificó",
        "al",
        "interesado",
        "por",
        "correo",
        "según",
        "comité",
        "y",
        "con",
        "número",
        "los",
        "o",
    ]
)
NUMBERS = st.one_of(
    st.from_regex(r"tel\. (55|33|81) \d{4} \d{4}", fullmatch=True),
    st.from_regex(r"cuenta \d{10,13}", fullmatch=True),
    st.from_regex(r"CLABE \d{18}", fullmatch=True),
    st.from_regex(r"C\.P\. \d{5}", fullmatch=True),
    st.from_regex(r"[0-3]\d/[01]\d/20[012]\d", fullmatch=True),
    st.from_regex(r"\$\d{1,3}(,\d{3}){1,4}\.\d\d", fullmatch=True),
    st.from_regex(r"[A-Z]{4}\d{6}[HM][A-Z]{5}\d\d", fullmatch=True),
    st.from_regex(r"INM/[A-Z]{2,4}/\d{1,5}/20\d\d", fullmatch=True),
    st.from_regex(r"\d{8}", fullmatch=True),
    st.from_regex(r"\d{16,20}", fullmatch=True),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(WORDS, NUMBERS), min_size=3, max_size=30))
def test_ordinary_text_with_numbers_holds_no_folio(words: list[str]) -> None:
    assert read_folios("El texto " + " ".join(words), DIRECTORY) == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789OlISB|*-/., \nfolio", max_size=80))
def test_any_text_is_survived_and_spans_are_true(text: str) -> None:
    for folio in read_folios(text, DIRECTORY):
        assert text[folio.start : folio.end] == folio.text


@pytest.mark.long
@pytest.mark.parametrize("piece", ["0411100064213\n", "1 ", "0-", "oO0l1 ", "1,234,", "|0", "7", "a@"])
def test_a_text_four_times_as_long_takes_about_four_times_as_long(piece: str) -> None:
    def seconds(count: int) -> float:
        text = piece * count
        began = time.perf_counter()
        read_folios(text, DIRECTORY)
        return time.perf_counter() - began

    assert seconds(12_000) < 10 * max(seconds(3_000), 0.02)
