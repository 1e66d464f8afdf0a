"""Making it up to the client: what it may cost us, what we propose, and who decided (domain.md §5)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Option(StrEnum):
    ABSORB = "absorb"
    DISCOUNT = "discount"
    GESTURE = "gesture"
    NOTHING_MORE = "nothing_more"
    WAIT_FOR_RENEWAL = "wait_for_renewal"
    END_CONTRACT = "end_contract"


class AmendsState(StrEnum):
    """``PROPOSED`` waits for the lead; ``APPROVED`` for what the client says to it; ``AGREED`` is the end."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"
    AGREED = "agreed"


@dataclass(eq=False, kw_only=True)
class Amends:
    """Amounts are whole cents of the workspace's currency; moments are aware UTC. An incident's last one counts."""

    workspace_id: str
    incident_id: int
    client_id: int
    proposed_by: str
    proposed_at: datetime
    acquisition_cents: int
    margin_cents: int
    years: int
    error_cents: int
    option: Option
    amount_cents: int
    reason: str
    state: AmendsState = AmendsState.PROPOSED
    next_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""
    client_said: str = ""
    agreed_by: str | None = None
    agreed_at: datetime | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database
