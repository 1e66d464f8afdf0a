"""Hours for the tests of the matrix and the ladder: the six zones, their calendars, and any moment of 2020–2030."""

from collections.abc import Container
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays
from hypothesis import strategies as st

from bot.domain.duty import DutyHours
from bot.domain.working_time import WeeklyHours, WorkingTime

MADRID = ZoneInfo("Europe/Madrid")
#: Each zone with the public holidays of the people who live by it.
PLACES = {
    "Europe/Madrid": ("ES", "MD"),
    "America/Mexico_City": ("MX", None),
    "America/Bogota": ("CO", None),
    "America/Argentina/Buenos_Aires": ("AR", None),
    "America/Santo_Domingo": ("DO", None),
    "Atlantic/Canary": ("ES", "CN"),
}
CLOSED: dict[str, Container[date]] = {
    zone: frozenset(holidays.country_holidays(country, subdiv=region, years=range(2019, 2035)))
    for zone, (country, region) in PLACES.items()
}
ALWAYS = WeeklyHours.parse("L-D 24h")
OUR_WEEKS = (
    "L-V 09:00-14:00 16:00-19:00",
    "L-V 08:00-15:00",
    "L-S 09:00-13:00 15:00-20:00",
    "J 10:00-11:30",
    "L-D 24h",
)
CONTACT_WEEKS = ("L-D 08:00-21:00", "L-D 24h", "L-V 09:00-14:00", "S,D 10:00-12:00", "D 01:00-04:00")


def local(text: str, zone: ZoneInfo = MADRID) -> datetime:
    """«2026-03-10 10:00» on the clock of a place, as a moment."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def duty_hours(
    ours: str = WeeklyHours.DEFAULT_TEXT,
    contact: str = "L-D 08:00-21:00",
    *,
    zone: str = "Europe/Madrid",
    contact_zone: str = "",
    owner_zone: str = "",
) -> DutyHours:
    return DutyHours(
        WorkingTime(ZoneInfo(zone), WeeklyHours.parse(ours), CLOSED[zone]),
        WorkingTime(ZoneInfo(contact_zone or zone), WeeklyHours.parse(contact), ()),
        ZoneInfo(owner_zone or zone),
    )


def clock_changes() -> list[datetime]:
    """The midnights (UTC) before each change of clocks, 2020–2030, in any of the zones."""
    days = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=count) for count in range(4018)]
    zones = [ZoneInfo(name) for name in PLACES]
    return [
        one
        for one, other in pairwise(days)
        if any(one.astimezone(zone).utcoffset() != other.astimezone(zone).utcoffset() for zone in zones)
    ]


_SECONDS = int(timedelta(days=11 * 365).total_seconds())
#: Any second of 2020–2030, and often one near a change of clocks.
moments = st.one_of(
    st.integers(0, _SECONDS).map(lambda passed: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=passed)),
    st.builds(
        lambda day, passed: day + timedelta(seconds=passed),
        st.sampled_from(clock_changes()),
        st.integers(-86400, 172800),
    ),
)
zones = st.sampled_from(tuple(PLACES))
any_hours = st.builds(
    duty_hours,
    st.sampled_from(OUR_WEEKS),
    st.sampled_from(CONTACT_WEEKS),
    zone=zones,
    contact_zone=zones,
    owner_zone=zones,
)
