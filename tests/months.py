"""Three months of a firm, lived through the real desk: people report, tell, promise, mend and verify; the clock ticks.

Nobody looks at Slack here: what is owed is taken as delivered at the end of its day.
What every reminder should be is reckoned apart, day by day and from the other end, in ``expected``.
"""

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import select, update

from bot.desk import Desk, Policy, actions, changes, commitments, contact, pulse, report, review_writing, verifying
from bot.desk.actions import NewAction
from bot.desk.changes import Change
from bot.desk.clients import NewClient
from bot.desk.proving import Told
from bot.desk.report import Report
from bot.domain.commitment import PromiseRung
from bot.domain.corrective import ActionRung, Phase
from bot.domain.delivery import Delivery, DeliveryKind, DeliveryState
from bot.domain.people import Person
from bot.domain.permissions import Actor
from bot.domain.review import Writing
from bot.domain.views import Declared
from bot.domain.words import Address, Channel, Mood, Responsibility, Severity, Status, Wish
from bot.domain.working_time import WeeklyHours, WorkingTime
from bot.store import dues, people, reviews
from bot.store.database import Database
from bot.store.tables import commitments as commitments_table
from bot.store.tables import deliveries as table
from bot.store.tables import notices

TEAM = "T1"
MADRID, CANARY = ZoneInfo("Europe/Madrid"), ZoneInfo("Atlantic/Canary")
LEAD = "U0LEAD"
OWNERS = {"U0ANA": MADRID, "U0LUIS": MADRID, "U0EVA": CANARY, "U0JON": MADRID}
FIRST = date(2026, 2, 2)
DAYS = 91
CLOSED = holidays.country_holidays("ES", subdiv="MD", years=[2026])
OPENS = time(9)
START = datetime.combine(FIRST, time(8), MADRID).astimezone(UTC)


@dataclass(frozen=True)
class Size:
    clients: int
    incidents: int
    actions: int


#: From, to: nobody was awake. One of them is the night in which the clock changes.
OUTAGES = (
    (datetime(2026, 3, 28, 22, tzinfo=MADRID), datetime(2026, 3, 30, 11, 30, tzinfo=MADRID)),
    (datetime(2026, 4, 14, 8, tzinfo=MADRID), datetime(2026, 4, 14, 17, 10, tzinfo=MADRID)),
)


@dataclass
class Planned:
    """What became of one action, as its people lived it: never put off, so that its days can be reckoned by hand."""

    id: int
    owner: str
    due_on: date
    created_at: datetime
    done_at: datetime | None = None
    verifier: str = ""
    verify_on: date | None = None
    answered_at: datetime | None = None


