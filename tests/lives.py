"""A firm without Slack: the real desk on a real database, a clock of its own, and what must always hold of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.desk import Desk, Policy, pulse
from bot.domain.amends import Amends
from bot.domain.closing import needs_review
from bot.domain.commitment import Commitment
from bot.domain.corrective import ActionState, CorrectiveAction
from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from bot.domain.errors import Refused
from bot.domain.incident import Entry, EntryKind, Incident
from bot.domain.matrix import Purpose
from bot.domain.notice import Notice, NoticeState, Rung
from bot.domain.permissions import Actor
from bot.domain.review import Review
from bot.domain.words import Status
from bot.domain.working_time import WeeklyHours, WorkingTime
from bot.store import dues, tables
from bot.store.database import Database
from tests.hours import MADRID

TEAM = "T1"
OWNER, LEAD, ADMIN, REPORTER, COLLEAGUE, GUEST, OUTSIDER = "UOWN", "ULEAD", "UADM", "UREP", "UCOL", "UGUEST", "UOUT"
EVERYBODY = (OWNER, LEAD, ADMIN, REPORTER, COLLEAGUE, GUEST, OUTSIDER)
#: What changes when somebody does something. A refusal must leave all of it as it was.
TRUTH = (
    *(tables.incidents, tables.notices, tables.proofs, tables.commitments, tables.actions),
    *(tables.reviews, tables.amends, tables.timeline, tables.deliveries, tables.daily_reports),
)


def actor(user: str) -> Actor:
    return Actor(TEAM, user, is_admin=user == ADMIN, is_guest=user == GUEST, is_stranger=user == OUTSIDER)


@dataclass
class Clock:
    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


class Firm:
    """Its people act through the desk; ``beat`` is the clock's tick, ``restart`` a new process on the same database."""

    def __init__(self, url: str, start: datetime) -> None:
        self.url, self.clock = url, Clock(start)
        nothing: frozenset[date] = frozenset()
        working = WorkingTime(MADRID, WeeklyHours.parse("L-V 09:00-14:00 16:00-19:00"), nothing)
        self._policy = Policy(working, "C1", (ADMIN,))
        self.desk = Desk(Database(url), self.clock, self._policy)

    def restart(self) -> None:
        self.desk.database.close()
        self.desk = Desk(Database(self.url), self.clock, self._policy)

    def close(self) -> None:
        """Leaves the database as empty as it was found."""
        with self.desk.database.write() as session:
            for table in reversed(tables.metadata.sorted_tables):
                session.execute(table.delete())
        self.desk.database.close()

    def pass_time(self, span: timedelta) -> None:
        self.clock.moment += span

    def beat(self) -> None:
        """What is due becomes deliveries, and all that waits is sent."""
        pulse.beat(self.desk)
        deliveries, now = tables.deliveries, self.clock()
        waiting = deliveries.c.state == DeliveryState.WAITING, deliveries.c.due_at <= now
        sent = {"state": DeliveryState.SENT, "sent_channel": "D1", "sent_ts": "1.1", "sent_at": now}
        with self.desk.database.write() as session:
            session.execute(update(deliveries).where(*waiting).values(**sent))

    def all(self, kind: type[Any]) -> list[Any]:
        with self.desk.database.read() as session:
            return sorted(session.scalars(select(kind)), key=lambda one: int(one.id))

    def truth(self) -> dict[str, list[str]]:
        """Every row as the database has it."""
        with self.desk.database.engine.connect() as connection:
            return {table.name: sorted(map(str, connection.execute(table.select()))) for table in TRUTH}

    @contextmanager
    def trying(self, user: str, may: Callable[[], bool]) -> Iterator[None]:
        """What is refused changes no row; what is not refused is done by somebody who ``may`` (§8)."""
        before, allowed = self.truth(), may() and user not in (GUEST, OUTSIDER)
        try:
            yield
        except Refused:
            assert self.truth() == before, "a refusal changed something"
            return
        assert allowed or self.truth() == before, f"{user} did what §8 forbids"

    def may_handle(self, user: str, incident: Incident) -> bool:
        """§8, read once more: owner, lead and admins, and whoever has been handed a notice."""
        handed = {one.assignee for one in self.all(Notice) if one.incident_id == incident.id and one.is_pending()}
        return user in {incident.owner, LEAD, ADMIN} | handed


