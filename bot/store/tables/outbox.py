"""What is owed to be said."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, UniqueConstraint, text
from sqlalchemy.ext.mutable import MutableDict

from bot.domain.delivery import DeliveryKind, DeliveryState
from bot.store.tables.columns import flag, identity, metadata, moment, ref, user, word, workspace

deliveries = Table(
    "deliveries",
    metadata,
    identity(),
    workspace(),
    word("kind", DeliveryKind),
    Column("key", String(120), nullable=False),
    user("recipient"),
    moment("due_at"),
    Column("payload", MutableDict.as_mutable(JSON), nullable=False),
    ref("incident_id", "incidents.id", nullable=True),
    ref("notice_id", "notices.id", nullable=True),
    Column("priority", Integer, nullable=False),
    moment("not_before"),
    word("state", DeliveryState),
    Column("token", String(32), nullable=False, unique=True),
    flag("unsure"),
    Column("attempts", Integer, nullable=False),
    moment("first_attempt_at", nullable=True),
    moment("claimed_until", nullable=True),
    moment("sent_at", nullable=True),
    user("sent_channel", nullable=True),
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
