"""A cell of the matrix as a firm decides it: how the client is told, by when, in whose hours, and what (domain.md §3).

Kept as a list of texts: the channel, the minutes, whose hours count, then what has to be said.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.domain.choices_time import span
from bot.domain.errors import Refused, Why
from bot.domain.matrix import Cell, Content, Matrix
from bot.domain.words import Channel, Severity, Status

PREFERRED = "preferred"
OURS, THEIRS = "ours", "contact"
SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=80)

Place = tuple[Severity, Status]
#: The four cells, as they are read: the gravest first.
PLACES: tuple[Place, ...] = (
    (Severity.MAJOR, Status.UNRESOLVED),
    (Severity.MAJOR, Status.RESOLVED),
    (Severity.MINOR, Status.UNRESOLVED),
    (Severity.MINOR, Status.RESOLVED),
)
_CONTENTS = {
    Status.UNRESOLVED: (
        Content.WHAT_HAPPENED,
        Content.STEPS,
        Content.OUTCOME,
        Content.WHO_IS_ON_IT,
        Content.BY_WHEN,
    ),
    Status.RESOLVED: (
        Content.WHAT_HAPPENED,
        Content.STEPS,
        Content.OUTCOME,
        Content.SOLUTION,
        Content.TALK_OR_REPORT,
    ),
}


def name_of(place: Place) -> str:
    return f"cell_{place[0]}_{place[1]}"


def fields_of(place: Place) -> tuple[str, str, str, str]:
    """The fields of a cell's form: channel, time limit, whose hours, what has to be said."""
    name = name_of(place)
    return f"{name}_channel", f"{name}_within", f"{name}_hours", f"{name}_say"


def channels(place: Place) -> tuple[str, ...]:
    """What a cell may choose from. The gravest cannot wait for the daily report: all that is urgent hangs on it."""
    alive = (Channel.PHONE, Channel.EMAIL, Channel.TEXT, PREFERRED)
    return alive if place == (Severity.MAJOR, Status.UNRESOLVED) else (*alive, Channel.DAILY_REPORT)


def contents(place: Place) -> tuple[Content, ...]:
    return _CONTENTS[place[1]]


def read(place: Place, channel: str, within: str, hours: str, say: str) -> list[str]:
    """What stands in a cell's form. With the daily report there is no time limit of its own."""
    channel_field, within_field, hours_field, say_field = fields_of(place)
    if channel not in channels(place):
        raise Refused(Why.CANNOT_WAIT_FOR_REPORT, field=channel_field)
    chosen = [content for content in contents(place) if content in say.split()]
    if not chosen:
        raise Refused(Why.NOTHING_TO_SAY, field=say_field)
    if channel == Channel.DAILY_REPORT:
        return [channel, "", OURS, *chosen]
    length = span(within, within_field)
    if not SHORTEST <= length <= LONGEST:
        raise Refused(Why.SPAN_OUT_OF_BOUNDS, field=within_field)
    if hours not in (OURS, THEIRS):
        raise Refused(Why.BAD_HOUR, field=hours_field)
    return [channel, str(int(length.total_seconds() // 60)), hours, *chosen]


def keep(cell: Cell) -> list[str]:
    """A cell as it is kept."""
    channel = PREFERRED if cell.channel is None else str(cell.channel)
    minutes = "" if cell.within is None else str(int(cell.within.total_seconds() // 60))
    return [channel, minutes, OURS if cell.working else THEIRS, *map(str, cell.must_say)]


def cell(kept: list[str]) -> Cell:
    """The cell that was kept."""
    channel, minutes, hours, *say = kept
    return Cell(
        None if channel == PREFERRED else Channel(channel),
        timedelta(minutes=int(minutes)) if minutes else None,
        hours == OURS,
        tuple(map(Content, say)),
    )


def put(matrix: Matrix, place: Place, kept: list[str]) -> Matrix:
    """The matrix with one cell decided."""
    cells: Mapping[Place, Cell] = {**matrix, place: cell(kept)}
    return MappingProxyType(cells)
