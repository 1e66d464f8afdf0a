"""Everything that was written about a client, text by text, to take a person out of it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, String, Table, Text, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.forgetting import NAMES, Eraser, Known, learn_from
from bot.domain.incident import Entry, EntryKind
from bot.store import tables
from bot.store.types import Word

_OF_CLIENT = (
    tables.proofs,
    tables.commitments,
    tables.actions,
    tables.amends,
    tables.satisfactions,
    tables.departures,
    tables.timeline,
)
#: Short columns that people fill in; the other short ones are ids and words of the domain.
_SHORT = NAMES | {"never_event_name", "problem"}


def learn(session: Session, client_id: int, known: Known) -> None:
    """What else the person was known by, from the records of their client's profile, the latest first."""
    kinds = (EntryKind.CLIENT_CHANGED, EntryKind.CLIENT_CREATED)
    query = select(Entry).where(tables.timeline.c.client_id == client_id, tables.timeline.c.kind.in_(kinds))
    for entry in session.scalars(query.order_by(tables.timeline.c.id.desc())):
        learn_from(known, entry.before, entry.after)


def erase(session: Session, client_id: int, eraser: Eraser) -> None:
    """Takes the person out of all that was written about this client."""
    of_client = select(tables.incidents.c.id).where(tables.incidents.c.client_id == client_id)
    _clean(session, tables.incidents, tables.incidents.c.client_id == client_id, eraser)
    for table in _OF_CLIENT:
        which = table.c.client_id == client_id
        if "incident_id" in table.c:
            which = or_(which, table.c.incident_id.in_(of_client))
        _clean(session, table, which, eraser)
    _clean(session, tables.reviews, tables.reviews.c.incident_id.in_(of_client), eraser)
    reviews = select(tables.reviews.c.id).where(tables.reviews.c.incident_id.in_(of_client))
    _clean(session, tables.review_comments, tables.review_comments.c.review_id.in_(reviews), eraser)


def mails(session: Session, client_id: int) -> Iterator[dict[str, Any]]:
    """The letters to anybody at this client, as rows."""
    notices = select(tables.notices.c.id).where(tables.notices.c.client_id == client_id)
    reports = select(tables.daily_reports.c.id).where(tables.daily_reports.c.client_id == client_id)
    letter = tables.client_mails
    which = or_(letter.c.notice_id.in_(notices), letter.c.report_id.in_(reports))
    for row in session.execute(select(letter).where(which).with_for_update()).mappings():
        yield dict(row)


def rewrite(session: Session, mail_id: int, **values: str) -> None:
    session.execute(update(tables.client_mails).where(tables.client_mails.c.id == mail_id).values(**values))


def _clean(session: Session, table: Table, which: Any, eraser: Eraser) -> None:
    """Rewrites the texts of these rows where the person stands in them."""
    typed = [column for column in table.columns if _is_typed(column)]
    keys = list(table.primary_key.columns)
    rows = session.execute(select(*keys, *typed).where(which)).mappings().all()
    for row in rows:
        cleaned = {column.name: eraser.record(row[column.name], column.name) for column in typed}
        changed = {name: value for name, value in cleaned.items() if value != row[name]}
        if changed:
            same = [key == row[key.name] for key in keys]
            session.execute(update(table).where(*same).values(**changed))


def _is_typed(column: Column[Any]) -> bool:
    if isinstance(column.type, Word):
        return False
    if isinstance(column.type, JSON | Text):
        return True
    return isinstance(column.type, String) and column.name in _SHORT
