"""The duties an incident creates towards its client: asked of the matrix at the start and at every change (§3)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.prompts import retire_prompts
from bot.domain import matrix, plans
from bot.domain.client import Client
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.duty import DutyHours
from bot.domain.incident import Entry, EntryKind, Incident
from bot.domain.matrix import Plan, Purpose
from bot.domain.notice import Climbed, Notice, NoticeState, climb, start
from bot.domain.words import Channel, Severity, Status
from bot.store import deliveries, incidents

#: Entries that stand on the timeline but would only be noise in the card's thread.
_UNPOSTED = {
    EntryKind.REPORTED,
    EntryKind.PLANNED,
    EntryKind.REMINDED,
    EntryKind.REVIEW_ANSWERED,
    EntryKind.REVIEW_FINAL,  # what was learned is posted there itself
}


def replan(session: Session, desk: Desk, incident: Incident, client: Client, now: datetime) -> list[Notice]:
    """Asks the matrix again. What still fits stays, what no longer fits is replaced and said so, and what was
    already told for this state is not told twice. Returns the pending notices."""
    notices = incidents.notices_of(session, incident.id) if incident.version > 1 else []
    pending = [notice for notice in notices if notice.is_pending()]
    contact = client.first_contact()
    hours = desk.hours(session, incident.workspace_id, incident.owner, contact)
    state = (incident.effective_severity(), incident.status)
    in_touch = any(notice.state is NoticeState.GIVEN for notice in notices)

    asked = matrix.plan(
        incident.case(client, contact, in_touch=in_touch),
        hours,
        now,
        report_hour=desk.policy.report_hour,
        matrix=desk.policy.matrix,
    )
    told = _told(notices, incident, state)
    kept: list[Notice] = []
    for plan in asked:
        if plan.purpose is Purpose.TELL and told:
            _copy_lead(session, desk, client, plan, told, now)
            continue
        if plan.purpose is Purpose.MEET:
            met = [notice for notice in notices if notice.purpose is Purpose.MEET]
            if any(notice.state is not NoticeState.REPLACED for notice in met):
                kept += [notice for notice in met if notice.is_pending()]
                continue
        fitting = next((notice for notice in pending if notice.fits(plan, *state)), None)
        kept.append(fitting or open_notice(session, desk, incident, client, plan, notices, now, hours=hours))
        if plan.purpose is Purpose.TELL:
            _copy_lead(session, desk, client, plan, kept[-1], now)
    if told and state == (Severity.MAJOR, Status.UNRESOLVED):
        kept.append(_keep_updating(session, desk, incident, client, told, notices, now))
    for notice in pending:
        if notice.purpose.is_of_matrix() and notice not in kept:
            _replace(session, notice, kept[0] if kept else None, now)
    return kept


def _told(notices: list[Notice], incident: Incident, state: tuple[Severity, Status]) -> Notice | None:
    given = [
        notice
        for notice in notices
        if notice.state is NoticeState.GIVEN
        and notice.purpose in (Purpose.TELL, Purpose.UPDATE)
        and notice.round == incident.round
        and (notice.severity, notice.status) == state
    ]
    return given[-1] if given else None


def _keep_updating(
    session: Session, desk: Desk, incident: Incident, client: Client, told: Notice, notices: list[Notice], now: datetime
) -> Notice:
    for notice in notices:
        if notice.is_pending() and notice.purpose is Purpose.UPDATE:
            return notice
    hours = desk.hours(session, incident.workspace_id, told.assignee, client.contact(told.contact_id))
    return open_notice(session, desk, incident, client, plans.plan_update(told.channel, hours, now, None), notices, now)


def open_notice(
    session: Session,
    desk: Desk,
    incident: Incident,
    client: Client,
    plan: Plan,
    notices: list[Notice],
    now: datetime,
    *,
    assignee: str | None = None,
    contact_id: int | None = None,
    hours: DutyHours | None = None,
) -> Notice:
    """Writes a plan down as a notice at the foot of its ladder; appends it to ``notices``.

    ``hours`` are those of assignee and contact, where the caller has them already.
    """
    contact = client.contact(contact_id)
    in_round = [notice.sequence for notice in notices if notice.round == incident.round]
    notice = Notice(
        workspace_id=incident.workspace_id,
        incident_id=incident.id,
        client_id=client.id,
        purpose=plan.purpose,
        sequence=max(in_round, default=0) + 1,
        round=incident.round,
        severity=incident.effective_severity(),
        status=incident.status,
        channel=plan.channel,
        contact_id=contact.id if contact else None,
        assignee=assignee or incident.owner,
        urgent=plan.urgent,
        prompt_at=plan.prompt_at,
        deadline=plan.deadline,
        must_say=[str(content) for content in plan.must_say],
        why=[str(why) for why in plan.why],
        created_at=now,
    )
    hours = hours or desk.hours(session, incident.workspace_id, notice.assignee, contact)
    start(notice, hours)
    session.add(notice)
    session.flush()
    notices.append(notice)
    deliveries.wake(session)
    note(
        session,
        incident,
        EntryKind.PLANNED,
        None,
        now,
        after={
            "notice": notice.id,
            "purpose": plan.purpose,
            "channel": plan.channel,
            "assignee": notice.assignee,
            "deadline": plan.deadline.isoformat(),
        },
    )
    # What is due at once is owed in this very transaction; the clock has the rest. A daily report is gathered by it.
    if notice.channel is not Channel.DAILY_REPORT and (climbed := climb(notice, hours, now)):
        owe_prompt(session, notice, incident, climbed, now)
    return notice


def owe_prompt(session: Session, notice: Notice, incident: Incident, climbed: Climbed, now: datetime) -> None:
    """Owes the prompt for the rungs that a notice has just climbed."""
    deliveries.owe(
        session,
        Delivery(
            workspace_id=notice.workspace_id,
            kind=DeliveryKind.PROMPT,
            # With the rung's name: half of the time left and a retry may fall within the same second.
            key=f"prompt:{notice.id}:{notice.rung}:{climbed.rung}:{int(climbed.due_at.timestamp())}",
            recipient=notice.assignee,
            due_at=climbed.due_at,
            incident_id=notice.incident_id,
            notice_id=notice.id,
            payload={"rung": climbed.rung},
        ),
    )
    note_reminded(session, notice, incident, climbed, now)


def note_reminded(session: Session, notice: Notice, incident: Incident, climbed: Climbed, now: datetime) -> None:
    after: dict[str, object] = {"rung": climbed.rung, "assignee": notice.assignee, "channel": notice.channel}
    note(session, incident, EntryKind.REMINDED, None, now, after=after)


def _copy_lead(session: Session, desk: Desk, client: Client, plan: Plan, notice: Notice, now: datetime) -> None:
    """Owes the lead their copy, once for each duty, and once more when it turns into one to confirm (§3)."""
    lead = desk.policy.lead_of(client)
    if not lead or not (plan.copy_lead or plan.lead_confirms):
        return
    deliveries.owe(
        session,
        Delivery(
            workspace_id=notice.workspace_id,
            kind=DeliveryKind.LEAD_COPY,
            key=f"lead_copy:{notice.id}:{int(plan.lead_confirms)}",
            recipient=lead,
            due_at=now,
            incident_id=notice.incident_id,
            notice_id=notice.id,
        ),
    )


def _replace(session: Session, notice: Notice, by: Notice | None, now: datetime) -> None:
    notice.settle(NoticeState.REPLACED, None, now)
    incident = incidents.get(session, notice.workspace_id, notice.incident_id)
    if incident is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(notice.incident_id)
    note(
        session,
        incident,
        EntryKind.REPLACED,
        None,
        now,
        before={"channel": notice.channel, "deadline": notice.deadline.isoformat()},
        after={"channel": by.channel, "deadline": by.deadline.isoformat()} if by else {},
    )
    retire_prompts(session, notice, now)


def note(
    session: Session,
    incident: Incident,
    kind: EntryKind,
    who: str | None,
    now: datetime,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> Entry:
    """Writes one line of the timeline and owes it to the card's thread."""
    entry = Entry(
        workspace_id=incident.workspace_id,
        at=now,
        kind=kind,
        who=who,
        incident_id=incident.id,
        client_id=incident.client_id,
        before=before or {},
        after=after or {},
    )
    session.add(entry)
    if kind not in _UNPOSTED and not incident.private:
        session.flush()
        deliveries.owe(
            session,
            Delivery(
                workspace_id=incident.workspace_id,
                kind=DeliveryKind.ENTRY,
                key=f"entry:{entry.id}",
                recipient=incident.card_channel or "",
                due_at=now,
                incident_id=incident.id,
                payload={"entry": entry.id},
            ),
        )
    return entry


def redraw(session: Session, desk: Desk, incident: Incident, now: datetime, *, mark: str = "") -> None:
    """Owes the incidents channel the card as it now stands. A private incident has no card (§8).

    ``mark`` sets apart a redrawing that no new version of the incident caused.
    """
    if incident.private or not desk.policy.incidents_channel:
        return
    deliveries.owe(
        session,
        Delivery(
            workspace_id=incident.workspace_id,
            kind=DeliveryKind.CARD,
            key=f"card:{incident.id}:{incident.version}:{mark}",
            recipient=incident.card_channel or desk.policy.incidents_channel,
            due_at=now,
            incident_id=incident.id,
        ),
    )
