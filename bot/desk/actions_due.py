"""What has become due of a corrective action, and whose it is when its owner is not there (domain.md §5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.action_hands import around, candidates, find, hours_of, owe, owe_lead, tell, today, verifier_of
from bot.desk.actions import give
from bot.desk.context import Desk
from bot.domain.corrective import ActionState, CorrectiveAction
from bot.domain.corrective_clock import climb
from bot.domain.incident import EntryKind
from bot.domain.views import ActionView
from bot.store import people


def remind(session: Session, desk: Desk, action: CorrectiveAction, now: datetime) -> None:
    """Owes what is due: to do it, or to say whether it worked; and the lead a word after three silent mornings."""
    found = around(session, desk, action)
    if action.state is ActionState.DONE and action.rung == 0:
        # Chosen two weeks ago: somebody else where they have left meanwhile.
        person = people.get(session, action.workspace_id, action.verifier or "")
        if person is not None and person.is_absent():
            action.verifier = verifier_of(session, desk, found, action.done_by or action.owner)
    reminded = climb(action, hours_of(session, desk, found), now)
    to = action.waits_for(today(desk, now))
    if reminded is None or to is None:  # nothing new, or settled
        return
    stamp = str(int(reminded.due_at.timestamp()))
    owe(session, found, reminded.rung, to, reminded.due_at, f"{action.rung}:{stamp}")
    about = "overdue" if action.is_open() else "verify"
    if reminded.escalate and owe_lead(session, found, about, reminded.due_at, stamp, besides=to):
        facts: dict[str, object] = {"lead": found.lead, "owner": to, "verifying": not action.is_open()}
        tell(session, found, EntryKind.ACTION_STUCK, None, now, after=facts)


def stand_ins(desk: Desk, workspace_id: str, view: ActionView) -> tuple[str, ...]:
    """Who could take over from whoever is away or gone, in this order; a doer never verifies."""
    action = view.action
    if action.is_open():
        return tuple(user for user in (view.lead, *desk.policy.admins) if user and user != action.owner)
    with desk.database.read() as session:
        found = find(session, desk, workspace_id, action.id)
    unfit = ("", action.verifier, action.owner, action.done_by)
    return tuple(user for user in candidates(desk, found) if user not in unfit)


def hand_over(desk: Desk, workspace_id: str, action_id: int, absent: str, to: str) -> None:
    """Whoever it waits for is away or gone: ``to`` gets it. Changes nothing where somebody else has it by now."""
    now = desk.now()
    with desk.database.write() as session:
        found = find(session, desk, workspace_id, action_id, lock=True)
        if found.action.waits_for(today(desk, now)) == absent:
            give(session, desk, found, to, None, now)
