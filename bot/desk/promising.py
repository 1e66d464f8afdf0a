"""Writing down what the client was promised, wherever it was promised (domain.md §5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note
from bot.domain.client import Client
from bot.domain.commitment import Commitment, start
from bot.domain.duty import DutyHours
from bot.domain.incident import EntryKind, Incident
from bot.store import deliveries


def promise(
    session: Session,
    desk: Desk,
    incident: Incident | None,
    client: Client,
    what: str,
    due_at: datetime,
    who: str,
    now: datetime,
    *,
    owner: str | None = None,
    replaces: Commitment | None = None,
) -> Commitment:
    """Writes down what the client was promised, with its hour. ``owner`` None is the incident's, or the client's."""
    commitment = Commitment(
        workspace_id=client.workspace_id,
        incident_id=incident.id if incident else None,
        client_id=client.id,
        owner=owner or (incident.owner if incident else client.owner),
        what=what,
        due_at=due_at,
        made_at=now,
        made_by=who,
        replaces_id=replaces.id if replaces else None,
    )
    start(commitment, hours_of(session, desk, commitment, client))
    session.add(commitment)
    session.flush()
    deliveries.wake(session)
    if incident is not None and replaces is None:
        note(session, incident, EntryKind.PROMISED, who, now, after={"what": what, "due_at": due_at.isoformat()})
    return commitment


def hours_of(session: Session, desk: Desk, commitment: Commitment, client: Client) -> DutyHours:
    """The hours that bind a promise: those of its owner, and of the client they would call."""
    return desk.hours(session, commitment.workspace_id, commitment.owner, client.first_contact())
