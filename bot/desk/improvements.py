"""Telling the client what changed thanks to them, once it is verified (domain.md §5)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.duties import note, open_notice
from bot.desk.prompts import retire_prompts
from bot.domain import plans
from bot.domain.client import Client
from bot.domain.corrective import all_prevented
from bot.domain.incident import EntryKind, Incident
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState
from bot.domain.satisfaction import improvements
from bot.domain.words import Status
from bot.store import actions, incidents


def tell(session: Session, desk: Desk, incident: Incident, client: Client, now: datetime) -> None:
    """Owes the client the good news, inside the caller's transaction; a closed incident stays closed.

    Not while the service still fails, not while something of it is still to be verified, and never twice of the same.
    """
    if incident.status is Status.UNRESOLVED:
        return
    session.flush()
    found, notices = actions.of_incident(session, incident.id), incidents.notices_of(session, incident.id)
    on_its_way = any(notice.is_pending() and notice.purpose is Purpose.IMPROVED for notice in notices)
    if on_its_way or not all_prevented(found) or not improvements(found, notices):
        return
    contact = client.first_contact()
    hours = desk.hours(session, incident.workspace_id, incident.owner, contact)
    plan = plans.plan_improved(
        client.preferred,
        hours,
        now,
        has_email=bool(contact and contact.email),
        has_phone=bool(contact and contact.phone),
    )
    open_notice(session, desk, incident, client, plan, notices, now, hours=hours)


def follow(session: Session, desk: Desk, incident: Incident, client: Client, now: datetime) -> None:
    """What a change of the incident means for it: broken again, nobody tells the client now that all is well; once it
    is solved, what was verified meanwhile is told."""
    if incident.status is Status.UNRESOLVED:
        _withdraw(session, incident, now)
    else:
        tell(session, desk, incident, client, now)


def _withdraw(session: Session, incident: Incident, now: datetime) -> None:
    for notice in incidents.notices_of(session, incident.id):
        if notice.is_pending() and notice.purpose is Purpose.IMPROVED:
            notice.settle(NoticeState.REPLACED, None, now)
            note(session, incident, EntryKind.IMPROVED_WITHDRAWN, None, now)
            retire_prompts(session, notice, now)
