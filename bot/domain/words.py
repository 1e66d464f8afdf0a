"""The words of the trade, one name for one thing (domain.md §1).

Only vocabulary lives here; what people read on screen for each word is in ``messages/words.py``.
"""

from enum import StrEnum


class Severity(StrEnum):
    MINOR = "minor"
    MAJOR = "major"


class Status(StrEnum):
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Responsibility(StrEnum):
    OURS = "ours"
    CLIENT = "client"
    SHARED = "shared"
    THIRD_PARTY = "third_party"
    UNKNOWN = "unknown"


class Awareness(StrEnum):
    """How the client knows (§3): decides whether we can still be the first to tell."""

    NOT_YET = "not_yet"
    TOLD_US = "told_us"
    THIRD_PARTY = "third_party"


class Wish(StrEnum):
    """How much the client wants to hear (§3)."""

    EVERYTHING = "everything"
    STANDARD = "standard"
    MAJOR_ONLY = "major_only"


class Channel(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"
    DAILY_REPORT = "daily_report"
    IN_PERSON = "in_person"


class Address(StrEnum):
    """Form of address a contact is used to (§6)."""

    TU = "tu"
    USTED = "usted"
    VOS = "vos"
    USTEDES = "ustedes"
    VOSOTROS = "vosotros"


class Mood(StrEnum):
    """How the client took it, as whoever told them heard it (§4)."""

    CALM = "calm"
    UPSET = "upset"
    VERY_UPSET = "very_upset"
    WANTS_TO_LEAVE = "wants_to_leave"
