"""Everything that a firm can decide at run time, and how the policy takes it (domain.md §3, §4, §7, §8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot import calendars
from bot.domain import cells, choices_time, choices_warning
from bot.domain import choices as rules
from bot.domain.choices import Value
from bot.domain.warning import Sign
from bot.domain.working_time import WeeklyHours

if TYPE_CHECKING:
    from bot.desk.context import Policy


@dataclass(frozen=True)
class Choice:
    """One thing a firm can decide: how what was typed is read, how the policy takes it, how it stands there now.

    ``fields`` are what it is asked with on its form: one of its own name, or several that are read together.
    """

    name: str
    read: Callable[..., Value]
    put: Callable[["Policy", Any], "Policy"]
    now: Callable[["Policy"], Value]
    several: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return self.several or (self.name,)


def _same(value: Any) -> Any:
    return value


def _plain(
    name: str,
    read: Callable[[str], Value],
    inward: Callable[[Any], Any] = _same,
    outward: Callable[[Any], Value] = _same,
) -> Choice:
    """A choice that is one attribute of the policy, of the same name."""
    return Choice(
        name,
        read,
        lambda policy, value: replace(policy, **{name: inward(value)}),
        lambda policy: outward(getattr(policy, name)),
    )


def _cell(place: cells.Place) -> Choice:
    """One cell of the matrix."""
    return Choice(
        cells.name_of(place),
        partial(cells.read, place),
        lambda policy, value: replace(policy, matrix=cells.put(policy.matrix, place, value)),
        lambda policy: cells.keep(policy.matrix[place]),
        cells.fields_of(place),
    )


def _sign(sign: Sign) -> Choice:
    """How often a warning sign has to show, and what it weighs then."""
    return Choice(
        choices_warning.name_of(sign),
        partial(choices_warning.read_sign, sign),
        lambda policy, value: replace(policy, limits=choices_warning.put_sign(policy.limits, sign, value)),
        lambda policy: choices_warning.keep_sign(policy.limits, sign),
    )


def _hour(name: str) -> Choice:
    return _plain(name, lambda typed: choices_time.hour(typed, name), time.fromisoformat, "{:%H:%M}".format)


def _working(policy: "Policy", **changed: Any) -> "Policy":
    return replace(policy, working=replace(policy.working, **changed))


def _closed(policy: "Policy", **changed: Any) -> "Policy":
    """The place whose holidays count and the firm's own closures make one calendar together."""
    policy = replace(policy, **changed)
    return _working(policy, closed=calendars.closed(policy.holidays, choices_time.days_of(policy.closed_days)))


_ALL = (
    *map(_cell, cells.PLACES),
    Choice(
        "working_hours",
        choices_time.working_hours,
        lambda policy, value: _working(policy, hours=WeeklyHours.parse(value)),
        lambda policy: str(policy.working.hours),
    ),
    Choice(
        "timezone",
        choices_time.timezone,
        lambda policy, value: _working(policy, zone=ZoneInfo(value)),
        lambda policy: policy.zone.key,
    ),
    Choice(
        "holidays",
        calendars.place,
        lambda policy, value: _closed(policy, holidays=value),
        lambda policy: policy.holidays,
    ),
    Choice(
        "closed_days",
        choices_time.closed_days,
        lambda policy, value: _closed(policy, closed_days=tuple(value)),
        lambda policy: list(policy.closed_days),
    ),
    _plain("incidents_channel", rules.incidents_channel),
    _plain("digest_channel", rules.one_id),
    _hour("report_hour"),
    _plain("digest_weekday", lambda typed: choices_time.weekday(typed, "digest_weekday")),
    _hour("digest_hour"),
    _plain("admins", rules.admins, tuple, list),
    _plain("default_lead", rules.one_id),
    Choice(
        choices_warning.LEVELS,
        choices_warning.read_levels,
        lambda policy, value: replace(policy, limits=choices_warning.put_levels(policy.limits, value)),
        lambda policy: choices_warning.keep_levels(policy.limits),
        choices_warning.LEVEL_FIELDS,
    ),
    *map(_sign, Sign),
    _plain("never_events", rules.never_events, tuple, list),
    _plain("currency", rules.currency),
    _plain("approval_limit", rules.approval_limit),
)
CHOICES: Mapping[str, Choice] = {choice.name: choice for choice in _ALL}
