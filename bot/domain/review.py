"""A review: how it happened and what is learned, without culprits (domain.md §5).

Its author writes it, whoever took part may comment on it, and then somebody says that it is good.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.machine import Transitions, require

#: First the client hears that it is solved: the review is asked for after that.
ASK_AFTER = timedelta(hours=1)
#: The first reminder to write it comes after so many working days; the lead hears after so many reminders.
FIRST_REMINDER_DAYS = 2
LEAD_AFTER = 3
#: So many working days the others have to comment before its author may call it good.
COMMENT_DAYS = 1
MOST_WHYS = 10


class ReviewState(StrEnum):
    """``OFFERED``: everybody who took part may comment before it is final."""

    ASKED = "asked"
    OFFERED = "offered"
    FINAL = "final"


#: An offered one may be written anew; a final one is asked for again when its incident breaks again.
LIFE: Transitions[ReviewState] = (
    (None, ReviewState.ASKED),
    (ReviewState.ASKED, ReviewState.OFFERED),
    (ReviewState.OFFERED, ReviewState.OFFERED),
    (ReviewState.OFFERED, ReviewState.FINAL),
    (ReviewState.FINAL, ReviewState.ASKED),
)


class ReviewRung(StrEnum):
    """What a message to its author is; the last two do not come by the clock."""

    ASKED = "asked"
    STILL_ASKED = "still_asked"
    READY = "ready"
    STILL_OFFERED = "still_offered"
    ALL_ANSWERED = "all_answered"
    HANDED = "handed"


@dataclass(frozen=True)
class Writing:
    """What a person writes: what failed in the process, the chain of whys, what is learned."""

    failed: str = ""
    whys: tuple[str, ...] = ()
    learned: str = ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Each text with the field it stands in, ``failed``, ``why_1``…, ``learned``."""
        yield "failed", self.failed
        for number, why in enumerate(self.whys, 1):
            yield f"why_{number}", why
        yield "learned", self.learned


@dataclass(eq=False, kw_only=True)
class Review:
    """One to an incident. ``whys`` is the chain, from what failed down to its root; moments are aware UTC.

    ``drafts`` is what each person has typed and not offered yet, by user; ``edition`` counts how often it was offered,
    and ``offered_to`` is who was asked to comment. ``rung`` and ``next_at`` are its place among its reminders.
    """

    workspace_id: str
    incident_id: int
    client_id: int
    author: str
    asked_at: datetime
    asked_by: str | None
    state: ReviewState = ReviewState.ASKED
    failed: str = ""
    whys: list[str] = field(default_factory=list)
    learned: str = ""
    drafts: dict[str, dict[str, object]] = field(default_factory=dict)
    edition: int = 0
    rung: int = 0
    next_at: datetime | None = None
    offered_at: datetime | None = None
    offered_by: str | None = None
    offered_to: list[str] = field(default_factory=list)
    finished_at: datetime | None = None
    finished_by: str | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_final(self) -> bool:
        return self.state is ReviewState.FINAL

    def require_step(self, after: ReviewState) -> None:
        """Raises Refused where this cannot happen to it now: the answer says who settled it and when."""
        if self.state is ReviewState.ASKED and after is not ReviewState.OFFERED:
            raise Refused(Why.REVIEW_NOT_OFFERED)
        require(LIFE, self.state, after, who=self.finished_by, at=self.finished_at)

    # What is being written

    def writing_of(self, user: str) -> Writing:
        """What this person has typed so far, or else what has been offered."""
        draft = self.drafts.get(user)
        if draft is None:
            return Writing(self.failed, tuple(self.whys), self.learned)
        whys = draft.get("whys")
        typed = tuple(str(why) for why in whys) if isinstance(whys, list) else ()
        return Writing(str(draft.get("failed") or ""), typed, str(draft.get("learned") or ""))

    def keep(self, user: str, writing: Writing) -> None:
        """Keeps what this person has typed, for when they come back to it."""
        typed: dict[str, object] = {"failed": writing.failed, "whys": list(writing.whys), "learned": writing.learned}
        self.drafts = {**self.drafts, user: typed}

    def offer(self, who: str, writing: Writing, to: Iterable[str], now: datetime) -> None:
        """Everybody in ``to`` may comment from now on. Written anew, the first day of waiting still counts."""
        self.require_step(ReviewState.OFFERED)
        if self.state is not ReviewState.OFFERED:
            self.offered_at, self.rung = now, 0
        self.state, self.author, self.offered_by = ReviewState.OFFERED, who, who
        self.failed, self.whys, self.learned = writing.failed, list(writing.whys), writing.learned
        self.offered_to = sorted(set(to) - {who})
        self.edition += 1
        self.drafts = {user: draft for user, draft in self.drafts.items() if user != who}

    def finish(self, who: str, now: datetime) -> None:
        self.require_step(ReviewState.FINAL)
        self.state, self.finished_by, self.finished_at = ReviewState.FINAL, who, now
        self.next_at, self.drafts = None, {}

    def ask_again(self, author: str, now: datetime) -> None:
        """What it explains has happened again: what was written stays, to be completed."""
        self.require_step(ReviewState.ASKED)
        self.state, self.author, self.asked_at, self.asked_by = ReviewState.ASKED, author, now, None
        self.finished_at = self.finished_by = self.offered_at = self.offered_by = None
        self.offered_to, self.rung = [], 0


