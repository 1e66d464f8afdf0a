"""Warning signs: the facts behind them, where each client stands, and who shows any."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.commitment import CommitmentState
from bot.domain.matrix import Purpose
from bot.domain.permissions import Actor
from bot.domain.views import Smoking
from bot.domain.warning import LOW_SCORE, Fact, Level, Sign, WarningSigns
from bot.domain.words import Awareness, Mood
from bot.store import seen
from bot.store.tables import clients, commitments, incidents, notices, proofs, satisfactions, warnings

_MOODS = {Mood.VERY_UPSET: Sign.VERY_UPSET, Mood.WANTS_TO_LEAVE: Sign.WANTS_TO_LEAVE}
#: To meet, and to hear what has got better, is no bad news.
_GOOD_NEWS = (Purpose.MEET, Purpose.IMPROVED)


def get(session: Session, workspace_id: str, client_id: int) -> WarningSigns | None:
    return session.scalar(
        select(WarningSigns).where(warnings.c.workspace_id == workspace_id, warnings.c.client_id == client_id)
    )


def touch(session: Session, workspace_id: str, client_id: int, now: datetime) -> None:
    """Something about this client has changed: the clock looks at once."""
    insert = (postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert)(warnings)
    fresh = {"workspace_id": workspace_id, "client_id": client_id, "level": Level.GREEN, "reasons": []}
    session.execute(
        insert.values(**fresh, since=now, next_at=now).on_conflict_do_update(
            index_elements=["workspace_id", "client_id"], set_={"next_at": now}
        )
    )


def facts(session: Session, workspace_id: str, client_id: int, since: datetime) -> dict[Sign, list[Fact]]:
    """Everything since a moment that may be a sign, private incidents too: four questions, however much there is."""
    found: dict[Sign, list[Fact]] = {sign: [] for sign in Sign}
    c = incidents.c
    told = select(c.created_at, c.id, c.awareness).where(c.created_at >= since)
    for at, incident_id, awareness in session.execute(told.where(*_theirs(c, workspace_id, client_id))):
        found[Sign.MANY_INCIDENTS].append(Fact(at, incident_id))
        if awareness is Awareness.THIRD_PARTY:
            found[Sign.HEARD_ELSEWHERE].append(Fact(at, incident_id))
    for at, incident_id, mood, purpose in session.execute(_proofs(workspace_id, client_id, since)):
        if purpose not in _GOOD_NEWS:
            found[Sign.BAD_NEWS].append(Fact(at, incident_id))
        if mood in _MOODS:
            found[_MOODS[mood]].append(Fact(at, incident_id))
    c = commitments.c
    broken = select(c.due_at, c.incident_id).where(c.state == CommitmentState.BROKEN, c.due_at >= since)
    for at, incident_id in session.execute(broken.where(*_theirs(c, workspace_id, client_id))):
        found[Sign.BROKEN_PROMISES].append(Fact(at, incident_id))
    c = satisfactions.c
    low = select(c.answered_at, c.incident_id).where(c.client_score <= LOW_SCORE, c.answered_at >= since)
    for at, incident_id in session.execute(low.where(*_theirs(c, workspace_id, client_id))):
        found[Sign.NOT_CONTENT].append(Fact(at, incident_id))
    return found


def _proofs(workspace_id: str, client_id: int, since: datetime) -> Select[datetime, int, Mood | None, Purpose]:
    c = proofs.c
    return (
        select(c.told_at, c.incident_id, c.mood, notices.c.purpose)
        .join(notices, c.notice_id == notices.c.id)
        .where(*_theirs(c, workspace_id, client_id), c.told_at >= since)
    )


def _theirs(columns, workspace_id: str, client_id: int) -> tuple[ColumnElement[bool], ...]:  # type: ignore[no-untyped-def]  # the columns of any of these tables
    return columns.workspace_id == workspace_id, columns.client_id == client_id


def codes(session: Session, actor: Actor, fallback_lead: str, incident_ids: Collection[int]) -> dict[int, str]:
    """Of these incidents those that the actor may see, by id, as they are written."""
    if not incident_ids:
        return {}
    query = (
        select(incidents.c.id, incidents.c.number)
        .join(clients, incidents.c.client_id == clients.c.id)
        .where(
            incidents.c.workspace_id == actor.workspace_id,
            incidents.c.id.in_(incident_ids),
            seen.by(actor, fallback_lead),
        )
    )
    return {incident_id: f"INC-{number:04d}" for incident_id, number in session.execute(query)}


def smoking(session: Session, workspace_id: str) -> list[Smoking]:
    """Every client who shows warning signs, fire first, then whoever has shown them longest."""
    fire_first = case((warnings.c.level == Level.FIRE, 0), else_=1)
    rows = session.execute(
        select(Client, WarningSigns)
        .join(WarningSigns, warnings.c.client_id == clients.c.id)
        .where(clients.c.workspace_id == workspace_id, warnings.c.level != Level.GREEN)
        .order_by(fire_first, warnings.c.since, clients.c.id)
    )
    return [Smoking(client, signs) for client, signs in rows.all()]