@dataclass
class Firm:
    database: Database
    size: Size
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    now: datetime = START
    planned: list[Planned] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    beats: int = 0

    def __post_init__(self) -> None:
        working = WorkingTime(MADRID, WeeklyHours.parse("L-V 09:00-14:00 16:00-19:00"), CLOSED)
        self.desk = Desk(self.database, lambda: self.now, Policy(working, "", (LEAD,)))
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = count()
        self._clients: list[int] = []

    def live(self) -> None:
        """Goes through all three months, a moment at a time."""
        self._hire()
        self._meet_clients()
        end = datetime.combine(FIRST + timedelta(days=DAYS), time(0), MADRID).astimezone(UTC)
        for _ in range(self.size.incidents):
            self._at(self._some_moment(end - timedelta(days=1)), self._report)
        while True:
            moments = [*self._hours(), *(planned for planned, _, _ in self._agenda[:1])]
            if not moments or min(moments) > end:
                break
            before, self.now = self.now, max(self.now, awake(min(moments)))
            while self._agenda and self._agenda[0][0] <= self.now:
                heapq.heappop(self._agenda)[2]()
            pulse.beat(self.desk)
            self.beats += 1
            if before.date() != self.now.date():
                self._deliver()
        self.now = end
        self._deliver()

    def _hours(self) -> list[datetime]:
        """When each kind of thing is due next; a delivery waits for nothing but its sender, who is not here."""
        with self.database.read() as session:
            hours = dues.next_at(session, tuple(clock.table for clock in pulse.CLOCKS))
        return [hour for hour in hours if hour is not None]

    def _hire(self) -> None:
        with self.database.write() as session:
            for user, zone in {**OWNERS, LEAD: MADRID}.items():
                people.remember(
                    session,
                    Person(workspace_id=TEAM, user=user, name=user.title(), zone=zone.key, seen_at=self.now),
                )

    def _meet_clients(self) -> None:
        for number in range(self.size.clients):
            owner = list(OWNERS)[number % len(OWNERS)]
            new = NewClient(f"Cliente {number}", "Marta Ruiz", "+34600123456", "m@c.example", Wish.STANDARD, Address.TU)
            story = Report("Alta", Severity.MINOR, Status.RESOLVED, new_client=new, owner=owner)
            made = report.declare(self.desk, Actor(TEAM, owner), story, f"first-{number}")
            assert isinstance(made, Declared)
            self._clients.append(made.client.id)

    def _at(self, moment: datetime, what: Callable[[], None]) -> None:
        """People do what they meant to, once the bot is awake to hear of it."""
        heapq.heappush(self._agenda, (awake(moment), next(self._order), what))

    def _some_moment(self, end: datetime) -> datetime:
        return self.now + (end - self.now) * self.chance.random()

    def _report(self) -> None:
        chance, number = self.chance, next(self._order)
        story = Report(
            f"Asunto {number}",
            chance.choice(tuple(Severity)),
            chance.choice((Status.UNRESOLVED, Status.UNRESOLVED, Status.RESOLVED)),
            client_id=chance.choice(self._clients),
            responsibility=chance.choice((Responsibility.OURS, Responsibility.CLIENT)),
            is_another=True,
        )
        made = report.declare(self.desk, Actor(TEAM, LEAD, is_admin=True), story, f"form-{number}")
        assert isinstance(made, Declared)
        self.happened["incidents"] += 1
        for notice in made.notices:
            self._at(
                self.now + timedelta(minutes=chance.choice((5, 20, 45, 200, 3000))), partial(self._tell, notice.id)
            )
        self._at(self.now + timedelta(hours=chance.choice((1, 4, 30))), lambda: self._solve(made))
        for _ in range(round(self.size.actions / self.size.incidents + chance.uniform(-0.5, 0.5))):
            self._plan(made)

    def _tell(self, notice_id: int) -> None:
        promise = self.now + timedelta(hours=self.chance.choice((2, 5, 26))) if self.chance.random() < 0.3 else None
        told = Told(
            Channel.PHONE, "Marta", self.now, "Cómo está", "Gracias", Mood.CALM, "Novedades" if promise else "", promise
        )
        try:
            contact.prove(self.desk, Actor(TEAM, LEAD, is_admin=True), notice_id, told)
        except Exception as error:  # replaced or told meanwhile: what a person sees is a sentence
            self.happened[f"refused: {error}"] += 1
            return
        self.happened["told"] += 1
        if promise is not None and self.chance.random() < 0.7:
            late = timedelta(minutes=self.chance.choice((-30, -5, 40)))
            self._at(promise + late, self._keep)

    def _keep(self) -> None:
        rows = self.rows("SELECT id FROM commitments WHERE settled_at IS NULL ORDER BY due_at LIMIT 1")
        for (found,) in rows:
            commitments.keep(self.desk, Actor(TEAM, LEAD, is_admin=True), found)
            self.happened["promises settled"] += 1

    def _solve(self, made: Declared) -> None:
        incident = made.incident
        wanted = Change(
            incident.severity, Status.RESOLVED, False, False, False, incident.responsibility, "Se ha cambiado la pieza"
        )
        changed = changes.change(self.desk, Actor(TEAM, LEAD, is_admin=True), incident.id, wanted)
        self.happened["solved"] += 1
        self._at(self.now + timedelta(hours=self.chance.uniform(3, 120)), partial(self._review, incident.id))
        for notice in changed.notices:
            self._at(self.now + timedelta(minutes=self.chance.choice((10, 90, 600))), partial(self._tell, notice.id))

    def _review(self, incident_id: int) -> None:
        with self.database.read() as session:
            review = reviews.of_incident(session, incident_id)
        if review is not None:
            lead, how = Actor(TEAM, LEAD, is_admin=True), Writing("Nadie lo miraba", ("Faltaba un aviso",), "Vigilarlo")
            review_writing.offer(self.desk, Actor(TEAM, review.author), review.id, review.edition, how)
            review_writing.finish(self.desk, lead, review.id)
            self.happened["reviews finished"] += 1

    def _plan(self, made: Declared) -> None:
        chance, owner = self.chance, self.chance.choice(list(OWNERS))
        due_on = self.now.astimezone(MADRID).date() + timedelta(days=chance.randint(1, 20))
        wanted = NewAction(chance.choice(tuple(Phase)), "Poner un aviso", "No vuelve en un mes", owner, due_on)
        view = actions.make(self.desk, Actor(TEAM, LEAD, is_admin=True), str(made.incident.id), wanted)
        action = Planned(view.action.id, owner, due_on, self.now)
        self.planned.append(action)
        days = (due_on - self.now.astimezone(MADRID).date()).days + chance.randint(-3, 8)
        self._at(self.now + timedelta(days=max(0, days), hours=chance.uniform(0, 6)), lambda: self._do(action))

    def _do(self, action: Planned) -> None:
        view = actions.done(self.desk, Actor(TEAM, action.owner), action.id)
        action.done_at, action.verify_on = self.now, view.action.verify_on
        action.verifier = view.action.verifier or ""
        self.happened["actions done"] += 1
        wait = timedelta(days=14 + self.chance.randint(0, 6), hours=self.chance.uniform(1, 9))
        self._at(self.now + wait, lambda: self._verify(action))

    def _verify(self, action: Planned) -> None:
        if self.now.astimezone(MADRID).date() < (action.verify_on or FIRST):
            self._at(self.now + timedelta(hours=6), lambda: self._verify(action))
            return
        verifying.works(self.desk, Actor(TEAM, LEAD, is_admin=True), action.id)
        action.answered_at = self.now
        self.happened["actions verified"] += 1

    def _deliver(self) -> None:
        with self.database.write() as session:
            session.execute(
                update(table)
                .where(table.c.state == DeliveryState.WAITING, table.c.not_before <= self.now)
                .values(state=DeliveryState.SENT, sent_at=self.now)
            )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with self.database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def told(self, kind: DeliveryKind) -> list[Delivery]:
        """Everything of one kind that was owed, in the order in which it was due.

        Some was let go before the end of its day: who had answered by then needed no reminder.
        """
        with self.database.read() as session:
            query = select(Delivery).where(table.c.kind == kind)
            return list(session.scalars(query.order_by(table.c.due_at, table.c.id)))


