"""From the tree a person typed to the terms engines look up: stems, misread forms, other official names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.search.analysis import fold, loose_forms, misreadings, query_stems, stems, tokens
from archive.search.families import kin
from archive.search.thesaurus import Thesaurus
from archive.search.tree import (
    And,
    Fuzzy,
    Lower,
    Most,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Places,
    Prefix,
    Slot,
    Terms,
    Word,
)

SYNONYM_WEIGHT = 0.3
"""What a page found only under another official name counts, against one that has the word asked for."""

KIN_WEIGHT = 0.5
"""What a page counts that has only another word of the same family: `modificar` for `modificación`."""

THESAURUS_NEAR = 4
"""Words that may stand between the two sides of a thesaurus entry written `a ~ b`."""


@dataclass
class Planner:
    """How words are widened: with `loose`, n and ñ are one letter; `tolerant` adds what OCR makes of a word."""

    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    loose: bool = False
    tolerant: bool = True
    used: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Filled while planning: words asked for → other names also looked up."""

    def plan(self, node: Node, *, widen: bool = True) -> Node:
        """The planned tree; inside a negation nothing is widened."""
        match node:
            case Word():
                return self._run([node], widen) if widen else self._word(node, widen)
            case Prefix(text):
                return self._prefix(fold(text))
            case Fuzzy(text, reach):
                word = self._word(Word(text), widen)
                return Or((word, Places((Slot(fuzzy=(fold(text), reach)),))))
            case Phrase(words, prefix, reach):
                return self._phrase(words, prefix, reach, widen)
            case Near():
                return self._near(node, widen)
            case And(parts):
                return And(tuple(self._all(parts, widen)))
            case Or(parts):
                return Or(tuple(self.plan(part, widen=widen) for part in parts))
            case Most(parts, least):
                planned = tuple(self._all(parts, widen))
                return Most(planned, least or -(-2 * len(planned) // 3))
            case Not(part):
                return Not(self.plan(part, widen=False))
            case Lower(part, weight):
                return Lower(self.plan(part, widen=widen), weight)
            case _:
                return node

    def _all(self, parts: Sequence[Node], widen: bool) -> list[Node]:
        planned: list[Node] = []
        run: list[Word] = []
        for part in parts:
            if isinstance(part, Word) and widen:
                run.append(part)
                continue
            planned += self._words(run, widen)
            run = []
            planned.append(self.plan(part, widen=widen))
        return planned + self._words(run, widen)

    def _words(self, run: Sequence[Word], widen: bool) -> list[Node]:
        """Words side by side: the longest runs that the thesaurus knows are widened as one."""
        planned: list[Node] = []
        at = 0
        while at < len(run):
            for length in range(min(self.thesaurus.longest, len(run) - at), 1, -1):
                if self.thesaurus.others([word.text for word in run[at : at + length]]):
                    break
            else:
                length = 1
            planned.append(self._run(run[at : at + length], widen))
            at += length
        return planned

    def _run(self, run: Sequence[Word], widen: bool) -> Node:
        asked: Node = self._word(run[0], widen)
        if len(run) > 1:
            asked = And(tuple(self._word(word, widen) for word in run))
        texts = [word.text for word in run]
        others = self.thesaurus.others(texts)
        if not others:
            return asked
        self.used[" ".join(texts)] = others
        return Or((asked, Lower(Or(tuple(map(named, others))), SYNONYM_WEIGHT)))

    def _word(self, word: Word, widen: bool) -> Terms:
        folded = fold(word.text)
        strong = dict.fromkeys(query_stems(word.text))
        if self.loose:
            strong |= dict.fromkeys(stem for form in loose_forms(folded) for stem in stems(form))
        weak: dict[str, None] = {}
        if widen and self.tolerant:
            weak = dict.fromkeys(stem for form in misreadings(folded) for stem in stems(form) if stem not in strong)
        family = [stem for stem in kin(word.text) if stem not in strong] if widen else []
        return Terms(tuple(strong), tuple(stem for stem in weak if stem not in family), tuple(family))

    def _prefix(self, start: str) -> Node:
        starts = (start, *(loose_forms(start) if self.loose else ()))
        found = tuple(Places((Slot(prefix=form),)) for form in starts)
        return found[0] if len(found) == 1 else Or(found)

    def _phrase(self, words: Sequence[str], prefix: bool, reach: Sequence[int], widen: bool) -> Places:
        slots = [self._slot(fold(word), widen) for word in words]
        slots = [replace(slot, fuzzy=(slot.terms[0], most)) if most else slot
                 for slot, most in zip(slots, reach or [0] * len(slots), strict=True)]
        if prefix:
            slots[-1] = Slot(prefix=fold(words[-1]))
        return Places(tuple(slots))

    def _slot(self, folded: str, widen: bool) -> Slot:
        terms = (folded, *(loose_forms(folded) if self.loose else ()))
        weak = misreadings(folded) if widen and self.tolerant else ()
        return Slot(terms, tuple(form for form in weak if form not in terms))

    def _near(self, node: Near, widen: bool) -> Node:
        """A phrase is near something when it is on the page and its first or last word is near."""
        lefts, rights = self._edges(node.left), self._edges(node.right)
        nears = tuple(Places((left, right), node.distance) for left in lefts for right in rights)
        either: Node = nears[0] if len(nears) == 1 else Or(nears)
        phrases = [self.plan(side, widen=widen) for side in (node.left, node.right) if isinstance(side, Phrase)]
        return And((either, *phrases)) if phrases else either

    def _edges(self, side: Word | Prefix | Fuzzy | Phrase) -> list[Slot]:
        if isinstance(side, Prefix):
            return [Slot(prefix=fold(side.text))]
        if isinstance(side, Word | Fuzzy):
            fuzzy = (fold(side.text), 1) if isinstance(side, Fuzzy) else None
            forms = [form for form in (loose_forms(fold(side.text)) if self.loose else ())]
            wanted = (*query_stems(side.text), *(stem for form in forms for stem in stems(form)))
            return [Slot(stems=wanted, fuzzy=fuzzy)]
        ends = dict.fromkeys((side.words[0], side.words[-1]))
        return [Slot((fold(word),)) for word in ends]


def named(name: str) -> Node:
    """The planned search for a name of the thesaurus, in any inflection; `a ~ b` asks for both close together."""
    left, tilde, right = name.partition("~")
    words = [token.raw for token in tokens(left)]
    if tilde:
        return Places((_any_form(words[-1:]), _any_form([token.raw for token in tokens(right)][:1])), THESAURUS_NEAR)
    if len(words) == 1:
        return Terms(query_stems(words[0]))
    return Places(tuple(_any_form([word]) for word in words))


def _any_form(words: Sequence[str]) -> Slot:
    return Slot(stems=tuple(stem for word in words for stem in query_stems(word)))
