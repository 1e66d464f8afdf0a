"""What a tick costs when nothing is due: with 100 open notices, and with 100,000."""

import statistics
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.app import Bot, build
from bot.domain.delivery import DeliveryState
from bot.domain.permissions import Actor
from bot.store.tables import deliveries, notices
from tests.bench.load import TEAM
from tests.bench.parts import empty
from tests.bench.serve import settings
from tests.sending import declare, multiply
from tests.world import ANA, LUIS

FEW, MANY = 100, 100_000
TICKS = 200


def measure(urls: dict[str, str]) -> list[str]:
    lines: list[str] = []
    for name, url in urls.items():
        took = {many: _tick(url, many) for many in (FEW, MANY)}
        ratio = took[MANY] / took[FEW]
        lines.append(
            f"a tick with nothing due, {name}: {took[FEW] * 1000:.2f} ms with {FEW} open notices, "
            f"{took[MANY] * 1000:.2f} ms with {MANY} = {ratio:.2f} × (aim ≤ 3)"
        )
    return lines


def _tick(url: str, many: int) -> float:
    """The median tick in seconds."""
    empty(url)
    with ExitStack() as stack:
        bot = build(settings(url, 1))
        stack.callback(bot.stop)
        _open(bot, many)
        times: list[float] = []
        for _ in range(TICKS):
            start = time.perf_counter()
            bot.work()
            times.append(time.perf_counter() - start)
    empty(url)
    return statistics.median(times)


def _open(bot: Bot, many: int) -> None:
    """``many`` open notices to be reminded of some day, and nothing to send."""
    (told,) = declare(bot, Actor(TEAM, ANA))
    later = datetime.now(UTC) + timedelta(days=1)
    multiply(bot.database, told, many - 1, (ANA, LUIS), next_at=later)
    with bot.database.engine.begin() as connection:
        connection.execute(update(deliveries).values(state=DeliveryState.SENT))
        connection.execute(update(notices).values(next_at=later))
