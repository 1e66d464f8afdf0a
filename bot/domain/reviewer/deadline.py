"""SIN_PLAZO: does the client learn when the fix, or the next news, will come? (reviewer.md)"""

from collections.abc import Iterator

from bot.domain.reviewer.kinds import Code, Context, Finding
from bot.domain.reviewer.phrases import Hit, load
from bot.domain.reviewer.reading import Reading, Sentence
from bot.domain.words import Channel, Status

_SAID = load("deadline.txt")
_MARKS = frozenset({",", ";", ":", ".", "(", ")", "!", "?"})
_FUTURE_ENDINGS = ("are", "ere", "ire", "ara", "era", "ira", "aremos", "eremos", "iremos", "aran", "eran", "iran", "dre",
                   "dra", "dremos", "dran", "bre", "bra", "bran", "rre", "rra", "aras", "eras", "iras", "dras")  # fmt: skip
_OF = frozenset({"de", "del"})
# "de" before a time usually hangs it on a thing ("la copia del domingo"); after these it is still a time to come.
_TIME_NOUNS = frozenset("antes partir despues manana tarde largo transcurso hora dia noche alrededor sera es curso eso".split())
_BACK = frozenset("desde hace hacia llevamos lleva ayer".split()) - {"hacia"}


def review(reading: Reading, context: Context) -> Iterator[Finding]:
    """Owed only by call or e-mail, while it is unresolved; whoever is responsible."""
    owed = context.status is Status.UNRESOLVED and context.channel in (Channel.PHONE, Channel.EMAIL)
    if owed and not any(_announces(sentence) for sentence in reading.sentences):
        yield Finding(Code.SIN_PLAZO, None, None)


def _announces(sentence: Sentence) -> bool:
    for start, end in _clauses(sentence):
        past = _within("past", sentence, start, end)
        coming = _coming(sentence, start, end)
        if _times("ahead", sentence, start, end) and (coming or not past):
            return True
        if _times("time", sentence, start, end) and (coming or not past) and _spoken_ahead(sentence, start, end, coming):
            return True
    return False


def _clauses(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Stretches between marks, also parted by "y" where it does not belong to an hour."""
    start = 0
    words = sentence.words
    for index, word in enumerate(words):
        joins = word == "y" and index + 1 < len(words) and not (
            words[index + 1] in {"media", "cuarto", "pico", "las"} or words[index + 1][0].isdigit()
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
    if _within("future", sentence, start, end):
        return True
    return any(
        word.endswith(_FUTURE_ENDINGS) and len(word) > 4 and word not in {"fuera", "espera", "primera", "manera", "hubiera", "ahora"}
        for word in sentence.words[start:end]
    )


def _times(name: str, sentence: Sentence, start: int, end: int) -> bool:
    """Whether a time stands in the clause that is neither past nor hung on a thing."""
    words = sentence.words
    for hit in _within(name, sentence, start, end):
        before = words[hit.first - 1] if hit.first > start else ""
        earlier = words[hit.first - 2] if hit.first - 1 > start else ""
        inner = words[hit.first : hit.last]
        if before in _BACK or earlier in _BACK or (before in _OF and earlier not in _TIME_NOUNS):
            continue
        if inner[:1] == ["manana"] and before in {"la", "esta", "una", "toda", "cada", "misma", "esa", "media"}:
            continue
        if "pasado" in words[hit.first : hit.last + 1] and "manana" not in inner:
            continue
        return True
    return False


def _spoken_ahead(sentence: Sentence, start: int, end: int, coming: bool) -> bool:
    """A time with no verb at all is an announcement ("Próxima actualización: 16:30")."""
    if coming:
        return True
    return not any(token.accented and token.text.endswith("o") for token in sentence.tokens[start:end])
