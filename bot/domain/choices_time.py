"""What a firm decides about time: its hours, its zone, the days it is closed, when reports leave (domain.md §4, §7).

Pure readers like those of ``choices``: text in, a value that JSON holds out. They raise Refused on their own field.
"""

import re
from datetime import date, time, timedelta
from zoneinfo import available_timezones

from bot.domain.errors import Refused, Why
from bot.domain.working_time import HoursError, WeeklyHours

MOST_CLOSED_LINES = 100
LONGEST_CLOSURE = timedelta(days=366)
#: How much of a text is shown back where it went wrong.
_NEAR = 20

_DAY = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_CLOSURE = re.compile(rf"(?:del?\s+)?{_DAY}(?:\s*(?:-|–|al?|hasta(?: el)?)\s*{_DAY})?\.?", re.IGNORECASE)
_SPAN = re.compile(
    r"(?:(?P<hours>\d{1,3})\s*(?:h|hs|hora|horas)\.?)?\s*y?\s*(?:(?P<minutes>\d{1,4})\s*(?P<unit>m|min|mins|minuto|minutos)?\.?)?",
    re.IGNORECASE,
)


def working_hours(typed: str) -> str:
    """Weekly hours as ``WeeklyHours`` writes them. A refusal carries the fault, and the text near it."""
    try:
        return str(WeeklyHours.parse(typed))
    except HoursError as error:
        near = typed[error.position :].partition(";")[0].strip()[:_NEAR]
        raise Refused(Why.BAD_HOURS, field="working_hours", fault=error.code, near=near) from error


def timezone(typed: str) -> str:
    if typed not in available_timezones():
        raise Refused(Why.UNKNOWN_ZONE, field="timezone")
    return typed


def closed_days(typed: str) -> list[str]:
    """A day or a stretch of days to a line ("24/12/2026", "3/8/2026 - 21/8/2026"), kept in order as ISO dates."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_CLOSED_LINES:
        raise Refused(Why.TOO_MANY_DAYS, field="closed_days")
    return sorted({_closure(line) for line in lines})


def stretch(kept: str) -> tuple[date, date]:
    """First and last day of a closure as it is kept."""
    first, _, last = kept.partition("/")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def days_of(closures: tuple[str, ...]) -> frozenset[date]:
    """Every single day of the firm's closures."""
    stretches = map(stretch, closures)
    return frozenset(first + timedelta(days=n) for first, last in stretches for n in range((last - first).days + 1))


def _closure(line: str) -> str:
    found = _CLOSURE.fullmatch(line)
    if found is None:
        raise Refused(Why.BAD_DAY, field="closed_days", line=line[:_NEAR])
    numbers = [int(number) for number in found.groups() if number]
    try:
        days = [date(year, month, day) for day, month, year in zip(*[iter(numbers)] * 3, strict=True)]
    except ValueError as error:
        raise Refused(Why.BAD_DAY, field="closed_days", line=line[:_NEAR]) from error
    if days[-1] < days[0] or days[-1] - days[0] > LONGEST_CLOSURE:
        raise Refused(Why.BAD_STRETCH, field="closed_days", line=line[: 2 * _NEAR])
    return "/".join(day.isoformat() for day in dict.fromkeys(days))


def hour(typed: str, field: str) -> str:
    """An hour of the day, as the hour field gives it: "18:00"."""
    try:
        return f"{time.fromisoformat(typed):%H:%M}"
    except ValueError as error:
        raise Refused(Why.BAD_HOUR, field=field) from error


def weekday(typed: str, field: str) -> int:
    """0 is Monday."""
    if typed not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise Refused(Why.BAD_HOUR, field=field)
    return int(typed)


def span(typed: str, field: str) -> timedelta:
    """A time limit: "30 min", "2 h", "1 h 30 min". A bare number could be either, so it is asked for again."""
    found = _SPAN.fullmatch(typed.strip())
    if found is None or not typed.strip() or (found["minutes"] and not found["unit"] and not found["hours"]):
        raise Refused(Why.BAD_SPAN, field=field)
    return timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
