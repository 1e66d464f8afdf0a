"""What a form of `/incidente config` is made of: groups of questions, each with its field and its words on record."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from messages.blocks import Block, Element, field, one_line, person, text_input

_ID = re.compile(r"[A-Z][A-Z0-9]{2,20}")


Field = Callable[[str, Any], Element]


def typed_text(*, lines: bool = False, most: int = 40, typed: Callable[[Any], str] = str) -> Field:
    """A text to type in. ``typed`` is the value as a person would type it."""
    return lambda name, value: text_input(name, typed(value)[:most], lines=lines, most=most)


_TEXT = typed_text()


@dataclass(frozen=True)
class Question:
    """One choice on its form. ``said`` is its value as a sentence says it, safe to be shown."""

    label: str
    hint: str = ""
    element: Field = _TEXT
    said: Callable[[Any], str] = lambda value: one_line(str(value), 300)
    optional: bool = False
    #: Where one field does not do.
    several: Callable[[Any], list[Block]] | None = None

    #: Where a change is told by less than both its sides in full.
    differ: Callable[[Any, Any], tuple[str, str]] | None = None

    def compared(self, value: Any, before: Any) -> tuple[str, str]:
        """A change as a sentence says it: what it is now, and what it was."""
        if value is None or before is None:
            usual = "lo de siempre"
            return usual if value is None else self.said(value), usual if before is None else self.said(before)
        return self.differ(value, before) if self.differ else (self.said(value), self.said(before))

    def blocks(self, name: str, value: Any) -> list[Block]:
        if self.several is not None:
            return self.several(value)
        return [field(name, self.label, self.element(name, value), hint=self.hint, optional=self.optional)]


@dataclass(frozen=True)
class Group:
    """``title`` is its form's, in 24 letters; ``what`` its line in the menu, and ``why`` what its form begins with.
    ``within`` names the list that it is in, where that is not the menu itself."""

    title: str
    what: str
    why: str
    questions: dict[str, Question]
    within: str = ""


def people(users: list[str]) -> str:
    """«@Ana, @Luis»; only what Slack itself calls people by."""
    return ", ".join(person(user) for user in users if _ID.fullmatch(user)) or "nadie"


def channel(found: str) -> str:
    return f"<#{found}>" if _ID.fullmatch(found) else "ninguno"
