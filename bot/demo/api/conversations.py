"""conversations.*: channels, their members and what was said in them."""

from ..channels import Channel, Json
from ..core import Core
from ..errors import SlackError
from .registry import Args, cut_page, flag, limit_of, method, text_arg, visible_channel


def as_slack(core: Core, channel: Channel) -> Json:
    """The conversation object."""
    bot = core.workspace.bot.id
    common: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
    }
    if channel.kind == "im":
        other = next((user for user in channel.members if user != bot), bot)
        deleted = core.workspace.members[other].deleted
        return {**common, "user": other, "is_user_deleted": deleted, "is_open": True}
    return {
        **common,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "private",
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_general": False,
        "is_member": bot in channel.members,
        "creator": bot,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _inside(core: Core, args: Args) -> Channel:
    channel = visible_channel(core, text_arg(args, "channel"))
    if core.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


@method("conversations.open")
def open_conversation(core: Core, args: Args) -> Json:
    """The direct message with one person."""
    if args.get("channel"):
        channel = visible_channel(core, text_arg(args, "channel"))
        return {"channel": as_slack(core, channel) if flag(args, "return_im") else {"id": channel.id}}
    users = args.get("users") or ""
    wanted = [user for user in (users if isinstance(users, list) else str(users).split(",")) if user]
    if not wanted:
        raise SlackError("users_list_not_supplied")
    if len(wanted) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    member = core.workspace.members.get(wanted[0])
    if member is None:
        raise SlackError("user_not_found")
    if member.is_bot:
        raise SlackError("cannot_dm_bot")
    if member.deleted:
        raise SlackError("user_disabled")
    already = member.id in core.workspace.direct
    channel = core.workspace.dm(member.id)
    body: Json = {"channel": as_slack(core, channel) if flag(args, "return_im") else {"id": channel.id}}
    return {**body, "no_op": True, "already_open": True} if already else body


@method("conversations.info", "channel")
def info(core: Core, args: Args) -> Json:
    """One conversation."""
    channel = visible_channel(core, text_arg(args, "channel"))
    body = as_slack(core, channel)
    if flag(args, "include_num_members"):
        body["num_members"] = len(channel.members)
    if flag(args, "include_locale"):
        body["locale"] = "es-ES"
    return {"channel": body}


def _listed(core: Core, args: Args, *, mine: bool) -> Json:
    kinds = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
    asked = [word.strip() for word in (text_arg(args, "types") or "public_channel").split(",")]
    if any(word not in kinds for word in asked):
        raise SlackError("invalid_types")
    chosen = {kinds[word] for word in asked}
    bot = core.workspace.bot.id
    rows = [
        channel
        for channel in core.workspace.channels.values()
        if channel.kind in chosen
        and (bot in channel.members or (channel.kind == "channel" and not mine))
        and not (channel.is_archived and flag(args, "exclude_archived"))
    ]
    page, following = cut_page(rows, args)
    return {"channels": [as_slack(core, channel) for channel in page], "response_metadata": following}


@method("conversations.list")
def list_conversations(core: Core, args: Args) -> Json:
    """The channels of the workspace that the bot may know of."""
    return _listed(core, args, mine=False)


@method("users.conversations")
def of_user(core: Core, args: Args) -> Json:
    """The channels that the bot is in."""
    return _listed(core, args, mine=True)


@method("conversations.members", "channel")
def members(core: Core, args: Args) -> Json:
    """Who is in a channel."""
    channel = visible_channel(core, text_arg(args, "channel"))
    page, following = cut_page(sorted(channel.members), args)
    return {"members": page, "response_metadata": following}


@method("conversations.join", "channel")
def join(core: Core, args: Args) -> Json:
    """The bot enters a public channel."""
    channel = visible_channel(core, text_arg(args, "channel"))
    if channel.kind != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    channel.members.add(core.workspace.bot.id)
    core.workspace.touch()
    return {"channel": as_slack(core, channel)}


def _window(args: Args, *, newest_first: bool) -> tuple[str | None, str | None]:
    """The two ends of a page; a cursor carries the timestamp next to which the last page ended."""
    oldest, latest = text_arg(args, "oldest") or None, text_arg(args, "latest") or None
    cursor = text_arg(args, "cursor")
    for value in (oldest, latest):
        if value and not value.replace(".", "", 1).isdigit():
            raise SlackError("invalid_ts_oldest" if value == oldest else "invalid_ts_latest")
    if cursor:
        if not cursor.startswith("ts:"):
            raise SlackError("invalid_cursor")
        return (oldest, cursor[3:]) if newest_first else (cursor[3:], latest)
    return oldest, latest


@method("conversations.history", "channel")
def history(core: Core, args: Args) -> Json:
    """What was said in a channel, newest first; replies in threads are not in it."""
    channel = _inside(core, args)
    oldest, latest = _window(args, newest_first=True)
    inclusive = flag(args, "inclusive") and not args.get("cursor")
    limit = limit_of(args, most=999)
    chosen, more = channel.page(channel.roots, oldest, latest, inclusive=inclusive, newest_first=True, limit=limit)
    metadata = flag(args, "include_all_metadata")
    body: Json = {
        "messages": [channel.shown(channel.messages[ts], metadata=metadata) for ts in chosen],
        "has_more": more,
        "pin_count": 0,
    }
    return {**body, "response_metadata": {"next_cursor": f"ts:{chosen[-1]}"}} if more else body


@method("conversations.replies", "channel", "ts")
def replies(core: Core, args: Args) -> Json:
    """A thread: the parent, then its replies, oldest first."""
    channel = _inside(core, args)
    parent = channel.messages.get(text_arg(args, "ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    oldest, latest = _window(args, newest_first=False)
    inclusive = flag(args, "inclusive") and not args.get("cursor")
    order = channel.replies.get(parent["ts"], [])
    limit = limit_of(args, usual=1000)
    chosen, more = channel.page(order, oldest, latest, inclusive=inclusive, newest_first=False, limit=limit)
    metadata = flag(args, "include_all_metadata")
    first = [] if args.get("cursor") else [parent]
    rows = [*first, *(channel.messages[ts] for ts in chosen)]
    body: Json = {"messages": [channel.shown(row, metadata=metadata) for row in rows], "has_more": more}
    return {**body, "response_metadata": {"next_cursor": f"ts:{chosen[-1]}"}} if more else body
