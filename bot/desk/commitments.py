"""Promises to the client: made, kept, given an honest new hour, or broken (domain.md §5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import warning
from bot.desk.acting import find
from bot.desk.context import Desk
from bot.desk.duties import note, open_notice, redraw
from bot.desk.hands import in_hand
from bot.desk.promising import hours_of, promise
from bot.desk.prompts import refresh, retire_prompts
from bot.desk.proving import Told, record
from bot.domain import commitment as rules
from bot.domain import plans
from bot.domain.client import Client
from bot.domain.commitment import Commitment, CommitmentState, PromiseRung
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind, Incident
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState
from bot.domain.permissions import Actor, may_handle, may_see
from bot.domain.views import PromiseView
from bot.store import clients, commitments, deliveries, incidents, people


def make(
    desk: Desk, actor: Actor, client_id: int, incident_id: int | None, what: str, due_at: datetime, owner: str | None
) -> PromiseView:
    """A promise outside any form of an incident: ``/incidente compromiso``. Raises Refused on the field to blame."""
    now = desk.now()
    actor.require_member()
    _require_hour(due_at, now, "due_at")
    with desk.database.write() as session:
        if incident_id is not None:
            incident, client = in_hand(session, desk, actor, incident_id)
            incident.require_open()
            made = promise(session, desk, incident, client, what, due_at, actor.user, now, owner=owner)
            incident.version += 1
            redraw(session, desk, incident, now)
        else:
            found = clients.get(session, actor.workspace_id, client_id)
            if found is None:
                raise Refused(Why.CLIENT_NOT_FOUND, field="client")
            made = promise(session, desk, None, found, what, due_at, actor.user, now, owner=owner)
        return _view(session, desk, made)


def remind(session: Session, desk: Desk, commitment: Commitment, now: datetime) -> None:
    """Owes its owner what is due of a promise, and says on the timeline that it is broken when its hour has passed."""
    client = clients.get(session, commitment.workspace_id, commitment.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(commitment.client_id)
    reminded = rules.climb(commitment, hours_of(session, desk, commitment, client), now)
    if reminded is None:
        return
    _owe(session, commitment, reminded.rung, reminded.due_at, f"{reminded.rung}:{commitment.rung}")
    if reminded.broke:
        warning.look(session, commitment.workspace_id, commitment.client_id, now)
    if not reminded.broke or commitment.incident_id is None:
        return
    incident = incidents.get(session, commitment.workspace_id, commitment.incident_id)
    if incident is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(commitment.incident_id)
    facts: dict[str, object] = {"what": commitment.what, "due_at": commitment.due_at.isoformat()}
    note(session, incident, EntryKind.PROMISE_BROKEN, None, now, after=facts)
    redraw(session, desk, incident, now, mark=f"broken:{commitment.id}")


def keep(desk: Desk, actor: Actor, commitment_id: int) -> PromiseView:
    """`Cumplido`: kept when its hour has not passed; done, but broken, when it has."""
    now = desk.now()
    with desk.database.write() as session:
        view = _in_hand(session, desk, actor, commitment_id)
        commitment, incident = view.commitment, view.incident
        rules.keep(commitment, actor.user, now)
        _look_if_broken(session, commitment, now)
        refresh(session, commitment.workspace_id, f"commitment:{commitment.id}", now)
        if incident is not None:
            facts: dict[str, object] = {
                "what": commitment.what,
                "due_at": commitment.due_at.isoformat(),
                "kept": commitment.state is CommitmentState.KEPT,
            }
            note(session, incident, EntryKind.PROMISE_SETTLED, actor.user, now, after=facts)
            _forget_call(session, incident, commitment, now)
            incident.version += 1
            redraw(session, desk, incident, now)
        return view


def give_new_hour(
    desk: Desk, actor: Actor, commitment_id: int, due_at: datetime, reason: str, client_said: str
) -> PromiseView:
    """`Voy a incumplirlo`: an honest new hour, and a call to the client before the old one passes (§5).

    Both hours stay on record. Where the client has heard it already, ``client_said`` is the proof, and nobody is asked
    to call. Raises Refused on ``due_at`` for an hour that is past or no later than the old one.
    """
    now = desk.now()
    _require_hour(due_at, now, "due_at")
    with desk.database.write() as session:
        view = _in_hand(session, desk, actor, commitment_id)
        old, incident = view.commitment, view.incident
        old.require_owed()
        if due_at <= old.due_at:
            raise Refused(Why.NOT_LATER, field="due_at", at=old.due_at)
        rules.move(old, actor.user, now)
        _look_if_broken(session, old, now)
        new = promise(
            session, desk, incident, view.client, old.what, due_at, actor.user, now, owner=old.owner, replaces=old
        )
        refresh(session, old.workspace_id, f"commitment:{old.id}", now)
        if incident is None:
            _owe(session, new, PromiseRung.NEW_HOUR, now, "call")
            return _view(session, desk, new)
        note(
            session,
            incident,
            EntryKind.PROMISE_MOVED,
            actor.user,
            now,
            before={"due_at": old.due_at.isoformat()},
            after={"what": old.what, "due_at": due_at.isoformat(), "reason": reason},
        )
        _forget_call(session, incident, old, now)
        hours = hours_of(session, desk, new, view.client)
        plan = plans.plan_new_hour(hours, now, old.due_at, has_phone=_has_phone(view.client))
        notices = incidents.notices_of(session, incident.id)
        call = open_notice(session, desk, incident, view.client, plan, notices, now, assignee=new.owner)
        call.commitment_id = new.id
        if client_said:
            session.flush()
            _heard_already(session, desk, call.id, actor, reason, client_said, now)
        incident.version += 1
        redraw(session, desk, incident, now)
        return _view(session, desk, new)


def hand_over(desk: Desk, workspace_id: str, commitment_id: int, absent: str, to: str) -> None:
    """Its owner is away or gone: ``to`` gets it. Changes nothing where somebody else has it by now."""
    now = desk.now()
    with desk.database.write() as session:
        found = commitments.get(session, workspace_id, commitment_id, lock=True)
        if found is None or not found.is_owed() or found.owner != absent:
            return
        found.owner = to
        refresh(session, workspace_id, f"commitment:{found.id}", now)
        _owe(session, found, PromiseRung.HANDED, now, f"handed:{to}:{now.timestamp()}")


def read(desk: Desk, workspace_id: str, commitment_id: int) -> PromiseView:
    """The promise as it stands, for the outbox to put into words."""
    with desk.database.read() as session:
        found = commitments.get(session, workspace_id, commitment_id)
        if found is None:
            raise Refused(Why.NOT_FOUND)
        return _view(session, desk, found)


def look(desk: Desk, actor: Actor, commitment_id: int) -> PromiseView:
    """The promise behind a button, for whoever may act on it and while it is still owed."""
    actor.require_member()
    view = read(desk, actor.workspace_id, commitment_id)
    _require_hands(actor, view)
    view.commitment.require_owed()
    return view


def _in_hand(session: Session, desk: Desk, actor: Actor, commitment_id: int) -> PromiseView:
    """The promise, locked behind its incident, for whoever may act on it."""
    actor.require_member()
    found = commitments.get(session, actor.workspace_id, commitment_id)
    if found is None:
        raise Refused(Why.NOT_FOUND)
    if found.incident_id is not None:
        incidents.get(session, actor.workspace_id, found.incident_id, lock=True)
    commitments.get(session, actor.workspace_id, commitment_id, lock=True)
    session.refresh(found)
    view = _view(session, desk, found)
    _require_hands(actor, view)
    return view


def _require_hands(actor: Actor, view: PromiseView) -> None:
    """A promise is its owner's, and of whoever may handle its incident, or its client (§8)."""
    commitment, incident = view.commitment, view.incident
    if actor.user == commitment.owner:
        return
    if incident is None:
        if not (actor.is_admin or actor.user in (view.client.owner, view.lead)):
            raise Refused(Why.NOT_YOURS, owner=commitment.owner)
        return
    if not may_see(actor, incident, view.lead):
        raise Refused(Why.NOT_FOUND)
    if not may_handle(actor, incident, view.lead):
        raise Refused(Why.NOT_YOURS, owner=commitment.owner)


