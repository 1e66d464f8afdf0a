"""Reviews: rows in, domain objects out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.review import Review
from bot.store.tables import reviews


def of_incident(session: Session, incident_id: int) -> Review | None:
    """The review of an incident, if it has come to one."""
    return session.scalar(select(Review).where(reviews.c.incident_id == incident_id))
