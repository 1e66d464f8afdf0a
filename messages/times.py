"""Moments and spans in words, as people say them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.finding import MONTHS

DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


@dataclass(frozen=True)
class When:
    """Says moments as seen from ``now`` in ``zone``.

    What stays to be read on other days is ``lasting``: it names the day, since its «hoy» would soon be wrong.
    """

    now: datetime
    zone: ZoneInfo
    lasting: bool = False

    def at(self, moment: datetime) -> str:
        """«hoy a las 10:30», «mañana a las 9:00», «el lunes 3 de marzo a las 9:00»."""
        local = moment.astimezone(self.zone)
        return f"{self.day(local.date())} a {_hour(local)}"

    def before(self, moment: datetime) -> str:
        """«hoy antes de las 10:30», «el lunes 3 de marzo antes de las 9:00»."""
        local = moment.astimezone(self.zone)
        return f"{self.day(local.date())} antes de {_hour(local)}"

    def day(self, day: date) -> str:
        today = self.now.astimezone(self.zone).date()
        if self.lasting:
            year = f" {day.year}" if day.year != today.year else ""
            return f"el {DAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}{year}"
        near = {0: "hoy", 1: "mañana", -1: "ayer"}.get((day - today).days)
        if near:
            return near
        year = f" de {day.year}" if day.year != today.year else ""
        return f"el {DAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]}{year}"

    def left(self, moment: datetime) -> str:
        """«quedan 25 minutos» or «pasó hace 2 horas»."""
        distance = moment - self.now
        if distance >= timedelta(minutes=1):
            return f"{_remains(distance)} {span(distance)}"
        if distance > timedelta(minutes=-1):
            return "es ahora"
        return f"pasó hace {span(-distance)}"


def _hour(local: datetime) -> str:
    article = "la" if local.hour == 1 else "las"
    return f"{article} {local.hour}:{local.minute:02d}"


def _remains(distance: timedelta) -> str:
    words = span(distance)
    return "queda" if words.startswith("1 ") else "quedan"


def span(length: timedelta) -> str:
    """«25 minutos», «2 horas y 10 minutos», «3 días»."""
    minutes = round(length.total_seconds() / 60)
    if minutes < 60:
        return _many(minutes, "minuto")
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        return _many(hours, "hora") + (f" y {_many(rest, 'minuto')}" if rest else "")
    return _many(round(hours / 24), "día")


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
