"""The duty to tell the client, its proof, and what is written to them."""

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text
from sqlalchemy.ext.mutable import MutableList

from bot.domain.client_mail import MailState
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState
from bot.domain.words import Channel, Mood, Severity, Status
from bot.store.tables.columns import due, flag, identity, metadata, moment, ref, user, word, workspace

daily_reports = Table(
    "daily_reports",
    metadata,
    identity(),
    workspace(),
    ref("client_id", "clients.id"),
    user("assignee"),
    Column("day", Date, nullable=False),
    moment("created_at"),
    moment("settled_at", nullable=True),
    user("settled_by", nullable=True),
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
    identity(),
    workspace(),
    ref("incident_id", "incidents.id"),
    ref("client_id", "clients.id"),
    word("purpose", Purpose),
    Column("sequence", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    word("severity", Severity),
    word("status", Status),
    word("channel", Channel),
    Column("contact_id", Integer, nullable=True),
    ref("report_id", "daily_reports.id", nullable=True),
    ref("commitment_id", "commitments.id", nullable=True),
    user("assignee"),
    flag("urgent"),
    moment("prompt_at"),
    moment("deadline"),
    Column("must_say", MutableList.as_mutable(JSON), nullable=False),
    Column("why", MutableList.as_mutable(JSON), nullable=False),
    moment("created_at"),
    word("state", NoticeState),
    Column("rung", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    moment("retry_at", nullable=True),
    moment("next_at", nullable=True),
    moment("settled_at", nullable=True),
    user("settled_by", nullable=True),
    # The same duty is never owed twice: one notice per incident, round and place in its sequence.
    UniqueConstraint("incident_id", "round", "sequence"),
    due("notices"),
    Index(None, "workspace_id", "assignee", "state"),
    Index(None, "workspace_id", "deadline"),
    Index(None, "report_id"),
)

proofs = Table(
    "proofs",
    metadata,
    identity(),
    workspace(),
    Column("notice_id", Integer, ForeignKey("notices.id"), nullable=False, unique=True),
    ref("incident_id", "incidents.id"),
    ref("client_id", "clients.id"),
    user("by"),
    word("channel", Channel),
    Column("spoke_with", String(200), nullable=False),
    moment("told_at"),
    Column("said", Text, nullable=False),
    Column("client_said", Text, nullable=False),
    word("mood", Mood, nullable=True),
    Column("promised", Text, nullable=False),
    moment("promised_for", nullable=True),
    moment("next_touch_at", nullable=True),
    moment("recorded_at"),
    Index(None, "incident_id"),
    Index(None, "workspace_id", "told_at"),
)

client_mails = Table(
    "client_mails",
    metadata,
    identity(),
    workspace(),
    Column("message_id", String(120), nullable=False, unique=True),
    # One e-mail to a duty: what was written is kept, changed and sent in one place.
    Column("notice_id", Integer, ForeignKey("notices.id"), nullable=True, unique=True),
    Column("report_id", Integer, ForeignKey("daily_reports.id"), nullable=True, unique=True),
    user("author"),
    Column("to", String(254), nullable=False),
    Column("to_name", String(200), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("body", Text, nullable=False),
    word("state", MailState),
    moment("changed_at"),
    Column("try_number", Integer, nullable=False),
    Column("problem", String(300), nullable=False),
    moment("sent_at", nullable=True),
)
