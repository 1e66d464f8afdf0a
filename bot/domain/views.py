"""What people look at: domain objects put side by side, as the desk hands them to ``messages/``. No rules here."""

from dataclasses import dataclass, field

from bot.domain.classify import Suggestion
from bot.domain.client import Client, Contact
from bot.domain.client_mail import ClientMail
from bot.domain.commitment import Commitment, TrackRecord
from bot.domain.daily import DailyReport
from bot.domain.duty import DutyHours
from bot.domain.incident import Entry, Incident, Missing
from bot.domain.notice import TRIES_BEFORE_MESSAGE, Notice
from bot.domain.people import Person
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

    ``record`` is how promises to them went so far.
    """

    suggestion: Suggestion
    repeated: bool
    record: TrackRecord = field(default_factory=TrackRecord)

    @property
    def severity(self) -> Severity:
        return Severity.MAJOR if self.repeated else self.suggestion.severity


@dataclass(frozen=True)
class Duty:
    """One notice with what is needed to act on it or to show it."""

    notice: Notice
    incident: Incident
    client: Client
    contact: Contact | None
    next_contact: Contact | None
    hours: DutyHours
    owner: Person | None
    lead: str
    mail: ClientMail | None = None

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
    checklist: tuple[tuple[Missing, bool], ...]
    lead: str
    may_handle: bool = False


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
    checklist: tuple[tuple[Missing, bool], ...]

    @property
    def ready(self) -> bool:
        return all(done for _, done in self.checklist)


@dataclass(frozen=True)
class Listed:
    incident: Incident
    client: Client


@dataclass(frozen=True)
class ListPage:
    """One page of incidents, counted from 1; ``client`` is set when the list is one client's."""

    items: tuple[Listed, ...]
    total: int
    page: int
    pages: int
    mine: bool
    only_open: bool
    client: Client | None


@dataclass(frozen=True)
class Profile:
    client: Client
    may_edit: bool
    history: tuple[Listed, ...]
    total: int


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
