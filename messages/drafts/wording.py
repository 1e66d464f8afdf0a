"""Small hands for words: the reporter's notes made presentable, names for a greeting, visible shortening."""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files

from bot.domain.client import key_of

ELLIPSIS = "…"
_BULLET = re.compile(r"^(?:[-–—*•·>]+|\d{1,2}[.)](?=\s))\s*")
_SPACES = frozenset({"Cc", "Zl", "Zp", "Zs"})


def one_line(text: str) -> str:
    """The text on one line: no control characters, single spaces, accents in one piece."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if unicodedata.category(char) in _SPACES else char for char in composed).split())


def sentence(note: str) -> str:
    """A note as sentences: each line's bullet dropped, first letter capital, one full stop at its end.

    "" when nothing but marks and spaces was written.
    """
    lines = (_BULLET.sub("", one_line(line)) for line in unicodedata.normalize("NFC", note).splitlines())
    return " ".join(_one_sentence(line) for line in lines if _says_something(line))


#: Words that a note begins with and that are nobody's name.
_OPENERS = frozenset(
    """
    a al algunas algunos aún cada con cuando de del desde dos el ella ellos en es está están esta este esto falta faltan
    ha han hay hoy hemos la las le les lo los me mi nada ninguna ninguno no nos nuestra nuestro otra para parece por
    porque que se sigue siguen sin solo su sus también tenemos tienen todas todavía todo todos tras tres un una unas uno
    unos ya
    """.split()  # noqa: SIM905 - a list of words is read as words
)


def after_colon(words: str) -> str:
    """The same sentences where they follow a colon: a small letter, unless the first word may be a name."""
    first = words.split(maxsplit=1)[0].rstrip(",;:.!?…") if words else ""
    return words[0].lower() + words[1:] if first.lower() in _OPENERS else words


def _says_something(line: str) -> bool:
    return any(unicodedata.category(char)[0] not in "PZC" for char in line)


def _one_sentence(line: str) -> str:
    first = line.split(maxsplit=1)[0].rstrip(",;:.!?")
    if first.islower() and first.isalpha():  # not «iPhone», not «acme.example»
        line = line[0].upper() + line[1:]
    if line.endswith("..."):
        return line.rstrip(" .") + ELLIPSIS
    if line.endswith(("!", "?", ELLIPSIS)):
        return line
    return line.rstrip(" .,;:") + "."


def shorten(text: str, size: int) -> str:
    """At most ``size`` (≥ 1) characters; a cut falls between words where it can, and shows as «…»."""
    if len(text) <= size:
        return text
    head = text[: size - 1]
    if text[len(head)] != " " and " " in head[size // 2 :]:
        head = head[: head.rindex(" ")]
    return head.rstrip(" .,;:\u200d\ufe0f") + ELLIPSIS


def greeting_name(contact: str) -> str:
    """How a contact is greeted: the given name of a person; teams, couples and titles as they were written."""
    name = one_line(contact)
    if name.count(",") == 1:
        last, given = name.split(",")
        name = f"{given} {last}".strip()
    parts = name.split()
    if not parts or not parts[0][0].isupper() or {"y", "e", "/", "&"} & set(parts):
        return name
    known = _names()
    keys = [key_of(part).strip(".") for part in parts[:2]]
    if keys[0] in known["titles"] or keys[0] in known["teams"]:
        return name
    if len(parts) > 2 and keys[0] in known["first_of_two"] and keys[1] in known["second_of_two"]:
        return " ".join(parts[:2])
    return parts[0]


def of(who: str) -> str:
    """«de» somebody, with the article run together: del equipo de redes."""
    return f"del {who[3:]}" if who.startswith("el ") else f"de {who}"


@cache
def _names() -> dict[str, frozenset[str]]:
    """Titles, words for teams, and given names that come in twos («José Luis» is not greeted as «José»)."""
    kept = json.loads(files("messages.drafts").joinpath("names.json").read_text(encoding="utf-8"))
    return {group: frozenset(words) for group, words in kept.items()}
