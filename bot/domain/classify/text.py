"""A report cut into words and clauses, spelled in a way that forgives a hurried hand.

Reports come without accents, with b for v, a missing h, s for z. ``fold`` spells a word as it sounds, for the report
and for the lexicon alike, so that "calló", "cayo" and "cayó" meet. Offsets always refer to the text as it was typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# A report is a few lines. What is pasted beyond this (a log, a mail thread) would only cost time.
LONGEST = 3_000

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_](?:[^\W_]|[\u0300-\u036f])*|[%€$]")
_STOP = re.compile(r"[.!?;\n…]")
_PAUSE = re.compile(r"[,:()«»\"“”–—]|\s-\s")
_TURN = frozenset({"pero", "aunke", "salbo", "exsepto", "mientras", "porke"})

# Keys and values as they sound: «xq» has become «xk».
_SHORT = {
    "k": "ke", "x": "por", "xk": "porke", "pk": "porke", "tb": "tambien", "tmb": "tambien", "pa": "para", "d": "de",
    "ta": "esta", "tdb": "todabia", "msj": "mensaje",
}  # fmt: skip
_SOUNDS = (("qu", "k", "ei"), ("c", "s", "ei"), ("g", "j", "ei"), ("ch", "x", ""), ("h", "", ""), ("ll", "y", ""))
_HEARD = tuple((old + after, new + after) for old, new, soft in _SOUNDS for after in soft or ("",))
_LETTERS = str.maketrans({"c": "k", "q": "k", "z": "s", "v": "b"})
_DOUBLE = re.compile(r"([b-df-hj-np-tv-z])\1+")


@dataclass(frozen=True)
class Word:
    """``plain`` is lower case with its accents, ``key`` as it sounds, ``start``/``end`` code points in the report."""

    plain: str
    key: str
    start: int
    end: int
    clause: int
    sentence: int


def bare(word: str) -> str:
    """Lower case without accents."""
    word = word.lower()
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """The word as it sounds; numbers and signs stay as they are."""
    key = bare(word)
    for written, heard in _HEARD:  # plain replacing: the verb table folds tens of thousands of forms when loaded
        key = key.replace(written, heard)
    key = _DOUBLE.sub(r"\1", key.translate(_LETTERS))
    return _SHORT.get(key, key) or "h"  # a lone h has no sound


def words(text: str) -> list[Word]:
    """Words of the first ``LONGEST`` characters, numbered by clause (a pause or an adversative) and by sentence."""
    found: list[Word] = []
    clause = sentence = before = 0
    for match in _TOKEN.finditer(text, 0, LONGEST):
        gap = text[before : match.start()]
        key = fold(match[0])
        if found:
            if _STOP.search(gap):
                sentence += 1
                clause += 1
            elif _PAUSE.search(gap) or key in _TURN:
                clause += 1
        found.append(
            Word(unicodedata.normalize("NFC", match[0]).lower(), key, match.start(), match.end(), clause, sentence)
        )
        before = match.end()
    return found
