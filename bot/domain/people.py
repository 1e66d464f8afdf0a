"""A person of the firm as Slack describes them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False, kw_only=True)
class Person:
    """``zone`` is an IANA name; ``away`` means Slack says they are on holiday or ill."""

    workspace_id: str
    user: str
    name: str
    email: str = ""
    zone: str = ""
    is_admin: bool = False
    is_guest: bool = False
    is_stranger: bool = False
    is_gone: bool = False
    away: bool = False
    seen_at: datetime

    def can_take_over(self) -> bool:
        """Whether a duty may be handed to them: in the house, and not a guest."""
        return not (self.is_gone or self.is_guest or self.is_stranger)

    def is_absent(self) -> bool:
        return self.away or not self.can_take_over()