def by_the_clock(firm: Firm) -> dict[int, list[tuple[ActionRung, datetime]]]:
    """What was told of each action by the clock; what is told at once (a new one, one handed on) is left out."""
    told: dict[int, list[tuple[ActionRung, datetime]]] = {action.id: [] for action in firm.planned}
    for one in firm.told(DeliveryKind.ACTION):
        rung = ActionRung(str(one.payload["rung"]))
        if rung not in (ActionRung.NEW, ActionRung.HANDED, ActionRung.FAILED):
            told[int(str(one.payload["action"]))].append((rung, one.due_at))
    return told


def escalations(firm: Firm) -> tuple[list[tuple[int, datetime]], list[tuple[int, datetime]]]:
    """(told, reckoned): which notice the lead heard of, and when it was due. Daily reports have their own count.

    Reckoned: every notice of another's that stood untold when its hour had passed and somebody was awake.
    """
    c = notices.c
    with firm.database.read() as session:
        rows = session.execute(select(c.id, c.deadline, c.settled_at, c.assignee).where(c.channel != "daily_report"))
        late = [
            (one, awake(deadline))
            for one, deadline, settled_at, assignee in rows.all()
            if assignee != LEAD and awake(deadline) < (settled_at or firm.now)
        ]
    told = [
        (one.notice_id or 0, awake(one.due_at))
        for one in firm.told(DeliveryKind.ESCALATION)
        if str(one.key).split(":")[1] != "report"
    ]
    return sorted(told), sorted(late)


