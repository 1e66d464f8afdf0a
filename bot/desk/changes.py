"""An incident changes or closes: the matrix is asked again, and what is missing is shown (domain.md §3, §5)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note, redraw, replan
from bot.desk.hands import in_hand
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind, Incident, missing_to_close
from bot.domain.permissions import Actor
from bot.domain.views import Changed, Closing
from bot.domain.words import Responsibility, Severity, Status
from bot.store import commitments, incidents


@dataclass(frozen=True)
class Change:
    """What the change form says the incident now is."""

    severity: Severity
    status: Status
    hard: bool
    cannot_work: bool
    never_event: bool
    responsibility: Responsibility
    measures: str


def change(desk: Desk, actor: Actor, incident_id: int, wanted: Change) -> Changed:
    """Saves what changed, on record with what stood before, and asks the matrix again (§3)."""
    now = desk.now()
    with desk.database.write() as session:
        incident, client = in_hand(session, desk, actor, incident_id)
        incident.require_open()
        before, after = _difference(incident, wanted)
        if not after:
            return Changed(incident, client, ())
        if incident.status is Status.RESOLVED and wanted.status is Status.UNRESOLVED:
            incident.round += 1  # it broke again: the client hears again
            incident.resolved_at = None
        elif wanted.status is Status.RESOLVED and incident.resolved_at is None:
            incident.resolved_at = now
        for name in after:
            setattr(incident, name, getattr(wanted, name))
        incident.version += 1
        note(session, incident, EntryKind.CHANGED, actor.user, now, before=before, after=after)
        notices = replan(session, desk, incident, client, now)
        redraw(session, desk, incident, now)
        return Changed(incident, client, tuple(notices))


def _difference(incident: Incident, wanted: Change) -> tuple[dict[str, object], dict[str, object]]:
    names = [name for name in Change.__dataclass_fields__ if getattr(incident, name) != getattr(wanted, name)]
    return (
        {name: getattr(incident, name) for name in names},
        {name: getattr(wanted, name) for name in names},
    )


def close(desk: Desk, actor: Actor, incident_id: int) -> Closing:
    """Closes the incident. Raises Refused(NOT_READY_TO_CLOSE) with the ``checklist`` when something is missing."""
    now = desk.now()
    with desk.database.write() as session:
        incident, _ = in_hand(session, desk, actor, incident_id)
        incident.require_open()
        closing = _closing(session, incident)
        if not closing.ready:
            raise Refused(Why.NOT_READY_TO_CLOSE, code=incident.code, checklist=closing.checklist)
        incident.status, incident.closed_at = Status.CLOSED, now
        incident.version += 1
        note(session, incident, EntryKind.CLOSED, actor.user, now)
        redraw(session, desk, incident, now)
        return closing


def _closing(session: Session, incident: Incident) -> Closing:
    notices = incidents.notices_of(session, incident.id)
    promises = commitments.of_incident(session, incident.id)
    return Closing(incident, missing_to_close(incident, notices, promises))
