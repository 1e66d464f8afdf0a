"""Deliveries: owed in the transaction that causes them, claimed by one sender at a time, settled once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from bot.store.tables import deliveries

#: A sender that says nothing for this long is taken for dead, and its claims are free again.
LEASE = timedelta(seconds=30)
#: A mail server may look through a message for a minute before it says yes.
MAIL_LEASE = timedelta(minutes=3)

#: As a literal, so that the index of the waiting ones serves: with a parameter SQLite cannot tell that it does.
_WAITING = deliveries.c.state == literal(DeliveryState.WAITING, literal_execute=True)

_COLUMNS = tuple(column.name for column in deliveries.columns if column.name != "id")
#: Made once: a statement of so many columns costs more to build than to run.
_OWE: dict[str, Any] = {
    "sqlite": sqlite.insert(deliveries).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(deliveries).on_conflict_do_nothing(),
}


def owe(session: Session, delivery: Delivery) -> None:
    """Owes a delivery; owing the same ``key`` again changes nothing."""
    values = {name: getattr(delivery, name) for name in _COLUMNS}
    session.execute(_OWE[session.get_bind().dialect.name], values)
    session.info["waiting"] = True


def claim(
    session: Session, now: datetime, limit: int, *, mail: bool = False, besides: Collection[str] = ()
) -> list[Delivery]:
    """Claims what is due, most urgent first, but for these recipients. The rows stay ``unsure`` until settled.

    The objects are as the rows were before: an earlier ``unsure`` and ``attempts`` are what the sender asks about.
    Only ``claimed_until`` is new; it proves the claim. E-mails (``mail``) are claimed apart: a slow mail server
    must not keep a phone prompt waiting.
    """
    c = deliveries.c
    until = now + (MAIL_LEASE if mail else LEASE)
    due = (
        select(c.id)
        .where(
            _WAITING,
            c.not_before <= now,
            or_(c.claimed_until.is_(None), c.claimed_until <= now),
            c.recipient.not_in(besides),
            c.kind == DeliveryKind.MAIL if mail else c.kind != DeliveryKind.MAIL,
        )
        .order_by(c.priority, c.not_before, c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.scalars(due))
    if not ids:
        return []
    found = list(session.scalars(select(Delivery).where(c.id.in_(ids)).order_by(c.priority, c.not_before, c.id)))
    session.execute(
        update(deliveries)
        .where(c.id.in_(ids))
        .values(
            claimed_until=until,
            attempts=c.attempts + 1,
            unsure=True,
            first_attempt_at=func.coalesce(c.first_attempt_at, now),
        )
        .execution_options(synchronize_session=False)
    )
    for delivery in found:
        session.expunge(delivery)
        delivery.claimed_until = until
    return found


def renew(session: Session, delivery: Delivery, now: datetime) -> bool:
    """Makes a claim last longer. False where it ran out and somebody else has claimed or settled it since."""
    until = now + LEASE
    found = session.scalar(
        update(deliveries).where(*_claimed(delivery)).values(claimed_until=until).returning(deliveries.c.id)
    )
    if found is not None:
        delivery.claimed_until = until
    return found is not None


def settle(session: Session, delivery: Delivery, **values: object) -> None:
    """Writes the outcome of one claim and lets go of it; changes nothing where the claim was lost."""
    session.execute(
        update(deliveries)
        .where(*_claimed(delivery))
        .values(claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def give_back(session: Session, claimed: Sequence[Delivery]) -> None:
    """Lets go of claims of which nothing has been tried."""
    c = deliveries.c
    for unsure in (False, True):
        ids = [delivery.id for delivery in claimed if delivery.unsure is unsure]
        if ids:
            session.execute(
                update(deliveries)
                .where(c.id.in_(ids), c.claimed_until == claimed[0].claimed_until)
                .values(claimed_until=None, attempts=c.attempts - 1, unsure=unsure)
                .execution_options(synchronize_session=False)
            )


def settle_sent(session: Session, delivery: Delivery, **values: object) -> None:
    """Writes down that it was posted: true even where the claim was lost meanwhile."""
    session.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery.id)
        .values(state=DeliveryState.SENT, unsure=False, error=None, claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def _claimed(delivery: Delivery) -> tuple[ColumnElement[bool], ...]:
    c = deliveries.c
    return c.id == delivery.id, c.claimed_until == delivery.claimed_until


def has_earlier_card(session: Session, delivery: Delivery) -> bool:
    """Whether a card of the same incident that was owed before is still waiting."""
    c = deliveries.c
    earlier = (
        select(c.id)
        .where(_WAITING, c.kind == DeliveryKind.CARD, c.incident_id == delivery.incident_id, c.id < delivery.id)
        .limit(1)
    )
    return session.scalar(earlier) is not None


def drop_waiting(session: Session, notice_id: int) -> None:
    """What was still to be said about a notice that is settled need not be said any more.

    A claimed one may be on its way: it is left to its sender, which looks again before it posts.
    """
    c = deliveries.c
    session.execute(
        update(deliveries)
        .where(
            c.notice_id == notice_id,
            _WAITING,
            c.claimed_until.is_(None),
            c.kind.in_((DeliveryKind.PROMPT, DeliveryKind.ESCALATION)),
        )
        .values(state=DeliveryState.DROPPED)
        .execution_options(synchronize_session=False)
    )


def sent_prompts(session: Session, notice_id: int) -> list[Delivery]:
    """The messages about a notice that people can still see, so that their buttons can be taken away."""
    c = deliveries.c
    return list(
        session.scalars(
            select(Delivery)
            .where(
                c.notice_id == notice_id,
                c.state == DeliveryState.SENT,
                c.sent_ts.is_not(None),
                c.kind.in_((DeliveryKind.PROMPT, DeliveryKind.ESCALATION)),
            )
            .order_by(c.id)
        )
    )


def next_due(session: Session) -> datetime | None:
    """When the next waiting delivery may go out (aware UTC), or None."""
    waiting = deliveries.c.state == DeliveryState.WAITING
    found: datetime | None = session.scalar(select(func.min(deliveries.c.not_before)).where(waiting))
    return found


def wake(session: Session) -> None:
    """Something may have become due with this transaction: the tick need not wait for its next turn."""
    session.info["waiting"] = True


def with_key(session: Session, workspace_id: str, key: str) -> Delivery | None:
    c = deliveries.c
    return session.scalar(select(Delivery).where(c.workspace_id == workspace_id, c.key == key))


def sent_with_key(session: Session, workspace_id: str, prefix: str) -> list[Delivery]:
    """The messages on screen whose key begins so."""
    c = deliveries.c
    return list(
        session.scalars(
            select(Delivery)
            .where(
                c.workspace_id == workspace_id,
                c.key.startswith(prefix, autoescape=True),
                c.state == DeliveryState.SENT,
                c.sent_ts.is_not(None),
            )
            .order_by(c.id)
        )
    )
