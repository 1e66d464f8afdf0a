"""Verbs in all their forms: «soldó» → a remedy, in the past (domain.md §2: tense matters).

``verbs.txt`` is made from the verbs of ``tests/collections/verbs.txt`` by ``python -m tests.train_classifier``.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.domain.classify.text import Word, bare

# Forms that are nouns unless a pronoun stands before: «el arreglo», «se arregló».
_PRONOUNS = frozenset(["se", "le", "les", "lo", "la", "los", "las", "me", "nos", "ya", "que", "lo"])
_ARTICLES = frozenset(
    ["el", "un", "este", "ese", "al", "del", "su", "nuestro", "mi", "otro", "la", "una", "esta", "esa", "los", "las"]
)


@dataclass(frozen=True)
class Form:
    """A verb form: what it says of the service (``kinds``) and its tense."""

    kinds: frozenset[str]
    tense: str
    noun_like: bool


@cache
def table() -> dict[str, Form]:
    """The shipped forms, by the key of ``fold``; read when first asked for, so that importing costs nothing."""
    found: dict[str, Form] = {}
    for line in files(__package__).joinpath("verbs.txt").read_text(encoding="utf-8").splitlines():
        kinds, tense, noun_like, *keys = line.split(" ")
        found.update(dict.fromkeys(keys, Form(frozenset(kinds.split("+")), tense, noun_like == "noun")))
    return found


def verb(words: list[Word], place: int) -> Form | None:
    """The verb at ``place``; None for another word, or a form that is a noun there."""
    form = table().get(words[place].key)
    if form is None:
        return None
    plain = words[place].plain
    if form.noun_like and form.tense == "preterite" and plain.endswith("o"):
        before = bare(words[place - 1].plain) if place else ""
        return form if before in _PRONOUNS else None
    if form.noun_like and place and bare(words[place - 1].plain) in _ARTICLES:
        return None
    return form
