"""Commitments: rows in, domain objects out; and how often promises were kept."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.client import Client, key_of
from bot.domain.commitment import Commitment, CommitmentState, TrackRecord
from bot.domain.incident import Incident
from bot.domain.permissions import Actor
from bot.domain.views import Owed
from bot.domain.words import Status
from bot.store import seen
from bot.store.tables import clients, commitments, incidents


def get(session: Session, workspace_id: str, commitment_id: int, *, lock: bool = False) -> Commitment | None:
    query = select(Commitment).where(commitments.c.workspace_id == workspace_id, commitments.c.id == commitment_id)
    return session.scalar(query.with_for_update() if lock else query)


def of_incident(session: Session, incident_id: int) -> list[Commitment]:
    """All that was promised about an incident, by hour."""
    return list(
        session.scalars(
            select(Commitment).where(commitments.c.incident_id == incident_id).order_by(commitments.c.due_at)
        )
    )


def moved_to(session: Session, commitment_id: int) -> Commitment | None:
    """The commitment that gave this one a new hour, if any."""
    return session.scalar(select(Commitment).where(commitments.c.replaces_id == commitment_id))


def record(
    session: Session, workspace_id: str, *, client_id: int | None = None, owner: str | None = None
) -> TrackRecord:
    """Kept and broken, to one client or by one owner."""
    which: list[ColumnElement[bool]] = [commitments.c.workspace_id == workspace_id]
    if client_id is not None:
        which.append(commitments.c.client_id == client_id)
    if owner is not None:
        which.append(commitments.c.owner == owner)
    settled = (CommitmentState.KEPT, CommitmentState.BROKEN)
    rows = session.execute(
        select(commitments.c.state, func.count())
        .where(*which, commitments.c.state.in_(settled))
        .group_by(commitments.c.state)
    )
    counts = {CommitmentState(state): count for state, count in rows.all()}
    return TrackRecord(counts.get(CommitmentState.KEPT, 0), counts.get(CommitmentState.BROKEN, 0))


def owed(
    session: Session,
    actor: Actor,
    fallback_lead: str,
    *,
    owner: str | None,
    client_id: int | None,
    limit: int,
    offset: int,
) -> tuple[list[Owed], int]:
    """What is still owed and the actor may see, the next hour first, and how many there are."""
    query = (
        select(Commitment, Client, Incident)
        .join(Client, commitments.c.client_id == clients.c.id)
        .outerjoin(Incident, commitments.c.incident_id == incidents.c.id)
        .where(
            commitments.c.workspace_id == actor.workspace_id,
            commitments.c.settled_at.is_(None),
            or_(commitments.c.incident_id.is_(None), commitments.c.owner == actor.user, seen.by(actor, fallback_lead)),
        )
    )
    if owner is not None:
        query = query.where(commitments.c.owner == owner)
    if client_id is not None:
        query = query.where(commitments.c.client_id == client_id)
    total = session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    rows = session.execute(query.order_by(commitments.c.due_at, commitments.c.id).limit(limit).offset(offset))
    return [Owed(*row) for row in rows.all()], total


def may_be_about(
    session: Session, actor: Actor, fallback_lead: str, typed: str, limit: int
) -> list[tuple[Incident, Client]]:
    """Open incidents the actor may see whose number or client is what somebody is typing, newest first."""
    query = (
        select(Incident, Client)
        .join(Client, incidents.c.client_id == clients.c.id)
        .where(
            incidents.c.workspace_id == actor.workspace_id,
            incidents.c.status != Status.CLOSED,
            seen.by(actor, fallback_lead),
        )
    )
    digits = "".join(char for char in typed if char.isdecimal())[:9]
    named = clients.c.key.contains(key_of(typed), autoescape=True)
    query = query.where(or_(named, incidents.c.number == int(digits)) if digits else named)
    rows = session.execute(query.order_by(incidents.c.number.desc()).limit(limit))
    return [(incident, client) for incident, client in rows.all()]
