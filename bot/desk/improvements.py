"""Telling the client what changed thanks to them, once it is verified (domain.md §5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.domain.client import Client
from bot.domain.incident import Incident


def tell(session: Session, desk: Desk, incident: Incident, client: Client, now: datetime) -> None:
    """Called when all prevention of an incident has been verified, inside that transaction."""
