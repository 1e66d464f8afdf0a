"""What stands on somebody's own page: what is theirs to do, and, for a lead, what is late in the team."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.incident import Incident
from bot.domain.notice import Notice, NoticeState
from bot.domain.views import Smoking, Waiting
from bot.domain.warning import Level, WarningSigns
from bot.domain.words import Channel
from bot.store.tables import clients, homes, incidents, notices, warnings

_PENDING = notices.c.state == NoticeState.PENDING


def opened(session: Session, workspace_id: str, user: str, now: datetime) -> None:
    """Somebody looks at their page: from now on it is worth drawing anew."""
    insert = (postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert)(homes)
    session.execute(
        insert.values(workspace_id=workspace_id, user=user, opened_at=now).on_conflict_do_update(
            index_elements=["workspace_id", "user"], set_={"opened_at": now}
        )
    )


def has_opened(session: Session, workspace_id: str, user: str) -> bool:
    which = select(homes.c.user).where(homes.c.workspace_id == workspace_id, homes.c.user == user)
    return session.scalar(which) is not None


def duties(session: Session, workspace_id: str, assignee: str, limit: int, offset: int) -> tuple[list[Waiting], int]:
    """What somebody has to tell clients, calls first and then by their hour, and how much there is in all."""
    theirs = (notices.c.workspace_id == workspace_id, notices.c.assignee == assignee, _PENDING, _told_apart())
    calls_first = case((notices.c.channel == Channel.PHONE, 0), else_=1)
    rows = session.execute(
        _waiting(*theirs).order_by(calls_first, notices.c.deadline, notices.c.id).limit(limit).offset(offset)
    )
    total = session.scalar(select(func.count()).select_from(notices).where(*theirs)) or 0
    return [Waiting(*row) for row in rows.all()], total


def late_in_team(
    session: Session, workspace_id: str, lead: str, *, is_fallback: bool, now: datetime, limit: int
) -> tuple[list[Waiting], int]:
    """What others have not told in time the clients that somebody leads, the longest overdue first."""
    led = clients.c.lead == lead
    theirs = (
        notices.c.workspace_id == workspace_id,
        _PENDING,
        notices.c.deadline <= now,
        notices.c.assignee != lead,
        or_(led, clients.c.lead == "") if is_fallback else led,
    )
    query = _waiting(*theirs)
    total = session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    rows = session.execute(query.order_by(notices.c.deadline, notices.c.id).limit(limit))
    return [Waiting(*row) for row in rows.all()], total


def smoking(session: Session, workspace_id: str, user: str, *, is_fallback: bool, limit: int) -> list[Smoking]:
    """Clients of somebody, or that they lead, who show warning signs; fire first."""
    theirs = [clients.c.owner == user, clients.c.lead == user]
    if is_fallback:
        theirs.append(clients.c.lead == "")
    fire_first = case((warnings.c.level == Level.FIRE, 0), else_=1)
    rows = session.execute(
        select(Client, WarningSigns)
        .join(WarningSigns, warnings.c.client_id == clients.c.id)
        .where(clients.c.workspace_id == workspace_id, warnings.c.level != Level.GREEN, or_(*theirs))
        .order_by(fire_first, warnings.c.since, clients.c.id)
        .limit(limit)
    )
    return [Smoking(client, signs) for client, signs in rows.all()]


def _told_apart() -> ColumnElement[bool]:
    # Those of the daily report have their own line: the report, not each of them, is what is to be done.
    return notices.c.channel != Channel.DAILY_REPORT


def _waiting(*which: ColumnElement[bool]) -> Select[Notice, Incident, Client]:
    return (
        select(Notice, Incident, Client)
        .join(Incident, notices.c.incident_id == incidents.c.id)
        .join(Client, notices.c.client_id == clients.c.id)
        .where(*which)
    )
