"""A commitment: something promised to the client, with a date and an hour (domain.md §5)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CommitmentState(StrEnum):
    """``MOVED``: before its hour passed the client was given an honest new one, which is a commitment of its own."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    MOVED = "moved"


@dataclass(eq=False, kw_only=True)
class Commitment:
    """Moments are aware UTC. A broken one is still owed until it is done or has a new hour: then it is settled.

    ``replaces_id`` is the commitment whose hour this one gives anew: both stay on record. ``incident_id`` is None
    for what was promised to a client who was leaving. ``rung`` and ``next_at`` are its place among its reminders.
    """

    workspace_id: str
    incident_id: int | None
    client_id: int
    owner: str
    what: str
    due_at: datetime
    made_at: datetime
    made_by: str
    state: CommitmentState = CommitmentState.OPEN
    rung: int = 0
    next_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    replaces_id: int | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_owed(self) -> bool:
        return self.settled_at is None