def check(firm: Firm) -> None:
    """What must hold after every step."""
    now = firm.clock()
    incidents: list[Incident] = firm.all(Incident)
    notices: list[Notice] = firm.all(Notice)
    promises: list[Commitment] = firm.all(Commitment)
    actions: list[CorrectiveAction] = firm.all(CorrectiveAction)
    _nothing_is_forgotten(firm, now, notices, promises, actions)
    _nothing_is_asked_twice(firm, notices)
    reviews: dict[int, Review] = {review.incident_id: review for review in firm.all(Review)}
    for incident in incidents:
        _the_review_is_asked_for(incident, reviews.get(incident.id))
        if incident.status is Status.CLOSED:
            _nothing_is_owed(incident, notices, promises)
    _the_timeline_explains(incidents, firm.all(Entry))


def _nothing_is_forgotten(
    firm: Firm, now: datetime, notices: list[Notice], promises: list[Commitment], actions: list[CorrectiveAction]
) -> None:
    with firm.desk.database.read() as session:
        for clock in pulse.CLOCKS:
            assert not dues.due(session, clock.kind, clock.table, now, 1), f"{clock.table.name} were due, untold"
    assert not [one.id for one in notices if (one.next_at is None) is one.is_pending()]
    assert not [one.id for one in promises if (one.next_at is None) is one.is_owed()]
    alive = (ActionState.OPEN, ActionState.DONE)
    assert not [one.id for one in actions if (one.next_at is None) is (one.state in alive)]
    assert not [one.id for one in firm.all(Amends) if one.is_waiting() and one.next_at is None]


def _the_review_is_asked_for(incident: Incident, review: Review | None) -> None:
    """Once it is solved; until then, and where it is menor by now, the review waits without an hour."""
    if incident.status is Status.RESOLVED and needs_review(incident):
        assert review is not None, f"nobody is asked for the review of {incident.code}"
        assert review.is_final() or review.next_at is not None, f"the review of {incident.code} is forgotten"


def _nothing_is_asked_twice(firm: Firm, notices: list[Notice]) -> None:
    prompts = [
        (one.notice_id, one.recipient, one.payload["rung"], one.due_at)
        for one in firm.all(Delivery)
        if one.kind is DeliveryKind.PROMPT and one.payload["rung"] != Rung.HANDED  # each hand-over is a new one
    ]
    assert len(prompts) == len(set(prompts)), "the same thing was asked twice"
    for purpose in (Purpose.TELL, Purpose.MEET):
        pending = [one.incident_id for one in notices if one.purpose is purpose and one.is_pending()]
        assert len(pending) == len(set(pending)), f"two of {purpose} at once"
    told = [
        (one.incident_id, one.round, one.severity, one.status)
        for one in notices
        if one.purpose is Purpose.TELL and one.state is NoticeState.GIVEN
    ]
    assert len(told) == len(set(told)), "the client was told the same thing twice"
    met = [one.incident_id for one in notices if one.purpose is Purpose.MEET and one.state is NoticeState.GIVEN]
    assert len(met) == len(set(met)), "a second visit for the same thing"


def _nothing_is_owed(incident: Incident, notices: list[Notice], promises: list[Commitment]) -> None:
    """What was promised, or had proved itself, after the closing lives on; what stood before it does not."""
    closed_at = incident.closed_at
    assert closed_at is not None
    owed = [
        one.id for one in notices if one.incident_id == incident.id and one.is_pending() and one.purpose.is_of_matrix()
    ]
    assert not owed, f"{incident.code} is closed, and notices {owed} wait"
    left = [one.id for one in promises if one.incident_id == incident.id and one.is_owed() and one.made_at < closed_at]
    assert not left, f"{incident.code} is closed, and promises {left} are owed"


def _the_timeline_explains(incidents: list[Incident], entries: list[Entry]) -> None:
    """Played again from its first line, the story ends where the incident stands."""
    for incident in incidents:
        told: dict[str, object] = {}
        for entry in entries:
            if entry.incident_id != incident.id:
                continue
            match entry.kind:
                case EntryKind.REPORTED | EntryKind.CHANGED | EntryKind.REASSIGNED | EntryKind.REOPENED:
                    told.update(entry.after)
                case EntryKind.CLOSED:
                    told["status"] = Status.CLOSED
        stands = {"severity": incident.severity, "status": incident.status, "owner": incident.owner}
        assert {name: told.get(name) for name in stands} == stands, incident.code
