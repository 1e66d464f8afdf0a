"""Moments and spans as people say them (messages/times.py)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.times import When, span
from tests.hours import MADRID, local, moments, zones

NOW = local("2026-03-10 10:00")
WHEN = When(NOW, MADRID)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-10 10:30", "hoy a las 10:30"),
        ("2026-03-10 00:05", "hoy a las 0:05"),
        ("2026-03-10 01:00", "hoy a la 1:00"),
        ("2026-03-10 13:00", "hoy a las 13:00"),
        ("2026-03-11 09:00", "mañana a las 9:00"),
        ("2026-03-09 21:45", "ayer a las 21:45"),
        ("2026-03-12 09:00", "el jueves 12 de marzo a las 9:00"),
        ("2026-03-08 09:00", "el domingo 8 de marzo a las 9:00"),
        ("2027-01-01 01:01", "el viernes 1 de enero de 2027 a la 1:01"),
    ],
)
def test_moments_as_people_say_them(moment: str, said: str) -> None:
    """Near days by their names, the others by their date, another year only where it is another."""
    assert WHEN.at(local(moment)) == said


def test_before_an_hour() -> None:
    """A deadline is said as what it is: until when."""
    assert WHEN.before(local("2026-03-10 10:30")) == "hoy antes de las 10:30"
    assert WHEN.before(local("2026-03-11 01:30")) == "mañana antes de la 1:30"


def test_what_stays_to_be_read_names_its_day() -> None:
    """Tomorrow «hoy» would be wrong: what stays on screen says the day itself."""
    lasting = When(NOW, MADRID, lasting=True)
    assert lasting.at(local("2026-03-10 10:30")) == "el mar 10 mar a las 10:30"
    assert lasting.at(local("2027-01-02 10:30")) == "el sáb 2 ene 2027 a las 10:30"


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (timedelta(minutes=25), "quedan 25 minutos"),
        (timedelta(minutes=1), "queda 1 minuto"),
        (timedelta(hours=1), "queda 1 hora"),
        (timedelta(hours=2, minutes=10), "quedan 2 horas y 10 minutos"),
        (timedelta(days=1), "queda 1 día"),
        (timedelta(seconds=59), "es ahora"),
        (timedelta(), "es ahora"),
        (timedelta(seconds=-59), "es ahora"),
        (timedelta(minutes=-1), "pasó hace 1 minuto"),
        (timedelta(hours=-3), "pasó hace 3 horas"),
    ],
)
def test_what_is_left(distance: timedelta, said: str) -> None:
    """How long there is still, or how long ago it was."""
    assert WHEN.left(NOW + distance) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=59, seconds=29), "59 minutos"),
        (timedelta(minutes=59, seconds=31), "1 hora"),
        (timedelta(minutes=61), "1 hora y 1 minuto"),
        (timedelta(hours=23, minutes=59), "23 horas y 59 minutos"),
        (timedelta(hours=23, minutes=59, seconds=45), "1 día"),
        (timedelta(hours=49), "2 días"),
    ],
)
def test_spans(length: timedelta, said: str) -> None:
    """Minutes, hours with their minutes, and from a day on only days."""
    assert span(length) == said


def test_the_day_is_the_one_where_the_reader_is() -> None:
    """The same moment is today in one place and tomorrow in another."""
    moment = datetime(2026, 3, 11, 3, 30, tzinfo=UTC)
    assert WHEN.at(moment) == "mañana a las 4:30"
    assert When(NOW, ZoneInfo("America/Bogota")).at(moment) == "hoy a las 22:30"


def test_both_clock_changes() -> None:
    """Hours are those on the wall, and what is left is what really passes."""
    spring = When(local("2026-03-29 01:30"), MADRID)
    assert spring.at(local("2026-03-29 03:30")) == "hoy a las 3:30"
    assert spring.left(local("2026-03-29 03:30")) == "queda 1 hora"
    autumn = When(local("2026-10-25 02:30"), MADRID)
    again = local("2026-10-25 02:30") + timedelta(hours=1)
    assert autumn.at(again) == "hoy a las 2:30"
    assert autumn.left(again) == "queda 1 hora"


@settings(deadline=None)
@given(moments, st.timedeltas(timedelta(days=-40), timedelta(days=400)), zones)
def test_every_moment_can_be_said(now: datetime, distance: timedelta, zone: str) -> None:
    """Whatever the moment and the place, it is one line that names an hour, and the span agrees in number."""
    when = When(now, ZoneInfo(zone))
    for said in (when.at(now + distance), when.before(now + distance)):
        assert f"{(now + distance).astimezone(ZoneInfo(zone)):%M}" == said[-2:]
        assert "\n" not in said
    length = span(abs(distance))
    for part in length.split(" y "):
        count, _, word = part.partition(" ")
        assert (int(count) == 1) is (not word.endswith("s"))
