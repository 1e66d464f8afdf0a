"""An incident's life: the one table by which it begins, is solved, breaks again, closes and is opened again (§3, §5).

``LIFE`` is the policy. Nothing but ``begin`` and ``take`` changes an incident's status, so what is not in the table
cannot happen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.closing import Checklist
from bot.domain.errors import Refused, Why
from bot.domain.incident import Incident
from bot.domain.words import Status


class Event(StrEnum):
    """What may happen to an incident. ``REOPENED``: it works, but something was left to do; else it ``FAILS_AGAIN``."""

    REPORTED = "reported"
    REPORTED_SOLVED = "reported_solved"
    SOLVED = "solved"
    BROKE_AGAIN = "broke_again"
    CLOSED = "closed"
    REOPENED = "reopened"
    FAILS_AGAIN = "fails_again"


class Guard(StrEnum):
    """What must hold for it to happen."""

    NOTHING_MISSING = "nothing_missing"
    REASON_GIVEN = "reason_given"


def _solved_now(incident: Incident, now: datetime) -> None:
    incident.resolved_at = now


def _client_hears_again(incident: Incident, _: datetime) -> None:
    incident.round += 1
    incident.resolved_at = None


def _ends(incident: Incident, now: datetime) -> None:
    incident.closed_at = now


def _lives_on(incident: Incident, _: datetime) -> None:
    incident.closed_at = None


@dataclass(frozen=True)
class Rule:
    """In state ``before`` (None: not there yet), ``event`` leads to ``after``, if the guard holds."""

    before: Status | None
    event: Event
    after: Status
    only_if: Guard | None = None
    then: tuple[Callable[[Incident, datetime], None], ...] = ()


LIFE: tuple[Rule, ...] = (
    Rule(None, Event.REPORTED, Status.UNRESOLVED),
    Rule(None, Event.REPORTED_SOLVED, Status.RESOLVED, then=(_solved_now,)),
    Rule(Status.UNRESOLVED, Event.SOLVED, Status.RESOLVED, then=(_solved_now,)),
    Rule(Status.RESOLVED, Event.BROKE_AGAIN, Status.UNRESOLVED, then=(_client_hears_again,)),
    Rule(Status.RESOLVED, Event.CLOSED, Status.CLOSED, only_if=Guard.NOTHING_MISSING, then=(_ends,)),
    Rule(Status.CLOSED, Event.REOPENED, Status.RESOLVED, only_if=Guard.REASON_GIVEN, then=(_lives_on,)),
    Rule(
        Status.CLOSED,
        Event.FAILS_AGAIN,
        Status.UNRESOLVED,
        only_if=Guard.REASON_GIVEN,
        then=(_lives_on, _client_hears_again),
    ),
)


def begin(incident: Incident, now: datetime) -> Event:
    """An incident that has just been told begins its life in the state it was told in."""
    rule = next((rule for rule in LIFE if rule.before is None and rule.after is incident.status), None)
    if rule is None:
        raise Refused(Why.NOT_READY_TO_CLOSE, field="status", code=incident.code, checklist=())
    return _follow(rule, incident, now)


def event_between(before: Status, after: Status) -> Event | None:
    """What somebody means who says that it stood so and now stands so; None when nothing happened to it."""
    if before is after:
        return None
    return next((rule.event for rule in LIFE if (rule.before, rule.after) == (before, after)), Event.CLOSED)


def take(incident: Incident, event: Event, now: datetime, *, checklist: Checklist = (), reason: str = "") -> Event:
    """Lets something happen to an incident. ``checklist`` is what closing asks for, ``reason`` why it is reopened.

    Raises Refused where the table does not have it: CLOSED, ALREADY_OPEN, or NOT_READY_TO_CLOSE with the checklist.
    """
    rule = next((rule for rule in LIFE if (rule.before, rule.event) == (incident.status, event)), None)
    if rule is None:
        raise _impossible(incident, event, checklist)
    match rule.only_if:
        case Guard.NOTHING_MISSING if not (checklist and all(done for _, done in checklist)):
            raise _impossible(incident, event, checklist)
        case Guard.REASON_GIVEN if not any(char.isalnum() for char in reason):
            raise Refused(Why.REOPENING_NEEDS_REASON, field="reason")
    return _follow(rule, incident, now)


def _follow(rule: Rule, incident: Incident, now: datetime) -> Event:
    incident.status = rule.after
    for effect in rule.then:
        effect(incident, now)
    return rule.event


def _impossible(incident: Incident, event: Event, checklist: Checklist) -> Refused:
    if event in (Event.REOPENED, Event.FAILS_AGAIN):
        return Refused(Why.ALREADY_OPEN, code=incident.code)
    if incident.is_closed():
        return Refused(Why.CLOSED, code=incident.code, at=incident.closed_at)
    if event is Event.CLOSED:
        return Refused(Why.NOT_READY_TO_CLOSE, code=incident.code, incident_id=incident.id, checklist=checklist)
    return Refused(Why.ALREADY_SETTLED)
