"""A departure: the client is leaving, and we listen (domain.md §7).

There is one thing to do at a time: say goodbye well, find out what has to change, and speak to them again only once
that is in place and they agreed to it. Where they gave another chance, their owner handles it in person instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.client import Client
from bot.domain.corrective import ActionState, CorrectiveAction
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.people import Person
from bot.domain.permissions import Actor

#: Working days between two reminders of what is not for today.
UNHURRIED = 5
#: Working days in which to write down what will change, before the bot asks.
TO_INVESTIGATE = 2


class Step(StrEnum):
    """What is to be done now."""

    CHANCE = "chance"
    FAREWELL = "farewell"
    INVESTIGATE = "investigate"
    RECONTACT = "recontact"


@dataclass(eq=False, kw_only=True)
class Departure:
    """What the client said, in their words. Moments are aware UTC; ``next_at`` is when somebody is reminded.

    ``processes``, ``departments`` and ``roles`` name nobody; ``reasons`` and ``for_management`` are kept as they were
    said. ``client_said`` is what they answered when they were contacted again.
    """

    workspace_id: str
    client_id: int
    owner: str
    told_by: str
    told_at: datetime
    reasons: str
    processes: str = ""
    departments: str = ""
    roles: str = ""
    for_management: str = ""
    wants_to_talk: bool = False
    second_chance: bool = False
    may_contact_again: bool = False
    farewell_at: datetime | None = None
    farewell_by: str | None = None
    stays_at: datetime | None = None
    stays_by: str | None = None
    next_at: datetime | None = None
    contacted_again_at: datetime | None = None
    contacted_again_by: str | None = None
    client_said: str = ""
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_over(self) -> bool:
        """They stayed, or we have spoken again: from then on a new departure is another one."""
        return self.stays_at is not None or self.contacted_again_at is not None

    def require_open(self) -> None:
        if self.stays_at is not None:
            raise Refused(Why.ALREADY_SETTLED, who=self.stays_by, at=self.stays_at)
        if self.contacted_again_at is not None:
            raise Refused(Why.ALREADY_SETTLED, who=self.contacted_again_by, at=self.contacted_again_at)

    def said_goodbye(self, who: str, now: datetime) -> None:
        self.require_open()
        if self.farewell_at is not None:
            raise Refused(Why.ALREADY_SETTLED, who=self.farewell_by, at=self.farewell_at)
        self.farewell_at, self.farewell_by, self.second_chance = now, who, False

    def leaves_after_all(self) -> None:
        """The second chance was not enough."""
        self._require_chance()
        self.second_chance = False

    def stays(self, who: str, now: datetime) -> None:
        self._require_chance()
        self.stays_at, self.stays_by = now, who

    def contacted_again(self, who: str, client_said: str, now: datetime) -> None:
        self.require_open()
        self.contacted_again_at, self.contacted_again_by, self.client_said = now, who, client_said

    def _require_chance(self) -> None:
        self.require_open()
        if self.farewell_at is not None:
            raise Refused(Why.ALREADY_SETTLED, who=self.farewell_by, at=self.farewell_at)
        if not self.second_chance:
            raise Refused(Why.NO_CHANCE_LEFT)


def is_improved(actions: Iterable[CorrectiveAction]) -> bool:
    """Whether what was to change has changed: at least one action verified, and none still to be done or verified."""
    states = {action.state for action in actions}
    return ActionState.VERIFIED in states and not states & {ActionState.OPEN, ActionState.DONE}


def step(departure: Departure, actions: Iterable[CorrectiveAction]) -> Step | None:
    """What is to be done now; None while others are at work on it, and once nothing is left to do."""
    if departure.is_over():
        return None
    if departure.farewell_at is None:
        return Step.CHANCE if departure.second_chance else Step.FAREWELL
    planned = list(actions)
    if all(action.state is ActionState.NOT_APPLICABLE for action in planned):
        return Step.INVESTIGATE
    return Step.RECONTACT if departure.may_contact_again and is_improved(planned) else None


def first_reminder(found: Step | None, hours: DutyHours, now: datetime) -> datetime | None:
    """When to remind of a step that has just begun and has been told."""
    if found is Step.INVESTIGATE:
        return hours.next_morning(hours.ours.days_later(now, TO_INVESTIGATE - 1))
    return hours.next_morning(now) if found is not None else None


def next_reminder(found: Step | None, hours: DutyHours, now: datetime) -> datetime | None:
    """When to remind again. A goodbye does not wait: each working morning; all else has a week."""
    if found is None:
        return None
    if found is Step.FAREWELL:
        return hours.next_morning(now)
    return hours.next_morning(hours.ours.days_later(now, UNHURRIED - 1))


def may_handle_departure(actor: Actor, departure: Departure, client: Client, lead: str) -> bool:
    """Owner, lead and admins see it and act on it (§8); whoever heard the client may report it."""
    return actor.is_admin or actor.user in (departure.owner, client.owner, lead)


@dataclass(frozen=True)
class DepartureView:
    """A departure with what is needed to look at it or to act on it."""

    departure: Departure
    client: Client
    lead: str
    owner: Person | None
    actions: tuple[CorrectiveAction, ...]
    step: Step | None
    promised: int = 0


@dataclass(frozen=True)
class Leaving:
    """A client of whom somebody wants to say that they leave; ``open`` is what has been said of it already.

    ``seen`` is the id of the last departure of theirs, 0 for none: a form says with it what it was drawn over.
    """

    client: Client
    open: Departure | None
    seen: int
    may_handle: bool
