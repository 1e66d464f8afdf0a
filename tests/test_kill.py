"""Killed at any moment, the bot still delivers each reminder exactly once."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from bot.app import build
from bot.demo.server import DemoServer
from bot.demo.workspace import Workspace
from bot.desk import pulse
from bot.domain.permissions import Actor
from bot.pace import Pace
from bot.store.database import Database
from bot.store.deliveries import LEASE
from tests.killable import settings
from tests.sending import arrived, declare, multiply
from tests.world import ANA, APP_TOKEN, BOT_TOKEN, CARMEN, LUIS, SECRET, START, people

REMINDERS = 500
KILLS = 50
POST = "chat.postMessage"
#: With each life the clock moves on this far: the claims of those killed before are free again.
LIFE = LEASE + timedelta(seconds=1)


class Clock:
    """Real time plus an offset, on both sides."""

    def __init__(self) -> None:
        self.offset = START - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset


class Lives:
    """The bot's process, started, watched and killed."""

    def __init__(self, parent: "subprocess.Popen[str]", clock: Clock) -> None:
        self._parent, self._clock = parent, clock

    @contextmanager
    def another(self, later: timedelta = LIFE) -> Iterator[None]:
        """A bot that lives as long as the block, and is then killed with signal 9."""
        self._clock.offset += later
        assert self._parent.stdin is not None
        self._parent.stdin.write(f"{self._clock.offset.total_seconds()}\n")
        self._parent.stdin.flush()
        process = int(self._heard())
        try:
            yield
        finally:
            os.kill(process, signal.SIGKILL)
            assert self._heard() == "gone"

    def _heard(self) -> str:
        assert self._parent.stdout is not None
        return self._parent.stdout.readline().strip()


@contextmanager
def lives(database_url: str, api_url: str, clock: Clock) -> Iterator[Lives]:
    command = [sys.executable, "-m", "tests.killable", database_url, api_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        yield Lives(parent, clock)
        assert parent.stdin is not None
        parent.stdin.close()


def count(database: Database, condition: str) -> int:
    with database.engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT count(*) FROM deliveries WHERE {condition}").scalar_one()  # noqa: S608
    return int(found)


def posts(server: DemoServer) -> int:
    """How many messages Slack has, whether or not it could say so."""
    return sum(len(channel.messages) for channel in list(server.workspace.channels.values()))


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    """Until it holds, or the time is up: what has become of it is for the test to judge."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.003)


def test_fifty_kills_lose_and_double_nothing(database_url: str) -> None:
    """500 reminders, 50 times kill −9 at chosen-by-chance moments, lines cut after the post was stored: each once."""
    chance = random.Random(20260310)
    clock = Clock()
    workspace = Workspace("Norte Servicios", clock=clock)
    people(workspace)
    with DemoServer(workspace, clock=clock, signing_secret=SECRET, bot_token=BOT_TOKEN, app_token=APP_TOKEN) as server:
        bot = build(settings(database_url, server.api_url), clock=clock, pace=Pace(0))
        (told,) = declare(bot, Actor(workspace.team_id, ANA))
        multiply(bot.database, told, REMINDERS - 1, (ANA, LUIS, CARMEN))
        with lives(database_url, server.api_url, clock) as bots:
            for _ in range(KILLS):
                if chance.random() < 0.5:
                    server.faults.add(POST, "drop_after")
                many = posts(server) + chance.randrange(1, 11)
                with bots.another():
                    wait_until(lambda many=many: posts(server) >= many)  # type: ignore[misc]
                    time.sleep(chance.uniform(0, 0.012))
            killed_with = count(bot.database, "state = 'sent'")
            server.faults.clear()
            for _ in range(20):
                due = pulse.next_due(bot.desk)
                if due is None or not count(bot.database, "state = 'waiting'"):
                    break
                with bots.another(max(due - clock(), LIFE)):
                    wait_until(lambda: (pulse.next_due(bot.desk) or clock()) > clock(), 60)
        assert 50 < killed_with < REMINDERS, "the kills came while the reminders were being delivered"
        assert count(bot.database, "kind = 'prompt'") == REMINDERS
        # So many of one client are warning signs: its owner and lead hear of those too, once.
        assert count(bot.database, "state = 'sent'") == REMINDERS + 2
        with bot.database.engine.connect() as connection:
            tokens = connection.exec_driver_sql("SELECT token FROM deliveries").scalars().all()
        assert arrived(server) == dict.fromkeys(tokens, 1)
        bot.stop()
