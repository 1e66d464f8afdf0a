"""From facts to words: picks the template, fills it, and fits the channel (domain.md §6)."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from bot.domain.words import Channel
from messages.drafts.facts import Draft, Facts, Kind
from messages.drafts.library import AVOID, POINT, SUBJECT, render
from messages.drafts.values import WHOLE, Limits, channel_of, missing, resolved, values
from messages.drafts.wording import one_line, shorten

TEXT_SIZE = 300
SUBJECT_SIZE = 78

_NAMES = {
    Kind.FIRST: "aviso",
    Kind.RESOLVED: "solucionado",
    Kind.UPDATE: "novedades",
    Kind.NEW_DEADLINE: "otra-hora",
    Kind.RECONTACT: "seguimiento",
    Kind.MEETING: "encuentro",
    Kind.DAILY_REPORT: "reporte-diario",
    Kind.FAREWELL: "despedida",
    Kind.RETURN: "reencuentro",
    Kind.IMPROVED: "mejoras",
}
_SUFFIXES = {Channel.PHONE: "llamada", Channel.EMAIL: "correo", Channel.TEXT: "mensaje"}
#: What a text message's notes may shrink from and to, and what its names and hours are cut to meanwhile.
_TEXT_LIMITS = ((TEXT_SIZE, 40, 60), (60, 40, 25), (40, 10, 15))
_NO_OVERRIDES: Mapping[str, str] = MappingProxyType({})


def draft(facts: Facts, overrides: Mapping[str, str] | None = None) -> Draft:
    """The words for one notice. ``overrides`` are a workspace's own templates by name (see ``names``).

    Raises TemplateError where one of those, needed here, does not work; ValueError for a daily report without items,
    because a client with nothing to hear gets nothing (§7).
    """
    if facts.kind is Kind.DAILY_REPORT and not facts.items:
        raise ValueError("a daily report needs at least one item")
    own = _NO_OVERRIDES if overrides is None else overrides
    channel = channel_of(facts)
    name = f"{_NAMES[_kind_told(facts)]}-{_SUFFIXES[channel]}"
    match channel:
        case Channel.EMAIL:
            return _email(facts, name, own)
        case Channel.TEXT:
            return _text(facts, name, own)
        case _:
            return _call(facts, name, own)


def _kind_told(facts: Facts) -> Kind:
    """What is true now decides: nobody is told of an open problem that is solved, nor the other way round."""
    if facts.kind in (Kind.FIRST, Kind.UPDATE) and resolved(facts):
        return Kind.RESOLVED
    if facts.kind in (Kind.RESOLVED, Kind.IMPROVED) and not resolved(facts):
        return Kind.UPDATE
    return facts.kind


def _email(facts: Facts, name: str, own: Mapping[str, str]) -> Draft:
    subject, body = _subject_and_body(_fill(facts, name, own))
    for other in (60, 40, 25):
        if len(subject) <= SUBJECT_SIZE:
            break
        subject, _ = _subject_and_body(_fill(facts, name, own, Limits(other=other)))
    subject = shorten(subject, SUBJECT_SIZE)
    return Draft(subject, body, "", (), (), missing(facts, f"{subject}\n{body}"))


def _subject_and_body(words: str) -> tuple[str, str]:
    first, _, rest = words.strip().partition("\n")
    body = "\n".join(one_line(line) for line in rest.splitlines())
    return one_line(first.removeprefix(SUBJECT)), re.sub(r"\n{3,}", "\n\n", body).strip()


def _text(facts: Facts, name: str, own: Mapping[str, str]) -> Draft:
    """Long notes give way before names and hours, and all of them before the message is cut at its end."""

    def body(note: int, other: int) -> str:
        return one_line(_fill(facts, name, own, Limits(note, other)))

    words = ""
    for longest, shortest, other in _TEXT_LIMITS:
        notes = range(longest, shortest - 1, -1)
        fitting = partial(lambda note, other: len(body(note, other)) <= TEXT_SIZE, other=other)
        words = body(notes[min(bisect_left(notes, True, key=fitting), len(notes) - 1)], other)
        if len(words) <= TEXT_SIZE:
            break
    words = shorten(words, TEXT_SIZE)
    return Draft("", words, "", (), (), missing(facts, words))


def _call(facts: Facts, name: str, own: Mapping[str, str]) -> Draft:
    opening, points = _opening_and_points(_fill(facts, name, own))
    _, avoid = _opening_and_points(_fill(facts, AVOID, own))
    body = "\n".join([opening, *(POINT + point for point in points)])
    return Draft("", body, opening, points, avoid, missing(facts, body))


def _opening_and_points(words: str) -> tuple[str, tuple[str, ...]]:
    """A line that begins with a dash is a point (an empty one is dropped); all others are what a call opens with."""
    lines = [one_line(line) for line in words.splitlines()]
    dash = POINT.strip()
    points = [line.removeprefix(dash).strip() for line in lines if line.startswith(dash)]
    opening = " ".join(line for line in lines if line and not line.startswith(dash))
    return opening, tuple(point for point in points if point)


def _fill(facts: Facts, name: str, own: Mapping[str, str], limits: Limits = WHOLE) -> str:
    return render(name, values(facts, limits), own)
