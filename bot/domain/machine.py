"""A life as a table: from which state to which it may go. The tables are read by people, and obeyed by the code."""

from enum import StrEnum
from typing import TypeVar

from bot.domain.errors import Refused, Why

State = TypeVar("State", bound=StrEnum)

#: Each step as (before, after); ``before`` None is how it begins.
Transitions = tuple[tuple[State | None, State], ...]


def require(transitions: Transitions[State], before: State, after: State, **details: object) -> None:
    """Raises Refused(ALREADY_SETTLED), with who and when, for a step that the table does not have."""
    if (before, after) not in transitions:
        raise Refused(Why.ALREADY_SETTLED, **details)
