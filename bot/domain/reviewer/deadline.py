"""SIN_PLAZO: does the client learn when the fix, or the next news, will come? (reviewer.md)"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.reviewer.cues import Cues, moment
from bot.domain.reviewer.kinds import Context
from bot.domain.reviewer.lists import load_words
from bot.domain.reviewer.phrases import Hit, PhraseFile
from bot.domain.reviewer.reading import Reading, Sentence
from bot.domain.words import Channel, Status

_SAID = PhraseFile("deadline.txt")
_MARKS = frozenset({",", ";", ":", ".", "(", ")", "!", "?"})
_FUTURE_ENDINGS = ("ra", "re")
_OF = frozenset({"de", "del"})
# "de" before a time usually hangs it on a thing ("la copia del domingo"); after these it is still a time to come.
_TIME_NOUNS = load_words("time_nouns")
_BACK = frozenset({"desde", "hace", "llevamos", "lleva", "ayer"})
_NAMED = 4  # words of a time that are told apart
_REACH = 6  # words before a time among which "desde" still turns it to the past


@dataclass(frozen=True)
class Clause:
    """A clause that names a time: whether the rules take it for an announcement, and its cues for the model."""

    announces: bool
    cues: Cues


def owed(context: Context) -> bool:
    """Owed only by call or e-mail, while it is unresolved; whoever is responsible."""
    return context.status is Status.UNRESOLVED and context.channel in (Channel.PHONE, Channel.EMAIL)


def clauses(reading: Reading) -> Iterator[Clause]:
    """Every clause of the text in which a time is named."""
    for sentence in reading.sentences:
        for start, end in _clauses(sentence):
            times: dict[int, str] = {}
            for name in ("ahead", "time"):
                for hit in _within(name, sentence, start, end):
                    times.update(dict.fromkeys(range(hit.first, min(hit.last, end)), f"<{name}>") | times)
            if times:
                yield _clause(sentence, start, end, times)


def _clause(sentence: Sentence, start: int, end: int, times: dict[int, str]) -> Clause:
    signs = {
        "hours": bool(_within("hours", sentence, start, end)),
        "past": bool(_within("past", sentence, start, end)),
        "preterite": _preterite(sentence, start, end),
        "coming": _coming(sentence, start, end),
        "ahead": _times("ahead", sentence, start, end),
        "time": _times("time", sentence, start, end),
    }
    timely = signs["coming"] or not (signs["past"] or signs["preterite"])
    signs["announces"] = not signs["hours"] and timely and (signs["ahead"] or signs["time"])
    seen = moment(sentence, start, end, times)
    seen.update({f"!{name}": 1.0 for name, shown in signs.items() if shown})
    for hit in _within("time", sentence, start, end):
        words = sentence.words[hit.first : min(hit.last, end)][:_NAMED]
        seen["@" + " ".join("#" if word[0].isdigit() else word for word in words)] = 1.0
    return Clause(signs["announces"], seen)


def _clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Stretches between marks, also parted by "y" where it does not belong to an hour."""
    start = 0
    words = sentence.words
    for index, word in enumerate(words):
        joins = (
            word == "y"
            and index + 1 < len(words)
            and not (words[index + 1] in {"media", "cuarto", "pico", "las", "el"} or words[index + 1][0].isdigit())
        )
        if word in _MARKS or joins:
            if index > start:
                yield start, index
            start = index + 1
    if start < len(words):
        yield start, len(words)


def _within(name: str, sentence: Sentence, start: int, end: int) -> list[Hit]:
    return [hit for hit in _SAID[name].hits(sentence, start) if hit.first < end]


def _coming(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the clause speaks of what will be; with an accent "llegó" has been and "llegará" will be."""
    if any(
        not sentence.tokens[hit.last - 1].stressed_end or sentence.words[hit.last - 1][-1] != "o"
        for hit in _within("future", sentence, start, end)
    ):
        return True
    return any(
        token.text.endswith("remos") or (token.stressed_end and token.text.endswith(_FUTURE_ENDINGS))
        for token in sentence.tokens[start:end]
    )


def _times(name: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a time stands in the clause that is neither past nor hung on a thing."""
    words = sentence.words
    for hit in _within(name, sentence, start, end):
        before = words[hit.first - 1] if hit.first > start else ""
        earlier = words[hit.first - 2] if hit.first - 1 > start else ""
        back = set(words[max(start, hit.first - _REACH) : hit.first]) & _BACK
        inner = words[hit.first : hit.last]
        if back or (before in _OF and earlier not in _TIME_NOUNS):
            continue
        if inner[:1] == ["manana"] and before in {"la", "esta", "una", "toda", "cada", "misma", "esa", "media"}:
            continue
        if "pasado" in words[hit.first : hit.last + 1] and "manana" not in inner:
            continue
        return True
    return False


def _preterite(sentence: Sentence, start: int, end: int) -> bool:
    return any(token.stressed_end and token.text.endswith("o") for token in sentence.tokens[start:end])
