"""What is looked for among the incidents: a sentence typed by somebody in a hurry, read into filters and words.

``lista correo Acme importante abiertas de @ana marzo``: what is not a filter is looked for in the texts.
"""

import json
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.client import key_of
from bot.domain.words import Severity

#: The most words that are looked for, and the most letters kept of what was typed.
MOST_WORDS = 12
MOST_TYPED = 200
#: The most people that one name may mean.
MOST_OWNERS = 8


class Shown(StrEnum):
    """Which incidents a list shows, by how far they have come."""

    OPEN = "open"
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"
    CLOSED = "closed"
    ALL = "all"


@dataclass(frozen=True)
class Search:
    """``owners`` empty is everybody's; ``since`` and ``until`` are days in the firm's zone, both included."""

    words: str = ""
    shown: Shown = Shown.ALL
    severity: Severity | None = None
    owners: tuple[str, ...] = ()
    client_id: int | None = None
    since: date | None = None
    until: date | None = None

    def narrows(self) -> bool:
        """Whether it asks for more than how far they have come and whose they are."""
        return bool(self.words or self.severity or self.client_id or self.since or self.until)


@dataclass(frozen=True)
class Typed:
    """A search as typed; ``names`` are the people in it by name only (``@ana``), for somebody who knows them."""

    search: Search
    names: tuple[str, ...] = ()


def searchable(*texts: str) -> str:
    """Texts as they are looked through: words alone, without accents, case or signs. Alike on every database."""
    return " ".join(re.findall(r"[^\W_]+", key_of(" ".join(texts))))


_SHOWN = {
    **dict.fromkeys(("abiertas", "abiertos", "abierta", "abierto", "pendientes"), Shown.OPEN),
    **dict.fromkeys(("solucionadas", "solucionados", "solucionada", "solucionado"), Shown.RESOLVED),
    **dict.fromkeys(("cerradas", "cerrados", "cerrada", "cerrado"), Shown.CLOSED),
    **dict.fromkeys(("todas", "todos", "todo"), Shown.ALL),
}
_SEVERITY = {
    **dict.fromkeys(("importante", "importantes"), Severity.MAJOR),
    **dict.fromkeys(("menor", "menores"), Severity.MINOR),
}
_MINE = {"mias", "mios", "mia", "mio"}
#: By their number, as they are written.
MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
#: What people say before a filter: «de marzo», «esta semana», «los importantes».
_BEFORE = {"de", "del", "en", "esta", "este", "la", "el", "los", "las", "desde", "a", "que", "lleva", "y"}
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_YEAR = re.compile(r"20\d\d")


def read(typed: str, user: str, today: date) -> Typed:
    """Reads what was typed by ``user``. Accents and case do not matter; whatever is no filter is a word."""
    tokens = typed[:MOST_TYPED].split()
    reading = _Reading(user, today)
    while tokens:
        taken = reading.take(tokens)
        del tokens[:taken]
    return reading.done()


