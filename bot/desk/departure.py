"""A client is leaving: what they said, goodbye, what has to change, and speaking to them again (domain.md §7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.desk.departure_told import hours_of, note, owe, owe_lead
from bot.desk.prompts import refresh
from bot.domain import culprits
from bot.domain import departure as rules
from bot.domain.client import Client
from bot.domain.departure import Departure, DepartureView, Leaving, Step, may_handle_departure
from bot.domain.errors import Refused, Why
from bot.domain.incident import EntryKind
from bot.domain.permissions import Actor
from bot.store import actions, clients, deliveries, departures, people


@dataclass(frozen=True)
class Heard:
    """What the form says, in the client's words. ``processes``, ``departments`` and ``roles`` may name nobody."""

    reasons: str
    processes: str = ""
    departments: str = ""
    roles: str = ""
    for_management: str = ""
    wants_to_talk: bool = False
    second_chance: bool = False
    may_contact_again: bool = False


def about(desk: Desk, actor: Actor, client_id: int) -> Leaving:
    """What is known already before somebody tells of a departure: any colleague may."""
    actor.require_member()
    with desk.database.read() as session:
        client = _client(session, actor.workspace_id, client_id)
        last = departures.last_of_client(session, actor.workspace_id, client_id)
        open_one = last if last is not None and not last.is_over() else None
        lead = desk.policy.lead_of(client)
        may = open_one is not None and may_handle_departure(actor, open_one, client, lead)
        return Leaving(client, open_one, last.id if last else 0, may)


def tell(desk: Desk, actor: Actor, client_id: int, seen: int, heard: Heard) -> DepartureView:
    """Writes down what the client said. Their owner is told what to do; their lead, what they want management to read.

    ``seen`` is the departure that the form was drawn over: when another has come since, the second person hears who
    and when. Raises Refused on the field where somebody is named.
    """
    actor.require_member()
    now = desk.now()
    with desk.database.write() as session:
        client = _client(session, actor.workspace_id, client_id)
        last = departures.last_of_client(session, actor.workspace_id, client_id, lock=True)
        if last is not None and last.id != seen:
            if (last.told_by, last.reasons) == (actor.user, heard.reasons):
                return _view(session, desk, last)  # the same form, sent twice
            raise Refused(Why.ALREADY_SETTLED, who=last.told_by, at=last.told_at)
        _require_nobody(heard, people.names(session, actor.workspace_id))
        made = Departure(
            workspace_id=actor.workspace_id,
            client_id=client_id,
            owner=client.owner,
            told_by=actor.user,
            told_at=now,
            reasons=heard.reasons,
            processes=heard.processes,
            departments=heard.departments,
            roles=heard.roles,
            for_management=heard.for_management,
            wants_to_talk=heard.wants_to_talk,
            second_chance=heard.second_chance,
            may_contact_again=heard.may_contact_again,
        )
        session.add(made)
        session.flush()
        begun = rules.step(made, ())
        made.next_at = rules.first_reminder(begun, hours_of(session, desk, made, made.owner), now)
        owe(session, made, begun, now, "new")
        owe_lead(session, desk, made, client, now)
        facts: dict[str, object] = {"reasons": heard.reasons, "second_chance": heard.second_chance}
        note(session, made, EntryKind.DEPARTURE_TOLD, actor.user, now, facts)
        return _view(session, desk, made)


def remind(session: Session, desk: Desk, departure: Departure, now: datetime) -> None:
    """Owes its owner the step that is still to be done; what was missed meanwhile is said once."""
    due_at = departure.next_at or now
    found = rules.step(departure, actions.of_departure(session, departure.id))
    departure.next_at = rules.next_reminder(found, hours_of(session, desk, departure, departure.owner), now)
    if found is not None:
        owe(session, departure, found, due_at, str(int(due_at.timestamp())), again=True)


def reconsider(session: Session, desk: Desk, workspace_id: str, departure_id: int, now: datetime) -> None:
    """Something has happened to an action that came out of it: perhaps it is time to speak to the client again."""
    departure = departures.get(session, workspace_id, departure_id, lock=True)
    if departure is None:  # pragma: no cover - the foreign key forbids it
        raise LookupError(departure_id)
    found = rules.step(departure, actions.of_departure(session, departure.id))
    hours = hours_of(session, desk, departure, departure.owner)
    if found is Step.RECONTACT:
        departure.next_at = rules.next_reminder(found, hours, now)
        owe(session, departure, found, hours.ours.next_open(now), f"verified:{int(now.timestamp())}")
    elif found is None:
        departure.next_at = None
    elif departure.next_at is None:
        departure.next_at = rules.first_reminder(found, hours, now)
    refresh(session, departure.workspace_id, f"departure:{departure.id}", now)
    deliveries.wake(session)


def said_goodbye(desk: Desk, actor: Actor, departure_id: int) -> DepartureView:
    """`Ya me he despedido`."""
    now = desk.now()
    with _in_hand(desk, actor, departure_id) as (session, view):
        view.departure.said_goodbye(actor.user, now)
        return _go_on(session, desk, view, EntryKind.DEPARTURE_FAREWELL, actor.user, now)


def leaves(desk: Desk, actor: Actor, departure_id: int) -> DepartureView:
    """`Se va de todas formas`: the second chance was not enough; now it is time for a goodbye."""
    now = desk.now()
    with _in_hand(desk, actor, departure_id) as (session, view):
        view.departure.leaves_after_all()
        return _go_on(session, desk, view, EntryKind.DEPARTURE_LEAVES, actor.user, now)


