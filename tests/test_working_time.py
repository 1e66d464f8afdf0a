"""Working time (domain.md §4): examples one can read, a minute-by-minute model, and the laws over 2020–2030."""

import re
from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.working_time import (
    END_OF_DAY,
    HoursError,
    HoursFault,
    NeverOpen,
    Span,
    WeeklyHours,
    WorkingTime,
    next_weekly,
)

MADRID = ZoneInfo("Europe/Madrid")
NAMES = ["Europe/Madrid", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires"]
ZONES = [*map(ZoneInfo, NAMES), ZoneInfo("America/Santo_Domingo"), ZoneInfo("Atlantic/Canary")]
MADRID_HOLIDAYS = holidays.country_holidays("ES", subdiv="MD", years=range(2019, 2035))
OFFICE = WorkingTime(MADRID, WeeklyHours.parse(WeeklyHours.DEFAULT_TEXT), MADRID_HOLIDAYS)
NIGHTS = WorkingTime(MADRID, WeeklyHours.parse("D 0-6"), ())
ZERO, MINUTE, HOUR = timedelta(), timedelta(minutes=1), timedelta(hours=1)


def local(text: str, zone: ZoneInfo = MADRID) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def _clock_changes() -> list[tuple[ZoneInfo, datetime]]:
    """Find the midnights UTC before each change of offset in 2020–2030."""
    days = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(4017)]
    pairs = [(zone, day, next_day) for zone in ZONES for day, next_day in pairwise(days)]
    return [(zone, a) for zone, a, b in pairs if a.astimezone(zone).utcoffset() != b.astimezone(zone).utcoffset()]


CHANGES = _clock_changes()
seconds = st.integers(0, 11 * 365 * 86400 * 1000).map(lambda n: timedelta(milliseconds=n))
moments = seconds.map(lambda passed: datetime(2020, 1, 1, tzinfo=UTC) + passed)
spans = st.timedeltas(ZERO, timedelta(days=9))


@st.composite
def weekly_hours(draw: st.DrawFn) -> WeeklyHours:
    """Any week of whole minutes, many of them with hours in the middle of the night."""
    edge = st.integers(0, 24 * 60) | st.sampled_from([0, 60, 90, 120, 150, 180, 1440])
    days: list[tuple[Span, ...]] = []
    for _ in range(7):
        edges = sorted(draw(st.sets(edge, max_size=6)))
        clocks = [END_OF_DAY if edge == 1440 else time(*divmod(edge, 60)) for edge in edges]
        days.append(tuple(zip(clocks[::2], clocks[1::2], strict=False)))
    return WeeklyHours(tuple(days)) if any(days) else OFFICE.hours


closed_days: st.SearchStrategy[Container[date]] = st.sampled_from(
    [MADRID_HOLIDAYS, frozenset(), frozenset(day.date() for _, day in CHANGES)]
)
calendars = st.builds(WorkingTime, st.sampled_from(ZONES), weekly_hours(), closed_days)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2024-06-14T18:30", 4, "2024-06-17T12:30"),  # Friday evening runs on into Monday
        ("2024-06-12T13:00", 2, "2024-06-12T17:00"),  # over lunch
        ("2024-06-12T09:00", 5, "2024-06-12T14:00"),  # exactly till lunch: not pushed to 16:00
        ("2024-06-12T15:00", 0, "2024-06-12T16:00"),  # nothing to add: the next opening
        ("2024-06-12T07:10", 1, "2024-06-12T10:00"),
        ("2024-03-27T18:00", 2, "2024-04-01T10:00"),  # Easter, with the change to summer time inside
        ("2024-10-25T18:00", 2, "2024-10-28T10:00"),  # the weekend of the change to winter time
    ],
)
def test_hours_are_added_as_a_person_would_count_them(start: str, hours: int, end: str) -> None:
    """Working hours skip lunch, nights, weekends and holidays, and are counted back the same."""
    assert OFFICE.add(local(start), hours * HOUR) == local(end)
    assert OFFICE.between(local(start), local(end)) == hours * HOUR


def test_results_are_utc_whatever_comes_in() -> None:
    """Moments come back in UTC."""
    at = local("2024-06-12T10:00", ZoneInfo("America/Bogota"))
    for result in (
        OFFICE.next_open(at),
        OFFICE.days_later(at, 1),
        OFFICE.next_morning(at),
        OFFICE.next_at(at, time(18)),
    ):
        assert result.tzinfo is UTC


