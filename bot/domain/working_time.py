"""Working time: when the firm is at work, and what a deadline counted in working hours means (domain.md §4).

Moments are aware datetimes (a naive one raises ValueError) and results are UTC. Spans are real elapsed time, so both
clock changes come out right: a span holding the hour that is skipped is shorter, an hour that comes twice counts twice.

One rule turns a local time into a moment: **the first at which the local clock has reached it.** A skipped time is so
the end of the gap, a repeated one its first occurrence, and opening spans cannot cross or turn round on those nights.
"""

import re
from bisect import bisect_left
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, islice, pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo

Span = tuple[time, time]
END_OF_DAY = time.max  # stands for 24:00, which ``time`` cannot hold
_DAY = timedelta(days=1)
_HORIZON = timedelta(days=3 * 366)

_LETTERS = "LMXJVSD"
_RANGE = r"[LMXJVSDlmxjvsd](?:\s*-\s*[LMXJVSDlmxjvsd])?"
_CLOCK = r"([0-9]{1,2})(?::([0-9]{2}))?"
_DAYS = re.compile(rf"({_RANGE}(?:\s*,\s*{_RANGE})*)(?:\s+|$)")
_SPAN = re.compile(rf"(?:24[hH]|{_CLOCK}\s*-\s*{_CLOCK})(?:[\s,]+|$)")


class HoursFault(StrEnum):
    """What is wrong with a text of weekly hours; the wording is ``messages/``'s."""

    EMPTY = "empty"  # no day has hours
    DAYS = "days"  # a group does not begin with days
    SPAN = "span"  # something that is not "9:00-14:00" or "24h" where a span is due
    TIME = "time"  # an hour or minute that no clock shows
    ORDER = "order"  # a span that does not end after it begins
    OVERLAP = "overlap"  # two spans of one day share time


class HoursError(ValueError):
    """Weekly hours that cannot be read: `code`, and `position`, the 0-based offset in the text where it was seen."""

    def __init__(self, code: HoursFault, position: int) -> None:
        super().__init__(f"{code} at {position}")
        self.code, self.position = code, position


class NeverOpen(Exception):
    """About three years without one working day: no deadline can be counted on such a calendar."""


