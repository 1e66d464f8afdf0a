"""What each workspace has decided for itself: one row to a name, over what the environment says."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.choices import Kept, Value
from bot.domain.incident import Entry, EntryKind
from bot.store.tables import settings, timeline

#: A change further back than so many others is not looked for: it is history, and not to be undone by a press.
RECENT = 100


def everybody_s(session: Session) -> dict[str, dict[str, Value]]:
    """By workspace, then by name: all there is, which is little."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for workspace_id, name, value in session.execute(
        select(settings.c.workspace_id, settings.c.name, settings.c.value)
    ):
        found[str(workspace_id)][str(name)] = value
    return dict(found)


def of(session: Session, workspace_id: str, *, lock: bool = False) -> dict[str, Value]:
    query = select(settings.c.name, settings.c.value).where(settings.c.workspace_id == workspace_id)
    return {str(name): value for name, value in session.execute(query.with_for_update() if lock else query)}


def put(session: Session, workspace_id: str, name: str, value: Kept, who: str, now: datetime) -> None:
    """Decides; None goes back to what the environment says."""
    if value is None:
        session.execute(delete(settings).where(settings.c.workspace_id == workspace_id, settings.c.name == name))
        return
    row = {"value": value, "changed_by": who, "changed_at": now}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        insert(settings)
        .values(workspace_id=workspace_id, name=name, **row)
        .on_conflict_do_update(index_elements=["workspace_id", "name"], set_=row)
    )


def change(session: Session, workspace_id: str, entry_id: int) -> Entry | None:
    """One change on record."""
    return session.scalar(
        select(Entry).where(
            timeline.c.workspace_id == workspace_id,
            timeline.c.id == entry_id,
            timeline.c.kind == EntryKind.SETTING_CHANGED,
        )
    )


def last_change(session: Session, workspace_id: str, names: tuple[str, ...]) -> Entry | None:
    """The latest change of any of these."""
    recent = (
        select(Entry)
        .where(
            timeline.c.incident_id.is_(None),  # by the index: the rest of the timeline is long
            timeline.c.workspace_id == workspace_id,
            timeline.c.kind == EntryKind.SETTING_CHANGED,
        )
        .order_by(timeline.c.id.desc())
        .limit(RECENT)
    )
    return next((entry for entry in session.scalars(recent) if set(names) & set(entry.after)), None)
