"""What needs somebody at this moment, for the weekly digest: how much there is, and what of it may be named."""

from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.commitment import CommitmentState
from bot.domain.corrective import ActionState
from bot.domain.incident import Incident
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState
from bot.domain.views import Listed, Smoking
from bot.domain.warning import Level, WarningSigns
from bot.store.tables import actions, clients, commitments, incidents, notices, warnings


def promises_still_owed(session: Session, workspace_id: str) -> int:
    """Broken ones that nobody has made good, or given another hour."""
    c = commitments.c
    which = (c.workspace_id == workspace_id, c.state == CommitmentState.BROKEN, c.settled_at.is_(None))
    return session.scalar(select(func.count()).select_from(commitments).where(*which)) or 0


def actions_open(session: Session, workspace_id: str, today: date, until: date) -> tuple[int, int]:
    """How many are past their day, and how many come to it before ``until``."""
    c = actions.c
    overdue = func.count(case((c.due_on < today, 1)))
    row = session.execute(
        select(overdue, func.count()).where(
            c.workspace_id == workspace_id, c.state == ActionState.OPEN, c.due_on < until
        )
    ).one()
    return row[0], row[1] - row[0]


def untold(session: Session, workspace_id: str, now: datetime, limit: int) -> tuple[int, tuple[Listed, ...]]:
    """Incidents that clients should know of by now and do not; those that may be named, the longest overdue first."""
    c = notices.c
    # Whatever waits has an hour: the index of those, not the history of all.
    which = (
        c.workspace_id == workspace_id,
        c.next_at.is_not(None),
        c.state == NoticeState.PENDING,
        c.purpose == Purpose.TELL,
        c.deadline <= now,
    )
    total = session.scalar(select(func.count(c.incident_id.distinct())).where(*which)) or 0
    since = select(c.incident_id, func.min(c.deadline).label("since")).where(*which).group_by(c.incident_id).subquery()
    rows = session.execute(
        select(Incident, Client)
        .join(since, since.c.incident_id == incidents.c.id)
        .join(Client, incidents.c.client_id == clients.c.id)
        .where(incidents.c.private.is_(False))
        .order_by(since.c.since, incidents.c.id)
        .limit(limit)
    )
    return total, tuple(Listed(*row) for row in rows)


def smoking(session: Session, workspace_id: str, limit: int) -> tuple[int, tuple[Smoking, ...]]:
    """Clients who show warning signs, fire first."""
    c = warnings.c
    which = (c.workspace_id == workspace_id, c.level != Level.GREEN)
    total = session.scalar(select(func.count()).select_from(warnings).where(*which)) or 0
    fire_first = case((c.level == Level.FIRE, 0), else_=1)
    rows = session.execute(
        select(Client, WarningSigns)
        .join(WarningSigns, c.client_id == clients.c.id)
        .where(*which)
        .order_by(fire_first, c.since, c.client_id)
        .limit(limit)
    )
    return total, tuple(Smoking(*row) for row in rows)
