"""Incidents and what hangs on them: rows in, domain objects out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.incident import Entry, EntryKind, Incident
from bot.domain.notice import Notice
from bot.store.tables import incidents, notices, timeline, workspaces


def next_number(session: Session, workspace_id: str) -> int:
    """The next number of this workspace; the row lock makes it unique however many report at once."""
    dialect = session.get_bind().dialect.name
    insert = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(workspaces)
    statement = (
        insert.values(id=workspace_id, last_number=1)
        .on_conflict_do_update(index_elements=["id"], set_={"last_number": workspaces.c.last_number + 1})
        .returning(workspaces.c.last_number)
    )
    return int(session.execute(statement).scalar_one())


def by_origin(session: Session, workspace_id: str, origin: str) -> Incident | None:
    """The incident that this very form already became: a form sent twice is one report."""
    return session.scalar(
        select(Incident).where(incidents.c.workspace_id == workspace_id, incidents.c.origin == origin)
    )


def get(session: Session, workspace_id: str, incident_id: int, *, lock: bool = False) -> Incident | None:
    query = select(Incident).where(incidents.c.workspace_id == workspace_id, incidents.c.id == incident_id)
    # NO KEY UPDATE: whoever only hangs a row on this incident (a reminder, an entry) does not wait for it.
    return session.scalar(query.with_for_update(key_share=True) if lock else query)


def by_number(session: Session, workspace_id: str, number: int) -> Incident | None:
    return session.scalar(
        select(Incident).where(incidents.c.workspace_id == workspace_id, incidents.c.number == number)
    )


def recent_of_client(session: Session, client_id: int, since: datetime) -> Sequence[Incident]:
    return session.scalars(
        select(Incident)
        .where(incidents.c.client_id == client_id, incidents.c.created_at >= since)
        .order_by(incidents.c.number.desc())
    ).all()


def incident_id_of_notice(session: Session, workspace_id: str, notice_id: int) -> int | None:
    return session.scalar(
        select(notices.c.incident_id).where(notices.c.workspace_id == workspace_id, notices.c.id == notice_id)
    )


def notice(session: Session, notice_id: int, *, lock: bool = False) -> Notice | None:
    query = select(Notice).where(notices.c.id == notice_id)
    return session.scalar(query.with_for_update() if lock else query)


def notices_of(session: Session, incident_id: int) -> list[Notice]:
    return list(session.scalars(select(Notice).where(notices.c.incident_id == incident_id).order_by(notices.c.id)))


def timeline_of(session: Session, incident_id: int, limit: int = 200) -> list[Entry]:
    """The latest lines of an incident's timeline, in the order in which they came."""
    latest = select(Entry).where(timeline.c.incident_id == incident_id).order_by(timeline.c.id.desc()).limit(limit)
    return list(session.scalars(latest))[::-1]


def latest(session: Session, incident_id: int, kind: EntryKind) -> Entry | None:
    """The last time that this happened to an incident."""
    query = select(Entry).where(timeline.c.incident_id == incident_id, timeline.c.kind == kind)
    return session.scalar(query.order_by(timeline.c.id.desc()).limit(1))


def of_client(session: Session, client_id: int) -> Sequence[Incident]:
    return session.scalars(select(Incident).where(incidents.c.client_id == client_id)).all()


def forgotten(session: Session, client_id: int, contact_id: int) -> Entry | None:
    """The deletion of this person's data, where there was one."""
    query = select(Entry).where(timeline.c.client_id == client_id, timeline.c.kind == EntryKind.CONTACT_FORGOTTEN)
    return next((one for one in session.scalars(query) if one.after.get("contact_id") == contact_id), None)


def entry(session: Session, entry_id: int) -> Entry | None:
    return session.get(Entry, entry_id)


def set_card(session: Session, incident_id: int, channel: str, ts: str) -> None:
    session.execute(update(incidents).where(incidents.c.id == incident_id).values(card_channel=channel, card_ts=ts))


def workspace_ids(session: Session) -> list[str]:
    """The workspaces that have anything in this database, two at most."""
    return list(session.scalars(select(workspaces.c.id).limit(2)))
