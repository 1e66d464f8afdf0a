"""An incident, its duties and its client, as people look at them."""

from dataclasses import dataclass, field
from datetime import datetime

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
from bot.domain.review import Review
from bot.domain.satisfaction import Satisfaction
from bot.domain.warning import WarningView
from bot.domain.words import Severity


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
