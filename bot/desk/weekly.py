"""The weekly digest: owed once when its hour comes, counted when it is sent, shown to whoever asks (domain.md §7)."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.desk.context import Desk, Policy
from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.errors import Refused, Why
from bot.domain.permissions import Actor
from bot.domain.weekly import HISTORY, Bar, Rhythm, Tally, Waits, Week, WeekFigures
from bot.domain.words import Severity
from bot.store import deliveries, reviews, weekly_waits
from bot.store import weekly as store

MOST_NAMED = 3
MOST_NEVER_EVENTS = 3
MOST_SMOKING = 3
#: What comes to its day within so long is worth a word on a Monday.
SOON = timedelta(days=7)


class Part(StrEnum):
    """What hangs in the digest's thread, each a message of its own."""

    NUMBERS = "numbers"
    LEARNED = "learned"


# When it is due


def owe_due(desk: Desk) -> int:
    """Owes every digest whose hour has come and that has never been owed. Returns how many."""
    missing = [(one, week) for one in _watched(desk) for week in _missing(desk, one)]
    if not missing:
        return 0
    with desk.database.write() as session:
        for workspace_id, week in missing:
            policy = desk.in_force.of(workspace_id)
            _owe(session, policy, workspace_id, week, rhythm(policy).due_at(week))
    return len(missing)


def next_due(desk: Desk) -> datetime | None:
    """When the next digest is due (aware UTC), in the past where one is missing; None where nobody gets any."""
    moments = []
    for workspace_id in _watched(desk):
        kept = rhythm(desk.in_force.of(workspace_id))
        missing = _missing(desk, workspace_id)
        moments.append(kept.due_at(missing[0]) if missing else kept.next_digest_at(desk.now()))
    return min(moments, default=None)


def _watched(desk: Desk) -> list[str]:
    """The workspaces that have a channel for it, and something that ever went wrong."""
    with desk.database.read() as session:
        found = store.workspace_ids(session)
    return [one for one in found if desk.in_force.of(one).digest_channel]


def _missing(desk: Desk, workspace_id: str) -> list[Week]:
    kept = rhythm(desk.in_force.of(workspace_id))
    with desk.database.read() as session:
        first = store.first_incident_at(session, workspace_id)
        if first is None:  # pragma: no cover - a number is drawn with its incident
            return []
        weeks = kept.due(desk.now(), Week.of(first, kept.zone))
        owed = store.owed(session, workspace_id, [_key(week) for week in weeks]) if weeks else set()
    return [week for week in weeks if _key(week) not in owed]


def rhythm(policy: Policy) -> Rhythm:
    return Rhythm(policy.zone, policy.digest_weekday, policy.digest_hour)


def post(desk: Desk, workspace_id: str, week: Week) -> bool:
    """Owes the digest of a week now, whatever its hour; False where it has been owed before.

    Raises Refused for a week that is not over (it would be told half, and never whole) and where no channel is set.
    """
    now, policy = desk.now(), desk.in_force.of(workspace_id)
    if not policy.digest_channel:
        raise Refused(Why.NO_DIGEST_CHANNEL)
    if now < week.end(policy.zone):
        raise Refused(Why.WEEK_NOT_OVER)
    with desk.database.write() as session:
        if store.owed(session, workspace_id, [_key(week)]):
            return False
        _owe(session, policy, workspace_id, week, now)
    return True


def _key(week: Week) -> str:
    return f"digest:{week.code}"


def _owe(session: Session, policy: Policy, workspace_id: str, week: Week, due_at: datetime) -> None:
    deliveries.owe(
        session,
        Delivery(
            workspace_id=workspace_id,
            kind=DeliveryKind.DIGEST,
            key=_key(week),
            recipient=policy.digest_channel,
            due_at=due_at,
            payload={"week": week.code},
        ),
    )
    for part in Part:
        deliveries.owe(
            session,
            Delivery(
                workspace_id=workspace_id,
                kind=DeliveryKind.DIGEST_DETAILS,
                key=f"{_key(week)}:{part}",
                recipient=policy.digest_channel,
                due_at=due_at,
                payload={"week": week.code, "part": part},
            ),
        )


