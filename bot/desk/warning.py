"""Warning signs: weighed when something of a client changes and as they age; a step up is told once (domain.md §7)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.domain.client import Client
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.duty import DutyHours
from bot.domain.errors import Refused, Why
from bot.domain.incident import Entry, EntryKind
from bot.domain.permissions import Actor
from bot.domain.warning import Level, Reading, WarningSigns, WarningView, weigh
from bot.store import clients, deliveries, departures, people, warning


def look(session: Session, workspace_id: str, client_id: int, now: datetime) -> None:
    """Something that may be a sign has happened to this client: the clock weighs it, so that nobody waits for it."""
    warning.touch(session, workspace_id, client_id, now)
    deliveries.wake(session)


def remind(session: Session, desk: Desk, signs: WarningSigns, now: datetime) -> None:
    """Weighs a client's signs again. A step up is owed to owner and lead; a step down only goes on record."""
    client = clients.get(session, signs.workspace_id, signs.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(signs.client_id)
    reading, before = _weigh(session, desk, client, now), signs.level
    signs.next_at, signs.reasons = reading.next_at, reading.signs
    if reading.level is before:
        return
    signs.level, signs.since = reading.level, now
    session.add(
        Entry(
            workspace_id=client.workspace_id,
            at=now,
            kind=EntryKind.WARNING_CHANGED,
            who=None,
            client_id=client.id,
            before={"level": before},
            after={"level": reading.level, "signs": reading.signs},
        )
    )
    leaving = departures.last_of_client(session, client.workspace_id, client.id)
    # Of a client who has said that they leave, nobody need be warned.
    if reading.level.height > before.height and (leaving is None or leaving.is_over()):
        _tell(session, desk, client, reading.level, now)


def _tell(session: Session, desk: Desk, client: Client, level: Level, now: datetime) -> None:
    for user in dict.fromkeys((client.owner, desk.policy.lead_of(client))):
        if not user:
            continue
        hours: DutyHours = desk.hours(session, client.workspace_id, user, None)
        deliveries.owe(
            session,
            Delivery(
                workspace_id=client.workspace_id,
                kind=DeliveryKind.WARNING,
                key=f"warning:{client.id}:{level}:{int(now.timestamp())}:{user}",
                recipient=user,
                # A talk is not arranged at night: it can wait for our day.
                due_at=hours.ours.next_open(now),
                payload={"client": client.id, "level": level},
            ),
        )


def read(desk: Desk, workspace_id: str, client_id: int, user: str) -> WarningView:
    """A client's signs as they stand, for the outbox to put into words for ``user``."""
    with desk.database.read() as session:
        client = clients.get(session, workspace_id, client_id)
        if client is None:
            raise Refused(Why.CLIENT_NOT_FOUND)
        person = people.get(session, workspace_id, user)
        is_admin = user in desk.policy.admins or bool(person and person.is_admin)
        return view(session, desk, Actor(workspace_id, user, is_admin), client)


def view(session: Session, desk: Desk, actor: Actor, client: Client) -> WarningView:
    """A client's signs with their facts; incidents that are not the actor's to see are counted, never named."""
    signs = warning.get(session, client.workspace_id, client.id)
    reading = _weigh(session, desk, client, desk.now())
    ids = {fact.incident_id for finding in reading.findings for fact in finding.facts if fact.incident_id is not None}
    since = signs.since if signs is not None and signs.level is reading.level else None
    codes = warning.codes(session, actor, desk.policy.lead, ids)
    return WarningView(client, reading.level, since, reading.findings, codes, desk.policy.lead_of(client))


def _weigh(session: Session, desk: Desk, client: Client, now: datetime) -> Reading:
    limits = desk.policy.limits
    facts = warning.facts(session, client.workspace_id, client.id, now - limits.reach())
    return weigh(facts, desk.policy.working, now, limits)
