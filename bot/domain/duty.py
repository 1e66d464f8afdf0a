"""The hours that bind one duty: ours, the contact's, and the mornings of whoever has to do it (domain.md §4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.words import Channel
from bot.domain.working_time import WeeklyHours, WorkingTime

#: When nobody has said when a contact may be called: any day, at an hour that wakes no one.
DEFAULT_REACHABLE = WeeklyHours.parse("L-D 08:00-21:00")
#: Further back nobody looks for a working day.
_LONGEST_CLOSURE = timedelta(days=400)


@dataclass(frozen=True)
class DutyHours:
    ours: WorkingTime
    contact: WorkingTime
    owner_zone: ZoneInfo

    def next_moment(self, at: datetime, channel: Channel, *, urgent: bool) -> datetime:
        """The first moment at or after ``at`` when the duty may be prompted (aware UTC).

        A call needs the contact's hours; all but an urgent call need ours too (§4).
        """
        if channel is not Channel.PHONE:
            return self.ours.next_open(at)
        if urgent:
            return self.contact.next_open(at)
        moment = at
        for _ in range(60):
            moment = self.contact.next_open(self.ours.next_open(moment))
            if self.ours.is_open(moment):
                return moment
        # Their hours and ours never meet: our own day wins, and the person sees both on the prompt.
        return self.ours.next_open(at)

    def clock(self, *, urgent: bool) -> WorkingTime:
        """The hours in which reminders count: the contact's for an urgent call, otherwise ours."""
        return self.contact if urgent else self.ours

    def next_morning(self, at: datetime) -> datetime:
        """First thing on the owner's next working morning, where the owner lives."""
        return replace(self.ours, zone=self.owner_zone).next_morning(at)

    def morning_of(self, day: date) -> datetime:
        """First thing in the owner's morning on ``day``, or on the first working day after it (aware UTC)."""
        return self.next_morning(datetime.combine(day - timedelta(days=1), time(12), self.owner_zone))

    def morning_up_to(self, day: date, *, earlier: int = 0) -> datetime:
        """First thing on the last working day up to ``day``, or so many working days ``earlier`` (aware UTC)."""
        for back in range(_LONGEST_CLOSURE.days):
            past = day - timedelta(days=back)
            morning = self.morning_of(past)
            if morning.astimezone(self.owner_zone).date() == past:
                if not earlier:
                    return morning
                earlier -= 1
        return self.morning_of(day)
