"""Clients and the people there: the list, a profile, and changing it (domain.md §1, §3)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk import departure, warning
from bot.desk.context import Desk
from bot.domain.client import Client, Contact, key_of, nearest
from bot.domain.errors import Refused, Why
from bot.domain.finding import Search
from bot.domain.incident import Entry, EntryKind
from bot.domain.permissions import Actor, may_edit_client
from bot.domain.views import ClientPage, Profile
from bot.domain.words import Address, Channel, Wish
from bot.store import clients, search

PAGE = 10


@dataclass(frozen=True)
class NewClient:
    """A client made on the spot, in the report form. ``phone`` is E.164 or empty, ``email`` normalised or empty."""

    name: str
    contact: str
    phone: str = ""
    email: str = ""
    wish: Wish = Wish.STANDARD
    address: Address = Address.USTED


@dataclass(frozen=True)
class ProfileChange:
    """What the profile form says of a client."""

    name: str
    owner: str
    lead: str
    wish: Wish
    preferred: Channel | None


@dataclass(frozen=True)
class PersonChange:
    """What the form says of a person there. ``first``: they are the one to call first; ``leaves``: no longer there."""

    name: str
    phone: str
    email: str
    address: Address
    reachable: str
    zone: str
    note: str
    first: bool = False
    leaves: bool = False


def create(session: Session, actor: Actor, new: NewClient, owner: str, now: datetime) -> Client:
    """Adds a client with its first contact. Raises Refused(CLIENT_EXISTS) on the field ``client``."""
    existing = clients.by_name(session, actor.workspace_id, new.name)
    if existing is not None:
        raise Refused(Why.CLIENT_EXISTS, field="client", name=existing.name)
    client = Client(
        workspace_id=actor.workspace_id,
        name=new.name,
        key=key_of(new.name),
        owner=owner,
        wish=new.wish,
        created_at=now,
        contacts=[
            Contact(
                workspace_id=actor.workspace_id,
                name=new.contact,
                phone=new.phone,
                email=new.email,
                address=new.address,
            )
        ],
    )
    session.add(client)
    session.flush()
    session.add(
        Entry(
            workspace_id=actor.workspace_id,
            at=now,
            kind=EntryKind.CLIENT_CREATED,
            who=actor.user,
            client_id=client.id,
            after={**asdict(new), "owner": owner},
        )
    )
    return client


def matching(desk: Desk, actor: Actor, words: str, limit: int) -> Sequence[Client]:
    """Clients for the type-ahead, those that begin with the words first."""
    actor.require_member()
    with desk.database.read() as session:
        return clients.matching(session, actor.workspace_id, words, limit)


def page(desk: Desk, actor: Actor, number: int, words: str = "") -> ClientPage:
    """One page of clients by name; ``number`` counts from 1."""
    actor.require_member()
    with desk.database.read() as session:
        total = clients.count(session, actor.workspace_id, words)
        pages = max(1, -(-total // PAGE))
        number = max(1, min(number, pages))
        found = clients.matching(session, actor.workspace_id, words, PAGE, (number - 1) * PAGE)
    return ClientPage(tuple(found), total, number, pages, words)


def named(desk: Desk, actor: Actor, name: str) -> Profile:
    """The profile of the client a person means. Raises Refused(CLIENT_NOT_FOUND) with the ``near`` name, if any."""
    actor.require_member()
    with desk.database.read() as session:
        client = clients.by_name(session, actor.workspace_id, name)
        if client is None:
            found = clients.matching(session, actor.workspace_id, name, 2)
            if len(found) != 1:
                near = found[0].name if found else nearest(name, clients.names(session, actor.workspace_id))
                raise Refused(Why.CLIENT_NOT_FOUND, name=name, near=near)
            client = found[0]
        return _profile(session, desk, actor, client)


def profile(desk: Desk, actor: Actor, client_id: int) -> Profile:
    actor.require_member()
    with desk.database.read() as session:
        return _profile(session, desk, actor, _get(session, actor, client_id))


def change(desk: Desk, actor: Actor, client_id: int, wanted: ProfileChange) -> Profile:
    """Saves the profile form, on record with what stood before. Owner, lead and admins only (§8)."""
    with _changing(desk, actor, client_id) as (session, client):
        other = clients.by_name(session, actor.workspace_id, wanted.name)
        if other is not None and other.id != client.id:
            raise Refused(Why.CLIENT_EXISTS, field="name", name=other.name)
        if client.name != wanted.name:
            client.name, client.key = wanted.name, key_of(wanted.name)
            search.rename(session, client)
        client.owner, client.lead = wanted.owner, wanted.lead
        client.wish, client.preferred = wanted.wish, wanted.preferred
        session.flush()
        return _profile(session, desk, actor, client)


def change_person(desk: Desk, actor: Actor, client_id: int, contact_id: int | None, wanted: PersonChange) -> Profile:
    """Adds a person (``contact_id`` None), changes one, puts one first or takes one away. On record like the profile.

    Who is named on a duty stays named: only the list of people to try next changes.
    """
    with _changing(desk, actor, client_id) as (session, client):
        contact = next((one for one in client.contacts if one.id == contact_id), None)
        if contact is None and contact_id is not None:
            raise Refused(Why.NOT_FOUND)
        if contact is None:
            contact = Contact(workspace_id=actor.workspace_id, name=wanted.name, position=len(client.contacts))
            client.contacts.append(contact)
        if wanted.leaves:
            if len(client.contacts) == 1:
                raise Refused(Why.LAST_CONTACT, field="order")
            client.contacts.remove(contact)
        else:
            contact.name, contact.phone, contact.email = wanted.name, wanted.phone, wanted.email
            contact.address, contact.reachable, contact.zone = wanted.address, wanted.reachable, wanted.zone
            contact.note = wanted.note
            if wanted.first != (client.contacts[0] is contact):
                # Whoever is no longer the first to call makes room for the next, where there is one.
                client.contacts.remove(contact)
                client.contacts.insert(0 if wanted.first else 1, contact)
        for position, one in enumerate(client.contacts):
            one.position = position
        session.flush()
        return _profile(session, desk, actor, client)


@contextmanager
def _changing(desk: Desk, actor: Actor, client_id: int) -> Iterator[tuple[Session, Client]]:
    """A write transaction on one client, whose difference goes on record."""
    actor.require_member()
    now = desk.now()
    with desk.database.write() as session:
        client = _get(session, actor, client_id)
        if not may_edit_client(actor, client, desk.policy.lead_of(client)):
            raise Refused(Why.NOT_YOURS, owner=client.owner)
        before = snapshot(client)
        yield session, client
        after = snapshot(client)
        changed = [name for name in after if before[name] != after[name]]
        if changed:
            session.add(
                Entry(
                    workspace_id=actor.workspace_id,
                    at=now,
                    kind=EntryKind.CLIENT_CHANGED,
                    who=actor.user,
                    client_id=client.id,
                    before={name: before[name] for name in changed},
                    after={name: after[name] for name in changed},
                )
            )


def _get(session: Session, actor: Actor, client_id: int) -> Client:
    client = clients.get(session, actor.workspace_id, client_id)
    if client is None:
        raise Refused(Why.CLIENT_NOT_FOUND, field="client")
    return client


def _profile(session: Session, desk: Desk, actor: Actor, client: Client) -> Profile:
    lead = desk.policy.lead_of(client)
    asked = Search(client_id=client.id)
    history, total = search.find(session, actor, desk.policy.lead, asked, desk.policy.zone, 5, 0)
    signs = warning.view(session, desk, actor, client)
    leaving = departure.of_client(session, desk, actor, client)
    return Profile(client, may_edit_client(actor, client, lead), tuple(history), total, signs, leaving)


def snapshot(client: Client) -> dict[str, object]:
    """A client and its people as they go on record."""
    return {
        "name": client.name,
        "owner": client.owner,
        "lead": client.lead,
        "wish": client.wish,
        "preferred": client.preferred,
        "contacts": [
            {
                "name": contact.name,
                "phone": contact.phone,
                "email": contact.email,
                "address": contact.address,
                "reachable": contact.reachable,
                "zone": contact.zone,
                "note": contact.note,
            }
            for contact in client.contacts
        ],
    }
