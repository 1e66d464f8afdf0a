"""One notice and everything around it, for whoever looks at it or acts on it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.domain.commitment import Commitment
from bot.domain.corrective import CorrectiveAction
from bot.domain.errors import Refused, Why
from bot.domain.matrix import Purpose
from bot.domain.notice import Notice
from bot.domain.permissions import Actor, may_handle, may_see
from bot.domain.satisfaction import improvements
from bot.domain.views import Duty
from bot.store import actions, clients, commitments, incidents, mails, people


def look(desk: Desk, actor: Actor, notice_id: int) -> Duty:
    """The duty behind a button, for whoever may act on it. Raises Refused where it is settled or not theirs."""
    actor.require_member()
    with desk.database.read() as session:
        duty = find(session, desk, actor.workspace_id, notice_id, lock=False)
    require_hands(actor, duty)
    duty.notice.require_pending()
    return duty


def read(desk: Desk, workspace_id: str, notice_id: int) -> Duty:
    """The duty as it stands, for the outbox to put into words."""
    with desk.database.read() as session:
        return find(session, desk, workspace_id, notice_id, lock=False)


@contextmanager
def acting(desk: Desk, actor: Actor, notice_id: int) -> Iterator[tuple[Session, Duty]]:
    """A write transaction on one notice: the incident is locked first, so two people at once stand in line."""
    actor.require_member()
    with desk.database.write() as session:
        duty = find(session, desk, actor.workspace_id, notice_id, lock=True)
        require_hands(actor, duty)
        duty.notice.require_pending()
        yield session, duty


def require_hands(actor: Actor, duty: Duty) -> None:
    if not may_see(actor, duty.incident, duty.lead) and actor.user != duty.notice.assignee:
        raise Refused(Why.NOT_FOUND)
    if not may_handle(actor, duty.incident, duty.lead, frozenset({duty.notice.assignee})):
        raise Refused(Why.NOT_YOURS, owner=duty.notice.assignee)


def find(session: Session, desk: Desk, workspace_id: str, notice_id: int, *, lock: bool) -> Duty:
    incident_id = incidents.incident_id_of_notice(session, workspace_id, notice_id)
    incident = incidents.get(session, workspace_id, incident_id or 0, lock=lock)
    notice = incidents.notice(session, notice_id, lock=lock)
    if incident is None or notice is None:
        raise Refused(Why.NOT_FOUND)
    client = clients.get(session, workspace_id, incident.client_id)
    if client is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(incident.client_id)
    contact = notice.contact(client)
    owner = people.get(session, workspace_id, notice.assignee)
    old, new = _promise(session, notice)
    return Duty(
        notice,
        incident,
        client,
        contact,
        client.contact_after(contact.id if contact else None),
        desk.hours(session, workspace_id, notice.assignee, contact),
        owner,
        desk.policy.lead_of(client),
        mails.of_notice(session, notice.id),
        commitment=old,
        new_hour=new.due_at if new else None,
        improvements=_news(session, notice),
    )


def _promise(session: Session, notice: Notice) -> tuple[Commitment | None, Commitment | None]:
    """The promise that a call is about, and the one that gives it a new hour."""
    if notice.purpose is not Purpose.NEW_HOUR or notice.commitment_id is None:
        return None, None
    new = commitments.get(session, notice.workspace_id, notice.commitment_id)
    old = commitments.get(session, notice.workspace_id, new.replaces_id) if new and new.replaces_id else None
    return old, new


def _news(session: Session, notice: Notice) -> tuple[CorrectiveAction, ...]:
    """What has been verified since the client was told of such a thing before this notice."""
    if notice.purpose is not Purpose.IMPROVED:
        return ()
    before = [one for one in incidents.notices_of(session, notice.incident_id) if one.id < notice.id]
    return improvements(actions.of_incident(session, notice.incident_id), before)
