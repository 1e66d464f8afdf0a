"""Warning signs: early alarms that a client may leave (domain.md §7)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Level(StrEnum):
    GREEN = "green"
    SMOKE = "smoke"
    FIRE = "fire"


@dataclass(eq=False, kw_only=True)
class WarningSigns:
    """Where a client stands, as last told: a step up is told once. ``reasons`` name the signs, for the words."""

    workspace_id: str
    client_id: int
    level: Level = Level.GREEN
    since: datetime
    next_at: datetime | None = None
    reasons: list[str] = field(default_factory=list)