def broken(firm: Firm) -> tuple[list[tuple[int, datetime]], list[tuple[int, datetime]]]:
    """(told, reckoned): which promise its owner heard was broken, and when that was due."""
    c = commitments_table.c
    with firm.database.read() as session:
        rows = session.execute(select(c.id, c.due_at, c.settled_at)).all()
    reckoned = [(one, awake(due_at)) for one, due_at, settled_at in rows if awake(due_at) < (settled_at or firm.now)]
    told = [
        (int(str(one.payload["commitment"])), awake(one.due_at))
        for one in firm.told(DeliveryKind.PROMISE)
        if one.payload["rung"] == PromiseRung.BROKEN
    ]
    return sorted(told), sorted(reckoned)


def awake(moment: datetime) -> datetime:
    """The moment itself, or the end of the outage it falls into."""
    return next((end.astimezone(UTC) for start, end in OUTAGES if start <= moment < end), moment)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


def working_day_up_to(day: date, earlier: int = 0) -> date:
    """The last working day up to ``day``, or so many working days before that one."""
    while not is_working(day):
        day -= timedelta(days=1)
    for _ in range(earlier):
        day = working_day_up_to(day - timedelta(days=1))
    return day


def expected(action: Planned, end: datetime) -> Iterator[tuple[ActionRung, datetime]]:
    """Every reminder of an action, by hand: two working days before, its day, each morning after; then its verifying.

    Several that fall into one outage are told as the last of them, at its end.
    """
    zone = OWNERS[action.owner]
    yield from _told(_to_do(action, zone), action.created_at, action.done_at or end)
    if action.done_at is not None and action.verify_on is not None:
        zone = OWNERS.get(action.verifier, MADRID)
        yield from _told(_to_verify(action.verify_on, zone), action.done_at, action.answered_at or end)


def _to_do(action: Planned, zone: ZoneInfo) -> Iterator[tuple[ActionRung, datetime]]:
    for day in (FIRST + timedelta(days=passed) for passed in range(DAYS + 1)):
        if is_working(day):
            morning = datetime.combine(day, OPENS, zone).astimezone(UTC)
            if day == working_day_up_to(action.due_on - timedelta(days=1), 1):
                yield ActionRung.SOON, morning
            if day == working_day_up_to(action.due_on):
                yield ActionRung.TODAY, morning
            if day > action.due_on:
                yield ActionRung.OVERDUE, morning


def _to_verify(verify_on: date, zone: ZoneInfo) -> Iterator[tuple[ActionRung, datetime]]:
    first = True
    for day in (verify_on + timedelta(days=passed) for passed in range(DAYS)):
        if is_working(day):
            morning = datetime.combine(day, OPENS, zone).astimezone(UTC)
            yield (ActionRung.VERIFY if first else ActionRung.VERIFY_AGAIN), morning
            first = False


def _told(
    moments: Iterator[tuple[ActionRung, datetime]], since: datetime, until: datetime
) -> Iterator[tuple[ActionRung, datetime]]:
    merged: dict[datetime, tuple[ActionRung, datetime]] = {}
    for rung, moment in moments:
        if since < moment and awake(moment) < until:
            merged[awake(moment)] = (rung, moment)
    yield from merged.values()
