"""A notice changes hands: to a colleague, to the lead of whoever is away; and what the lead confirms (domain.md §4)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import reviews
from bot.desk.acting import acting, find
from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.desk.prompts import retire_prompts
from bot.domain.client import Client
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import Entry, EntryKind
from bot.domain.notice import Notice, Rung, rung_at
from bot.domain.people import Person
from bot.domain.permissions import Actor, may_reassign
from bot.domain.views import Duty
from bot.domain.words import Channel
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
        told = {former, incident.owner} - {actor.user, to.user}
        reviews.hand_on(session, desk, incident, to.user, now)
        incident.owner = to.user
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
        for notice in incidents.notices_of(session, incident.id):
            if notice.is_pending():
                _hand(session, desk, duty.client, notice, to.user, entry, now)
        for user in sorted(told):
            deliveries.owe(
                session,
                Delivery(
                    workspace_id=incident.workspace_id,
                    kind=DeliveryKind.HANDED_ON,
                    key=f"handed_on:{entry.id}:{user}",
                    recipient=user,
                    due_at=now,
                    incident_id=incident.id,
                    notice_id=notice_id,
                    payload={"entry": entry.id},
                ),
            )
        incident.version += 1
        redraw(session, desk, incident, now)
        return duty


def stand_ins(desk: Desk, duty: Duty) -> tuple[str, ...]:
    """Who could take over from an assignee who is away or gone, in this order: the lead, then the admins (§4)."""
    users = dict.fromkeys((duty.lead, *desk.policy.admins))
    return tuple(user for user in users if user and user != duty.notice.assignee)


def hand_over(desk: Desk, workspace_id: str, notice_id: int, absent: str, to: str) -> None:
    """The assignee is away or gone: ``to`` gets the duty (§4). Changes nothing where somebody else has it by now."""
    now = desk.now()
    with desk.database.write() as session:
        duty = find(session, desk, workspace_id, notice_id, lock=True)
        notice = duty.notice
        if not notice.is_pending() or notice.assignee != absent:
            return
        entry = note(
            session,
            duty.incident,
            EntryKind.HANDED_OVER,
            None,
            now,
            before={"assignee": absent},
            after={"assignee": to},
        )
        session.flush()
        _hand(session, desk, duty.client, notice, to, entry, now)
        duty.incident.version += 1
        redraw(session, desk, duty.incident, now)


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


def _hand(session: Session, desk: Desk, client: Client, notice: Notice, to: str, entry: Entry, now: datetime) -> None:
    """Gives a pending notice to somebody; the former messages lose their buttons.

    What had been prompted already is prompted again at once; what is for later keeps its hour.
    """
    retire_prompts(session, notice, now)
    notice.assignee, notice.retry_at = to, None
    hours = desk.hours(session, notice.workspace_id, to, client.contact(notice.contact_id))
    notice.next_at = rung_at(notice, notice.rung, hours)
    if notice.rung == 0:
        deliveries.wake(session)
    elif notice.channel is Channel.DAILY_REPORT:
        # Asked for again by the clock, which gathers it into the report of whoever has it now.
        notice.retry_at = notice.next_at = now
        deliveries.wake(session)
    else:
        deliveries.owe(
            session,
            Delivery(
                workspace_id=notice.workspace_id,
                kind=DeliveryKind.PROMPT,
                key=f"prompt:{notice.id}:handed:{entry.id}",
                recipient=to,
                due_at=now,
                incident_id=notice.incident_id,
                notice_id=notice.id,
                payload={"rung": Rung.HANDED},
            ),
        )
