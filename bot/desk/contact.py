"""Telling the client: a notice is proved, tried, postponed or handed on (domain.md §4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note, open_notice, promise, redraw, refresh_prompts, retire_prompts
from bot.domain import matrix
from bot.domain import notice as ladder
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind
from bot.domain.matrix import Purpose
from bot.domain.notice import Notice, NoticeState, Proof, Snooze
from bot.domain.people import Person
from bot.domain.permissions import Actor, may_handle, may_reassign, may_see
from bot.domain.views import Duty
from bot.domain.words import Channel, Mood, Severity, Status
from bot.store import clients, deliveries, incidents, people

#: A clock on a phone and ours may differ a little: "just now" is not the future.
CLOCK_SLACK = timedelta(minutes=2)


@dataclass(frozen=True)
class Told:
    """What the proof form says. Moments are aware; ``promised`` and ``promised_for`` come together or not at all."""

    channel: Channel
    spoke_with: str
    told_at: datetime
    said: str
    client_said: str
    mood: Mood
    promised: str = ""
    promised_for: datetime | None = None
    next_touch_at: datetime | None = None


def look(desk: Desk, actor: Actor, notice_id: int) -> Duty:
    """The duty behind a button, for whoever may act on it. Raises Refused where it is settled or not theirs."""
    actor.require_member()
    with desk.database.read() as session:
        duty = _duty(session, desk, actor.workspace_id, notice_id, lock=False)
    _require_hands(actor, duty)
    duty.notice.require_pending()
    return duty


def read(desk: Desk, workspace_id: str, notice_id: int) -> Duty:
    """The duty as it stands, for the outbox to put into words."""
    with desk.database.read() as session:
        return _duty(session, desk, workspace_id, notice_id, lock=False)


def prove(desk: Desk, actor: Actor, notice_id: int, told: Told) -> Duty:
    """Records that the client was told; the reminders stop. The second person to do so is told who was first."""
    now = desk.now()
    _check(told, now)
    with _acting(desk, actor, notice_id) as (session, duty):
        notice, incident = duty.notice, duty.incident
        session.add(
            Proof(
                workspace_id=notice.workspace_id,
                notice_id=notice.id,
                incident_id=incident.id,
                client_id=incident.client_id,
                by=actor.user,
                recorded_at=now,
                channel=told.channel,
                spoke_with=told.spoke_with,
                told_at=told.told_at,
                said=told.said,
                client_said=told.client_said,
                mood=told.mood,
                promised=told.promised,
                promised_for=told.promised_for,
                next_touch_at=told.next_touch_at,
            )
        )
        notice.settle(NoticeState.GIVEN, actor.user, now)
        note(
            session,
            incident,
            EntryKind.TOLD,
            actor.user,
            now,
            after={
                "channel": told.channel,
                "purpose": notice.purpose,
                "spoke_with": told.spoke_with,
                "told_at": told.told_at.isoformat(),
                "said": told.said,
                "client_said": told.client_said,
                "mood": told.mood,
                "late": now > notice.deadline and told.told_at > notice.deadline,
            },
        )
        if told.promised_for is not None:
            promise(session, incident, told.promised, told.promised_for, actor.user, now)
        retire_prompts(session, notice, now)
        _ask_again_later(session, desk, duty, told, now)
        incident.version += 1
        redraw(session, desk, incident, now)
        return duty


def _check(told: Told, now: datetime) -> None:
    if told.told_at > now + CLOCK_SLACK:
        raise Refused(Why.IN_THE_FUTURE, field="told_at")
    if told.promised and told.promised_for is None:
        raise Refused(Why.PROMISE_NEEDS_HOUR, field="promised_for")
    if told.promised_for is not None and not told.promised:
        raise Refused(Why.PROMISE_NEEDS_WORDS, field="promised")
    for field in ("promised_for", "next_touch_at"):
        moment = getattr(told, field)
        if moment is not None and moment <= now:
            raise Refused(Why.IN_THE_PAST, field=field)


def _ask_again_later(session: Session, desk: Desk, duty: Duty, told: Told, now: datetime) -> None:
    """While an importante stays open the client hears again: in 2 hours, or at the hour promised if sooner (§4)."""
    incident, notice = duty.incident, duty.notice
    if notice.purpose is Purpose.MEET:
        return
    if (incident.effective_severity(), incident.status) != (Severity.MAJOR, Status.UNRESOLVED):
        return
    promised = [at for at in (told.promised_for, told.next_touch_at, incident.promised_for) if at and at > now]
    plan = matrix.plan_update(notice.channel, duty.hours, now, min(promised, default=None))
    notices = incidents.notices_of(session, incident.id)
    open_notice(
        session,
        desk,
        incident,
        duty.client,
        plan,
        notices,
        now,
        assignee=notice.assignee,
        contact_id=notice.contact_id,
    )


def no_answer(desk: Desk, actor: Actor, notice_id: int, tries: int) -> Duty:
    """Nobody picked up. ``tries`` is what the button showed: pressed twice, it counts once."""
    now = desk.now()
    with _acting(desk, actor, notice_id) as (session, duty):
        notice = duty.notice
        if notice.tries != tries:
            return duty
        ladder.no_answer(notice, duty.hours, now)
        retry_at = notice.retry_at.isoformat() if notice.retry_at else ""
        note(
            session,
            duty.incident,
            EntryKind.NO_ANSWER,
            actor.user,
            now,
            after={
                "tries": notice.tries,
                "contact": duty.contact.name if duty.contact else "",
                "retry_at": retry_at,
            },
        )
        refresh_prompts(session, notice, now)
        return duty


def next_contact(desk: Desk, actor: Actor, notice_id: int, contact_id: int) -> Duty:
    """The next person of the client takes the place of one who does not answer (§4)."""
    now = desk.now()
    with _acting(desk, actor, notice_id) as (session, duty):
        contact = next((one for one in duty.client.contacts if one.id == contact_id), None)
        if contact is None:
            raise Refused(Why.NOT_FOUND)
        if duty.notice.contact_id == contact.id:
            return duty
        before = duty.contact.name if duty.contact else ""
        duty.notice.contact_id, duty.notice.tries = contact.id, 0
        note(
            session,
            duty.incident,
            EntryKind.NEXT_CONTACT,
            actor.user,
            now,
            before={"contact": before},
            after={"contact": contact.name},
        )
        refresh_prompts(session, duty.notice, now)
        return duty


def postpone(desk: Desk, actor: Actor, notice_id: int, choice: Snooze, reason: str) -> Duty:
    """Puts the reminders off; past the deadline only with a reason, and the lead hears of it (§4)."""
    now = desk.now()
    with _acting(desk, actor, notice_id) as (session, duty):
        notice = duty.notice
        until = ladder.snooze_until(notice, choice, duty.hours, now)
        beyond = ladder.postpone(notice, until, reason, duty.hours)
        entry = note(
            session,
            duty.incident,
            EntryKind.POSTPONED,
            actor.user,
            now,
            after={"until": until.isoformat(), "reason": reason, "beyond": beyond},
        )
        if beyond and duty.lead and duty.lead != actor.user:
            session.flush()
            deliveries.owe(
                session,
                Delivery(
                    workspace_id=notice.workspace_id,
                    kind=DeliveryKind.POSTPONED_PAST,
                    key=f"postponed:{entry.id}",
                    recipient=duty.lead,
                    due_at=now,
                    incident_id=notice.incident_id,
                    notice_id=notice.id,
                    payload={"entry": entry.id},
                ),
            )
        refresh_prompts(session, notice, now)
        return duty


def reassign(desk: Desk, actor: Actor, notice_id: int, to: Person) -> Duty:
    """Hands the incident and its pending duties to a colleague; both are told (§4)."""
    now = desk.now()
    with _acting(desk, actor, notice_id) as (session, duty):
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
        duty = _duty(session, desk, workspace_id, notice_id, lock=True)
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
        duty = _duty(session, desk, actor.workspace_id, notice_id, lock=True)
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


@contextmanager
def _acting(desk: Desk, actor: Actor, notice_id: int) -> Iterator[tuple[Session, Duty]]:
    """A write transaction on one notice: the incident is locked first, so two people at once stand in line."""
    actor.require_member()
    with desk.database.write() as session:
        duty = _duty(session, desk, actor.workspace_id, notice_id, lock=True)
        _require_hands(actor, duty)
        duty.notice.require_pending()
        yield session, duty


def _require_hands(actor: Actor, duty: Duty) -> None:
    if not may_see(actor, duty.incident, duty.lead) and actor.user != duty.notice.assignee:
        raise Refused(Why.NOT_FOUND)
    if not may_handle(actor, duty.incident, duty.lead, frozenset({duty.notice.assignee})):
        raise Refused(Why.NOT_YOURS, owner=duty.notice.assignee)


def _duty(session: Session, desk: Desk, workspace_id: str, notice_id: int, *, lock: bool) -> Duty:
    incident_id = incidents.incident_id_of_notice(session, workspace_id, notice_id)
    incident = incidents.get(session, workspace_id, incident_id or 0, lock=lock)
    notice = incidents.notice(session, notice_id, lock=lock)
    if incident is None or notice is None:
        raise Refused(Why.NOT_FOUND)
    client = clients.get(session, workspace_id, incident.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(incident.client_id)
    contact = client.contact(notice.contact_id)
    owner = people.get(session, workspace_id, notice.assignee)
    return Duty(
        notice,
        incident,
        client,
        contact,
        client.contact_after(contact.id if contact else None),
        desk.hours(session, workspace_id, notice.assignee, contact),
        owner.name if owner else "",
        desk.policy.lead_of(client),
    )
