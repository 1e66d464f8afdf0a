"""An e-mail to a client: written by a person, kept while they think, sent in their name once (domain.md §6)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MailState(StrEnum):
    KEPT = "kept"
    LEAVING = "leaving"
    SENT = "sent"
    REFUSED = "refused"
    UNSURE = "unsure"


@dataclass(eq=False, kw_only=True)
class ClientMail:
    """The words for one notice or one daily report (exactly one of the two ids). ``message_id`` never changes,
    so that a letter that went out twice can be known for the same. ``try_number`` grows each time it is sent anew."""

    workspace_id: str
    message_id: str
    notice_id: int | None
    report_id: int | None
    author: str
    to: str
    to_name: str
    subject: str
    body: str
    state: MailState
    changed_at: datetime
    try_number: int = 0
    problem: str = ""
    sent_at: datetime | None = None
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def is_on_its_way(self) -> bool:
        return self.state is MailState.LEAVING
