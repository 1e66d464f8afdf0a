"""A notice: the duty to tell the client once. It lives until there is proof (domain.md §4).

The ladder, as data: a prompt at once; a reminder at half of the time left; at the deadline an overdue
reminder and the lead; every 30 working minutes, four times; then each working morning until there is proof.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.client import Client, Contact
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.machine import Transitions, require
from bot.domain.matrix import Plan, Purpose
from bot.domain.words import Channel, Mood, Severity, Status

AGAIN_EVERY = timedelta(minutes=30)
AGAIN_TIMES = 4
RETRY_AFTER = timedelta(minutes=15)
TRIES_BEFORE_MESSAGE = 3


class NoticeState(StrEnum):
    PENDING = "pending"
    GIVEN = "given"
    REPLACED = "replaced"


#: It is owed until somebody proves it, or until the incident has changed so that it no longer fits (§3, §4).
TRANSITIONS: Transitions[NoticeState] = (
    (None, NoticeState.PENDING),
    (NoticeState.PENDING, NoticeState.GIVEN),
    (NoticeState.PENDING, NoticeState.REPLACED),
)


class Rung(StrEnum):
    """What a prompt is: its place on the ladder decides its words and whether the lead hears too."""

    PROMPT = "prompt"
    HALF = "half"
    OVERDUE = "overdue"
    AGAIN = "again"
    MORNING = "morning"
    RETRY = "retry"
    HANDED = "handed"


class Snooze(StrEnum):
    QUARTER = "15m"
    HOUR = "1h"
    MORNING = "morning"


@dataclass(eq=False, kw_only=True)
class Notice:
    """Moments are aware UTC. ``rung`` counts the rungs already climbed; ``next_at`` is when the next one is due."""

    workspace_id: str
    incident_id: int
    client_id: int
    purpose: Purpose
    sequence: int
    round: int
    severity: Severity
    status: Status
    channel: Channel
    contact_id: int | None
    report_id: int | None = None
    commitment_id: int | None = None
    assignee: str
    urgent: bool
    prompt_at: datetime
    deadline: datetime
    must_say: list[str]
    why: list[str]
    created_at: datetime
    state: NoticeState = NoticeState.PENDING
    rung: int = 0
    tries: int = 0
    retry_at: datetime | None = None
    next_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_pending(self) -> bool:
        return self.state is NoticeState.PENDING

    def contact(self, client: Client) -> Contact | None:
        """Whom it is for. Once it is settled, nobody takes the place of whoever is no longer on the client's list."""
        is_there = self.contact_id is None or any(one.id == self.contact_id for one in client.contacts)
        return client.contact(self.contact_id) if is_there or self.is_pending() else None

    def is_overdue(self, now: datetime) -> bool:
        return self.is_pending() and now >= self.deadline

    def require_pending(self) -> None:
        """Raises Refused where somebody has already settled it: the answer says who and when (§4)."""
        if self.state is NoticeState.GIVEN:
            raise Refused(Why.ALREADY_TOLD, who=self.settled_by, at=self.settled_at)
        if self.state is NoticeState.REPLACED:
            raise Refused(Why.NOTICE_REPLACED, at=self.settled_at)

    def fits(self, plan: Plan, severity: Severity, status: Status) -> bool:
        """Whether this pending notice already does what the matrix now asks for."""
        return (
            self.purpose is plan.purpose
            and self.channel is plan.channel
            and (self.severity, self.status) == (severity, status)
        )

    def settle(self, state: NoticeState, who: str | None, now: datetime) -> None:
        require(TRANSITIONS, self.state, state, who=self.settled_by, at=self.settled_at)
        self.state, self.settled_by, self.settled_at = state, who, now
        self.next_at = self.retry_at = None


@dataclass(eq=False, kw_only=True)
class Proof:
    """That the client was told: whom, when, what was said on both sides and how they took it (§4)."""

    workspace_id: str
    notice_id: int
    incident_id: int
    client_id: int
    by: str
    channel: Channel
    spoke_with: str
    told_at: datetime
    said: str
    client_said: str
    mood: Mood | None
    promised: str
    promised_for: datetime | None
    next_touch_at: datetime | None
    recorded_at: datetime
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database


def start(notice: Notice, hours: DutyHours) -> None:
    """Puts a new notice at the foot of its ladder."""
    notice.rung = 0
    notice.next_at = rung_at(notice, 0, hours)


