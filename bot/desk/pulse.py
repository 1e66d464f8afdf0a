"""A beat of the clock: what has become due is written down as deliveries. The clock's half of every story."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.orm import Session

from bot.desk import actions_due, amends, commitments, departure, ladder, reviews, satisfaction, warning, weekly
from bot.desk.context import Desk
from bot.domain.amends import Amends
from bot.domain.commitment import Commitment
from bot.domain.corrective import CorrectiveAction
from bot.domain.departure import Departure
from bot.domain.notice import Notice
from bot.domain.review import Review
from bot.domain.satisfaction import Satisfaction
from bot.domain.warning import WarningSigns
from bot.store import deliveries, dues, tables

#: So few to a transaction that nobody who reports something meanwhile waits long for it.
BATCH = 20


@dataclass(frozen=True)
class Clock:
    """Everything of one kind that has an hour: its rows, and what happens when that hour has come.

    ``remind`` must move the row's hour past ``now``, or take it away.
    """

    kind: type[Any]
    table: Table
    remind: Callable[[Session, Desk, Any, datetime], None]


#: In the order in which they are looked at: a client who waits for a call comes first.
CLOCKS: tuple[Clock, ...] = (
    Clock(Notice, tables.notices, ladder.remind),
    Clock(Commitment, tables.commitments, commitments.remind),
    Clock(Amends, tables.amends, amends.remind),
    Clock(CorrectiveAction, tables.actions, actions_due.remind),
    Clock(Review, tables.reviews, reviews.remind),
    Clock(Satisfaction, tables.satisfactions, satisfaction.remind),
    Clock(Departure, tables.departures, departure.remind),
    Clock(WarningSigns, tables.warnings, warning.remind),
)


_TABLES = tuple(clock.table for clock in CLOCKS)


def beat(desk: Desk) -> int:
    """Turns everything due now into deliveries, a batch to a transaction. Returns how many were due."""
    done = weekly.owe_due(desk)
    while struck := sum(_strike(desk, clock) for clock in _due(desk)):
        done += struck
    return done


def _due(desk: Desk) -> list[Clock]:
    """The clocks that have something due: looking is cheap, and most of the time there is nothing."""
    now = desk.now()
    with desk.database.read() as session:
        hours = dues.next_at(session, _TABLES)
    return [clock for clock, hour in zip(CLOCKS, hours, strict=True) if hour is not None and hour <= now]


def _strike(desk: Desk, clock: Clock) -> int:
    """One batch of one kind."""
    now = desk.now()
    with desk.database.write() as session:
        due = dues.due(session, clock.kind, clock.table, now, BATCH)
        for one in due:
            clock.remind(session, desk, one, now)
    return len(due)


def next_due(desk: Desk) -> datetime | None:
    """The next moment at which something is due: a reminder or a waiting delivery (aware UTC)."""
    with desk.database.read() as session:
        moments = [*dues.next_at(session, _TABLES), deliveries.next_due(session)]
    moments.append(weekly.next_due(desk))
    return min((moment for moment in moments if moment), default=None)
