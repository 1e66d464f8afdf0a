"""What people look at: domain objects put side by side, as the desk hands them to ``messages/``. No rules here."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.amends import Amends
from bot.domain.classify import Suggestion
from bot.domain.client import Client, Contact
from bot.domain.client_mail import ClientMail
from bot.domain.closing import Checklist
from bot.domain.commitment import Commitment, TrackRecord
from bot.domain.corrective import CorrectiveAction
from bot.domain.daily import DailyReport
from bot.domain.departure import DepartureView
from bot.domain.duty import DutyHours
from bot.domain.finding import Search
from bot.domain.incident import Entry, Incident
from bot.domain.notice import TRIES_BEFORE_MESSAGE, Notice
from bot.domain.people import Person
from bot.domain.review import Review, ReviewComment
from bot.domain.satisfaction import Satisfaction
from bot.domain.warning import WarningSigns, WarningView
from bot.domain.words import Mood, Severity


@dataclass(frozen=True)
class Declared:
    """A report that has been saved, with the duties it created."""

    incident: Incident
    client: Client
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Twin:
    """The same thing was told a moment ago: the person says whether it is the same (never decided for them)."""

    incident: Incident


@dataclass(frozen=True)
class Prefill:
    """What a free text already says: a client known or new, a ``near`` name, and the words."""

    client: Client | None
    new_name: str
    near: str | None
    text: str


@dataclass(frozen=True)
class Advice:
    """A suggestion with its reason; ``repeated`` when this client has lived the same often enough lately (§2).

    ``record`` is how promises to them went so far; ``never_events``, the firm's own list, to choose from.
    """

    suggestion: Suggestion
    repeated: bool
    record: TrackRecord = field(default_factory=TrackRecord)
    never_events: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        return Severity.MAJOR if self.repeated else self.suggestion.severity


@dataclass(frozen=True)
class Duty:
    """One notice with what is needed to act on it or to show it.

    Of a promise that gets a new hour, ``commitment`` is the one whose hour cannot be kept; of good news,
    ``improvements`` are what has been verified since the client was last told of such a thing.
    """

    notice: Notice
    incident: Incident
    client: Client
    contact: Contact | None
    next_contact: Contact | None
    hours: DutyHours
    owner: Person | None
    lead: str
    mail: ClientMail | None = None
    commitment: Commitment | None = None
    new_hour: datetime | None = None
    improvements: tuple[CorrectiveAction, ...] = ()

    @property
    def propose_message(self) -> bool:
        """After three calls that nobody picked up, a message and the next contact are proposed (§4)."""
        return self.notice.tries >= TRIES_BEFORE_MESSAGE


@dataclass(frozen=True)
class IncidentView:
    """An incident with everything about it."""

    incident: Incident
    client: Client
    notices: tuple[Notice, ...]
    commitments: tuple[Commitment, ...]
    timeline: tuple[Entry, ...]
    checklist: Checklist
    lead: str
    may_handle: bool = False
    actions: tuple[CorrectiveAction, ...] = ()
    review: Review | None = None
    amends: Amends | None = None
    may_make_amends: bool = False
    sees_figures: bool = False
    satisfaction: Satisfaction | None = None
    may_answer: bool = False


@dataclass(frozen=True)
class Changed:
    """An incident after a change; ``notices`` are those now pending."""

    incident: Incident
    client: Client
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Closing:
    """The checklist as (item, done?)."""

    incident: Incident
    checklist: Checklist

    @property
    def ready(self) -> bool:
        return all(done for _, done in self.checklist)


@dataclass(frozen=True)
class Listed:
    incident: Incident
    client: Client


@dataclass(frozen=True)
class ListPage:
    """One page of the incidents that ``caller`` asked for, counted from 1; ``client`` is set when the list is one
    client's. Where nothing was found, ``near`` is the client who may have been meant, and ``nobody`` the names that
    nobody bears."""

    items: tuple[Listed, ...]
    total: int
    page: int
    pages: int
    asked: Search
    caller: str
    client: Client | None
    near: str | None = None
    nobody: tuple[str, ...] = ()

    @property
    def mine(self) -> bool:
        """Whether it holds what the caller looks after, and no one else's."""
        return self.asked.owners == (self.caller,)


@dataclass(frozen=True)
class Profile:
    client: Client
    may_edit: bool
    history: tuple[Listed, ...]
    total: int
    warning: WarningView | None = None
    leaving: DepartureView | None = None


@dataclass(frozen=True)
class ClientPage:
    """One page of clients by name, counted from 1; ``words`` is what was looked for."""

    clients: tuple[Client, ...]
    total: int
    page: int
    pages: int
    words: str


@dataclass(frozen=True)
class ReportView:
    """A daily report with what waits in it, oldest first; empty once it has been handed over."""

    report: DailyReport
    client: Client
    contact: Contact | None
    duties: tuple[Duty, ...]
    owner: Person | None
    lead: str
    mail: ClientMail | None


@dataclass(frozen=True)
class Gathering:
    """A daily report in the making: how much it will tell its client, and when it is drafted.

    ``report_id`` is set once it has been.
    """

    client: Client
    items: int
    at: datetime
    report_id: int | None


@dataclass(frozen=True)
class Waiting:
    """A notice that still waits, with what it is about."""

    notice: Notice
    incident: Incident
    client: Client


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
class Smoking:
    """A client who shows warning signs."""

    client: Client
    signs: WarningSigns


@dataclass(frozen=True)
class HomeView:
    """Somebody's own page. Each list holds the most pressing; its total says how many there are.

    ``page`` counts the pages of ``duties`` from 1. ``late`` is what others owe to clients that this person leads.
    """

    duties: tuple[Waiting, ...]
    duties_total: int
    page: int
    pages: int
    promises: tuple[Owed, ...]
    promises_total: int
    actions: tuple[ActionView, ...]
    actions_total: int
    reports: tuple[Gathering, ...]
    late: tuple[Waiting, ...]
    late_total: int
    smoking: tuple[Smoking, ...]
    is_admin: bool


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
