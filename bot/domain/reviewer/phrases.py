"""A small language for phrases, so that a rule reads like what people say.

One phrase a line.  ``word`` is that word, ``word*`` any word that begins so, ``(a|b c)`` one of several,
``?`` after a word or group makes it optional, ``..3`` lets up to three words pass (no mark among them),
``,,3`` up to three words or marks, ``{NAME}`` stands for a class of words, a mark for itself, ``#`` for a number.
Everything is matched on plain words (``reading``), word by word: the phrases are many, and regular expressions
for all of them would cost seconds to compile.  Gaps are bounded, so the time is too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.domain.reviewer.elements import KEY, Element, element
from bot.domain.reviewer.reading import Sentence

_ELEMENT = re.compile(r"\([^()]*\)\??|\S+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first`` to ``last`` (exclusive) of a sentence."""

    first: int
    last: int


class _Phrase:
    """One line of a phrase file; ``order`` is its place among the lines."""

    __slots__ = ("elements", "first_keys", "order", "other_keys", "owner", "rare_keys")

    def __init__(self, line: str, order: int, owner: "Phrases") -> None:
        self.order = order
        self.owner = owner
        self.elements = [element(source) for source in _ELEMENT.findall(line)]
        self.first_keys: frozenset[str] = frozenset()
        for step in self.elements:
            self.first_keys |= step.keys
            if not step.optional:
                break
        needed = [step for step in self.elements if step.parts and not step.optional and step.fileable]
        # A phrase is looked for only where each step can be met, the least common first: nearly all fall there.
        self.rare_keys, *self.other_keys = [step.keys for step in sorted(needed, key=lambda step: step.commonness)]

    def end(self, words: list[str], at: int, step: int = 0) -> int | None:
        """Where the phrase ends when it begins at ``at``; longer gaps and earlier alternatives come first."""
        elements, total = self.elements, len(words)
        while step < len(elements):
            element = elements[step]
            step += 1
            if element.is_gap:
                return self._after_gap(element, words, at, step)
            ends = element.ends(words, at) if at < total else []
            if element.optional:
                ends = [*ends, 0]
            if not ends:
                return None
            if len(ends) > 1:
                return self._first_end(words, at, ends, step)
            at += ends[0]
        return at

    def _first_end(self, words: list[str], at: int, ends: list[int], step: int) -> int | None:
        for length in ends:
            end = self.end(words, at + length, step)
            if end is not None:
                return end
        return None

    def _after_gap(self, gap: Element, words: list[str], at: int, step: int) -> int | None:
        far = min(at + gap.gap, len(words))
        if not gap.marks_pass:
            near = at
            while near < far and words[near].isalnum():
                near += 1
            far = near
        for place in range(far, at - 1, -1):
            end = self.end(words, place, step)
            if end is not None:
                return end
        return None


class Phrases:
    """Phrases that mean the same thing; finds where a sentence says one of them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.phrases = [_Phrase(line, order, self) for order, line in enumerate(lines)]

    def hits(self, sentence: Sentence, start: int = 0) -> Iterator[Hit]:
        """Where the sentence says it, from token ``start`` on, left to right, not overlapping."""
        matches = sentence.matches.get(self)
        if matches is None:
            matches = sentence.matches[self] = self._matches(sentence)
        free = start
        for place, _, _, end in matches:
            if place >= free:
                free = max(end, place + 1)
                yield Hit(place, free)

    def _matches(self, sentence: Sentence) -> list[tuple[int, str, int, int]]:
        """Everywhere a phrase begins, what it is filed under and its line (these two order), where it ends."""
        if sentence.possible is None:
            sentence.possible = _possible(sentence)
        phrases = sentence.possible.get(self)
        if phrases is None:
            return []
        where, words = sentence.where, sentence.words
        found = []
        for phrase in phrases:
            for key in phrase.first_keys & where.keys():
                for place in where[key]:
                    end = phrase.end(words, place)
                    if end is not None:
                        found.append((place, key, phrase.order, end))
        found.sort()
        return found

    def first(self, sentence: Sentence, start: int = 0) -> Hit | None:
        """The first place from token ``start`` on, None when it is not said."""
        return next(self.hits(sentence, start), None)

    def said(self, sentence: Sentence) -> bool:
        return self.first(sentence) is not None


class PhraseFile:
    """A phrase file shipped beside this module, read when the first text is reviewed.

    In it, ``// …`` is a remark, ``@NAME a|b`` a class of words, ``[name]`` begins a section.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        _FILES.append(self)

    def __getitem__(self, section: str) -> Phrases:
        """The phrases of a section; KeyError when there is no such section."""
        return self.sections[section]

    @cached_property
    def sections(self) -> dict[str, Phrases]:
        classes: dict[str, str] = {}
        sections: dict[str, list[str]] = {}
        current: list[str] = []
        for raw in (Path(__file__).parent / self._name).read_text("utf-8").splitlines():
            line = raw.strip()
            if not line or line.startswith("//"):
                continue
            if line.startswith("@"):
                key, words = line[1:].split(" ", 1)
                classes[key] = words
            elif line.startswith("["):
                current = sections.setdefault(line[1:-1], [])
            else:
                current.append(re.sub(r"\{(\w+)\}", lambda found: classes[found[1]], line))
        return {key: Phrases(lines) for key, lines in sections.items()}


_FILES: list[PhraseFile] = []


@lru_cache(maxsize=1)
def _index() -> dict[str, list[_Phrase]]:
    """The phrases of every file by their least common step: a sentence is looked through once for all rules."""
    filed: dict[str, list[_Phrase]] = {}
    for file in _FILES:
        for phrases in file.sections.values():
            for phrase in phrases.phrases:
                for key in phrase.rare_keys:
                    filed.setdefault(key, []).append(phrase)
    return filed


@lru_cache(maxsize=1)
def _asked_for() -> frozenset[str]:
    """Every key that some phrase looks for."""
    phrases = {phrase for filed in _index().values() for phrase in filed}
    return frozenset[str]().union(
        *(keys for phrase in phrases for keys in (phrase.first_keys, phrase.rare_keys, *phrase.other_keys))
    )


@lru_cache(maxsize=4096)
def _filed(word: str) -> tuple[str, ...]:
    """The keys of phrases that can begin with the word: its first letters, shorter beginnings with a star, a digit."""
    keys = {word[:KEY], *(f"{word[:length]}*" for length in range(1, KEY))}
    if word[0].isdigit():
        keys.add(word[0])
    return tuple(sorted(keys & _asked_for()))


def _possible(sentence: Sentence) -> dict[object, list[_Phrase]]:
    """The phrases each of whose steps the sentence may meet, by whose they are; notes where its words stand."""
    places = sentence.where
    for index, word in enumerate(sentence.words):
        for key in _filed(word):
            places.setdefault(key, []).append(index)
    filed, present = _index(), frozenset(places)
    owned: dict[object, list[_Phrase]] = {}
    for phrase in {phrase for key in filed.keys() & present for phrase in filed[key]}:
        for keys in phrase.other_keys:
            if keys.isdisjoint(present):
                break
        else:
            owned.setdefault(phrase.owner, []).append(phrase)
    return owned