class _Reading:
    def __init__(self, user: str, today: date) -> None:
        self._user, self._today = user, today
        self._words: list[str] = []
        self._names: list[str] = []
        self._owners: list[str] = []
        self._shown: Shown | None = None
        self._found = Search()

    def take(self, tokens: list[str]) -> int:
        """Reads what stands first; answers how many tokens that were."""
        keys = [key_of(token).strip(".,;:¿?¡!()«»\"'") for token in tokens[:4]]
        first, second = keys[0], keys[1] if len(keys) > 1 else ""
        if mention := _MENTION.fullmatch(tokens[0].rstrip(",;")):
            self._filter()
            self._owners.append(mention[1])
        elif first.startswith("@") and len(first) > 1:
            self._filter()
            self._names.append(first[1:])
        elif first == "no" and _SHOWN.get(second) is Shown.RESOLVED:
            self._filter()
            self._shown = Shown.UNRESOLVED
            return 2
        elif first in _SHOWN:
            self._filter()
            self._shown = _SHOWN[first]
        elif first in _SEVERITY:
            self._filter()
            self._found = replace(self._found, severity=_SEVERITY[first])
        elif first in _MINE:
            self._filter()
            self._owners.append(self._user)
        elif span := _span(keys, self._today):
            since, until, taken = span
            is_open = self._filter() == "desde"
            self._found = replace(self._found, since=since, until=None if is_open else until)
            return taken
        else:
            self._words.append(tokens[0])
        return 1

    def _filter(self) -> str:
        """What was said just before a filter belongs to it: it is no word to look for. Answers the nearest."""
        nearest = ""
        while self._words and (word := key_of(self._words[-1])) in _BEFORE:
            nearest = nearest or word
            self._words.pop()
        return nearest

    def done(self) -> Typed:
        words = self._words
        if words and key_of(words[0]) in {"de", "del"}:
            words = words[1:]
        found = replace(self._found, words=" ".join(words), owners=tuple(dict.fromkeys(self._owners)))
        # Without a word or a day, what is still open is what matters.
        shown = self._shown or (Shown.ALL if found.words or found.since else Shown.OPEN)
        return Typed(replace(found, shown=shown), tuple(self._names))


def _span(keys: list[str], today: date) -> tuple[date, date, int] | None:
    """The days that the first words name, and how many words did so: «ayer», «semana pasada», «marzo de 2025»."""
    first, second = keys[0], keys[1] if len(keys) > 1 else ""
    past = second in {"pasada", "pasado"}
    if first == "hoy":
        return today, today, 1
    if first == "ayer":
        return today - timedelta(days=1), today - timedelta(days=1), 1
    if first == "semana":
        monday = today - timedelta(days=today.weekday() + 7 * past)
        return monday, monday + timedelta(days=6), 1 + past
    if first == "mes":
        any_day = today.replace(day=1) - timedelta(days=1) if past else today
        return *_month(any_day.year, any_day.month), 1 + past
    if first in MONTHS or first == "setiembre":
        month = MONTHS.index("septiembre" if first == "setiembre" else first) + 1
        year, taken = today.year - (month > today.month), 1
        rest = keys[2:] if second in {"de", "del"} else keys[1:]
        if rest and _YEAR.fullmatch(rest[0]):
            year, taken = int(rest[0]), len(keys[: keys.index(rest[0]) + 1])
        return *_month(year, month), taken
    return None


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def named(names: Iterable[tuple[str, str]], handle: str) -> tuple[str, ...]:
    """The users that ``@ana`` may mean, out of (user, name): by the name as a whole, or as it begins."""
    wanted = _plain(handle)
    everybody = [(user, key_of(name)) for user, name in names]
    exact = [user for user, name in everybody if _plain(name) == wanted]
    begins = [user for user, name in everybody if any(_plain(part).startswith(wanted) for part in _parts(name))]
    return tuple(exact or begins)[:MOST_OWNERS] if wanted else ()


def _parts(name: str) -> tuple[str, ...]:
    return name, *name.split()


def _plain(name: str) -> str:
    return "".join(char for char in key_of(name) if unicodedata.category(char)[0] in "LN")


def packed(search: Search, page: int = 1) -> str:
    """A search and its page as a button carries them."""
    facts = {name: value for name, value in asdict(search).items() if value}
    return json.dumps({"page": page, **facts}, default=str, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> tuple[Search, int]:
    """What a button carried; what cannot be read (a button of another version) is the plain list."""
    try:
        facts = json.loads(text)
        search = Search(
            words=str(facts.get("words", "")),
            shown=Shown(facts.get("shown", Shown.OPEN)),
            severity=Severity(facts["severity"]) if "severity" in facts else None,
            owners=tuple(str(owner) for owner in facts.get("owners", ())),
            client_id=int(facts["client_id"]) if "client_id" in facts else None,
            since=date.fromisoformat(facts["since"]) if "since" in facts else None,
            until=date.fromisoformat(facts["until"]) if "until" in facts else None,
        )
        return search, max(1, int(facts.get("page", 1)))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Search(shown=Shown.OPEN), 1