def test_nights_of_the_clock_changes_last_what_they_really_last() -> None:
    """A night desk 00:00–06:00 works five hours in March and seven in October."""
    assert NIGHTS.between(local("2024-03-31T00:00"), local("2024-03-31T06:00")) == 5 * HOUR
    assert NIGHTS.between(local("2024-10-27T00:00"), local("2024-10-27T06:00")) == 7 * HOUR
    assert NIGHTS.add(local("2024-03-31T00:00"), 3 * HOUR) == local("2024-03-31T04:00")
    assert NIGHTS.add(local("2024-10-27T00:00"), 3 * HOUR) == datetime(2024, 10, 27, 1, tzinfo=UTC)


def test_skipped_and_repeated_local_times() -> None:
    """A skipped time becomes the end of the gap, a repeated one its first occurrence, to the second."""
    assert next_weekly(MADRID, local("2024-03-30T12:00"), 6, time(2, 30)) == datetime(2024, 3, 31, 1, tzinfo=UTC)
    assert next_weekly(MADRID, local("2024-10-26T12:00"), 6, time(2, 30)) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    again = time(2, 30, fold=1)  # what a moment in the second reading of the hour carries along
    assert next_weekly(MADRID, local("2024-10-26T12:00"), 6, again) == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    always = WorkingTime(MADRID, WeeklyHours.parse("L-D 24h"), ())
    assert always.days_later(local("2024-04-02T02:30:10.5"), 1) == local("2024-04-03T02:30:10.5")
    assert always.days_later(local("2024-03-30T02:30:10.5"), 1) == datetime(2024, 3, 31, 1, tzinfo=UTC)
    second_reading = local("2024-10-27T02:30").replace(fold=1)
    assert always.days_later(second_reading, 0) == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert always.days_later(second_reading, 1) == local("2024-10-28T02:30")


def test_hours_inside_the_skipped_hour_are_lost_that_night() -> None:
    """A span that the clock jumps over is no working time, and does not turn round its neighbour."""
    desk = WorkingTime(MADRID, WeeklyHours.parse("D 2:15-2:45 2:50-3:30"), ())
    assert desk.between(local("2024-03-31T00:00"), local("2024-03-31T06:00")) == 30 * MINUTE
    assert desk.next_open(local("2024-03-31T01:00")) == local("2024-03-31T03:00")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2024-06-13T11:20", 2, "2024-06-17T11:20"),
        ("2024-06-13T15:00", 1, "2024-06-14T16:00"),  # lunch: moved to the afternoon
        ("2024-06-13T20:00", 1, "2024-06-17T09:00"),  # Friday 20:00: moved to Monday
        ("2024-06-15T12:00", 1, "2024-06-17T12:00"),  # from a Saturday, Monday is the first working day
        ("2024-06-15T12:00", 0, "2024-06-17T09:00"),
        ("2024-03-27T10:00", 1, "2024-04-01T10:00"),  # same hour on the clock though the clock has changed
    ],
)
def test_days_later_keeps_the_hour(start: str, days: int, end: str) -> None:
    """Working days later means the same hour on the clock, or the next opening after it."""
    assert OFFICE.days_later(local(start), days) == local(end)


def test_next_morning_is_never_today() -> None:
    """Even before today's opening, the next morning is the next working day's."""
    assert OFFICE.next_morning(local("2024-06-12T03:00")) == local("2024-06-13T09:00")
    assert OFFICE.next_morning(local("2024-06-14T12:00")) == local("2024-06-17T09:00")
    assert OFFICE.next_morning(local("2024-06-12T23:30", ZoneInfo("UTC"))) == local("2024-06-14T09:00")


def test_the_daily_hour_comes_on_working_days_even_outside_hours() -> None:
    """The daily report's hour counts from the moment itself, skips closed days, and need not be working time."""
    assert OFFICE.next_at(local("2024-06-14T18:00"), time(18)) == local("2024-06-14T18:00")
    assert OFFICE.next_at(local("2024-06-14T18:00:01"), time(18)) == local("2024-06-17T18:00")
    assert OFFICE.next_at(local("2024-03-28T08:00"), time(15)) == local("2024-04-01T15:00")


def test_the_weekly_hour_ignores_holidays() -> None:
    """The digest's Monday comes though it is a holiday, and is today's until the hour has passed."""
    assert next_weekly(MADRID, local("2024-12-31T10:00"), 2, time(9)) == local("2025-01-01T09:00")
    assert next_weekly(MADRID, local("2024-06-10T09:00"), 0, time(9)) == local("2024-06-10T09:00")
    assert next_weekly(MADRID, local("2024-06-10T09:01"), 0, time(9)) == local("2024-06-17T09:00")


