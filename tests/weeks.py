"""A firm's weeks made by chance, as rows, and the same figures reckoned by hand from them."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.domain.commitment import CommitmentState
from bot.domain.corrective import ActionState, Phase
from bot.domain.incident import EntryKind
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState
from bot.domain.review import ReviewState
from bot.domain.weekly import Tally, Week
from bot.domain.words import Awareness, Channel, Responsibility, Severity, Status, Wish
from bot.store import tables
from bot.store.database import Database

TEAM, OTHER = "T1", "T2"
Row = dict[str, Any]


def incident(number: int, created_at: datetime, **more: Any) -> Row:
    """An incident as a row."""
    return {
        "id": number, "workspace_id": TEAM, "number": number, "client_id": 1, "text": f"secreto {number}",
        "severity": Severity.MINOR, "status": Status.UNRESOLVED, "owner": "U1", "reporter": "U1",
        "created_at": created_at, "origin": f"o{number}", "hard": False, "cannot_work": False, "never_event": False,
        "never_event_name": "", "awareness": Awareness.NOT_YET, "responsibility": Responsibility.OURS,
        "measures": "", "private": False, "no_prevention_reason": "", "review_wanted": False, "round": 1,
        "version": 1, "search": "", **more,
    }  # fmt: skip


def notice(number: int, incident_id: int, created_at: datetime, deadline: datetime, **more: Any) -> Row:
    return {
        "id": number, "workspace_id": TEAM, "incident_id": incident_id, "client_id": 1, "purpose": Purpose.TELL,
        "sequence": 1, "round": 1, "severity": Severity.MINOR, "status": Status.UNRESOLVED, "channel": Channel.PHONE,
        "assignee": "U1", "urgent": False, "prompt_at": created_at, "deadline": deadline, "must_say": [], "why": [],
        "created_at": created_at, "state": NoticeState.PENDING, "rung": 0, "tries": 0, "next_at": deadline,
        "settled_at": None, **more,
    }  # fmt: skip


def proof(number: int, notice_id: int, incident_id: int, told_at: datetime) -> Row:
    return {
        "id": number, "workspace_id": TEAM, "notice_id": notice_id, "incident_id": incident_id, "client_id": 1,
        "by": "U1", "channel": Channel.PHONE, "spoke_with": "Marta", "told_at": told_at, "said": "", "client_said": "",
        "promised": "", "recorded_at": told_at,
    }  # fmt: skip


@dataclass
class Weeks:
    """Rows by table, and the moment at which they are looked at."""

    now: datetime
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, row: Row) -> Row:
        self.rows.setdefault(table, []).append(row)
        return row

    def of(self, table: str) -> list[Row]:
        return [row for row in self.rows.get(table, []) if row["workspace_id"] == TEAM]

    def save(self, database: Database) -> None:
        with database.engine.begin() as connection:
            for name in (
                "workspaces",
                "clients",
                "incidents",
                "notices",
                "proofs",
                "commitments",
                "actions",
                "reviews",
            ):
                for row in self.rows.get(name, []):
                    connection.execute(insert(tables.metadata.tables[name]), row)
            for row in self.rows.get("timeline", []):
                connection.execute(insert(tables.timeline), row)


def by_chance(seed: int, monday: date, zone: ZoneInfo, *, incidents: int = 120) -> Weeks:
    """Nine weeks up to the one after ``monday``'s, with much that falls exactly on an edge."""
    chance = random.Random(seed)
    start = Week(monday).earlier(7).start(zone)
    weeks = Weeks(now=Week(monday).end(zone) + timedelta(hours=chance.randrange(60)))
    edges = [Week(monday).later(shift).start(zone) for shift in range(-7, 2)]

    def moment() -> datetime:
        if chance.random() < 0.2:
            return chance.choice(edges) + timedelta(microseconds=chance.choice((-1, 0, 1)))
        return start + timedelta(seconds=chance.randrange(8 * 7 * 86400))

    for team in (TEAM, OTHER):
        weeks.add("workspaces", {"id": team, "last_number": 1})
    weeks.add(
        "clients",
        {
            "id": 1, "workspace_id": TEAM, "name": "Acme", "key": "acme", "owner": "U1", "lead": "",
            "wish": Wish.STANDARD, "created_at": start,
        },
    )  # fmt: skip
    notices = 0
    for number in range(1, incidents + 1):
        created = moment()
        resolved = created + timedelta(hours=chance.randrange(200)) if chance.random() < 0.7 else None
        row = incident(
            number,
            created,
            workspace_id=OTHER if chance.random() < 0.1 else TEAM,
            severity=chance.choice(list(Severity)),
            cannot_work=chance.random() < 0.1,
            never_event=chance.random() < 0.1,
            private=chance.random() < 0.2,
            resolved_at=resolved,
        )
        weeks.add("incidents", row)
        for sequence in range(1, chance.randrange(1, 4)):
            notices += 1
            deadline = created + timedelta(minutes=chance.randrange(1, 6000))
            told = created + timedelta(minutes=chance.randrange(-60, 8000))
            state = chance.choice(list(NoticeState))
            if told > weeks.now and state is NoticeState.GIVEN:
                state = NoticeState.PENDING
            weeks.add(
                "notices",
                notice(
                    notices,
                    number,
                    created,
                    deadline if chance.random() < 0.9 else told,
                    workspace_id=row["workspace_id"],
                    sequence=sequence,
                    purpose=chance.choice((Purpose.TELL, Purpose.TELL, Purpose.UPDATE)),
                    state=state,
                    next_at=deadline if state is NoticeState.PENDING else None,
                    settled_at=None if state is NoticeState.PENDING else told,
                ),
            )
            if state is NoticeState.GIVEN:
                weeks.add("proofs", {**proof(notices, notices, number, told), "workspace_id": row["workspace_id"]})
        if chance.random() < 0.5:
            due, became = moment(), chance.choice(list(CommitmentState))
            kept = became is CommitmentState.KEPT
            settled = due - timedelta(minutes=chance.randrange(600)) if kept else chance.choice((None, due))
            weeks.add(
                "commitments",
                {
                    "workspace_id": row["workspace_id"], "incident_id": number, "client_id": 1, "owner": "U1",
                    "what": "", "due_at": due, "made_at": created, "made_by": "U1", "state": became, "rung": 0,
                    "settled_at": settled,
                },
            )  # fmt: skip
        if chance.random() < 0.5:
            stands = chance.choice(list(ActionState))
            weeks.add(
                "actions",
                {
                    "workspace_id": row["workspace_id"], "incident_id": number, "client_id": 1,
                    "phase": Phase.PREVENTION, "what": "", "how_we_know": "", "owner": "U1",
                    "due_on": monday + timedelta(days=chance.randrange(-21, 21)), "created_by": "U1",
                    "created_at": created, "state": stands, "rung": 0, "postponed": 0, "failures": 0, "reason": "",
                    "settled_at": moment() if stands in (ActionState.VERIFIED, ActionState.NOT_APPLICABLE) else None,
                },
            )  # fmt: skip
            failed = EntryKind.ACTION_FAILED
            line = {
                "workspace_id": row["workspace_id"],
                "at": moment(),
                "kind": chance.choice((failed, failed, EntryKind.TOLD)),
            }
            weeks.add("timeline", {**line, "incident_id": number, "before": {}, "after": {}})
        if chance.random() < 0.3:
            weeks.add(
                "reviews",
                {
                    "workspace_id": row["workspace_id"], "incident_id": number, "client_id": 1, "author": "U1",
                    "asked_at": created, "state": ReviewState.FINAL, "failed": "", "whys": [],
                    "learned": f"aprendido {number}", "drafts": {}, "edition": 1, "rung": 0, "offered_to": [],
                    "finished_at": moment(),
                },
            )  # fmt: skip
    return weeks


