"""What needs somebody at this moment, for the weekly digest: how much there is, and what of it may be named."""

from datetime import date, datetime, timedelta

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

#: Nothing that waits has its next hour later than this.
LONGEST_WAIT = timedelta(days=3660)


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
    # Whatever waits has an hour. Taken apart first, by the index of those alone: a database that knows little of its
    # rows would rather go through the history of all.
    waiting = (
        select(c.workspace_id, c.incident_id, c.state, c.purpose, c.deadline)
        .where(c.next_at.is_not(None), c.next_at < now + LONGEST_WAIT)
        .cte("waiting")
        .prefix_with("MATERIALIZED")
    )
    w = waiting.c
    late = (
        select(w.incident_id, func.min(w.deadline).label("since"), func.count().over().label("total"))
        .where(
            w.workspace_id == workspace_id,
            w.state == NoticeState.PENDING,
            w.purpose == Purpose.TELL,
            w.deadline <= now,
        )
        .group_by(w.incident_id)
        .subquery()
    )
    total = session.scalar(select(late.c.total).limit(1)) or 0
    if not total:
        return 0, ()
    rows = session.execute(
        select(Incident, Client)
        .join(late, late.c.incident_id == incidents.c.id)
        .join(Client, incidents.c.client_id == clients.c.id)
        .where(incidents.c.private.is_(False))
        .order_by(late.c.since, incidents.c.id)
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
