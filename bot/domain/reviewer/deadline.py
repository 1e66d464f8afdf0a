"""SIN_PLAZO: does the client learn when the fix, or the next news, will come? (reviewer.md)"""

from collections.abc import Iterator

from bot.domain.reviewer.kinds import Code, Context, Finding
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
_REACH = 6  # words before a time among which "desde" still turns it to the past


def review(reading: Reading, context: Context) -> Iterator[Finding]:
    """Owed only by call or e-mail, while it is unresolved; whoever is responsible."""
    owed = context.status is Status.UNRESOLVED and context.channel in (Channel.PHONE, Channel.EMAIL)
    if owed and not any(_announces(sentence) for sentence in reading.sentences):
        yield Finding(Code.SIN_PLAZO, None, None)


def _announces(sentence: Sentence) -> bool:
    for start, end in _clauses(sentence):
        if _within("hours", sentence, start, end):
            continue
        past = bool(_within("past", sentence, start, end)) or _preterite(sentence, start, end)
        coming = _coming(sentence, start, end)
        if (coming or not past) and (_times("ahead", sentence, start, end) or _times("time", sentence, start, end)):
            return True
    return False


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
