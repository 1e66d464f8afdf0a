"""Writing down that the client was told, however it was: by voice, by hand or by a letter the bot carried (§4)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import amends_offer, satisfaction, warning
from bot.desk.context import Desk
from bot.desk.duties import note, open_notice, redraw
from bot.desk.promising import promise
from bot.desk.prompts import retire_prompts
from bot.domain import plans
from bot.domain.incident import EntryKind
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState, Proof
from bot.domain.views import Duty
from bot.domain.words import Channel, Mood, Severity, Status
from bot.store import incidents


@dataclass(frozen=True)
class Told:
    """What the proof says. Moments are aware; ``promised`` and ``promised_for`` come together or not at all.

    ``mood`` is None while a written word has not been answered. ``for_report``: the client would rather read
    the details in the daily report. ``client_score``: how content they are, 1 to 5, where they said so at once.
    """

    channel: Channel
    spoke_with: str
    told_at: datetime
    said: str
    client_said: str
    mood: Mood | None
    promised: str = ""
    promised_for: datetime | None = None
    next_touch_at: datetime | None = None
    for_report: bool = False
    client_score: int | None = None


def record(session: Session, desk: Desk, duty: Duty, told: Told, by: str, now: datetime) -> None:
    """Settles a pending notice with its proof, and opens what follows from it."""
    notice, incident = duty.notice, duty.incident
    session.add(
        Proof(
            workspace_id=notice.workspace_id,
            notice_id=notice.id,
            incident_id=incident.id,
            client_id=incident.client_id,
            by=by,
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
    notice.settle(NoticeState.GIVEN, by, now)
    note(
        session,
        incident,
        EntryKind.TOLD,
        by,
        now,
        after={
            "channel": told.channel,
            "purpose": notice.purpose,
            "spoke_with": told.spoke_with,
            "told_at": told.told_at.isoformat(),
            "said": told.said,
            "client_said": told.client_said,
            "mood": told.mood,
            "late": told.told_at > notice.deadline,
        },
    )
    if told.promised_for is not None:
        promise(session, desk, incident, duty.client, told.promised, told.promised_for, by, now)
    retire_prompts(session, notice, now)
    _what_follows(session, desk, duty, told, by, now)
    session.flush()  # how they took it is asked of the database
    amends_offer.suggest(session, desk, incident, duty.client, now)
    warning.look(session, incident.workspace_id, incident.client_id, now)
    incident.version += 1
    redraw(session, desk, incident, now)


def _what_follows(session: Session, desk: Desk, duty: Duty, told: Told, by: str, now: datetime) -> None:
    """An importante still open is told again in 2 hours, or at the hour promised (§4); one left for the daily
    report waits for it (§3). Who has heard what changed is asked how content they are (§5)."""
    incident, notice = duty.incident, duty.notice
    if notice.purpose is Purpose.IMPROVED:
        satisfaction.begin(session, desk, duty, told.channel, told.client_score, told.client_said, by, now)
        return
    if notice.purpose is Purpose.MEET:
        return
    notices = incidents.notices_of(session, incident.id)
    if notice.purpose is Purpose.NEW_HOUR and any(
        one.is_pending() and one.purpose in (Purpose.TELL, Purpose.UPDATE) for one in notices
    ):
        return  # what comes next stands there already
    if told.for_report:
        plan = plans.plan_report(duty.hours, now, desk.policy.report_hour)
    elif (incident.effective_severity(), incident.status) == (Severity.MAJOR, Status.UNRESOLVED):
        promised = [at for at in (told.promised_for, told.next_touch_at, incident.promised_for) if at and at > now]
        plan = plans.plan_update(notice.channel, duty.hours, now, min(promised, default=None))
    else:
        return
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
