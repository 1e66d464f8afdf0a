"""A small language for phrases, so that a rule reads like what people say.

One phrase a line.  ``word`` is that word, ``word*`` any word that begins so, ``(a|b c)`` one of several,
``?`` after a word or group makes it optional, ``..3`` lets up to three words pass (no comma among them),
``,,3`` up to three words or marks, ``{NAME}`` stands for a class of words, a mark for itself, ``#`` for a number.
Everything is matched on plain words (``reading``).  Gaps are bounded, so the time is too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.reviewer.reading import KEY, Sentence

_ELEMENT = re.compile(r"\([^()]*\)\??|\S+")


@dataclass(frozen=True, slots=True)
class Hit:
    """Tokens ``first`` to ``last`` (exclusive) of a sentence."""

    first: int
    last: int


def _word(source: str) -> str:
    return re.escape(source).replace(r"\*", r"\w*").replace(r"\ ", " ").replace(r"\#", r"\d[\d.,:]*")


def _optional(element: str) -> bool:
    return element.endswith("?") and element != "?"


def _alternatives(element: str) -> list[str]:
    return (element.strip("()?") or element).split("|")


def _element(element: str) -> str:
    gap = re.fullmatch(r"\.\.(\d+)", element)
    if gap:
        return rf"(?:\w+ ){{0,{gap[1]}}}"
    gap = re.fullmatch(r",,(\d+)", element)
    if gap:
        return rf"(?:\S+ ){{0,{gap[1]}}}"
    body = "|".join(_word(part) for part in _alternatives(element))
    return f"(?:(?:{body}) )" + ("?" if _optional(element) else "")


def _keys(elements: list[str]) -> Iterator[str]:
    """What a phrase can begin with: whole short words, the first letters of long ones (so few phrases are tried)."""
    for element in elements:
        for part in _alternatives(element):
            first = part.split(" ")[0]
            letters = first.rstrip("*")
            if first == "#":
                yield from "0123456789"
            elif len(letters) >= KEY:
                yield letters[:KEY]
            else:
                yield first  # "no", or "pag*"
        if not _optional(element):
            return


class Phrases:
    """Phrases that mean the same thing; finds where a sentence says one of them."""

    def __init__(self, lines: Iterable[str]) -> None:
        buckets: dict[str, list[str]] = {}
        for line in lines:
            elements = _ELEMENT.findall(line)
            pattern = "".join(map(_element, elements))
            for key in dict.fromkeys(_keys(elements)):
                buckets.setdefault(key, []).append(pattern)
        self._by_key = {key: re.compile("|".join(patterns)) for key, patterns in buckets.items()}
        self._keys = frozenset(buckets)

    def hits(self, sentence: Sentence, start: int = 0) -> Iterator[Hit]:
        """Where the sentence says it, from token ``start`` on, left to right, not overlapping."""
        shared = self._keys.intersection(sentence.where)
        if not shared:
            return
        free = start
        for index, filed in sorted((place, key) for key in shared for place in sentence.where[key]):
            if index < free:
                continue
            match = self._by_key[filed].match(sentence.plain, sentence.starts[index])
            if match:
                free = max(sentence.index(match.end()), index + 1)
                yield Hit(index, free)

    def first(self, sentence: Sentence, start: int = 0) -> Hit | None:
        """The first place from token ``start`` on, None when it is not said."""
        return next(self.hits(sentence, start), None)

    def said(self, sentence: Sentence) -> bool:
        return self.first(sentence) is not None


def load(name: str) -> dict[str, Phrases]:
    """The sections of a phrase file shipped beside this module, by name.

    In a file, ``// …`` is a remark, ``@NAME a|b`` a class of words, ``[name]`` begins a section.
    """
    classes: dict[str, str] = {}
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for raw in (Path(__file__).parent / name).read_text("utf-8").splitlines():
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
