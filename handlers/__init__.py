"""Slack's inbound side, one module per conversation: acknowledge, translate, call one desk function, answer."""

from slack_bolt import App

from handlers import (
    actions,
    amends,
    clients,
    command,
    commitments,
    config,
    contact,
    daily,
    departure,
    errors,
    export,
    home,
    incident,
    listing,
    people,
    report,
    reviewing,
    reviews,
    satisfaction,
    weekly,
    writing,
)
from handlers.tools import Tools

CONVERSATIONS = (
    actions,
    amends,
    clients,
    command,
    commitments,
    config,
    contact,
    daily,
    departure,
    errors,
    export,
    home,
    incident,
    listing,
    people,
    report,
    reviewing,
    reviews,
    satisfaction,
    weekly,
    writing,
)


def register(app: App, tools: Tools) -> None:
    """Every listener of the bot."""
    for conversation in CONVERSATIONS:
        conversation.register(app, tools)
