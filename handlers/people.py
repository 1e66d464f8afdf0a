"""What Slack tells us of people: somebody changed, arrived or left."""

from slack_bolt import App

from handlers.tools import Body, Tools


def register(app: App, tools: Tools) -> None:
    @app.event("user_change")
    def changed(body: Body) -> None:
        tools.directory.forget(str(body["team_id"]), str(body["event"]["user"]["id"]))
