"""How content clients are: rows in, domain objects out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.satisfaction import Satisfaction
from bot.store.tables import satisfactions


def get(session: Session, workspace_id: str, satisfaction_id: int, *, lock: bool = False) -> Satisfaction | None:
    query = select(Satisfaction).where(
        satisfactions.c.workspace_id == workspace_id, satisfactions.c.id == satisfaction_id
    )
    return session.scalar(query.with_for_update().execution_options(populate_existing=True) if lock else query)


def of_incident(session: Session, incident_id: int) -> Satisfaction | None:
    """The last time it was asked about an incident."""
    query = select(Satisfaction).where(satisfactions.c.incident_id == incident_id)
    return session.scalar(query.order_by(satisfactions.c.id.desc()).limit(1))
