"""A workspace's own versions of the drafts' templates."""

from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from bot.store.tables import wordings


def of(session: Session, workspace_id: str) -> dict[str, str]:
    """Template name → text, for those the workspace has changed."""
    rows = session.execute(select(wordings.c.name, wordings.c.text).where(wordings.c.workspace_id == workspace_id))
    return {str(name): str(text) for name, text in rows.all()}


def replace(session: Session, workspace_id: str, name: str, text: str, who: str, now: datetime) -> None:
    """Sets a template's own version; an empty ``text`` goes back to ours."""
    session.execute(delete(wordings).where(wordings.c.workspace_id == workspace_id, wordings.c.name == name))
    if text:
        session.execute(
            insert(wordings).values(workspace_id=workspace_id, name=name, text=text, changed_by=who, changed_at=now)
        )
