"""Incidents found by their words and by what they are, only those that somebody may see (domain.md §8).

The words are looked up by the database's own full text: FTS5 on SQLite, a GIN index on PostgreSQL
(migrations/versions/0003). Both stand on ``incidents.search``, which the desk keeps
(``bot.domain.finding.searchable``).
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, literal_column, or_, select, text
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.finding import MOST_WORDS, Search, Shown, searchable
from bot.domain.incident import Incident
from bot.domain.permissions import Actor
from bot.domain.views import Listed
from bot.domain.words import Severity, Status
from bot.store import seen
from bot.store.tables import clients, incidents

#: A word as short as this is looked for whole, unless it is the last, which may still be being typed.
_SHORT = 3


def find(
    session: Session, actor: Actor, fallback_lead: str, asked: Search, zone: ZoneInfo, limit: int, offset: int
) -> tuple[list[Listed], int]:
    """One page, newest first, and how many there are; both count only what the actor may see (§8)."""
    base = (
        select(Incident, Client)
        .join(Client, incidents.c.client_id == clients.c.id)
        .where(
            incidents.c.workspace_id == actor.workspace_id,
            seen.by(actor, fallback_lead),
            *_conditions(session, asked, zone),
        )
    )
    total = session.scalar(base.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    rows = session.execute(base.order_by(incidents.c.number.desc()).limit(limit).offset(offset))
    return [Listed(incident, client) for incident, client in rows.all()], total


def rename(session: Session, client: Client) -> None:
    """The client has another name: its incidents are found by that one."""
    for incident in session.scalars(select(Incident).where(incidents.c.client_id == client.id)):
        incident.search = searchable(incident.text, incident.measures, client.name)


def _conditions(session: Session, asked: Search, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.words:
        found.append(_has_words(session, asked.words))
    if asked.shown is Shown.OPEN:
        found.append(incidents.c.status != Status.CLOSED)
    elif asked.shown is not Shown.ALL:
        found.append(incidents.c.status == Status(asked.shown))
    if asked.severity is not None:
        # As it is shown: whoever cannot work, and a never event, are importante whatever was said.
        major = or_(
            incidents.c.severity == Severity.MAJOR, incidents.c.cannot_work.is_(True), incidents.c.never_event.is_(True)
        )
        found.append(major if asked.severity is Severity.MAJOR else ~major)
    if asked.owners:
        found.append(incidents.c.owner.in_(asked.owners))
    if asked.client_id is not None:
        found.append(incidents.c.client_id == asked.client_id)
    if asked.since is not None:
        found.append(incidents.c.created_at >= datetime.combine(asked.since, time(), zone))
    if asked.until is not None:
        found.append(incidents.c.created_at < datetime.combine(asked.until + timedelta(days=1), time(), zone))
    return found


def _has_words(session: Session, typed: str) -> ColumnElement[bool]:
    """Every word must be there; a word also finds the longer ones that it begins."""
    words = searchable(typed).split()[:MOST_WORDS]
    if not words:
        return literal_column("1") == 0  # only signs were typed: nothing holds them
    begins = [len(word) > _SHORT or place == len(words) - 1 for place, word in enumerate(words)]
    if session.get_bind().dialect.name == "postgresql":
        query = " & ".join(f"'{word}'{':*' if may else ''}" for word, may in zip(words, begins, strict=True))
        return func.to_tsvector(literal_column("'simple'"), incidents.c.search).bool_op("@@")(
            func.to_tsquery(literal_column("'simple'"), query)
        )
    query = " ".join(f'"{word}"{"*" if may else ""}' for word, may in zip(words, begins, strict=True))
    found = text("SELECT rowid FROM incidents_search WHERE incidents_search MATCH :words").bindparams(words=query)
    return incidents.c.id.in_(found.columns(incidents.c.id))
