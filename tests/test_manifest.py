"""The app's manifest asks for exactly what the code uses: scopes, commands, shortcuts and events."""

import ast
from collections.abc import Iterator
from pathlib import Path

import bot
import handlers
from bot.demo.api.registry import METHOD_SCOPES
from bot.manifest import SCOPES, manifest

CALLS = {name.replace(".", "_"): (name, scope) for name, scope in METHOD_SCOPES.items()}
#: Where the bot meets people: its channel, which may be private, and the direct message with each of them.
KINDS = ("channels", "groups", "im")
#: What no single call shows.
BESIDES = {
    "commands": "the slash command and the shortcuts",
    "users:read.email": "users.info gives the address only with it: a client can then answer to the owner",
}
#: Scopes that a call could need and the bot does not, and why.
NEVER_ASKED = {"im:read": "conversations.info is asked of channels only: a direct message is never shared"}
#: Made with the app's own token, which the manifest says nothing about.
OF_THE_APP = {"connections:write"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def methods_called() -> Iterator[str]:
    """The Web API methods named in the product, whether called or passed on to be called."""
    folder = Path(bot.__file__).parent
    for path in (*folder.glob("*.py"), *Path(handlers.__file__).parent.glob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and node.attr in CALLS:
                yield node.attr


def needed_scopes() -> set[str]:
    needed = set(BESIDES)
    for name in methods_called():
        scope = CALLS[name][1]
        if scope:
            needed |= {scope.format(kind=kind) for kind in KINDS}
    return needed - OF_THE_APP - set(NEVER_ASKED)


def test_exactly_the_scopes_the_code_uses() -> None:
    """A method called without its scope fails in the field; a scope nobody uses frightens whoever installs it."""
    assert "chat_postMessage" in set(methods_called())
    assert set(SCOPES) == needed_scopes()
    assert manifest()["oauth_config"]["scopes"]["bot"] == list(SCOPES)


def listened(kind: str) -> set[str]:
    """What the listeners of one kind are registered for: ``@app.command("/incidente")`` and the like."""
    return {
        str(node.args[0].value)
        for path in Path(handlers.__file__).parent.glob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == kind
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "app"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_door_of_the_manifest_has_a_listener_and_the_other_way_round() -> None:
    """Nothing in Slack's menus leads nowhere, and no listener waits for what Slack will never send."""
    features = manifest()["features"]
    assert {one["command"] for one in features["slash_commands"]} == listened("command")
    assert {one["callback_id"] for one in features["shortcuts"]} == listened("shortcut")
    assert set(manifest()["settings"]["event_subscriptions"]["bot_events"]) == listened("event")


def test_slack_would_take_its_texts() -> None:
    """Slack's limits for names and descriptions of an app, its command and its shortcuts."""
    made = manifest()
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    for one in made["features"]["shortcuts"]:
        assert len(one["name"]) <= 24
        assert len(one["description"]) <= 150
    for one in made["features"]["slash_commands"]:
        assert one["command"].startswith("/")
        assert len(one["description"]) <= 2000
