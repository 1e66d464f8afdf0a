"""Reads a text as sentences of plain words that remember where they stood in the original.

Rules look at lower-case words without accents, so that "Discúlpeme", "disculpeme" and a decomposed "Discúlpeme"
are one word; every word keeps its offsets in the text as it was given.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from bot.domain.reviewer.lists import load_words

# A message to a client is never this long; the rest of a longer text is not read, so that time stays bounded.
MAX_READ = 8_000

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*[a-z]*|[^\W\d_]+|[.,;:!?()%\-–—\n]")
_RUN = re.compile(r"(?P<ascii>[\x00-\x7f]+)|[^\x00-\x7f]+")
_ENDS = frozenset(".!?")
# After these a full stop is part of the word, not the end of a sentence.
_ABBREVIATED = load_words("abbreviated")
# What people type in a hurry, and what they mean.
_SHORTHAND = {
    "q": "que", "k": "que", "qe": "que", "x": "por", "xq": "porque", "pq": "porque", "porq": "porque", "xk": "porque",
    "tb": "tambien", "tmb": "tambien", "pa": "para", "ud": "usted", "vd": "usted", "uds": "ustedes", "vds": "ustedes",
    "d": "de", "bn": "bien", "msj": "mensaje", "hs": "horas", "hrs": "horas", "min": "minutos", "tlf": "telefono",
    "pls": "por", "sry": "sorry", "na": "nada", "to": "todo", "xfa": "por", "dsps": "despues", "tmp": "tampoco",
}  # fmt: skip
_SHORTHAND_NEEDS_LOWER = frozenset({"d", "x", "k", "na", "to", "min"})  # as capitals they are initials or units


class Token(NamedTuple):
    """One word or mark: its plain form, and where it stands in the original (code points, end exclusive)."""

    text: str
    start: int
    end: int
    capital: bool
    shouted: bool  # two letters or more, all of them capitals
    mixed: bool  # capitals inside the word
    accented: bool
    stressed_end: bool  # an accent on the last letter: "llegó", "llegará"


class Sentence:
    """Words and marks up to a full stop, an exclamation or question mark, or the end of a line that ends a thought."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        # What ``phrases`` keeps here: where words stand; the phrases worth trying and the places found, by their owner.
        self.where: dict[str, list[int]] = {}
        self.possible: dict[object, list[Any]] | None = None
        self.matches: dict[object, list[tuple[int, str, int, int]]] = {}

    @cached_property
    def words(self) -> list[str]:
        return [token.text for token in self.tokens]


@dataclass(frozen=True)
class Reading:
    """A text read: its sentences in order, and how many letters were capitals (a shouted text has no acronyms)."""

    sentences: list[Sentence]
    shouted: bool


@lru_cache(maxsize=4096)
def _letters(char: str) -> tuple[str, bool]:
    """The plain letters of one character, and whether it carried (or is) an accent."""
    kept = ""
    accent = False
    for part in unicodedata.normalize("NFKD", char):
        kind = unicodedata.category(part)
        if kind == "Mn":
            accent = True
        elif kind != "Cf":  # joiners and soft hyphens are not seen, so they part no word
            kept += part.lower()[:1] or part
    return kept, accent


def _plain(text: str) -> tuple[str, list[int], bytearray]:
    """Lower case without accents, the original index of every letter kept, and whether it carried an accent."""
    letters: list[str] = []
    where: list[int] = []
    accented = bytearray()
    for run in _RUN.finditer(text):
        first, last = run.span()
        if run.lastgroup == "ascii":  # most of any text: letter by letter only where it can matter
            letters.append(run[0].lower())
            where.extend(range(first, last))
            accented.extend(bytes(last - first))
            continue
        for index in range(first, last):
            kept, accent = _letters(text[index])
            letters.append(kept)
            where.extend([index] * len(kept))
            accented.extend([accent] * len(kept))
            if accent and not kept and accented:
                accented[-1] = True
    return "".join(letters), where, accented


def _after(text: str, end: int) -> int:
    """The end of a letter, with the combining marks that stand on it."""
    while end < len(text) and unicodedata.category(text[end]) == "Mn":
        end += 1
    return end


def _tokens(text: str) -> list[Token]:
    plain, where, accented = _plain(text)
    tokens = []
    for match in _TOKEN.finditer(plain):
        first, last = match.span()
        start = where[first]
        end = where[last - 1] + 1
        if end < len(text) and text[end] > "\x7f":
            end = _after(text, end)
        raw = text[start:end]
        word = match[0]
        if raw == word and raw.isascii() and word not in _SHORTHAND:  # small letters without accents: most of any text
            tokens.append(Token(word, start, end, False, False, False, False, False))
            continue
        capital = raw[:1].isupper()
        if word in _SHORTHAND and not (capital and word in _SHORTHAND_NEEDS_LOWER):
            word = _SHORTHAND[word]
        word = {"–": "-", "—": "-"}.get(word, word)
        shouted = last - first > 1 and raw.isupper()
        mixed = not shouted and raw[1:] != raw[1:].lower() and raw[:2].isupper()
        tokens.append(
            Token(word, start, end, capital, shouted, mixed, accented.find(1, first, last) >= 0, accented[last - 1] > 0)
        )
    return tokens


def _ends_here(tokens: list[Token], index: int, text: str) -> bool:
    """Whether a sentence ends with the token at ``index``."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.text == "\n":
        if following is None or following.text == "\n":
            return True
        return following.capital or not (index and tokens[index - 1].text.isalnum())
    if token.text not in _ENDS:
        return False
    if following is None:
        return True
    if token.text == ".":
        if following.text == ".":
            return False
        before = tokens[index - 1] if index else token
        if before.text == ".":  # an ellipsis may hang in mid sentence
            return following.capital or following.text == "\n"
        if following.start == token.end:  # "S.A.", "empresa.com"
            return following.capital and len(before.text) > 2
        shortened = text[before.start : before.end].lower() in _ABBREVIATED
        return not shortened or (following.text == "\n")
    return following.text not in _ENDS


def read(text: str) -> Reading:
    """Reads the first ``MAX_READ`` characters of a text; offsets are those of ``text`` itself."""
    text = text[:MAX_READ]
    tokens = _tokens(text)
    sentences = []
    current: list[Token] = []
    for index, token in enumerate(tokens):
        if token.text != "\n":
            current.append(token)
        if current and _ends_here(tokens, index, text):
            sentences.append(Sentence(current))
            current = []
    if current:
        sentences.append(Sentence(current))
    letters = [token for token in tokens if token.text.isalpha() and len(token.text) > 1]
    return Reading(sentences, len(letters) > 4 and sum(token.shouted for token in letters) * 2 > len(letters))
