"""What every part of the server shares: the state, the records for tests, and the way to the bot."""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from . import payloads
from .channels import Channel, Json
from .delivery import Delivery, Outcome
from .errors import DemoError, SlackError
from .faults import Call, Faults
from .forms import Key, name_parts
from .people import Member
from .tickets import Tickets
from .views import OpenView, new_view
from .workspace import Workspace

T = TypeVar("T")

# Slack sends an unacknowledged event again at once, after a minute and after five (slack-facts.md "Time").
RETRY_AFTER = (0.0, 60.0, 300.0)
# With ``pace`` set, this many posts pass at once in a channel before it is held to (slack-facts.md "Rate").
BURST = 4.0


@dataclass(frozen=True)
class Secrets:
    """What the app must show, and what Slack signs with."""

    signing: str
    bot_token: str
    app_token: str


class Core:
    """State and plumbing; the conversations are in the classes built on it.

    ``calls`` records every Web API call, ``complaints`` what Slack accepts but we do not (no fallback text, a text
    that gets cut). ``scopes`` None means every scope. ``pace`` limits posts per channel and second when it is set.
    """

    def __init__(
        self,
        workspace: Workspace,
        *,
        clock: Callable[[], datetime],
        secrets: Secrets,
        request_url: str | None,
    ) -> None:
        self.workspace = workspace
        workspace.clock = clock
        self.clock = clock
        self.secrets = secrets
        self.tickets = Tickets(clock, workspace.team_id)
        self.delivery = Delivery(secrets.signing, request_url, workspace.app_id)
        self.calls: list[Call] = []
        self.complaints: list[str] = []
        self.faults = Faults()
        self.latency: float = 0.0
        self.scopes: set[str] | None = None
        self.pace: float | None = None
        self._buckets: dict[str, tuple[float, float]] = {}
        self.redeliver = False
        self.retry_after: tuple[float, ...] = RETRY_AFTER
        self.subscriptions = {"app_home_opened", "message.im", "user_change"}
        self.socket_tickets: set[str] = set()
        self.url = ""
        # What each person has chosen, and been offered, in the selects of each message.
        self._chosen: dict[tuple[str, str], dict[Key, Json]] = {}
        self._fetched: dict[tuple[str, str], dict[Key, list[Json]]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._background: set[asyncio.Task[Any]] = set()

    # The event loop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait for something in the server's loop; not to be called from the loop itself."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the server is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def later(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something in the server's loop, from any thread, without waiting for it."""
        loop = self._loop
        if loop is None:
            work.close()
            return

        def begin() -> None:
            task = loop.create_task(work)
            self._background.add(task)
            task.add_done_callback(self._background.discard)

        loop.call_soon_threadsafe(begin)

    def settle(self, seconds: float = 5.0) -> None:
        """Wait until the events sent in the background have been acknowledged or given up; raises TimeoutError."""

        async def wait() -> None:
            me = asyncio.current_task()
            async with asyncio.timeout(seconds):
                while any(task is not me for task in self._background):
                    await asyncio.sleep(0.005)

        self.run(wait())

    # To the bot

    def deliver(self, user: str, kind: str, payload: Json) -> Outcome:
        """Send an interaction and tell the person when the bot does not take it in time."""
        outcome = self.run(self.delivery.send(kind, payload))
        if outcome.error:
            self.workspace.emit({"type": "timeout", "error": outcome.error}, [user])
        return outcome

    async def send_event(self, body: Json) -> Outcome:
        """Deliver an event; again, when ``redeliver`` is on, until it is acknowledged or the tries are used up."""
        payload = payloads.event(self.workspace, body)
        outcome = await self.delivery.send("events_api", payload)
        if self.redeliver and outcome.error:
            self.later(self._retry(payload, outcome))
        return outcome

    async def _retry(self, payload: Json, last: Outcome) -> None:
        for number, pause in enumerate(self.retry_after, start=1):
            await asyncio.sleep(pause)
            reason = "timeout" if last.error == "operation_timeout" else "http_error"
            last = await self.delivery.send("events_api", payload, retry=number, reason=reason)
            if last.acked:
                return

    def event(self, name: str, body: Json) -> None:
        """Deliver an event in the background, if the app has subscribed to it."""
        if name in self.subscriptions:
            self.later(self.send_event(body))

    # Small things that several conversations need

    def person(self, user: str) -> Member:
        """Somebody who can sit at the keyboard; raises DemoError for an unknown or deactivated account."""
        member = self.workspace.member(user)
        if member.deleted:
            raise DemoError("account_inactive")
        return member

    def keep_pace(self, channel: str) -> None:
        """Count a post; raises SlackError ``ratelimited`` when ``pace`` is set and the channel has had too many."""
        if self.pace is None:
            return
        now = time.monotonic()
        left, since = self._buckets.get(channel, (BURST, now))
        left = min(BURST, left + (now - since) * self.pace)
        if left < 1:
            raise SlackError("ratelimited", retry_after=math.ceil((1 - left) / self.pace))
        self._buckets[channel] = (left - 1, now)

    def clock_offset(self) -> int:
        """How many seconds the workspace's clock is ahead of real time."""
        return round((self.clock() - datetime.now(UTC)).total_seconds())

    def complain(self, method: str, what: str) -> None:
        """Note something that Slack lets pass."""
        self.complaints.append(f"{method}: {what}")

    def response_url(self, user: str, channel: Channel, ts: str | None = None) -> str:
        """A new response URL, whole."""
        name = self.tickets.response(user, channel.id, ts)
        return f"{self.url}/actions/{self.workspace.team_id}/{name}"

    def make_view(
        self, user: str, view: Json, *, above: OpenView | None = None, instead: OpenView | None = None
    ) -> OpenView:
        """A view of this person made from what the app sent: a new one, or new content for ``instead``."""
        workspace = self.workspace
        named = {**view, "blocks": name_parts(view["blocks"], workspace.fresh_id)}
        view_id = instead.id if instead else workspace.fresh_id("V")
        root = instead.view["root_view_id"] if instead else above.view["root_view_id"] if above else view_id
        previous = instead.view["previous_view_id"] if instead else above.id if above else None
        complete = new_view(
            named,
            view_id=view_id,
            team=workspace.team_id,
            app=workspace.app_id,
            bot=workspace.bot_id,
            stamp=f"{payloads.stamp(workspace)[:10]}.{workspace.fresh_id('h')[1:]}",
            root=root,
            previous=previous,
        )
        if instead:
            instead.replace(complete)
            return instead
        return OpenView(user, complete)

    def show_views(self, user: str) -> None:
        """Tell the pages what modals a person has in front."""
        stack = [opened.as_seen() for opened in self.workspace.views.stack(user)]
        self.workspace.emit({"type": "views", "views": stack}, [user])
