"""What we last knew of the people in the workspace, so that a Slack hiccup does not stop the work."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.people import Person
from bot.store.tables import people


def get(session: Session, workspace_id: str, user: str) -> Person | None:
    return session.scalar(select(Person).where(people.c.workspace_id == workspace_id, people.c.user == user))


def remember(session: Session, person: Person) -> None:
    session.merge(person)
