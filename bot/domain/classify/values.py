"""What a suggestion is made of (domain.md §2)."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.words import Severity, Status


class ReasonCode(StrEnum):
    """The criterion of domain.md §2 that decided. The first group speaks of severity, the second of status."""

    CANNOT_WORK = "cannot_work"
    SERVICE_DOWN = "service_down"
    DATA = "data"
    MONEY = "money"
    LEGAL = "legal"
    DEADLINE = "deadline"
    MANY_PEOPLE = "many_people"
    SAFETY = "safety"
    REPEATED = "repeated"
    SOUNDS_MAJOR = "sounds_major"
    ONE_PERSON = "one_person"
    WORKAROUND = "workaround"
    COSMETIC = "cosmetic"
    NO_EFFECT = "no_effect"
    NOTHING_MAJOR = "nothing_major"

    WORKS_AGAIN = "works_again"
    NOT_FIXED = "not_fixed"
    IN_PROGRESS = "in_progress"
    LATER = "later"
    DOUBT = "doubt"
    PARTLY = "partly"
    BROKE_AGAIN = "broke_again"
    CAUSE_ONLY = "cause_only"
    MAKESHIFT = "makeshift"
    NO_WORD = "no_word"


@dataclass(frozen=True)
class Reason:
    """Why; ``quote`` holds the words of the report that decided, as they were typed ("" when there are none)."""

    code: ReasonCode
    quote: str = ""


@dataclass(frozen=True)
class Suggestion:
    """What the form is pre-filled with; ``status`` is never CLOSED."""

    severity: Severity
    status: Status
    severity_reason: Reason
    status_reason: Reason
