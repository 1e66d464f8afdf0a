"""Slack takes about one message a second in a channel, with short bursts: we keep to that by ourselves."""

import time
from collections.abc import Callable
from threading import Lock


class Pace:
    """A bucket of ``burst`` posts per channel that fills by one each ``seconds``; 0 seconds means no limit."""

    def __init__(self, seconds: float = 1.0, burst: int = 4, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._burst, self._monotonic = seconds, burst, monotonic
        self._full_at: dict[str, float] = {}
        self._lock = Lock()

    def is_full(self, channel: str) -> bool:
        """Whether a post would have to wait now."""
        with self._lock:
            return self._ahead(channel, self._monotonic()) > self._seconds * (self._burst - 1)

    def take(self, channel: str) -> bool:
        """Takes a place for one post; when there is none, takes nothing and answers False."""
        with self._lock:
            now = self._monotonic()
            ahead = self._ahead(channel, now)
            if ahead > self._seconds * (self._burst - 1):
                return False
            if len(self._full_at) > 10_000:
                self._full_at = {name: at for name, at in self._full_at.items() if at > now}
            self._full_at[channel] = now + ahead + self._seconds
            return True

    def _ahead(self, channel: str, now: float) -> float:
        return max(0.0, self._full_at.get(channel, now) - now)
