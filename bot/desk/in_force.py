"""What is in force: the environment's policy with what the workspace has decided laid over it.

Kept in memory, so that asking costs nothing; read anew when it is changed here, and every few seconds, since another
replica may have changed it.
"""

import logging
import time
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING

from bot.desk.settable import CHOICES
from bot.domain.choices import Value
from bot.domain.errors import Unavailable
from bot.store import choices
from bot.store.database import Database

if TYPE_CHECKING:
    from bot.desk.context import Policy

#: How long another replica's change may stay unseen here, in seconds of the machine's own clock.
KEEP_SECONDS = 3.0

log = logging.getLogger(__name__)


def lay(policy: "Policy", decided: Mapping[str, Value]) -> "Policy":
    """The policy with these decisions over it; names that this version does not know are left alone."""
    for name, value in decided.items():
        if name in CHOICES:
            policy = CHOICES[name].put(policy, value)
    return policy


class InForce:
    """``default`` is what the environment says."""

    def __init__(self, database: Database, default: "Policy") -> None:
        self._database, self.default = database, default
        self._by_workspace: dict[str, Policy] = {}
        self._read_at: float | None = None
        self._lock = Lock()

    def policy(self) -> "Policy":
        """Of the one workspace that a process serves for now: several with decisions of their own each need ``of``."""
        known = self._known()
        return next(iter(known.values())) if len(known) == 1 else self.default

    def of(self, workspace_id: str) -> "Policy":
        return self._known().get(workspace_id, self.default)

    def renew(self) -> None:
        """Reads it anew. Where the database does not answer, what was known stands, and it is asked again later."""
        self._read_at = time.monotonic()
        try:
            with self._database.read() as session:
                found = choices.everybody_s(session)
        except Unavailable:
            log.warning("what the firm has decided could not be read; using what was known")
            return
        self._by_workspace = {workspace: lay(self.default, decided) for workspace, decided in found.items()}

    def _known(self) -> "dict[str, Policy]":
        # One asks for all: whoever comes meanwhile goes by what was known, and waits only while nothing is.
        if self._is_old() and self._lock.acquire(blocking=self._read_at is None):
            try:
                if self._is_old():
                    self.renew()
            finally:
                self._lock.release()
        return self._by_workspace

    def _is_old(self) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at >= KEEP_SECONDS
