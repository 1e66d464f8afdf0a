"""Corrective actions: written down, done, put off, handed on, given up (domain.md §5)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.desk import departure, hands, improvements
from bot.desk.action_hands import (
    Found,
    around,
    beside,
    changed,
    in_hand,
    owe,
    owe_gone,
    owe_lead,
    require_giver,
    require_hands,
    tell,
    today,
    verifier_of,
    wind,
)
from bot.desk.actions_seen import about, as_seen
from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.domain import corrective as rules
from bot.domain.client import Client
from bot.domain.corrective import ActionEvent, ActionRung, ActionState, CorrectiveAction, Phase
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind, Incident
from bot.domain.people import Person
from bot.domain.permissions import Actor
from bot.domain.views import ActionView
from bot.store import actions, deliveries


@dataclass(frozen=True)
class NewAction:
    """What the form says of an action. ``due_on`` is a day of the firm's own calendar."""

    phase: Phase
    what: str
    how_we_know: str
    owner: str
    due_on: date


def add(
    session: Session,
    desk: Desk,
    client: Client,
    wanted: NewAction,
    who: str,
    now: datetime,
    *,
    incident: Incident | None = None,
    departure_id: int | None = None,
) -> CorrectiveAction:
    """Writes an action down, inside the caller's transaction; whoever is to do it is told.

    Raises Refused on ``due_on`` for a day that is past, and for a closed incident.
    """
    rules.require_day(wanted.due_on, today(desk, now))
    if incident is not None:
        incident.require_open()
    action = CorrectiveAction(
        workspace_id=client.workspace_id,
        incident_id=incident.id if incident else None,
        departure_id=departure_id,
        client_id=client.id,
        phase=wanted.phase,
        what=wanted.what,
        how_we_know=wanted.how_we_know,
        owner=wanted.owner,
        due_on=wanted.due_on,
        created_by=who,
        created_at=now,
    )
    session.add(action)
    session.flush()
    found = beside(session, desk, action, client, incident)
    wind(session, desk, found, now)
    facts: dict[str, object] = {
        "phase": action.phase,
        "how_we_know": action.how_we_know,
        "owner": action.owner,
        "due_on": action.due_on.isoformat(),
    }
    tell(session, found, EntryKind.ACTION_ADDED, who, now, after=facts)
    if action.owner != who:
        owe(session, found, ActionRung.NEW, action.owner, now, "")
    if departure_id is not None:
        departure.reconsider(session, desk, client.workspace_id, departure_id, now)
    if incident is not None:
        if action.phase is Phase.PREVENTION:
            incident.no_prevention_reason = ""
        incident.version += 1
        redraw(session, desk, incident, now)
    return action


def make(desk: Desk, actor: Actor, key: str, wanted: NewAction) -> ActionView:
    """An action from the form; ``key`` names what it hangs on, as ``ActionAbout`` does. Raises Refused on its field."""
    now = desk.now()
    actor.require_member()
    kind, _, number = key.rpartition(":")
    with desk.database.write() as session:
        if kind == "departure":
            client = about(session, desk, actor, key).client
            made = add(session, desk, client, wanted, actor.user, now, departure_id=int(number))
        else:
            incident, client = hands.in_hand(session, desk, actor, int(number))
            made = add(session, desk, client, wanted, actor.user, now, incident=incident)
        return as_seen(session, desk, around(session, desk, made), actor, now)


def done(desk: Desk, actor: Actor, action_id: int) -> ActionView:
    """`Hecha`: in 14 days somebody else is asked whether it worked."""
    now = desk.now()
    with desk.database.write() as session:
        found = in_hand(session, desk, actor, action_id)
        require_hands(actor, found)
        action = found.action
        action.require(ActionEvent.DONE, today(desk, now))
        rules.done(action, actor.user, verifier_of(session, desk, found, actor.user), now, today(desk, now))
        wind(session, desk, found, now)
        facts: dict[str, object] = {"verify_on": str(action.verify_on), "verifier": action.verifier}
        tell(session, found, EntryKind.ACTION_DONE, actor.user, now, after=facts)
        changed(session, desk, found, now)
        return as_seen(session, desk, found, actor, now)


