"""Something that must be said to somebody: written in the transaction that causes it, sent by the outbox.

A delivery is data, a kind and the ids it speaks of; the words are chosen when it is sent, so that they are
true at that moment.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class DeliveryKind(StrEnum):
    PROMPT = "prompt"
    ESCALATION = "escalation"
    LEAD_COPY = "lead_copy"
    HANDED_ON = "handed_on"
    REFRESH_PROMPT = "refresh_prompt"
    POSTPONED_PAST = "postponed_past"
    CARD = "card"
    ENTRY = "entry"
    REPORT = "report"
    REFRESH = "refresh"
    MAIL = "mail"
    MAIL_PROBLEM = "mail_problem"
    PROMISE = "promise"
    AMENDS_OFFER = "amends_offer"
    AMENDS_ASK = "amends_ask"
    AMENDS_DECIDED = "amends_decided"
    ACTION = "action"
    ACTION_LEAD = "action_lead"
    ACTION_GONE = "action_gone"
    WARNING = "warning"
    DEPARTURE = "departure"
    DEPARTURE_LEAD = "departure_lead"
    DEPARTURE_BACK = "departure_back"
    SATISFACTION = "satisfaction"
    SATISFACTION_LOW = "satisfaction_low"
    REVIEW = "review"
    REVIEW_LEAD = "review_lead"
    REVIEW_OFFER = "review_offer"
    REVIEW_RESULT = "review_result"
    DIGEST = "digest"
    DIGEST_DETAILS = "digest_details"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


#: A phone call that is owed goes before a card, a card before its thread.
PRIORITY = {
    DeliveryKind.PROMPT: 0,
    DeliveryKind.ESCALATION: 0,
    DeliveryKind.MAIL: 0,
    DeliveryKind.MAIL_PROBLEM: 0,
    DeliveryKind.PROMISE: 0,
    DeliveryKind.REPORT: 1,
    DeliveryKind.AMENDS_ASK: 1,
    DeliveryKind.AMENDS_DECIDED: 1,
    DeliveryKind.AMENDS_OFFER: 2,
    DeliveryKind.ACTION: 1,
    DeliveryKind.ACTION_LEAD: 1,
    DeliveryKind.ACTION_GONE: 1,
    DeliveryKind.WARNING: 1,
    DeliveryKind.DEPARTURE: 0,
    DeliveryKind.DEPARTURE_LEAD: 0,
    DeliveryKind.DEPARTURE_BACK: 1,
    DeliveryKind.SATISFACTION: 2,
    DeliveryKind.SATISFACTION_LOW: 0,
    DeliveryKind.REVIEW: 1,
    DeliveryKind.REVIEW_LEAD: 1,
    DeliveryKind.REVIEW_OFFER: 2,
    DeliveryKind.REVIEW_RESULT: 4,
    DeliveryKind.REFRESH: 2,
    DeliveryKind.LEAD_COPY: 1,
    DeliveryKind.HANDED_ON: 1,
    DeliveryKind.POSTPONED_PAST: 1,
    DeliveryKind.REFRESH_PROMPT: 2,
    DeliveryKind.CARD: 3,
    DeliveryKind.ENTRY: 4,
    DeliveryKind.DIGEST: 3,
    DeliveryKind.DIGEST_DETAILS: 4,
}


@dataclass(eq=False, kw_only=True)
class Delivery:
    """``key`` is unique per workspace: the database itself refuses to owe the same thing twice.

    ``recipient`` is a Slack user (told in their direct message) or a channel. ``token`` travels in the message's
    metadata, so that a post whose outcome is unknown (``unsure``) can be found again. Moments are aware UTC.
    """

    workspace_id: str
    kind: DeliveryKind
    key: str
    recipient: str
    due_at: datetime
    payload: dict[str, object] = field(default_factory=dict)
    incident_id: int | None = None
    notice_id: int | None = None
    priority: int = 5
    not_before: datetime = field(default=None)  # type: ignore[assignment]  # due_at unless it must wait
    state: DeliveryState = DeliveryState.WAITING
    token: str = field(default_factory=lambda: uuid.uuid4().hex)
    unsure: bool = False
    attempts: int = 0
    first_attempt_at: datetime | None = None
    claimed_until: datetime | None = None
    sent_at: datetime | None = None
    sent_channel: str | None = None
    sent_ts: str | None = None
    error: str | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def __post_init__(self) -> None:
        self.priority = PRIORITY[self.kind]
        self.not_before = self.not_before or self.due_at
