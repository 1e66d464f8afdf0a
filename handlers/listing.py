"""Lists of incidents: by command, and by the buttons under them."""

from slack_bolt import Ack, App

from bot.desk import seeing
from bot.domain.client import key_of
from handlers.tools import Body, Tools, number, pressed
from messages import listing as words

_MINE = {"mias", "mios", "mio", "mia"}
_ALL = {"todas", "todos", "todo"}
_OPEN = {"", "abiertas", "abiertos"}


def register(app: App, tools: Tools) -> None:
    for action in ("list_previous", "list_next", "list_mine", "list_open"):
        app.action(action)(_turn(tools))


def _turn(tools: Tools):  # type: ignore[no-untyped-def]  # Bolt's listeners are untyped callables
    def turn(ack: Ack, body: Body) -> None:
        ack()
        page, mine, only_open, client = (number(part) for part in pressed(body).split(":"))
        found = seeing.page(
            tools.desk,
            tools.actor(body),
            page,
            mine=bool(mine),
            only_open=bool(only_open),
            client_id=client or None,
        )
        tools.answer(body, words.page(found), replace=True)

    return turn


def show(tools: Tools, body: Body, text: str) -> None:
    """``lista``, ``lista mías``, ``lista todas``, ``lista Acme``."""
    actor, which = tools.actor(body), key_of(text)
    if which in _MINE:
        found = seeing.page(tools.desk, actor, 1, mine=True)
    elif which in _ALL:
        found = seeing.page(tools.desk, actor, 1, only_open=False)
    elif which in _OPEN:
        found = seeing.page(tools.desk, actor, 1)
    else:
        client_id = seeing.client_id_named(tools.desk, actor, text)
        found = seeing.page(tools.desk, actor, 1, only_open=False, client_id=client_id)
    tools.answer(body, words.page(found))
