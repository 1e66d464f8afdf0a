"""App Home: drawn each time somebody opens it."""

from slack_bolt import App

from bot.desk import seeing
from bot.domain.errors import Refused
from handlers.tools import Body, Tools
from messages import home as words
from messages import refusals


def register(app: App, tools: Tools) -> None:
    @app.event("app_home_opened")
    def opened(body: Body) -> None:
        event = body["event"]
        if event.get("tab") != "home":
            return
        user, when = str(event["user"]), tools.when()
        try:
            waiting, more = seeing.duties_of(tools.desk, tools.directory.actor(str(body["team_id"]), user))
        except Refused as refusal:
            tools.slack.publish_home(user, words.closed(refusals.sentence(refusal, when)))
        else:
            tools.slack.publish_home(user, words.home(waiting, more, when))
