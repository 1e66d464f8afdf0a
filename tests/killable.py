"""A bot's ticker in a process that can be killed: ``python -m tests.killable DATABASE_URL API_URL``.

Each line on stdin is an offset in seconds: a process is forked that runs the whole bot with real time plus that
offset as its clock, and its number is printed; once it is dead, so is ``gone``. The parent has imported the bot and
nothing more: no connection, no thread and no state is there to be inherited.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from threading import Event

from pydantic import SecretStr
from sqlalchemy.orm import configure_mappers

from bot.app import build
from bot.pace import Pace
from bot.settings import Settings
from tests.world import BOT_TOKEN, CARMEN


def settings(database_url: str, api_url: str) -> Settings:
    """No incidents channel: reminders and nothing else."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr("unused"),
        slack_api_url=api_url,
        database_url=SecretStr(database_url),
        admins=(CARMEN,),
    )


def run(database_url: str, api_url: str, offset: timedelta) -> None:
    """Ticks until killed."""
    bot = build(settings(database_url, api_url), clock=lambda: datetime.now(UTC) + offset, pace=Pace(0))
    bot.start()
    Event().wait()


def main() -> None:
    database_url, api_url = sys.argv[1:]
    configure_mappers()  # as much a part of starting as the imports are
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            run(database_url, api_url, timedelta(seconds=float(line)))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
