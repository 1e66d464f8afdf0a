"""How content the client is once the error cannot come back, as they voiced it; and the team (domain.md §5)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(eq=False, kw_only=True)
class Satisfaction:
    """One to an incident: asked of its owner once the client has been told what changed. Scores run 1 to 5."""

    workspace_id: str
    incident_id: int
    client_id: int
    assignee: str
    asked_at: datetime
    next_at: datetime | None = None
    client_score: int | None = None
    client_words: str = ""
    team_score: int | None = None
    team_words: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database