def move(desk: Desk, actor: Actor, action_id: int, day: date, reason: str) -> ActionView:
    """`Aplazar`: another day, and why; put off a second time, the lead is asked (§5)."""
    now = desk.now()
    with desk.database.write() as session:
        found = in_hand(session, desk, actor, action_id)
        require_hands(actor, found)
        action, before = found.action, found.action.due_on
        ask_lead = rules.move(action, day, reason, today(desk, now))
        wind(session, desk, found, now)
        entry = tell(
            session,
            found,
            EntryKind.ACTION_MOVED,
            actor.user,
            now,
            before={"due_on": before.isoformat()},
            after={"due_on": day.isoformat(), "reason": reason},
        )
        changed(session, desk, found, now)
        if ask_lead:
            owe_lead(session, found, "moved", now, str(entry.id), besides=actor.user)
        return as_seen(session, desk, found, actor, now)


def drop(desk: Desk, actor: Actor, action_id: int, reason: str) -> ActionView:
    """`No procede`, with its reason."""
    now = desk.now()
    with desk.database.write() as session:
        found = in_hand(session, desk, actor, action_id)
        require_hands(actor, found)
        rules.drop(found.action, actor.user, reason, now, today(desk, now))
        tell(session, found, EntryKind.ACTION_DROPPED, actor.user, now, after={"reason": reason})
        changed(session, desk, found, now)
        tell_client_when_prevented(session, desk, found, now)
        return as_seen(session, desk, found, actor, now)


def reassign(desk: Desk, actor: Actor, action_id: int, to: Person) -> ActionView:
    """Somebody else does it, or once done, somebody else verifies it; both are told."""
    now = desk.now()
    with desk.database.write() as session:
        found = in_hand(session, desk, actor, action_id)
        action = found.action
        require_giver(actor, found)
        if not to.can_take_over():
            raise Refused(Why.PERSON_GONE, field="person", who=to.user)
        former = action.owner if action.is_open() else action.verifier
        if to.user == former:
            raise Refused(Why.NOTHING_CHANGED, field="person", who=to.user)
        if action.state is ActionState.DONE and to.user in (action.owner, action.done_by):
            raise Refused(Why.DOER_CANNOT_VERIFY, field="person")
        give(session, desk, found, to.user, actor.user, now)
        return as_seen(session, desk, found, actor, now)


def give(session: Session, desk: Desk, found: Found, to: str, who: str | None, now: datetime) -> None:
    """Puts it in somebody's hands: to do it, or to verify it. ``who`` None: whoever had it is away or gone."""
    action, verifying = found.action, not found.action.is_open()
    former = action.verifier if verifying else action.owner
    if verifying:
        action.verifier = to
    else:
        action.owner = to
    wind(session, desk, found, now)
    before: dict[str, object] = {"owner": former}
    after: dict[str, object] = {"owner": to, "verifying": verifying}
    entry = tell(session, found, EntryKind.ACTION_HANDED, who, now, before=before, after=after)
    changed(session, desk, found, now)
    if former and former != who and who is not None:
        owe_gone(session, found, entry, former, now)
    if to == who:
        return
    if not verifying:
        owe(session, found, ActionRung.HANDED, to, now, str(entry.id))
    elif action.is_to_verify(today(desk, now)):
        owe(session, found, ActionRung.VERIFY, to, now, str(entry.id))


def no_prevention(desk: Desk, actor: Actor, incident_id: int, reason: str) -> Incident:
    """`No hace falta prevención`: decided, with its reason (§5)."""
    now = desk.now()
    with desk.database.write() as session:
        incident, _ = hands.in_hand(session, desk, actor, incident_id)
        incident.require_open()
        if rules.is_prevention_planned(actions.of_incident(session, incident.id)):
            raise Refused(Why.PREVENTION_PLANNED)
        incident.no_prevention_reason = reason
        incident.version += 1
        note(session, incident, EntryKind.NO_PREVENTION, actor.user, now, after={"reason": reason})
        redraw(session, desk, incident, now)
        return incident


def tell_client_when_prevented(session: Session, desk: Desk, found: Found, now: datetime) -> None:
    """Once everything that was to prevent it is verified, the client hears what changed thanks to them (§5, §7)."""
    if found.action.departure_id is not None:
        departure.reconsider(session, desk, found.client.workspace_id, found.action.departure_id, now)
    incident = found.incident
    if incident is None or found.action.phase is not Phase.PREVENTION:
        return
    if rules.all_prevented(actions.of_incident(session, incident.id)):
        improvements.tell(session, desk, incident, found.client, now)
        deliveries.wake(session)
