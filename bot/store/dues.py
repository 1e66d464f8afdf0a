"""What has an hour: rows with a ``next_at``, the longest due first."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")


def next_at(session: Session, table: Table) -> datetime | None:
    """The earliest hour in the table (aware UTC), or None when nothing waits."""
    found: datetime | None = session.scalar(select(func.min(table.c.next_at)).where(table.c.next_at.is_not(None)))
    return found


def due(session: Session, kind: type[Row], table: Table, now: datetime, limit: int) -> list[Row]:
    """Rows whose hour has come; each to one caller at a time."""
    return list(
        session.scalars(
            select(kind)
            .where(table.c.next_at <= now)
            .order_by(table.c.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
    )
