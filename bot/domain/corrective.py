"""Corrective actions: fix it now (containment), and see that it does not happen again (prevention) (domain.md §5).

Done is not enough: two weeks later somebody else than the doer says whether it worked.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import Refused, Why

VERIFY_AFTER = timedelta(days=14)
UNSURE_FOR = timedelta(days=7)
#: From this postponement on, the lead is asked.
LEAD_ASKED_FROM = 2


class Phase(StrEnum):
    CONTAINMENT = "containment"
    PREVENTION = "prevention"


class ActionState(StrEnum):
    """``DONE`` waits for somebody else to verify it; ``NOT_APPLICABLE`` was given up, with its reason."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    NOT_APPLICABLE = "not_applicable"


class ActionEvent(StrEnum):
    """What may happen to an action; ``WORKS``, ``FAILED`` and ``UNSURE`` are the answers of whoever verifies it."""

    MOVED = "moved"
    DONE = "done"
    DROPPED = "dropped"
    WORKS = "works"
    FAILED = "failed"
    UNSURE = "unsure"


#: An action's whole life; whatever does not stand here is refused.
TRANSITIONS = {
    (ActionState.OPEN, ActionEvent.MOVED): ActionState.OPEN,
    (ActionState.OPEN, ActionEvent.DONE): ActionState.DONE,
    (ActionState.OPEN, ActionEvent.DROPPED): ActionState.NOT_APPLICABLE,
    (ActionState.DONE, ActionEvent.WORKS): ActionState.VERIFIED,
    (ActionState.DONE, ActionEvent.FAILED): ActionState.OPEN,
    (ActionState.DONE, ActionEvent.UNSURE): ActionState.DONE,
}


class ActionRung(StrEnum):
    """What a message about an action is. The first three and the last two come by the clock; ``HELD`` is one that
    was drawn anew while there is nothing pressing about it."""

    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"
    NEW = "new"
    HANDED = "handed"
    HELD = "held"
    FAILED = "failed"
    VERIFY = "verify"
    VERIFY_AGAIN = "verify_again"

    def is_to_verify(self) -> bool:
        return self in (ActionRung.VERIFY, ActionRung.VERIFY_AGAIN)


@dataclass(eq=False, kw_only=True)
class CorrectiveAction:
    """``due_on`` is a day of the firm's own calendar; moments are aware UTC.

    ``incident_id`` is None for an action that came out of a client's departure (``departure_id``). ``rung`` and
    ``next_at`` are its place among its reminders: to do it while open, to verify it once done.
    """

    workspace_id: str
    incident_id: int | None
    client_id: int
    phase: Phase
    what: str
    how_we_know: str
    owner: str
    due_on: date
    created_by: str
    created_at: datetime
    departure_id: int | None = None
    state: ActionState = ActionState.OPEN
    rung: int = 0
    next_at: datetime | None = None
    postponed: int = 0
    failures: int = 0
    done_at: datetime | None = None
    done_by: str | None = None
    verifier: str | None = None
    verify_on: date | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    reason: str = ""
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_open(self) -> bool:
        return self.state is ActionState.OPEN

    def is_overdue(self, today: date) -> bool:
        return self.is_open() and self.due_on < today

    def is_to_verify(self, today: date) -> bool:
        """Whether it is done, and time to ask whether it worked."""
        if self.state is not ActionState.DONE or self.verify_on is None:
            return False
        # Already asked counts too: a verifier far to the east has their morning before our day begins.
        return self.rung > 0 or self.verify_on <= today

    def waits_for(self, today: date) -> str | None:
        """Whose turn it is: the owner's to do it, the verifier's to say whether it worked; None when nobody's."""
        if self.is_open():
            return self.owner
        return self.verifier if self.is_to_verify(today) else None

    def is_doer(self, user: str) -> bool:
        """Whoever did it, or wrote down that it was done, is no judge of it.

        Where nobody else is left, who only wrote it down may be asked all the same.
        """
        return user == self.owner or (user == self.done_by and user != self.verifier)

    def require(self, event: ActionEvent, today: date) -> None:
        """Raises Refused where this cannot happen to it now: the answer says who settled it and when."""
        if (self.state, event) not in TRANSITIONS:
            if self.state is ActionState.OPEN:
                raise Refused(Why.NOT_DONE_YET)
            who, at = (self.settled_by, self.settled_at) if self.settled_at else (self.done_by, self.done_at)
            raise Refused(Why.ALREADY_SETTLED, who=who, at=at)
        if event in (ActionEvent.WORKS, ActionEvent.UNSURE) and not self.is_to_verify(today):
            raise Refused(Why.VERIFY_LATER, day=self.verify_on)

    def _happen(self, event: ActionEvent, today: date) -> None:
        self.require(event, today)
        self.state = TRANSITIONS[self.state, event]


