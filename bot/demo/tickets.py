"""What Slack hands out to be used soon: trigger ids and response URLs."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .errors import SlackError

TRIGGER_SECONDS = 3.0  # real time (slack-facts.md "Time")
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5
_KEPT = 10_000


@dataclass
class Trigger:
    """The right to open one view for one person; ``view_id`` is the modal in which the person acted, if any."""

    user: str
    view_id: str | None
    born: float
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer one interaction; ``ts`` is the message that was pressed, if any."""

    user: str
    channel: str
    ts: str | None
    born: datetime
    uses: int = 0


class Tickets:
    """Both kinds; the oldest are forgotten, so that a long benchmark does not fill the memory."""

    def __init__(self, clock: Callable[[], datetime], team: str) -> None:
        self._clock = clock
        self._team = team
        self._triggers: OrderedDict[str, Trigger] = OrderedDict()
        self._urls: OrderedDict[str, ResponseUrl] = OrderedDict()

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        name = f"{time.time_ns() // 1000}.{self._team[1:]}.{secrets.token_hex(16)}"
        self._triggers[name] = Trigger(user, view_id, time.monotonic())
        if len(self._triggers) > _KEPT:
            self._triggers.popitem(last=False)
        return name

    def exchange(self, name: str) -> Trigger:
        """Use a trigger id, once and within three seconds of real time; raises SlackError otherwise."""
        found = self._triggers.get(name)
        if found is None:
            raise SlackError("invalid_trigger_id")
        if found.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - found.born > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        found.used = True
        return found

    def response(self, user: str, channel: str, ts: str | None = None) -> str:
        """The secret part of a new response URL."""
        name = secrets.token_hex(12)
        self._urls[name] = ResponseUrl(user, channel, ts, self._clock())
        if len(self._urls) > _KEPT:
            self._urls.popitem(last=False)
        return name

    def answer(self, name: str) -> ResponseUrl:
        """Use a response URL: five times within half an hour of the workspace's clock; raises SlackError otherwise."""
        found = self._urls.get(name)
        if found is None:
            raise SlackError("invalid_url")
        if self._clock() - found.born > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if found.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        found.uses += 1
        return found
