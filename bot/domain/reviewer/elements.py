"""One step of a phrase: a word, one of several words or runs of words, or a gap (the language is ``phrases``')."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

KEY = 5  # phrases are looked up by the first letters of their first word
_REMEMBERED = 2_000  # words a step recalls, so that memory stays bounded
_GAP = re.compile(r"(\.\.|,,)(\d+)")
# How often words stand in a sentence, against 1 for any other; it decides speed alone.
_OFTEN = (
    (50, frozenset({"que", "de", "la", "el", "en", "y", "a", "los", "las", ",", ".", ":", "no", "se", "lo", "le"})),
    (20, frozenset({"con", "un", "una", "por", "para", "me", "te", "nos", "al", "del", "su", "es", "ha", "ya", "#"})),
    (5, frozenset({"mas", "si", "muy", "como", "o", "esta", "fue", "hay", "son", "tiene", "sin", "todo", "usted"})),
)
_EVERYDAY = {word: weight for weight, words in _OFTEN for word in words}
_NUMBER = re.compile(r"\d[\d.,:]*")


class Element:
    """One step of a phrase: one of several words (or runs of words), or a gap."""

    def __init__(self, source: str) -> None:
        gap = _GAP.fullmatch(source)
        self.gap = int(gap[2]) if gap else 0
        self.marks_pass = bool(gap) and source[0] == ","
        self.is_gap = bool(gap)
        self.optional = source.endswith("?") and source != "?"
        self.parts = [] if gap else [part.split(" ") for part in (source.strip("()?") or source).split("|")]
        # A step that begins with any letters ("*ado") cannot be filed; everyday words are in every sentence.
        self.fileable = not any(part[0].startswith("*") for part in self.parts)
        self.commonness = sum(_EVERYDAY.get(part[0], 1) for part in self.parts)
        self._known: dict[str, list[int]] = {}
        self._tails: dict[str, tuple[list[str], ...]] = {}

    @cached_property
    def keys(self) -> frozenset[str]:
        """What a sentence must hold for this step to be possible (``places_of``)."""
        return frozenset(key for part in self.parts for key in keys_of(part[0]))

    def ends(self, words: list[str], index: int) -> list[int]:
        """How many words it can take at ``index``, in the order to try; gaps are not asked."""
        word = words[index]
        known = self._known.get(word)
        if known is not None:
            return known
        tails = self._tails.get(word)
        if tails is None:
            tails = tuple(part[1:] for part in self.parts if _fits(part[0], word))
            if len(self._tails) + len(self._known) < _REMEMBERED:
                if any(tails):
                    self._tails[word] = tails
                else:
                    self._known[word] = [1] if tails else []
        return [len(tail) + 1 for tail in tails if not tail or _run_fits(tail, words, index + 1)]


def _fits(pattern: str, word: str) -> bool:
    if pattern == "#":
        return _NUMBER.fullmatch(word) is not None
    head, star, tail = pattern.partition("*")
    if not star:
        return word == pattern
    return word.startswith(head) and word.endswith(tail) and len(word) >= len(head) + len(tail)


def _run_fits(run: list[str], words: list[str], index: int) -> bool:
    if index + len(run) > len(words):
        return False
    for part in run:
        word = words[index]
        if part != word and not ("*" in part and _fits(part, word)) and not (part == "#" and _fits(part, word)):
            return False
        index += 1
    return True


def keys_of(first: str) -> Iterator[str]:
    """What a word of a phrase is filed under: whole short words, the first letters of long ones."""
    letters = first.rstrip("*")
    if first == "#":
        yield from "0123456789"
    elif len(letters) >= KEY:
        yield letters[:KEY]
    else:
        yield first  # "no", or "pag*"


element = lru_cache(maxsize=None)(Element)  # words and classes come back in many phrases
