"""The firm's own words for the drafts: read for each draft, changed by admins, on record (domain.md §6, §8)."""

from bot.desk.choices import require_admin
from bot.desk.context import Desk
from bot.domain.incident import Entry, EntryKind
from bot.domain.permissions import Actor
from bot.store import wordings


def own(desk: Desk, workspace_id: str) -> dict[str, str]:
    """Template name → the workspace's own text."""
    with desk.database.read() as session:
        return wordings.of(session, workspace_id)


def change(desk: Desk, actor: Actor, name: str, text: str) -> None:
    """Saves a template's own version; empty goes back to ours. What stood before is kept on the timeline."""
    require_admin(actor)
    now = desk.now()
    with desk.database.write() as session:
        before = wordings.of(session, actor.workspace_id).get(name, "")
        if before == text:
            return
        wordings.replace(session, actor.workspace_id, name, text, actor.user, now)
        session.add(
            Entry(
                workspace_id=actor.workspace_id,
                at=now,
                kind=EntryKind.WORDING_CHANGED,
                who=actor.user,
                before={"name": name, "text": before},
                after={"name": name, "text": text},
            )
        )
