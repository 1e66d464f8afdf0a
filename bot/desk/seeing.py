"""Looking at one incident with everything about it (domain.md §8 decides what is seen); lists are in ``finding``."""

from dataclasses import replace

from bot.desk.context import Desk
from bot.domain.amends import may_propose, may_see_figures
from bot.domain.client import nearest
from bot.domain.closing import missing_to_close
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor, may_handle, may_see
from bot.domain.views import IncidentView
from bot.store import actions, amends, clients, commitments, incidents, reviews, satisfactions


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
    eyes = may_see_figures(actor, view.incident, view.lead)
    handles = may_handle(actor, view.incident, view.lead)
    asked = view.satisfaction is not None and view.satisfaction.assignee == actor.user
    return replace(
        view,
        may_handle=handles or actor.user in assignees,
        may_answer=handles or asked,
        sees_figures=eyes,
        may_make_amends=view.may_make_amends and eyes,
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
        corrective = actions.of_incident(session, incident.id)
        review = reviews.of_incident(session, incident.id)
        entries = incidents.timeline_of(session, incident.id)
        made_up = amends.of_incident(session, incident.id)
        may_make_amends = may_propose(incident, amends.moods(session, incident.id), made_up)
        content = satisfactions.of_incident(session, incident.id)
    return IncidentView(
        incident,
        client,
        tuple(notices),
        tuple(promises),
        tuple(entries),
        missing_to_close(incident, notices, promises, corrective, review),
        desk.policy.lead_of(client),
        actions=tuple(corrective),
        review=review,
        amends=made_up,
        may_make_amends=may_make_amends,
        satisfaction=content,
    )


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
