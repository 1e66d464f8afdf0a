"""A review: how it happened and what is learned, without culprits (domain.md §5)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.machine import Transitions


class ReviewState(StrEnum):
    """``OFFERED``: everybody who took part may comment before it is final."""

    ASKED = "asked"
    OFFERED = "offered"
    FINAL = "final"


#: Each step as (before, after); None is how it begins.
TRANSITIONS: Transitions[ReviewState] = (
    (None, ReviewState.ASKED),
    (ReviewState.ASKED, ReviewState.OFFERED),
    (ReviewState.OFFERED, ReviewState.FINAL),
)


@dataclass(eq=False, kw_only=True)
class Review:
    """One to an incident. ``whys`` is the chain, from what failed down to its root; moments are aware UTC."""

    workspace_id: str
    incident_id: int
    client_id: int
    author: str
    asked_at: datetime
    asked_by: str | None
    state: ReviewState = ReviewState.ASKED
    failed: str = ""
    whys: list[str] = field(default_factory=list)
    learned: str = ""
    next_at: datetime | None = None
    offered_at: datetime | None = None
    finished_at: datetime | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database


@dataclass(eq=False, kw_only=True)
class ReviewComment:
    """What somebody who took part adds before the review is final; one each, which they may change."""

    workspace_id: str
    review_id: int
    user: str
    text: str
    at: datetime
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database
