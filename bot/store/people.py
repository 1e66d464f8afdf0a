"""What we last knew of the people in the workspace, so that a Slack hiccup does not stop the work."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Person
from bot.store.tables import people


def get(session: Session, workspace_id: str, user: str) -> Person | None:
    return session.scalar(select(Person).where(people.c.workspace_id == workspace_id, people.c.user == user))


def remember(session: Session, person: Person) -> None:
    session.merge(person)


def names(session: Session, workspace_id: str) -> dict[str, str]:
    """What everybody we have met here is called, by user."""
    rows = session.execute(select(people.c.user, people.c.name).where(people.c.workspace_id == workspace_id))
    return {str(user): str(name) for user, name in rows.all()}


def absent(session: Session, workspace_id: str, users: Collection[str]) -> set[str]:
    """Those of them who, as far as we know, are away, gone, guests or from another organisation."""
    found = session.scalars(select(Person).where(people.c.workspace_id == workspace_id, people.c.user.in_(users)))
    return {person.user for person in found if person.is_absent()}
