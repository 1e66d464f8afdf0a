"""Everything there is, to be taken out (domain.md §8: by admins only, private incidents included)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.desk.choices import require_admin
from bot.desk.context import Desk
from bot.domain.permissions import Actor
from bot.store import everything


@dataclass(frozen=True)
class Dataset:
    """One kind of thing: its name, its columns, and its rows, which can be gone through once."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Mapping[str, Any]]


def allow(actor: Actor) -> None:
    """Raises Refused where the actor may not take everything out."""
    require_admin(actor)


@contextmanager
def everything_of(desk: Desk, workspace_id: str) -> Iterator[Iterator[Dataset]]:
    """All that a workspace has, as it stood at one moment; each to be read before the next."""
    with desk.database.read() as session:
        if not desk.database.is_sqlite:
            # One moment for all tables, so that no row points at one that is not there. SQLite does so by itself.
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield (
            Dataset(table.name, everything.columns(table), everything.rows(session, table, workspace_id))
            for table in everything.TABLES
        )
