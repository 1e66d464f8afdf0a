"""From a report to what the model and the reasons need."""

from dataclasses import dataclass

from bot.domain.classify import matcher
from bot.domain.classify.features import Features, features, named
from bot.domain.classify.matcher import Hit
from bot.domain.classify.text import Word, words


@dataclass(frozen=True)
class Reading:
    """A report, read once for both questions."""

    text: str
    words: list[Word]
    hits: list[Hit]
    features: Features


def read(text: str) -> Reading:
    """Words, concepts and features of a report."""
    found = words(text)
    hits = named(found, matcher.load().find(found))
    return Reading(text, found, hits, features(found, hits))
