"""An incident taken in hand: locked, and only by whoever may handle it (domain.md §8)."""

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.domain.client import Client
from bot.domain.errors import Refused, Why
from bot.domain.incident import Incident
from bot.domain.permissions import Actor, may_handle, may_see
from bot.store import clients, incidents


def in_hand(session: Session, desk: Desk, actor: Actor, incident_id: int) -> tuple[Incident, Client]:
    """The incident and its client, locked until the transaction ends: two people at once stand in line.

    Raises Refused: NOT_FOUND for what one may not see, in the same words, and NOT_YOURS.
    """
    actor.require_member()
    incident = incidents.get(session, actor.workspace_id, incident_id, lock=True)
    if incident is None:
        raise Refused(Why.NOT_FOUND)
    client = clients.get(session, actor.workspace_id, incident.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(incident.client_id)
    lead = desk.policy.lead_of(client)
    if not may_see(actor, incident, lead):
        raise Refused(Why.NOT_FOUND)
    assignees = frozenset(one.assignee for one in incidents.notices_of(session, incident.id) if one.is_pending())
    if not may_handle(actor, incident, lead, assignees):
        raise Refused(Why.NOT_YOURS, owner=incident.owner)
    return incident, client