def require_day(day: date, today: date) -> None:
    """Raises Refused on the form's ``due_on`` for a day that is past."""
    if day < today:
        raise Refused(Why.DAY_PAST, field="due_on")


def done(action: CorrectiveAction, who: str, verifier: str, now: datetime, today: date) -> None:
    """`Hecha`: in two weeks somebody else is asked whether it worked."""
    action._happen(ActionEvent.DONE, today)
    action.done_at, action.done_by = now, who
    action.verifier, action.verify_on = verifier, today + VERIFY_AFTER


def move(action: CorrectiveAction, day: date, reason: str, today: date) -> bool:
    """`Aplazar`: another day, and why. Answers whether it was put off once too often: the lead is asked (§5)."""
    action.require(ActionEvent.MOVED, today)
    require_day(day, today)
    if day == action.due_on:
        raise Refused(Why.SAME_DAY, field="due_on")
    later = day > action.due_on
    action.due_on, action.reason = day, reason
    action.postponed += int(later)  # an earlier day is nothing to worry about
    return later and action.postponed >= LEAD_ASKED_FROM


def drop(action: CorrectiveAction, who: str, reason: str, now: datetime, today: date) -> None:
    """`No procede`: given up, with its reason."""
    action._happen(ActionEvent.DROPPED, today)
    action.settled_by, action.settled_at, action.reason, action.next_at = who, now, reason, None


def works(action: CorrectiveAction, who: str, now: datetime, today: date) -> None:
    """`Funciona`: verified, and nothing more is asked."""
    action._happen(ActionEvent.WORKS, today)
    action.settled_by, action.settled_at, action.next_at = who, now, None


def failed(action: CorrectiveAction, day: date, reason: str, today: date) -> None:
    """`No funcionó`: open again, with another day; how often it failed stays on record."""
    action.require(ActionEvent.FAILED, today)
    require_day(day, today)
    action._happen(ActionEvent.FAILED, today)
    action.due_on, action.reason = day, reason
    action.failures += 1
    action.done_at = action.done_by = action.verifier = action.verify_on = None


def unsure(action: CorrectiveAction, today: date) -> None:
    """`Aún no se sabe`: asked again in a week."""
    action._happen(ActionEvent.UNSURE, today)
    action.verify_on = today + UNSURE_FOR


def verifier_of(action: CorrectiveAction, doer: str, candidates: Iterable[str], absent: Container[str] = ()) -> str:
    """Who is asked whether it worked: the first candidate who is there and is neither owner nor ``doer`` (§5).

    Where nobody is left, the doer who is not its owner, then the owner: they can only name somebody else.
    """
    others = [user for user in dict.fromkeys(candidates) if user and user not in (action.owner, doer)]
    there = [user for user in others if user not in absent]
    return next(iter([*there, *others, *([doer] if doer != action.owner else []), action.owner]))


def is_prevention_planned(actions: Iterable[CorrectiveAction]) -> bool:
    """Whether some prevention has been decided and not given up."""
    return any(one.phase is Phase.PREVENTION and one.state is not ActionState.NOT_APPLICABLE for one in actions)


def all_prevented(actions: Iterable[CorrectiveAction]) -> bool:
    """Whether what was to prevent it is all in place: at least one verified, and none still to be done or verified."""
    states = {action.state for action in actions if action.phase is Phase.PREVENTION}
    return ActionState.VERIFIED in states and not states & {ActionState.OPEN, ActionState.DONE}
