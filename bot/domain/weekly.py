"""The weekly digest: which week it tells of, when it is due, and what it counts (domain.md §7).

A week runs from Monday 00:00 to Monday 00:00 by the firm's own clock, so one with a clock change is an hour shorter or
longer. What is counted belongs to the week in which it was decided, and stays there: a client was told in time in the
week in which they were told, and not in time in the week in which the hour passed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.client import Client
from bot.domain.departure import Departure
from bot.domain.views import Learned, Listed, Smoking
from bot.domain.words import Severity, Status
from bot.domain.working_time import next_weekly

#: The weeks that the chart shows.
HISTORY = 6
#: After a long silence so many missed weeks are still told, each in its own digest.
MOST_MISSED = 4

_WEEK = timedelta(days=7)
_CODE = re.compile(r"(\d{4})-?[Ww](\d{1,2})")


@dataclass(frozen=True, order=True)
class Week:
    """A week by the Monday on which it begins; ``code`` is ISO 8601's, ``2026-W47``."""

    monday: date

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> "Week":
        """The week of an aware moment, by the clock of a place."""
        day = moment.astimezone(zone).date()
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Reads ``2026-W47``. Raises ValueError for anything else, and for a week which that year does not have."""
        found = _CODE.fullmatch(text.strip())
        if found is None:
            raise ValueError("not a week")
        return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))

    @property
    def code(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    def later(self, weeks: int = 1) -> "Week":
        return Week(self.monday + weeks * _WEEK)

    def earlier(self, weeks: int = 1) -> "Week":
        return self.later(-weeks)

    def start(self, zone: ZoneInfo) -> datetime:
        """Its first moment (UTC)."""
        # From two days before, wherever in the world: the Monday that comes then is this one.
        before = datetime.combine(self.monday - timedelta(days=2), time.min, UTC)
        return next_weekly(zone, before, 0, time.min)

    def end(self, zone: ZoneInfo) -> datetime:
        """The first moment after it (UTC)."""
        return self.later().start(zone)


@dataclass(frozen=True)
class Rhythm:
    """When a firm wants its digest: ``weekday`` (0 is Monday) and ``hour`` by its clock.

    A holiday changes nothing: the digest is there at its hour, and read when people are back.
    """

    zone: ZoneInfo
    weekday: int = 0
    hour: time = time(9)

    def due_at(self, week: Week) -> datetime:
        """When the digest of a week is due (aware UTC): the first such hour once it is over."""
        return next_weekly(self.zone, week.end(self.zone), self.weekday, self.hour)

    def latest_due(self, now: datetime) -> Week:
        """The last week whose digest has come due by ``now``."""
        week = Week.of(now, self.zone).earlier()
        return week if self.due_at(week) <= now else week.earlier()

    def next_digest_at(self, now: datetime) -> datetime:
        """When the next digest is due, later than ``now`` (aware UTC)."""
        return self.due_at(self.latest_due(now).later())

    def due(self, now: datetime, first: Week) -> list[Week]:
        """The weeks whose digest must have been owed by ``now``, oldest first: none from before ``first``, and of a
        long silence the last few only."""
        latest = self.latest_due(now)
        weeks = (latest.earlier(back) for back in reversed(range(MOST_MISSED)))
        return [week for week in weeks if week >= first]


@dataclass(frozen=True)
class Tally:
    """What happened in one week. ``cells`` counts incidents by how they stood when it ended, solved or not.

    ``missed`` are notices whose hour passed; ``median``, from hearing of an incident to the client's knowing.
    ``reviews`` counts the private ones too.
    """

    cells: Mapping[tuple[Severity, Status], int] = field(default_factory=dict)
    never_events: int = 0
    in_time: int = 0
    missed: int = 0
    median: timedelta | None = None
    kept: int = 0
    broken: int = 0
    actions_due: int = 0
    verified: int = 0
    failed: int = 0
    reviews: int = 0
    departures: int = 0

    @property
    def incidents(self) -> int:
        return sum(self.cells.values())

    @property
    def majors(self) -> int:
        return sum(count for (severity, _), count in self.cells.items() if severity is Severity.MAJOR)

    @property
    def told(self) -> int:
        """Everything that clients should have known by some hour of the week."""
        return self.in_time + self.missed

    @property
    def percent_in_time(self) -> int | None:
        """Rounded down: a hundred means all of them. None when there was nothing to tell."""
        return 100 * self.in_time // self.told if self.told else None

    @property
    def promises(self) -> int:
        return self.kept + self.broken

    def is_quiet(self) -> bool:
        """Nothing went wrong, nothing was to be told and no promise came to its hour."""
        return not (self.incidents or self.told or self.promises)


@dataclass(frozen=True)
class Bar:
    """One week of the chart."""

    week: Week
    majors: int
    minors: int


@dataclass(frozen=True)
class Left:
    """A client who is leaving, and what they told us."""

    departure: Departure
    client: Client


@dataclass(frozen=True)
class Waits:
    """What needs somebody at the moment of looking, whichever week it comes from. Private incidents are counted, and
    never among those that are named (``untold_shown``)."""

    untold: int = 0
    untold_shown: tuple[Listed, ...] = ()
    promises: int = 0
    actions_overdue: int = 0
    actions_coming: int = 0
    smoking: int = 0
    smoking_shown: tuple[Smoking, ...] = ()


@dataclass(frozen=True)
class WeekFigures:
    """A week in figures. ``before`` is the week before, None where there was nobody to count it.

    What names incidents (``never_events``, ``learned``) leaves private ones out.
    """

    week: Week
    is_over: bool
    this: Tally
    before: Tally | None
    history: tuple[Bar, ...]
    waits: Waits
    never_events: tuple[Listed, ...] = ()
    learned: tuple[Learned, ...] = ()
    departures: tuple[Left, ...] = ()
