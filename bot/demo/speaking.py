"""What people do outside of forms: write, type commands, use shortcuts, look at App Home."""

from . import payloads
from .answers import say_back
from .channels import Channel, Json
from .core import Core
from .delivery import Outcome
from .errors import DemoError, SlackError


class Speaking(Core):
    """The person's keyboard."""

    def _where(self, user: str, channel: str) -> Channel:
        """A channel in which this person may write; raises DemoError."""
        self.person(user)
        found = self.workspace.channel_for(user, channel)
        if found.is_archived:
            raise DemoError("is_archived")
        if user not in found.members:
            raise DemoError("not_in_channel")
        return found

    def command(self, user: str, channel: str, text: str, command: str = "/incidente") -> Outcome:
        """Type a slash command; the answer in the acknowledgement, if any, is shown where it was typed."""
        where = self._where(user, channel)
        payload = payloads.command(
            self.workspace,
            self.person(user),
            where,
            word=command,
            text=text.strip(),
            trigger=self.tickets.trigger(user),
            response_url=self.response_url(user, where),
        )
        outcome = self.deliver(user, "slash_commands", payload)
        if outcome.body:
            try:
                with self.workspace.lock:
                    say_back(self, user, where, outcome.body)
            except SlackError as error:
                outcome.error = "invalid_command_response"
                self.complain("command", f"answer refused: {error.name} {error.messages}")
        return outcome

    def shortcut(self, user: str, callback_id: str) -> Outcome:
        """Use a global shortcut."""
        trigger = self.tickets.trigger(user)
        payload = payloads.shortcut(self.workspace, self.person(user), callback_id, trigger)
        return self.deliver(user, "interactive", payload)

    def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> Outcome:
        """Use a shortcut from a message's menu."""
        member, where = self.person(user), self.workspace.channel_for(user, channel)
        message = where.messages.get(ts)
        if message is None:
            raise DemoError("message_not_found")
        payload = payloads.message_action(
            self.workspace,
            member,
            where,
            where.shown(message),
            callback_id=callback_id,
            trigger=self.tickets.trigger(user),
            response_url=self.response_url(user, where, ts),
        )
        return self.deliver(user, "interactive", payload)

    def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Write a message; gives back its timestamp. In the bot's direct message the bot hears of it."""
        where = self._where(user, channel)
        if not text.strip():
            raise DemoError("no_text")
        if thread_ts and thread_ts not in where.messages:
            raise DemoError("message_not_found")
        with self.workspace.lock:
            message = self.workspace.post(where, user, text, thread_ts=thread_ts)
            self.workspace.mark_read(user, where)
        if where.kind == "im" and self.workspace.bot.id in where.members:
            body: Json = {**message, "channel": where.id, "channel_type": "im", "event_ts": message["ts"]}
            self.event("message.im", body)
        return str(message["ts"])

    def mark_read(self, user: str, channel: str) -> None:
        """Everything in the channel has been seen."""
        self.workspace.mark_read(user, self.workspace.channel_for(user, channel))

    def open_home(self, user: str) -> Outcome:
        """Open the bot's Home tab; the home itself is in ``home(user)`` once the bot has published it."""
        self.person(user)
        home = self.workspace.views.homes.get(user)
        body: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self.workspace.dm(user).id,
            "tab": "home",
            "event_ts": payloads.stamp(self.workspace),
        }
        if home is not None:
            body["view"] = home.as_slack()
        if "app_home_opened" not in self.subscriptions:
            return Outcome(True, 0.0)
        return self.run(self.send_event(body))

    def change_member(self, user: str, **fields: object) -> None:
        """Change an account (deactivate it, set a status…); the bot hears of it."""
        member = self.workspace.member(user)
        with self.workspace.lock:
            for name, value in fields.items():
                if not hasattr(member, name):
                    raise AttributeError(name)
                setattr(member, name, value)
            self.workspace.touch()
        now = self.clock()
        stamp = payloads.stamp(self.workspace)
        self.event("user_change", {"type": "user_change", "user": member.as_slack(now), "event_ts": stamp})
