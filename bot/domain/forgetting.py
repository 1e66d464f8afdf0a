"""Forgetting a person at a client: who they were goes, what happened stays (domain.md §8).

A person is known by name, phone and e-mail address. Wherever these stand in what people wrote down, other words take
their place; what was done, promised and said is kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.client import key_of

#: What stands where their name did.
FORGOTTEN = "contacto borrado"
#: Fields of a person in a record of their client's profile.
_OF_A_PERSON = ("phone", "email", "reachable", "zone", "note")
#: Names of fields that hold nothing but the name of somebody at the client.
NAMES = frozenset({"contact", "spoke_with", "to_name"})
#: So many digits from the end are the number, however it is written before them.
_DIGITS = 9
_VARIANTS = {"a": "aáàäâã", "e": "eéèëê", "i": "iíìïî", "o": "oóòöôõ", "u": "uúùüû", "n": "nñ", "c": "cç"}


@dataclass
class Known:
    """What a person is known by; grows as older names and numbers of theirs are found."""

    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)

    def learn(self, name: object, phone: object = "", email: object = "") -> None:
        for known, found in ((self.names, name), (self.phones, phone), (self.emails, email)):
            if isinstance(found, str) and found.strip() and found != FORGOTTEN:
                known.add(found.strip())

    def is_name(self, text: object) -> bool:
        """Whether a field that holds a name holds theirs: the whole of it, or a part, as one says «Marta»."""
        if not isinstance(text, str) or not text.strip():
            return False
        said = set(key_of(text).split())
        return any(said <= set(key_of(name).split()) for name in self.names)


def learn_from(known: Known, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    """One record of a client's profile: a person who had another name, or another number, is the same person."""
    older, newer = _people(before), _people(after)
    names = {str(one.get("name")) for one in older}
    for place, person in enumerate(newer):
        if person.get("name") not in known.names:
            continue
        known.learn(None, person.get("phone"), person.get("email"))
        # Renamed: in the same place stood somebody who is nowhere any more.
        former = older[place] if len(older) == len(newer) else {}
        if person.get("name") not in names and former.get("name") not in {one.get("name") for one in newer}:
            known.learn(former.get("name"))
    for person in older:
        if person.get("name") in known.names:
            known.learn(None, person.get("phone"), person.get("email"))
    if known.is_name(after.get("contact")):
        known.learn(None, after.get("phone"), after.get("email"))


def _people(record: Mapping[str, object]) -> list[Mapping[str, object]]:
    found = record.get("contacts")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


class Eraser:
    """Takes a known person out of texts and records."""

    def __init__(self, known: Known) -> None:
        self._known = known
        # One word alone («Marta») may be anybody's: in free text only a whole name is theirs for certain.
        whole = [name for name in known.names if len(key_of(name).split()) > 1]
        self._names = _any(_spelled(name) for name in sorted(whole, key=len, reverse=True))
        self._addresses = _any([*map(_number, known.phones), *map(re.escape, known.emails)])

    def text(self, text: str) -> str:
        """What somebody wrote, without the person's whole name, number and address."""
        if self._addresses is not None:
            text = self._addresses.sub("", text)
        return self._names.sub(FORGOTTEN, text) if self._names is not None else text

    def letter(self, text: str) -> str:
        """What was written to this very person: in it their first name alone is theirs too."""
        words = {word for name in self._known.names for word in name.split() if len(word) > 2}
        alone = _any(re.escape(word) for word in sorted(words, key=len, reverse=True))
        text = self.text(text)
        return alone.sub(FORGOTTEN, text) if alone is not None else text

    def name(self, text: str) -> str:
        """A field that holds the name of somebody at the client."""
        return FORGOTTEN if self._known.is_name(text) else self.text(text)

    def record(self, value: object, name: str = "") -> object:
        """A value out of a record of changes, however deep."""
        if isinstance(value, str):
            return self.name(value) if name in NAMES else self.text(value)
        if isinstance(value, list):
            return [self.record(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        found = {str(key): self.record(one, str(key)) for key, one in value.items()}
        if "phone" in found and self._known.is_name(value.get("contact", value.get("name"))):
            # A person in a profile, or the first one of a client made on the spot, whose own name stays.
            found["contact" if "contact" in found else "name"] = FORGOTTEN
            found |= {field: "" for field in _OF_A_PERSON if field in found}
        return found


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(patterns)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if joined else None


def _spelled(name: str) -> str:
    """A name in any spelling: with its accents or without, with one blank or several."""
    letters = {letter: f"[{_VARIANTS[letter]}]" for letter in _VARIANTS}
    words = ("".join(letters.get(letter, re.escape(letter)) for letter in word) for word in key_of(name).split())
    return r"\s+".join(words)


def _number(phone: str) -> str:
    """A number as people write it: in groups, with its country in front or without."""
    digits = re.sub(r"\D", "", phone)
    country, own = digits[:-_DIGITS], digits[-_DIGITS:]
    between = r"[\s.\-/()]*"
    front = rf"(?:\+?{between.join(country)}{between}|00{between.join(country)}{between})?" if country else ""
    return front + between.join(own)
