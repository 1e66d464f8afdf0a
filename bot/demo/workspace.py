"""The state of the workspace: people, channels, messages, views and files. It knows nothing of HTTP.

Every public method takes the one lock, so handlers, pages and tests may call from any thread.
"""

import secrets
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from . import persist
from .channels import Channel, Json, Kind
from .errors import DemoError
from .people import Member
from .views import ViewBook

Listener = Callable[[Json, Collection[str] | None], None]


def _real_time() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """One Slack workspace with one app installed, whose bot is the member ``bot``.

    ``path``, once set, is the file where a running server keeps the workspace (persist.py). ``offset`` is how far the
    clock was ahead of real time when a loaded workspace was saved.
    """

    def __init__(
        self,
        name: str = "Espacio de prueba",
        *,
        domain: str = "demo",
        team_id: str = "T0DEMO0001",
        bot_name: str = "incidente",
        clock: Callable[[], datetime] = _real_time,
    ) -> None:
        self.lock = RLock()
        self.clock = clock
        self.name, self.domain, self.team_id = name, domain, team_id
        self.app_id, self.bot_id = "A0DEMO0001", "B0DEMO0001"
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.direct: dict[str, str] = {}
        self.views = ViewBook()
        self.files: dict[str, Json] = {}
        self.mails: list[Json] = []
        self.whispers: dict[str, dict[str, list[Json]]] = {}
        self.path: Path | None = None
        self.offset = timedelta(0)
        self.version = 0
        self.last_ts = 0
        self._listeners: list[Listener] = []
        self.bot = self.add_member(Member("U0DEMO0BOT", bot_name, bot_name, is_bot=True))

    def save(self, path: Path) -> None:
        """Write everything that outlives a server into one file, all of it or nothing."""
        persist.save(self, path)

    @classmethod
    def load(cls, path: Path) -> "Workspace":
        """Read a workspace back and keep it at that path; raises FileNotFoundError, or ValueError for other files."""
        state = persist.read(path)
        workspace = cls(state["name"], domain=state["domain"], team_id=state["team_id"])
        persist.restore(workspace, state)
        workspace.path = path
        return workspace

    # People and channels

    def add_member(self, member: Member) -> Member:
        """Take somebody in; an empty ``team_id`` becomes this workspace's."""
        with self.lock:
            member.team_id = member.team_id or self.team_id
            self.members[member.id] = member
            self.touch()
            return member

    def member(self, user: str) -> Member:
        """Somebody by id; raises DemoError for an unknown one."""
        try:
            return self.members[user]
        except KeyError:
            raise DemoError("user_not_found") from None

    def add_channel(
        self,
        name: str,
        members: Iterable[str] = (),
        *,
        kind: Kind = "channel",
        topic: str = "",
        channel_id: str | None = None,
        with_bot: bool = True,
        is_ext_shared: bool = False,
    ) -> Channel:
        """Make a channel (or a direct message between two people, kind ``im``)."""
        with self.lock:
            letter = "D" if kind == "im" else "C"
            chosen = channel_id or f"{letter}0DEMO{len(self.channels) + 1:04d}"
            inside = {*members, self.bot.id} if with_bot else set(members)
            created = int(self.clock().timestamp())
            channel = Channel(chosen, name, kind, inside, topic, False, is_ext_shared, created)
            self.channels[chosen] = channel
            self.emit({"type": "channels"}, channel.members)
            return channel

    def dm(self, user: str) -> Channel:
        """The direct message between the bot and a person, made when it is first needed."""
        with self.lock:
            if user not in self.direct:
                self.direct[user] = self.add_channel("", [self.member(user).id], kind="im").id
            return self.channels[self.direct[user]]

    def seen_by(self, user: str) -> list[Channel]:
        """The conversations in a person's sidebar."""
        with self.lock:
            return [channel for channel in self.channels.values() if user in channel.members]

    def channel_for(self, user: str, channel: str) -> Channel:
        """A channel that this person sees; raises DemoError otherwise (private ones are invisible to the rest)."""
        found = self.channels.get(channel)
        if found is None or (user not in found.members and found.kind != "channel"):
            raise DemoError("channel_not_found")
        return found

    # Messages

    def next_ts(self, at: datetime | None = None) -> str:
        """A timestamp of the workspace's clock, later than every other one unless ``at`` is given."""
        with self.lock:
            micros = round((at or self.clock()).timestamp() * 1_000_000)
            if at is None:
                micros = max(micros, self.last_ts + 1)
            self.last_ts = max(micros, self.last_ts)
            return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"

    def post(self, channel: Channel, user: str, text: str, *, at: datetime | None = None, **more: Any) -> Json:
        """Store a message and tell the pages. ``more`` are further fields of Slack's message object."""
        with self.lock:
            ts = self.next_ts(at)
            while ts in channel.messages:  # two of a seed's messages at the very same moment
                seconds, micros = ts.split(".")
                ts = f"{seconds}.{int(micros) + 1:06d}"
            message: Json = {"type": "message", "user": user, "text": text, "ts": ts, "team": self.team_id}
            if user == self.bot.id:
                message |= {"bot_id": self.bot_id, "app_id": self.app_id}
            message |= {name: value for name, value in more.items() if value is not None}
            channel.add(message)
            channel.read[user] = max(ts, channel.read.get(user, ""))  # whoever writes has read
            self.tell(channel, "message", message)
            self._tell_parent(channel, message)
            return message

    def _tell_parent(self, channel: Channel, reply: Json) -> None:
        parent = channel.messages.get(reply.get("thread_ts", ""))
        if parent is not None:
            self.tell(channel, "message_changed", parent)

    def edit(self, channel: Channel, message: Json, changes: Json) -> None:
        """Change fields of a stored message; a field set to None is taken out."""
        with self.lock:
            if "blocks" in changes:
                channel.before[message["ts"]] = message.get("blocks") or []
            for name, value in changes.items():
                if value is None:
                    message.pop(name, None)
                else:
                    message[name] = value
            self.tell(channel, "message_changed", message)

    def delete(self, channel: Channel, ts: str) -> None:
        """Take a message out of a channel."""
        with self.lock:
            gone = channel.remove(ts)
            self.emit({"type": "message_deleted", "channel": channel.id, "ts": ts}, channel.members)
            self._tell_parent(channel, gone)

    def whisper(self, channel: Channel, user: str, text: str, **more: Any) -> Json:
        """Show a message to one person only; it is never stored with the channel."""
        with self.lock:
            message: Json = {"type": "message", "subtype": "bot_message", "user": self.bot.id, "bot_id": self.bot_id}
            message |= {"text": text, "ts": self.next_ts(), "ephemeral": True}
            message |= {name: value for name, value in more.items() if value is not None}
            self.whispers.setdefault(user, {}).setdefault(channel.id, []).append(message)
            self.emit({"type": "ephemeral", "channel": channel.id, "message": message}, [user])
            return message

    def whispered(self, user: str, channel: str) -> list[Json]:
        """The messages that only this person sees in a channel, oldest first."""
        return self.whispers.get(user, {}).get(channel, [])

    def mark_read(self, user: str, channel: Channel) -> None:
        """The person has seen everything in the channel."""
        with self.lock:
            if channel.roots:
                channel.read[user] = channel.roots[-1]
            self.emit({"type": "unread", "channel": channel.id, "unread": 0}, [user])

    def message_at(self, user: str, channel: Channel, ts: str) -> Json | None:
        """A message as this person can see it: the channel's, or one shown to this person only."""
        if ts in channel.messages:
            return channel.messages[ts]
        mine = self.whispered(user, channel.id)
        place = bisect_left(mine, ts, key=lambda message: message["ts"])
        return mine[place] if place < len(mine) and mine[place]["ts"] == ts else None

    # Telling whoever watches

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener(event, user ids or None for everybody)`` on each change; gives back how to stop it."""
        with self.lock:
            self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def touch(self) -> None:
        """Something worth keeping has changed."""
        self.version += 1

    def emit(self, event: Json, to: Collection[str] | None) -> None:
        """Tell the watchers; costs nothing while nobody watches."""
        self.touch()
        for listener in tuple(self._listeners):
            listener(event, to)

    def tell(self, channel: Channel, kind: str, message: Json) -> None:
        """Tell the watchers about a message, in the form in which it is shown."""
        self.touch()
        if self._listeners:
            self.emit({"type": kind, "channel": channel.id, "message": channel.shown(message)}, channel.members)

    def fresh_id(self, letter: str = "") -> str:
        """An id that nothing else has; short for blocks and actions."""
        return letter + (secrets.token_hex(5).upper() if letter else secrets.token_urlsafe(4))
