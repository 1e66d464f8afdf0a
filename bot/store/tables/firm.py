"""The firm and those it serves: workspaces, people, clients and their contacts, and what the firm has decided."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from bot.domain.words import Address, Channel, Wish
from bot.store.tables.columns import flag, identity, metadata, moment, ref, user, word, workspace

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
    flag("is_admin"),
    flag("is_guest"),
    flag("is_stranger"),
    flag("is_gone"),
    flag("away"),
    moment("seen_at"),
)

clients = Table(
    "clients",
    metadata,
    identity(),
    workspace(),
    Column("name", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    user("owner"),
    user("lead"),
    word("wish", Wish),
    word("preferred", Channel, nullable=True),
    moment("created_at"),
    UniqueConstraint("workspace_id", "key"),
)

contacts = Table(
    "contacts",
    metadata,
    identity(),
    workspace(),
    ref("client_id", "clients.id"),
    Column("name", String(200), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("email", String(254), nullable=False),
    word("address", Address),
    Column("reachable", String(400), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("note", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Index(None, "client_id"),
)

wordings = Table(
    "wordings",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("text", Text, nullable=False),
    user("changed_by"),
    moment("changed_at"),
)

#: What the firm decides at run time, by name; the environment is the default where there is no row.
settings = Table(
    "settings",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("name", String(60), primary_key=True),
    Column("value", JSON, nullable=False),
    user("changed_by"),
    moment("changed_at"),
)

#: Who has ever looked at their own page: only those are worth drawing anew.
homes = Table(
    "homes",
    metadata,
    Column("workspace_id", String(32), primary_key=True),
    Column("user", String(32), primary_key=True),
    moment("opened_at"),
)
