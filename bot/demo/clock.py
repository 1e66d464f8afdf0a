"""The workspace's clock: real time, moved forward by hand."""

from datetime import UTC, datetime, timedelta
from threading import Lock


class DemoClock:
    """Real time plus an offset that only grows, so that nothing in the workspace ever happens backwards."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self._offset = max(offset, timedelta(0))
        self._lock = Lock()

    def __call__(self) -> datetime:
        """Now, as an aware UTC moment."""
        return datetime.now(UTC) + self._offset

    @property
    def offset(self) -> timedelta:
        """How far the workspace is ahead of real time."""
        return self._offset

    def advance_to(self, moment: datetime) -> None:
        """Jump to an aware moment; a moment that has already passed changes nothing."""
        with self._lock:
            self._offset = max(self._offset, moment - datetime.now(UTC))
