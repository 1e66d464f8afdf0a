"""A text read once for the rules and the model: its sentences, its apologies, what the rules found and the cues."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.domain.reviewer import apology, blame, cues, jargon, named, phrased, undone
from bot.domain.reviewer.apology import Act
from bot.domain.reviewer.cues import Cues
from bot.domain.reviewer.kinds import Context, Finding
from bot.domain.reviewer.reading import Reading, Sentence, read


@dataclass(frozen=True)
class Unit:
    """One sentence: as read, with its names masked, what the rules found in it, and its cues."""

    sentence: Sentence
    masked: Sentence
    hits: tuple[Finding, ...]
    cues: Cues

    @property
    def start(self) -> int:
        return self.sentence.tokens[0].start

    @property
    def end(self) -> int:
        return self.sentence.tokens[-1].end


class Seen:
    """A text in its situation, looked at by the rules."""

    def __init__(self, text: str, context: Context) -> None:
        self.context = context
        self.reading: Reading = read(text)
        self.acts: list[Act] = apology.acts(self.reading)
        self.masks = [named.mask(sentence) for sentence in self.reading.sentences]

    @cached_property
    def hits(self) -> list[Finding]:
        """Every place where a rule finds a fault that is said; what is missing is not among them."""
        faults = [*phrased.review(self.reading, self.acts), *blame.review(self.reading, self.masks)]
        faults += named.review(self.masks)
        found = [*faults, *undone.review(self.reading, self.acts, faults), *jargon.review(self.reading)]
        return found + list(apology.faulty(self.acts))

    def units(self) -> Iterator[Unit]:
        """Each sentence with its cues, in order."""
        sentences = self.reading.sentences
        found: list[list[Finding]] = [[] for _ in sentences]
        for hit in self.hits:
            for number, sentence in enumerate(sentences):
                if hit.start is not None and sentence.tokens[0].start <= hit.start < sentence.tokens[-1].end:
                    found[number].append(hit)
        codes = [frozenset(), *(frozenset(hit.code for hit in hits) for hits in found), frozenset()]
        text_wide = cues.situation(self.context)
        for number, sentence in enumerate(sentences):
            seen = {
                **text_wide,
                **cues.grams(self.masks[number].tokens),
                **cues.place(sentence, number, len(sentences), self.acts),
                **cues.ruled(codes[number + 1], codes[number], codes[number + 2]),
            }
            yield Unit(sentence, self.masks[number], tuple(found[number]), seen)
