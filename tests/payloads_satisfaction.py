"""The messages and forms about how content a client is: see ``payloads``."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from bot.domain.matrix import Content, Purpose
from bot.domain.notice import Rung
from bot.domain.satisfaction import Satisfaction
from bot.domain.views import Duty, IncidentView, SatisfactionView
from bot.domain.words import Channel, Status
from messages import contact, contact_forms, incident, satisfaction
from messages.blocks import Message
from tests.payloads_actions import action
from tests.payloads_commitments import LOST, promise
from tests.samples import ANA, LATER, LUIS, NOW, WHEN, client, duty, view
from tests.samples import incident as told

ANSWERED: dict[str, Any] = {"client_score": 2, "answered_by": LUIS, "answered_at": NOW}
BOTH: dict[str, Any] = {**ANSWERED, "team_score": 4, "team_by": ANA, "team_at": NOW}


def made(text: str, **more: Any) -> Satisfaction:
    values = {"client_words": text, "team_words": text, "asked_at": NOW, "next_at": LATER, "id": 6, **more}
    return Satisfaction(workspace_id="T1", incident_id=1, client_id=1, notice_id=7, assignee=ANA, **values)


def seen(text: str, **more: Any) -> SatisfactionView:
    who = client(text)
    return SatisfactionView(made(text, **more), told(text), who, who.contacts[0], LUIS, may_make_amends=True)


def story(text: str, **more: Any) -> IncidentView:
    closed = view(text, status=Status.CLOSED, closed_at=NOW)
    return replace(closed, satisfaction=made(text, **more), may_answer=True)


def good_news(text: str, **more: Any) -> Duty:
    """What changed, to be told of a closed incident, with more prevention than any text message holds."""
    about = {"status": Status.CLOSED, "closed_at": NOW}
    values = {"purpose": Purpose.IMPROVED, "must_say": [Content.WHAT_CHANGED, Content.HOW_CONTENT], **more}
    return replace(duty(text, about=about, **values), improvements=(action(text),) * 9)


def new_hour(text: str) -> Duty:
    found = duty(text, purpose=Purpose.NEW_HOUR, channel=Channel.PHONE)
    return replace(found, commitment=promise(text, due_at=NOW), new_hour=LATER)


def _news_by(channel: Channel, text: str) -> Message:
    return contact.prompt(good_news(text, channel=channel), Rung.PROMPT, WHEN, {})


SATISFACTION: dict[str, Callable[[str], Message | dict[str, Any]]] = {
    "satisfaction.ask": lambda t: satisfaction.ask(seen(t), again=False),
    "satisfaction.ask, again": lambda t: satisfaction.ask(seen(t), again=True),
    "satisfaction.settled": lambda t: satisfaction.settled(seen(t, **BOTH), ANA, WHEN),
    "satisfaction.settled, team left": lambda t: satisfaction.settled(seen(t, **ANSWERED), ANA, WHEN),
    "satisfaction.settled, handed on": lambda t: satisfaction.settled(seen(t), LUIS, WHEN),
    "satisfaction.settled, at rest": lambda t: satisfaction.settled(seen(t, next_at=None), ANA, WHEN),
    "satisfaction.low": lambda t: satisfaction.low(seen(t, **ANSWERED), WHEN),
    "satisfaction.form": lambda t: satisfaction.form(seen(t)),
    "satisfaction.form, team left": lambda t: satisfaction.form(seen(t, **ANSWERED)),
    "satisfaction.answered": lambda t: satisfaction.answered(seen(t, **BOTH), by_client=True),
    "incident.story, score open": lambda t: incident.story(story(t), WHEN),
    "incident.story, score": lambda t: incident.story(story(t, **ANSWERED), WHEN),
    "incident.card, score": lambda t: incident.card(story(t, **BOTH), WHEN),
    "contact_forms.proof_form, good news": lambda t: contact_forms.proof_form(good_news(t), WHEN, LOST),
    "contact.escalation, good news": lambda t: contact.escalation(good_news(t), WHEN),
    **{
        f"contact.prompt, good news by {channel}": partial(_news_by, channel)
        for channel in (Channel.PHONE, Channel.EMAIL, Channel.TEXT)
    },
    "contact.prompt, new hour": lambda t: contact.prompt(new_hour(t), Rung.PROMPT, WHEN, {}),
}
