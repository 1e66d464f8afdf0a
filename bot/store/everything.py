"""Everything a workspace has, table by table, a row at a time: however much there is, little of it is in memory."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from bot.store import tables

#: In the order in which somebody would read them.
TABLES: tuple[Table, ...] = (
    tables.clients,
    tables.contacts,
    tables.incidents,
    tables.notices,
    tables.proofs,
    tables.client_mails,
    tables.daily_reports,
    tables.commitments,
    tables.actions,
    tables.reviews,
    tables.review_comments,
    tables.amends,
    tables.satisfactions,
    tables.departures,
    tables.warnings,
    tables.timeline,
    tables.people,
    tables.settings,
    tables.wordings,
)
#: What only the bot itself can use: what waits to be sent, who has opened their page, the counter of numbers.
LEFT_OUT = frozenset({"deliveries", "homes", "workspaces"})
#: Columns made out of others.
_DERIVED = {"search"}
_AT_ONCE = 500


def columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.name not in _DERIVED)


def rows(session: Session, table: Table, workspace_id: str) -> Iterator[Mapping[str, Any]]:
    """The rows of one table in the order in which they were made, as the domain knows their values."""
    wanted = [table.c[name] for name in columns(table)]
    query = select(*wanted).where(table.c.workspace_id == workspace_id).order_by(*table.primary_key.columns)
    found = session.execute(query, execution_options={"yield_per": _AT_ONCE})
    for row in found.mappings():
        yield dict(row)
