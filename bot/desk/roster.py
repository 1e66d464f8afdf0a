"""The whole list of clients and contacts at once: brought in or handed out. Nothing is half imported."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.desk.clients import snapshot
from bot.desk.context import Desk
from bot.domain.client import Client, Contact, key_of
from bot.domain.incident import Entry, EntryKind
from bot.domain.words import Address, Channel, Wish
from bot.store import clients


@dataclass(frozen=True)
class Row:
    """One contact of one client. ``phone`` is E.164 or empty; ``reachable`` is canonical.

    ``absent`` are the names of fields that the file has no column for: what is known of them stays as it is.
    """

    client: str
    owner: str
    lead: str
    wish: Wish
    preferred: Channel | None
    contact: str
    phone: str
    email: str
    address: Address
    reachable: str
    zone: str
    note: str
    absent: frozenset[str] = frozenset()


def bring_in(desk: Desk, workspace_id: str, rows: list[Row]) -> tuple[int, int]:
    """Adds or updates clients and their contacts by name, in the order of the rows, in one transaction.

    Contacts that the rows do not name stay, after those they do. Returns (clients, contacts) seen.
    """
    now = desk.now()
    by_client: dict[str, list[Row]] = {}
    for row in rows:
        by_client.setdefault(key_of(row.client), []).append(row)
    with desk.database.write() as session:
        for key, of_client in by_client.items():
            first = of_client[0]
            client = clients.by_name(session, workspace_id, first.client)
            kind = EntryKind.CLIENT_CHANGED
            if client is None:
                kind = EntryKind.CLIENT_CREATED
                client = Client(
                    workspace_id=workspace_id, name=first.client, key=key, owner=first.owner, created_at=now
                )
                session.add(client)
            before = snapshot(client) if kind is EntryKind.CLIENT_CHANGED else {}
            _fill(client, first, "owner", "lead", "wish", "preferred")
            _contacts(client, workspace_id, of_client)
            session.flush()
            after = snapshot(client)
            if before != after:
                session.add(
                    Entry(
                        workspace_id=workspace_id,
                        at=now,
                        kind=kind,
                        who=None,
                        client_id=client.id,
                        before=before,
                        after=after,
                    )
                )
    return len(by_client), len(rows)


def hand_out(desk: Desk, workspace_id: str) -> list[Row]:
    """Every client with its contacts in order; a client without any has one row with no contact."""
    with desk.database.read() as session:
        found = _all(session, workspace_id)
    return [
        Row(
            client.name,
            client.owner,
            client.lead,
            client.wish,
            client.preferred,
            contact.name,
            contact.phone,
            contact.email,
            contact.address,
            contact.reachable,
            contact.zone,
            contact.note,
        )
        for client in found
        for contact in client.contacts or [Contact(workspace_id=workspace_id, name="")]
    ]


def _all(session: Session, workspace_id: str) -> list[Client]:
    return list(clients.matching(session, workspace_id, "", limit=1_000_000))


def _contacts(client: Client, workspace_id: str, rows: list[Row]) -> None:
    known = {key_of(contact.name): contact for contact in client.contacts}
    named = []
    for row in rows:
        if not row.contact:
            continue
        contact = known.pop(key_of(row.contact), None) or Contact(workspace_id=workspace_id, name=row.contact)
        _fill(contact, row, "phone", "email", "address", "reachable", "zone", "note")
        named.append(contact)
    client.contacts[:] = [*named, *known.values()]
    for position, contact in enumerate(client.contacts):
        contact.position = position


def _fill(known: Client | Contact, row: Row, *names: str) -> None:
    for name in names:
        if name not in row.absent:
            setattr(known, name, getattr(row, name))
