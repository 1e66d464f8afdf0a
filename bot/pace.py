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

    def wait_for(self, channel: str) -> float:
        """Takes a place for one post; when there is none, takes nothing and says how many seconds to wait."""
        if not self._seconds:
            return 0.0
        with self._lock:
            now = self._monotonic()
            if len(self._full_at) > 10_000:
                self._full_at = {name: at for name, at in self._full_at.items() if at > now}
            full_at = max(now, self._full_at.get(channel, now))
            if full_at - now > self._seconds * (self._burst - 1):
                return full_at - now - self._seconds * (self._burst - 1)
            self._full_at[channel] = full_at + self._seconds
            return 0.0
