"""One corrective action in hand: found, locked, only by whoever may; and what is said of it (domain.md §5, §8)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.desk.prompts import refresh
from bot.domain import corrective as rules
from bot.domain import corrective_clock
from bot.domain.client import Client
from bot.domain.corrective import ActionRung, ActionState, CorrectiveAction
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.incident import Entry, EntryKind, Incident
from bot.domain.permissions import Actor, may_handle_action, may_see
from bot.store import actions, clients, deliveries, incidents, people


@dataclass(frozen=True)
class Found:
    """An action with what it hangs on; ``incident`` is None where it came out of a departure.

    ``head`` answers for what it hangs on.
    """

    action: CorrectiveAction
    client: Client
    incident: Incident | None
    head: str
    lead: str

    def may_handle(self, actor: Actor) -> bool:
        return may_handle_action(actor, self.action.owner, self.head, self.lead)

    def may_verify(self, actor: Actor) -> bool:
        """Whoever was asked, the lead and admins; never the doer (§5)."""
        asked = actor.is_admin or actor.user in (self.action.verifier, self.lead)
        return self.action.state is ActionState.DONE and asked and not self.action.is_doer(actor.user)

    def may_look(self, actor: Actor) -> bool:
        """Its own people, and whoever sees the incident; of a departure, whoever may handle it (§8)."""
        action = self.action
        if self.may_handle(actor) or actor.user in (action.verifier, action.created_by):
            return True
        return self.incident is not None and may_see(actor, self.incident, self.lead)


def find(session: Session, desk: Desk, workspace_id: str, action_id: int, *, lock: bool = False) -> Found:
    """Raises Refused(NOT_FOUND). Locked behind its incident, so that two people at once stand in line."""
    action = actions.get(session, workspace_id, action_id)
    if action is None:
        raise Refused(Why.NOT_FOUND)
    if lock:
        if action.incident_id is not None:
            incidents.get(session, workspace_id, action.incident_id, lock=True)
        actions.get(session, workspace_id, action_id, lock=True)
    return around(session, desk, action)


def around(session: Session, desk: Desk, action: CorrectiveAction) -> Found:
    client = clients.get(session, action.workspace_id, action.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(action.client_id)
    incident = None
    if action.incident_id is not None:
        incident = incidents.get(session, action.workspace_id, action.incident_id)
    return beside(session, desk, action, client, incident)


def beside(session: Session, desk: Desk, action: CorrectiveAction, client: Client, incident: Incident | None) -> Found:
    """The same where client and incident are at hand."""
    head = incident.owner if incident else client.owner
    if action.departure_id is not None:
        departure = actions.departure(session, action.workspace_id, action.departure_id)
        head = departure.owner if departure else head
    return Found(action, client, incident, head, desk.policy.lead_of(client))


def in_hand(session: Session, desk: Desk, actor: Actor, action_id: int) -> Found:
    """The action, locked, for whoever may act on it. What one may not see is not found, in the same words."""
    actor.require_member()
    found = find(session, desk, actor.workspace_id, action_id, lock=True)
    if not found.may_look(actor):
        raise Refused(Why.NOT_FOUND)
    return found


def require_hands(actor: Actor, found: Found) -> None:
    if not found.may_handle(actor):
        raise Refused(Why.NOT_YOURS, owner=found.action.owner)


def require_giver(actor: Actor, found: Found) -> None:
    """Raises Refused unless this person may hand it on: to be done, or to be verified."""
    action = found.action
    if action.settled_at is not None:
        raise Refused(Why.ALREADY_SETTLED, who=action.settled_by, at=action.settled_at)
    if actor.user != action.verifier:
        require_hands(actor, found)


def require_judge(actor: Actor, found: Found) -> None:
    """Raises Refused for the doer, and for whoever was not asked and is neither lead nor admin."""
    if found.action.is_doer(actor.user):
        raise Refused(Why.DOER_CANNOT_VERIFY)
    if not found.may_verify(actor):
        raise Refused(Why.NOT_YOURS, owner=found.action.verifier or found.head)


def today(desk: Desk, now: datetime) -> date:
    """The day on the firm's own calendar."""
    return now.astimezone(desk.policy.zone).date()


