"""Telling the client: a notice is proved, tried, postponed or handed on (domain.md §4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.desk.acting import acting
from bot.desk.context import Desk
from bot.desk.duties import note, open_notice, promise, redraw, refresh_prompts, retire_prompts
from bot.domain import matrix
from bot.domain import notice as ladder
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState, Proof, Snooze
from bot.domain.permissions import Actor
from bot.domain.views import Duty
from bot.domain.words import Channel, Mood, Severity, Status
from bot.store import deliveries, incidents

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


def prove(desk: Desk, actor: Actor, notice_id: int, told: Told) -> Duty:
    """Records that the client was told; the reminders stop. The second person to do so is told who was first."""
    now = desk.now()
    _check(told, now)
    with acting(desk, actor, notice_id) as (session, duty):
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
    with acting(desk, actor, notice_id) as (session, duty):
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
    with acting(desk, actor, notice_id) as (session, duty):
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
    with acting(desk, actor, notice_id) as (session, duty):
        notice = duty.notice
        until = ladder.snooze_until(choice, duty.hours, now)
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
