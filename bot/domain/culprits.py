"""Names of people as culprits in what is written about an error: the question is which step allowed it (domain.md §5).

A person named as who helped is welcome, and so is a role. It stands on the reviewer's own detection, told besides
who works here, and reads what a review says and a letter to a client does not ("Ana no probó la copia").
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.reviewer import named
from bot.domain.reviewer.lists import load_words
from bot.domain.reviewer.reading import Sentence, Token, read

_NAME = "nnn"
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
#: What stands between two items of a list.
_PIECES = re.compile(r"[,;\n/()]|\s[ye]\s", re.IGNORECASE)
_ALSO_WORDS = load_words("names_also_words")
#: An account may be a department's or a machine's.
_DEPARTMENTS = frozenset(
    {
        "administracion", "admin", "almacen", "atencion", "bot", "calidad", "centralita", "compras",
        "comunicacion", "contabilidad", "departamento", "equipo", "facturacion", "finanzas", "guardia",
        "incidencias", "informatica", "logistica", "marketing", "oficina", "operaciones", "produccion",
        "recepcion", "redes", "sistemas", "soporte", "taller", "ventas",
    }
)  # fmt: skip
_NO_NAMES = load_words("roles") | load_words("titles") | load_words("places") | _DEPARTMENTS
_SMALL = frozenset({"de", "del", "la", "las", "los", "y", "e", "i", "da", "do", "dos", "van", "von"})
_MARKS = frozenset({",", ";", ":", ".", "(", ")", "!", "?", "-"})
_ARTICLES = frozenset({"el", "un", "del", "al", "este", "ese", "aquel", "su", "cada", "otro", "ningun", "cualquier"})
_BUT = frozenset({"pero", "aunque", "tarde", "mal", "sin"})
_CLITICS = frozenset({"lo", "la", "los", "las", "le", "les", "se", "nos", "me"})
_AUXILIARY = frozenset({"ha", "habia", "hubo", "haya", "hubiera"})
#: What may stand between a name and what that person did.
_PASSED_OVER = (
    _CLITICS
    | _AUXILIARY
    | {"ya", "luego", "despues", "tambien", "fue", "quien", "que", "enseguida", "entonces", "y", "nos", "te"}
    | {_NAME}
)
#: What somebody does who helps, after their name.
_HELPS = re.compile(
    r"(?:avis|detect|encontr|descubr|arregl|repar|recuper|restaur|restablec|reinici|solucion|resolv|resuelv|corrig|corrij"
    r"|ayud|propus|propon|escal|llam|inform|cont|coment|report|localiz|consig|logr|revis|comprob|verific|acompan"
    r"|atend|atiend|vio|abri|explic|present|dio|llev|hizo|mont|prepar|escrib|anot|confirm|sugir|sugier)\w*"
)
#: What is no fault of who could not or was not told: the process failed them.
_POWERLESS = re.compile(
    r"(?:ten|tien|tuv|pud|pod|pued|recib|est|fu|era|sab|supo|enter|hay|exist|lleg|consta|aparec|figur|necesit|hac|conoc)\w*"
)
_FAILS = re.compile(r"(?:olvid|equivoc|despist|confundi|descuid|borr|rompi)\w*")
_CHARGED = re.compile(r"cometi\w*|deberia\w*|debio|debia|tendria")


@dataclass(frozen=True)
class Span:
    """Where a name stands, in code points of the text (end exclusive), and the name as one would say it."""

    start: int
    end: int
    name: str


def find(text: str, people: Mapping[str, str]) -> tuple[Span, ...]:
    """The names said as a culprit's, at most one to a sentence. ``people``: the name of each user known here."""
    mentions = {found.start(): people.get(found[1], "") for found in _MENTION.finditer(text)}
    # As a word of the same length, so that places stay what they are.
    plain = _MENTION.sub(lambda found: "X" + "x" * (len(found[0]) - 1), text)
    known = _Known(people)
    found = []
    for sentence in read(plain).sentences:
        masked = named.mask(known.mask(sentence, mentions), hinted=False)
        place = _culprit(masked)
        if place is not None:
            token = masked.tokens[place]
            found.append(Span(token.start, token.end, mentions.get(token.start) or text[token.start : token.end]))
    return tuple(found)


