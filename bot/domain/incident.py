"""An incident: one thing that went wrong for one client (domain.md §1–§3, §5)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from bot.domain.client import Client, Contact, key_of
from bot.domain.errors import Refused, Why
from bot.domain.matrix import Case
from bot.domain.words import Awareness, Responsibility, Severity, Status

SAME_WITHIN = timedelta(minutes=2)
REPEATED_WITHIN = timedelta(days=30)
REPEATED_TIMES = 3


@dataclass(eq=False, kw_only=True)
class Incident:
    """Moments are aware UTC. ``round`` grows when an incident that was resolved breaks again, so that the client
    is told again; ``version`` grows with every change, so that the card is redrawn. ``search`` holds the words by
    which it is found (``bot.domain.finding.searchable``)."""

    workspace_id: str
    number: int
    client_id: int
    text: str
    severity: Severity
    status: Status
    owner: str
    reporter: str
    created_at: datetime
    origin: str
    hard: bool = False
    cannot_work: bool = False
    never_event: bool = False
    never_event_name: str = ""
    awareness: Awareness = Awareness.NOT_YET
    responsibility: Responsibility = Responsibility.UNKNOWN
    measures: str = ""
    search: str = ""
    promised_for: datetime | None = None
    private: bool = False
    no_prevention_reason: str = ""
    review_wanted: bool = False
    round: int = 1
    version: int = 1
    lead_confirmed_by: str | None = None
    lead_confirmed_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    card_channel: str | None = None
    card_ts: str | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    @property
    def code(self) -> str:
        return f"INC-{self.number:04d}"

    def is_closed(self) -> bool:
        return self.status is Status.CLOSED

    def require_open(self) -> None:
        if self.is_closed():
            raise Refused(Why.CLOSED, code=self.code, at=self.closed_at)

    def case(self, client: Client, contact: Contact | None, *, in_touch: bool) -> Case:
        """What the matrix looks at. Once we are ``in_touch``, how the client first heard no longer matters."""
        return Case(
            severity=self.severity,
            status=self.status,
            wish=client.wish,
            preferred=client.preferred,
            cannot_work=self.cannot_work,
            never_event=self.never_event,
            awareness=Awareness.NOT_YET if in_touch else self.awareness,
            has_email=bool(contact and contact.email),
            has_phone=bool(contact and contact.phone),
        )

    def effective_severity(self) -> Severity:
        return Severity.MAJOR if self.cannot_work or self.never_event else self.severity


def likeness(one: str, other: str) -> float:
    """How alike two reports read, 0 to 1, by shared words and their order; accents and case aside."""
    first, second = key_of(one).split(), key_of(other).split()
    return SequenceMatcher(None, first[:80], second[:80], autojunk=False).ratio()


def is_same_report(one: str, other: str) -> bool:
    """Whether two people seem to be telling the same thing (asked about, never decided for them)."""
    return likeness(one, other) >= 0.6


class EntryKind(StrEnum):
    """What happened, on the append-only timeline (§8)."""

    REPORTED = "reported"
    PLANNED = "planned"
    REMINDED = "reminded"
    ESCALATED = "escalated"
    TOLD = "told"
    NO_ANSWER = "no_answer"
    POSTPONED = "postponed"
    REASSIGNED = "reassigned"
    HANDED_OVER = "handed_over"
    NEXT_CONTACT = "next_contact"
    REPLACED = "replaced"
    CHANGED = "changed"
    PROMISED = "promised"
    PROMISE_SETTLED = "promise_settled"
    PROMISE_MOVED = "promise_moved"
    PROMISE_BROKEN = "promise_broken"
    LEAD_CONFIRMED = "lead_confirmed"
    ACTION_ADDED = "action_added"
    ACTION_DONE = "action_done"
    ACTION_MOVED = "action_moved"
    ACTION_HANDED = "action_handed"
    ACTION_DROPPED = "action_dropped"
    ACTION_WORKS = "action_works"
    ACTION_FAILED = "action_failed"
    ACTION_UNSURE = "action_unsure"
    ACTION_STUCK = "action_stuck"
    NO_PREVENTION = "no_prevention"
    CLOSED = "closed"
    REOPENED = "reopened"
    CLIENT_CREATED = "client_created"
    CLIENT_CHANGED = "client_changed"
    CONTACT_FORGOTTEN = "contact_forgotten"
    WORDING_CHANGED = "wording_changed"
    SETTING_CHANGED = "setting_changed"
    AMENDS_PROPOSED = "amends_proposed"
    AMENDS_DECIDED = "amends_decided"
    AMENDS_AGREED = "amends_agreed"
    WARNING_CHANGED = "warning_changed"
    DEPARTURE_TOLD = "departure_told"
    DEPARTURE_FAREWELL = "departure_farewell"
    DEPARTURE_LEAVES = "departure_leaves"
    DEPARTURE_STAYS = "departure_stays"
    DEPARTURE_HANDED = "departure_handed"
    DEPARTURE_CONTACTED = "departure_contacted"
    IMPROVED_WITHDRAWN = "improved_withdrawn"
    SATISFACTION = "satisfaction"
    SATISFACTION_RESTED = "satisfaction_rested"
    REVIEW_WANTED = "review_wanted"
    REVIEW_ASKED = "review_asked"
    REVIEW_HANDED = "review_handed"
    REVIEW_STUCK = "review_stuck"
    REVIEW_OFFERED = "review_offered"
    REVIEW_ANSWERED = "review_answered"
    REVIEW_FINAL = "review_final"


@dataclass(eq=False, kw_only=True)
class Entry:
    """One line of the timeline: who, when, what, before and after. ``who`` None is the bot itself."""

    workspace_id: str
    at: datetime
    kind: EntryKind
    who: str | None
    incident_id: int | None = None
    client_id: int | None = None
    before: dict[str, object] = field(default_factory=dict)
    after: dict[str, object] = field(default_factory=dict)
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database
