"""EXCUSA, MINIMIZA, PROMESA_ABSOLUTA and CULPA_CLIENTE: what is said is enough to know (reviewer.md)."""

from collections.abc import Iterator

from bot.domain.reviewer.apology import Act
from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.phrases import PhraseFile
from bot.domain.reviewer.reading import Reading, Sentence

_FILES = {
    Code.CULPA_CLIENTE: PhraseFile("blame_client.txt"),
    Code.EXCUSA: PhraseFile("excuse.txt"),
    Code.PROMESA_ABSOLUTA: PhraseFile("promise.txt"),
    Code.MINIMIZA: PhraseFile("minimize.txt"),
}


def review(reading: Reading, acts: list[Act]) -> Iterator[Finding]:
    """At most one finding for each code and sentence: the first place where it is said."""
    for code, said in _FILES.items():
        for number, sentence in enumerate(reading.sentences):
            hit = said["says"].first(sentence)
            if hit and not said["unless"].said(sentence) and not _own_fault(code, sentence, number, hit.first, acts):
                yield Finding(code, sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end)


def _own_fault(code: Code, sentence: Sentence, number: int, first: int, acts: list[Act]) -> bool:
    """ "Le pido disculpas por no revisar…": what hangs on the apology is what we did."""
    if code is not Code.CULPA_CLIENTE or sentence.words[first] not in {"por", "de", "sin"}:
        return False
    return any(act.number == number and 0 <= first - act.last <= 4 for act in acts)
