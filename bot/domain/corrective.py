"""Corrective actions: fix it now (containment), and see that it does not happen again (prevention) (domain.md §5)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Phase(StrEnum):
    CONTAINMENT = "containment"
    PREVENTION = "prevention"


class ActionState(StrEnum):
    """``DONE`` waits for somebody else to verify it; ``NOT_APPLICABLE`` was given up, with its reason."""

    OPEN = "open"
    DONE = "done"
    VERIFIED = "verified"
    NOT_APPLICABLE = "not_applicable"


@dataclass(eq=False, kw_only=True)
class CorrectiveAction:
    """``due_on`` is a day of the firm's own calendar; moments are aware UTC.

    ``incident_id`` is None for an action that came out of a client's departure (``departure_id``). ``rung`` and
    ``next_at`` are its place among its reminders: to do it while open, to verify it once done.
    """

    workspace_id: str
    incident_id: int | None
    client_id: int
    phase: Phase
    what: str
    how_we_know: str
    owner: str
    due_on: date
    created_by: str
    created_at: datetime
    departure_id: int | None = None
    state: ActionState = ActionState.OPEN
    rung: int = 0
    next_at: datetime | None = None
    postponed: int = 0
    failures: int = 0
    done_at: datetime | None = None
    done_by: str | None = None
    verifier: str | None = None
    verify_on: date | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    reason: str = ""
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database
