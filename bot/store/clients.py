"""Clients and their contacts: rows in, domain objects out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import QueryableAttribute, Session, joinedload

from bot.domain.client import Client, key_of
from bot.store.tables import clients, incidents

#: One question instead of two, where it is about one client.
_WITH_CONTACTS = joinedload(cast(QueryableAttribute[Any], Client.contacts))


def get(session: Session, workspace_id: str, client_id: int) -> Client | None:
    query = select(Client).where(clients.c.workspace_id == workspace_id, clients.c.id == client_id)
    return session.scalars(query.options(_WITH_CONTACTS)).unique().one_or_none()


def by_name(session: Session, workspace_id: str, name: str) -> Client | None:
    """The client of exactly this name; accents and case aside."""
    return session.scalar(select(Client).where(clients.c.workspace_id == workspace_id, clients.c.key == key_of(name)))


def matching(session: Session, workspace_id: str, words: str, limit: int, offset: int = 0) -> Sequence[Client]:
    """Clients whose name contains ``words``, those that begin with them first."""
    key = key_of(words)
    name = clients.c.key
    return session.scalars(
        select(Client)
        .where(clients.c.workspace_id == workspace_id, name.contains(key, autoescape=True))
        .order_by(name.startswith(key, autoescape=True).desc(), name)
        .limit(limit)
        .offset(offset)
    ).all()


def names(session: Session, workspace_id: str) -> Sequence[str]:
    return session.scalars(select(clients.c.name).where(clients.c.workspace_id == workspace_id)).all()


def count(session: Session, workspace_id: str, words: str = "") -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(clients)
            .where(clients.c.workspace_id == workspace_id, clients.c.key.contains(key_of(words), autoescape=True))
        )
        or 0
    )


def reports_since(session: Session, client_id: int, since: datetime) -> Sequence[str]:
    """The texts of a client's incidents since a moment, to see whether one keeps coming back (§2)."""
    return session.scalars(
        select(incidents.c.text).where(incidents.c.client_id == client_id, incidents.c.created_at >= since)
    ).all()
