"""Deleting the personal data of somebody at a client (domain.md §8): by an admin, for good, on record without them.

The person leaves their client's list; their name, number and address go from everything that was written about that
client, also from the timeline, which otherwise is only ever added to. What happened and what was promised stays.
"""

from sqlalchemy.orm import Session

from bot.desk.choices import require_admin
from bot.desk.context import Desk
from bot.desk.duties import redraw
from bot.desk.prompts import refresh, refresh_prompts
from bot.domain.client import Client
from bot.domain.client_mail import MailState
from bot.domain.errors import Refused, Why
from bot.domain.finding import searchable
from bot.domain.forgetting import FORGOTTEN, Eraser, Known
from bot.domain.incident import Entry, EntryKind
from bot.domain.permissions import Actor
from bot.store import clients, forgetting, incidents


def forget(desk: Desk, actor: Actor, client_id: int, contact_id: int) -> Client:
    """Deletes the personal data of this person. Raises Refused: ONLY_ADMIN, ON_ITS_WAY while a letter to them is
    leaving, and ALREADY_SETTLED with who and when for whoever comes second."""
    require_admin(actor)
    now = desk.now()
    with desk.database.write() as session:
        client = clients.get(session, actor.workspace_id, client_id)
        if client is None:
            raise Refused(Why.CLIENT_NOT_FOUND)
        contact = next((one for one in client.contacts if one.id == contact_id), None)
        if contact is None:
            raise _gone(session, client_id, contact_id)
        known = Known()
        known.learn(contact.name, contact.phone, contact.email)
        forgetting.learn(session, client.id, known)
        eraser = Eraser(known)
        _letters(session, client.id, known, eraser)
        client.contacts.remove(contact)
        for position, one in enumerate(client.contacts):
            one.position = position
        session.flush()
        forgetting.erase(session, client.id, eraser)
        # What was read before stands as it was: from here on it is read anew.
        session.expire_all()
        for incident in incidents.of_client(session, client.id):
            incident.search = searchable(incident.text, incident.measures, client.name)
            incident.version += 1
            redraw(session, desk, incident, now)
            for notice in incidents.notices_of(session, incident.id):
                refresh_prompts(session, notice, now)
                if notice.report_id is not None:
                    refresh(session, notice.workspace_id, f"report:{notice.report_id}", now)
        session.add(
            Entry(
                workspace_id=actor.workspace_id,
                at=now,
                kind=EntryKind.CONTACT_FORGOTTEN,
                who=actor.user,
                client_id=client.id,
                after={"contact_id": contact_id},
            )
        )
        return client


def _letters(session: Session, client_id: int, known: Known, eraser: Eraser) -> None:
    for mail in list(forgetting.mails(session, client_id)):
        theirs = mail["to"] in known.emails or known.is_name(mail["to_name"])
        if theirs and mail["state"] is MailState.LEAVING:
            raise Refused(Why.ON_ITS_WAY)
        clean = eraser.letter if theirs else eraser.text
        values = {"subject": clean(mail["subject"])[:200], "body": clean(mail["body"])}
        if theirs:
            values |= {"to": "", "to_name": FORGOTTEN}
        forgetting.rewrite(session, mail["id"], **values)


def _gone(session: Session, client_id: int, contact_id: int) -> Refused:
    entry = incidents.forgotten(session, client_id, contact_id)
    return Refused(Why.ALREADY_SETTLED, who=entry.who, at=entry.at) if entry else Refused(Why.NOT_FOUND)
