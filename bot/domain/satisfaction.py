"""How content the client is once the error cannot come back, as they voiced it; and the team (domain.md §5)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.corrective import ActionState, CorrectiveAction, Phase
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.matrix import Purpose
from bot.domain.notice import Notice

SCORES = (1, 2, 3, 4, 5)
#: Up to here the client is unhappy: the lead hears of it at once.
LOW = 2
#: After so many mornings nobody is asked any more; it may still be written down.
MOST_REMINDERS = 5


@dataclass(eq=False, kw_only=True)
class Satisfaction:
    """Asked, each time the client has been told what changed (``notice_id``), of whoever told them.

    Scores run 1 to 5. ``rung`` and ``next_at`` are its place among its reminders. ``answered_by`` wrote down what the
    client said; ``team_by``, what the team thinks, which may come later or not at all.
    """

    workspace_id: str
    incident_id: int
    client_id: int
    notice_id: int
    assignee: str
    asked_at: datetime
    rung: int = 0
    next_at: datetime | None = None
    client_score: int | None = None
    client_words: str = ""
    team_score: int | None = None
    team_words: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    team_by: str | None = None
    team_at: datetime | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_open(self) -> bool:
        """Whether the client's own score is still to be written down."""
        return self.client_score is None

    def lacks_team(self) -> bool:
        return self.team_score is None

    def is_low(self) -> bool:
        return self.client_score is not None and self.client_score <= LOW

    def require_open(self) -> None:
        """Raises Refused(ALREADY_SETTLED), with who and when, where the client's score is there."""
        if not self.is_open():
            raise Refused(Why.ALREADY_SETTLED, who=self.answered_by, at=self.answered_at)

    def require_team_open(self) -> None:
        if not self.lacks_team():
            raise Refused(Why.ALREADY_SETTLED, who=self.team_by, at=self.team_at)

    def client_voiced(self, score: int, words: str, who: str, now: datetime) -> None:
        """What the client said, in their words; nobody is reminded any more."""
        self.require_open()
        self.client_score, self.client_words = score, words
        self.answered_by, self.answered_at, self.next_at = who, now, None

    def team_thinks(self, score: int, words: str, who: str, now: datetime) -> None:
        self.require_team_open()
        self.team_score, self.team_words = score, words
        self.team_by, self.team_at = who, now

    def rest(self) -> None:
        """The client has given no score: nobody is asked again, and it may still be written down."""
        self.require_open()
        self.next_at = None


def read_score(typed: str | None) -> int | None:
    """1 to 5, or None for anything else."""
    return int(typed) if typed in {str(score) for score in SCORES} else None


def start(found: Satisfaction, hours: DutyHours, now: datetime, *, spoken: bool) -> None:
    """Asked at once after a talk; what was written is answered later: asked the next morning."""
    found.rung, found.next_at = 0, now if spoken else hours.next_morning(now)


@dataclass(frozen=True)
class Asked:
    """What is due now, all missed mornings merged into one; ``again`` when it is not the first time."""

    due_at: datetime
    again: bool


def climb(found: Satisfaction, hours: DutyHours, now: datetime) -> Asked | None:
    """Asks what is due at ``now``; None when nothing is. Past the last reminder it rests."""
    if not found.is_open() or found.next_at is None or found.next_at > now:
        return None
    again = found.rung > 0
    due_at = found.next_at
    upcoming: datetime | None = due_at
    while upcoming is not None and upcoming <= now:
        due_at = upcoming
        found.rung += 1
        upcoming = hours.next_morning(upcoming) if found.rung <= MOST_REMINDERS else None
    found.next_at = upcoming
    return Asked(due_at, again)


def improvements(actions: Iterable[CorrectiveAction], notices: Iterable[Notice]) -> tuple[CorrectiveAction, ...]:
    """What was verified to prevent it since the client was last told of such a thing: never told twice.

    What was taken back, because it broke again after all, does not count as news either.
    """
    settled = [one.settled_at for one in notices if one.purpose is Purpose.IMPROVED and one.settled_at is not None]
    last = max(settled, default=None)
    return tuple(
        action
        for action in actions
        if action.phase is Phase.PREVENTION
        and action.state is ActionState.VERIFIED
        and action.settled_at is not None
        and (last is None or action.settled_at > last)
    )
