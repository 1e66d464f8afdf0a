"""What has become due of a notice is owed to its owner, and to the lead where its hour has passed (domain.md §4)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import daily
from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.incident import EntryKind
from bot.domain.notice import Climbed, Notice, climb
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
    stamp = int(climbed.due_at.timestamp())
    if notice.channel is Channel.DAILY_REPORT:
        report = daily.gather(session, desk, notice, now)
        daily.remind(session, report, climbed)
        about = f"report:{report.id}"
    else:
        about = str(notice.id)
        # With the rung's name: half of the time left and a retry may fall within the same second.
        key = f"prompt:{notice.id}:{notice.rung}:{climbed.rung}:{stamp}"
        _owe(session, notice, DeliveryKind.PROMPT, notice.assignee, climbed, key)
    note(
        session,
        incident,
        EntryKind.REMINDED,
        None,
        now,
        after={"rung": climbed.rung, "assignee": notice.assignee, "channel": notice.channel},
    )
    lead = desk.policy.lead_of(client)
    if climbed.escalate and lead and lead != notice.assignee:
        _owe(session, notice, DeliveryKind.ESCALATION, lead, climbed, f"escalation:{about}:{stamp}")
        note(session, incident, EntryKind.ESCALATED, None, now, after={"lead": lead, "assignee": notice.assignee})
    if climbed.escalate:
        # Not a new version: changing the incident here could wait for a person's transaction, and that one for us.
        redraw(session, desk, incident, now, mark=f"late:{notice.id}")


def _owe(session: Session, notice: Notice, kind: DeliveryKind, to: str, climbed: Climbed, key: str) -> None:
    deliveries.owe(
        session,
        Delivery(
            workspace_id=notice.workspace_id,
            kind=kind,
            key=key,
            recipient=to,
            due_at=climbed.due_at,
            incident_id=notice.incident_id,
            notice_id=notice.id,
            payload={"rung": climbed.rung},
        ),
    )
