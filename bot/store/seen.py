"""What somebody may see, as a condition of every query about incidents (domain.md §8)."""

from sqlalchemy import ColumnElement, false, or_, true

from bot.domain.permissions import Actor
from bot.store.tables import clients, incidents


def by(actor: Actor, fallback_lead: str) -> ColumnElement[bool]:
    """Private incidents only for owner, lead, reporter and admins. The query must join incidents and clients.

    ``fallback_lead`` backs the owners of clients that name no lead of their own.
    """
    if actor.is_admin:
        return true()
    leads = or_(
        clients.c.lead == actor.user,
        (clients.c.lead == "") if actor.user == fallback_lead else false(),
    )
    return or_(
        incidents.c.private.is_(False),
        incidents.c.owner == actor.user,
        incidents.c.reporter == actor.user,
        leads,
    )
