"""What is owed to be said of a departure, and its line on the client's timeline (domain.md §7)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.desk.context import Desk
from bot.domain.client import Client
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.departure import Departure, Step
from bot.domain.duty import DutyHours
from bot.domain.incident import Entry, EntryKind
from bot.store import deliveries


def owe(
    session: Session, departure: Departure, found: Step | None, due_at: datetime, mark: str, *, again: bool = False
) -> None:
    if found is None:
        return
    payload: dict[str, object] = {"departure": departure.id, "step": found, "again": again}
    deliver(session, departure, DeliveryKind.DEPARTURE, f"{found}:{mark}", departure.owner, due_at, payload)


def owe_lead(session: Session, desk: Desk, made: Departure, client: Client, now: datetime) -> None:
    """What the client wants management to read, at once; and next morning, to back whoever took the blow."""
    lead = desk.policy.lead_of(client)
    if not lead:
        return
    payload: dict[str, object] = {"departure": made.id}
    if made.for_management or lead != made.owner:
        deliver(session, made, DeliveryKind.DEPARTURE_LEAD, "lead", lead, now, payload)
    if {made.told_by, made.owner} - {lead}:
        morning = hours_of(session, desk, made, lead).next_morning(now)
        deliver(session, made, DeliveryKind.DEPARTURE_BACK, "back", lead, morning, payload)


def deliver(
    session: Session,
    departure: Departure,
    kind: DeliveryKind,
    mark: str,
    recipient: str,
    due_at: datetime,
    payload: dict[str, object],
) -> None:
    deliveries.owe(
        session,
        Delivery(
            workspace_id=departure.workspace_id,
            kind=kind,
            key=f"departure:{departure.id}:{mark}",
            recipient=recipient,
            due_at=due_at,
            payload=payload,
        ),
    )


def note(
    session: Session,
    departure: Departure,
    kind: EntryKind,
    who: str | None,
    now: datetime,
    after: dict[str, object],
    *,
    before: dict[str, object] | None = None,
) -> None:
    session.add(
        Entry(
            workspace_id=departure.workspace_id,
            at=now,
            kind=kind,
            who=who,
            client_id=departure.client_id,
            before=before or {},
            after={"departure": departure.id, **after},
        )
    )


def hours_of(session: Session, desk: Desk, departure: Departure, user: str) -> DutyHours:
    return desk.hours(session, departure.workspace_id, user, None)
