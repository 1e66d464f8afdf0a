"""What the page is told: people, channels and messages in the form in which it draws them."""

from .channels import Channel, Json
from .core import Core
from .jumps import LABELS
from .people import Member

_SHOWN = ("ts", "user", "username", "text", "blocks", "subtype", "thread_ts", "edited", "metadata", "files")
_THREAD = ("reply_count", "reply_users", "latest_reply")


def boot(core: Core) -> Json:
    """Everything that does not depend on who is sitting there."""
    workspace = core.workspace
    members = list(workspace.members.values())
    people = [member.id for member in members if not member.is_bot and not member.deleted]
    return {
        "team": {"id": workspace.team_id, "name": workspace.name},
        "users": [_user(member) for member in members],
        "me_default": people[0] if people else None,
        "bot": workspace.bot.id,
        **clock(core),
    }


def _user(member: Member) -> Json:
    return {
        "id": member.id,
        "name": member.name,
        "real_name": member.real_name,
        "title": member.title,
        "color": f"#{member.colour}",
        "initials": member.initials,
        "guest": member.is_guest,
        "is_bot": member.is_bot,
        "deleted": member.deleted,
        "tz": member.tz,
        "status_emoji": member.status_emoji,
        "status_text": member.status_text,
    }


def clock(core: Core) -> Json:
    """The workspace's time and how far it may jump."""
    now = core.clock()
    jumps = [{"id": name, "label": label} for name, label in LABELS.items()]
    return {"now": now.isoformat(), "clock": {"offset_seconds": core.clock_offset(), "jumps": jumps}}


def state(core: Core, user: str) -> Json:
    """What one person has in front: sidebar, modals, App Home."""
    workspace = core.workspace
    with workspace.lock:
        home = workspace.views.homes.get(user)
        return {
            "channels": channels(core, user),
            "views": [opened.as_seen() for opened in workspace.views.stack(user)],
            "home": home.as_seen() if home else None,
        }


def channels(core: Core, user: str) -> list[Json]:
    """One person's sidebar; the direct message with the bot is always there."""
    core.workspace.dm(user)
    return [_channel(channel, user) for channel in core.workspace.seen_by(user)]


def _channel(channel: Channel, user: str) -> Json:
    row: Json = {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "unread": channel.unread(user),
        "members": sorted(channel.members),
        "shared": channel.is_ext_shared,
        "archived": channel.is_archived,
    }
    if channel.kind == "im":
        row["with"] = next((one for one in sorted(channel.members) if one != user), user)
    return row


def messages(core: Core, user: str, channel_id: str, thread: str | None) -> list[Json]:
    """A channel or one of its threads, oldest first, with what only this person sees in its place."""
    workspace = core.workspace
    with workspace.lock:
        channel = workspace.channel_for(user, channel_id)
        order = [thread, *channel.replies.get(thread, [])] if thread else channel.roots
        rows = [channel.shown(channel.messages[ts], metadata=True) for ts in order if ts in channel.messages]
        mine = [one for one in workspace.whispered(user, channel_id) if one.get("thread_ts") == thread]
        return [message(row) for row in sorted([*rows, *mine], key=lambda row: row["ts"])]


def message(row: Json) -> Json:
    """One message as the page draws it."""
    shown = {name: row[name] for name in (*_SHOWN, *_THREAD) if name in row}
    return {"blocks": [], "reply_count": 0, "reply_users": [], **shown, "ephemeral": bool(row.get("ephemeral"))}
