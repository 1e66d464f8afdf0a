"""How content the client is with what changed, as they voiced it, and the team (domain.md §5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import warning
from bot.desk.context import Desk
from bot.desk.duties import note, redraw
from bot.desk.prompts import refresh
from bot.domain import satisfaction as rules
from bot.domain.amends import may_propose
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind, Incident
from bot.domain.permissions import Actor, may_handle, may_see
from bot.domain.satisfaction import Satisfaction
from bot.domain.views import Duty, SatisfactionView
from bot.domain.words import Channel
from bot.store import amends, clients, deliveries, incidents, satisfactions


@dataclass(frozen=True)
class Answer:
    """What the form says. A score that was already written down when it was opened is None."""

    client_score: int | None
    client_words: str = ""
    team_score: int | None = None
    team_words: str = ""


def begin(
    session: Session,
    desk: Desk,
    duty: Duty,
    channel: Channel,
    score: int | None,
    client_said: str,
    by: str,
    now: datetime,
) -> None:
    """The client has been told what changed: their score is asked for, or written down where they gave it already."""
    found = Satisfaction(
        workspace_id=duty.incident.workspace_id,
        incident_id=duty.incident.id,
        client_id=duty.client.id,
        notice_id=duty.notice.id,
        assignee=duty.notice.assignee,
        asked_at=now,
    )
    rules.start(found, duty.hours, now, spoken=channel in (Channel.PHONE, Channel.IN_PERSON))
    session.add(found)
    session.flush()
    deliveries.wake(session)
    if score is not None:
        _write_down(session, desk, found, duty.incident, Answer(score, client_said), by, now)


def remind(session: Session, desk: Desk, found: Satisfaction, now: datetime) -> None:
    """Asks whoever told the client, each working morning until it is written down or has been asked often enough."""
    hours = desk.hours(session, found.workspace_id, found.assignee, None)
    asked = rules.climb(found, hours, now)
    if asked is not None:
        _owe(session, found, asked.due_at, f"{found.rung}:{int(asked.due_at.timestamp())}", again=asked.again)


def to_answer(desk: Desk, actor: Actor, satisfaction_id: int) -> SatisfactionView:
    """What stands behind a button, for whoever may answer and while there is something to answer."""
    actor.require_member()
    view = read(desk, actor.workspace_id, satisfaction_id)
    _require_hands(actor, view)
    if not view.satisfaction.lacks_team():
        view.satisfaction.require_open()
    return view


def read(desk: Desk, workspace_id: str, satisfaction_id: int) -> SatisfactionView:
    """As it stands, for the outbox to put into words."""
    with desk.database.read() as session:
        return _view(session, desk, satisfactions.get(session, workspace_id, satisfaction_id))


def answer(desk: Desk, actor: Actor, satisfaction_id: int, given: Answer) -> SatisfactionView:
    """Writes the scores down; a client's low one is told to the lead at once. The second person hears who was first."""
    now = desk.now()
    with _in_hand(desk, actor, satisfaction_id) as (session, view):
        _write_down(session, desk, view.satisfaction, view.incident, given, actor.user, now)
        return view


def rest(desk: Desk, actor: Actor, satisfaction_id: int) -> SatisfactionView:
    """`No ha dicho nota`: nobody is reminded any more; it may still be written down."""
    now = desk.now()
    with _in_hand(desk, actor, satisfaction_id) as (session, view):
        found = view.satisfaction
        found.require_open()
        if found.next_at is not None:
            found.rest()
            note(session, view.incident, EntryKind.SATISFACTION_RESTED, actor.user, now)
            refresh(session, found.workspace_id, f"satisfaction:{found.id}", now)
        return view


def hand_over(desk: Desk, workspace_id: str, satisfaction_id: int, absent: str, to: str) -> None:
    """Whoever should answer is away or gone: ``to`` is asked. Changes nothing where somebody else has it by now."""
    now = desk.now()
    with desk.database.write() as session:
        found = satisfactions.get(session, workspace_id, satisfaction_id, lock=True)
        if found is None or not found.is_open() or found.assignee != absent:
            return
        found.assignee = to
        refresh(session, workspace_id, f"satisfaction:{found.id}", now)
        _owe(session, found, now, f"handed:{to}:{now.timestamp()}", again=False)


