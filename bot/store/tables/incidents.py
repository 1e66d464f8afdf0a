"""Incidents and their timeline, to which lines are only ever added."""

from sqlalchemy import JSON, Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text
from sqlalchemy.ext.mutable import MutableDict

from bot.domain.incident import EntryKind
from bot.domain.words import Awareness, Responsibility, Severity, Status
from bot.store.tables.columns import flag, identity, metadata, moment, ref, user, word, workspace

incidents = Table(
    "incidents",
    metadata,
    identity(),
    workspace(),
    Column("number", Integer, nullable=False),
    ref("client_id", "clients.id"),
    Column("text", Text, nullable=False),
    word("severity", Severity),
    word("status", Status),
    user("owner"),
    user("reporter"),
    moment("created_at"),
    Column("origin", String(64), nullable=False),
    flag("hard"),
    flag("cannot_work"),
    flag("never_event"),
    Column("never_event_name", String(200), nullable=False),
    word("awareness", Awareness),
    word("responsibility", Responsibility),
    Column("measures", Text, nullable=False),
    Column("search", Text, nullable=False),
    moment("promised_for", nullable=True),
    flag("private"),
    Column("no_prevention_reason", Text, nullable=False),
    Column("review_wanted", Boolean, nullable=False),
    Column("round", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    user("lead_confirmed_by", nullable=True),
    moment("lead_confirmed_at", nullable=True),
    moment("resolved_at", nullable=True),
    moment("closed_at", nullable=True),
    user("card_channel", nullable=True),
    Column("card_ts", String(32), nullable=True),
    UniqueConstraint("workspace_id", "number"),
    UniqueConstraint("workspace_id", "origin"),
    Index(None, "workspace_id", "client_id", "created_at"),
    Index(None, "workspace_id", "created_at"),
    Index(None, "workspace_id", "owner", "status"),
    Index(None, "workspace_id", "status", "number"),
)

timeline = Table(
    "timeline",
    metadata,
    identity(),
    workspace(),
    moment("at"),
    word("kind", EntryKind),
    user("who", nullable=True),
    ref("incident_id", "incidents.id", nullable=True),
    ref("client_id", "clients.id", nullable=True),
    Column("before", MutableDict.as_mutable(JSON), nullable=False),
    Column("after", MutableDict.as_mutable(JSON), nullable=False),
    Index(None, "incident_id"),
    Index(None, "client_id"),
    # A failed action is open again: that it failed stands here alone, and in few of very many lines.
    Index(
        "ix_timeline_action_failed",
        "workspace_id",
        "at",
        sqlite_where=text("kind = 'action_failed'"),
        postgresql_where=text("kind = 'action_failed'"),
    ),
)
