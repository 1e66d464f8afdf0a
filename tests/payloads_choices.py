"""The forms of what a firm decides at run time, filled in to the brim: see ``payloads``."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.domain import cells
from bot.domain.choices_warning import name_of
from bot.domain.incident import EntryKind
from bot.domain.matrix import DEFAULT_MATRIX
from bot.domain.warning import Sign
from messages import choices, choices_matrix
from messages.blocks import Message
from tests.samples import ANA, LUIS, WHEN, entry

CHOSEN: dict[str, Any] = {
    **{cells.name_of(place): cells.keep(DEFAULT_MATRIX[place]) for place in cells.PLACES},
    "working_hours": "L-J 09:00-14:00 16:00-19:00; V 08:00-15:00",
    "timezone": "Europe/Vienna",
    "holidays": "ES-MD",
    "closed_days": ["2026-12-24", "2027-08-03/2027-08-21"] * 50,
    "incidents_channel": "C0INCIDENTS",
    "digest_channel": "",
    "report_hour": "18:00",
    "digest_weekday": 0,
    "digest_hour": "09:00",
    "admins": [ANA, LUIS],
    "default_lead": "",
    "warning_levels": ["1", "3"],
    **{name_of(sign): ["3", "1"] for sign in Sign},
    "currency": "EUR",
    "approval_limit": 500,
}


def _group(key: str, text: str) -> dict[str, Any]:
    values = {**CHOSEN, "never_events": [text[:75] or "a"] * 90}
    return choices.form(key, values, entry(EntryKind.SETTING_CHANGED, text), WHEN)


def _saved(text: str) -> dict[str, Any]:
    """Everything changed at once, which no form can do."""
    changed = entry(EntryKind.SETTING_CHANGED, text)
    changed.before, changed.after = dict(changed.after), {**CHOSEN, "incidents_channel": "", **changed.after}
    return choices.saved(changed)


CHOICES: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    "choices.menu": lambda _: choices.menu(),
    **{f"choices.form, {key}": partial(_group, key) for key in choices.GROUPS},
    "choices.saved": lambda t: choices.saved(entry(EntryKind.SETTING_CHANGED, t)),
    "choices.saved, all": _saved,
    "choices.saved, nothing": lambda _: choices.saved(None),
    "choices.undone": lambda t: choices.undone(entry(EntryKind.SETTING_CHANGED, t)),
    "choices_matrix.overview": lambda _: choices_matrix.overview(DEFAULT_MATRIX),
}