def stays(desk: Desk, actor: Actor, departure_id: int) -> DepartureView:
    """`Se queda`."""
    now = desk.now()
    with _in_hand(desk, actor, departure_id) as (session, view):
        view.departure.stays(actor.user, now)
        return _go_on(session, desk, view, EntryKind.DEPARTURE_STAYS, actor.user, now)


def contacted(desk: Desk, actor: Actor, departure_id: int, client_said: str) -> DepartureView:
    """`Ya he hablado`: what they said to what has changed."""
    now = desk.now()
    with _in_hand(desk, actor, departure_id) as (session, view):
        view.departure.contacted_again(actor.user, client_said, now)
        facts: dict[str, object] = {"client_said": client_said}
        return _go_on(session, desk, view, EntryKind.DEPARTURE_CONTACTED, actor.user, now, facts)


def hand_over(desk: Desk, workspace_id: str, departure_id: int, absent: str, to: str) -> None:
    """Its owner is away or gone: ``to`` gets it. Changes nothing where somebody else has it by now."""
    now = desk.now()
    with desk.database.write() as session:
        departure = departures.get(session, workspace_id, departure_id, lock=True)
        if departure is None or departure.owner != absent:
            return
        departure.owner = to
        note(session, departure, EntryKind.DEPARTURE_HANDED, None, now, {"owner": to}, before={"owner": absent})
        refresh(session, workspace_id, f"departure:{departure.id}", now)
        found = rules.step(departure, actions.of_departure(session, departure.id))
        owe(session, departure, found, now, f"handed:{to}:{int(now.timestamp())}")


def look(desk: Desk, actor: Actor, departure_id: int) -> DepartureView:
    """The departure behind a button, for whoever may act on it (§8)."""
    actor.require_member()
    view = read(desk, actor.workspace_id, departure_id)
    _require_hands(actor, view)
    return view


def to_contact(desk: Desk, actor: Actor, departure_id: int) -> DepartureView:
    """The same for `Ya he hablado`, while there is something to write down."""
    view = look(desk, actor, departure_id)
    view.departure.require_open()
    return view


def read(desk: Desk, workspace_id: str, departure_id: int) -> DepartureView:
    """The departure as it stands, for the outbox to put into words."""
    with desk.database.read() as session:
        departure = departures.get(session, workspace_id, departure_id)
        if departure is None:
            raise Refused(Why.NOT_FOUND)
        return _view(session, desk, departure)


def of_client(session: Session, desk: Desk, actor: Actor, client: Client) -> DepartureView | None:
    """A client's last departure for their profile, where the actor may see it (§8)."""
    last = departures.last_of_client(session, client.workspace_id, client.id)
    if last is None or not may_handle_departure(actor, last, client, desk.policy.lead_of(client)):
        return None
    return _view(session, desk, last)


def _require_nobody(heard: Heard, known: dict[str, str]) -> None:
    """Roles and departments are named, people are not: the question is what failed, not who (§7)."""
    for field, text in (("roles", heard.roles), ("departments", heard.departments)):
        if name := culprits.named_in(text, known):
            raise Refused(Why.SOMEBODY_NAMED, field=field, name=name)
    if spans := culprits.find(heard.processes, known):
        raise Refused(Why.SOMEBODY_NAMED, field="processes", name=spans[0].name)


@contextmanager
def _in_hand(desk: Desk, actor: Actor, departure_id: int) -> Iterator[tuple[Session, DepartureView]]:
    """A write transaction on one departure, locked, for whoever may act on it."""
    actor.require_member()
    with desk.database.write() as session:
        departure = departures.get(session, actor.workspace_id, departure_id, lock=True)
        if departure is None:
            raise Refused(Why.NOT_FOUND)
        view = _view(session, desk, departure)
        _require_hands(actor, view)
        yield session, view


def _require_hands(actor: Actor, view: DepartureView) -> None:
    if not may_handle_departure(actor, view.departure, view.client, view.lead):
        raise Refused(Why.NOT_YOURS, owner=view.departure.owner)


def _go_on(
    session: Session,
    desk: Desk,
    view: DepartureView,
    kind: EntryKind,
    who: str,
    now: datetime,
    facts: dict[str, object] | None = None,
) -> DepartureView:
    """A step has been taken: on record, the messages drawn anew, and the next reminder in its place."""
    departure = view.departure
    found = rules.step(departure, view.actions)
    departure.next_at = rules.first_reminder(found, hours_of(session, desk, departure, departure.owner), now)
    note(session, departure, kind, who, now, facts or {})
    refresh(session, departure.workspace_id, f"departure:{departure.id}", now)
    deliveries.wake(session)
    return _view(session, desk, departure)


def _view(session: Session, desk: Desk, departure: Departure) -> DepartureView:
    client = _client(session, departure.workspace_id, departure.client_id)
    planned = tuple(actions.of_departure(session, departure.id))
    return DepartureView(
        departure,
        client,
        desk.policy.lead_of(client),
        people.get(session, departure.workspace_id, departure.owner),
        planned,
        rules.step(departure, planned),
        departures.promised_since(session, departure.workspace_id, client.id, departure.told_at),
    )


def _client(session: Session, workspace_id: str, client_id: int) -> Client:
    client = clients.get(session, workspace_id, client_id)
    if client is None:
        raise Refused(Why.CLIENT_NOT_FOUND)
    return client
