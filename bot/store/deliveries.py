"""Deliveries: owed in the transaction that causes them, claimed by one sender at a time, settled once."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from bot.store.tables import deliveries

#: A sender that says nothing for this long is taken for dead, and its claims are free again.
LEASE = timedelta(seconds=30)

_COLUMNS = tuple(column.name for column in deliveries.columns if column.name != "id")


def owe(session: Session, delivery: Delivery) -> None:
    """Owes a delivery; owing the same ``key`` again changes nothing."""
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {name: getattr(delivery, name) for name in _COLUMNS}
    session.execute(insert(deliveries).values(values).on_conflict_do_nothing())
    session.info["waiting"] = True


def claim(session: Session, now: datetime, limit: int) -> list[Delivery]:
    """Claims what is due, most urgent first. The rows come back marked ``unsure`` until they are settled.

    ``attempts`` already counts this try; ``first_attempt_at`` set before it means an earlier outcome is unknown.
    """
    c = deliveries.c
    due = (
        select(c.id)
        .where(
            c.state == DeliveryState.WAITING,
            c.not_before <= now,
            or_(c.claimed_until.is_(None), c.claimed_until <= now),
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
            claimed_until=now + LEASE,
            attempts=c.attempts + 1,
            unsure=True,
            first_attempt_at=func.coalesce(c.first_attempt_at, now),
        )
        .execution_options(synchronize_session=False)
    )
    for delivery in found:
        session.expunge(delivery)  # as it was before this claim: an earlier ``unsure`` is what the sender asks about
    return found


def settle(session: Session, delivery_id: int, **values: object) -> None:
    """Writes the outcome of one claim and lets go of it."""
    session.execute(
        update(deliveries)
        .where(deliveries.c.id == delivery_id)
        .values(claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )


def drop_waiting(session: Session, notice_id: int) -> None:
    """What was still to be said about a notice that is settled need not be said any more.

    A claimed one may be on its way: it is left to its sender, which looks again before it posts.
    """
    c = deliveries.c
    session.execute(
        update(deliveries)
        .where(
            c.notice_id == notice_id,
            c.state == DeliveryState.WAITING,
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
