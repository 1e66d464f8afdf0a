"""What has an hour: rows with a ``next_at``, the longest due first."""

from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, Table, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")


def next_at(session: Session, tables: tuple[Table, ...]) -> list[datetime | None]:
    """The earliest hour of each table (aware UTC), None where nothing waits; all of them in one question."""
    return list(session.execute(_earliest(tables)).one())


@cache
def _earliest(tables: tuple[Table, ...]) -> Select[Any]:
    hours = (table.c.next_at for table in tables)
    return select(*(select(func.min(hour)).where(hour.is_not(None)).scalar_subquery() for hour in hours))


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
