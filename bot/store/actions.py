"""Corrective actions: rows in, domain objects out."""

from datetime import date

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.corrective import ActionState, CorrectiveAction
from bot.domain.departure import Departure
from bot.domain.incident import Entry, EntryKind, Incident
from bot.domain.permissions import Actor
from bot.domain.views import ActionScope
from bot.store import seen
from bot.store.tables import actions, clients, departures, incidents, timeline

#: What is told of one action on the timeline.
_TOLD = tuple(kind for kind in EntryKind if kind.startswith("action_"))


def get(session: Session, workspace_id: str, action_id: int, *, lock: bool = False) -> CorrectiveAction | None:
    query = select(CorrectiveAction).where(actions.c.workspace_id == workspace_id, actions.c.id == action_id)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True) if lock else query)


def of_incident(session: Session, incident_id: int) -> list[CorrectiveAction]:
    """All that was decided about an incident, in the order in which it was."""
    query = select(CorrectiveAction).where(actions.c.incident_id == incident_id).order_by(actions.c.id)
    return list(session.scalars(query))


def of_departure(session: Session, departure_id: int) -> list[CorrectiveAction]:
    """All that was decided because a client left, in the order in which it was."""
    query = select(CorrectiveAction).where(actions.c.departure_id == departure_id).order_by(actions.c.id)
    return list(session.scalars(query))


def departure(session: Session, workspace_id: str, departure_id: int) -> Departure | None:
    """The departure that an action hangs on."""
    query = select(Departure).where(departures.c.workspace_id == workspace_id, departures.c.id == departure_id)
    return session.scalar(query)


def history(session: Session, action: CorrectiveAction) -> list[Entry]:
    """What the timeline tells of one action, oldest first."""
    which = timeline.c.client_id == action.client_id
    if action.incident_id is not None:
        which = timeline.c.incident_id == action.incident_id
    query = select(Entry).where(timeline.c.workspace_id == action.workspace_id, which, timeline.c.kind.in_(_TOLD))
    return [entry for entry in session.scalars(query.order_by(timeline.c.id)) if entry.after.get("action") == action.id]


def listed(
    session: Session,
    actor: Actor,
    fallback_lead: str,
    scope: ActionScope,
    today: date,
    incident_id: int | None,
    limit: int,
    offset: int,
) -> tuple[list[tuple[CorrectiveAction, Client, Incident | None]], int]:
    """One page of what the actor may see (§8), what comes first on top, and how many there are."""
    c = actions.c
    theirs = or_(c.owner == actor.user, c.verifier == actor.user, c.created_by == actor.user)
    led = select(departures.c.id).where(departures.c.owner == actor.user)
    of_a_departure = and_(c.incident_id.is_(None), or_(clients.c.owner == actor.user, c.departure_id.in_(led)))
    query = (
        select(CorrectiveAction, Client, Incident)
        .join(Client, c.client_id == clients.c.id)
        .outerjoin(Incident, c.incident_id == incidents.c.id)
        .where(
            c.workspace_id == actor.workspace_id,
            or_(theirs, of_a_departure, seen.by(actor, fallback_lead)),
        )
    )
    to_verify = and_(c.state == ActionState.DONE, c.verify_on <= today)
    match scope:
        case ActionScope.MINE:
            mine = and_(c.state == ActionState.OPEN, c.owner == actor.user)
            query = query.where(or_(mine, and_(to_verify, c.verifier == actor.user)))
        case ActionScope.OVERDUE:
            query = query.where(c.state == ActionState.OPEN, c.due_on < today)
        case ActionScope.ALL:
            query = query.where(c.state.in_((ActionState.OPEN, ActionState.DONE)))
        case ActionScope.INCIDENT:
            query = query.where(c.incident_id == incident_id)
    total = session.scalar(query.with_only_columns(func.count(), maintain_column_froms=True)) or 0
    day = case((c.state == ActionState.DONE, c.verify_on), else_=c.due_on)
    settled = case((c.settled_at.is_(None), 0), else_=1)
    rows = session.execute(query.order_by(settled, day, c.id).limit(limit).offset(offset))
    return [(action, client, incident) for action, client, incident in rows.all()], total
