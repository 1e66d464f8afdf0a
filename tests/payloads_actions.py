"""The messages and forms about corrective actions: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

from bot.domain.corrective import ActionRung, ActionState, CorrectiveAction, Phase
from bot.domain.incident import EntryKind
from bot.domain.views import ActionAbout, ActionPage, ActionScope, ActionView, IncidentView
from messages import action_forms, action_lists, actions
from messages import incident as told
from messages.blocks import Message
from tests.samples import ANA, LUIS, NOW, WHEN, client, entry, incident, view

TODAY = date(2026, 3, 10)
DONE: dict[str, Any] = {
    "state": ActionState.DONE,
    "done_by": ANA,
    "done_at": NOW,
    "verifier": LUIS,
    "verify_on": TODAY,
}
LATER: dict[str, Any] = {**DONE, "verify_on": TODAY + timedelta(days=14)}
VERIFIED: dict[str, Any] = {**DONE, "state": ActionState.VERIFIED, "settled_by": LUIS, "settled_at": NOW}
DROPPED: dict[str, Any] = {"state": ActionState.NOT_APPLICABLE, "settled_by": LUIS, "settled_at": NOW}
STATES: dict[str, dict[str, Any]] = {
    "open": {},
    "overdue": {"due_on": TODAY - timedelta(days=3), "failures": 2, "postponed": 3},
    "done": LATER,
    "to verify": DONE,
    "verified": VERIFIED,
    "dropped": DROPPED,
}


def action(text: str, **more: Any) -> CorrectiveAction:
    values = {
        "phase": Phase.PREVENTION,
        "what": text,
        "how_we_know": text,
        "owner": ANA,
        "due_on": TODAY + timedelta(days=2),
        "created_by": LUIS,
        "created_at": NOW,
        "reason": text,
        "failures": 1,
        "id": 9,
    }
    return CorrectiveAction(**{"workspace_id": "T1", "incident_id": 1, "client_id": 1, **values, **more})


def seen(text: str, **more: Any) -> ActionView:
    """An action with a long history, in the eyes of somebody who may do everything with it."""
    history = tuple(entry(kind, text) for kind in EntryKind if kind.startswith("action_"))
    return ActionView(
        action(text, **more), client(text), incident(text), LUIS, TODAY, history, may_handle=True, may_verify=True
    )


def bare(text: str, **more: Any) -> ActionView:
    """The same for somebody who may only look, without an incident."""
    return replace(seen(text, **more), incident=None, history=(), may_handle=False, may_verify=False)


def about(text: str) -> ActionAbout:
    return ActionAbout("1", client(text), incident(text), ANA)


def page_of(text: str, **more: Any) -> ActionPage:
    items = (*(seen(text, **state) for state in STATES.values()), bare(text), bare(text, **DONE))
    return replace(ActionPage(items, 40, 2, 5, ActionScope.ALL), **more)


def with_actions(text: str, **more: Any) -> IncidentView:
    every = tuple(action(text, **state) for state in STATES.values()) * 2
    return replace(view(text, **more), actions=every)


def _prompt(rung: ActionRung, text: str) -> Message:
    return actions.prompt(seen(text, **(DONE if rung.is_to_verify() else {})), rung, WHEN)


def _settled(state: str, text: str) -> Message:
    return actions.settled(seen(text, **STATES[state]), WHEN)


def _window(state: str, text: str) -> dict[str, Any]:
    return actions.window(seen(text, **STATES[state]), WHEN)


def _to_lead(reason: str, text: str) -> Message:
    return actions.to_lead(seen(text, **(DONE if reason == "verify" else {"postponed": 3})), reason, WHEN)


def _empty(scope: ActionScope, text: str) -> Message:
    told = incident(text) if scope is ActionScope.INCIDENT else None
    return action_lists.page(ActionPage((), 0, 1, 1, scope, told), WHEN)


ACTIONS: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    **{f"actions.prompt, {rung}": partial(_prompt, rung) for rung in ActionRung},
    "actions.prompt, nobody else": lambda t: actions.prompt(
        replace(bare(t, **{**DONE, "verifier": ANA}), may_handle=True), ActionRung.VERIFY, WHEN
    ),
    **{f"actions.settled, {state}": partial(_settled, state) for state in STATES},
    **{f"actions.window, {state}": partial(_window, state) for state in STATES},
    "actions.window, only to look": lambda t: actions.window(bare(t), WHEN),
    **{f"actions.to_lead, {reason}": partial(_to_lead, reason) for reason in ("overdue", "verify", "moved", "now")},
    "actions.gone": lambda t: actions.gone(seen(t), entry(EntryKind.ACTION_HANDED, t)),
    "actions.noted": lambda t: actions.noted(seen(t, **LATER), WHEN),
    "action_lists.page": lambda t: action_lists.page(page_of(t), WHEN),
    "action_lists.page, an incident's": lambda t: action_lists.page(
        page_of(t, scope=ActionScope.INCIDENT, incident=incident(t)), WHEN
    ),
    **{f"action_lists.page, none, {scope}": partial(_empty, scope) for scope in ActionScope},
    "incident.card, actions": lambda t: told.card(with_actions(t), WHEN),
    "incident.story, actions": lambda t: told.story(with_actions(t, no_prevention_reason=t), WHEN),
    "action_forms.form": lambda t: action_forms.form(about(t)),
    "action_forms.form, departure": lambda t: action_forms.form(replace(about(t), incident=None, key="departure:3")),
    "action_forms.form, nothing known": lambda _: action_forms.form(None),
    "action_forms.added": lambda t: action_forms.added(seen(t), "1", WHEN),
    "action_forms.move_form": lambda t: action_forms.move_form(seen(t, postponed=1), WHEN),
    "action_forms.drop_form": lambda t: action_forms.drop_form(seen(t), WHEN),
    "action_forms.failed_form": lambda t: action_forms.failed_form(seen(t, **DONE), WHEN),
    "action_forms.reassign_form": lambda t: action_forms.reassign_form(seen(t), WHEN),
    "action_forms.reassign_form, to verify": lambda t: action_forms.reassign_form(seen(t, **DONE), WHEN),
    "action_forms.no_prevention_form": lambda t: action_forms.no_prevention_form(about(t)),
    "action_forms.no_prevention_noted": lambda t: action_forms.no_prevention_noted(incident(t)),
}