def named_in(text: str, people: Mapping[str, str]) -> str:
    """The first person named in a list of roles or departments, where nobody should be; "" where nobody is."""
    if mention := _MENTION.search(text):
        return people.get(mention[1], "") or mention[0]
    known = _Known(people)
    for piece in _PIECES.split(text):  # each on its own: "Ana, Luis" would read as Ana being spoken to
        for sentence in read(piece).sentences:
            for token in named.mask(known.mask(sentence, {}), hinted=False).tokens:
                if token.text == _NAME:
                    return piece[token.start : token.end].strip()
    return ""


class _Known:
    """The people known here, by the words of their names."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self._first: set[str] = set()
        self._further: set[str] = set()
        for name in people.values():
            words = [token.text for sentence in read(name).sentences for token in sentence.tokens]
            words = [word for word in words if word.isalpha() and len(word) > 1 and word not in _SMALL]
            if words and words[0] not in _NO_NAMES:
                self._first.add(words[0])
                self._further.update(words[1:])

    def mask(self, sentence: Sentence, mentions: Mapping[int, str]) -> Sentence:
        """The sentence with each of these people, and each mention, as the single word ``nnn``."""
        tokens: list[Token] = []
        place, whole = 0, sentence.tokens
        while place < len(whole):
            end = place + 1 if whole[place].start in mentions else self._name_end(whole, place)
            if end is None:
                tokens.append(whole[place])
                place += 1
                continue
            tokens.append(Token(_NAME, whole[place].start, whole[end - 1].end, True, False, False, False, False))
            place = end
        return Sentence(tokens)

    def _name_end(self, tokens: list[Token], place: int) -> int | None:
        token = tokens[place]
        if token.text in self._first:
            # "la paz", "mar de fondo": a name that is also a word is one only with its capital, inside a sentence.
            named_so = token.text not in _ALSO_WORDS or (token.capital and place > 0)
        else:
            named_so = token.text in self._further and token.capital and place > 0 and not token.shouted
        if not named_so:
            return None
        end = place + 1
        while end < len(tokens) and (
            (tokens[end].capital and tokens[end].text in self._further)
            or (tokens[end].text in _SMALL and end + 1 < len(tokens) and tokens[end + 1].text in self._further)
        ):
            end += 1
        return end


def _culprit(masked: Sentence) -> int | None:
    """The place of the first name that is charged with something."""
    words = masked.words
    hit = named.guilty(masked)
    if hit is not None and not _is_thing(words, hit.last - 1):
        place = next(index for index in range(hit.first, len(words)) if words[index] == _NAME)
        if not _helps(_clause(words, place)):
            return place
    return next((place for place in _names(words) if _is_charged(_clause(words, place))), None)


def _names(words: list[str]) -> Iterator[int]:
    return (place for place, word in enumerate(words) if word == _NAME)


def _clause(words: list[str], place: int) -> list[str]:
    """What is said after a name, up to the next mark; also in "Ana, que no miró el correo"."""
    start = place + 1
    if words[start : start + 2] in ([",", "que"], [",", "quien"]):
        start += 2
    end = next((index for index in range(start, len(words)) if words[index] in _MARKS), len(words))
    return words[start:end]


def _is_thing(words: list[str], place: int) -> bool:
    """ "Ana vio el cambio": a thing, where the same word without its article would be what she did."""
    return 0 < place < len(words) and words[place] != _NAME and words[place - 1] in _ARTICLES


def _helps(clause: list[str]) -> bool:
    if _BUT & set(clause) or "no" in clause[:3]:
        return False
    does = next((word for word in clause if word not in _PASSED_OVER), "")
    return bool(_HELPS.fullmatch(does))


def _is_charged(clause: list[str]) -> bool:
    """ "… no probó la copia", "… debería haber avisado"; not "… no tenía acceso", nor "… no pudo entrar"."""
    does = next((word for word in clause if word not in _PASSED_OVER), "")
    if _FAILS.fullmatch(does) or any(_CHARGED.fullmatch(word) for word in clause[:3]):
        return True
    if "no" not in clause[:2]:
        return False
    rest = [word for word in clause[clause.index("no") + 1 :] if word not in _CLITICS | _AUXILIARY]
    return bool(rest) and not _POWERLESS.fullmatch(rest[0])
