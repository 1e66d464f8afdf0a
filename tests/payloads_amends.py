"""The messages and forms of making it up to the client: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.amends import Amends, AmendsState, Figures, Option, propose
from bot.domain.views import AmendsAbout, AmendsView
from bot.domain.words import Mood
from messages import amends, amends_forms, changes, incident, report
from messages.amends_forms import Sheet
from messages.blocks import Message
from messages.report import Typed
from tests.samples import ANA, LUIS, NOW, WHEN, advice, client, view
from tests.samples import incident as told

FIGURES = Figures(300_000, 1_200_050, 3, 1_500_000)
MOST = 10**11


def made(text: str, **more: Any) -> Amends:
    values = {"proposed_by": ANA, "proposed_at": NOW, "currency": "EUR", "option": Option.DISCOUNT, "reason": text}
    figures = {"acquisition_cents": MOST, "margin_cents": MOST, "years": 50, "error_cents": MOST, "amount_cents": MOST}
    return Amends(**{"workspace_id": "T1", "incident_id": 1, "client_id": 1, "id": 4, **values, **figures, **more})


def seen(text: str, state: AmendsState = AmendsState.PROPOSED, **more: Any) -> AmendsView:
    settled = {"decided_by": LUIS, "decided_at": NOW, "decision_reason": text, "agreed_by": ANA, "agreed_at": NOW}
    found = made(text, state=state, client_said=text, **{**settled, **more})
    return AmendsView(found, told(text), client(text), LUIS, (LUIS, ANA))


def about(text: str, **more: Any) -> AmendsAbout:
    values = AmendsAbout(told(text), client(text), Mood.UPSET, made(text), 4, "EUR", 500)
    return replace(values, **more)


def sheet(text: str) -> Sheet:
    return Sheet(1, 4, FIGURES, Option.GESTURE, text[:40], text[:500])


def _choice(figures: Figures, mood: Mood | None, text: str) -> dict[str, Any]:
    return amends_forms.choice_form(replace(sheet(text), figures=figures), about(text), propose(figures, mood))


def _settled(state: AmendsState, text: str) -> Message:
    return amends.settled(seen(text, state), WHEN)


def _story(state: AmendsState, text: str) -> dict[str, Any]:
    shown = replace(view(text), amends=seen(text, state).amends, may_make_amends=True, sees_figures=True)
    return incident.story(shown, WHEN)


AMENDS: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    "amends.offer": lambda t: amends.offer(told(t), client(t), LUIS),
    "amends.offer_taken": lambda t: amends.offer_taken(made(t), told(t), client(t), WHEN),
    "amends.ask": lambda t: amends.ask(seen(t), WHEN, again=False, handed_from=None),
    "amends.ask, again": lambda t: amends.ask(seen(t), WHEN, again=True, handed_from=LUIS),
    "amends.decided, yes": lambda t: amends.decided(seen(t, AmendsState.APPROVED), WHEN),
    "amends.decided, no": lambda t: amends.decided(seen(t, AmendsState.REJECTED), WHEN),
    **{f"amends.settled, {state}": partial(_settled, state) for state in AmendsState},
    "amends_forms.figures_form": lambda t: amends_forms.figures_form(about(t)),
    "amends_forms.figures_form, first": lambda t: amends_forms.figures_form(about(t, former=None)),
    "amends_forms.figures_form, again": lambda t: amends_forms.figures_form(about(t), sheet(t)),
    "amends_forms.choice_form": partial(_choice, FIGURES, None),
    "amends_forms.choice_form, most": partial(_choice, Figures(MOST, MOST, 50, MOST), Mood.WANTS_TO_LEAVE),
    "amends_forms.choice_form, not worth it": partial(_choice, Figures(0, 0, 0, 100), Mood.UPSET),
    "amends_forms.proposed": lambda t: amends_forms.proposed(seen(t)),
    "amends_forms.proposed, at once": lambda t: amends_forms.proposed(seen(t, AmendsState.APPROVED)),
    "amends_forms.reject_form": lambda t: amends_forms.reject_form(seen(t)),
    "amends_forms.agree_form": lambda t: amends_forms.agree_form(seen(t)),
    "amends_forms.agreed": lambda t: amends_forms.agreed(seen(t, AmendsState.AGREED)),
    "amends_forms.decided": lambda t: amends_forms.decided(seen(t, AmendsState.REJECTED), WHEN),
    **{f"incident.story, amends {state}": partial(_story, state) for state in AmendsState},
    "changes.form, own list": lambda t: changes.form(
        view(t[:3000], never_event=True, never_event_name=t[:75]), ("Nóminas tarde", "Datos perdidos")
    ),
    "report.form, own list": lambda t: report.form(
        Typed(text=t[:3000], never_event=True, never_event_name=t[:75]),
        replace(advice(t), never_events=("Nóminas tarde", "Datos perdidos")),
        when=WHEN,
    ),
}
