"""What was proposed to make it up to clients: rows in, domain objects out."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.amends import Amends
from bot.domain.satisfaction import LOW
from bot.domain.words import Mood
from bot.store.tables import amends, people, proofs, satisfactions


def get(session: Session, workspace_id: str, amends_id: int) -> Amends | None:
    return session.scalar(select(Amends).where(amends.c.workspace_id == workspace_id, amends.c.id == amends_id))


def of_incident(session: Session, incident_id: int) -> Amends | None:
    """The last one of an incident, which is the one that counts."""
    return session.scalar(
        select(Amends).where(amends.c.incident_id == incident_id).order_by(amends.c.id.desc()).limit(1)
    )


def of_client(session: Session, client_id: int) -> Amends | None:
    """The last one of a client: what was reckoned then is where the next reckoning begins."""
    return session.scalar(select(Amends).where(amends.c.client_id == client_id).order_by(amends.c.id.desc()).limit(1))


def moods(session: Session, incident_id: int) -> list[Mood | None]:
    """How the client took it, each time they were told; who gives us a low score at the end is upset, too."""
    told = list(session.scalars(select(proofs.c.mood).where(proofs.c.incident_id == incident_id)))
    low = select(satisfactions.c.id).where(
        satisfactions.c.incident_id == incident_id, satisfactions.c.client_score <= LOW
    )
    return [*told, Mood.UPSET] if session.scalar(low.limit(1)) is not None else told


def admins(session: Session, workspace_id: str) -> list[str]:
    """Administrators of the workspace that we know of, besides those the firm has named."""
    found = select(people.c.user).where(
        people.c.workspace_id == workspace_id, people.c.is_admin.is_(True), people.c.is_gone.is_(False)
    )
    return list(session.scalars(found.order_by(people.c.user)))
