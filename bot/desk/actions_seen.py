"""Looking at corrective actions: one with its history, and lists of them (domain.md §5, §8)."""

from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.desk.action_hands import Found, beside, find, require_giver, require_hands, require_judge, today
from bot.desk.context import Desk
from bot.domain.corrective import ActionEvent, is_prevention_planned
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor, may_handle, may_see
from bot.domain.views import ActionAbout, ActionPage, ActionScope, ActionView
from bot.store import actions, clients, commitments, incidents, people

PAGE = 8
MOST_OFFERED = 15


def as_seen(
    session: Session, desk: Desk, found: Found, actor: Actor, now: datetime, *, history: bool = False
) -> ActionView:
    """The action as this person sees it: of a private incident that is not theirs to see, nothing but the action."""
    incident = found.incident
    if incident is not None and not may_see(actor, incident, found.lead):
        incident = None
    return ActionView(
        found.action,
        found.client,
        incident,
        found.lead,
        today(desk, now),
        tuple(actions.history(session, found.action)) if history else (),
        found.may_handle(actor),
        found.may_verify(actor),
    )


def read(desk: Desk, workspace_id: str, action_id: int, user: str) -> ActionView:
    """The action as it stands, for the outbox to put into words for ``user``."""
    with desk.database.read() as session:
        found = find(session, desk, workspace_id, action_id)
        person = people.get(session, workspace_id, user)
        is_admin = user in desk.policy.admins or bool(person and person.is_admin)
        return as_seen(session, desk, found, Actor(workspace_id, user, is_admin), desk.now(), history=True)


def look(desk: Desk, actor: Actor, action_id: int) -> ActionView:
    """The action behind a button. What one may not see is not found, in the same words."""
    actor.require_member()
    with desk.database.read() as session:
        found = find(session, desk, actor.workspace_id, action_id)
        if not found.may_look(actor):
            raise Refused(Why.NOT_FOUND)
        return as_seen(session, desk, found, actor, desk.now(), history=True)


def look_to(desk: Desk, actor: Actor, action_id: int, event: ActionEvent | None) -> ActionView:
    """The same for a form: for whoever may do what it is for, while that can be done; None is to hand it on."""
    actor.require_member()
    now = desk.now()
    with desk.database.read() as session:
        found = find(session, desk, actor.workspace_id, action_id)
        if not found.may_look(actor):
            raise Refused(Why.NOT_FOUND)
        if event is None:
            require_giver(actor, found)
        else:
            found.action.require(event, today(desk, now))
            (require_judge if event is ActionEvent.FAILED else require_hands)(actor, found)
        return as_seen(session, desk, found, actor, now)


def page(desk: Desk, actor: Actor, number: int, scope: ActionScope, incident_id: int | None = None) -> ActionPage:
    """One page of what the actor may see, the next day first; ``number`` counts from 1."""
    actor.require_member()
    now = desk.now()
    with desk.database.read() as session:
        incident = None
        if incident_id is not None:
            incident = incidents.get(session, actor.workspace_id, incident_id)
            client = clients.get(session, actor.workspace_id, incident.client_id) if incident else None
            if incident is None or client is None or not may_see(actor, incident, desk.policy.lead_of(client)):
                raise Refused(Why.NOT_FOUND)
        number, day = max(1, number), today(desk, now)
        wanted = partial(actions.listed, session, actor, desk.policy.lead, scope, day, incident_id, PAGE)
        rows, total = wanted((number - 1) * PAGE)
        if not rows and total:  # a page that is no longer there: the last
            number = -(-total // PAGE)
            rows, total = wanted((number - 1) * PAGE)
        items = tuple(
            as_seen(session, desk, beside(session, desk, action, client, about_it), actor, now)
            for action, client, about_it in rows
        )
    return ActionPage(items, total, number, max(1, -(-total // PAGE)), scope, incident)


def ask_about(desk: Desk, actor: Actor, key: str) -> ActionAbout:
    """What a new action would hang on. Raises Refused where there is no such thing, or it is not theirs."""
    actor.require_member()
    with desk.database.read() as session:
        return about(session, desk, actor, key)


def about(session: Session, desk: Desk, actor: Actor, key: str) -> ActionAbout:
    """``key`` is ``12`` for an incident, ``departure:3`` for a departure. Owner, lead and admins may add (§8)."""
    kind, _, number = key.rpartition(":")
    if not number.isdecimal() or len(number) > 9:
        raise Refused(Why.NOT_FOUND)
    if kind == "departure":
        departure = actions.departure(session, actor.workspace_id, int(number))
        client = clients.get(session, actor.workspace_id, departure.client_id) if departure else None
        if departure is None or client is None:
            raise Refused(Why.NOT_FOUND)
        if not (actor.is_admin or actor.user in (departure.owner, client.owner, desk.policy.lead_of(client))):
            raise Refused(Why.NOT_YOURS, owner=departure.owner)
        return ActionAbout(key, client, None, departure.owner)
    incident = incidents.get(session, actor.workspace_id, int(number))
    client = clients.get(session, actor.workspace_id, incident.client_id) if incident else None
    if incident is None or client is None or not may_see(actor, incident, desk.policy.lead_of(client)):
        raise Refused(Why.NOT_FOUND)
    incident.require_open()
    assignees = frozenset(one.assignee for one in incidents.notices_of(session, incident.id) if one.is_pending())
    if not may_handle(actor, incident, desk.policy.lead_of(client), assignees):
        raise Refused(Why.NOT_YOURS, owner=incident.owner)
    planned = is_prevention_planned(actions.of_incident(session, incident.id))
    return ActionAbout(str(incident.id), client, incident, incident.owner, planned)


def matching(desk: Desk, actor: Actor, typed: str) -> list[ActionAbout]:
    """The open incidents that what somebody types may mean, for the field that asks."""
    actor.require_member()
    with desk.database.read() as session:
        found = commitments.may_be_about(session, actor, desk.policy.lead, typed, MOST_OFFERED)
    return [ActionAbout(str(incident.id), client, incident, incident.owner) for incident, client in found]
