"""Who is in the workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

# Backgrounds for initials; all of them carry white text with a contrast of at least 4.5.
_COLOURS = ("8f4a1f", "1d6a96", "7a3e9d", "2f6b3a", "a3324b", "4a5a8c", "7d5a00", "006d6d")


@dataclass
class Member:
    """One account, with the flags that Slack keeps about it (slack-facts.md "People")."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/Madrid"
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    is_bot: bool = False
    status_emoji: str = ""
    status_text: str = ""
    team_id: str = ""
    locale: str = "es-ES"

    @property
    def colour(self) -> str:
        """Six hexadecimal digits, always the same ones for the same account."""
        return _COLOURS[sum(self.id.encode()) % len(_COLOURS)]

    @property
    def initials(self) -> str:
        """One or two capital letters for the avatar."""
        words = (self.real_name or self.name).split()
        letters = [word[0] for word in words if word[0].isalnum()]
        return "".join(letters[:1] + letters[1:2]).upper()

    @property
    def is_guest(self) -> bool:
        """Whether the account is somebody from outside or with limited sight."""
        return self.is_restricted or self.is_ultra_restricted or self.is_stranger

    def as_slack(self, now: datetime, *, locale: bool = False) -> dict[str, Any]:
        """The user object of ``users.info``."""
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        user: dict[str, Any] = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "color": self.colour,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {
                "title": self.title,
                "email": self.email,
                "real_name": self.real_name,
                "real_name_normalized": self.real_name,
                "display_name": self.name,
                "display_name_normalized": self.name,
                "status_text": self.status_text,
                "status_emoji": self.status_emoji,
                "status_expiration": 0,
                "team": self.team_id,
            },
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
            "is_stranger": self.is_stranger,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }
        if locale:
            user["locale"] = self.locale
        return user
