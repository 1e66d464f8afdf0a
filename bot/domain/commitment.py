"""A commitment: something promised to the client, with a date and an hour (domain.md §5)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.machine import Transitions, require

#: The owner is warned when so much of the span has passed, and again so long before the hour.
WARN_AT = 0.75
LAST_WARNING = timedelta(minutes=15)
#: A client who has seen so many broken promises should be promised less.
TRUST_LOST_AFTER = 2


class CommitmentState(StrEnum):
    """``MOVED``: before its hour passed the client was given an honest new one, which is a commitment of its own."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    MOVED = "moved"


#: Broken is not the end: it is still owed, until it is done or has been given another hour (§5).
TRANSITIONS: Transitions[CommitmentState] = (
    (None, CommitmentState.OPEN),
    (CommitmentState.OPEN, CommitmentState.KEPT),
    (CommitmentState.OPEN, CommitmentState.MOVED),
    (CommitmentState.OPEN, CommitmentState.BROKEN),
    (CommitmentState.BROKEN, CommitmentState.BROKEN),
)


class PromiseRung(StrEnum):
    """What a reminder of a promise is; several that have come due together are told as the last of them."""

    WARNING = "warning"
    LAST_WARNING = "last_warning"
    BROKEN = "broken"
    MORNING = "morning"
    HANDED = "handed"
    NEW_HOUR = "new_hour"


@dataclass(eq=False, kw_only=True)
class Commitment:
    """Moments are aware UTC. A broken one is still owed until it is done or has a new hour: then it is settled.

    ``replaces_id`` is the commitment whose hour this one gives anew: both stay on record. ``incident_id`` is None
    for what was promised to a client who was leaving. ``rung`` and ``next_at`` are its place among its reminders.
    """

    workspace_id: str
    incident_id: int | None
    client_id: int
    owner: str
    what: str
    due_at: datetime
    made_at: datetime
    made_by: str
    state: CommitmentState = CommitmentState.OPEN
    rung: int = 0
    next_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    replaces_id: int | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_owed(self) -> bool:
        return self.settled_at is None

    def require_owed(self) -> None:
        """Raises Refused where somebody has already settled it: the answer says who and when."""
        if not self.is_owed():
            raise Refused(Why.ALREADY_SETTLED, who=self.settled_by, at=self.settled_at)

    def settle(self, state: CommitmentState, who: str, now: datetime) -> None:
        require(TRANSITIONS, self.state, state, who=self.settled_by, at=self.settled_at)
        self.state, self.settled_by, self.settled_at, self.next_at = state, who, now, None


@dataclass(frozen=True)
class TrackRecord:
    """How many promises were kept and broken, to one client or by one owner."""

    kept: int = 0
    broken: int = 0

    def has_lost_trust(self) -> bool:
        return self.broken >= TRUST_LOST_AFTER


def start(commitment: Commitment, hours: DutyHours) -> None:
    """Puts a new promise at its first reminder that is still to come; a short one has fewer."""
    rung = 0
    while rung < 2 and rung_at(commitment, rung, hours) <= commitment.made_at:
        rung += 1
    commitment.rung, commitment.next_at = rung, rung_at(commitment, rung, hours)


def rung_of(index: int) -> PromiseRung:
    first = (PromiseRung.WARNING, PromiseRung.LAST_WARNING, PromiseRung.BROKEN)
    return first[index] if index < len(first) else PromiseRung.MORNING


def rung_at(commitment: Commitment, index: int, hours: DutyHours) -> datetime:
    """When reminder ``index`` is due (aware UTC): 3/4 of the span, 15 minutes before, the hour, then each morning."""
    last = commitment.due_at - LAST_WARNING
    match rung_of(index):
        case PromiseRung.WARNING:
            # At night it is of no use: it waits for our day, and gives way where that is the last warning's hour.
            span = commitment.due_at - commitment.made_at
            return min(hours.ours.next_open(commitment.made_at + span * WARN_AT), last)
        case PromiseRung.LAST_WARNING:
            return last
        case PromiseRung.BROKEN:
            return commitment.due_at
        case _:
            moment = commitment.due_at
            for _ in range(index - 2):
                moment = hours.next_morning(moment)
            return moment


@dataclass(frozen=True)
class Reminded:
    """What is due now. ``broke``: its hour has passed just now, with the promise not kept."""

    rung: PromiseRung
    due_at: datetime
    broke: bool


def climb(commitment: Commitment, hours: DutyHours, now: datetime) -> Reminded | None:
    """Climbs every reminder due at ``now``; None when nothing is. Past its hour a promise counts as broken (§5)."""
    if not commitment.is_owed() or commitment.next_at is None or commitment.next_at > now:
        return None
    due_at = commitment.next_at
    rung, broke = rung_of(commitment.rung), False
    upcoming = due_at
    while upcoming <= now:
        rung, due_at = rung_of(commitment.rung), upcoming
        if rung is PromiseRung.BROKEN and commitment.state is CommitmentState.OPEN:
            commitment.state, broke = CommitmentState.BROKEN, True
        commitment.rung += 1
        upcoming = rung_at(commitment, commitment.rung, hours)
    commitment.next_at = upcoming
    return Reminded(PromiseRung.BROKEN if broke else rung, due_at, broke)


def keep(commitment: Commitment, who: str, now: datetime) -> None:
    """It has been done: kept when its hour has not passed, broken, but done, when it has."""
    commitment.require_owed()
    on_time = commitment.state is CommitmentState.OPEN and now <= commitment.due_at
    commitment.settle(CommitmentState.KEPT if on_time else CommitmentState.BROKEN, who, now)


def move(commitment: Commitment, who: str, now: datetime) -> None:
    """The client gets an honest new hour, in a commitment of its own. Past its hour, the old one stays broken."""
    commitment.require_owed()
    in_time = commitment.state is CommitmentState.OPEN and now < commitment.due_at
    commitment.settle(CommitmentState.MOVED if in_time else CommitmentState.BROKEN, who, now)