def reckoned(weeks: Weeks, week: Week, zone: ZoneInfo) -> Tally:
    """The figures of a week, the long way."""
    start, end, now = week.start(zone), week.end(zone), weeks.now

    def falls(moment: datetime | None) -> bool:
        return moment is not None and start <= moment < end

    cells: Counter[tuple[Severity, Status]] = Counter()
    created = [row for row in weeks.of("incidents") if falls(row["created_at"])]
    for row in created:
        major = row["severity"] is Severity.MAJOR or row["cannot_work"] or row["never_event"]
        solved = row["resolved_at"] is not None and row["resolved_at"] < end
        cells[Severity.MAJOR if major else Severity.MINOR, Status.RESOLVED if solved else Status.UNRESOLVED] += 1
    told_at = {row["notice_id"]: row["told_at"] for row in weeks.of("proofs")}
    born = {row["id"]: row["created_at"] for row in weeks.of("incidents")}
    tell = [row for row in weeks.of("notices") if row["purpose"] is Purpose.TELL]
    in_time = missed = 0
    first: dict[int, Row] = {}
    for row in tell:
        told = told_at.get(row["id"])
        in_time += told is not None and told <= row["deadline"] and falls(told)
        late = {
            NoticeState.PENDING: row["deadline"] <= now,
            NoticeState.GIVEN: told is not None and told > row["deadline"],
            NoticeState.REPLACED: row["settled_at"] is not None and row["settled_at"] > row["deadline"],
        }
        missed += falls(row["deadline"]) and late[row["state"]]
        if told is not None:
            first.setdefault(row["incident_id"], row)
    spans = [
        max(told_at[row["id"]] - born[row["incident_id"]], timedelta(0))
        for row in first.values()
        if falls(told_at[row["id"]])
    ]
    promises = weeks.of("commitments")
    broken = [
        row
        for row in promises
        if row["state"] is CommitmentState.BROKEN or (row["state"] is CommitmentState.OPEN and row["due_at"] <= now)
    ]
    actions = weeks.of("actions")
    return Tally(
        cells=dict(cells),
        never_events=sum(row["never_event"] for row in created),
        in_time=in_time,
        missed=missed,
        median=median(spans) if spans else None,
        kept=sum(row["state"] is CommitmentState.KEPT and falls(row["settled_at"]) for row in promises),
        broken=sum(falls(row["due_at"]) for row in broken),
        actions_due=sum(
            row["state"] is not ActionState.NOT_APPLICABLE and week.monday <= row["due_on"] <= week.sunday
            for row in actions
        ),
        verified=sum(row["state"] is ActionState.VERIFIED and falls(row["settled_at"]) for row in actions),
        failed=sum(row["kind"] is EntryKind.ACTION_FAILED and falls(row["at"]) for row in weeks.of("timeline")),
        reviews=sum(falls(row["finished_at"]) for row in weeks.of("reviews")),
        departures=0,
    )
