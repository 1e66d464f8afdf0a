"""`/incidente config`: admins change the words of the drafts, and what the firm decides."""

import re

from slack_bolt import Ack, App

from bot.desk import choices, wording
from bot.desk.in_force import CHOICES
from bot.domain.errors import Refused, Why
from handlers.tools import Body, Tools, Values, number, pressed
from messages import choices as choice_words
from messages import config as words
from messages.drafts import TemplateError, check, names


def register(app: App, tools: Tools) -> None:
    @app.action("config_texts")
    def texts(ack: Ack, body: Body) -> None:
        ack()
        choices.require_admin(tools.actor(body))
        tools.show(body, words.choose())

    @app.action(re.compile(r"config_open_\w+"))
    def open_group(ack: Ack, body: Body) -> None:
        ack()
        key = _known(pressed(body))
        names = tuple(choice_words.GROUPS[key].questions)
        standing = choices.look(tools.desk, tools.actor(body), names)
        values = {name: CHOICES[name].now(standing.policy) for name in names}
        tools.show(body, choice_words.form(key, values, standing.last, tools.when()))

    @app.view("config_group")
    def save_group(ack: Ack, body: Body) -> None:
        values, key = Values(body["view"]), _known(str(body["view"]["private_metadata"]))
        typed = {name: values.text(name) for name in choice_words.GROUPS[key].questions}
        ack(response_action="update", view=choice_words.saved(choices.change(tools.desk, tools.actor(body), typed)))

    @app.action("config_undo")
    def undo(ack: Ack, body: Body) -> None:
        ack()
        entry = choices.undo(tools.desk, tools.actor(body), number(pressed(body)))
        tools.slack.update_view(body["view"]["id"], choice_words.undone(entry))

    @app.action("wording")
    def chose(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        choices.require_admin(actor)
        name = str(body["actions"][0]["selected_option"]["value"])
        own = wording.own(tools.desk, actor.workspace_id).get(name, "")
        tools.slack.update_view(body["view"]["id"], words.edit(name, own))

    @app.view("wording")
    def save(ack: Ack, body: Body) -> None:
        name = str(body["view"]["private_metadata"])
        field = f"text-{name}"
        text = Values(body["view"]).text(field)
        if text and name in names():
            try:
                check(name, text)
            except TemplateError as error:
                ack(response_action="errors", errors={field: words.broken(error.line, error.reason)})
                return
        wording.change(tools.desk, tools.actor(body), name, text)
        ack(response_action="update", view=words.saved(name, own=bool(text)))


def begin(tools: Tools, body: Body, _text: str) -> None:
    """``config``, for admins."""
    choices.require_admin(tools.actor(body))
    tools.show(body, choice_words.menu())


def _known(key: str) -> str:
    if key not in choice_words.GROUPS:
        raise Refused(Why.NOT_FOUND)
    return key
