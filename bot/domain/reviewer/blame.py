"""CULPA_TERCEROS: blame laid on somebody else, hands washed (reviewer.md)."""

from collections.abc import Iterator

from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.phrases import Hit, PhraseFile
from bot.domain.reviewer.reading import Reading, Sentence

_SAID = PhraseFile("blame_others.txt")
_TIES = frozenset({"de", "del", "a", "fue", "es", "era", "por"})


def review(reading: Reading, masks: list[Sentence]) -> Iterator[Finding]:
    """Each sentence that blames.  Names are taken out first: a name alone is another fault."""
    for number, masked in enumerate(masks):
        sentence = _nameless(masked)
        hit = _blames(sentence, reading, number)
        if hit and not _SAID["unless"].said(sentence):
            yield Finding(Code.CULPA_TERCEROS, sentence.tokens[hit.first].start, sentence.tokens[hit.last - 1].end)


def _nameless(masked: Sentence) -> Sentence:
    """The sentence without names, and without the little word that tied them to it ("es de Alberto")."""
    tokens = masked.tokens
    kept = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        ties = following is not None and following.text == "nnn" and token.text in _TIES
        if token.text != "nnn" and not ties:
            kept.append(token)
    return Sentence(kept) if len(kept) < len(tokens) else masked  # a sentence remembers what was looked up


def _blames(sentence: Sentence, reading: Reading, number: int) -> Hit | None:
    hit = _SAID["says"].first(sentence)
    if hit:
        return hit
    inside, outside = _SAID["inside"].first(sentence), _SAID["outside"].first(sentence)
    if not (inside or outside) or _SAID["charge"].said(sentence):
        return None
    if inside:
        return inside
    following = reading.sentences[number + 1] if number + 1 < len(reading.sentences) else None
    if following and _SAID["charge"].said(following):
        return None
    return outside
