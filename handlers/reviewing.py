"""`/incidente revisar`: a text for a client, read as the client would."""

from slack_bolt import Ack, App

from bot.domain.reviewer import Context, review
from bot.domain.words import Channel, Responsibility, Severity, Status
from handlers.tools import Body, Tools, Values
from messages import reviewing as words


def register(app: App, tools: Tools) -> None:
    @app.view("review")
    def look(ack: Ack, body: Body) -> None:
        tools.actor(body).require_member()
        values = Values(body["view"])
        situation = Context(
            Responsibility(values.chosen("responsibility") or words.DEFAULT.responsibility),
            Status(values.chosen("status") or words.DEFAULT.status),
            Severity(values.chosen("severity") or words.DEFAULT.severity),
            Channel(values.chosen("channel") or words.DEFAULT.channel),
        )
        text = values.text("text")
        ack(response_action="update", view=words.form(text, situation, review(text, situation)))


def begin(tools: Tools, body: Body, text: str) -> None:
    """``revisar``, with or without the text after it."""
    found = review(text, words.DEFAULT) if text else None
    tools.slack.open_view(body["trigger_id"], words.form(text, words.DEFAULT, found))
