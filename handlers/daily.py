"""The daily report before its hour: what is in the making, and asking for it now."""

from slack_bolt import Ack, App

from bot.desk import daily as desk
from handlers.tools import Body, Tools, number, pressed
from messages import daily as words
from messages.blocks import Message, section


def register(app: App, tools: Tools) -> None:
    @app.action("report_now")
    def now(ack: Ack, body: Body) -> None:
        ack()
        found = desk.draft_now(tools.desk, tools.actor(body), number(pressed(body)))
        text = words.ON_ITS_WAY if found else words.ALREADY_THERE
        tools.answer(body, Message(text, (section(text),)), replace=True)


def show(tools: Tools, body: Body, text: str) -> None:
    """``reporte``: the caller's daily reports in the making."""
    del text
    tools.answer(body, words.gathering(desk.gathering(tools.desk, tools.actor(body)), tools.when()))