def test_a_naive_or_negative_argument_is_refused() -> None:
    """A datetime without zone is no moment, and time is only counted forwards."""
    naive = datetime(2024, 6, 12, 10)  # noqa: DTZ001  (the mistake under test)
    aware = local("2024-06-12T10:00")
    for name, *args in (
        ("is_open", naive),
        ("next_open", naive),
        ("add", naive, HOUR),
        ("between", aware, naive),
        ("days_later", naive, 1),
        ("next_morning", naive),
        ("next_at", naive, time(18)),
    ):
        with pytest.raises(ValueError, match="naive"):
            getattr(OFFICE, name)(*args)
    with pytest.raises(ValueError, match="naive"):
        next_weekly(MADRID, naive, 0, time(9))
    with pytest.raises(ValueError, match="forwards"):
        OFFICE.add(aware, -MINUTE)
    with pytest.raises(ValueError, match="forwards"):
        OFFICE.days_later(aware, -1)


class Counted:
    """A calendar of closed days that counts how often it is asked."""

    def __init__(self, *, closed: bool) -> None:
        self.closed, self.asked = closed, 0

    def __contains__(self, day: object) -> bool:
        self.asked += 1
        return self.closed


def test_a_calendar_that_never_opens_is_told_and_not_searched_for_ever() -> None:
    """Looking ahead gives up after three years; what only looks back answers."""
    never, at = WorkingTime(MADRID, OFFICE.hours, Counted(closed=True)), local("2024-06-12T10:00")
    ahead = (("next_open",), ("add", HOUR), ("days_later", 2), ("next_morning",), ("next_at", time(18)))
    for name, *args in ahead:
        with pytest.raises(NeverOpen):
            getattr(never, name)(at, *args)
    assert not never.is_open(at)
    assert never.between(at, at + timedelta(days=30)) == ZERO
    # A long count is no endless search: 1,000 working days without holidays are 200 weeks.
    assert WorkingTime(MADRID, OFFICE.hours, ()).days_later(at, 1000) == local("2028-04-12T10:00")


def test_a_deadline_of_minutes_looks_at_one_or_two_days() -> None:
    """Deciding is quick because only the days in question are looked at (a day is asked for at most twice)."""
    closed = Counted(closed=False)
    WorkingTime(MADRID, OFFICE.hours, closed).add(local("2024-06-12T18:45"), 30 * MINUTE)
    assert closed.asked <= 4


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("l-v 9-14 16-19", WeeklyHours.DEFAULT_TEXT),
        ("S 10-13; L - V 16:00 - 19:00, 9-14;", "L-V 09:00-14:00 16:00-19:00; S 10:00-13:00"),
        ("L,X , V 9-14", "L,X,V 09:00-14:00"),
        ("D-M 24h", "L,M,D 00:00-24:00"),
        ("S,D 10-24", "S,D 10:00-24:00"),
        ("L 9-11 11-13", "L 09:00-11:00 11:00-13:00"),
    ],
)
def test_hours_as_people_write_them(text: str, canonical: str) -> None:
    """Case, blanks, order and short hours do not matter; one canonical text comes out."""
    assert str(WeeklyHours.parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        (" ; ", HoursFault.EMPTY, 0),
        ("9-14", HoursFault.DAYS, 0),
        ("L 9-14; ſ 9-14", HoursFault.DAYS, 8),
        ("LM 9-14", HoursFault.DAYS, 0),
        ("L", HoursFault.SPAN, 1),
        ("L 9-1416-19", HoursFault.SPAN, 2),
        ("L 9-14 S 10-13", HoursFault.SPAN, 7),
        ("L 9-14 24:01-25", HoursFault.TIME, 7),
        ("L 9-14:60", HoursFault.TIME, 2),
        ("L 14-14", HoursFault.ORDER, 2),
        ("L-V 9-14; X 13-15", HoursFault.OVERLAP, 12),
    ],
)
def test_wrong_hours_say_what_and_where(text: str, code: HoursFault, position: int) -> None:
    """A text that cannot be read is refused with a code and the offset of the trouble."""
    with pytest.raises(HoursError) as caught:
        WeeklyHours.parse(text)
    assert (caught.value.code, caught.value.position) == (code, position)


@pytest.mark.parametrize(
    ("days", "why"),
    [
        (((),) * 7, "at least one"),
        ((((time(9), time(14)),),), "seven"),
        ((((time(9), time(9)),), *((),) * 6), "ordered"),
        ((((time(9), time(14)), (time(13), time(15))), *((),) * 6), "apart"),
        ((((time(9, 0, 30), time(14)),), *((),) * 6), "minutes"),
    ],
)
def test_impossible_weeks_cannot_be_built(days: tuple[tuple[Span, ...], ...], why: str) -> None:
    """A week without hours, with spans turned round, overlapping or not of whole minutes is refused."""
    with pytest.raises(ValueError, match=re.escape(why)):
        WeeklyHours(days)


