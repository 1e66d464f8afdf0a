"""Reviews and what people comment on them: rows in, domain objects out."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.domain.client import Client
from bot.domain.incident import Incident
from bot.domain.review import Review, ReviewComment, ReviewState
from bot.domain.views import Learned
from bot.store.tables import clients, incidents, review_comments, reviews, timeline


def get(session: Session, workspace_id: str, review_id: int) -> Review | None:
    return session.scalar(select(Review).where(reviews.c.workspace_id == workspace_id, reviews.c.id == review_id))


def of_incident(session: Session, incident_id: int) -> Review | None:
    """The review of an incident, if it has come to one."""
    return session.scalar(select(Review).where(reviews.c.incident_id == incident_id))


def comments_of(session: Session, review_id: int) -> list[ReviewComment]:
    """What has been answered to a review, oldest first."""
    query = select(ReviewComment).where(review_comments.c.review_id == review_id)
    return list(session.scalars(query.order_by(review_comments.c.at, review_comments.c.id)))


def comment_of(session: Session, review_id: int, user: str) -> ReviewComment | None:
    return session.scalar(
        select(ReviewComment).where(review_comments.c.review_id == review_id, review_comments.c.user == user)
    )


def forget_comments(session: Session, review_id: int, *, only_wordless: bool) -> list[str]:
    """Takes answers back: all of them, or those who only said that it is fine by them. Answers whose they were."""
    which = [review_comments.c.review_id == review_id]
    if only_wordless:
        which.append(review_comments.c.text == "")
    users = list(session.scalars(select(review_comments.c.user).where(*which)))
    session.execute(delete(review_comments).where(*which))
    return users


def took_part(session: Session, incident_id: int) -> list[str]:
    """Everybody who did something that stands on an incident's timeline."""
    query = select(timeline.c.who).where(timeline.c.incident_id == incident_id, timeline.c.who.is_not(None)).distinct()
    return sorted(session.scalars(query))


def learned_between(
    session: Session, workspace_id: str, start: datetime, end: datetime, *, include_private: bool = False
) -> list[Learned]:
    """What was learned from the reviews that became final from ``start`` on and before ``end``, oldest first."""
    query = (
        select(Review, Incident, Client)
        .join(Incident, reviews.c.incident_id == incidents.c.id)
        .join(Client, reviews.c.client_id == clients.c.id)
        .where(
            reviews.c.workspace_id == workspace_id,
            reviews.c.state == ReviewState.FINAL,
            reviews.c.finished_at >= start,
            reviews.c.finished_at < end,
        )
    )
    if not include_private:
        query = query.where(incidents.c.private.is_(False))
    rows = session.execute(query.order_by(reviews.c.finished_at, reviews.c.id))
    return [Learned(*row) for row in rows.all()]
