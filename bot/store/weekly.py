"""A week counted: each question is one statement over an index, for this week and the one before together."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, not_, or_, select, union_all
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.commitment import CommitmentState
from bot.domain.corrective import ActionState
from bot.domain.departure import Departure
from bot.domain.incident import EntryKind, Incident
from bot.domain.matrix import Purpose
from bot.domain.notice import NoticeState
from bot.domain.views import Listed
from bot.domain.weekly import Left
from bot.domain.words import Severity, Status
from bot.store.tables import (
    actions,
    clients,
    commitments,
    deliveries,
    departures,
    incidents,
    notices,
    proofs,
    reviews,
    timeline,
    workspaces,
)

#: Ascending moments; the span between each and the next is numbered from 0.
Bounds = Sequence[datetime]
Counts = dict[int, int]

_MAJOR = or_(incidents.c.severity == Severity.MAJOR, incidents.c.cannot_work, incidents.c.never_event)
_TELL = notices.c.purpose == Purpose.TELL
#: As a literal, so that the index of these few lines serves.
_FAILED = timeline.c.kind == literal(EntryKind.ACTION_FAILED, literal_execute=True)


def workspace_ids(session: Session) -> list[str]:
    """Every workspace that has told an incident."""
    return list(session.scalars(select(workspaces.c.id)))


def first_incident_at(session: Session, workspace_id: str) -> datetime | None:
    found: datetime | None = session.scalar(
        select(func.min(incidents.c.created_at)).where(incidents.c.workspace_id == workspace_id)
    )
    return found


def owed(session: Session, workspace_id: str, keys: Sequence[str]) -> set[str]:
    """Which of these deliveries have been owed before, whatever became of them."""
    c = deliveries.c
    return set(session.scalars(select(c.key).where(c.workspace_id == workspace_id, c.key.in_(keys))))


def incidents_by_cell(
    session: Session, workspace_id: str, bounds: Bounds
) -> dict[int, dict[tuple[Severity, Status], int]]:
    """Incidents by span and cell of the matrix, as they stood when their span ended."""
    c = incidents.c
    major = case((_MAJOR, 1), else_=0)
    spans = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        solved = case((c.resolved_at < end, 1), else_=0)
        spans.append(
            select(literal(number), major, solved, func.count())
            .where(c.workspace_id == workspace_id, *_within(c.created_at, start, end))
            .group_by(major, solved)
        )
    rows = session.execute(union_all(*spans))
    found: dict[int, dict[tuple[Severity, Status], int]] = defaultdict(dict)
    for number, is_major, is_solved, count in rows:
        cell = (Severity.MAJOR if is_major else Severity.MINOR, Status.RESOLVED if is_solved else Status.UNRESOLVED)
        found[number][cell] = count
    return found


def never_events(session: Session, workspace_id: str, bounds: Bounds, limit: int) -> tuple[Counts, tuple[Listed, ...]]:
    """How many there were, and those of the last span that may be named."""
    c = incidents.c
    which = (c.workspace_id == workspace_id, c.never_event)
    counts = _counts(session, c.created_at, bounds, *which)
    if not counts.get(len(bounds) - 2):
        return counts, ()
    rows = session.execute(
        select(Incident, Client)
        .join(Client, c.client_id == clients.c.id)
        .where(*which, c.private.is_(False), *_within(c.created_at, *bounds[-2:]))
        .order_by(c.number)
        .limit(limit)
    )
    return counts, tuple(Listed(*row) for row in rows)


def told_in_time(session: Session, workspace_id: str, bounds: Bounds) -> Counts:
    """Clients who were told something within its hour, by when they were told."""
    return _counts(
        session,
        proofs.c.told_at,
        bounds,
        proofs.c.workspace_id == workspace_id,
        notices.c.id == proofs.c.notice_id,
        _TELL,
        proofs.c.told_at <= notices.c.deadline,
    )


def missed(session: Session, workspace_id: str, bounds: Bounds, now: datetime) -> Counts:
    """Notices whose hour passed with the client not told: still waiting, told later, or replaced only after it."""
    c = notices.c
    told_later = exists().where(proofs.c.notice_id == c.id, proofs.c.told_at > c.deadline)
    return _counts(
        session,
        c.deadline,
        bounds,
        c.workspace_id == workspace_id,
        _TELL,
        or_(
            and_(c.state == NoticeState.PENDING, c.deadline <= now),
            and_(c.state == NoticeState.GIVEN, told_later),
            and_(c.state == NoticeState.REPLACED, c.settled_at > c.deadline),
        ),
    )


def median_to_tell(session: Session, workspace_id: str, bounds: Bounds) -> dict[int, timedelta]:
    """From hearing of an incident to its client's being told for the first time: the middle one of each span."""
    elapsed: ColumnElement[object] = proofs.c.told_at - incidents.c.created_at
    if session.get_bind().dialect.name == "sqlite":
        elapsed = func.julianday(proofs.c.told_at) - func.julianday(incidents.c.created_at)
    earlier = notices.alias("earlier")
    told_before = exists().where(
        earlier.c.incident_id == notices.c.incident_id,
        earlier.c.purpose == Purpose.TELL,
        earlier.c.state == NoticeState.GIVEN,
        earlier.c.id < notices.c.id,
    )
    # The first notice of all has none before it: nine of ten need not be looked at twice.
    is_first = or_(and_(notices.c.round == 1, notices.c.sequence == 1), not_(told_before))
    spans = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        ranked = (
            select(
                incidents.c.created_at,
                proofs.c.told_at,
                func.row_number().over(order_by=elapsed).label("place"),
                func.count().over().label("total"),
            )
            .join(notices, notices.c.id == proofs.c.notice_id)
            .join(incidents, incidents.c.id == proofs.c.incident_id)
            .where(proofs.c.workspace_id == workspace_id, *_within(proofs.c.told_at, start, end), _TELL, is_first)
            .subquery()
        )
        r = ranked.c
        is_middle = r.place.in_(((r.total + 1) // 2, (r.total + 2) // 2))
        spans.append(select(literal(number), r.created_at, r.told_at).where(is_middle))
    rows = session.execute(union_all(*spans))
    middle: dict[int, list[timedelta]] = defaultdict(list)
    for number, created_at, told_at in rows:
        middle[number].append(max(told_at - created_at, timedelta(0)))
    return {number: sum(spans, timedelta(0)) / len(spans) for number, spans in middle.items()}


def promises_kept(session: Session, workspace_id: str, bounds: Bounds) -> Counts:
    c = commitments.c
    return _counts(session, c.settled_at, bounds, c.workspace_id == workspace_id, c.state == CommitmentState.KEPT)


def promises_broken(session: Session, workspace_id: str, bounds: Bounds, now: datetime) -> Counts:
    """Those whose hour passed; also where the clock has not yet come round to saying so."""
    c = commitments.c
    passed = and_(c.state == CommitmentState.OPEN, c.due_at <= now)
    which = or_(c.state == CommitmentState.BROKEN, passed)
    return _counts(session, c.due_at, bounds, c.workspace_id == workspace_id, which)


def actions_due(session: Session, workspace_id: str, mondays: Sequence[date]) -> Counts:
    """Those whose day fell in each week, but for those given up."""
    c = actions.c
    span = case(*((c.due_on < monday, number) for number, monday in enumerate(mondays[1:])))
    states = (ActionState.OPEN, ActionState.DONE, ActionState.VERIFIED)
    rows = session.execute(
        select(span, func.count())
        .where(c.workspace_id == workspace_id, c.state.in_(states), c.due_on >= mondays[0], c.due_on < mondays[-1])
        .group_by(span)
    )
    return {int(row[0]): int(row[1]) for row in rows}


def actions_verified(session: Session, workspace_id: str, bounds: Bounds) -> Counts:
    c = actions.c
    return _counts(session, c.settled_at, bounds, c.workspace_id == workspace_id, c.state == ActionState.VERIFIED)


def actions_failed(session: Session, workspace_id: str, bounds: Bounds) -> Counts:
    """How often somebody found that one had not worked; it is open again since, so only the timeline knows."""
    return _counts(session, timeline.c.at, bounds, timeline.c.workspace_id == workspace_id, _FAILED)


def reviews_finished(session: Session, workspace_id: str, bounds: Bounds) -> Counts:
    return _counts(session, reviews.c.finished_at, bounds, reviews.c.workspace_id == workspace_id)


def departures_told(session: Session, workspace_id: str, bounds: Bounds) -> tuple[Counts, tuple[Left, ...]]:
    """How many clients said that they leave, and those of the last span."""
    c = departures.c
    counts = _counts(session, c.told_at, bounds, c.workspace_id == workspace_id)
    rows = session.execute(
        select(Departure, Client)
        .join(Client, c.client_id == clients.c.id)
        .where(c.workspace_id == workspace_id, *_within(c.told_at, *bounds[-2:]))
        .order_by(c.told_at)
    )
    return counts, tuple(Left(*row) for row in rows)


def _within(
    moment: ColumnElement[datetime], start: datetime, end: datetime
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return moment >= start, moment < end


def _counts(session: Session, moment: ColumnElement[datetime], bounds: Bounds, *which: ColumnElement[bool]) -> Counts:
    """How many rows have their moment in each span."""
    # A walk along the index for each span: telling the spans apart row by row takes ten times as long.
    spans = [
        select(literal(number), func.count()).where(*which, *_within(moment, start, end))
        for number, (start, end) in enumerate(pairwise(bounds))
    ]
    return {int(row[0]): int(row[1]) for row in session.execute(union_all(*spans)) if row[1]}
