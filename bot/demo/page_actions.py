"""What people do in the page, each as one call of the server; the answer is put in JSON."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from . import jumps, page_state
from .channels import Json
from .delivery import Outcome
from .errors import DemoError

if TYPE_CHECKING:
    from .server import DemoServer


class Page(Protocol):
    """What the actions need to know of the page."""

    commands: list[Json]
    on_jump: Callable[[datetime], None] | None


def _outcome(outcome: Outcome) -> Json:
    return {"acked": outcome.acked, "ack_ms": round(outcome.ack_ms, 1), "error": outcome.error}


def _command(page: Page, server: "DemoServer", asked: Json) -> Json:
    word = asked.get("command", "/incidente")
    if page.commands and word not in {one["command"] for one in page.commands}:
        raise DemoError("unknown_command")
    return _outcome(server.command(asked["user"], asked["channel"], asked.get("text", ""), word))


def _say(_: Page, server: "DemoServer", asked: Json) -> Json:
    return {"ts": server.say(asked["user"], asked["channel"], asked["text"], asked.get("thread_ts"))}


def _click(_: Page, server: "DemoServer", asked: Json) -> Json:
    values = asked.get("values")
    if values and asked.get("view_id"):
        server.fill(asked["user"], asked["view_id"], values)
    elif values:
        server.choose(asked["user"], asked["channel"], asked["ts"], values)
    names = ("channel", "ts", "view_id", "action_id", "block_id", "value")
    return _outcome(server.click(asked["user"], **{name: asked[name] for name in names if asked.get(name) is not None}))


def _type(_: Page, server: "DemoServer", asked: Json) -> Json:
    server.type_into(asked["user"], asked["view_id"], asked["block_id"], asked["action_id"], asked.get("value"))
    return {}


def _submit(_: Page, server: "DemoServer", asked: Json) -> Json:
    server.fill(asked["user"], asked["view_id"], asked.get("values") or {})
    outcome = _outcome(server.submit(asked["user"], asked["view_id"]))
    return {**outcome, "views": server.view_stack(asked["user"])}


def _close(_: Page, server: "DemoServer", asked: Json) -> Json:
    server.close_view(asked["user"], asked["view_id"])
    return {}


def _suggest(_: Page, server: "DemoServer", asked: Json) -> Json:
    names = ("channel", "ts", "view_id", "action_id", "block_id")
    given = {name: asked[name] for name in names if asked.get(name) is not None}
    return {"options": server.suggest(asked["user"], query=asked.get("query", ""), **given)}


def _shortcut(_: Page, server: "DemoServer", asked: Json) -> Json:
    return _outcome(server.shortcut(asked["user"], asked["callback_id"]))


def _message_shortcut(_: Page, server: "DemoServer", asked: Json) -> Json:
    return _outcome(server.message_shortcut(asked["user"], asked["channel"], asked["ts"], asked["callback_id"]))


def _home(_: Page, server: "DemoServer", asked: Json) -> Json:
    return _outcome(server.open_home(asked["user"]))


def _read(_: Page, server: "DemoServer", asked: Json) -> Json:
    server.mark_read(asked["user"], asked["channel"])
    return {}


def _jump(page: Page, server: "DemoServer", asked: Json) -> Json:
    zone = server.workspace.member(asked["user"]).tz if asked.get("user") else "Europe/Madrid"
    try:
        moment = jumps.target(asked["id"], server.clock(), zone)
    except KeyError:
        raise DemoError("no_such_jump") from None
    if page.on_jump is not None:
        page.on_jump(moment)
    server.workspace.emit({"type": "clock"}, None)
    return page_state.clock(server)


ACTIONS: dict[str, Callable[[Page, "DemoServer", Json], Json]] = {
    "command": _command,
    "say": _say,
    "click": _click,
    "type": _type,
    "submit": _submit,
    "close": _close,
    "suggest": _suggest,
    "shortcut": _shortcut,
    "message_shortcut": _message_shortcut,
    "home": _home,
    "read": _read,
    "jump": _jump,
}
