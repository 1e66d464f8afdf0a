"""Looking at promises: what a new one may be about, and lists of what is still owed (domain.md §5, §8)."""

from functools import partial

from bot.desk.context import Desk
from bot.domain.commitment import TrackRecord
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor, may_see
from bot.domain.views import PromiseAbout, PromisePage
from bot.store import clients, commitments, incidents

PAGE = 8
MOST_OFFERED = 15


def about(desk: Desk, actor: Actor, kind: str, number: int) -> PromiseAbout:
    """What a promise would be about: ``kind`` is «incident» or «client». Raises Refused(NOT_FOUND)."""
    actor.require_member()
    with desk.database.read() as session:
        incident = incidents.get(session, actor.workspace_id, number) if kind == "incident" else None
        client = clients.get(session, actor.workspace_id, incident.client_id if incident else number)
        if client is None or (kind == "incident" and incident is None):
            raise Refused(Why.NOT_FOUND)
        if incident is not None and not may_see(actor, incident, desk.policy.lead_of(client)):
            raise Refused(Why.NOT_FOUND)
        record = commitments.record(session, actor.workspace_id, client_id=client.id)
    return PromiseAbout(client, incident, record)


def matching(desk: Desk, actor: Actor, typed: str) -> list[PromiseAbout]:
    """The open incidents and the clients that what somebody types may mean, for the field that asks."""
    actor.require_member()
    with desk.database.read() as session:
        told = commitments.may_be_about(session, actor, desk.policy.lead, typed, MOST_OFFERED)
        found = clients.matching(session, actor.workspace_id, typed, MOST_OFFERED)
    nothing_yet = TrackRecord()
    return [
        *(PromiseAbout(client, incident, nothing_yet) for incident, client in told),
        *(PromiseAbout(client, None, nothing_yet) for client in found),
    ]


def page(desk: Desk, actor: Actor, number: int, *, mine: bool, client_id: int | None = None) -> PromisePage:
    """One page of what is still owed, the next hour first; ``number`` counts from 1."""
    actor.require_member()
    with desk.database.read() as session:
        client = clients.get(session, actor.workspace_id, client_id) if client_id is not None else None
        owner = actor.user if mine else None
        number = max(1, number)
        wanted = partial(commitments.owed, session, actor, desk.policy.lead, owner=owner, client_id=client_id)
        items, total = wanted(limit=PAGE, offset=(number - 1) * PAGE)
        if not items and total:  # a page that is no longer there: the last
            number = -(-total // PAGE)
            items, total = wanted(limit=PAGE, offset=(number - 1) * PAGE)
        record = commitments.record(
            session, actor.workspace_id, client_id=client_id, owner=None if client_id else actor.user
        )
    return PromisePage(tuple(items), total, number, max(1, -(-total // PAGE)), mine, client, record)
