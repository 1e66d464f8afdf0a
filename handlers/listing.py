"""Lists of incidents: by a sentence, by a form, and by the buttons under them."""

from slack_bolt import Ack, App

from bot.desk import clients as client_desk
from bot.desk import finding
from bot.domain.finding import MOST_TYPED, Search, Shown, unpacked
from bot.domain.views import ListPage
from bot.domain.words import Severity
from handlers.tools import Body, Tools, Values, pressed
from messages import listing as words
from messages import sentences


def register(app: App, tools: Tools) -> None:
    for action in ("list_previous", "list_next", "list_mine", "list_open"):
        app.action(action)(_turn(tools))

    @app.action("list_filter")
    def ask(ack: Ack, body: Body) -> None:
        ack()
        asked, _ = unpacked(pressed(body))
        page = finding.page(tools.desk, tools.actor(body), asked)
        if "view" in body:
            # In the same window: Slack stacks three at most, and what is found opens on top.
            tools.slack.update_view(body["view"]["id"], words.form(page))
        else:
            tools.show(body, words.form(page))

    @app.options("found_client")
    def suggest(ack: Ack, body: Body) -> None:
        typed = str(body.get("value") or "")[:150]
        ack(options=words.options(list(client_desk.matching(tools.desk, tools.actor(body), typed, 50))))

    @app.view("find")
    def find(ack: Ack, body: Body) -> None:
        values = Values(body["view"])
        since, until = values.day("since"), values.day("until")
        if since and until and until < since:
            ack(response_action="errors", errors={"until": sentences.UNTIL_BEFORE_SINCE})
            return
        severity, client, owner = values.chosen("severity"), values.chosen("found_client"), values.user("owner")
        asked = Search(
            words=values.text("words")[:MOST_TYPED],
            shown=Shown(values.chosen("shown") or Shown.ALL),
            severity=Severity(severity) if severity and severity != words.ANY else None,
            owners=(owner,) if owner else (),
            client_id=int(client) if client and client.isdecimal() else None,
            since=since,
            until=until,
        )
        ack(response_action="update", view=words.window(finding.page(tools.desk, tools.actor(body), asked)))


def _turn(tools: Tools):  # type: ignore[no-untyped-def]  # Bolt's listeners are untyped callables
    def turn(ack: Ack, body: Body) -> None:
        ack()
        asked, number = unpacked(pressed(body))
        found = finding.page(tools.desk, tools.actor(body), asked, number)
        if "view" in body:
            tools.slack.update_view(body["view"]["id"], words.window(found))
        else:
            tools.answer(body, words.page(found), replace=True)

    return turn


def show(tools: Tools, body: Body, text: str) -> None:
    """``lista``, ``lista mías``, ``lista correo Acme importante marzo``."""
    tools.answer(body, words.page(find(tools, body, text)))


def find(tools: Tools, body: Body, text: str) -> ListPage:
    """What a sentence finds, for whoever typed it."""
    return finding.typed(tools.desk, tools.actor(body), text)