@dataclass(eq=False, kw_only=True)
class ReviewComment:
    """What somebody who took part adds before the review is final; one each, which they may change.

    Without ``text``: it is fine by them.
    """

    workspace_id: str
    review_id: int
    user: str
    text: str
    at: datetime
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database


# When it may be called good


def ready_at(review: Review, hours: DutyHours) -> datetime | None:
    """From when its author may call it good though somebody has not answered (aware UTC); None before it is offered."""
    return hours.ours.days_later(review.offered_at, COMMENT_DAYS) if review.offered_at else None


def may_finish(review: Review, *, by_another: bool, waiting: int, ready: datetime | None, now: datetime) -> bool:
    """``by_another``: the lead or an admin who is not its author; ``waiting``: how many have not answered yet."""
    if review.state is not ReviewState.OFFERED:
        return False
    return by_another or not waiting or (ready is not None and now >= ready)


# Its reminders


def reminders(review: Review, hours: DutyHours) -> Iterator[datetime]:
    """Every moment at which its author is reminded, without end (aware UTC).

    To write it: at once when somebody wants it, else an hour later, at work; then two working days later, and each
    morning after. To call it good: as soon as they may, and each morning after.
    """
    if review.state is ReviewState.OFFERED and review.offered_at is not None:
        moment = hours.ours.days_later(review.offered_at, COMMENT_DAYS)
    else:
        moment = hours.ours.next_open(review.asked_at if review.asked_by else review.asked_at + ASK_AFTER)
        yield moment
        moment = hours.ours.days_later(moment, FIRST_REMINDER_DAYS)
    while True:
        yield moment
        moment = hours.next_morning(moment)


def wind(review: Review, hours: DutyHours) -> None:
    """Sets it to the first reminder of its state."""
    review.rung, review.next_at = 0, next(reminders(review, hours))


@dataclass(frozen=True)
class Reminded:
    """What is due now. ``escalate``: the lead hears of it, once."""

    rung: ReviewRung
    due_at: datetime
    escalate: bool


def climb(review: Review, hours: DutyHours, now: datetime) -> Reminded | None:
    """Climbs every reminder due at ``now``, to be told as the last of them; None when nothing is new."""
    if review.is_final() or review.next_at is None or review.next_at > now:
        return None
    before, due_at, climbed = review.rung, review.next_at, 0
    for moment in reminders(review, hours):
        review.next_at = moment
        if moment > now:
            break
        climbed, due_at = climbed + 1, moment
    review.rung = max(before, climbed)
    if climbed <= before:
        return None
    asked = review.state is ReviewState.ASKED
    rungs = (ReviewRung.ASKED, ReviewRung.STILL_ASKED) if asked else (ReviewRung.READY, ReviewRung.STILL_OFFERED)
    last = LEAD_AFTER + int(asked)  # being asked is no reminder yet
    return Reminded(rungs[min(climbed, 2) - 1], due_at, escalate=before < last <= climbed)
