"""What people see, for tests and pages."""

from .channels import Channel, Json
from .core import Core


class Looking(Core):
    """The person's eyes; everything is a copy."""

    def _channel(self, channel: str) -> Channel:
        return self.workspace.channels[channel]

    def messages(self, channel: str) -> list[Json]:
        """The messages of a channel, oldest first, metadata included, replies in threads left out."""
        with self.workspace.lock:
            where = self._channel(channel)
            return [where.shown(where.messages[ts], metadata=True) for ts in where.roots]

    def thread(self, channel: str, ts: str) -> list[Json]:
        """A parent and its replies, oldest first; empty when there is no such message."""
        with self.workspace.lock:
            where = self._channel(channel)
            if ts not in where.messages:
                return []
            order = [ts, *where.replies.get(ts, [])]
            return [where.shown(where.messages[one], metadata=True) for one in order]

    def dm(self, user: str) -> str:
        """The id of the bot's direct message with a person."""
        return self.workspace.dm(user).id

    def open_view(self, user: str) -> Json | None:
        """The modal on top, with its state and the errors on its fields (``errors``), or None."""
        stack = self.view_stack(user)
        return stack[-1] if stack else None

    def view_stack(self, user: str) -> list[Json]:
        """All modals of a person, the one on top last."""
        with self.workspace.lock:
            return [opened.as_seen() for opened in self.workspace.views.stack(user)]

    def home(self, user: str) -> Json | None:
        """What the bot has published as this person's App Home."""
        with self.workspace.lock:
            home = self.workspace.views.homes.get(user)
            return home.as_seen() if home else None

    def ephemerals(self, user: str, channel: str) -> list[Json]:
        """The messages that only this person sees in a channel, oldest first."""
        with self.workspace.lock:
            return [dict(message) for message in self.workspace.whispered(user, channel)]
