"""The only place where parts are wired together."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

import handlers
from bot import calendars
from bot.desk import Desk, Policy, pulse
from bot.directory import Directory
from bot.domain.working_time import WeeklyHours, WorkingTime
from bot.homes import Homes
from bot.letters import Letters
from bot.mail import Mailer
from bot.outbox import Outbox
from bot.pace import Pace
from bot.postman import Postman
from bot.settings import Settings
from bot.slack import Slack, SlackError
from bot.store import incidents
from bot.store.database import Database
from bot.ticker import TICK_SECONDS, Ticker
from handlers.tools import Tools

#: Enough for a burst of people while the database is slow: each waits for it at most two seconds.
LISTENER_THREADS = 32

log = logging.getLogger(__name__)


def system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Bot:
    """A whole bot, wired and not yet running."""

    bolt: App
    desk: Desk
    slack: Slack
    database: Database
    outbox: Outbox
    ticker: Ticker
    #: E-mails leave at their own pace: a slow mail server keeps no phone prompt waiting.
    post: Ticker
    executor: ThreadPoolExecutor
    #: What is due becomes deliveries, and what waits is sent: all that a tick does.
    work: Callable[[], None]

    def workspace_id(self) -> str | None:
        """The Slack workspace this bot serves: as Slack says, or the only one in the database; None when neither."""
        try:
            return self.slack.identity()[0]
        except SlackError:
            with self.database.read() as session:
                known = incidents.workspace_ids(session)
            return known[0] if len(known) == 1 else None

    def start(self) -> None:
        self.database.on_waiting = self._nudge
        self.ticker.start()
        self.post.start()

    def _nudge(self) -> None:
        self.ticker.nudge()
        self.post.nudge()

    def stop(self) -> None:
        """Finishes what is under way and hands back the rest."""
        self.outbox.stop()
        self.ticker.stop()
        self.post.stop()
        self.executor.shutdown(wait=True, cancel_futures=True)
        self.database.close()

    def socket_mode(self, app_token: str, api_url: str) -> SocketModeHandler:
        """The Socket Mode connection, not yet open."""
        web_client = WebClient(token=app_token, base_url=api_url)
        # The default takes almost a minute to notice a line that was cut silently.
        return SocketModeHandler(self.bolt, app_token, web_client=web_client, ping_interval=3, concurrency=20)


def build(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = system_clock,
    pace: Pace | None = None,
    tick_seconds: float = TICK_SECONDS,
) -> Bot:
    """Makes a bot from its settings. Opens no connection; the schema is the caller's to check."""
    token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else ""
    database = Database(settings.database_url.get_secret_value())
    desk = Desk(database, clock, policy(settings))
    slack = Slack(token, settings.slack_api_url)
    executor = ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener")

    def admins(workspace_id: str) -> tuple[str, ...]:
        return desk.in_force.of(workspace_id).admins

    directory = Directory(slack, database, clock, admins, later=executor.submit)
    mail_server = mailer(settings)
    postman = Postman(desk, directory, mail_server, clock)
    homes = Homes(desk, slack, directory)
    letters = Letters(desk, directory, can_send=mail_server is not None)
    outbox = Outbox(database, slack, letters, postman, clock, pace or Pace(), told=homes.touch)
    bolt = App(
        client=WebClient(token=token, base_url=settings.slack_api_url, retry_handlers=[]),
        signing_secret=settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else None,
        token_verification_enabled=False,
        listener_executor=executor,
    )
    tools = Tools(desk, slack, directory, homes, can_send=mail_server is not None)
    handlers.register(bolt, tools)

    def tick() -> None:
        outbox.drain(meanwhile=lambda: pulse.beat(desk))
        homes.redraw()

    def carry() -> None:
        outbox.carry()

    def work() -> None:
        tick()
        carry()
        tick()

    ticker, post = Ticker(tick, tick_seconds), Ticker(carry, tick_seconds)
    return Bot(bolt, desk, slack, database, outbox, ticker, post, executor, work)


def policy(settings: Settings) -> Policy:
    """The firm's policy as the settings have it."""
    closed = calendars.closed(settings.holidays)
    return Policy(
        WorkingTime(settings.zone(), WeeklyHours.parse(settings.working_hours), closed),
        settings.incidents_channel,
        settings.admins,
        digest_channel=settings.digest_channel,
        holidays=settings.holidays,
    )


def mailer(settings: Settings) -> Mailer | None:
    """The way out for e-mails, None where there is none. Raises ValueError with a sentence for a bad address."""
    return Mailer(settings.smtp_url.get_secret_value(), settings.mail_from) if settings.smtp_url else None
