"""JERGA_O_LARGO: words the client will not know, hollow office language, a story that serves nobody (reviewer.md)."""

from collections.abc import Iterator
from functools import lru_cache

from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.lists import load_words
from bot.domain.reviewer.phrases import PhraseFile
from bot.domain.reviewer.reading import Reading, Sentence, Token

_SAID = PhraseFile("jargon.txt")
# Acronyms that clients of any trade use: taxes, papers, places, everyday technology.
_KNOWN = load_words("acronyms")
_LOANS = load_words("loans")
_ENOUGH = 2.0
_STORY_WORDS = 55


def review(reading: Reading) -> Iterator[Finding]:
    """The places where a clear case begins: each sentence of foreign words, or else the whole text's tone."""
    spans = [span for sentence in reading.sentences if (span := _foreign(sentence, reading.shouted))]
    if spans and not any(_SAID["trade"].said(sentence) for sentence in reading.sentences):
        yield from (Finding(Code.JERGA_O_LARGO, *span, "jargon") for span in spans)
        return
    span = _hollow(reading)
    if span:
        yield Finding(Code.JERGA_O_LARGO, *span, "hollow")
        return
    span = _story(reading)
    if span:
        yield Finding(Code.JERGA_O_LARGO, *span, "story")


def _foreign(sentence: Sentence, shouted: bool) -> tuple[int, int] | None:
    """Adds up unknown acronyms and English words of one sentence; an explained term is no jargon."""
    marks: dict[int, float] = {}
    for hit in _SAID["strong"].hits(sentence):
        marks[hit.first] = 1.0
    for index, token in enumerate(sentence.tokens):
        weight = _weight(token, index, shouted)
        marks[index] = max(weight, marks.get(index, 0.0))
    total = sum(marks.values())
    if total < _ENOUGH or _SAID["explained"].said(sentence):
        return None
    where = [index for index, weight in marks.items() if weight > 0]
    return sentence.tokens[min(where)].start, sentence.tokens[max(where)].end


def foreign(tokens: list[Token]) -> bool:
    """Whether any of the words is an unknown acronym or English."""
    return any(_weight(token, index, False) > 0 for index, token in enumerate(tokens))


def _weight(token: Token, index: int, shouted: bool) -> float:
    word = token.text
    if not word.isalpha() or word in _KNOWN or word in _LOANS:
        return 0.0
    if token.mixed:
        return 1.0  # "IPsec", "PPPoE"
    if token.shouted and not shouted and 2 <= len(word) <= 6:
        return 1.0
    if token.capital and index:
        return 0.0  # a name
    return 1.0 if len(word) > 3 and not token.capital and _not_spanish(word) else 0.0


@lru_cache(maxsize=4096)
def _not_spanish(word: str) -> bool:
    """By its spelling: letters Spanish does not put together, or an end it does not have."""
    if any(
        pair in word
        for pair in ("ck", "sh", "th", "gh", "ph", "oo", "ee", "ff", "tt", "pp", "ss", "mm", "kn", "wh", "w")
    ):
        return True
    if "k" in word and not word.startswith(("kilo", "kiosk")):
        return True
    return word[-1] in "bcfgkmptvhq" or word.endswith(
        ("ll", "ng", "nt", "rd", "ld", "ls", "ts", "ps", "ms", "cs", "ks", "gs", "bs")
    )


def _hollow(reading: Reading) -> tuple[int, int] | None:
    """Office language weighs over the whole text: one empty formula with another turn, or many turns."""
    places: list[tuple[int, int]] = []
    weight = 0.0
    for sentence in reading.sentences:
        for name, each in (("empty", 1.0), ("hollow", 0.7)):
            for hit in _SAID[name].hits(sentence):
                weight += each
                places.append((sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end))
    if weight < 1.6:
        return None
    return min(start for start, _ in places), max(end for _, end in places)


def _story(reading: Reading) -> tuple[int, int] | None:
    """Many turns of a private tale in a text of some length."""
    told = [sentence for sentence in reading.sentences if _SAID["story"].said(sentence)]
    turns = sum(1 for sentence in told for _ in _SAID["story"].hits(sentence))
    words = sum(len(sentence.words) for sentence in told)
    if turns < 5 or words < _STORY_WORDS:
        return None
    return told[0].tokens[0].start, told[-1].tokens[-1].end
