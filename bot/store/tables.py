"""The tables, and which domain object each row becomes.

Every table carries its workspace: several Slack workspaces share one database. "Never twice" is a unique
constraint here, not a check in code. Moments are stored as UTC.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import registry, relationship

from bot.domain.client import Client, Contact
from bot.domain.client_mail import ClientMail, MailState
from bot.domain.daily import DailyReport
from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from bot.domain.incident import Commitment, CommitmentState, Entry, EntryKind, Incident
from bot.domain.matrix import Purpose
from bot.domain.notice import Notice, NoticeState, Proof
from bot.domain.people import Person
from bot.domain.words import Address, Awareness, Channel, Mood, Responsibility, Severity, Status, Wish
from bot.store.types import Moment, Word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _workspace() -> Column[str]:
    return Column("workspace_id", String(32), nullable=False)


def _ref(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=nullable)


def _user(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(32), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Moment, nullable=nullable)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _word(name: str, words: type[StrEnum], *, nullable: bool = False) -> Column[Any]:
    return Column(name, Word(words), nullable=nullable)


workspaces = Table(
    "workspaces",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("last_number", Integer, nullable=False, server_default=text("0")),
)

people = Table(
    "people",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False),
    Column("zone", String(64), nullable=False),
    _flag("is_admin"),
    _flag("is_guest"),
    _flag("is_stranger"),
    _flag("is_gone"),
    _flag("away"),
    _moment("seen_at"),
)

clients = Table(
    "clients",
    metadata,
    _id(),
    _workspace(),
    Column("name", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    _user("owner"),
    _user("lead"),
    _word("wish", Wish),
    _word("preferred", Channel, nullable=True),
    _moment("created_at"),
    UniqueConstraint("workspace_id", "key"),
)

contacts = Table(
    "contacts",
    metadata,
    _id(),
    _workspace(),
    _ref("client_id", "clients.id"),
    Column("name", String(200), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("email", String(254), nullable=False),
    _word("address", Address),
    Column("reachable", String(400), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Index(None, "client_id"),
)

incidents = Table(
    "incidents",
    metadata,
    _id(),
    _workspace(),
    Column("number", Integer, nullable=False),
    _ref("client_id", "clients.id"),
    Column("text", Text, nullable=False),
    _word("severity", Severity),
    _word("status", Status),
    _user("owner"),
    _user("reporter"),
    _moment("created_at"),
    Column("origin", String(64), nullable=False),
    _flag("hard"),
    _flag("cannot_work"),
    _flag("never_event"),
    _word("awareness", Awareness),
    _word("responsibility", Responsibility),
    Column("measures", Text, nullable=False),
    _moment("promised_for", nullable=True),
    _flag("private"),
    Column("round", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    _user("lead_confirmed_by", nullable=True),
    _moment("lead_confirmed_at", nullable=True),
    _moment("resolved_at", nullable=True),
    _moment("closed_at", nullable=True),
    _user("card_channel", nullable=True),
    Column("card_ts", String(32), nullable=True),
    UniqueConstraint("workspace_id", "number"),
    UniqueConstraint("workspace_id", "origin"),
    Index(None, "workspace_id", "client_id", "created_at"),
    Index(None, "workspace_id", "owner", "status"),
    Index(None, "workspace_id", "status", "number"),
)

daily_reports = Table(
    "daily_reports",
    metadata,
    _id(),
    _workspace(),
    _ref("client_id", "clients.id"),
    _user("assignee"),
    Column("day", Date, nullable=False),
    _moment("created_at"),
    _moment("settled_at", nullable=True),
    _user("settled_by", nullable=True),
    # One open report to a client by an owner: whatever comes meanwhile goes into it.
    Index(
        "ix_daily_reports_open",
        "workspace_id",
        "client_id",
        "assignee",
        unique=True,
        sqlite_where=text("settled_at IS NULL"),
        postgresql_where=text("settled_at IS NULL"),
    ),
)

notices = Table(
    "notices",
    metadata,
    _id(),
    _workspace(),
    _ref("incident_id", "incidents.id"),
    _ref("client_id", "clients.id"),
    _word("purpose", Purpose),
    Column("sequence", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    _word("severity", Severity),
    _word("status", Status),
    _word("channel", Channel),
    Column("contact_id", Integer, nullable=True),
    _ref("report_id", "daily_reports.id", nullable=True),
    _user("assignee"),
    _flag("urgent"),
    _moment("prompt_at"),
    _moment("deadline"),
    Column("must_say", MutableList.as_mutable(JSON), nullable=False),
    Column("why", MutableList.as_mutable(JSON), nullable=False),
    _moment("created_at"),
    _word("state", NoticeState),
    Column("rung", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    _moment("retry_at", nullable=True),
    _moment("next_at", nullable=True),
    _moment("settled_at", nullable=True),
    _user("settled_by", nullable=True),
    # The same duty is never owed twice: one notice per incident, round and place in its sequence.
    UniqueConstraint("incident_id", "round", "sequence"),
    # What the tick asks: only the open ones stand in this index, so a tick costs what is due, not what is open.
    Index(
        "ix_notices_due",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
    Index(None, "workspace_id", "assignee", "state"),
    Index(None, "report_id"),
)

proofs = Table(
    "proofs",
    metadata,
    _id(),
    _workspace(),
    Column("notice_id", Integer, ForeignKey("notices.id"), nullable=False, unique=True),
    _ref("incident_id", "incidents.id"),
    _ref("client_id", "clients.id"),
    _user("by"),
    _word("channel", Channel),
    Column("spoke_with", String(200), nullable=False),
    _moment("told_at"),
    Column("said", Text, nullable=False),
    Column("client_said", Text, nullable=False),
    _word("mood", Mood, nullable=True),
    Column("promised", Text, nullable=False),
    _moment("promised_for", nullable=True),
    _moment("next_touch_at", nullable=True),
    _moment("recorded_at"),
    Index(None, "incident_id"),
)

wordings = Table(
    "wordings",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("text", Text, nullable=False),
    _user("changed_by"),
    _moment("changed_at"),
)

client_mails = Table(
    "client_mails",
    metadata,
    _id(),
    _workspace(),
    Column("message_id", String(120), nullable=False, unique=True),
    # One e-mail to a duty: what was written is kept, changed and sent in one place.
    Column("notice_id", Integer, ForeignKey("notices.id"), nullable=True, unique=True),
    Column("report_id", Integer, ForeignKey("daily_reports.id"), nullable=True, unique=True),
    _user("author"),
    Column("to", String(254), nullable=False),
    Column("to_name", String(200), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("body", Text, nullable=False),
    _word("state", MailState),
    _moment("changed_at"),
    Column("try_number", Integer, nullable=False),
    Column("problem", String(300), nullable=False),
    _moment("sent_at", nullable=True),
)

commitments = Table(
    "commitments",
    metadata,
    _id(),
    _workspace(),
    _ref("incident_id", "incidents.id"),
    _ref("client_id", "clients.id"),
    _user("owner"),
    Column("what", Text, nullable=False),
    _moment("due_at"),
    _moment("made_at"),
    _word("state", CommitmentState),
    _moment("settled_at", nullable=True),
    _user("settled_by", nullable=True),
    Index(None, "incident_id"),
)

timeline = Table(
    "timeline",
    metadata,
    _id(),
    _workspace(),
    _moment("at"),
    _word("kind", EntryKind),
    _user("who", nullable=True),
    _ref("incident_id", "incidents.id", nullable=True),
    _ref("client_id", "clients.id", nullable=True),
    Column("before", MutableDict.as_mutable(JSON), nullable=False),
    Column("after", MutableDict.as_mutable(JSON), nullable=False),
    Index(None, "incident_id"),
    Index(None, "client_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _workspace(),
    _word("kind", DeliveryKind),
    Column("key", String(120), nullable=False),
    _user("recipient"),
    _moment("due_at"),
    Column("payload", MutableDict.as_mutable(JSON), nullable=False),
    _ref("incident_id", "incidents.id", nullable=True),
    _ref("notice_id", "notices.id", nullable=True),
    Column("priority", Integer, nullable=False),
    _moment("not_before"),
    _word("state", DeliveryState),
    Column("token", String(32), nullable=False, unique=True),
    _flag("unsure"),
    Column("attempts", Integer, nullable=False),
    _moment("first_attempt_at", nullable=True),
    _moment("claimed_until", nullable=True),
    _moment("sent_at", nullable=True),
    _user("sent_channel", nullable=True),
    Column("sent_ts", String(32), nullable=True),
    Column("error", String(300), nullable=True),
    UniqueConstraint("workspace_id", "key"),
    Index(
        "ix_deliveries_waiting",
        "priority",
        "not_before",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(None, "notice_id"),
)


def map_domain() -> registry:
    """Teaches SQLAlchemy which row becomes which object. Called once, when this module is first imported."""
    mapping = registry(metadata=metadata)
    mapping.map_imperatively(Person, people)
    mapping.map_imperatively(Contact, contacts)
    mapping.map_imperatively(
        Client,
        clients,
        properties={
            "contacts": relationship(
                Contact, order_by=contacts.c.position, lazy="selectin", cascade="all, delete-orphan"
            )
        },
    )
    for domain_class, table in (
        (Incident, incidents),
        (DailyReport, daily_reports),
        (ClientMail, client_mails),
        (Notice, notices),
        (Proof, proofs),
        (Commitment, commitments),
        (Entry, timeline),
        (Delivery, deliveries),
    ):
        mapping.map_imperatively(domain_class, table)
    return mapping


mapping = map_domain()
