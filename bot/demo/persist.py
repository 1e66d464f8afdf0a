"""Keeping a workspace in one JSON file, written beside and then moved into place, so that it is never half there."""

import base64
import json
import os
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .channels import Channel, Json
from .people import Member
from .views import OpenView

if TYPE_CHECKING:
    from .workspace import Workspace

_VERSION = 1


def save(workspace: "Workspace", path: Path) -> None:
    """Write everything that outlives the server: people, channels, messages, reading marks, homes, files and mails.

    Open modals, ephemeral messages, triggers and response URLs do not, as in Slack when a page is loaded again.
    """
    with workspace.lock:
        text = json.dumps(_state(workspace), ensure_ascii=False, separators=(",", ":"))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _state(workspace: "Workspace") -> Json:
    return {
        "version": _VERSION,
        "name": workspace.name,
        "domain": workspace.domain,
        "team_id": workspace.team_id,
        "offset_seconds": (workspace.clock() - datetime.now(UTC)).total_seconds(),
        "last_ts": workspace.last_ts,
        "bot": workspace.bot.id,
        "members": [asdict(member) for member in workspace.members.values()],
        "direct": workspace.direct,
        "channels": [_channel_state(channel) for channel in workspace.channels.values()],
        "homes": [{"user": home.user, "view": home.view} for home in workspace.views.homes.values()],
        "files": [_file_state(file) for file in workspace.files.values()],
        "mails": workspace.mails,
    }


def _channel_state(channel: Channel) -> Json:
    kept = ("id", "name", "kind", "topic", "is_archived", "is_ext_shared", "created", "read")
    return {
        **{name: getattr(channel, name) for name in kept},
        "members": sorted(channel.members),
        "messages": list(channel.messages.values()),
    }


def _file_state(file: Json) -> Json:
    content = {"content": base64.b64encode(file["content"]).decode()} if "content" in file else {}
    return {**file, **content}


def read(path: Path) -> Json:
    """The file's content. Raises FileNotFoundError when there is none, ValueError when it is not one of ours."""
    state = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(state, dict) or state.get("version") != _VERSION:
        raise ValueError(f"{path} does not hold a workspace")
    return state


def restore(workspace: "Workspace", state: Json) -> None:
    """Fill a new workspace with what ``read`` gave."""
    workspace.members = {row["id"]: Member(**row) for row in state["members"]}
    workspace.bot = workspace.members[state["bot"]]
    workspace.direct = dict(state["direct"])
    workspace.channels = {row["id"]: _channel(row) for row in state["channels"]}
    for row in state["homes"]:
        workspace.views.publish(OpenView(row["user"], row["view"]))
    workspace.files = {row["id"]: _file(row) for row in state["files"]}
    workspace.mails = state.get("mails", [])  # older workspaces had no mailbox
    workspace.last_ts = state["last_ts"]
    workspace.offset = timedelta(seconds=state["offset_seconds"])


def _channel(row: dict[str, Any]) -> Channel:
    messages = row.pop("messages")
    channel = Channel(**{**row, "members": set(row["members"])})
    for message in messages:
        channel.add(message)
    return channel


def _file(row: Json) -> Json:
    content = {"content": base64.b64decode(row["content"])} if "content" in row else {}
    return {**row, **content}
