"""The daily report: what a client hears of a day, handed over once (domain.md §7)."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(eq=False, kw_only=True)
class DailyReport:
    """One report to one client by one owner; it gathers the notices that wait for it. ``day`` is the firm's own."""

    workspace_id: str
    client_id: int
    assignee: str
    day: date
    created_at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_open(self) -> bool:
        return self.settled_at is None
