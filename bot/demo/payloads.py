"""The payloads that Slack sends to an app, field by field."""

import secrets
from typing import Any

from .channels import Channel, Json
from .people import Member
from .workspace import Workspace

TOKEN = "verification-token-of-old"  # noqa: S105 - Slack still sends this field; nobody checks it any more


def _who(workspace: Workspace, member: Member) -> Json:
    return {
        "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": member.team_id},
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "api_app_id": workspace.app_id,
        "token": TOKEN,
    }


def channel_label(channel: Channel) -> str:
    """The name that payloads give to a channel."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def command(
    workspace: Workspace, member: Member, channel: Channel, *, word: str, text: str, trigger: str, response_url: str
) -> Json:
    """A slash command, as the form that Slack posts."""
    return {
        "token": TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel_label(channel),
        "user_id": member.id,
        "user_name": member.name,
        "command": word,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def shortcut(workspace: Workspace, member: Member, callback_id: str, trigger: str) -> Json:
    """A global shortcut."""
    who = _who(workspace, member)
    return {"type": "shortcut", **who, "action_ts": stamp(workspace), "callback_id": callback_id, "trigger_id": trigger}


def message_action(
    workspace: Workspace,
    member: Member,
    channel: Channel,
    message: Json,
    *,
    callback_id: str,
    trigger: str,
    response_url: str,
) -> Json:
    """A message shortcut."""
    return {
        "type": "message_action",
        **_who(workspace, member),
        "action_ts": stamp(workspace),
        "channel": {"id": channel.id, "name": channel_label(channel)},
        "callback_id": callback_id,
        "trigger_id": trigger,
        "response_url": response_url,
        "message_ts": message["ts"],
        "message": message,
    }


def block_actions(
    workspace: Workspace, member: Member, *, container: Json, action: Json, trigger: str, surroundings: Json
) -> Json:
    """Something was pressed or chosen; ``surroundings`` carries the message or the view around it."""
    return {
        "type": "block_actions",
        **_who(workspace, member),
        "container": container,
        "trigger_id": trigger,
        **surroundings,
        "actions": [{**action, "action_ts": stamp(workspace)}],
    }


def view_submission(workspace: Workspace, member: Member, view: Json, trigger: str) -> Json:
    """A modal was sent."""
    who = _who(workspace, member)
    return {"type": "view_submission", **who, "trigger_id": trigger, "view": view, "response_urls": []}


def view_closed(workspace: Workspace, member: Member, view: Json, *, cleared: bool) -> Json:
    """A modal with ``notify_on_close`` was closed."""
    return {"type": "view_closed", **_who(workspace, member), "view": view, "is_cleared": cleared}


def block_suggestion(
    workspace: Workspace,
    member: Member,
    *,
    container: Json,
    action_id: str,
    block_id: str,
    query: str,
    surroundings: Json,
) -> Json:
    """A person types in a select whose options come from the app."""
    return {
        "type": "block_suggestion",
        **_who(workspace, member),
        "container": container,
        **surroundings,
        "action_id": action_id,
        "block_id": block_id,
        "value": query,
    }


def event(workspace: Workspace, body: Json) -> Json:
    """An event in its callback, with an id of its own."""
    return {
        "token": TOKEN,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "api_app_id": workspace.app_id,
        "event": body,
        "type": "event_callback",
        "event_id": "Ev" + secrets.token_hex(5).upper(),
        "event_time": int(workspace.clock().timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": workspace.bot.id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def stamp(workspace: Workspace) -> str:
    """A moment of the workspace's clock as Slack writes it; not necessarily unique."""
    return f"{workspace.clock().timestamp():.6f}"


def element_fields(element: Json) -> dict[str, Any]:
    """The part of an action that describes the element itself."""
    kept = ("type", "action_id", "text", "value", "style", "url", "placeholder", "confirm")
    return {name: element[name] for name in kept if name in element}
