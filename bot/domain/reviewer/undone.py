"""PERO: an apology taken back by what follows it (reviewer.md)."""

from collections.abc import Iterator
from itertools import pairwise

from bot.domain.reviewer.apology import Act, Kind
from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.phrases import Hit, PhraseFile
from bot.domain.reviewer.reading import Reading, Sentence

_SAID = PhraseFile("undone.txt")
_OPENING = 1  # an adversative opens a sentence when at most this many words stand before it
_CAUSE = frozenset({"porque", ":", "pues"})
_STOPS = frozenset({",", ";", "-", "(", "."})


def review(reading: Reading, acts: list[Act], faults: list[Finding]) -> Iterator[Finding]:
    """Each apology that is taken back; ``faults`` are those of the other rules."""
    for act in acts:
        if act.kind is Kind.LETTER:
            continue
        span = _same_sentence(act, faults) or _next_sentence(reading, act, faults)
        if span:
            yield Finding(Code.PERO, *span)


def _same_sentence(act: Act, faults: list[Finding]) -> tuple[int, int] | None:
    sentence = act.sentence
    for hit in _turns(sentence, act.last):
        between = sentence.words[act.last : hit.first]
        told = bool(_CAUSE & set(between)) or _relative(between) or _inner(between)
        # After "porque…", a colon or another clause facts are told: only an argument takes the apology back there.
        if told and not _argues(sentence, hit, faults):
            continue
        if _strengthens(sentence, hit):
            continue
        return sentence.tokens[act.first].start, sentence.tokens[hit.last - 1].end
    return None


def _relative(between: list[str]) -> bool:
    """ "…por el envío, que salió bien pero…": the adversative belongs to the story of the envío."""
    return any(mark == "," and word == "que" for mark, word in pairwise(between))


def _inner(between: list[str]) -> bool:
    """ "Perdona, pensé que eran diez pero eran doce": no pause before it, one earlier: it turns the later clause."""
    return bool(between) and between[-1] not in _STOPS and not _STOPS.isdisjoint(between)


def _turns(sentence: Sentence, start: int) -> Iterator[Hit]:
    hits = list(_SAID["marker"].hits(sentence, start))
    for hit in _SAID["turn"].hits(sentence, start):
        paused = hit.first > 0 and sentence.words[hit.first - 1] in _STOPS
        if paused and not sentence.tokens[hit.first].accented:
            hits.append(hit)
    yield from sorted(hits, key=lambda hit: hit.first)


def _next_sentence(reading: Reading, act: Act, faults: list[Finding]) -> tuple[int, int] | None:
    if act.number + 1 >= len(reading.sentences):
        return None
    sentence = reading.sentences[act.number + 1]
    for name, before in (("marker", _OPENING), ("turn", 0)):
        hit = _SAID[name].first(sentence)
        if (
            hit
            and hit.first <= before
            and not sentence.tokens[hit.first].accented
            and _argues(sentence, hit, faults)
            and not _strengthens(sentence, hit)
        ):
            return sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end
    return None


def _strengthens(sentence: Sentence, turn: Hit) -> bool:
    hit = _SAID["strengthens"].first(sentence, turn.first)
    return hit is not None and hit.first <= turn.last + 3


def _argues(sentence: Sentence, turn: Hit, faults: list[Finding]) -> bool:
    """Whether what follows the adversative is an argument, or a fault that another rule found there."""
    if _SAID["argues"].first(sentence, turn.first):
        return True
    start, end = sentence.tokens[turn.first].start, sentence.tokens[-1].end
    return any(fault.start is not None and start <= fault.start < end for fault in faults)
