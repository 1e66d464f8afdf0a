"""Whether an action worked, asked of somebody other than whoever did it (domain.md §5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.desk.action_hands import Found, changed, in_hand, owe, require_judge, tell, today, wind
from bot.desk.actions import tell_client_when_prevented
from bot.desk.actions_seen import as_seen
from bot.desk.context import Desk
from bot.domain import corrective as rules
from bot.domain.corrective import ActionEvent, ActionRung
from bot.domain.incident import EntryKind
from bot.domain.permissions import Actor
from bot.domain.views import ActionView


def works(desk: Desk, actor: Actor, action_id: int) -> ActionView:
    """`Funciona`."""
    now = desk.now()
    with _verifying(desk, actor, action_id, ActionEvent.WORKS, now) as (session, found):
        rules.works(found.action, actor.user, now, today(desk, now))
        tell(session, found, EntryKind.ACTION_WORKS, actor.user, now)
        changed(session, desk, found, now)
        tell_client_when_prevented(session, desk, found, now)
        return as_seen(session, desk, found, actor, now)


def failed(desk: Desk, actor: Actor, action_id: int, day: date, reason: str) -> ActionView:
    """`No funcionó`: its owner has it again, with another day."""
    now = desk.now()
    with _verifying(desk, actor, action_id, ActionEvent.FAILED, now) as (session, found):
        action, done_by = found.action, found.action.done_by
        rules.failed(action, day, reason, today(desk, now))
        wind(session, desk, found, now)
        facts: dict[str, object] = {"due_on": day.isoformat(), "reason": reason, "failures": action.failures}
        before: dict[str, object] = {"owner": done_by}
        entry = tell(session, found, EntryKind.ACTION_FAILED, actor.user, now, before=before, after=facts)
        changed(session, desk, found, now)
        owe(session, found, ActionRung.FAILED, action.owner, now, str(entry.id))
        return as_seen(session, desk, found, actor, now)


def unsure(desk: Desk, actor: Actor, action_id: int) -> ActionView:
    """`Aún no se sabe`: asked again in a week."""
    now = desk.now()
    with _verifying(desk, actor, action_id, ActionEvent.UNSURE, now) as (session, found):
        rules.unsure(found.action, today(desk, now))
        wind(session, desk, found, now)
        tell(session, found, EntryKind.ACTION_UNSURE, actor.user, now, after={"verify_on": str(found.action.verify_on)})
        changed(session, desk, found, now)
        return as_seen(session, desk, found, actor, now)


@contextmanager
def _verifying(
    desk: Desk, actor: Actor, action_id: int, event: ActionEvent, now: datetime
) -> Iterator[tuple[Session, Found]]:
    """A write transaction on an action that waits to be verified, for whoever may say so; never for the doer."""
    with desk.database.write() as session:
        found = in_hand(session, desk, actor, action_id)
        found.action.require(event, today(desk, now))
        require_judge(actor, found)
        yield session, found
