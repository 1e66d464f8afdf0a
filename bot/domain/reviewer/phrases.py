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

from bot.domain.reviewer.reading import KEY, Sentence

_ELEMENT = re.compile(r"\([^()]*\)\??|\S+")
_GAP = re.compile(r"(\.\.|,,)(\d+)")
_NUMBER = re.compile(r"\d[\d.,:]*")


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first`` to ``last`` (exclusive) of a sentence."""

    first: int
    last: int


class _Element:
    """One step of a phrase: one of several words (or runs of words), or a gap."""

    def __init__(self, source: str) -> None:
        gap = _GAP.fullmatch(source)
        self.gap = int(gap[2]) if gap else 0
        self.marks_pass = bool(gap) and source[0] == ","
        self.is_gap = bool(gap)
        self.optional = source.endswith("?") and source != "?"
        self.parts = [] if gap else [part.split(" ") for part in (source.strip("()?") or source).split("|")]
        self._ends: dict[str, tuple[int, ...]] = {}
        self._single = all(len(part) == 1 for part in self.parts)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What a sentence must hold for this step to be possible (``Sentence.where``)."""
        return frozenset(key for part in self.parts for key in _keys(part[0]))

    def ends(self, words: list[str], index: int) -> tuple[int, ...]:
        """How many words it can take at ``index``, in the order to try; gaps are not asked."""
        if self._single:
            word = words[index]
            known = self._ends.get(word)
            if known is None:
                known = (1,) if any(_fits(part[0], word) for part in self.parts) else ()
                if len(self._ends) < 4096:
                    self._ends[word] = known
            return known
        return tuple(len(part) for part in self.parts if _run_fits(part, words, index))


def _fits(pattern: str, word: str) -> bool:
    if pattern == "#":
        return _NUMBER.fullmatch(word) is not None
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _run_fits(part: list[str], words: list[str], index: int) -> bool:
    if not _fits(part[0], words[index]) or index + len(part) > len(words):
        return False
    return all(_fits(part[step], words[index + step]) for step in range(1, len(part)))


def _keys(first: str) -> Iterator[str]:
    """What a word of a phrase is filed under: whole short words, the first letters of long ones."""
    letters = first.rstrip("*")
    if first == "#":
        yield from "0123456789"
    elif len(letters) >= KEY:
        yield letters[:KEY]
    else:
        yield first  # "no", or "pag*"


_element = lru_cache(maxsize=None)(_Element)  # words and classes come back in many phrases


class _Phrase:
    """One line of a phrase file."""

    __slots__ = ("elements", "needs")

    def __init__(self, line: str) -> None:
        self.elements = [_element(source) for source in _ELEMENT.findall(line)]
        needed = [element for element in self.elements if not element.is_gap and not element.optional]
        # The step that is hardest to meet is asked first: most phrases fall there.
        rare = min(needed, key=lambda element: len(element.parts), default=None)
        self.needs = rare

    def end(self, words: list[str], at: int, step: int = 0) -> int | None:
        """Where the phrase ends when it begins at ``at``; longer gaps and earlier alternatives come first."""
        elements, total = self.elements, len(words)
        while step < len(elements):
            element = elements[step]
            step += 1
            if element.is_gap:
                return self._after_gap(element, words, at, step)
            ends = element.ends(words, at) if at < total else ()
            if element.optional:
                ends = (*ends, 0)
            if not ends:
                return None
            if len(ends) > 1:
                return self._first_end(words, at, ends, step)
            at += ends[0]
        return at

    def _first_end(self, words: list[str], at: int, ends: tuple[int, ...], step: int) -> int | None:
        for length in ends:
            end = self.end(words, at + length, step)
            if end is not None:
                return end
        return None

    def _after_gap(self, gap: _Element, words: list[str], at: int, step: int) -> int | None:
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
        self._lines = list(lines)

    @cached_property
    def _by_key(self) -> dict[str, list[_Phrase]]:
        """Phrases by what they can begin with; built when first asked for."""
        filed: dict[str, list[_Phrase]] = {}
        for line in self._lines:
            phrase = _Phrase(line)
            keys: set[str] = set()
            for element in phrase.elements:
                keys |= element.keys
                if not element.optional:
                    break
            for key in keys:
                filed.setdefault(key, []).append(phrase)
        return filed

    def hits(self, sentence: Sentence, start: int = 0) -> Iterator[Hit]:
        """Where the sentence says it, from token ``start`` on, left to right, not overlapping."""
        filed, where, words = self._by_key, sentence.where, sentence.words
        candidates = []
        for key in filed.keys() & where.keys():
            phrases = [p for p in filed[key] if p.needs is None or not p.needs.keys.isdisjoint(where)]
            if phrases:
                candidates.extend((place, key, phrases) for place in where[key] if place >= start)
        candidates.sort()
        free = start
        for index, _, phrases in candidates:
            if index < free:
                continue
            end = next((end for phrase in phrases if (end := phrase.end(words, index)) is not None), None)
            if end is not None:
                free = max(end, index + 1)
                yield Hit(index, free)

    def first(self, sentence: Sentence, start: int = 0) -> Hit | None:
        """The first place from token ``start`` on, None when it is not said."""
        return next(self.hits(sentence, start), None)

    def said(self, sentence: Sentence) -> bool:
        return self.first(sentence) is not None


class PhraseFile:
    """A phrase file shipped beside this module, read when first asked for.

    In it, ``// …`` is a remark, ``@NAME a|b`` a class of words, ``[name]`` begins a section.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, section: str) -> Phrases:
        """The phrases of a section; KeyError when there is no such section."""
        return self._sections[section]

    @cached_property
    def _sections(self) -> dict[str, Phrases]:
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
