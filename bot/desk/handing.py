"""A notice changes hands: to a colleague, to the lead of whoever is away; and what the lead confirms (domain.md §4)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.acting import acting, find
from bot.desk.context import Desk
from bot.desk.duties import note, redraw, retire_prompts
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind
from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.domain.permissions import Actor, may_reassign
from bot.domain.views import Duty
from bot.store import deliveries, incidents


def reassign(desk: Desk, actor: Actor, notice_id: int, to: Person) -> Duty:
    """Hands the incident and its pending duties to a colleague; both are told (§4)."""
    now = desk.now()
    with acting(desk, actor, notice_id) as (session, duty):
        incident, former = duty.incident, duty.notice.assignee
        if not may_reassign(actor, former, incident.owner, duty.lead):
            raise Refused(Why.NOT_YOURS, owner=incident.owner)
        if not to.can_take_over():
            raise Refused(Why.PERSON_GONE, field="person", who=to.user)
        if to.user == former:
            raise Refused(Why.NOTHING_CHANGED, field="person", who=to.user)
        incident.owner = to.user
        for notice in incidents.notices_of(session, incident.id):
            if notice.is_pending():
                _hand(session, notice, to.user, now)
        entry = note(
            session,
            incident,
            EntryKind.REASSIGNED,
            actor.user,
            now,
            before={"owner": former},
            after={"owner": to.user},
        )
        session.flush()
        if former != actor.user:
            deliveries.owe(
                session,
                Delivery(
                    workspace_id=incident.workspace_id,
                    kind=DeliveryKind.HANDED_ON,
                    key=f"handed_on:{entry.id}",
                    recipient=former,
                    due_at=now,
                    incident_id=incident.id,
                    notice_id=notice_id,
                    payload={"entry": entry.id},
                ),
            )
        incident.version += 1
        redraw(session, desk, incident, now)
        return duty


def hand_over(desk: Desk, workspace_id: str, notice_id: int, absent: str) -> str | None:
    """The assignee is away or gone: the lead gets the duty (§4). Returns who has it now, None when nobody else can."""
    now = desk.now()
    with desk.database.write() as session:
        duty = find(session, desk, workspace_id, notice_id, lock=True)
        notice = duty.notice
        if not notice.is_pending() or notice.assignee != absent:
            return notice.assignee
        successor = next((user for user in (duty.lead, *desk.policy.admins) if user and user != absent), None)
        if successor is None:
            return None
        note(
            session,
            duty.incident,
            EntryKind.HANDED_OVER,
            None,
            now,
            before={"assignee": absent},
            after={"assignee": successor},
        )
        _hand(session, notice, successor, now)
        duty.incident.version += 1
        redraw(session, desk, duty.incident, now)
        return successor


def confirm(desk: Desk, actor: Actor, notice_id: int) -> Duty:
    """The lead confirms how a never event is being handled (§3)."""
    now = desk.now()
    with desk.database.write() as session:
        duty = find(session, desk, actor.workspace_id, notice_id, lock=True)
        actor.require_member()
        incident = duty.incident
        if not (actor.is_admin or actor.user == duty.lead):
            raise Refused(Why.ONLY_LEAD, lead=duty.lead)
        if incident.lead_confirmed_by is None:
            incident.lead_confirmed_by, incident.lead_confirmed_at = actor.user, now
            note(session, incident, EntryKind.LEAD_CONFIRMED, actor.user, now)
            incident.version += 1
            redraw(session, desk, incident, now)
        return duty


def _hand(session: Session, notice: Notice, to: str, now: datetime) -> None:
    """Gives a pending notice to somebody who is prompted at once; the former messages lose their buttons."""
    retire_prompts(session, notice, now)
    notice.assignee = to
    notice.retry_at = now
    notice.next_at = min(now, notice.next_at or now)
    deliveries.wake(session)
