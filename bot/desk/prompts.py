"""Messages that people can still see: drawn anew when what they are about has changed (domain.md §4)."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.delivery import Delivery, DeliveryKind
from bot.domain.notice import Notice
from bot.store import deliveries


def refresh_prompts(session: Session, notice: Notice, now: datetime) -> None:
    """Redraws every message about a notice that people can still see: what changed must show where they look."""
    for sent in deliveries.sent_prompts(session, notice.id):
        deliveries.owe(
            session,
            Delivery(
                workspace_id=notice.workspace_id,
                kind=DeliveryKind.REFRESH_PROMPT,
                key=f"refresh:{sent.id}:{now.timestamp()}",
                recipient=sent.recipient,
                due_at=now,
                incident_id=notice.incident_id,
                notice_id=notice.id,
                payload={"channel": sent.sent_channel, "ts": sent.sent_ts, "kind": sent.kind},
            ),
        )


def retire_prompts(session: Session, notice: Notice, now: datetime) -> None:
    """A settled or handed-on notice: its messages lose their buttons, and what was still to be said is forgotten."""
    deliveries.drop_waiting(session, notice.id)
    refresh_prompts(session, notice, now)
    if notice.report_id is not None:
        refresh(session, notice.workspace_id, f"report:{notice.report_id}", now)


def refresh(session: Session, workspace_id: str, about: str, now: datetime) -> None:
    """Redraws the messages about something, named as their keys begin (``report:5``): what it now is must show."""
    for sent in deliveries.sent_with_key(session, workspace_id, f"{about}:"):
        deliveries.owe(
            session,
            Delivery(
                workspace_id=workspace_id,
                kind=DeliveryKind.REFRESH,
                key=f"refresh:{sent.id}:{now.timestamp()}",
                recipient=sent.recipient,
                due_at=now,
                payload={"about": about, "channel": sent.sent_channel, "ts": sent.sent_ts, "kind": sent.kind},
            ),
        )