def hours_of(session: Session, desk: Desk, found: Found) -> DutyHours:
    """The mornings of whoever it waits for: its owner, or who verifies it."""
    action = found.action
    user = action.owner if action.is_open() else action.verifier or action.owner
    return desk.hours(session, action.workspace_id, user, found.client.first_contact())


def wind(session: Session, desk: Desk, found: Found, now: datetime) -> None:
    """Sets its reminders anew."""
    corrective_clock.wind(found.action, hours_of(session, desk, found), now)
    deliveries.wake(session)


def candidates(desk: Desk, found: Found) -> tuple[str, ...]:
    """Who may be asked whether it worked, in this order (§5)."""
    reporter = found.incident.reporter if found.incident else ""
    return (found.head, found.lead, reporter, *desk.policy.admins)


def verifier_of(session: Session, desk: Desk, found: Found, doer: str) -> str:
    """Who is asked whether it worked, as far as is known of who is there."""
    asked = candidates(desk, found)
    known = [people.get(session, found.action.workspace_id, user) for user in asked]
    return rules.verifier_of(found.action, doer, asked, {one.user for one in known if one and one.is_absent()})


def tell(
    session: Session,
    found: Found,
    kind: EntryKind,
    who: str | None,
    now: datetime,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> Entry:
    """Writes what happened to it on the incident's timeline, or the client's where there is no incident."""
    action, incident = found.action, found.incident
    facts: dict[str, object] = {"action": action.id, "what": action.what, **(after or {})}
    if incident is not None:
        entry = note(session, incident, kind, who, now, before=before, after=facts)
    else:
        entry = Entry(
            workspace_id=action.workspace_id,
            at=now,
            kind=kind,
            who=who,
            client_id=action.client_id,
            before=before or {},
            after=facts,
        )
        session.add(entry)
    session.flush()
    return entry


def changed(session: Session, desk: Desk, found: Found, now: datetime) -> None:
    """What people see of it is drawn anew: its messages, and the incident's card."""
    refresh(session, found.action.workspace_id, f"action:{found.action.id}", now)
    if found.incident is not None:
        found.incident.version += 1
        redraw(session, desk, found.incident, now)


def owe(session: Session, found: Found, rung: ActionRung, to: str, due_at: datetime, mark: str) -> None:
    """Owes somebody a message with what they can do about it; ``mark`` makes it the only one of its kind."""
    _owe(session, found, DeliveryKind.ACTION, to, due_at, f"{rung}:{mark}", {"rung": rung})


def owe_lead(session: Session, found: Found, about: str, due_at: datetime, mark: str, besides: str | None) -> bool:
    """Owes the lead a word, unless there is none or it is they who are meant; ``about`` says why."""
    if not found.lead or found.lead == besides:
        return False
    _owe(session, found, DeliveryKind.ACTION_LEAD, found.lead, due_at, f"lead:{about}:{mark}", {"about_it": about})
    return True


def owe_gone(session: Session, found: Found, entry: Entry, to: str, now: datetime) -> None:
    """Owes whoever had it the word that they have it no more."""
    _owe(session, found, DeliveryKind.ACTION_GONE, to, now, f"gone:{entry.id}", {"entry": entry.id})


def _owe(
    session: Session,
    found: Found,
    kind: DeliveryKind,
    to: str,
    due_at: datetime,
    mark: str,
    payload: dict[str, object],
) -> None:
    action = found.action
    deliveries.owe(
        session,
        Delivery(
            workspace_id=action.workspace_id,
            kind=kind,
            key=f"action:{action.id}:{mark}",
            recipient=to,
            due_at=due_at,
            incident_id=action.incident_id,
            payload={"action": action.id, **payload},
        ),
    )
