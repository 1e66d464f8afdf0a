"""Things that go wrong between the bot and Slack, on request, and a record of every call."""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any

_KINDS = {"drop_before", "drop_after", "hang", "hang_after", "status_500", "status_500_after", "status_429"}


@dataclass
class Call:
    """One Web API call or one use of a response URL (method ``response_url``), as the bot made it."""

    method: str
    arguments: dict[str, Any]
    at: datetime
    ok: bool | None = None
    error: str | None = None


@dataclass
class Fault:
    """One kind of trouble for the next ``times`` calls of a method.

    ``kind``: ``drop_before`` cuts the connection before anything happens, ``drop_after`` when it has happened but is
    not answered; ``hang`` keeps silent for ``seconds`` and then cuts, ``hang_after`` likewise when it has happened;
    ``status_500`` and ``status_500_after``; ``status_429`` with ``retry_after`` seconds; ``error:<name>`` answers with
    that Slack error.
    """

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = 30.0

    @property
    def is_after(self) -> bool:
        """Whether the call takes effect all the same, and only its answer goes wrong."""
        return self.kind.endswith("_after")


@dataclass
class Faults:
    """The troubles still to come."""

    waiting: list[Fault] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, method: str = "*", kind: str = "drop_before", **more: Any) -> Fault:
        """Ask for trouble; ``*`` stands for any method."""
        if kind not in _KINDS and not kind.startswith("error:"):
            raise ValueError(f"unknown kind of fault: {kind}")
        fault = Fault(method, kind, **more)
        with self._lock:
            self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self.waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The trouble for this call, counted off."""
        if not self.waiting:
            return None
        with self._lock:
            for fault in self.waiting:
                if fault.method in ("*", method):
                    fault.times -= 1
                    if fault.times <= 0:
                        self.waiting.remove(fault)
                    return fault
        return None
