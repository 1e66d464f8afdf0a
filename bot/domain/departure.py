"""A departure: the client is leaving, and we listen (domain.md §7)."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(eq=False, kw_only=True)
class Departure:
    """What the client said, in their words. Moments are aware UTC; ``next_at`` is when somebody is reminded."""

    workspace_id: str
    client_id: int
    owner: str
    told_by: str
    told_at: datetime
    reasons: str
    processes: str = ""
    departments: str = ""
    roles: str = ""
    for_management: str = ""
    wants_to_talk: bool = False
    second_chance: bool = False
    may_contact_again: bool = False
    farewell_at: datetime | None = None
    next_at: datetime | None = None
    contacted_again_at: datetime | None = None
    contacted_again_by: str | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database
