"""Clients who may leave, and those who do."""

from sqlalchemy import JSON, Boolean, Column, Index, Table, Text
from sqlalchemy.ext.mutable import MutableList

from bot.domain.warning import Level
from bot.store.tables.columns import due, flag, identity, metadata, moment, ref, user, word, workspace

departures = Table(
    "departures",
    metadata,
    identity(),
    workspace(),
    ref("client_id", "clients.id"),
    user("owner"),
    user("told_by"),
    moment("told_at"),
    Column("reasons", Text, nullable=False),
    Column("processes", Text, nullable=False),
    Column("departments", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("for_management", Text, nullable=False),
    flag("wants_to_talk"),
    flag("second_chance"),
    Column("may_contact_again", Boolean, nullable=False),
    moment("farewell_at", nullable=True),
    user("farewell_by", nullable=True),
    moment("stays_at", nullable=True),
    user("stays_by", nullable=True),
    moment("next_at", nullable=True),
    moment("contacted_again_at", nullable=True),
    user("contacted_again_by", nullable=True),
    Column("client_said", Text, nullable=False),
    Index(None, "workspace_id", "client_id"),
    due("departures"),
)

warnings = Table(
    "warnings",
    metadata,
    workspace(primary_key=True),
    ref("client_id", "clients.id", primary_key=True),
    word("level", Level),
    moment("since"),
    moment("next_at", nullable=True),
    Column("reasons", MutableList.as_mutable(JSON), nullable=False),
    due("warnings"),
)
