"""A text read once for the rules and the model: its sentences, its apologies, what the rules found and the cues."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.domain.reviewer import apology, blame, cues, jargon, named, phrased, undone
from bot.domain.reviewer.apology import Act
from bot.domain.reviewer.cues import Cues
from bot.domain.reviewer.kinds import Code, Context, Finding
from bot.domain.reviewer.reading import Reading, Token, read

_BREAKS = frozenset({",", ";", ":", "(", ")", "-", ".", "!", "?"})


@dataclass(frozen=True)
class Unit:
    """One sentence: its words with the names masked, what the rules found in it, and its cues."""

    tokens: list[Token]
    hits: tuple[Finding, ...]
    cues: Cues

    @property
    def ruled(self) -> frozenset[Code]:
        return frozenset(hit.code for hit in self.hits)

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    def clauses(self) -> Iterator[list[Token]]:
        """The words between one mark and the next."""
        current: list[Token] = []
        for token in self.tokens:
            if token.text not in _BREAKS:
                current.append(token)
            elif current:
                yield current
                current = []
        if current:
            yield current


class Seen:
    """A text in its situation, looked at by the rules."""

    def __init__(self, text: str, context: Context) -> None:
        self.context = context
        self.reading: Reading = read(text)
        self.acts: list[Act] = apology.acts(self.reading)
        self._masks = [named.mask(sentence) for sentence in self.reading.sentences]

    @cached_property
    def hits(self) -> list[Finding]:
        """Every place where a rule finds a fault that is said; what is missing is not among them."""
        faults = [*phrased.review(self.reading, self.acts), *blame.review(self.reading, self._masks)]
        faults += named.review(self._masks)
        found = [*faults, *undone.review(self.reading, self.acts, faults), *jargon.review(self.reading)]
        return found + list(apology.faulty(self.acts))

    def units(self) -> Iterator[Unit]:
        """Each sentence with its cues, in order."""
        found: list[list[Finding]] = [[] for _ in self._masks]
        for hit in self.hits:
            for number, mask in enumerate(self._masks):
                if hit.start is not None and mask.tokens[0].start <= hit.start < mask.tokens[-1].end:
                    found[number].append(hit)
        codes = [frozenset[Code](), *(frozenset(hit.code for hit in hits) for hits in found), frozenset[Code]()]
        everywhere = cues.situation(self.context)
        for number, mask in enumerate(self._masks):
            seen = {
                **everywhere,
                **cues.grams(mask.tokens),
                **cues.place(self.reading.sentences[number], number, len(self._masks), self.acts),
                **cues.ruled(codes[number + 1], codes[number], codes[number + 2]),
            }
            yield Unit(mask.tokens, tuple(found[number]), seen)
