"""CULPA_TERCEROS: blame laid on somebody else, hands washed (reviewer.md)."""

from collections.abc import Iterator

from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.named import mask
from bot.domain.reviewer.phrases import Hit, load
from bot.domain.reviewer.reading import Reading, Sentence

_SAID = load("blame_others.txt")
_TIES = frozenset({"de", "del", "a", "fue", "es", "era", "por"})


def review(reading: Reading) -> Iterator[Finding]:
    """One finding: the first sentence that blames.  Names are taken out first: a name alone is another fault."""
    for number, full in enumerate(reading.sentences):
        sentence = _nameless(full)
        if not sentence.tokens or _SAID["unless"].said(sentence):
            continue
        hit = _blames(sentence, reading, number)
        if hit:
            yield Finding(Code.CULPA_TERCEROS, sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end)
            return


def _nameless(full: Sentence) -> Sentence:
    """The sentence without names, and without the little word that tied them to it ("es de Alberto")."""
    tokens = mask(full).tokens
    kept = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        ties = following is not None and following.text == "nnn" and token.text in _TIES
        if token.text != "nnn" and not ties:
            kept.append(token)
    return Sentence(kept)


def _blames(sentence: Sentence, reading: Reading, number: int) -> Hit | None:
    hit = _SAID["says"].first(sentence)
    if hit:
        return hit
    if _SAID["charge"].said(sentence):
        return None
    hit = _SAID["inside"].first(sentence)
    if hit:
        return hit
    following = reading.sentences[number + 1] if number + 1 < len(reading.sentences) else None
    if following and _SAID["charge"].said(following):
        return None
    return _SAID["outside"].first(sentence)
