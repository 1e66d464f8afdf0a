"""Apologies: is there one, whose is it, is it one at all (PERO is in ``undone``; reviewer.md, domain.md §6).

An apology is an act of the writer towards the client.  Regret is a feeling, a relayed apology is somebody else's:
both are faulty, yet they count as an apology having been offered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.phrases import Hit, PhraseFile
from bot.domain.reviewer.reading import Reading, Sentence


class Kind(Enum):
    PLAIN = "plain"
    RELAYED = "relayed"
    REGRET = "regret"
    LETTER = "letter"  # excuses the lateness of the letter or the hour of the call, not the incident


@dataclass(frozen=True)
class Act:
    """One apology: which sentence, which tokens of it, and of which kind."""

    sentence: Sentence
    number: int
    first: int
    last: int
    kind: Kind


_SAID = PhraseFile("apology.txt")


def _from_a_company(sentence: Sentence, act: Hit) -> bool:
    """ "Desde Acme les pedimos disculpas": the firm speaks, not a person."""
    for index in range(act.first):
        token = sentence.tokens[index]
        if token.text == "desde" and index + 1 < act.first:
            following = sentence.tokens[index + 1]
            if (
                following.capital
                and following.text.isalpha()
                and not any(mark in sentence.words[index + 1 : act.first] for mark in (";", ":"))
            ):
                return True
    return False


def _letter_only(sentence: Sentence, act: Hit) -> bool:
    """Whether what is excused is the letter's lateness: said right after the words of the act, or as their last."""
    hit = _SAID["letter"].first(sentence, max(act.first + 1, act.last - 1))
    return hit is not None and hit.first <= act.last + 1


def acts(reading: Reading) -> list[Act]:
    """Every apology in the text, faulty ones too, in order."""
    found: list[Act] = []
    for number, sentence in enumerate(reading.sentences):
        found.extend(_in_sentence(sentence, number))
    return found


def _in_sentence(sentence: Sentence, number: int) -> Iterator[Act]:
    said = list(_SAID["apology"].hits(sentence))
    relayed = list(_SAID["relayed"].hits(sentence))
    regret = list(_SAID["regret"].hits(sentence))
    if relayed and _SAID["own"].said(sentence):
        relayed = []
    denied = [range(hit.first, hit.last) for hit in _SAID["not_apology"].hits(sentence)] if said or relayed else []
    for hit in relayed:
        if not any(hit.last - 1 in span for span in denied):
            yield Act(sentence, number, hit.first, hit.last, Kind.RELAYED)
    for hit in said:
        if any(hit.last - 1 in span or hit.first in span for span in denied):
            continue
        if any(hit.first < other.last and other.first < hit.last for other in relayed):
            continue
        kind = Kind.PLAIN
        if _letter_only(sentence, hit):
            kind = Kind.LETTER
        elif relayed or _from_a_company(sentence, hit):
            kind = Kind.RELAYED
        yield Act(sentence, number, hit.first, hit.last, kind)
    opinion = [range(hit.first, hit.last) for hit in _SAID["not_regret"].hits(sentence)] if regret else []
    for hit in regret:
        if not any(index in span for span in opinion for index in range(hit.first, hit.last)):
            yield Act(sentence, number, hit.first, hit.last, Kind.REGRET)


def faulty(found: list[Act]) -> Iterator[Finding]:
    """LO_SIENTO and EN_NOMBRE_DE (reviewer.md)."""
    kinds = {act.kind for act in found}
    for kind, code in ((Kind.REGRET, Code.LO_SIENTO), (Kind.RELAYED, Code.EN_NOMBRE_DE)):
        if kind is Kind.REGRET and kinds & {Kind.PLAIN, Kind.RELAYED}:
            continue
        for act in found:
            if act.kind is kind:
                yield Finding(code, act.sentence.tokens[act.first].start, act.sentence.tokens[act.last - 1].end)
