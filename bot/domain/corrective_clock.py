"""When somebody is reminded of a corrective action: to do it, and to say whether it worked (domain.md §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.corrective import ActionRung, CorrectiveAction
from bot.domain.duty import DutyHours

#: The lead hears after so many working mornings of silence.
LEAD_AFTER = 3
_DAY = timedelta(days=1)


def reminders(action: CorrectiveAction, hours: DutyHours) -> Iterator[datetime]:
    """Every moment at which somebody is reminded, without end (aware UTC): first thing in their working mornings.

    To do it: two working days before, the day it is due, and each morning after. To verify it: the day, and each
    morning after. A day on which nobody works is reminded of on the last working day before it.
    """
    if action.is_open():
        yield hours.morning_up_to(action.due_on - _DAY, earlier=1)
        yield hours.morning_up_to(action.due_on)
        moment = hours.morning_of(action.due_on + _DAY)
    else:
        moment = hours.morning_of(action.verify_on or action.due_on)
    while True:
        yield moment
        moment = hours.next_morning(moment)


def wind(action: CorrectiveAction, hours: DutyHours, now: datetime) -> None:
    """Sets an action to its first reminder that is still to come; what has passed by then is not told."""
    action.rung = 0
    for moment in reminders(action, hours):
        action.next_at = moment
        if moment > now:
            return
        action.rung += 1


@dataclass(frozen=True)
class Reminded:
    """What is due now. ``escalate``: the lead hears of it."""

    rung: ActionRung
    due_at: datetime
    escalate: bool


def climb(action: CorrectiveAction, hours: DutyHours, now: datetime) -> Reminded | None:
    """Climbs every reminder due at ``now``, to be told as the last of them; None when nothing is new."""
    if action.next_at is None or action.next_at > now:
        return None
    before, due_at = action.rung, action.next_at
    rung = 0
    for moment in reminders(action, hours):
        action.next_at = moment
        if moment > now:
            break
        rung, due_at = rung + 1, moment
    action.rung = max(before, rung)
    if rung <= before:
        return None
    # After the two warnings, or after being asked the first time, so many mornings without a word.
    last = (2 if action.is_open() else 1) + LEAD_AFTER
    return Reminded(_rung_of(action, rung), due_at, escalate=before < last <= rung)


def _rung_of(action: CorrectiveAction, climbed: int) -> ActionRung:
    to_do, to_verify = (ActionRung.SOON, ActionRung.TODAY, ActionRung.OVERDUE), (ActionRung.VERIFY,)
    if action.is_open():
        return to_do[min(climbed, len(to_do)) - 1]
    return to_verify[0] if climbed == 1 else ActionRung.VERIFY_AGAIN