def message_of(desk: Desk, workspace_id: str, week: Week) -> Delivery | None:
    """The digest in its channel, on which the details hang."""
    with desk.database.read() as session:
        return deliveries.with_key(session, workspace_id, _key(week))


def week_before(desk: Desk, workspace_id: str) -> Week:
    """The last week that is over."""
    return Week.of(desk.now(), desk.in_force.of(workspace_id).zone).earlier()


# What it says


def preview(desk: Desk, actor: Actor, week: Week | None) -> WeekFigures:
    """The digest as the channel will read it; of the one that comes next where no week is named.

    Raises Refused(WEEK_TO_COME) for a week that has not begun.
    """
    actor.require_member()
    policy, now = desk.in_force.of(actor.workspace_id), desk.now()
    if week is None:
        week = rhythm(policy).latest_due(now).later()
    if now < week.start(policy.zone):
        raise Refused(Why.WEEK_TO_COME)
    return figures(desk, actor.workspace_id, week)


def figures(desk: Desk, workspace_id: str, week: Week) -> WeekFigures:
    """A week counted, next to the one before; what needs somebody is as it stands now."""
    policy, now = desk.in_force.of(workspace_id), desk.now()
    zone = policy.zone
    today = now.astimezone(zone).date()
    weeks = [week.earlier(back) for back in reversed(range(HISTORY))]
    history = [*(one.start(zone) for one in weeks), week.end(zone)]
    bounds = history[-3:]
    mondays = [week.earlier().monday, week.monday, week.later().monday]
    with desk.database.read() as session:
        first_at = store.first_incident_at(session, workspace_id)
        first = Week.of(first_at, zone) if first_at else week
        cells = store.incidents_by_cell(session, workspace_id, history)
        never_events, named = store.never_events(session, workspace_id, bounds, MOST_NEVER_EVENTS)
        in_time = store.told_in_time(session, workspace_id, bounds)
        missed = store.missed(session, workspace_id, bounds, now)
        medians = store.median_to_tell(session, workspace_id, bounds)
        kept = store.promises_kept(session, workspace_id, bounds)
        broken = store.promises_broken(session, workspace_id, bounds, now)
        actions_due = store.actions_due(session, workspace_id, mondays)
        verified = store.actions_verified(session, workspace_id, bounds)
        failed = store.actions_failed(session, workspace_id, bounds)
        finished = store.reviews_finished(session, workspace_id, bounds)
        learned = reviews.learned_between(session, workspace_id, *bounds[-2:])
        departed, departures = store.departures_told(session, workspace_id, bounds)
        untold, untold_shown = weekly_waits.untold(session, workspace_id, now, MOST_NAMED)
        overdue, coming = weekly_waits.actions_open(session, workspace_id, today, today + SOON)
        smoking, smoking_shown = weekly_waits.smoking(session, workspace_id, MOST_SMOKING)
        still_owed = weekly_waits.promises_still_owed(session, workspace_id)

    def tally(number: int) -> Tally:
        """Of the week before (0) or of this one (1)."""
        return Tally(
            cells=cells.get(HISTORY - 2 + number, {}),
            never_events=never_events.get(number, 0),
            in_time=in_time.get(number, 0),
            missed=missed.get(number, 0),
            median=medians.get(number),
            kept=kept.get(number, 0),
            broken=broken.get(number, 0),
            actions_due=actions_due.get(number, 0),
            verified=verified.get(number, 0),
            failed=failed.get(number, 0),
            reviews=finished.get(number, 0),
            departures=departed.get(number, 0),
        )

    def bar(number: int) -> Bar:
        found = cells.get(number, {})
        majors = sum(count for (severity, _), count in found.items() if severity is Severity.MAJOR)
        return Bar(weeks[number], majors, sum(found.values()) - majors)

    return WeekFigures(
        week=week,
        is_over=now >= bounds[-1],
        this=tally(1),
        before=tally(0) if first <= week.earlier() else None,
        history=tuple(bar(number) for number in range(HISTORY) if weeks[number] >= first or weeks[number] == week),
        waits=Waits(untold, untold_shown, still_owed, overdue, coming, smoking, smoking_shown),
        never_events=named,
        learned=tuple(learned),
        departures=departures,
    )