@settings(deadline=None)
@given(weekly_hours())
def test_hours_survive_their_text(hours: WeeklyHours) -> None:
    """The canonical text parses back to an equal value."""
    assert WeeklyHours.parse(str(hours)) == hours


def by_the_clock(calendar: WorkingTime, start: datetime, minutes: int) -> list[bool]:
    """Say for each minute whether it is open, from a clock on the wall that is never turned back."""
    walls = ((start + n * MINUTE).astimezone(calendar.zone).replace(tzinfo=None) for n in range(-180, minutes))
    open_minutes = []
    for reading in accumulate(walls, max):
        spans_today = () if reading.date() in calendar.closed else calendar.hours.days[reading.weekday()]
        open_minutes.append(
            any(a <= reading.time() and (b == END_OF_DAY or reading.time() < b) for a, b in spans_today)
        )
    return open_minutes[180:]


near_changes = st.tuples(st.sampled_from(CHANGES), st.integers(-600, 1500)).map(
    lambda drawn: (drawn[0][0], drawn[0][1] + drawn[1] * MINUTE)
)
anywhere = st.tuples(st.sampled_from(ZONES), moments.map(lambda at: at.replace(second=0, microsecond=0)))


@settings(deadline=None)
@given(near_changes | anywhere, weekly_hours(), closed_days, st.integers(0, 1200))
def test_agrees_with_a_clock_watched_minute_by_minute(
    where: tuple[ZoneInfo, datetime], hours: WeeklyHours, closed: Container[date], span: int
) -> None:
    """Every minute of a day and a half is open or not as the wall clock says, clock-change nights included."""
    zone, start = where
    calendar = WorkingTime(zone, hours, closed)
    watched = by_the_clock(calendar, start, 2160)
    assert [calendar.is_open(start + n * MINUTE) for n in range(0, 2160, 5)] == watched[::5]
    assert calendar.between(start, start + 2160 * MINUTE) == sum(watched) * MINUTE
    worked = [n for n, is_open in enumerate(watched) if is_open]
    if worked:
        assert calendar.next_open(start) == start + worked[0] * MINUTE
    if 0 < span <= len(worked):
        assert calendar.add(start, span * MINUTE) == start + (worked[span - 1] + 1) * MINUTE


@settings(deadline=None)
@given(calendars, moments, spans, spans)
def test_adding_and_measuring_are_inverse_and_adding_adds_up(
    calendar: WorkingTime, at: datetime, one: timedelta, two: timedelta
) -> None:
    """What was added is what is measured, the end is worked up to, and two steps are one."""
    end = calendar.add(at, one)
    assert end >= at
    assert calendar.between(at, end) == one
    assert calendar.is_open(end - timedelta.resolution if one else end)
    assert calendar.add(end, two) == calendar.add(at, one + two) or not two


@settings(deadline=None)
@given(calendars, st.lists(moments, min_size=2, max_size=2), spans, spans)
def test_later_never_comes_earlier_and_measuring_adds_up(
    calendar: WorkingTime, starts: list[datetime], one: timedelta, two: timedelta
) -> None:
    """A later start or a longer span never ends earlier; time measured in two parts is time measured in one."""
    a, later = sorted(starts)
    assert calendar.add(a, one) <= calendar.add(later, one)
    assert calendar.add(a, min(one, two)) <= calendar.add(a, max(one, two))
    b, c = a + one, a + one + two
    assert calendar.between(a, b) + calendar.between(b, c) == calendar.between(a, c)
    assert calendar.between(c, a) == ZERO


@settings(deadline=None)
@given(calendars, moments, st.integers(0, 6), st.times(max_value=time(23, 59)), st.integers(1, 8))
def test_moments_ahead_are_ahead_and_on_the_right_day(
    calendar: WorkingTime, at: datetime, weekday: int, hour: time, days: int
) -> None:
    """Mornings, daily and weekly hours and working days later fall when they should, and never on a holiday."""
    today = at.astimezone(calendar.zone).date()
    morning, later = calendar.next_morning(at), calendar.days_later(at, days)
    assert morning.astimezone(calendar.zone).date() > today
    assert calendar.is_open(morning)
    assert calendar.is_open(later)
    assert later >= morning
    daily, weekly = calendar.next_at(at, hour), next_weekly(calendar.zone, at, weekday, hour)
    assert calendar.next_at(daily, hour) == daily >= at
    assert daily.astimezone(calendar.zone).date() not in calendar.closed
    assert weekly.astimezone(calendar.zone).weekday() == weekday
    assert at <= weekly < at + timedelta(days=7, hours=1)