def rung_of(index: int) -> Rung:
    if index < 3:
        return (Rung.PROMPT, Rung.HALF, Rung.OVERDUE)[index]
    return Rung.AGAIN if index < 3 + AGAIN_TIMES else Rung.MORNING


def rung_at(notice: Notice, index: int, hours: DutyHours) -> datetime:
    """When rung ``index`` of the ladder is due (aware UTC)."""
    clock = hours.clock(urgent=notice.urgent)
    match rung_of(index):
        case Rung.PROMPT:
            return notice.prompt_at
        case Rung.HALF:
            half = clock.add(notice.prompt_at, clock.between(notice.prompt_at, notice.deadline) / 2)
            # An hour promised for the evening may lie outside those hours: the deadline does not wait for them.
            return min(half, notice.deadline)
        case Rung.OVERDUE:
            return notice.deadline
        case Rung.AGAIN:
            return clock.add(notice.deadline, AGAIN_EVERY * (index - 2))
        case _:
            moment = clock.add(notice.deadline, AGAIN_EVERY * AGAIN_TIMES)
            for _ in range(index - 2 - AGAIN_TIMES):
                moment = hours.next_morning(moment)
            return moment


@dataclass(frozen=True)
class Climbed:
    """What is due now, all missed rungs merged into one: the owner hears once, and the lead if one of them says so."""

    rung: Rung
    due_at: datetime
    escalate: bool


def climb(notice: Notice, hours: DutyHours, now: datetime) -> Climbed | None:
    """Climbs every rung due at ``now``; None when nothing is due. Moves ``next_at`` past ``now``."""
    if not notice.is_pending() or notice.next_at is None or notice.next_at > now:
        return None
    due_at, rung, escalate = notice.next_at, Rung.RETRY, False
    retried = notice.retry_at is not None and notice.retry_at <= now
    if retried:
        notice.retry_at = None
    upcoming = _upcoming(notice, hours)
    while upcoming <= now:
        rung = rung_of(notice.rung)
        escalate = escalate or rung is Rung.OVERDUE
        due_at = max(due_at, upcoming)
        notice.rung += 1
        upcoming = _upcoming(notice, hours)
    notice.next_at = min(upcoming, notice.retry_at) if notice.retry_at else upcoming
    # Asked to come back at this hour, the bot says so rather than count what is left; an overdue rung says more.
    return Climbed(Rung.RETRY if retried and rung is Rung.HALF else rung, due_at, escalate)


def no_answer(notice: Notice, hours: DutyHours, now: datetime) -> None:
    """The client did not pick up: that is not done, it is tried again in 15 minutes (§4)."""
    notice.require_pending()
    notice.tries += 1
    _wait(notice, hours.next_moment(now + RETRY_AFTER, notice.channel, urgent=notice.urgent), hours)


def snooze_until(choice: Snooze, hours: DutyHours, now: datetime) -> datetime:
    """The moment a postponement means (aware UTC); mornings are the owner's own."""
    match choice:
        case Snooze.QUARTER:
            return now + timedelta(minutes=15)
        case Snooze.HOUR:
            return now + timedelta(hours=1)
        case _:
            return hours.next_morning(now)


def postpone(notice: Notice, until: datetime, reason: str, hours: DutyHours) -> bool:
    """Puts the reminders off. Returns whether that goes past the deadline, which needs a reason (§4).

    The deadline itself never moves: it was owed to the client, not to us.
    """
    notice.require_pending()
    beyond = until > notice.deadline
    if beyond and not reason.strip():
        raise Refused(Why.REASON_NEEDED, field="reason", at=notice.deadline)
    while rung_at(notice, notice.rung, hours) < until:
        notice.rung += 1
    _wait(notice, until, hours)
    return beyond


def _wait(notice: Notice, until: datetime, hours: DutyHours) -> None:
    """Comes back at ``until``; before it, only what is overdue is worth a word."""
    if rung_of(notice.rung) is Rung.HALF and _upcoming(notice, hours) < until:
        notice.rung += 1
    notice.retry_at = until
    notice.next_at = min(until, _upcoming(notice, hours))


def _upcoming(notice: Notice, hours: DutyHours) -> datetime:
    return rung_at(notice, notice.rung, hours)
