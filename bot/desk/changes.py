"""An incident changes, closes or is opened again: the matrix is asked anew, the checklist shown (domain.md §3, §5).

What may happen to an incident in which state stands in ``bot/domain/life.py``; here it is let happen, and told.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import amends_offer, improvements, seeing
from bot.desk.context import Desk
from bot.desk.duties import note, redraw, replan
from bot.desk.hands import in_hand
from bot.desk.reviews import follow as ask_for_review
from bot.domain import life
from bot.domain.closing import Checklist, missing_to_close
from bot.domain.errors import Refused, Why
from bot.domain.finding import searchable
from bot.domain.incident import EntryKind, Incident
from bot.domain.life import Event
from bot.domain.permissions import Actor
from bot.domain.views import Changed, Closing, IncidentView
from bot.domain.words import Responsibility, Severity, Status
from bot.store import actions, commitments, incidents, reviews


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
    never_event_name: str = ""


def change(desk: Desk, actor: Actor, incident_id: int, wanted: Change) -> Changed:
    """Saves what changed, on record with what stood before, and asks the matrix again (§3)."""
    now = desk.now()
    with desk.database.write() as session:
        incident, client = in_hand(session, desk, actor, incident_id)
        incident.require_open()
        before, after = _difference(incident, wanted)
        if not after:
            return Changed(incident, client, ())
        event = life.event_between(incident.status, wanted.status)
        if event is not None:
            life.take(incident, event, now)
        for name in after.keys() - {"status"}:
            setattr(incident, name, getattr(wanted, name))
        incident.search = searchable(incident.text, incident.measures, client.name)
        incident.version += 1
        note(session, incident, EntryKind.CHANGED, actor.user, now, before=before, after=after)
        notices = replan(session, desk, incident, client, now)
        improvements.follow(session, desk, incident, client, now)
        amends_offer.suggest(session, desk, incident, client, now)
        ask_for_review(session, desk, incident, now)
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
        closing = _closing(session, incident)
        _happen(session, incident, Event.CLOSED, now, checklist=closing.checklist)
        incident.version += 1
        note(session, incident, EntryKind.CLOSED, actor.user, now)
        redraw(session, desk, incident, now)
        return closing


def to_reopen(desk: Desk, actor: Actor, incident_id: int) -> IncidentView:
    """The closed incident behind «Reabrir», for whoever may open it again."""
    view = seeing.by_id(desk, actor, incident_id)
    incident = view.incident
    if not view.may_handle:
        raise Refused(Why.NOT_YOURS, owner=incident.owner)
    if not incident.is_closed():
        with desk.database.read() as session:
            raise _with_first(session, incident, Refused(Why.ALREADY_OPEN, code=incident.code))
    return view


def reopen(desk: Desk, actor: Actor, incident_id: int, reason: str, *, failing: bool) -> Changed:
    """Opens a closed incident again. ``failing``: it is broken again, and the client hears again; else something
    was left to do. Raises Refused(REOPENING_NEEDS_REASON), and ALREADY_OPEN with who did it and when."""
    now = desk.now()
    with desk.database.write() as session:
        incident, client = in_hand(session, desk, actor, incident_id)
        event = Event.FAILS_AGAIN if failing else Event.REOPENED
        _happen(session, incident, event, now, reason=reason)
        incident.version += 1
        after: dict[str, object] = {"status": incident.status, "reason": reason}
        note(session, incident, EntryKind.REOPENED, actor.user, now, before={"status": Status.CLOSED}, after=after)
        notices = replan(session, desk, incident, client, now)
        improvements.follow(session, desk, incident, client, now)
        ask_for_review(session, desk, incident, now)
        redraw(session, desk, incident, now)
        return Changed(incident, client, tuple(notices))


def _happen(
    session: Session, incident: Incident, event: Event, now: datetime, *, checklist: Checklist = (), reason: str = ""
) -> None:
    """Lets it happen; whoever comes second hears who was first, and when."""
    try:
        life.take(incident, event, now, checklist=checklist, reason=reason)
    except Refused as error:
        raise _with_first(session, incident, error) from error


def _with_first(session: Session, incident: Incident, error: Refused) -> Refused:
    kind = {Why.CLOSED: EntryKind.CLOSED, Why.ALREADY_OPEN: EntryKind.REOPENED}.get(error.why)
    entry = incidents.latest(session, incident.id, kind) if kind else None
    if entry is None:
        return error
    return Refused(error.why, **{**error.details, "who": entry.who, "at": entry.at})


def _closing(session: Session, incident: Incident) -> Closing:
    return Closing(
        incident,
        missing_to_close(
            incident,
            incidents.notices_of(session, incident.id),
            commitments.of_incident(session, incident.id),
            actions.of_incident(session, incident.id),
            reviews.of_incident(session, incident.id),
        ),
    )
