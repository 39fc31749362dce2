"""Each rule carries its own examples: sentences it reads, and near misses it leaves alone."""

from __future__ import annotations

import pytest

from tracker.replies.reading.labels import find_evidence
from tracker.replies.reading.rules import Rule, mender, rules
from tracker.replies.reading.text import Letter
from tracker.replies.reading.values import LABELS
from tracker.replies.reading.zones import hide_what_is_not_the_answer

EXAMPLES = [(rule, text) for rule in rules() for text in rule.examples]
NEAR_MISSES = [(rule, text) for rule in rules() for text in rule.near_misses]


def labels_of(text: str) -> set[str]:
    letter = Letter([text], mender())
    hide_what_is_not_the_answer(letter)
    return set(find_evidence(letter))


def test_every_label_has_a_rule() -> None:
    assert {rule.label for rule in rules()} == set(LABELS)


def test_every_pattern_of_the_data_compiles() -> None:
    for rule in rules():
        assert rule.any.compiled(), rule.id
        rule.unless.compiled()


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=lambda value: getattr(value, "id", None))
def test_a_rule_reads_its_own_example(rule: Rule, text: str) -> None:
    assert rule.label in labels_of(text)


@pytest.mark.parametrize(("rule", "text"), NEAR_MISSES, ids=lambda value: getattr(value, "id", None))
def test_a_rule_leaves_its_near_miss_alone(rule: Rule, text: str) -> None:
    assert rule.label not in labels_of(text)


@pytest.mark.parametrize("rule", [rule for rule, _ in EXAMPLES], ids=lambda rule: rule.id)
def test_a_rule_reads_its_example_in_capitals_without_accents(rule: Rule) -> None:
    for text in rule.examples:
        assert rule.label in labels_of(text.upper().translate(str.maketrans("ÁÉÍÓÚÜ", "AEIOUU")))
