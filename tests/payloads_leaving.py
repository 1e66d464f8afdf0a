"""The messages and forms about clients who may leave, or do: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.corrective import ActionState
from bot.domain.departure import Departure, DepartureView, Leaving, Step
from bot.domain.warning import Fact, Finding, Level, Sign, WarningView
from messages import departure, departure_forms, warning
from messages import help as manual
from messages.blocks import Message
from tests.payloads_actions import action
from tests.samples import ANA, LATER, LUIS, NOW, WHEN, client, person

SIGNS = tuple(Finding(sign, tuple(Fact(NOW, place) for place in range(1, 9)), LATER) for sign in Sign)


def signs(text: str, level: Level = Level.FIRE, **more: Any) -> WarningView:
    codes = {place: f"INC-{place:04d}" for place in range(1, 9)}
    return replace(WarningView(client(text), level, NOW, SIGNS, codes, LUIS), **more)


def leaves(text: str, **more: Any) -> Departure:
    texts = dict.fromkeys(("processes", "departments", "roles", "for_management"), text)
    values = {"owner": ANA, "told_by": LUIS, "told_at": NOW, "reasons": text, "wants_to_talk": True, **texts, "id": 3}
    return Departure(workspace_id="T1", client_id=1, **{**values, **more})


def seen(text: str, step: Step | None = Step.FAREWELL, **more: Any) -> DepartureView:
    planned = tuple(action(text, state=state) for state in ActionState) * 3
    return DepartureView(leaves(text, **more), client(text), LUIS, person(text), planned, step, 2)


def _prompt(step: Step, text: str) -> Message:
    return departure.prompt(seen(text, step), step, WHEN, {}, again=True, handed_from=LUIS)


def _bare(step: Step, text: str) -> Message:
    view = replace(seen(text, step, **dict.fromkeys(("processes", "departments", "roles"), "")), actions=(), owner=None)
    return departure.prompt(replace(view, client=client(text, contacts=[])), step, WHEN, {})


GONE: dict[str, Any] = {"farewell_at": NOW, "farewell_by": ANA}
OVER: dict[str, Any] = {**GONE, "contacted_again_at": NOW, "contacted_again_by": ANA}

LEAVING: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    "warning.alarm": lambda t: warning.alarm(signs(t), WHEN, mine=True),
    "warning.alarm, the lead's": lambda t: warning.alarm(signs(t, Level.SMOKE), WHEN, mine=False),
    **{
        f"warning.alarm, {finding.sign}": partial(
            lambda finding, t: warning.alarm(signs(t, Level.SMOKE, findings=(finding,), codes={}), WHEN, mine=True),
            finding,
        )
        for finding in SIGNS
    },
    "departure_forms.form": lambda t: departure_forms.form(Leaving(client(t), None, 0, False)),
    "departure_forms.already": lambda t: departure_forms.already(
        Leaving(client(t), leaves(t), 3, True), leaves(t), WHEN
    ),
    "departure_forms.told": lambda t: departure_forms.told(seen(t), LUIS),
    "departure_forms.told, their own": lambda t: departure_forms.told(seen(t, Step.CHANCE), ANA),
    **{f"departure.prompt, {step}": partial(_prompt, step) for step in Step},
    **{f"departure.prompt, {step}, bare": partial(_bare, step) for step in Step},
    "departure.waiting": lambda t: departure.waiting(seen(t, None, **GONE, may_contact_again=True), WHEN),
    "departure.waiting, over": lambda t: departure.waiting(seen(t, None, **OVER, client_said=t), WHEN),
    "departure.waiting, stays": lambda t: departure.waiting(seen(t, None, stays_at=NOW, stays_by=ANA), WHEN),
    "departure.waiting, handed on": lambda t: departure.waiting(seen(t), WHEN),
    "departure.window": lambda t: departure.window(seen(t), WHEN, {}),
    "departure.window, over": lambda t: departure.window(seen(t, None, **OVER), WHEN, {}),
    "departure.mail": lambda t: departure.mail(seen(t), {}),
    "departure.mail, again": lambda t: departure.mail(seen(t, Step.RECONTACT), {}),
    "departure_forms.contacted_form": lambda t: departure_forms.contacted_form(seen(t)),
    "departure_forms.contacted": lambda t: departure_forms.contacted(seen(t)),
    "departure.to_lead": lambda t: departure.to_lead(seen(t), WHEN),
    "departure.back": lambda t: departure.back(seen(t), WHEN),
    "help.which_leaves": lambda _: manual.which_leaves(),
}
