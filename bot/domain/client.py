"""The firm served, and the people there (domain.md §1, §3)."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher

from bot.domain.words import Address, Channel, Wish


@dataclass(eq=False, kw_only=True)
class Contact:
    """A person at the client. ``reachable`` is a WeeklyHours text ("" = the default hours), ``zone`` an IANA name."""

    workspace_id: str
    name: str
    phone: str = ""
    email: str = ""
    address: Address = Address.USTED
    reachable: str = ""
    zone: str = ""
    note: str = ""
    position: int = 0
    client_id: int = field(default=None)  # type: ignore[assignment]  # given by the database
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database


@dataclass(eq=False, kw_only=True)
class Client:
    workspace_id: str
    name: str
    key: str
    owner: str
    lead: str = ""
    wish: Wish = Wish.STANDARD
    preferred: Channel | None = None
    created_at: datetime
    contacts: list[Contact] = field(default_factory=list)
    id: int = field(default=None)  # type: ignore[assignment]  # given by the database

    def first_contact(self) -> Contact | None:
        return self.contacts[0] if self.contacts else None

    def contact(self, contact_id: int | None) -> Contact | None:
        return next((contact for contact in self.contacts if contact.id == contact_id), self.first_contact())

    def contact_after(self, contact_id: int | None) -> Contact | None:
        """The next contact to try when one does not answer (§4); None after the last."""
        ids = [contact.id for contact in self.contacts]
        if contact_id not in ids:
            return None
        following = self.contacts[ids.index(contact_id) + 1 :]
        return following[0] if following else None


def key_of(name: str) -> str:
    """A name as it is compared and searched: no accents, no case, single spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def nearest(name: str, names: Iterable[str], least: float = 0.72) -> str | None:
    """The name a person most likely meant, or None when none is near."""
    wanted = key_of(name)
    scored = [(SequenceMatcher(None, wanted, key_of(other)).ratio(), other) for other in names]
    best = max(scored, default=(0.0, None))
    return best[1] if best[0] >= least else None
