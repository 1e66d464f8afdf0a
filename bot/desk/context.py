"""What every use case stands on: the database, the clock, and the firm's policy."""

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.desk.in_force import InForce
from bot.domain.client import Client, Contact
from bot.domain.duty import DEFAULT_REACHABLE, DutyHours
from bot.domain.matrix import DEFAULT_MATRIX, Matrix
from bot.domain.warning import DEFAULT as DEFAULT_LIMITS
from bot.domain.warning import Limits
from bot.domain.working_time import WeeklyHours, WorkingTime
from bot.store import people
from bot.store.database import Database


@dataclass(frozen=True)
class Policy:
    """What the firm has decided; what can be decided at run time is laid over it by ``in_force``."""

    working: WorkingTime
    incidents_channel: str = ""
    admins: tuple[str, ...] = ()
    report_hour: time = time(18, 0)
    matrix: Matrix = field(default_factory=lambda: DEFAULT_MATRIX)
    #: The errors that the firm has declared must never happen.
    never_events: tuple[str, ...] = ()
    #: ISO 4217, and the whole amount in it above which the lead approves what is given to a client.
    currency: str = "EUR"
    approval_limit: int = 500
    #: Backs the owners of clients that name no lead of their own; empty for the first of the admins.
    default_lead: str = ""
    #: Where the weekly digest goes (empty for nowhere), on which day (0 is Monday), at what local hour.
    digest_channel: str = ""
    digest_weekday: int = 0
    digest_hour: time = time(9, 0)
    #: What ``working.closed`` is made of: the place whose holidays count, and the firm's own closures as they are kept.
    holidays: str = ""
    closed_days: tuple[str, ...] = ()
    #: When a client's warning signs amount to smoke, and to fire.
    limits: Limits = DEFAULT_LIMITS

    @property
    def zone(self) -> ZoneInfo:
        return self.working.zone

    @property
    def lead(self) -> str:
        return self.default_lead or (self.admins[0] if self.admins else "")

    @property
    def region(self) -> str:
        """The country for phone numbers without a prefix: that of the holidays, Spain where none is set."""
        return self.holidays.partition("-")[0] or "ES"

    def lead_of(self, client: Client) -> str:
        return client.lead or self.lead

    def contact_hours(self, contact: Contact | None) -> WorkingTime:
        """The hours in which a contact may be called; holidays are for the contact to say, not for us to guess."""
        hours = WeeklyHours.parse(contact.reachable) if contact and contact.reachable else DEFAULT_REACHABLE
        zone = ZoneInfo(contact.zone) if contact and contact.zone else self.zone
        nothing: Container[date] = frozenset()
        return WorkingTime(zone, hours, nothing)


@dataclass(frozen=True)
class Desk:
    """``clock`` answers the present moment (aware UTC); ``default`` is the policy that the environment sets."""

    database: Database
    clock: Callable[[], datetime]
    default: Policy
    in_force: InForce = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "in_force", InForce(self.database, self.default))  # the dataclass is frozen

    @property
    def policy(self) -> Policy:
        """What is in force now: what the workspace has decided, over what the environment says."""
        return self.in_force.policy()

    def now(self) -> datetime:
        return self.clock()

    def hours(self, session: Session, workspace_id: str, owner: str, contact: Contact | None) -> DutyHours:
        """The hours that bind a duty of ``owner`` towards ``contact`` (§4)."""
        person = people.get(session, workspace_id, owner)
        zone = ZoneInfo(person.zone) if person and person.zone else self.policy.zone
        return DutyHours(self.policy.working, self.policy.contact_hours(contact), zone)
