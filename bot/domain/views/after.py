"""What follows an incident, as people look at it: promises, actions, the review, making it up, the score."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.amends import Amends
from bot.domain.client import Client, Contact
from bot.domain.commitment import Commitment, TrackRecord
from bot.domain.corrective import CorrectiveAction
from bot.domain.incident import Entry, Incident
from bot.domain.people import Person
from bot.domain.review import Review, ReviewComment
from bot.domain.satisfaction import Satisfaction
from bot.domain.words import Mood


@dataclass(frozen=True)
class PromiseView:
    """A commitment with what is needed to act on it; ``moved_to`` is the one that gave it a new hour."""

    commitment: Commitment
    client: Client
    incident: Incident | None
    moved_to: Commitment | None
    record: TrackRecord
    owner: Person | None
    lead: str


@dataclass(frozen=True)
class PromiseAbout:
    """What a new promise would be about, and how earlier ones to that client went."""

    client: Client
    incident: Incident | None
    record: TrackRecord


@dataclass(frozen=True)
class Owed:
    """A commitment in a list."""

    commitment: Commitment
    client: Client
    incident: Incident | None


@dataclass(frozen=True)
class PromisePage:
    """One page of what is owed, counted from 1; ``record`` is the client's, or else the caller's own."""

    items: tuple[Owed, ...]
    total: int
    page: int
    pages: int
    mine: bool
    client: Client | None
    record: TrackRecord


@dataclass(frozen=True)
class ActionView:
    """A corrective action with what is needed to look at it or to act on it, as one person sees it.

    ``incident`` is None where there is none, or where it is private and not theirs to see.
    """

    action: CorrectiveAction
    client: Client
    incident: Incident | None
    lead: str
    today: date
    history: tuple[Entry, ...] = ()
    may_handle: bool = False
    may_verify: bool = False


class ActionScope(StrEnum):
    """Which actions a list shows."""

    MINE = "mine"
    OVERDUE = "overdue"
    ALL = "all"
    INCIDENT = "incident"


@dataclass(frozen=True)
class ActionPage:
    """One page of actions, the next day first, counted from 1; ``incident`` is set when the list is one incident's."""

    items: tuple[ActionView, ...]
    total: int
    page: int
    pages: int
    scope: ActionScope
    incident: Incident | None = None


@dataclass(frozen=True)
class ActionAbout:
    """What a new action would hang on: an incident, or a client's departure. ``owner`` is who would most likely do it.

    ``key`` is how a form names it: ``12`` for the incident of that id, ``departure:3``. ``planned``: some prevention
    has been decided already.
    """

    key: str
    client: Client
    incident: Incident | None
    owner: str
    planned: bool = False


@dataclass(frozen=True)
class AmendsAbout:
    """What a proposal to make it up would be about. ``mood`` is the client's worst; ``former``, what was reckoned for
    them before; ``seen``, the incident's last proposal, 0 for none; ``limit``, whole units of ``currency``."""

    incident: Incident
    client: Client
    mood: Mood | None
    former: Amends | None
    seen: int
    currency: str
    limit: int


@dataclass(frozen=True)
class AmendsView:
    """A proposal to make it up, and who may approve it, whoever should be asked first at the head."""

    amends: Amends
    incident: Incident
    client: Client
    lead: str
    approvers: tuple[str, ...]


@dataclass(frozen=True)
class ReviewView:
    """A review with what is needed to write it, to answer it or to read it, as one person sees it.

    ``names`` is what people are called, by user; ``mine``, this person's answer; ``waiting``, who has not answered yet;
    ``ready_at``, from when its author may call it good all the same.
    """

    review: Review
    incident: Incident
    client: Client
    lead: str
    comments: tuple[ReviewComment, ...]
    timeline: tuple[Entry, ...]
    actions: tuple[CorrectiveAction, ...]
    names: dict[str, str]
    mine: ReviewComment | None
    waiting: tuple[str, ...]
    ready_at: datetime | None
    may_write: bool = False
    may_answer: bool = False
    may_finish: bool = False


@dataclass(frozen=True)
class Learned:
    """A review that has become final, with what it was about."""

    review: Review
    incident: Incident
    client: Client


@dataclass(frozen=True)
class SatisfactionView:
    """How content a client is, with what is needed to ask about it; something may be due to them."""

    satisfaction: Satisfaction
    incident: Incident
    client: Client
    contact: Contact | None
    lead: str
    may_make_amends: bool
