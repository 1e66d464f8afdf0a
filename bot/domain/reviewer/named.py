"""CULPABLE_NOMBRADO: an employee pointed at by name, or by a hint as good as one (reviewer.md)."""

from collections.abc import Iterator

from bot.domain.reviewer.kinds import Code, Finding
from bot.domain.reviewer.lists import load_words
from bot.domain.reviewer.phrases import Hit, PhraseFile
from bot.domain.reviewer.reading import Sentence, Token

_SAID = PhraseFile("named.txt")
_NAMES = load_words("names")
# Names that are also everyday words: only with a capital, and not first in a sentence.
_ALSO_WORDS = load_words("names_also_words")
_TITLES = load_words("titles")
_PLACES = load_words("places")
_ROLES = load_words("roles")
# After these a name is the reader's, the writer's own, or a street's.
_SPOKEN_TO = load_words("spoken_to")
_NAME = "nnn"
_GREETED = frozenset({"disculpe", "disculpa", "disculpame", "perdone", "perdona", "perdon", "buenas", "buenos", "mil"})
_CLITICS = frozenset({"te", "le", "les", "os", "se"})


def mask(sentence: Sentence, *, hinted: bool = True) -> Sentence:
    """The sentence with every employee's name, and every hint as good as one, as the single word ``nnn``.

    Not ``hinted``: names alone, for texts in which a role may be spoken of.
    """
    hints = {hit.first: hit.last for hit in _SAID["hint"].hits(sentence)} if hinted else {}
    tokens: list[Token] = []
    index = 0
    while index < len(sentence.tokens):
        last = hints.get(index) or _name_end(sentence, index)
        if last and index not in hints and _addressed(sentence, index, last):
            tokens.extend(sentence.tokens[index:last])
            index = last
        elif last:
            first = sentence.tokens[index]
            tokens.append(Token(_NAME, first.start, sentence.tokens[last - 1].end, True, False, False, False, False))
            index = last
        else:
            tokens.append(sentence.tokens[index])
            index += 1
    return Sentence(tokens) if len(tokens) < len(sentence.tokens) or _NAME in {t.text for t in tokens} else sentence


def _is_name(token: Token, first: bool) -> bool:
    if token.text in _NAMES:
        return token.text not in _ALSO_WORDS or (token.capital and not first)
    return False


def _slot(tokens: list[Token], index: int) -> bool:
    """Whether an unknown capital stands where only a person can: "a X se le cayó", "lo soltó X sin mirar"."""
    word = tokens[index]
    if index < 1 or not word.capital or not word.text.isalpha() or word.shouted or word.text in _PLACES:
        return False
    before = tokens[index - 1]
    after = [token.text for token in tokens[index + 1 : index + 3]]
    if before.text == "a" and after[:1] == ["se"] and after[1:] in (["le"], ["les"], ["nos"]):
        return True
    diminutive = word.text.endswith(("ito", "ita")) and word.text[:-3] + word.text[-1] in _NAMES
    clitic = index > 1 and tokens[index - 2].text in {"lo", "la", "los", "las"}
    return diminutive or (clitic and before.stressed_end and before.text.endswith("o") and after[:1] != ["."])


def _name_end(sentence: Sentence, index: int) -> int | None:
    """Where the name that begins at ``index`` ends, None when none does."""
    tokens = sentence.tokens
    end = index
    titled = False
    if not tokens[index].capital and tokens[index].text not in _NAMES and tokens[index].text not in _TITLES:
        return None
    while end < len(tokens) and tokens[end].text in _TITLES:
        end += 1
        titled = True
        if end < len(tokens) and tokens[end].text == ".":
            end += 1
    if end >= len(tokens):
        return None
    surname = _slot(tokens, end) or (titled and tokens[end].capital and tokens[end].text.isalpha())
    roled = 0 < index == end and tokens[index - 1].text in _ROLES and tokens[end].capital and tokens[end].text.isalpha()
    if not surname and not roled and not _is_name(tokens[end], end == 0):
        return None
    end += 1
    while end < len(tokens) and tokens[end].capital and tokens[end].text.isalpha() and tokens[end].text not in _PLACES:
        end += 1
    return end


def _addressed(sentence: Sentence, first: int, last: int) -> bool:
    """ "Hola, Marta:", "Marta, le pido…", "…, don Luis." are spoken to; "oficina de Santa Marta" is a place."""
    words = sentence.words
    before = words[first - 1] if first else ""
    after = words[last] if last < len(words) else "."
    if before in _SPOKEN_TO:
        return True
    if before == "es" and after == "," and words[last + 1 : last + 2] in (["de"], ["del"]):
        return True  # "Buenas, es Yissel, de la farmacia"
    opens = first == 0 or before == ","
    if first == 0 and after in _CLITICS and words[last + 1 : last + 2] and words[last + 1].endswith("mos"):
        return True  # "Vicky te mandamos…"
    if first == 0 and after in _GREETED:
        return True  # "Don Beltrán disculpe…"
    if before == "," and after in {",", ".", ":", "!", "?", ";"}:
        return not (first >= 2 and after == "," and words[last + 1 : last + 2] in (["de"], ["del"], ["que"]))
    if opens and first <= 1 and after == ",":
        return words[last + 1 : last + 2] not in (
            ["de"],
            ["del"],
            ["que"],
            ["quien"],
            ["nuestro"],
            ["nuestra"],
            ["la"],
            ["el"],
        )
    return False


def review(masks: list[Sentence]) -> Iterator[Finding]:
    """In each sentence the first name said as the culprit's; ``masks`` are the sentences after ``mask``."""
    for masked in masks:
        if _NAME not in masked.words:
            continue
        hit = guilty(masked)
        if hit:
            name = next(index for index in range(hit.first, len(masked.words)) if masked.words[index] == _NAME)
            yield Finding(Code.CULPABLE_NOMBRADO, masked.tokens[name].start, masked.tokens[name].end)


def guilty(masked: Sentence) -> Hit | None:
    """Where a masked sentence says the first of its names as the culprit's: from that name to the end of the charge."""
    helped = {hit.first for hit in _SAID["unless"].hits(masked)}
    for hit in _SAID["guilt"].hits(masked):
        names = [
            index for index in range(hit.first, min(hit.last + 1, len(masked.words))) if masked.words[index] == _NAME
        ]
        if names and not any(index in helped or (index and index - 1 in helped) for index in names):
            return Hit(names[0], hit.last)
    return None
