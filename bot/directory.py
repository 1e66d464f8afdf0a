"""Who a person is: asked of Slack, remembered a while, and from the database when Slack does not answer."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from bot.domain.errors import Refused, Unavailable, Why
from bot.domain.people import Person
from bot.domain.permissions import Actor
from bot.slack import Rejected, Slack, SlackError
from bot.store import people
from bot.store.database import Database

FRESH_FOR = timedelta(minutes=5)

log = logging.getLogger(__name__)


class Directory:
    """``admins`` answers whom a workspace has made administrators, besides Slack's own."""

    def __init__(
        self,
        slack: Slack,
        database: Database,
        clock: Callable[[], datetime],
        admins: Callable[[str], tuple[str, ...]],
        *,
        later: Callable[[Callable[[], None]], object],
    ) -> None:
        self._slack, self._database, self._clock, self._admins = slack, database, clock, admins
        self._later = later
        self._known: dict[tuple[str, str], Person] = {}
        self._shared: dict[str, bool] = {}
        self._lock = Lock()

    def person(self, workspace_id: str, user: str) -> Person:
        """The person as last known, and remembered. Raises Refused(UNKNOWN_PERSON), Unavailable when none can tell."""
        return self._look_up(workspace_id, user, _now)

    def _look_up(self, workspace_id: str, user: str, write: Callable[[Callable[[], None]], object]) -> Person:
        now = self._clock()
        with self._lock:
            known = self._known.get((workspace_id, user))
        if known is not None and abs(now - known.seen_at) < FRESH_FOR:
            return known
        try:
            found = self._slack.person(workspace_id, user, now)
        except Rejected as error:
            if error.code in {"user_not_found", "user_not_visible", "users_not_found"}:
                raise Refused(Why.UNKNOWN_PERSON, who=user) from error
            raise
        except SlackError as error:
            return self._remembered(workspace_id, user, known, error)
        self._keep(found, write)
        return found

    def actor(self, workspace_id: str, user: str) -> Actor:
        """The person as somebody who acts, with what they may be. Whom Slack does not know is no colleague."""
        try:
            # Somebody is waiting for an answer: writing them down can wait.
            person = self._look_up(workspace_id, user, self._later)
        except Refused as error:
            raise Refused(Why.STRANGER) from error
        return Actor(
            workspace_id,
            user,
            is_admin=(person.is_admin or user in self._admins(workspace_id)) and not person.is_guest,
            is_guest=person.is_guest,
            is_stranger=person.is_stranger or person.is_gone,
        )

    def forget(self, workspace_id: str, user: str) -> None:
        """Slack said that this person changed: the next question asks Slack again."""
        with self._lock:
            self._known.pop((workspace_id, user), None)

    def is_shared(self, channel: str) -> bool:
        """Whether a channel is shared with another organisation; taken as shared when Slack cannot tell."""
        if channel.startswith("D"):
            return False
        with self._lock:
            known = self._shared.get(channel)
        if known is not None:
            return known
        try:
            shared = self._slack.is_shared(channel)
        except Rejected as error:
            # A private channel that the bot is not in cannot be looked at; nothing is posted there either.
            shared = error.code not in {"channel_not_found", "not_in_channel"}
        except SlackError:
            return True
        with self._lock:
            self._shared[channel] = shared
        return shared

    def _remembered(self, workspace_id: str, user: str, known: Person | None, error: SlackError) -> Person:
        if known is None:
            with self._database.read() as session:
                known = people.get(session, workspace_id, user)
        if known is None:
            raise Unavailable("slack") from error
        log.warning("Slack did not say who %s is; using what was known at %s", user, known.seen_at)
        return known

    def _keep(self, person: Person, write: Callable[[Callable[[], None]], object]) -> None:
        with self._lock:
            before = self._known.get((person.workspace_id, person.user))
            self._known[person.workspace_id, person.user] = person
        if before is None or not _same(before, person):
            write(lambda: self._write(person))

    def _write(self, person: Person) -> None:
        try:
            with self._database.write() as session:
                people.remember(session, person)
        except Unavailable:
            log.warning("could not remember %s now; the next question will", person.user)
            self.forget(person.workspace_id, person.user)


def _now(write: Callable[[], None]) -> None:
    write()


def _same(one: Person, other: Person) -> bool:
    fields = ("name", "email", "zone", "is_admin", "is_guest", "is_stranger", "is_gone", "away")
    return all(getattr(one, name) == getattr(other, name) for name in fields)
