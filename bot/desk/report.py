"""Reporting an incident (domain.md §2, §3): what was typed becomes an incident, its duties and its card."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.desk import amends_offer, warning
from bot.desk import clients as client_desk
from bot.desk.clients import NewClient
from bot.desk.context import Desk
from bot.desk.duties import note, redraw, replan
from bot.desk.promising import promise
from bot.desk.reviews import follow as ask_for_review
from bot.domain import life
from bot.domain.classify import suggest
from bot.domain.client import Client, nearest
from bot.domain.commitment import TrackRecord
from bot.domain.errors import Refused, Why
from bot.domain.finding import searchable
from bot.domain.incident import (
    REPEATED_TIMES,
    REPEATED_WITHIN,
    SAME_WITHIN,
    EntryKind,
    Incident,
    is_same_report,
)
from bot.domain.permissions import Actor
from bot.domain.views import Advice, Declared, Prefill, Twin
from bot.domain.words import Awareness, Responsibility, Severity, Status
from bot.store import clients, commitments, incidents


@dataclass(frozen=True)
class Report:
    """What the form says. Exactly one of ``client_id`` and ``new_client`` is set; ``owner`` None is the client's."""

    text: str
    severity: Severity
    status: Status
    client_id: int | None = None
    new_client: NewClient | None = None
    hard: bool = False
    cannot_work: bool = False
    never_event: bool = False
    never_event_name: str = ""
    awareness: Awareness = Awareness.NOT_YET
    responsibility: Responsibility = Responsibility.UNKNOWN
    owner: str | None = None
    measures: str = ""
    promised_for: datetime | None = None
    private: bool = False
    is_another: bool = False


def prefill(desk: Desk, actor: Actor, text: str) -> Prefill:
    """Reads ``Acme: no les llega el correo`` (§2): the name before the colon when it is, or is near, a client's."""
    actor.require_member()
    head, colon, rest = text.partition(":")
    head, rest = head.strip(), rest.strip()
    if not colon or not head or not rest or len(head) > 60:
        return Prefill(None, "", None, text.strip())
    with desk.database.read() as session:
        client = clients.by_name(session, actor.workspace_id, head)
        if client is not None:
            return Prefill(client, "", None, rest)
        if len(head.split()) > 5:
            return Prefill(None, "", None, text.strip())
        near = nearest(head, clients.names(session, actor.workspace_id))
    return Prefill(None, head, near, rest)


def advise(desk: Desk, actor: Actor, client_id: int | None, text: str) -> Advice:
    """Suggests severity and status from the reporter's own words, and from what this client lived lately (§2)."""
    actor.require_member()
    repeated, record = False, TrackRecord()
    if client_id is not None:
        with desk.database.read() as session:
            since = desk.now() - REPEATED_WITHIN
            texts = clients.reports_since(session, client_id, since)
            record = commitments.record(session, actor.workspace_id, client_id=client_id)
        repeated = sum(is_same_report(text, other) for other in texts) >= REPEATED_TIMES - 1
    return Advice(suggest(text), repeated, record, desk.policy.never_events)


def declare(desk: Desk, actor: Actor, report: Report, origin: str) -> Declared | Twin:
    """Saves a report with everything it causes. ``origin`` names the form: sent twice, it is one report.

    Raises Refused (with ``field`` where one field is to blame) and Unavailable; nothing is saved then.
    """
    actor.require_member()
    now = desk.now()
    if report.promised_for is not None and report.promised_for <= now:
        raise Refused(Why.IN_THE_PAST, field="promised_for")
    try:
        # What needs an id is flushed by hand: the rest goes out together at the end.
        with desk.database.write() as session, session.no_autoflush:
            return _declare(session, desk, actor, report, origin, now)
    except IntegrityError:
        # The same form, sent at the same moment through another door, was first.
        with desk.database.read() as session:
            earlier = incidents.by_origin(session, actor.workspace_id, origin)
            if earlier is None:
                raise
            return _as_declared(session, earlier)


def _declare(session: Session, desk: Desk, actor: Actor, report: Report, origin: str, now: datetime) -> Declared | Twin:
    earlier = incidents.by_origin(session, actor.workspace_id, origin)
    if earlier is not None:
        return _as_declared(session, earlier)
    client = _client(session, actor, report, now)
    if not report.is_another and report.new_client is None:
        for recent in incidents.recent_of_client(session, client.id, now - SAME_WITHIN):
            if recent.origin == origin:
                return _as_declared(session, recent)  # this very form, saved through another door meanwhile
            if is_same_report(recent.text, report.text) and not recent.private:
                return Twin(recent)
    incident = Incident(
        workspace_id=actor.workspace_id,
        number=incidents.next_number(session, actor.workspace_id),
        client_id=client.id,
        text=report.text,
        severity=report.severity,
        status=report.status,
        owner=report.owner or client.owner,
        reporter=actor.user,
        created_at=now,
        origin=origin,
        hard=report.hard,
        cannot_work=report.cannot_work,
        never_event=report.never_event,
        never_event_name=report.never_event_name,
        awareness=report.awareness,
        responsibility=report.responsibility,
        measures=report.measures,
        search=searchable(report.text, report.measures, client.name),
        promised_for=report.promised_for,
        private=report.private,
    )
    life.begin(incident, now)
    session.add(incident)
    session.flush()
    told: dict[str, object] = {
        "text": report.text,
        "severity": incident.severity,
        "status": incident.status,
        "owner": incident.owner,
    }
    note(session, incident, EntryKind.REPORTED, actor.user, now, after=told)
    if report.promised_for is not None:
        promise(session, desk, incident, client, report.measures, report.promised_for, actor.user, now)
    notices = replan(session, desk, incident, client, now)
    amends_offer.suggest(session, desk, incident, client, now)
    warning.look(session, incident.workspace_id, client.id, now)
    ask_for_review(session, desk, incident, now)
    redraw(session, desk, incident, now)
    return Declared(incident, client, tuple(notices))


def _client(session: Session, actor: Actor, report: Report, now: datetime) -> Client:
    if report.new_client is not None:
        return client_desk.create(session, actor, report.new_client, report.owner or actor.user, now)
    client = clients.get(session, actor.workspace_id, report.client_id or 0)
    if client is None:
        raise Refused(Why.CLIENT_NOT_FOUND, field="client")
    return client


def _as_declared(session: Session, incident: Incident) -> Declared:
    client = clients.get(session, incident.workspace_id, incident.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(incident.client_id)
    notices = [notice for notice in incidents.notices_of(session, incident.id) if notice.is_pending()]
    return Declared(incident, client, tuple(notices))
