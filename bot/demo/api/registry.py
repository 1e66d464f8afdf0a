"""The table of methods: what each one is called, which scope it needs, which arguments it must have."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..channels import Channel, Json
from ..core import Core
from ..errors import SlackError

Args = dict[str, Any]
Handler = Callable[[Core, Args], Json]

# A scope with {kind} depends on the conversation: channels, groups or im.
METHOD_SCOPES: dict[str, str | None] = {
    "api.test": None,
    "auth.test": None,
    "apps.connections.open": "connections:write",
    "bots.info": "users:read",
    "chat.delete": "chat:write",
    "chat.getPermalink": None,
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "conversations.history": "{kind}:history",
    "conversations.info": "{kind}:read",
    "conversations.join": "channels:join",
    "conversations.list": "channels:read",
    "conversations.members": "{kind}:read",
    "conversations.open": "im:write",
    "conversations.replies": "{kind}:history",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "team.info": "team:read",
    "users.conversations": "channels:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "views.open": None,
    "views.publish": None,
    "views.push": None,
    "views.update": None,
}
_KINDS = {"channel": "channels", "private": "groups", "im": "im"}


@dataclass(frozen=True)
class Method:
    """One method of the Web API."""

    handler: Handler
    required: tuple[str, ...]


METHODS: dict[str, Method] = {}


def method(name: str, *required: str) -> Callable[[Handler], Handler]:
    """Put a function in the table; ``required`` arguments are checked before it is called."""

    def keep(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, required)
        return handler

    return keep


def need_scope(core: Core, name: str, args: Args) -> None:
    """Raises SlackError ``missing_scope`` when the app was not granted what the method needs."""
    needed = METHOD_SCOPES.get(name)
    if needed is None or core.scopes is None:
        return
    if "{kind}" in needed:
        channel = core.workspace.channels.get(str(args.get("channel", "")))
        needed = needed.format(kind=_KINDS[channel.kind] if channel else "channels")
    if needed not in core.scopes:
        raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(core.scopes)))


def granted(core: Core) -> set[str]:
    """The scopes that the app has."""
    if core.scopes is not None:
        return core.scopes
    every = {scope for scope in METHOD_SCOPES.values() if scope}
    return {scope.format(kind=kind) for scope in every for kind in _KINDS.values()} | {"commands"}


def text_arg(args: Args, name: str) -> str:
    """An argument as text; empty when it was not given."""
    value = args.get(name)
    return value if isinstance(value, str) else "" if value is None else str(value)


def flag(args: Args, name: str) -> bool:
    """A yes-or-no argument, which forms carry as 1, true or True."""
    return str(args.get(name, "")).lower() in {"1", "true"}


def limit_of(args: Args, usual: int = 100, most: int = 1000) -> int:
    """How many rows a page may have; raises SlackError ``invalid_limit``."""
    try:
        limit = int(args.get("limit") or usual)
    except (TypeError, ValueError):
        raise SlackError("invalid_limit") from None
    if limit < 1:
        raise SlackError("invalid_limit")
    return min(limit, most)


def cut_page(rows: list[Any], args: Args) -> tuple[list[Any], Json]:
    """One page of a listing and the ``response_metadata`` that leads to the next one."""
    limit = limit_of(args)
    start = read_cursor(args)
    following = str(start + limit) if start + limit < len(rows) else ""
    return rows[start : start + limit], {"next_cursor": following}


def read_cursor(args: Args) -> int:
    """Where the page starts; raises SlackError ``invalid_cursor``."""
    cursor = text_arg(args, "cursor") or "0"
    if not cursor.isdigit():
        raise SlackError("invalid_cursor")
    return int(cursor)


def visible_channel(core: Core, wanted: str) -> Channel:
    """A conversation that the bot may know of; raises SlackError ``channel_not_found``."""
    channel = core.workspace.channels.get(wanted)
    if channel is None or (channel.kind != "channel" and core.workspace.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    return channel