@dataclass(frozen=True)
class WeeklyHours:
    """A week's opening spans: seven days, Monday first; each day's local spans ``[start, end)``, ordered, apart.

    Whole minutes, ``END_OF_DAY`` for 24:00; a span past midnight is two. Anything else, or none, raises ValueError.
    """

    DEFAULT_TEXT: ClassVar[str] = "L-V 09:00-14:00 16:00-19:00"
    days: tuple[tuple[Span, ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != 7 or not any(self.days):
            raise ValueError("weekly hours need seven days and at least one span")
        for spans in self.days:
            if any(start >= end for start, end in spans) or any(b[0] < a[1] for a, b in pairwise(spans)):
                raise ValueError("a day's spans must be ordered and apart")
            if any(edge != END_OF_DAY and (edge.second or edge.microsecond) for span in spans for edge in span):
                raise ValueError("weekly hours are whole minutes")

    @classmethod
    def parse(cls, text: str) -> "WeeklyHours":
        """Read "L-V 09:00-14:00 16:00-19:00; S 10:00-13:00"; raise HoursError.

        Days are L M X J V S D, in lists and ranges, which may pass Sunday ("D-J"); "24h" is the whole day.
        """
        days: list[list[Span]] = [[] for _ in _LETTERS]
        for group in re.finditer(r"[^;\s][^;]*", text):
            head = _DAYS.match(text, *group.span())
            if head is None:
                raise HoursError(HoursFault.DAYS, group.start())
            position = head.end()
            while position < group.end() or position == head.end():  # at least one span is due
                span, following = _read_span(text, position, group.end())
                for spans in (days[weekday] for weekday in _read_days(head[1])):
                    if any(span[0] < end and start < span[1] for start, end in spans):
                        raise HoursError(HoursFault.OVERLAP, position)
                    spans.append(span)
                position = following
        if not any(days):
            raise HoursError(HoursFault.EMPTY, 0)
        return cls(tuple(tuple(sorted(spans)) for spans in days))

    def __str__(self) -> str:
        """Return the canonical text, days with equal hours together; it parses back to an equal value."""
        alike = {spans: [day for day in range(7) if self.days[day] == spans] for spans in self.days if spans}
        return "; ".join(" ".join([_days_text(days), *map(_span_text, spans)]) for spans, days in alike.items())


@dataclass(frozen=True)
class WorkingTime:
    """A calendar of working time: a zone, weekly hours, and the dates `closed` on which they do not hold.

    Any other date with hours is a *working day*. What looks ahead raises NeverOpen if about three years bring none.
    """

    zone: ZoneInfo
    hours: WeeklyHours
    closed: Container[date]

    def is_open(self, at: datetime) -> bool:
        """Tell whether `at` is working time: an opening's first moment is, its end is not."""
        at, today = _read(at, self.zone)
        return any(opening <= at < closing for opening, closing in self._stretches(today))

    def next_open(self, at: datetime) -> datetime:
        """Return `at` itself when open, else the next opening."""
        return self.add(at, timedelta())

    def add(self, at: datetime, span: timedelta) -> datetime:
        """Return the first moment when `span` of working time has passed since `at`; ``next_open(at)`` for zero.

        It may be the very end of a stretch: 09:00 + 5 h is 14:00, not 16:00. A negative span raises ValueError.
        """
        at, today = _read(at, self.zone)
        if span < timedelta():
            raise ValueError("working time is only added forwards")
        stretches = (stretch for day in self._working_days(today) for stretch in self._stretches(day))
        while True:
            opening, closing = next(stretches)
            begin = max(at, opening)
            if begin < closing and span <= closing - begin:
                return begin + span
            span -= max(timedelta(), closing - begin)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time that passes from `start` to `end`: zero when `end` is not later."""
        (start, day), (end, last) = _read(start, self.zone), _read(end, self.zone)
        days = (day + passed * _DAY for passed in range((last - day).days + 1))
        parts = (min(closing, end) - max(opening, start) for day in days for opening, closing in self._stretches(day))
        return sum((max(part, timedelta()) for part in parts), timedelta())

    def days_later(self, at: datetime, days: int) -> datetime:
        """Return the same local hour on the `days`-th working day after `at`'s date; ``next_open(at)`` for zero.

        An hour outside working time gives the next opening. Negative days raise ValueError.
        """
        at, today = _read(at, self.zone)
        if days < 0:
            raise ValueError("working days are only counted forwards")
        if days == 0:
            return self.next_open(at)
        day = next(islice(self._working_days(today + _DAY), days - 1, None))
        return self.next_open(_moment(self.zone, day, at.astimezone(self.zone).time()))

    def next_morning(self, at: datetime) -> datetime:
        """Return the first opening of the next working day after `at`'s local date."""
        _, today = _read(at, self.zone)
        return self.next_open(_moment(self.zone, today + _DAY, time.min))

    def next_at(self, at: datetime, hour: time) -> datetime:
        """Return the first moment, at or after `at`, when it is local `hour` on a working day, at work or not."""
        at, today = _read(at, self.zone)
        moments = (_moment(self.zone, day, hour) for day in self._working_days(today))
        return next(moment for moment in moments if moment >= at)

    def _is_working_day(self, day: date) -> bool:
        # Hours first: looking a date up in a holiday calendar is the dear part.
        return self.hours.days[day.weekday()] != () and day not in self.closed

    def _working_days(self, day: date) -> Iterator[date]:
        """Yield the working days from `day` on, without end; raise NeverOpen when none comes."""
        limit = day + _HORIZON
        while day < limit:
            if self._is_working_day(day):
                limit = day + _HORIZON
                yield day
            day += _DAY
        raise NeverOpen

    def _stretches(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield the day's open stretches in UTC; one that a clock change swallows whole is empty."""
        if self._is_working_day(day):
            for start, end in self.hours.days[day.weekday()]:
                yield _moment(self.zone, day, start), _moment(self.zone, day, end)


def next_weekly(zone: ZoneInfo, at: datetime, weekday: int, hour: time) -> datetime:
    """Return the first moment, at or after `at`, when it is local `hour` on `weekday` (0 is Monday), holiday or not."""
    at, today = _read(at, zone)
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    moment = _moment(zone, day, hour)
    return moment if moment >= at else _moment(zone, day + 7 * _DAY, hour)


def _read(at: datetime, zone: ZoneInfo) -> tuple[datetime, date]:
    if at.utcoffset() is None:
        raise ValueError("a naive datetime is no moment: give it a zone")
    return at.astimezone(UTC), at.astimezone(zone).date()


def _moment(zone: ZoneInfo, day: date, hour: time) -> datetime:
    """Return the first moment, in UTC, at which the clock of `zone` has reached `hour` on `day`."""
    if hour == END_OF_DAY:
        day, hour = day + _DAY, time.min
    local = datetime.combine(day, hour.replace(fold=0), zone)
    moment, other = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if other >= moment:  # an ordinary time, or a repeated one at its first occurrence
        return moment
    # The clock skips it. zoneinfo lists no jumps, so look for this one: on a whole second between the two readings.
    start, wall = other.replace(microsecond=0), local.replace(tzinfo=None, microsecond=0)
    seconds = range(int((moment - other).total_seconds()) + 1)
    jump = bisect_left(
        seconds, wall, key=lambda n: (start + timedelta(seconds=n)).astimezone(zone).replace(tzinfo=None)
    )
    return start + timedelta(seconds=jump)


def _read_days(text: str) -> set[int]:
    ranges = re.sub(r"\s", "", text).upper().split(",")
    ends = [(_LETTERS.index(item[0]), _LETTERS.index(item[-1])) for item in ranges]
    return {(first + step) % 7 for first, last in ends for step in range((last - first) % 7 + 1)}


def _read_span(text: str, start: int, end: int) -> tuple[Span, int]:
    """Read the span at `start`; return it and where the next one begins."""
    match = _SPAN.match(text, start, end)
    if match is None:
        raise HoursError(HoursFault.SPAN, start)
    h1, m1, h2, m2 = (int(number or 0) for number in match.groups()) if match[1] else (0, 0, 24, 0)
    clocks = (h1, m1), (h2, m2)
    if any(clock > (24, 0) or clock[1] > 59 for clock in clocks):
        raise HoursError(HoursFault.TIME, start)
    opening, closing = (END_OF_DAY if clock == (24, 0) else time(*clock) for clock in clocks)
    if opening >= closing:
        raise HoursError(HoursFault.ORDER, start)
    return (opening, closing), match.end()


def _days_text(days: list[int]) -> str:
    """Three days or more in a row become a range: "L-V", but "S,D"."""
    runs = ([_LETTERS[day] for _, day in run] for _, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0]))
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ",".join(run) for run in runs)


def _span_text(span: Span) -> str:
    return "-".join("24:00" if edge == END_OF_DAY else f"{edge:%H:%M}" for edge in span)
