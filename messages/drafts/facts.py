"""What a draft may say, and what comes out of it (domain.md §6)."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.words import Address, Channel, Responsibility, Severity, Status


class Kind(StrEnum):
    """Why the client is being contacted; each has its own wording."""

    FIRST = "first"
    RESOLVED = "resolved"
    UPDATE = "update"
    NEW_DEADLINE = "new_deadline"
    RECONTACT = "recontact"
    MEETING = "meeting"
    DAILY_REPORT = "daily_report"
    FAREWELL = "farewell"
    RETURN = "return"
    IMPROVED = "improved"


class Gap(StrEnum):
    """A fact that nobody has given yet: the owner fills it, we never invent it."""

    OWNER = "owner"
    WHAT = "what"
    MEASURES = "measures"
    BY_WHEN = "by_when"
    HEAR_AGAIN = "hear_again"
    OLD_DEADLINE = "old_deadline"


@dataclass(frozen=True)
class Item:
    """One line of a daily report, in the reporter's words (§7)."""

    what: str
    measures: str
    resolved: bool


@dataclass(frozen=True)
class Facts:
    """Everything a draft may say. Texts are plain, "" is unknown; hours come already worded ("hoy a las 13:00").

    ``what`` and ``measures`` are the reporter's own words, written for colleagues. ``who`` is on it ("" is the owner).
    ``not_first``: the client heard it elsewhere or told us. ``old_deadline``, whether it has passed, and what was
    ``promised`` for it belong to NEW_DEADLINE, ``items`` to DAILY_REPORT; of IMPROVED, ``measures`` are what is done so
    that it does not come back, a line each. A channel that is no wording of its own is worded as the nearest:
    IN_PERSON as a call (it is arranged by one), DAILY_REPORT as an e-mail.
    """

    kind: Kind
    channel: Channel
    severity: Severity
    status: Status
    responsibility: Responsibility
    address: Address
    contact: str
    client: str
    owner: str
    owner_phone: str
    owner_email: str
    what: str
    measures: str
    who: str
    by_when: str
    hear_again: str
    not_first: bool
    cannot_work: bool
    old_deadline: str = ""
    old_passed: bool = False
    promised: str = ""
    items: tuple[Item, ...] = ()
    wants_news: bool = False


@dataclass(frozen=True)
class Draft:
    """Words ready for the client. ``body`` is all that is said to them (of a call: opening and points).

    ``subject`` (≤ 78 characters) is set for e-mail; ``opening``, ``points`` and ``avoid`` for calls.
    A text message's body is ≤ 300 characters. ``missing`` are the facts marked «[…]» in the words.
    """

    subject: str
    body: str
    opening: str
    points: tuple[str, ...]
    avoid: tuple[str, ...]
    missing: tuple[Gap, ...]
