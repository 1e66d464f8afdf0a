"""The lexicon: what people write, grouped by what it means.

``lexicon.txt`` holds one concept per ``[section]`` and phrases between commas or lines. In a phrase ``roto|rota`` is
either word, ``de_mas`` one choice of two words, ``arregl*`` any word that begins so, ``~`` up to three words of the
same clause, ``<n>`` a number.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.classify.text import Word, fold

_GAP = 3


@dataclass(frozen=True)
class Hit:
    """A concept found in words ``first`` to ``last``, both included."""

    concept: str
    first: int
    last: int


@dataclass(frozen=True)
class _Slot:
    exact: frozenset[str]
    prefixes: tuple[str, ...]
    number: bool
    gap: bool

    def takes(self, word: Word) -> bool:
        key = word.key
        return key in self.exact or key.startswith(self.prefixes) or (self.number and key[0].isdigit())


def _slot(source: str) -> _Slot:
    options = source.split("|")
    prefixes: set[str] = set()
    for option in options:
        if option.endswith("*"):
            # A cut-off c or g sounds one way before a, another before e: both count.
            prefixes.update(fold(option[:-1] + vowel)[:-1] for vowel in "ae")
    exact = frozenset(fold(option) for option in options if option not in ("~", "<n>") and not option.endswith("*"))
    return _Slot(exact, tuple(sorted(prefixes)), "<n>" in options, options == ["~"])


def _variants(slots: list[str]) -> list[list[str]]:
    """The phrase once for each choice of several words, and once for all choices of one word."""
    done: list[list[str]] = [[]]
    for slot in slots:
        single = "|".join(option for option in slot.split("|") if "_" not in option)
        choices = [[single]] if single else []
        choices += [option.split("_") for option in slot.split("|") if "_" in option]
        done = [head + choice for head in done for choice in choices]
    return done


_Phrase = tuple[str, tuple[_Slot, ...]]


class Lexicon:
    """Finds every concept in a report; built once from the shipped file."""

    def __init__(self, source: str) -> None:
        self._exact: dict[str, list[_Phrase]] = {}
        self._prefix: dict[str, list[_Phrase]] = {}
        self._number: list[_Phrase] = []
        concept = ""
        for raw in source.splitlines():
            line = raw.split("//")[0].strip()
            if line.startswith("["):
                concept = line.strip("[]")
                continue
            for phrase in filter(None, (part.strip() for part in line.split(","))):
                for variant in _variants(phrase.split()):
                    self._add(concept, tuple(_slot(slot) for slot in variant))

    def _add(self, concept: str, slots: tuple[_Slot, ...]) -> None:
        phrase, first = (concept, slots), slots[0]
        for key in first.exact:
            self._exact.setdefault(key, []).append(phrase)
        for key in first.prefixes:
            self._prefix.setdefault(key, []).append(phrase)
        if first.number:
            self._number.append(phrase)

    def find(self, words: list[Word]) -> list[Hit]:
        """Every hit in reading order; hits may overlap."""
        hits: list[Hit] = []
        for place, word in enumerate(words):
            phrases = list(self._exact.get(word.key, ()))
            for length in range(2, len(word.key) + 1):
                phrases += self._prefix.get(word.key[:length], ())
            if word.key[0].isdigit():
                phrases += self._number
            for concept, slots in phrases:
                last = _match(words, place, slots, 1)
                if last is not None:
                    hits.append(Hit(concept, place, last))
        return hits


def _match(words: list[Word], place: int, slots: tuple[_Slot, ...], step: int) -> int | None:
    """Index of the last word when ``slots[step:]`` follow ``place`` in its clause."""
    if step == len(slots):
        return place
    clause = words[place].clause
    reach = 1
    if slots[step].gap:
        step += 1
        reach = _GAP + 1
    for after in range(place + 1, min(place + 1 + reach, len(words))):
        if words[after].clause != clause:
            return None
        if slots[step].takes(words[after]):
            last = _match(words, after, slots, step + 1)
            if last is not None:
                return last
    return None


@cache
def load() -> Lexicon:
    """The shipped lexicon; read when first asked for, so that importing costs nothing."""
    return Lexicon(files(__package__).joinpath("lexicon.txt").read_text(encoding="utf-8"))
