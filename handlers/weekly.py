"""The weekly digest: shown to whoever asks, and the buttons under it."""

from slack_bolt import Ack, App

from bot.desk import home
from bot.desk import weekly as desk
from bot.domain.client import key_of
from bot.domain.errors import Refused, Why
from bot.domain.weekly import Week, WeekFigures
from handlers.tools import Body, Tools, pressed
from messages import help as manual
from messages import pending, sentences
from messages import weekly as words

_THIS = {"", "semana", "actual", "esta semana"}
_LAST = {"anterior", "pasada", "semana pasada", "semana anterior", "la semana pasada"}


def register(app: App, tools: Tools) -> None:
    @app.action("digest_earlier")
    @app.action("digest_later")
    def turn(ack: Ack, body: Body) -> None:
        ack()
        try:
            week = Week.parse(pressed(body))
        except ValueError as error:
            raise Refused(Why.WEEK_TO_COME) from error
        found = desk.preview(tools.desk, tools.actor(body), week)
        _answer(tools, body, found, replace=True)

    @app.action("digest_mine")
    def mine(ack: Ack, body: Body) -> None:
        ack()
        found = home.look(tools.desk, tools.actor(body))
        tools.answer(body, pending.mine(found, tools.when()))


def show(tools: Tools, body: Body, text: str) -> None:
    """``resumen``, ``resumen anterior``, ``resumen 2026-W47``."""
    actor, asked = tools.actor(body), key_of(text)
    if asked in _THIS:
        found = desk.preview(tools.desk, actor, None)
    elif asked in _LAST:
        found = desk.preview(tools.desk, actor, desk.week_before(tools.desk, actor.workspace_id))
    else:
        try:
            week = Week.parse(text)
        except ValueError:
            # It may well be a report that begins with that word.
            tools.answer(body, manual.or_a_report(sentences.WHICH_WEEK, f"resumen {text}"))
            return
        found = desk.preview(tools.desk, actor, week)
    _answer(tools, body, found)


def _answer(tools: Tools, body: Body, found: WeekFigures, *, replace: bool = False) -> None:
    has_channel = bool(tools.desk.policy.digest_channel)
    tools.answer(body, words.preview(found, tools.when(), has_channel=has_channel), replace=replace)