def _view(session: Session, desk: Desk, commitment: Commitment) -> PromiseView:
    client = clients.get(session, commitment.workspace_id, commitment.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(commitment.client_id)
    incident = None
    if commitment.incident_id is not None:
        incident = incidents.get(session, commitment.workspace_id, commitment.incident_id)
    return PromiseView(
        commitment,
        client,
        incident,
        commitments.moved_to(session, commitment.id),
        commitments.record(session, commitment.workspace_id, client_id=client.id),
        people.get(session, commitment.workspace_id, commitment.owner),
        desk.policy.lead_of(client),
    )


def _heard_already(
    session: Session, desk: Desk, notice_id: int, actor: Actor, said: str, client_said: str, now: datetime
) -> None:
    duty = find(session, desk, actor.workspace_id, notice_id, lock=False)
    name = duty.contact.name if duty.contact else duty.client.name
    record(session, desk, duty, Told(duty.notice.channel, name, now, said, client_said, None), actor.user, now)


def _look_if_broken(session: Session, commitment: Commitment, now: datetime) -> None:
    if commitment.state is CommitmentState.BROKEN:
        warning.look(session, commitment.workspace_id, commitment.client_id, now)


def _require_hour(due_at: datetime, now: datetime, field: str) -> None:
    if due_at <= now:
        raise Refused(Why.IN_THE_PAST, field=field)


def _has_phone(client: Client) -> bool:
    contact = client.first_contact()
    return bool(contact and contact.phone)


def _forget_call(session: Session, incident: Incident, commitment: Commitment, now: datetime) -> None:
    """A call about this promise that was still to be made need not be made any more."""
    for notice in incidents.notices_of(session, incident.id):
        if notice.is_pending() and notice.purpose is Purpose.NEW_HOUR and notice.commitment_id == commitment.id:
            notice.settle(NoticeState.REPLACED, None, now)
            retire_prompts(session, notice, now)


def _owe(session: Session, commitment: Commitment, rung: PromiseRung, due_at: datetime, mark: str) -> None:
    deliveries.owe(
        session,
        Delivery(
            workspace_id=commitment.workspace_id,
            kind=DeliveryKind.PROMISE,
            key=f"commitment:{commitment.id}:{mark}",
            recipient=commitment.owner,
            due_at=due_at,
            incident_id=commitment.incident_id,
            payload={"commitment": commitment.id, "rung": rung},
        ),
    )
