"""Looking: one incident with everything about it, and lists of them (domain.md §8 decides what is seen)."""

from bot.desk.context import Desk
from bot.domain.client import nearest
from bot.domain.errors import Refused, Why
from bot.domain.incident import missing_to_close
from bot.domain.permissions import Actor, may_handle, may_see
from bot.domain.views import IncidentView, ListPage, Waiting
from bot.store import clients, commitments, incidents
from bot.store.incidents import ListQuery

PAGE = 8
MOST_DUTIES = 20


def look(desk: Desk, actor: Actor, number: int) -> IncidentView:
    """The incident of this number. What one may not see is not found, in the same words (§8)."""
    actor.require_member()
    with desk.database.read() as session:
        incident = incidents.by_number(session, actor.workspace_id, number)
    if incident is None:
        raise Refused(Why.NOT_FOUND, number=number)
    return by_id(desk, actor, incident.id)


def by_id(desk: Desk, actor: Actor, incident_id: int) -> IncidentView:
    actor.require_member()
    view = read(desk, actor.workspace_id, incident_id)
    if view is None or not may_see(actor, view.incident, view.lead):
        raise Refused(Why.NOT_FOUND, number=view.incident.number if view else None)
    assignees = frozenset(notice.assignee for notice in view.notices if notice.is_pending())
    return IncidentView(
        view.incident,
        view.client,
        view.notices,
        view.commitments,
        view.timeline,
        view.checklist,
        view.lead,
        may_handle(actor, view.incident, view.lead, assignees),
    )


def read(desk: Desk, workspace_id: str, incident_id: int) -> IncidentView | None:
    """The incident as it stands, for the outbox to put into words; nobody's permission is asked here."""
    with desk.database.read() as session:
        incident = incidents.get(session, workspace_id, incident_id)
        client = clients.get(session, workspace_id, incident.client_id) if incident else None
        if incident is None or client is None:
            return None
        notices = incidents.notices_of(session, incident.id)
        promises = commitments.of_incident(session, incident.id)
        entries = incidents.timeline_of(session, incident.id)
    return IncidentView(
        incident,
        client,
        tuple(notices),
        tuple(promises),
        tuple(entries),
        missing_to_close(incident, notices, promises),
        desk.policy.lead_of(client),
    )


def page(
    desk: Desk, actor: Actor, number: int, *, mine: bool = False, only_open: bool = True, client_id: int | None = None
) -> ListPage:
    """One page of what the actor may see, newest first; ``number`` counts from 1."""
    actor.require_member()
    query = ListQuery(owner=actor.user if mine else None, client_id=client_id, only_open=only_open)
    number = max(1, number)
    with desk.database.read() as session:
        client = clients.get(session, actor.workspace_id, client_id) if client_id is not None else None
        items, total = incidents.listed(session, actor, desk.policy.lead, query, PAGE, (number - 1) * PAGE)
        if not items and total:
            number = -(-total // PAGE)
            items, total = incidents.listed(session, actor, desk.policy.lead, query, PAGE, (number - 1) * PAGE)
    return ListPage(tuple(items), total, number, max(1, -(-total // PAGE)), mine, only_open, client)


def client_id_named(desk: Desk, actor: Actor, name: str) -> int:
    """The client a person means in ``lista Acme``. Raises Refused(CLIENT_NOT_FOUND) with the ``near`` name, if any."""
    actor.require_member()
    with desk.database.read() as session:
        client = clients.by_name(session, actor.workspace_id, name)
        if client is None:
            found = clients.matching(session, actor.workspace_id, name, 2)
            if len(found) != 1:
                near = found[0].name if found else nearest(name, clients.names(session, actor.workspace_id))
                raise Refused(Why.CLIENT_NOT_FOUND, name=name, near=near)
            client = found[0]
        return client.id


def duties_of(desk: Desk, actor: Actor) -> tuple[list[Waiting], bool]:
    """What the actor still has to tell clients, the most pressing first, and whether there is more than is shown."""
    actor.require_member()
    with desk.database.read() as session:
        found = incidents.pending_of(session, actor.workspace_id, actor.user, MOST_DUTIES + 1)
    return [Waiting(*row) for row in found[:MOST_DUTIES]], len(found) > MOST_DUTIES
