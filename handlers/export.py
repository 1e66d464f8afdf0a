"""``/incidente exportar``: everything as files, for admins, in their direct message only."""

import logging

from slack_bolt import Ack, App

from bot import export
from bot.desk import export as desk
from bot.domain.errors import Unavailable
from bot.export import Form
from bot.slack import SlackError
from handlers.tools import Body, Tools
from messages import export as words

log = logging.getLogger(__name__)


def register(app: App, tools: Tools) -> None:
    for form in Form:
        app.action(f"export_{form}")(_send(tools, form))


def show(tools: Tools, body: Body, _rest: str) -> None:
    desk.allow(tools.actor(body))
    tools.answer(body, words.offer())


def _send(tools: Tools, form: Form):  # type: ignore[no-untyped-def]  # Bolt's listeners are untyped callables
    def send(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        desk.allow(actor)
        tools.answer(body, words.begun(), replace=True)
        day = tools.when().now.astimezone(tools.desk.policy.zone).date().isoformat()
        try:
            with export.packed(tools.desk, actor.workspace_id, form) as path:
                channel = tools.slack.direct_channel(actor.user)
                tools.slack.upload(channel, words.file_name(day, form), path.read_bytes())
        except (SlackError, Unavailable, OSError) as error:
            log.warning("everything could not be sent as a file: %s", error)
            tools.answer(body, words.not_sent(), replace=True)
            return
        tools.answer(body, words.sent(), replace=True)

    return send
