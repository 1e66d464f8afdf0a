"""The idea of making it up to the client, put to the owner once (domain.md §5)."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.domain import amends as rules
from bot.domain.client import Client
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.incident import Incident
from bot.domain.matrix import Purpose
from bot.domain.words import Status
from bot.store import amends, deliveries, incidents

#: Whoever has just hung up writes down first what was said.
OFFER_AFTER = timedelta(minutes=30)


def suggest(session: Session, desk: Desk, incident: Incident, client: Client, now: datetime) -> None:
    """Owes the owner the idea, once, when a solved incident is one to make up for and nobody has thought of it.

    Not while the client has still to hear of the solution: that comes first, and the idea after its proof.
    """
    if incident.status is Status.UNRESOLVED or not rules.applies(incident, amends.moods(session, incident.id)):
        return
    if amends.of_incident(session, incident.id) is not None:
        return
    if any(one.is_pending() and one.purpose is Purpose.TELL for one in incidents.notices_of(session, incident.id)):
        return
    hours = desk.hours(session, incident.workspace_id, incident.owner, client.first_contact())
    deliveries.owe(
        session,
        Delivery(
            workspace_id=incident.workspace_id,
            kind=DeliveryKind.AMENDS_OFFER,
            key=f"amends_offer:{incident.id}:once",
            recipient=incident.owner,
            due_at=hours.ours.next_open(now + OFFER_AFTER),
            incident_id=incident.id,
        ),
    )
