"""Departures of clients: rows in, domain objects out."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.domain.departure import Departure
from bot.store.tables import clients, commitments, departures


def get(session: Session, workspace_id: str, departure_id: int, *, lock: bool = False) -> Departure | None:
    query = select(Departure).where(departures.c.workspace_id == workspace_id, departures.c.id == departure_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True) if lock else query)


def last_of_client(session: Session, workspace_id: str, client_id: int, *, lock: bool = False) -> Departure | None:
    """The last one of a client. Locked with its client, so that two people who tell of one stand in line."""
    if lock:
        session.execute(select(clients.c.id).where(clients.c.id == client_id).with_for_update())
    which = (departures.c.workspace_id == workspace_id, departures.c.client_id == client_id)
    return session.scalar(select(Departure).where(*which).order_by(departures.c.id.desc()).limit(1))


def promised_since(session: Session, workspace_id: str, client_id: int, since: datetime) -> int:
    """How many promises the client has been given since a moment."""
    c = commitments.c
    which = (c.workspace_id == workspace_id, c.client_id == client_id, c.made_at >= since)
    return session.scalar(select(func.count()).select_from(commitments).where(*which)) or 0
