"""What the model looks at in one sentence: its words, who does what to whom, and where the apology stands.

The rules are cues too: what a phrase file recognises counts for as much as it has proved right, no more.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.domain.reviewer.apology import Act, Kind
from bot.domain.reviewer.kinds import Code, Context
from bot.domain.reviewer.lists import load_words
from bot.domain.reviewer.reading import Sentence, Token

Cues = dict[str, float]

_STEM = 5
_OPENING = 4  # the words of a sentence that say how it takes up the one before
_AFTER = 7  # the words behind an apology that can take it back
_WORDS = 3.0  # all words together weigh as much as nine rules
_FAINT = 0.7  # the ends of words say less than the words
_SHORT = load_words("function")


@lru_cache(maxsize=8192)
def _shape(word: str) -> str:
    """A little word itself, of another its end: "si ustedes ~ran ~ado" whatever the verb."""
    return word if word in _SHORT or len(word) < 4 else "~" + word[-3:]


def _plain(tokens: Sequence[Token]) -> list[str]:
    return ["#" if token.text[0].isdigit() else token.text for token in tokens if token.text[0].isalnum()]


def grams(tokens: Sequence[Token]) -> Cues:
    """The words, alone and in pairs; a longer sentence weighs no more than a short one."""
    words = _plain(tokens)
    if not words:
        return {}
    shapes = [_shape(word) for word in words]
    found: Cues = dict.fromkeys(words, 1.0)
    found.update(dict.fromkeys([f"{word[:_STEM]}*" for word in words if len(word) >= _STEM], 1.0))
    found.update(dict.fromkeys([f"{one} {two}" for one, two in pairwise(words)], 1.0))
    found.update(dict.fromkeys([shape for shape in shapes if shape[0] == "~"], _FAINT))
    found.update(dict.fromkeys([f"{one}={two}" for one, two in pairwise(shapes)], _FAINT))
    return _scaled(found)


def moment(sentence: Sentence, first: int, last: int, times: Mapping[int, str]) -> Cues:
    """The words of a clause that names a time; ``times`` says which of its tokens do, and of which kind."""
    words: list[str] = []
    for index in range(first, last):
        token = sentence.tokens[index]
        if index in times:
            if not words or index - 1 not in times:
                words.append(times[index])
        elif token.text[0].isalnum():
            # The accent tells "llego mañana" from "llegó".
            words.append("#" if token.text[0].isdigit() else token.text + "´" * token.stressed_end)
    found: Cues = dict.fromkeys(words, 1.0)
    for length in (3, 4):
        found.update(dict.fromkeys([f"~{word[-length:]}" for word in words if len(word) > 4], _FAINT))
    found.update(dict.fromkeys([f"{word[:_STEM]}*" for word in words if len(word) > _STEM], _FAINT))
    found.update(dict.fromkeys([f"{one} {two}" for one, two in pairwise(["<", *words, ">"])], 1.0))
    threes = zip(words, words[1:], words[2:], strict=False)
    found.update(dict.fromkeys([f"{one} {two} {three}" for one, two, three in threes], _FAINT))
    return _scaled(found)


def _scaled(found: Cues) -> Cues:
    scale = _WORDS / math.sqrt(sum(value * value for value in found.values()) or 1.0)
    return {name: value * scale for name, value in found.items()}


def place(sentence: Sentence, number: int, total: int, acts: Sequence[Act]) -> Cues:
    """Where the sentence stands to the apologies of the text, and the words that may take one back."""
    found: Cues = {}
    kinds = {act.kind for act in acts}
    plain = bool(kinds & {Kind.PLAIN, Kind.RELAYED})
    found["@plain" if plain else "@noplain"] = 0.5
    found[f"@{'first' if number == 0 else 'last' if number == total - 1 else 'mid'}"] = 0.3
    here = [act for act in acts if act.number == number]
    for act in here:
        found[f"@{act.kind.value}"] = 1.0
        if not plain:
            found[f"@{act.kind.value}:alone"] = 1.0
    if here:
        after = _plain(sentence.tokens[here[-1].last :])[:_AFTER]
        found["@after" if len(after) > 2 else "@noafter"] = 0.5
        words = _marked(sentence, here[-1].last)
        found.update(dict.fromkeys([f">{word}" for word in words], 1.0))
        found.update(dict.fromkeys([f">{one} {two}" for one, two in pairwise(words)], 1.0))
    elif any(act.number == number - 1 for act in acts):
        words = _marked(sentence, 0)[:_OPENING]
        found["@next"] = 0.5
        found.update({f">>{' '.join(words[:length])}": 1.0 for length in (1, 2, 3)})
    return found


def _marked(sentence: Sentence, start: int) -> list[str]:
    return [
        "#" if token.text[0].isdigit() else token.text
        for token in sentence.tokens[start:]
        if token.text[0].isalnum() or token.text in ",;:"
    ]


def situation(context: Context) -> Cues:
    """Whose the fault is, and where it is said."""
    return {f"@{context.responsibility.value}": 0.5, f"@{context.channel.value}": 0.2, f"@{context.status.value}": 0.2}


def ruled(codes: frozenset[Code], before: frozenset[Code], after: frozenset[Code]) -> Cues:
    """What the rules found here, in the sentence before and in the one after."""
    found: Cues = {f"!{code.value}": 1.0 for code in codes}
    found.update({f"!<{code.value}": 0.5 for code in before})
    found.update({f"!>{code.value}": 0.5 for code in after})
    return found
