"""The jumps of the page's clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

LABELS = {
    "15m": "+15 min",
    "1h": "+1 h",
    "morning": "Próxima mañana laborable",
    "monday": "Lunes 09:00",
}
_MORNING = time(9)


def target(jump: str, now: datetime, zone: str) -> datetime:
    """The aware moment to which a jump goes, always later than ``now``; raises KeyError for an unknown one.

    A working morning is 09:00 of the next Monday to Friday in that time zone; holidays are the bot's business.
    """
    if jump == "15m":
        return now + timedelta(minutes=15)
    if jump == "1h":
        return now + timedelta(hours=1)
    if jump not in LABELS:
        raise KeyError(jump)
    local = now.astimezone(ZoneInfo(zone))
    day = local.date()
    while True:
        moment = datetime.combine(day, _MORNING, ZoneInfo(zone))
        right_day = day.weekday() == 0 if jump == "monday" else day.weekday() < 5
        if right_day and moment > local:
            return moment
        day += timedelta(days=1)
