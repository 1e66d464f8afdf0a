"""App Home: drawn when somebody opens it, and again when something of theirs changes."""

from slack_bolt import Ack, App
from slack_bolt.listener.listener_completion_handler import ListenerCompletionHandler
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.desk import home as desk
from bot.domain.errors import Refused
from handlers import config, report
from handlers.tools import Body, Tools, number, pressed, whose


def register(app: App, tools: Tools) -> None:
    @app.event("app_home_opened")
    def opened(body: Body) -> None:
        event = body["event"]
        if event.get("tab") != "home":
            return
        workspace_id, user = str(body["team_id"]), str(event["user"])
        tools.homes.draw(workspace_id, user)
        try:
            desk.opened(tools.desk, tools.directory.actor(workspace_id, user))
        except Refused:
            return  # their page has said it

    @app.action("home_previous")
    @app.action("home_next")
    def turn(ack: Ack, body: Body) -> None:
        ack()
        tools.homes.draw(*whose(body), page=number(pressed(body)))

    @app.action("report_new")
    def tell(ack: Ack, body: Body) -> None:
        ack()
        report.begin(tools, body, "")

    @app.action("config_open")
    def configure(ack: Ack, body: Body) -> None:
        ack()
        config.begin(tools, body, "")

    app.listener_runner.listener_completion_handler = _Redrawing(tools)


#: What only turns a page, or has drawn it already.
_LEAVE = {"home_previous", "home_next"}


class _Redrawing(ListenerCompletionHandler):
    """Whoever has just pressed something sees it on their page."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def handle(self, request: BoltRequest, response: BoltResponse | None) -> None:
        del response
        body = request.body
        if body.get("type") not in ("block_actions", "view_submission"):
            return
        if any(action.get("action_id") in _LEAVE for action in body.get("actions", ())):
            return
        self._tools.homes.touch(*whose(body))
        if body.get("view", {}).get("type") == "home":
            self._tools.homes.redraw()
