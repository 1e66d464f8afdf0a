"""What has become due of a notice is owed to its owner, and to the lead where its hour has passed (domain.md §4)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import daily
from bot.desk.context import Desk
from bot.desk.duties import note, note_reminded, owe_prompt, redraw
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.incident import EntryKind
from bot.domain.notice import Notice, climb
from bot.domain.words import Channel
from bot.store import clients, deliveries, incidents


def remind(session: Session, desk: Desk, notice: Notice, now: datetime) -> None:
    """Climbs the rungs of a notice that are due by now and owes what they say."""
    client = clients.get(session, notice.workspace_id, notice.client_id)
    incident = incidents.get(session, notice.workspace_id, notice.incident_id)
    if client is None or incident is None:  # pragma: no cover - the foreign keys forbid it
        raise LookupError(notice.id)
    hours = desk.hours(session, notice.workspace_id, notice.assignee, client.contact(notice.contact_id))
    climbed = climb(notice, hours, now)
    if climbed is None:
        return
    about = str(notice.id)
    if notice.channel is Channel.DAILY_REPORT:
        report = daily.gather(session, desk, notice, now)
        daily.remind(session, report, climbed)
        note_reminded(session, notice, incident, climbed, now)
        about = f"report:{report.id}"
    else:
        owe_prompt(session, notice, incident, climbed, now)
    lead = desk.policy.lead_of(client)
    if not climbed.escalate:
        return
    if lead and lead != notice.assignee:
        deliveries.owe(
            session,
            Delivery(
                workspace_id=notice.workspace_id,
                kind=DeliveryKind.ESCALATION,
                key=f"escalation:{about}:{int(climbed.due_at.timestamp())}",
                recipient=lead,
                due_at=climbed.due_at,
                incident_id=notice.incident_id,
                notice_id=notice.id,
                payload={"rung": climbed.rung},
            ),
        )
        note(session, incident, EntryKind.ESCALATED, None, now, after={"lead": lead, "assignee": notice.assignee})
    # Not a new version: changing the incident here could wait for a person's transaction, and that one for us.
    redraw(session, desk, incident, now, mark=f"late:{notice.id}")
