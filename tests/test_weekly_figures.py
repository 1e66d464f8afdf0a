"""The weeks of the digest and its figures (domain.md §7): the right week across clock changes, counted as by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import Desk, Policy, weekly
from bot.domain.weekly import MOST_MISSED, Rhythm, Tally, Week
from bot.domain.working_time import WeeklyHours, WorkingTime
from bot.store.database import Database
from tests.hours import MADRID, PLACES, local
from tests.weeks import TEAM, Weeks, by_chance, reckoned

BOGOTA = ZoneInfo("America/Bogota")
ZONES = st.sampled_from([ZoneInfo(name) for name in (*PLACES, "America/Santiago", "America/Havana", "Pacific/Apia")])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 12, 31), timezones=ZONES)  # noqa: DTZ001 - made aware there


def desk_at(database: Database, weeks: Weeks, zone: ZoneInfo) -> Desk:
    working = WorkingTime(zone, WeeklyHours.parse(WeeklyHours.DEFAULT_TEXT), frozenset())
    return Desk(database, lambda: weeks.now, Policy(working))


def test_a_week_is_named_as_iso_8601_does() -> None:
    """Its code reads back to the same week; the week of New Year belongs to one year only."""
    assert Week.parse("2026-W11") == Week(date(2026, 3, 9))
    assert Week.parse("2026-w1").code == "2026-W01"
    assert Week.of(local("2027-01-01 12:00"), MADRID).code == "2026-W53"
    for wrong in ("2026-W54", "2025-W53", "2026-W00", "11", "2026-3", "x", ""):
        with pytest.raises(ValueError):
            Week.parse(wrong)


@given(MOMENTS)
def test_every_moment_is_in_exactly_one_week(moment: datetime) -> None:
    """Weeks follow each other without gap or overlap in every zone, whatever the clocks do."""
    zone = moment.tzinfo
    assert isinstance(zone, ZoneInfo)
    week = Week.of(moment, zone)
    assert week.start(zone) <= moment < week.end(zone)
    assert week.end(zone) == week.later().start(zone)
    assert timedelta(days=7, hours=-1) <= week.end(zone) - week.start(zone) <= timedelta(days=7, hours=1)


@given(MOMENTS, st.integers(0, 6), st.times())
def test_each_digest_is_due_once_and_after_its_week(moment: datetime, weekday: int, hour: time) -> None:
    """The latest one due and the next stand on either side of every moment, a week of weeks apart."""
    zone = moment.tzinfo
    assert isinstance(zone, ZoneInfo)
    rhythm = Rhythm(zone, weekday, hour.replace(microsecond=0))
    week = rhythm.latest_due(moment)
    assert rhythm.due_at(week) <= moment < rhythm.next_digest_at(moment) == rhythm.due_at(week.later())
    assert rhythm.due_at(week) >= week.end(zone)
    assert rhythm.due(moment, week) == [week]
    assert len(rhythm.due(moment, week.earlier(9))) == MOST_MISSED
    assert rhythm.due(moment, week.later()) == []


@pytest.mark.parametrize(("week", "hours"), [("2026-W13", 167), ("2026-W14", 168), ("2026-W43", 169)])
def test_a_week_with_a_clock_change_has_its_own_length(week: str, hours: int) -> None:
    """Spain's clocks change on a Sunday: that week is an hour shorter or longer; the digest still comes at nine."""
    found = Week.parse(week)
    assert found.end(MADRID) - found.start(MADRID) == timedelta(hours=hours)
    assert Rhythm(MADRID).due_at(found).astimezone(MADRID).strftime("%a %H:%M") == "Mon 09:00"


@pytest.mark.parametrize(("hour", "at"), [(time(2, 30), "2026-03-29 03:00"), (time(3), "2026-03-29 03:00")])
def test_an_hour_that_the_clock_skips(hour: time, at: str) -> None:
    """Wanted at the very hour that is skipped, it comes once the clock has passed it; at one that is doubled, once."""
    sunday = Rhythm(MADRID, 6, hour)
    assert sunday.due_at(Week.parse("2026-W12")) == local(at)
    autumn = Rhythm(MADRID, 6, time(2, 30))
    first = autumn.due_at(Week.parse("2026-W42"))
    assert first.isoformat() == "2026-10-25T00:30:00+00:00"
    assert autumn.latest_due(first + timedelta(hours=1)) == Week.parse("2026-W42")


@pytest.mark.parametrize(
    ("seed", "week", "zone"),
    [(1, "2026-W11", MADRID), (2, "2026-W13", MADRID), (3, "2026-W43", MADRID), (4, "2026-W01", BOGOTA)],
)
def test_the_figures_are_those_reckoned_by_hand(database_url: str, seed: int, week: str, zone: ZoneInfo) -> None:
    """Two months by chance, much of it on the very edges, another workspace beside: counted as by hand, both weeks."""
    asked = Week.parse(week)
    weeks = by_chance(seed, asked.monday, zone)
    database = Database(database_url)
    weeks.save(database)
    desk = desk_at(database, weeks, zone)
    for one in (asked, asked.earlier(2), asked.later()):
        found = weekly.figures(desk, TEAM, one)
        assert _rounded(found.this) == _rounded(reckoned(weeks, one, zone)), one
        assert found.before is not None
        assert _rounded(found.before) == _rounded(reckoned(weeks, one.earlier(), zone)), one
        for bar in found.history:
            by_hand = reckoned(weeks, bar.week, zone)
            assert (bar.majors, bar.majors + bar.minors) == (by_hand.majors, by_hand.incidents)
        secret = {row["number"] for row in weeks.of("incidents") if row["private"]}
        named = [one.incident for one in (*found.never_events, *found.waits.untold_shown)]
        named += [one.incident for one in found.learned]
        assert not secret & {one.number for one in named}
    assert sum(bar.majors for bar in found.history) > 10
    database.close()


def _rounded(tally: Tally) -> tuple[object, ...]:
    middle = round(tally.median.total_seconds()) if tally.median is not None else None
    cells = {cell: count for cell, count in tally.cells.items() if count}
    return (cells, middle, tally.in_time, tally.missed, tally.never_events, tally.kept, tally.broken,
            tally.actions_due, tally.verified, tally.failed, tally.reviews)  # fmt: skip


def test_a_percentage_never_says_all_where_one_is_missing() -> None:
    """Ninety-nine and a half is ninety-nine; nothing to tell is no percentage."""
    assert Tally(in_time=199, missed=1).percent_in_time == 99
    assert Tally(in_time=3).percent_in_time == 100
    assert Tally().percent_in_time is None
