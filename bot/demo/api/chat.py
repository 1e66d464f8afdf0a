"""chat.*: posting, changing and deleting messages."""

from typing import Any

from .. import strict
from ..channels import Channel, Json, normal_ts
from ..core import Core
from ..errors import SlackError
from ..forms import name_parts
from .registry import Args, flag, method, text_arg, visible_channel


def checked_blocks(core: Core, args: Args) -> list[Json] | None:
    """The blocks of a message, complete with ids; raises SlackError when Slack would not take them."""
    blocks = args.get("blocks")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    wrong = strict.block_problems(blocks, "message")
    if wrong:
        raise SlackError("invalid_blocks", wrong)
    if strict.blocks_text(blocks) > strict.BLOCKS_TEXT:
        raise SlackError("msg_blocks_too_long")
    return name_parts(blocks, core.workspace.fresh_id)


def checked_content(core: Core, name: str, args: Args) -> tuple[str, list[Json] | None]:
    """Text and blocks of a message to be posted."""
    text, blocks = text_arg(args, "text"), checked_blocks(core, args)
    if not text and not blocks and not args.get("attachments"):
        raise SlackError("no_text")
    if blocks and not text.strip():
        core.complain(name, "blocks without fallback text")
    if len(text) > strict.TEXT_CUT:
        core.complain(name, f"text cut at {strict.TEXT_CUT} characters")
        text = text[: strict.TEXT_CUT]
    return text, blocks


def checked_metadata(args: Args) -> Json | None:
    """Message metadata; raises SlackError when it is not in Slack's form or too large."""
    metadata = args.get("metadata")
    if metadata is None:
        return None
    wrong = strict.metadata_problems(metadata)
    if wrong:
        raise SlackError("metadata_too_large" if "metadata_too_large" in wrong[0] else "invalid_metadata_format", wrong)
    return dict(metadata)


def target(core: Core, args: Args) -> Channel:
    """Where a message goes: a channel by id or #name, or somebody's direct message by the person's id."""
    wanted = text_arg(args, "channel")
    workspace = core.workspace
    if wanted in workspace.members:
        if workspace.members[wanted].is_bot:
            raise SlackError("channel_not_found")
        return workspace.dm(wanted)
    if wanted not in workspace.channels:
        named = [channel for channel in workspace.channels.values() if channel.name == wanted.removeprefix("#") != ""]
        wanted = named[0].id if named else wanted
    channel = visible_channel(core, wanted)
    if channel.is_archived:
        raise SlackError("is_archived")
    anywhere = core.scopes is not None and "chat:write.public" in core.scopes and channel.kind == "channel"
    if workspace.bot.id not in channel.members and not anywhere:
        raise SlackError("not_in_channel")
    return channel


def thread_of(channel: Channel, args: Args) -> str | None:
    """The parent of a reply; raises SlackError ``thread_not_found`` for a message that is not there."""
    wanted = text_arg(args, "thread_ts")
    if not wanted:
        return None
    parent = channel.messages.get(wanted)
    if parent is None:
        raise SlackError("thread_not_found")
    return str(parent.get("thread_ts") or wanted)


@method("chat.postMessage", "channel")
def post_message(core: Core, args: Args) -> Json:
    """A message from the bot."""
    channel = target(core, args)
    text, blocks = checked_content(core, "chat.postMessage", args)
    metadata = checked_metadata(args)
    thread = thread_of(channel, args)
    core.keep_pace(channel.id)
    broadcast = thread is not None and flag(args, "reply_broadcast")
    message = core.workspace.post(
        channel,
        core.workspace.bot.id,
        text,
        blocks=blocks,
        metadata=metadata,
        thread_ts=thread,
        attachments=args.get("attachments") or None,
        username=args.get("username") or None,
        subtype="thread_broadcast" if broadcast else None,
    )
    return {"channel": channel.id, "ts": message["ts"], "message": dict(message)}


@method("chat.postEphemeral", "channel", "user")
def post_ephemeral(core: Core, args: Args) -> Json:
    """A message from the bot that one person sees."""
    channel = target(core, args)
    user = text_arg(args, "user")
    if user not in core.workspace.members:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = checked_content(core, "chat.postEphemeral", args)
    thread = thread_of(channel, args)
    message = core.workspace.whisper(channel, user, text, blocks=blocks, thread_ts=thread)
    return {"message_ts": message["ts"]}


def _own(core: Core, args: Args, refusal: str) -> tuple[Channel, Json]:
    channel = visible_channel(core, text_arg(args, "channel"))
    message = channel.messages.get(normal_ts(text_arg(args, "ts")) if text_arg(args, "ts")[:1].isdigit() else "")
    if message is None:
        raise SlackError("message_not_found")
    if message["user"] != core.workspace.bot.id:
        raise SlackError(refusal)
    return channel, message


@method("chat.update", "channel", "ts")
def update(core: Core, args: Args) -> Json:
    """Other content for one of the bot's messages. A text without blocks takes the old blocks away, as in Slack."""
    channel, message = _own(core, args, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_archived")
    text, blocks = text_arg(args, "text"), checked_blocks(core, args)
    if not text and blocks is None and not args.get("attachments"):
        raise SlackError("no_text")
    if blocks and not text.strip():
        core.complain("chat.update", "blocks without fallback text")
    if len(text) > strict.UPDATE_TEXT:
        raise SlackError("msg_too_long")
    changes: dict[str, Any] = {"text": text or message["text"]}
    if text or blocks is not None:
        changes["blocks"] = blocks or None
    if args.get("metadata") is not None:
        changes["metadata"] = checked_metadata(args)
    if not blocks:
        changes["edited"] = {"user": core.workspace.bot.id, "ts": f"{core.clock().timestamp():.6f}"}
    core.workspace.edit(channel, message, changes)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": dict(message)}


@method("chat.delete", "channel", "ts")
def delete(core: Core, args: Args) -> Json:
    """One of the bot's messages goes."""
    channel, message = _own(core, args, "cant_delete_message")
    core.workspace.delete(channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.getPermalink", "channel", "message_ts")
def get_permalink(core: Core, args: Args) -> Json:
    """The address of a message."""
    channel = visible_channel(core, text_arg(args, "channel"))
    ts = text_arg(args, "message_ts")
    message = channel.messages.get(ts)
    if message is None:
        raise SlackError("message_not_found")
    link = f"https://{core.workspace.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    if message.get("thread_ts"):
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}
