"""`/incidente config`: admins change the words of the drafts."""

from slack_bolt import Ack, App

from bot.desk import wording as desk
from handlers.tools import Body, Tools, Values
from messages import config as words
from messages.drafts import TemplateError, check, names


def register(app: App, tools: Tools) -> None:
    @app.action("wording")
    def chose(ack: Ack, body: Body) -> None:
        ack()
        actor = tools.actor(body)
        desk.require_admin(actor)
        name = str(body["actions"][0]["selected_option"]["value"])
        own = desk.own(tools.desk, actor.workspace_id).get(name, "")
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
        desk.change(tools.desk, tools.actor(body), name, text)
        ack(response_action="update", view=words.saved(name, own=bool(text)))


def begin(tools: Tools, body: Body, _text: str) -> None:
    """``config``, for admins."""
    desk.require_admin(tools.actor(body))
    tools.slack.open_view(body["trigger_id"], words.choose())