def _write_down(
    session: Session, desk: Desk, found: Satisfaction, incident: Incident, given: Answer, by: str, now: datetime
) -> None:
    if given.client_score is None and given.team_score is None:
        raise Refused(Why.ALREADY_SETTLED, who=found.answered_by, at=found.answered_at)
    facts: dict[str, object] = {}
    if given.client_score is not None:
        found.client_voiced(given.client_score, given.client_words, by, now)
        facts |= {"client_score": given.client_score, "client_words": given.client_words}
    if given.team_score is not None:
        found.team_thinks(given.team_score, given.team_words, by, now)
        facts |= {"team_score": given.team_score, "team_words": given.team_words}
    note(session, incident, EntryKind.SATISFACTION, by, now, after=facts)
    refresh(session, found.workspace_id, f"satisfaction:{found.id}", now)
    if given.client_score is not None and found.is_low():
        warning.look(session, found.workspace_id, found.client_id, now)
        _tell_lead(session, desk, found, by, now)
    incident.version += 1
    redraw(session, desk, incident, now)


def _tell_lead(session: Session, desk: Desk, found: Satisfaction, by: str, now: datetime) -> None:
    lead = _view(session, desk, found).lead
    if not lead or lead == by:
        return
    deliveries.owe(
        session,
        Delivery(
            workspace_id=found.workspace_id,
            kind=DeliveryKind.SATISFACTION_LOW,
            key=f"satisfaction:{found.id}:low",
            recipient=lead,
            due_at=now,
            incident_id=found.incident_id,
            payload={"satisfaction": found.id},
        ),
    )


@contextmanager
def _in_hand(desk: Desk, actor: Actor, satisfaction_id: int) -> Iterator[tuple[Session, SatisfactionView]]:
    """Locked behind its incident, for whoever may answer: two people at once stand in line."""
    actor.require_member()
    with desk.database.write() as session:
        found = satisfactions.get(session, actor.workspace_id, satisfaction_id)
        if found is not None:
            incidents.get(session, actor.workspace_id, found.incident_id, lock=True)
            found = satisfactions.get(session, actor.workspace_id, satisfaction_id, lock=True)
        view = _view(session, desk, found)
        _require_hands(actor, view)
        yield session, view


def _require_hands(actor: Actor, view: SatisfactionView) -> None:
    """Whoever was asked, and whoever may handle the incident (§8)."""
    if actor.user == view.satisfaction.assignee:
        return
    if not may_see(actor, view.incident, view.lead):
        raise Refused(Why.NOT_FOUND)
    if not may_handle(actor, view.incident, view.lead):
        raise Refused(Why.NOT_YOURS, owner=view.satisfaction.assignee)


def _view(session: Session, desk: Desk, found: Satisfaction | None) -> SatisfactionView:
    if found is None:
        raise Refused(Why.NOT_FOUND)
    incident = incidents.get(session, found.workspace_id, found.incident_id)
    client = clients.get(session, found.workspace_id, found.client_id)
    notice = incidents.notice(session, found.notice_id)
    if incident is None or client is None or notice is None:  # pragma: no cover - the foreign keys forbid it
        raise LookupError(found.id)
    return SatisfactionView(
        found,
        incident,
        client,
        client.contact(notice.contact_id),
        desk.policy.lead_of(client),
        may_propose(incident, amends.moods(session, incident.id), amends.of_incident(session, incident.id)),
    )


def _owe(session: Session, found: Satisfaction, due_at: datetime, mark: str, *, again: bool) -> None:
    deliveries.owe(
        session,
        Delivery(
            workspace_id=found.workspace_id,
            kind=DeliveryKind.SATISFACTION,
            key=f"satisfaction:{found.id}:{mark}",
            recipient=found.assignee,
            due_at=due_at,
            incident_id=found.incident_id,
            payload={"satisfaction": found.id, "again": again},
        ),
    )
