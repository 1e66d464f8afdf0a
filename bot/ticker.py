"""The ticks: APScheduler beats, and holds no truth. What is due is in the database; a tick only looks."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event, Lock

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from bot.domain.errors import Unavailable

TICK_SECONDS = 5
#: Between two turns, so that a burst of nudges leaves the processor to the people who cause it.
REST_SECONDS = 0.1
_TICK = "tick"

log = logging.getLogger(__name__)


class Ticker:
    """Calls ``work`` every few seconds, and at once when nudged; never twice at the same time in one process."""

    def __init__(self, work: Callable[[], None], seconds: float = TICK_SECONDS) -> None:
        self._work = work
        self._busy = Lock()
        self._again = False
        self._stopping = Event()
        self._rested_at = 0.0
        self._scheduler = BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(2)})
        # A late tick is still wanted: nothing is due "too late to bother". That there is one at a time is our lock's
        # doing: APScheduler would skip, and so lose, a nudge that comes while it clears up after the turn before.
        self._scheduler.add_job(
            self.tick, "interval", seconds=seconds, id=_TICK, misfire_grace_time=None, coalesce=True, max_instances=9
        )

    def start(self) -> None:
        self._scheduler.start()
        self.nudge()

    def stop(self) -> None:
        """Waits for a tick under way to finish."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def nudge(self) -> None:
        """Something may be due now: tick without waiting for the next turn."""
        self._again = True
        if self._scheduler.running and not self._busy.locked():
            with suppress(JobLookupError):  # stopped at this very moment: whoever starts next looks first
                self._scheduler.modify_job(_TICK, next_run_time=datetime.now(UTC))

    def tick(self) -> None:
        """One turn; a nudge that comes meanwhile makes it turn once more."""
        self._again = True
        while self._again and self._busy.acquire(blocking=False):
            try:
                self._stopping.wait(self._rested_at - time.monotonic())
                self._again = False
                self._work()
            except Unavailable:
                log.warning("the database did not answer; the next tick tries again")
            except Exception:
                log.exception("a tick failed; the next one tries again")
            finally:
                self._rested_at = time.monotonic() + REST_SECONDS
                self._busy.release()
