"""A small language for phrases, so that a rule reads like what people say.

One phrase a line.  ``word`` is that word, ``word*`` any word that begins so, ``(a|b c)`` one of several,
``?`` after a word or group makes it optional, ``..3`` lets up to three words pass (no comma among them),
``,,3`` up to three words or marks, ``{NAME}`` stands for a class of words, ``,`` and ``;`` for themselves, ``#`` for a number.
Everything is matched on plain words (``reading``).  Gaps are bounded, so the time is too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.reviewer.reading import Sentence

_ELEMENT = re.compile(r"\([^()]*\)\??|\S+")
_KEY = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first`` to ``last`` (exclusive) of a sentence, and the number of the phrase that matched."""

    first: int
    last: int


def _word(source: str) -> str:
    return re.escape(source).replace(r"\*", r"\w*").replace(r"\ ", " ").replace(r"\#", r"\d[\d.,:]*")


def _alternatives(element: str) -> list[str]:
    return element.strip("()?").split("|")


def _element(element: str) -> str:
    gap = re.fullmatch(r"\.\.(\d+)", element)
    if gap:
        return rf"(?:\w+ ){{0,{gap[1]}}}"
    gap = re.fullmatch(r",,(\d+)", element)
    if gap:
        return rf"(?:\S+ ){{0,{gap[1]}}}"
    body = "|".join(_word(part) for part in _alternatives(element))
    return f"(?:(?:{body}) )" + ("?" if element.endswith("?") and element != "?" else "")


def _keys(elements: list[str]) -> Iterator[str]:
    """What a phrase can begin with: whole short words, three letters of long ones (so few phrases are tried)."""
    for element in elements:
        for part in _alternatives(element):
            first = part.split(" ")[0]
            letters = first.rstrip("*")
            if first == "#":
                yield from "0123456789"
            elif len(letters) >= _KEY:
                yield letters[:_KEY]
            else:
                yield first  # "no", or "a*"
        if not element.endswith("?"):
            return


class Phrases:
    """Phrases that mean the same thing; finds where a sentence says one of them."""

    def __init__(self, source: str, classes: Mapping[str, str] | None = None) -> None:
        for name, words in (classes or {}).items():
            source = source.replace("{" + name + "}", "|".join(words.split("\n")[0].split("|")))
        buckets: dict[str, list[str]] = {}
        for line in source.splitlines():
            elements = _ELEMENT.findall(line.strip())
            if not elements:
                continue
            pattern = "".join(map(_element, elements))
            for key in dict.fromkeys(_keys(elements)):
                buckets.setdefault(key, []).append(pattern)
        self._by_key = {key: re.compile("|".join(patterns)) for key, patterns in buckets.items()}

    def hits(self, sentence: Sentence, start: int = 0) -> Iterator[Hit]:
        """Where the sentence says it, from token ``start`` on, left to right, not overlapping."""
        by_key = self._by_key
        plain = sentence.plain
        free = start
        for index in range(start, len(sentence.words)):
            if index < free:
                continue
            word = sentence.words[index]
            for key in (word[:_KEY], word[:2] + "*", word[:1] + "*", word[:1] if word[:1].isdigit() else ""):
                pattern = by_key.get(key)
                match = pattern.match(plain, sentence.starts[index]) if pattern else None
                if match:
                    free = sentence.index(match.end())
                    yield Hit(index, free)
                    break

    def first(self, sentence: Sentence, start: int = 0) -> Hit | None:
        return next(self.hits(sentence, start), None)

    def inside(self, sentence: Sentence, first: int, last: int) -> bool:
        """Whether it is said wholly within the tokens ``first`` to ``last`` (exclusive)."""
        return any(hit.last <= last for hit in self.hits(sentence, first) if hit.first < last)
