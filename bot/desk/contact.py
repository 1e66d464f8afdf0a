"""Telling the client: a notice is proved, tried, postponed or handed on (domain.md §4)."""

from datetime import datetime, timedelta

from bot.desk.acting import acting
from bot.desk.context import Desk
from bot.desk.duties import note
from bot.desk.prompts import refresh_prompts
from bot.desk.proving import Told, record
from bot.domain import notice as ladder
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind
from bot.domain.notice import Snooze
from bot.domain.permissions import Actor
from bot.domain.views import Duty
from bot.store import deliveries

#: A clock on a phone and ours may differ a little: "just now" is not the future.
CLOCK_SLACK = timedelta(minutes=2)


def prove(desk: Desk, actor: Actor, notice_id: int, told: Told) -> Duty:
    """Records that the client was told; the reminders stop. The second person to do so is told who was first."""
    now = desk.now()
    _check(told, now)
    with acting(desk, actor, notice_id) as (session, duty):
        record(session, desk, duty, told, actor.user, now)
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
